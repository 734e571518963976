// @ts-check
/** package.json files: which dependencies a project asks for. */

import { short } from "./model.js";

/**
 * @typedef {import("./document.js").Value} Value
 * @typedef {import("./lockfile.js").Lockfile} Lockfile
 * @typedef {import("./model.js").Place} Place
 * @typedef {{ name: string, range: string, place: Place }} Dependency
 */

/** Peer dependencies are the business of whoever installs the package. */
const GROUPS = ["dependencies", "devDependencies", "optionalDependencies"];

/** A package.json. */
export class Manifest {
    /** @param {Value} root */
    constructor(root) {
        this.path = root.path;
        this.root = root;
        this.dependencies = dependencies(root);
    }

    /** The folder in which it lies. */
    get folder() {
        return this.path.slice(0, Math.max(0, this.path.lastIndexOf("/")));
    }

    /**
     * In what the manifest and its lock file differ.
     * @param {Lockfile} lockfile
     * @param {string} project the manifest's folder, as the lock file calls it
     * @returns {{ message: string, place: Place }[]}
     */
    comparedWith(lockfile, project) {
        const troubles = [];
        const entry = lockfile.projects.get(project);
        const recorded = entry && new Map(dependencies(entry).map((each) => [each.name, each]));
        for (const { name, range, place } of this.dependencies) {
            const locked = recorded?.get(name);
            if (recorded && !locked) {
                troubles.push({ message: `${name} is not in the lock file`, place });
            } else if (locked && locked.range !== range) {
                const ranges = `${short(range, 60)} asked for, ${short(locked.range, 60)} locked`;
                troubles.push({ message: `${name}: ${ranges}`, place });
            } else if (!isInstalled(lockfile, project, name)) {
                troubles.push({ message: `${name} has no entry in the lock file`, place });
            }
        }
        const asked = new Set(this.dependencies.map((each) => each.name));
        for (const { name, place } of recorded?.values() ?? []) {
            if (!asked.has(name)) {
                troubles.push({ message: `${name} is locked and not asked for`, place });
            }
        }
        return troubles;
    }
}

/**
 * @param {Value} root
 * @returns {Dependency[]}
 */
function dependencies(root) {
    /** @type {Map<string, Dependency>} */
    const found = new Map();
    for (const group of GROUPS) {
        for (const [name, range] of root.get(group)?.entries() ?? []) {
            found.set(name, { name, range: range.text(), place: range.place });
        }
    }
    return [...found.values()];
}

/**
 * Whether npm finds the package from a folder: there, or in a folder above it.
 * @param {Lockfile} lockfile
 * @param {string} project
 * @param {string} name
 */
function isInstalled(lockfile, project, name) {
    const steps = project === "" ? [] : project.split("/");
    for (let count = steps.length; count >= 0; count--) {
        const folder = steps.slice(0, count).join("/");
        if (lockfile.packages.has(`${folder}${folder && "/"}node_modules/${name}`)) return true;
    }
    return false;
}
