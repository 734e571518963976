// @ts-check
/**
 * The words that the parts of the plugin share. They follow the contract in `wit/types.wit`.
 *
 * @typedef {{ path: string, line: number | null, pointer: string | null }} Place
 * @typedef {"pass" | "fail" | "not-applicable" | "inconclusive"} Outcome
 * @typedef {{ outcome: Outcome, actual: string, places: Place[] }} Verdict
 * @typedef {{ subject: string, expected: string } & Verdict} Finding
 * @typedef {{ subject: string, message: string, places: Place[] }} Problem
 * @typedef {{ path: string, size: number }} Item
 * @typedef {object} Evidence
 * @property {(input: string) => Item[]} list
 * @property {(path: string) => Uint8Array} read throws an error whose message says why it cannot
 */

/** The evidence does not say, or says it in a way that cannot be understood. */
export class Unclear extends Error {
    /**
     * @param {string} message
     * @param {Place[]} places
     */
    constructor(message, ...places) {
        super(message);
        this.places = places;
    }
}

/**
 * @param {string} actual
 * @param {Place[]} places
 * @returns {Verdict}
 */
export const passes = (actual, ...places) => ({ outcome: "pass", actual, places });

/**
 * @param {string} actual
 * @param {Place[]} places
 * @returns {Verdict}
 */
export const fails = (actual, ...places) => ({ outcome: "fail", actual, places });

/**
 * @param {string} actual
 * @param {Place[]} places
 * @returns {Verdict}
 */
export const notApplicable = (actual, ...places) => ({ outcome: "not-applicable", actual, places });

/**
 * A text that may be long, for a message.
 * @param {string} text
 */
export const short = (text, limit = 160) =>
    text.length <= limit ? text : `${text.slice(0, limit)}…`;

/**
 * `1 thing`, `2 things`.
 * @param {number} count
 * @param {string} one
 * @param {string} many
 */
export const counted = (count, one, many) => `${count} ${count === 1 ? one : many}`;

/**
 * The first few texts, and how many more there are.
 * @param {string[]} texts
 */
export function few(texts, between = ", ", limit = 5) {
    const shown = texts.slice(0, limit).join(between);
    return texts.length <= limit ? shown : `${shown} and ${texts.length - limit} more`;
}
