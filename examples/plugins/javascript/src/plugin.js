// @ts-check
/** The whole check: read the files, ask every rule about every subject, count. */

import { readDocument } from "./document.js";
import { Lockfile } from "./lockfile.js";
import { Manifest } from "./manifest.js";
import { Unclear } from "./model.js";
import { CONTROLS } from "./rules.js";

/**
 * @typedef {import("./model.js").Evidence} Evidence
 * @typedef {import("./model.js").Finding} Finding
 * @typedef {import("./model.js").Place} Place
 * @typedef {import("./model.js").Problem} Problem
 * @typedef {import("./rules.js").Control} Control
 */

export const INPUTS = [
    {
        name: "lockfiles",
        description:
            "The lock files of npm: package-lock.json or npm-shrinkwrap.json of lockfileVersion 1, 2 or " +
            "3, in the folders in which they lie in the repository, at the commit that is released. " +
            "Those inside of node_modules are passed over.",
        defaultGlobs: ["**/package-lock.json", "**/npm-shrinkwrap.json"],
        required: false,
        maxAgeDays: 90,
    },
    {
        name: "manifests",
        description:
            "The package.json files of the same commit, so that one without a lock file is noticed. " +
            "Those inside of node_modules are passed over.",
        defaultGlobs: ["**/package.json"],
        required: false,
        maxAgeDays: 90,
    },
];

/** Everything that was read. */
class Files {
    /** @param {Evidence} evidence */
    constructor(evidence) {
        /** @type {Problem[]} */
        this.lockProblems = [];
        /** @type {Problem[]} */
        this.manifestProblems = [];
        this.lockfiles = read(
            evidence,
            "lockfiles",
            (root) => new Lockfile(root),
            this.lockProblems,
        );
        this.manifests = read(
            evidence,
            "manifests",
            (root) => new Manifest(root),
            this.manifestProblems,
        );
        /** @type {Map<string, Lockfile>} by folder */
        this.byFolder = new Map();
        for (const lockfile of this.lockfiles) {
            // npm takes npm-shrinkwrap.json where it finds both; it comes first in the alphabet.
            if (!this.byFolder.has(lockfile.folder)) this.byFolder.set(lockfile.folder, lockfile);
        }
    }

    /**
     * The lock file of a manifest: beside it, or above it where it lists the folder as a workspace.
     * @param {Manifest} manifest
     */
    of(manifest) {
        const steps = manifest.folder === "" ? [] : manifest.folder.split("/");
        for (let count = steps.length; count >= 0; count--) {
            const folder = steps.slice(0, count).join("/");
            const project = steps.slice(count).join("/");
            const lockfile = this.byFolder.get(folder);
            if (lockfile && (project === "" || lockfile.projects.has(project))) {
                return { lockfile, project };
            }
            const broken = this.lockProblems.find(
                (problem) => folderOf(problem.subject) === folder,
            );
            if (broken) {
                throw new Unclear(`${broken.subject} cannot be understood`, manifest.root.place);
            }
        }
        return undefined;
    }
}

/**
 * Examines the evidence.
 * @param {Evidence} evidence
 * @param {import("./config.js").Config} config
 */
export function check(evidence, config) {
    const files = new Files(evidence);
    const contradictions = new Map(
        files.lockfiles.map((lockfile) => [lockfile, lockfile.contradictions()]),
    );
    const findings = [];
    const populations = [];
    for (const control of CONTROLS) {
        const expected = control.expected(config);
        const found = [...problems(control, files, contradictions)].map(
            (problem) =>
                /** @type {Finding} */ ({
                    subject: problem.subject,
                    outcome: "inconclusive",
                    expected,
                    actual: problem.message,
                    places: problem.places,
                }),
        );
        for (const subject of subjects(control, files)) {
            const verdict = judge(control, subject, config, files);
            if (verdict)
                found.push({ subject: subject.subject ?? subject.path, expected, ...verdict });
        }
        for (const finding of found) findings.push({ control: control.id, ...finding });
        const shownBy = control.of === "packages" ? files.lockfiles : files.manifests;
        const size = new Set(found.map((finding) => finding.subject)).size;
        if (size > 0 || shownBy.length > 0) {
            const places = shownBy.map((file) => ({ path: file.path, line: 1, pointer: null }));
            populations.push({ control: control.id, size, shownBy: places });
        }
    }
    const tallies = files.lockfiles.map((file) => ({
        path: file.path,
        records: file.packages.size,
    }));
    return { findings, populations, tallies };
}

/**
 * @param {Control} control
 * @param {Files} files
 * @returns {any[]}
 */
function subjects(control, files) {
    if (control.of === "manifests") return files.manifests;
    return files.lockfiles.flatMap((lockfile) => [...lockfile.packages.values()]);
}

/**
 * What could not be understood and might have decided a control.
 * @param {Control} control
 * @param {Files} files
 * @param {Map<Lockfile, Map<string, { message: string, place: Place }>>} contradictions
 * @returns {Generator<Problem>}
 */
function* problems(control, files, contradictions) {
    if (control.of === "manifests") {
        yield* files.manifestProblems;
        return;
    }
    yield* files.lockProblems;
    for (const lockfile of files.lockfiles) {
        for (const [folder, { message, place }] of contradictions.get(lockfile) ?? []) {
            const subject = lockfile.packages.get(folder)?.subject ?? `${lockfile.path}: ${folder}`;
            yield { subject, message, places: [place] };
        }
        if (control.id === "install-scripts-approved" && lockfile.version === 1) {
            yield {
                subject: lockfile.path,
                message: "lockfileVersion 1 does not record which packages run scripts",
                places: [lockfile.root.get("lockfileVersion")?.place ?? lockfile.root.place],
            };
        }
    }
}

/**
 * @param {Control} control
 * @param {any} subject
 * @param {import("./config.js").Config} config
 * @param {Files} files
 */
function judge(control, subject, config, files) {
    try {
        return control.judge(subject, config, files);
    } catch (error) {
        if (!(error instanceof Unclear)) throw error;
        return {
            outcome: /** @type {const} */ ("inconclusive"),
            actual: error.message,
            places: error.places,
        };
    }
}

/**
 * @template T
 * @param {Evidence} evidence
 * @param {string} input
 * @param {(root: import("./document.js").Value) => T} make
 * @param {Problem[]} problems
 * @returns {T[]}
 */
function read(evidence, input, make, problems) {
    const found = [];
    for (const item of evidence.list(input)) {
        if (/(?:^|\/)node_modules\//.test(item.path)) continue;
        try {
            found.push(make(readDocument(evidence, item)));
        } catch (error) {
            if (!(error instanceof Unclear)) throw error;
            problems.push({ subject: item.path, message: error.message, places: error.places });
        }
    }
    return found;
}

/** @param {string} path */
const folderOf = (path) => path.slice(0, Math.max(0, path.lastIndexOf("/")));
