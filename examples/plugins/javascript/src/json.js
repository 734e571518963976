// @ts-check
/**
 * JSON as values that know where they stand. `JSON.parse` forgets it, and the parsers of npm that
 * keep it take seconds on QuickJS for a lock file of ordinary size. Strict, as `JSON.parse` is, and
 * stricter where an object names a key twice.
 */

/**
 * @typedef {string | number | boolean | null} Scalar
 * @typedef {{ value: Scalar | Map<string, Node> | Node[], at: number }} Node
 */

/** The text is not JSON, at a line. */
export class JsonError extends Error {
    /**
     * @param {string} message
     * @param {number} line
     */
    constructor(message, line) {
        super(message);
        this.line = line;
    }
}

/** A text and where its lines begin. */
export class Lines {
    /** @param {string} text */
    constructor(text) {
        this.starts = [0];
        for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", end + 1)) {
            this.starts.push(end + 1);
        }
    }

    /**
     * The line, counted from 1, of an offset into the text.
     * @param {number} at
     */
    of(at) {
        let [low, high] = [0, this.starts.length];
        while (high - low > 1) {
            const middle = (low + high) >> 1;
            if (this.starts[middle] <= at) low = middle;
            else high = middle;
        }
        return low + 1;
    }
}

// No lock file comes near it; without a limit, brackets alone would use up the stack.
const DEEPEST = 200;

const TOKEN = /[ \t\r\n]*("(?:[^"\\\u0000-\u001f]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+)/y;

/**
 * Reads a text.
 * @param {string} text
 * @returns {{ root: Node, lines: Lines }}
 */
export function parse(text) {
    const lines = new Lines(text);
    const reader = new Reader(text, lines);
    const root = reader.value(0);
    reader.end();
    return { root, lines };
}

class Reader {
    /**
     * @param {string} text
     * @param {Lines} lines
     */
    constructor(text, lines) {
        this.text = text;
        this.lines = lines;
        this.position = 0;
        this.at = 0;
        this.token = "";
        this.advance();
    }

    /** Goes to the next token; `""` is the end. */
    advance() {
        TOKEN.lastIndex = this.position;
        const match = TOKEN.exec(this.text);
        if (match) {
            this.position = TOKEN.lastIndex;
            this.token = match[1];
            this.at = this.position - this.token.length;
            return;
        }
        const rest = /[^ \t\r\n]/g;
        rest.lastIndex = this.position;
        const stray = rest.exec(this.text);
        this.at = stray ? stray.index : this.text.length;
        this.token = "";
        if (stray) this.fail("a text is not closed or holds a control character");
    }

    /**
     * @param {string} message
     * @returns {never}
     */
    fail(message) {
        throw new JsonError(message, this.lines.of(this.at));
    }

    /** @param {string} wanted */
    take(wanted) {
        if (this.token !== wanted) this.fail(`\`${wanted}\` is expected, found ${this.shown()}`);
        this.advance();
    }

    shown() {
        return this.token === "" ? "the end" : `\`${this.token.slice(0, 40)}\``;
    }

    end() {
        if (this.token !== "") this.fail(`the end is expected, found ${this.shown()}`);
    }

    /**
     * @param {number} depth
     * @returns {Node}
     */
    value(depth) {
        const at = this.at;
        if (depth > DEEPEST) this.fail(`values are nested more than ${DEEPEST} deep`);
        if (this.token === "{") return { value: this.members(depth), at };
        if (this.token === "[") return { value: this.items(depth), at };
        return { value: this.scalar(), at };
    }

    /** @param {number} depth */
    members(depth) {
        /** @type {Map<string, Node>} */
        const members = new Map();
        this.advance();
        while (this.token !== "}") {
            if (members.size > 0) this.take(",");
            const at = this.at;
            if (!this.token.startsWith('"')) this.fail(`a key is expected, found ${this.shown()}`);
            const key = String(this.scalar());
            if (members.has(key)) {
                this.at = at;
                this.fail(`the key \`${key.slice(0, 80)}\` is there twice in one object`);
            }
            this.take(":");
            // A member stands where its key does.
            members.set(key, { ...this.value(depth + 1), at });
        }
        this.advance();
        return members;
    }

    /** @param {number} depth */
    items(depth) {
        const items = [];
        this.advance();
        while (this.token !== "]") {
            if (items.length > 0) this.take(",");
            items.push(this.value(depth + 1));
        }
        this.advance();
        return items;
    }

    /** @returns {Scalar} */
    scalar() {
        const token = this.token;
        let value;
        if (token.startsWith('"') && !token.includes("\\")) {
            value = token.slice(1, -1);
        } else {
            try {
                value = JSON.parse(token);
            } catch {
                this.fail(`a value is expected, found ${this.shown()}`);
            }
            if (typeof value === "object" && value !== null) this.fail("a value is expected");
        }
        this.advance();
        return value;
    }
}

/**
 * A JSON Pointer (RFC 6901).
 * @param {readonly (string | number)[]} steps
 */
export function pointer(steps) {
    return steps
        .map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`)
        .join("");
}
