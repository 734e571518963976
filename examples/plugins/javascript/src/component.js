/**
 * The component: what the host calls, in the host's words. It decides nothing.
 *
 * A `result` of the contract is returned, or thrown where it is an error; `null` is an absent option.
 */
import evidence from "tickmark:plugin/evidence@0.1.0";
import { readConfig, schema } from "./config.js";
import { INPUTS, check } from "./plugin.js";
import { CONTROLS } from "./rules.js";

export const checker = {
    describe(_config) {
        return {
            id: "npm-lockfile",
            version: "0.1.0",
            title: "npm lock files",
            description:
                "Reads the lock files of npm and decides whether every package comes from an approved " +
                "registry over https, is pinned by a strong hash, and runs no script that was not " +
                "approved, and whether each package.json is locked. It judges what would be " +
                "installed, not the packages' code.",
            controls: CONTROLS.map(control),
            inputs: INPUTS,
            configSchema: JSON.stringify(schema),
            attributes: [],
        };
    },

    check(request) {
        const { findings, populations, tallies } = check(granted, configuration(request.config));
        return {
            findings: findings.map(finding),
            populations: populations.map((each) => ({
                control: each.control,
                size: each.size,
                sample: null,
                shownBy: each.shownBy.map(location),
            })),
            tallies,
            attributes: [],
        };
    },
};

/** The configuration. The host has held it against the schema; another host might not have. */
function configuration(text) {
    try {
        return readConfig(text);
    } catch (error) {
        throw { tag: "config", val: `the configuration is not what its schema says: ${error}` };
    }
}

/** The host's evidence, with its errors as messages. */
const granted = {
    list: (input) => evidence.list(input),
    read(path) {
        try {
            return evidence.read(path);
        } catch (error) {
            throw new Error(error?.val ?? "it is not there");
        }
    },
};

const control = ({ id, title, description, severity, mappings, remediation, needs }) => ({
    id,
    title,
    description,
    severity,
    method: "configuration",
    mappings,
    remediation,
    needs,
    attributes: [],
});

const finding = ({ places, ...rest }) => ({
    ...rest,
    locations: places.map(location),
    severity: null,
    occurred: null,
    attributes: [],
});

const location = (place) => ({ ...place, column: null });
