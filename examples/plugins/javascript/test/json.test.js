import assert from "node:assert/strict";
import { test } from "node:test";

import { JsonError, parse, pointer } from "../src/json.js";

/** The plain value of what was read. */
function plain({ value }) {
    if (value instanceof Map)
        return Object.fromEntries([...value].map(([key, node]) => [key, plain(node)]));
    return Array.isArray(value) ? value.map(plain) : value;
}

test("everything that JSON.parse reads is read alike", () => {
    for (const text of [
        "{}",
        "[]",
        ' { "a" : [ 1 , -2.5e3 , true , false , null , "x" ] , "b" : { "" : {} } } ',
        '"\\u00e9\\n\\"\\\\ \\ud83d\\ude00 é 😀"',
        "7",
        "[[[[]]]]",
        "\r\n\t{\r\n}",
    ]) {
        assert.deepEqual(plain(parse(text).root), JSON.parse(text), text);
    }
});

test("everything that JSON.parse refuses is refused", () => {
    for (const text of [
        "",
        " ",
        "{",
        "}",
        "[",
        "[1,]",
        "{,}",
        '{"a"}',
        '{"a":}',
        '{"a":1,}',
        "{a:1}",
        "'a'",
        "01",
        "+1",
        ".5",
        "1.",
        "NaN",
        "Infinity",
        "tru",
        "[1 2]",
        "{} {}",
        '"a',
        '"\n"',
        '"\\x"',
        "// a\n1",
        "1,",
        ":",
        "\u00a01",
        '{"a":1 "b":2}',
        "undefined",
        '"\u0001"',
    ]) {
        assert.throws(() => JSON.parse(text), text);
        assert.throws(() => parse(text), JsonError, JSON.stringify(text));
    }
});

test("a key that is there twice is refused at its second line", () => {
    assert.throws(
        () => parse('{\n"a": 1,\n"a": 2\n}'),
        (error) => error instanceof JsonError && error.line === 3,
    );
});

test("members know the line of their key", () => {
    const { root, lines } = parse('{\n  "a": {\n    "b":\n 1 }\n}');
    const a = root.value.get("a");
    assert.equal(lines.of(a.at), 2);
    assert.equal(lines.of(a.value.get("b").at), 3);
});

test("deep nesting is refused, not fatal", () => {
    assert.throws(() => parse("[".repeat(1_000_000)), JsonError);
    assert.throws(() => parse('{"a":'.repeat(1_000_000)), JsonError);
});

test("pointers escape as RFC 6901 says", () => {
    assert.equal(pointer(["packages", "node_modules/a~b", 0]), "/packages/node_modules~1a~0b/0");
});
