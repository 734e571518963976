// @ts-check
/** What can be configured, with the defaults and their sources. */

import { parse } from "./json.js";

const reason = {
    description: "Why it is approved, for whoever reviews the approvals.",
    type: "string",
    minLength: 1,
};

export const schema = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    description: "Where packages may come from and what pins them.",
    type: "object",
    additionalProperties: false,
    properties: {
        "approved-registries": {
            description:
                "The registries from which packages may be taken: the beginning of every address, " +
                "with https and a slash at the end. The default is npm's public registry alone.",
            type: "array",
            minItems: 1,
            items: { type: "string", pattern: "^https://[A-Za-z0-9.:-]+/(?:[^\\s\\\\?#@%]+/)?$" },
            default: ["https://registry.npmjs.org/"],
        },
        hashes: {
            description:
                "The hash algorithms that pin a package. The default is the one that npm itself " +
                "writes. sha1 and md5 cannot be allowed: two archives with one such hash can be made.",
            type: "array",
            minItems: 1,
            uniqueItems: true,
            items: { enum: ["sha256", "sha384", "sha512"] },
            default: ["sha512"],
        },
        "approved-sources": {
            description:
                "Addresses outside of the registries that are approved: git repositories without " +
                "their `#commit`, archives and local files exactly as the lock file names them, and " +
                "folders outside of the project.",
            type: "array",
            default: [],
            items: {
                type: "object",
                additionalProperties: false,
                required: ["source", "reason"],
                properties: {
                    source: {
                        description: "The address, as in `git+ssh://git@github.com/acme/tool.git`.",
                        type: "string",
                        minLength: 1,
                    },
                    reason,
                },
            },
        },
        "approved-install-scripts": {
            description: "The packages that may run a script when they are installed.",
            type: "array",
            default: [],
            items: {
                type: "object",
                additionalProperties: false,
                required: ["package", "reason"],
                properties: {
                    package: {
                        description:
                            "The name, as in `esbuild`, or one version, as in `esbuild@0.28.2`.",
                        type: "string",
                        minLength: 1,
                    },
                    reason,
                },
            },
        },
        "accept-omitted-addresses": {
            description:
                "Whether a package without an address counts as coming from an approved registry. " +
                "Only where `.npmrc` sets both `omit-lockfile-registry-resolved` and an approved " +
                "`registry`; otherwise nobody can see where such a package comes from.",
            type: "boolean",
            default: false,
        },
    },
};

/**
 * @typedef {object} Config
 * @property {string[]} registries
 * @property {string[]} hashes
 * @property {Map<string, string>} sources reasons by address
 * @property {Map<string, string>} scripts reasons by package
 * @property {boolean} acceptOmitted
 */

/**
 * The configuration with its defaults. Throws where it is not what the schema says.
 * @param {string} text
 * @returns {Config}
 */
export function readConfig(text) {
    // JSON.parse of deep nesting would use up the stack; this parser refuses it.
    parse(text);
    const given = JSON.parse(text);
    /** @type {(name: keyof typeof schema.properties) => any} */
    const value = (name) => given[name] ?? schema.properties[name].default;
    return {
        registries: list(value("approved-registries")),
        hashes: list(value("hashes")),
        sources: reasons(value("approved-sources"), "source"),
        scripts: reasons(value("approved-install-scripts"), "package"),
        acceptOmitted: value("accept-omitted-addresses") === true,
    };
}

/**
 * @param {unknown} value
 * @returns {string[]}
 */
function list(value) {
    if (Array.isArray(value) && value.every((each) => typeof each === "string")) return value;
    throw new TypeError("a list of texts is expected");
}

/**
 * The reasons of approvals, by what is approved.
 * @param {{ [field: string]: string }[]} approvals
 * @param {string} field
 */
const reasons = (approvals, field) => new Map(approvals.map((each) => [each[field], each.reason]));
