/**
 * The component: says what the plugin is, reads the evidence, and hands over the findings.
 *
 * There is no file system, no network and no Node here; evidence comes from `evidence` alone. A
 * `result` of the contract is returned, or thrown where it is an error; `null` is an absent option.
 */
import evidence from "tickmark:plugin/evidence@0.1.0";
import { idleTimeoutSet } from "./rules.js";
import { decodeUtf8 } from "./utf8.js";

const LARGEST_FILE = 1024 * 1024;

const configSchema = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    type: "object",
    additionalProperties: false,
    properties: {
        "max-idle-minutes": {
            description: "The longest time, in minutes, that a session may be idle.",
            type: "integer",
            minimum: 1,
            maximum: 60,
            default: 15,
        },
    },
};

const control = {
    id: "idle-timeout-set",
    title: "Sessions that nobody uses end by themselves",
    description:
        "A session that stays open at an unattended screen can be used by anybody who passes. The " +
        "settings must end it after a short time.",
    severity: "medium",
    method: "configuration",
    mappings: [
        {
            criterion: "CC6.1",
            relation: "implements",
            rationale:
                "Ending idle sessions keeps those who have not logged in from using the access of " +
                "somebody who has.",
        },
    ],
    remediation: "Set `idle_timeout_minutes` to at most 15 (or to what `max-idle-minutes` allows).",
    needs: [],
    attributes: [],
};

const settings = {
    name: "settings",
    description: "The settings files of the application: lines `key = value`, comments with `#`.",
    defaultGlobs: ["settings/*.conf"],
    required: true,
    maxAgeDays: 90,
};

/** What the host calls. */
export const checker = {
    describe(_config) {
        return {
            id: "sample-plugin",
            version: "0.1.0",
            title: "Idle sessions",
            description: "Reads settings files and decides whether idle sessions end in time.",
            controls: [control],
            inputs: [settings],
            configSchema: JSON.stringify(configSchema),
            attributes: [],
        };
    },

    check(request) {
        const most = maxIdleMinutes(request.config);
        const items = evidence.list(settings.name);
        // How many subjects there are, so that one without a finding would be noticed.
        const population = { control: control.id, size: items.length, sample: null, shownBy: [] };
        return {
            findings: items.map((item) => examine(item, most)),
            populations: items.length > 0 ? [population] : [],
            tallies: [],
            attributes: [],
        };
    },
};

/** The configured limit. The host has held the configuration against the schema already. */
function maxIdleMinutes(config) {
    let most;
    // Deep nesting would use up the stack of JSON.parse, and so end it all.
    if (config.length > 1000) throw { tag: "config", val: "the configuration is too long" };
    try {
        most = JSON.parse(config)["max-idle-minutes"] ?? 15;
    } catch {
        throw { tag: "config", val: "the configuration is not a JSON object" };
    }
    if (Number.isInteger(most)) return most;
    throw { tag: "config", val: "`max-idle-minutes` is not a whole number" };
}

/** Judges one file. One that cannot be read is inconclusive: an exception would end it all. */
function examine(item, most) {
    if (item.size > LARGEST_FILE) {
        return unread(
            item.path,
            `the file has ${item.size} bytes, at most ${LARGEST_FILE} are read`,
        );
    }
    let bytes;
    try {
        bytes = evidence.read(item.path);
    } catch (error) {
        return unread(item.path, `the file cannot be read: ${error?.val ?? "it is not there"}`);
    }
    let text;
    try {
        text = decodeUtf8(bytes);
    } catch {
        return unread(item.path, "the file is not UTF-8 text", place(item.path));
    }
    return toHost(idleTimeoutSet(item.path, text, most));
}

const unread = (subject, why, ...locations) => ({
    control: control.id,
    subject,
    outcome: "inconclusive",
    expected: "a readable file",
    actual: why,
    locations,
    severity: null,
    occurred: null,
    attributes: [],
});

const place = (path, line = null) => ({ path, line, column: null, pointer: null });

/** A finding in the words of the contract. */
const toHost = ({ line, ...finding }) => ({
    ...finding,
    locations: [place(finding.subject, line)],
    severity: null,
    occurred: null,
    attributes: [],
});
