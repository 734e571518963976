// @ts-check
/** Evidence files as JSON documents whose values name their place. */

import { utf8toString } from "@exodus/bytes/utf8.js";
import { JsonError, parse, pointer } from "./json.js";
import { Unclear } from "./model.js";

/**
 * @typedef {import("./json.js").Node} Node
 * @typedef {import("./model.js").Place} Place
 */

// Some 10,000 packages. On a busy machine QuickJS needs about a second for each megabyte, and a check
// has ten seconds.
export const LARGEST = 4 * 1024 * 1024;

/** A value in a document. */
export class Value {
    /**
     * @param {string} path
     * @param {import("./json.js").Lines} lines
     * @param {Node} node
     * @param {readonly (string | number)[]} steps
     */
    constructor(path, lines, node, steps) {
        this.path = path;
        this.lines = lines;
        this.node = node;
        this.steps = steps;
    }

    /** @returns {Place} */
    get place() {
        const line = this.lines.of(this.node.at);
        return { path: this.path, line, pointer: pointer(this.steps) || null };
    }

    /** What the value is called in messages. */
    get name() {
        return this.steps.length === 0 ? "the file" : `\`${this.steps.at(-1)}\``;
    }

    /**
     * A member of an object; `undefined` where there is none.
     * @param {string} key
     */
    get(key) {
        const node = this.object().get(key);
        return node && new Value(this.path, this.lines, node, [...this.steps, key]);
    }

    /** The members of an object. */
    entries() {
        /** @type {[string, Value][]} */
        const entries = [];
        for (const [key, node] of this.object()) {
            entries.push([key, new Value(this.path, this.lines, node, [...this.steps, key])]);
        }
        return entries;
    }

    /** @returns {Map<string, Node>} */
    object() {
        if (this.node.value instanceof Map) return this.node.value;
        throw new Unclear(`${this.name} is not an object`, this.place);
    }

    /** The text of a value. */
    text() {
        if (typeof this.node.value === "string") return this.node.value;
        throw new Unclear(`${this.name} is not a text`, this.place);
    }

    /** Whether the value is true. */
    flag() {
        if (typeof this.node.value === "boolean") return this.node.value;
        throw new Unclear(`${this.name} is neither true nor false`, this.place);
    }
}

/**
 * Reads a file.
 * @param {import("./model.js").Evidence} evidence
 * @param {import("./model.js").Item} item
 */
export function readDocument(evidence, item) {
    const { path, size } = item;
    if (size > LARGEST)
        throw new Unclear(`the file has ${size} bytes, at most ${LARGEST} are read`);
    let bytes;
    try {
        bytes = evidence.read(path);
    } catch (error) {
        throw new Unclear(`the file cannot be read: ${message(error)}`);
    }
    const whole = { path, line: null, pointer: null };
    let text;
    try {
        text = utf8toString(bytes).replace(/^\uFEFF/, "");
    } catch {
        throw new Unclear("the file is not UTF-8 text", whole);
    }
    try {
        const { root, lines } = parse(text);
        return new Value(path, lines, root, []);
    } catch (error) {
        if (!(error instanceof JsonError)) throw error;
        throw new Unclear(`the file is not JSON: ${error.message}`, { ...whole, line: error.line });
    }
}

/** @param {unknown} error */
const message = (error) => (error instanceof Error ? error.message : String(error));
