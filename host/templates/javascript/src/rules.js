// @ts-check
/**
 * The rules, in plain JavaScript: a rule takes the text of a file and gives findings. Nothing here
 * knows of WebAssembly, so that `node --test` tests it all.
 */

/**
 * What one rule found out about one file.
 * @typedef {object} Finding
 * @property {string} control
 * @property {string} subject
 * @property {"pass" | "fail" | "not-applicable" | "inconclusive"} outcome
 * @property {string} expected
 * @property {string} actual
 * @property {number | null} line
 */

const KEY = "idle_timeout_minutes";

/**
 * Sessions that nobody uses end after at most `most` minutes. A line that cannot be read might be
 * the one that decides, so it leaves the question open instead of being passed over.
 * @param {string} path
 * @param {string} text
 * @param {number} most
 * @returns {Finding}
 */
export function idleTimeoutSet(path, text, most) {
    /** @type {(outcome: Finding["outcome"], actual: string, line?: number | null) => Finding} */
    const finding = (outcome, actual, line = null) => ({
        control: "idle-timeout-set",
        subject: path,
        outcome,
        expected: `${KEY} is a whole number from 1 to ${most}`,
        actual,
        line,
    });

    /** @type {{ number: number, value: string } | undefined} */
    let found;
    for (const [index, raw] of text.split("\n").entries()) {
        const number = index + 1;
        const line = raw.trim();
        if (line === "" || line.startsWith("#")) continue;
        const equals = line.indexOf("=");
        if (equals < 1) return finding("inconclusive", "the line is not `key = value`", number);
        if (line.slice(0, equals).trim() !== KEY) continue;
        if (found) {
            return finding(
                "inconclusive",
                `${KEY} is set again, after line ${found.number}`,
                number,
            );
        }
        found = { number, value: line.slice(equals + 1).trim() };
    }

    if (!found) return finding("fail", `${KEY} is not set`);
    if (!/^[0-9]{1,9}$/.test(found.value)) {
        const value = found.value.slice(0, 80);
        return finding("inconclusive", `\`${value}\` is not a whole number`, found.number);
    }
    const minutes = Number(found.value);
    const outcome = minutes >= 1 && minutes <= most ? "pass" : "fail";
    return finding(outcome, `${KEY} = ${found.value}`, found.number);
}
