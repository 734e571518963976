// @ts-check
/**
 * Lock files of npm as lists of packages.
 *
 * Version 1 (npm 5 and 6) holds a tree under `dependencies`. Versions 2 and 3 (npm 7 and later) hold a
 * flat list under `packages`, whose keys are the folders into which npm installs. Version 2 holds both,
 * the tree for npm 6; where they contradict each other nobody knows which is installed.
 */

import { Unclear } from "./model.js";

/**
 * @typedef {import("./document.js").Value} Value
 * @typedef {import("./model.js").Place} Place
 */

/** One installed package. */
export class Package {
    /**
     * @param {Lockfile} lockfile
     * @param {string} folder where npm installs it, `node_modules/a/node_modules/b`
     * @param {Value} entry
     */
    constructor(lockfile, folder, entry) {
        this.lockfile = lockfile;
        this.folder = folder;
        this.entry = entry;
    }

    /** What findings call it: the lock file, and the way to the package. */
    get subject() {
        const way = this.folder.split(/(?:^|\/)node_modules\//).filter((step) => step !== "");
        return `${this.lockfile.path}: ${way.join(" > ")}`;
    }

    /** The name under which it is published, which an alias (`npm:`) hides. */
    get name() {
        const alias = this.isTree && this.version?.match(/^npm:(.+)@[^@]*$/);
        if (alias) return alias[1];
        return this.text("name") ?? this.folder.split("node_modules/").at(-1) ?? "";
    }

    get version() {
        return this.text("version");
    }

    /** Whether the entry is one of version 1's tree. */
    get isTree() {
        return this.lockfile.version === 1;
    }

    /** Where npm takes it from; `undefined` where the entry does not say. */
    get address() {
        // npm 6 writes `false` for what comes inside of another package.
        const absent = this.entry.get("resolved")?.node.value === false;
        const resolved = absent ? undefined : this.text("resolved");
        if (resolved !== undefined || !this.isTree) return resolved;
        // The tree names git, files and archives in place of a version.
        return isAddress(this.version) ? this.version : undefined;
    }

    /** Where the address stands, else the whole entry. */
    get addressPlace() {
        return this.placeOf("resolved", this.isTree ? "version" : "resolved");
    }

    /** Whether it is only a link to a folder. */
    get isLink() {
        return this.flag("link");
    }

    /** Whether it comes inside of the archive of the package above it. */
    get isBundled() {
        return this.flag(this.isTree ? "bundled" : "inBundle");
    }

    /** Whether it runs a script when it is installed. */
    get hasInstallScript() {
        return this.flag("hasInstallScript");
    }

    /** The folder of the package above it; `""` is the project. */
    get parent() {
        const at = this.folder.lastIndexOf("node_modules/");
        return this.folder.slice(0, Math.max(0, at - 1));
    }

    /** @param {string} field */
    text(field) {
        return this.entry.get(field)?.text();
    }

    /** @param {string} field */
    flag(field) {
        return this.entry.get(field)?.flag() ?? false;
    }

    /**
     * The place of the first of these fields that is there, else of the entry.
     * @param {string[]} fields
     * @returns {Place}
     */
    placeOf(...fields) {
        for (const field of fields) {
            const value = this.entry.get(field);
            if (value) return value.place;
        }
        return this.entry.place;
    }
}

/** A lock file. */
export class Lockfile {
    /** @param {Value} root */
    constructor(root) {
        this.path = root.path;
        this.root = root;
        this.version = version(root);
        /** @type {Map<string, Package>} by folder */
        this.packages = new Map();
        /** @type {Map<string, Value>} the project and its workspaces, by folder */
        this.projects = new Map();
        if (this.version === 1) this.readTree(root.get("dependencies"), "");
        else this.readList();
    }

    /** The folder in which the lock file lies. */
    get folder() {
        return this.path.slice(0, Math.max(0, this.path.lastIndexOf("/")));
    }

    readList() {
        const list = this.root.get("packages");
        if (!list) throw new Unclear("there is no `packages`", this.root.place);
        for (const [folder, entry] of list.entries()) {
            entry.object();
            if (/(?:^|\/)node_modules\/(?:@[^/]+\/)?[^/]+$/.test(folder)) {
                this.packages.set(folder, new Package(this, folder, entry));
            } else {
                // The project itself, and folders to which entries under node_modules link.
                this.projects.set(folder, entry);
            }
        }
        if (!this.projects.has("")) {
            throw new Unclear("`packages` has no entry for the project", list.place);
        }
    }

    /**
     * @param {Value | undefined} tree
     * @param {string} above
     */
    readTree(tree, above) {
        for (const [name, entry] of tree?.entries() ?? []) {
            const folder = `${above}${above && "/"}node_modules/${name}`;
            this.packages.set(folder, new Package(this, folder, entry));
            this.readTree(entry.get("dependencies"), folder);
        }
    }

    /**
     * What the tree of version 2 says otherwise than its list, by folder.
     * @returns {Map<string, { message: string, place: Place }>}
     */
    contradictions() {
        const found = new Map();
        if (this.version === 2) this.compare(this.root.get("dependencies"), "", found);
        return found;
    }

    /**
     * @param {Value | undefined} tree
     * @param {string} above
     * @param {Map<string, { message: string, place: Place }>} found
     */
    compare(tree, above, found) {
        for (const [name, entry] of tree?.entries() ?? []) {
            const folder = `${above}${above && "/"}node_modules/${name}`;
            const listed = this.packages.get(folder);
            const version = entry.get("version")?.text();
            const address =
                entry.get("resolved")?.text() ?? (isAddress(version) ? version : undefined);
            const place = entry.place;
            if (!listed) {
                found.set(folder, {
                    message: "`dependencies` holds it, `packages` does not",
                    place,
                });
            } else if (!listed.isLink) {
                const other =
                    differs("resolved", address, listed.text("resolved")) ??
                    differs("integrity", entry.get("integrity")?.text(), listed.text("integrity"));
                if (other) found.set(folder, { message: other, place });
            }
            this.compare(entry.get("dependencies"), folder, found);
        }
    }
}

/**
 * @param {string} field
 * @param {string | undefined} inTree
 * @param {string | undefined} inList
 */
function differs(field, inTree, inList) {
    if (inTree === undefined || inTree === inList) return undefined;
    return `\`dependencies\` and \`packages\` hold different values of \`${field}\``;
}

/** @param {Value} root */
function version(root) {
    const value = root.get("lockfileVersion");
    if (!value) throw new Unclear("there is no `lockfileVersion`", root.place);
    const number = value.node.value;
    if (number === 1 || number === 2 || number === 3) return number;
    throw new Unclear("`lockfileVersion` is none of 1, 2 and 3", value.place);
}

/** @param {string | undefined} version */
function isAddress(version) {
    return version !== undefined && /^(?!npm:)[a-z][a-z0-9+.-]*:/i.test(version);
}
