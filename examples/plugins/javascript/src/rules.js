// @ts-check
/** The rules, one function for each control, with what the contract wants to know of it. */

import { Unclear, counted, fails, few, notApplicable, passes, short } from "./model.js";
import { kindOf, troubleWithin } from "./source.js";

/**
 * @typedef {import("./config.js").Config} Config
 * @typedef {import("./lockfile.js").Lockfile} Lockfile
 * @typedef {import("./lockfile.js").Package} Package
 * @typedef {import("./manifest.js").Manifest} Manifest
 * @typedef {import("./model.js").Verdict} Verdict
 */

/**
 * @typedef {object} Control
 * @property {string} id
 * @property {string} title
 * @property {string} description
 * @property {"low" | "medium" | "high" | "critical"} severity
 * @property {{ criterion: string, relation: "implements" | "supports", rationale: string }[]} mappings
 * @property {string} remediation
 * @property {string[]} needs
 * @property {"packages" | "manifests"} of what the rule is asked about
 * @property {(config: Config) => string} expected
 * @property {(subject: any, config: Config, locks: Locks) => Verdict | undefined} judge
 *     `undefined` where the subject is none of this control's
 */

/**
 * @typedef {object} Locks
 * @property {(manifest: Manifest) => { lockfile: Lockfile, project: string } | undefined} of
 */

/** @type {(criterion: string, rationale: string) => Control["mappings"][0]} */
const implementing = (criterion, rationale) => ({ criterion, relation: "implements", rationale });
/** @type {(criterion: string, rationale: string) => Control["mappings"][0]} */
const supporting = (criterion, rationale) => ({ criterion, relation: "supports", rationale });

/** @type {Control[]} */
export const CONTROLS = [
    {
        id: "packages-from-approved-registries",
        title: "Every package comes from an approved registry, over https",
        description:
            "A lock file says from where each package is taken, and nobody reads it line by line: an " +
            "address that was exchanged in a change request brings in any code at all. The address " +
            "must begin as an approved registry's do and must be that of the package itself.",
        severity: "high",
        mappings: [
            implementing(
                "CC6.8",
                "Software from outside comes in as dependencies, and taking them from approved " +
                    "registries alone keeps out what nobody approved; what a registry itself lets in, " +
                    "other controls must show.",
            ),
        ],
        remediation:
            "Find out who changed the address and why. Then remove the entry and run `npm install`, so " +
            "that npm writes it anew, or approve the registry (`approved-registries`) or the archive " +
            "(`approved-sources`) with a reason.",
        needs: ["lockfiles"],
        of: "packages",
        expected: (config) => `an address that begins with ${config.registries.join(" or ")}`,
        judge: fromApprovedRegistry,
    },
    {
        id: "packages-pinned-by-hash",
        title: "Every package is pinned by a strong hash",
        description:
            "With `integrity`, npm refuses an archive that is not the one that was locked, whoever " +
            "changed it. sha1, which old lock files hold, no longer keeps anybody from making a second " +
            "archive with the same hash. Git commits are judged by non-registry-sources-approved.",
        severity: "high",
        mappings: [
            implementing(
                "CC6.8",
                "A package that was exchanged after it was locked no longer fits its hash and is " +
                    "refused before it is installed.",
            ),
            supporting(
                "CC8.1",
                "What gets installed is what was reviewed, and not a later archive.",
            ),
        ],
        remediation:
            "Remove the lock file's entry (or the whole lock file and node_modules) and run " +
            "`npm install` with a current npm, which writes sha512; review the changes of versions that " +
            "come with it.",
        needs: ["lockfiles"],
        of: "packages",
        expected: (config) => `integrity with ${config.hashes.join(" or ")}`,
        judge: pinnedByHash,
    },
    {
        id: "non-registry-sources-approved",
        title: "Dependencies on git repositories, files and folders elsewhere are approved",
        description:
            "Such a dependency bypasses the registry with its versions, its hashes and its reports of " +
            "malicious packages. It needs an approval with a reason, and git a commit rather than a " +
            "branch or tag that moves. Folders inside of the project are its own code.",
        severity: "high",
        mappings: [
            supporting(
                "CC6.8",
                "What does not come from a registry is let in by name and with a reason.",
            ),
            supporting(
                "CC8.1",
                "A dependency that moves by itself changes the software without a change.",
            ),
        ],
        remediation:
            "Publish the package to an approved registry and depend on it there, or approve its address " +
            "under `approved-sources` with a reason; for git, name a commit after `#`.",
        needs: ["lockfiles"],
        of: "packages",
        expected: () => "an approval under `approved-sources`, and a commit for git",
        judge: otherSourceApproved,
    },
    {
        id: "install-scripts-approved",
        title: "Only approved packages run scripts when they are installed",
        description:
            "A script at installation runs with everything that the machine of the developer or the " +
            "pipeline can reach, before any test. It is how most malicious packages act. Lock files of " +
            "version 1 do not record it, and are inconclusive.",
        severity: "medium",
        mappings: [
            supporting(
                "CC6.8",
                "Code of others runs unasked at installation only where it was approved.",
            ),
        ],
        remediation:
            "Read the script. Approve the package under `approved-install-scripts` with a reason, choose " +
            "another package, or install with `ignore-scripts=true`.",
        needs: ["lockfiles"],
        of: "packages",
        expected: () => "an approval under `approved-install-scripts`",
        judge: installScriptApproved,
    },
    {
        id: "manifests-locked",
        title: "Every package.json with dependencies has a lock file",
        description:
            "Without a lock file each installation takes the newest packages that the ranges allow, and " +
            "nobody can say afterwards which. The lock file lies beside the package.json, or higher up " +
            "where it lists the folder as a workspace.",
        severity: "medium",
        mappings: [
            supporting(
                "CC6.8",
                "Only what is locked can be held against approved sources and hashes.",
            ),
            supporting(
                "CC8.1",
                "With a lock file, a new version of a dependency is a change to review.",
            ),
        ],
        remediation:
            "Run `npm install`, commit package-lock.json, and install with `npm ci` in pipelines.",
        needs: ["manifests"],
        of: "manifests",
        expected: () => "a package-lock.json or npm-shrinkwrap.json for it",
        judge: manifestLocked,
    },
    {
        id: "locks-match-manifests",
        title: "Every lock file was made for the package.json that it locks",
        description:
            "A dependency that package.json names and the lock file does not is not locked, and one that " +
            "is locked for another range shows that the two were changed apart. `npm ci` refuses both; " +
            "`npm install` quietly takes other packages than those that were reviewed.",
        severity: "medium",
        mappings: [
            supporting(
                "CC8.1",
                "Lock file and package.json are one change, and say the same thing.",
            ),
        ],
        remediation: "Run `npm install` and commit package.json and package-lock.json together.",
        needs: ["manifests", "lockfiles"],
        of: "manifests",
        expected: () => "the same dependencies and ranges in both, and an entry for each",
        judge: lockMatches,
    },
];

/**
 * @param {Package} each
 * @param {Config} config
 */
function fromApprovedRegistry(each, config) {
    const kind = kindOf(each);
    if (kind === "git" || kind === "file" || kind === "link") return undefined;
    if (kind === "bundled") return bundled(each);
    const place = each.addressPlace;
    if (kind === "omitted") {
        if (config.acceptOmitted)
            return passes("no address: npm asks the configured registry", place);
        throw new Unclear("the entry does not say from where the package is taken", place);
    }
    const address = each.address ?? "";
    const shown = short(address);
    if (config.sources.has(address)) {
        return passes(`${shown} is approved: ${short(config.sources.get(address) ?? "")}`, place);
    }
    if (!address.startsWith("https:")) return fails(`${shown} is not taken over https`, place);
    const registry = config.registries.find((registry) => address.startsWith(registry));
    if (registry === undefined) return fails(shown, place);
    const trouble = troubleWithin(address, registry, each.name);
    return trouble === undefined ? passes(shown, place) : fails(`${shown}: ${trouble}`, place);
}

/**
 * @param {Package} each
 * @param {Config} config
 */
function pinnedByHash(each, config) {
    const kind = kindOf(each);
    if (kind === "git" || kind === "link") return undefined;
    if (kind === "bundled") return bundled(each);
    if (kind === "file" && !/\.(?:tgz|tar|tar\.gz)$/i.test(each.address ?? "")) return undefined;
    const integrity = each.text("integrity");
    const place = each.placeOf("integrity");
    if (integrity === undefined || integrity.trim() === "") return fails("there is no hash", place);
    const hashes = integrity
        .trim()
        .split(/\s+/)
        .map((hash) => algorithm(hash, place));
    const accepted = hashes.find((hash) => config.hashes.includes(hash));
    if (accepted) return passes(accepted, place);
    return fails(`only ${few([...new Set(hashes)])}`, place);
}

/** How many bytes a hash has. */
const LENGTHS = { md5: 16, sha1: 20, sha256: 32, sha384: 48, sha512: 64 };

/**
 * The algorithm of one hash, `sha512-…` in base64.
 * @param {string} hash
 * @param {import("./model.js").Place} place
 */
function algorithm(hash, place) {
    const match = hash.match(/^(md5|sha1|sha256|sha384|sha512)-([A-Za-z0-9+/]+)(={0,2})(?:\?.*)?$/);
    if (match) {
        const [, name, digits, padding] = match;
        const length = ((digits.length + padding.length) / 4) * 3 - padding.length;
        if (length === LENGTHS[/** @type {keyof typeof LENGTHS} */ (name)]) return name;
    }
    throw new Unclear(`\`${short(hash, 100)}\` is no hash`, place);
}

/**
 * @param {Package} each
 * @param {Config} config
 */
function otherSourceApproved(each, config) {
    const kind = kindOf(each);
    if (kind !== "git" && kind !== "file" && kind !== "link") return undefined;
    const place = each.addressPlace;
    const address = each.address;
    if (address === undefined) throw new Unclear("the link does not say where it leads", place);
    if (
        kind === "link" &&
        !/^(?:\.\.(?:\/|$)|\/|[A-Za-z]:|\\)|[/\\]\.\.(?:[/\\]|$)/.test(address)
    ) {
        return notApplicable(`a folder of the project: ${short(address)}`, place);
    }
    const [source, commit] = kind === "git" ? address.split("#", 2) : [address, undefined];
    const reason = config.sources.get(source);
    if (reason === undefined) return fails(`${short(address)} is not approved`, place);
    if (kind === "git" && !/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(commit ?? "")) {
        return fails(`${short(address)} does not name a commit`, place);
    }
    return passes(`${short(address)} is approved: ${short(reason)}`, place);
}

/**
 * @param {Package} each
 * @param {Config} config
 */
function installScriptApproved(each, config) {
    if (!each.hasInstallScript) return undefined;
    const place = each.placeOf("hasInstallScript");
    const [name, version] = [each.name, each.version];
    const reason = config.scripts.get(name) ?? config.scripts.get(`${name}@${version}`);
    const what = `${name}@${version ?? "?"} runs a script`;
    if (reason === undefined) return fails(`${short(what)} and is not approved`, place);
    return passes(`${short(what)}, approved: ${short(reason)}`, place);
}

/**
 * @param {Manifest} manifest
 * @param {Config} _config
 * @param {Locks} locks
 */
function manifestLocked(manifest, _config, locks) {
    const place = manifest.root.place;
    const lock = locks.of(manifest);
    if (lock) return passes(`locked by ${lock.lockfile.path}`, place, lock.lockfile.root.place);
    if (manifest.dependencies.length === 0) return notApplicable("it has no dependencies", place);
    return fails(`no lock file for ${dependenciesOf(manifest)}`, place);
}

/**
 * @param {Manifest} manifest
 * @param {Config} _config
 * @param {Locks} locks
 */
function lockMatches(manifest, _config, locks) {
    const lock = locks.of(manifest);
    if (!lock) {
        const why = "it has no lock file, which manifests-locked judges";
        return notApplicable(why, manifest.root.place);
    }
    const { lockfile, project } = lock;
    const troubles = manifest.comparedWith(lockfile, project);
    if (troubles.length > 0) {
        const places = troubles.slice(0, 20).map((trouble) => trouble.place);
        return fails(
            few(
                troubles.map((trouble) => trouble.message),
                "; ",
            ),
            ...places,
        );
    }
    const actual = `${dependenciesOf(manifest)}, as in ${lockfile.path}`;
    return passes(actual, manifest.root.place, lockfile.root.place);
}

/** @param {Manifest} manifest */
const dependenciesOf = (manifest) =>
    counted(manifest.dependencies.length, "dependency", "dependencies");

/** @param {Package} each */
function bundled(each) {
    const place = each.placeOf("inBundle", "bundled");
    if (!each.lockfile.packages.has(each.parent)) {
        throw new Unclear("it is said to be bundled, and no package is above it", place);
    }
    return notApplicable("it comes inside of the archive of the package above it", place);
}
