/** Evidence in memory, and lock files in which everything is in order. */
import { readConfig } from "../src/config.js";
import { check } from "../src/plugin.js";

export const SHA512 = `sha512-${"A".repeat(86)}==`;
export const SHA1 = `sha1-${"A".repeat(27)}=`;
export const LOCK = "app/package-lock.json";
export const MANIFEST = "app/package.json";

/** The address under which npm's registry has a package. */
export const address = (name, version = "1.0.0") =>
    `https://registry.npmjs.org/${name}/-/${name.split("/").at(-1)}-${version}.tgz`;

/** An entry in order. */
export const entry = (name, more = {}) => ({
    version: "1.0.0",
    resolved: address(name),
    integrity: SHA512,
    ...more,
});

/** A lock file of version 3, or 2, with these entries under `packages`. */
export const flat = (packages, project = {}, more = {}) => ({
    name: "app",
    lockfileVersion: 3,
    packages: { "": { name: "app", ...project }, ...packages },
    ...more,
});

/** A lock file of version 1 with this tree. */
export const tree = (dependencies) => ({ name: "app", lockfileVersion: 1, dependencies });

/** Runs the whole check on files by path; objects are written as JSON. */
export function examine(files, config = {}) {
    const contents = new Map(
        Object.entries(files).map(([path, content]) => {
            if (content instanceof Uint8Array || content instanceof Error) return [path, content];
            const text = typeof content === "string" ? content : JSON.stringify(content, null, 2);
            return [path, new Uint8Array(Buffer.from(text, "utf8"))];
        }),
    );
    const ending = { lockfiles: /-lock\.json$|-shrinkwrap\.json$/, manifests: /package\.json$/ };
    const evidence = {
        list: (input) =>
            [...contents.keys()]
                .filter((path) => ending[input].test(path))
                .sort()
                .map((path) => ({ path, size: contents.get(path).length ?? 1 })),
        read(path) {
            const content = contents.get(path);
            if (content instanceof Error) throw content;
            return content;
        },
    };
    return check(evidence, readConfig(JSON.stringify(config)));
}

/** What a control says, as pairs of subject and outcome. */
export const outcomes = (report, control) =>
    report.findings
        .filter((finding) => finding.control === control)
        .map((finding) => [finding.subject, finding.outcome]);

/** The only finding of a control about a subject. */
export function finding(report, control, subject) {
    const found = report.findings.filter(
        (each) => each.control === control && each.subject === subject,
    );
    if (found.length !== 1) {
        throw new Error(`${control} on ${subject}: ${JSON.stringify(report.findings, null, 1)}`);
    }
    return found[0];
}

/** What a control says of one package called `a`. */
export const judged = (control, lock, config) =>
    finding(examine({ [LOCK]: lock }, config), control, `${LOCK}: a`);
