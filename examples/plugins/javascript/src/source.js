// @ts-check
/** From where npm takes a package. */

import { Unclear } from "./model.js";

/** @typedef {import("./lockfile.js").Package} Package */

/**
 * @typedef {"archive" | "git" | "file" | "link" | "bundled" | "omitted"} Kind
 * `archive` is an address with http or https, of a registry or not; `omitted` is no address at all.
 */

/**
 * @param {Package} each
 * @returns {Kind}
 */
export function kindOf(each) {
    if (each.isLink) return "link";
    const address = each.address;
    if (address === undefined) return each.isBundled ? "bundled" : "omitted";
    if (/^https?:/i.test(address)) return "archive";
    if (/^(?:git|git\+[a-z]+|ssh|github|gitlab|bitbucket|gist):/i.test(address)) return "git";
    if (/^file:/i.test(address)) return "file";
    throw new Unclear(
        `\`${address.slice(0, 80)}\` is no address that npm documents`,
        each.addressPlace,
    );
}

/**
 * What is wrong with an address that begins as an approved registry's do; `undefined` where nothing is.
 * @param {string} address
 * @param {string} registry
 * @param {string} name the package's
 */
export function troubleWithin(address, registry, name) {
    const rest = address.slice(registry.length);
    // What a parser of addresses would resolve or drop could lead elsewhere than the beginning says.
    if (/\.\.|%2e|[\\\s\u0000-\u001f]/i.test(rest)) return "it holds `..`, a backslash or a blank";
    if (!`/${rest.replace(/%2f/gi, "/")}`.includes(`/${name}/`)) {
        return `it is not the address of a package called \`${name}\``;
    }
    return undefined;
}
