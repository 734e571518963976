import assert from "node:assert/strict";
import { test } from "node:test";

import { idleTimeoutSet } from "../src/rules.js";
import { decodeUtf8 } from "../src/utf8.js";

function judge(text) {
    const { outcome, line } = idleTimeoutSet("settings/app.conf", text, 15);
    return [outcome, line];
}

test("a short timeout passes and cites its line", () => {
    assert.deepEqual(judge("# sessions\n\nidle_timeout_minutes = 15\n"), ["pass", 3]);
});

test("a long timeout or none at all fails", () => {
    assert.deepEqual(judge("idle_timeout_minutes = 16\n"), ["fail", 1]);
    assert.deepEqual(judge("idle_timeout_minutes = 0\n"), ["fail", 1]);
});

test("a timeout that is not there fails", () => {
    assert.deepEqual(judge(""), ["fail", null]);
    assert.deepEqual(judge("# idle_timeout_minutes = 5\nname = app\n"), ["fail", null]);
});

test("what cannot be read is inconclusive at its line", () => {
    assert.deepEqual(judge("name = app\nidle_timeout_minutes = soon\n"), ["inconclusive", 2]);
    assert.deepEqual(judge("idle_timeout_minutes = 5\nbroken\n"), ["inconclusive", 2]);
    assert.deepEqual(judge("idle_timeout_minutes = -5\n"), ["inconclusive", 1]);
});

test("a timeout that is set twice is inconclusive", () => {
    const twice = "idle_timeout_minutes = 5\nidle_timeout_minutes = 50\n";
    assert.deepEqual(judge(twice), ["inconclusive", 2]);
});

test("text is decoded as UTF-8 and as nothing else", () => {
    const bytes = (text) => new Uint8Array(Buffer.from(text, "utf8"));
    for (const text of ["", "100 % café\n", "😀", "a\r\n\u0000b"]) {
        assert.equal(decodeUtf8(bytes(text)), text);
    }
    assert.equal(decodeUtf8(bytes("\uFEFFa")), "a");
    for (const wrong of [[0xff, 0xfe], [0xc3], [0xc0, 0x80], [0xed, 0xa0, 0x80]]) {
        assert.throws(() => decodeUtf8(new Uint8Array(wrong)));
    }
});
