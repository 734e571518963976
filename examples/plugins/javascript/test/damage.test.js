import assert from "node:assert/strict";
import { test } from "node:test";

import { LARGEST } from "../src/document.js";
import { CONTROLS } from "../src/rules.js";
import { LOCK, MANIFEST, entry, examine, finding, flat, outcomes } from "./support.js";

const OF_PACKAGES = CONTROLS.filter((control) => control.of === "packages").map(({ id }) => id);

test("a lock file that is none is inconclusive under every control on packages", () => {
    for (const content of [
        "",
        "{",
        "[]",
        "null",
        "{}",
        '{"lockfileVersion": 4, "packages": {}}',
        '{"lockfileVersion": "3", "packages": {}}',
        '{"lockfileVersion": 3}',
        '{"lockfileVersion": 3, "packages": []}',
        '{"lockfileVersion": 3, "packages": {}}',
        '{"lockfileVersion": 3, "packages": {"": {}, "node_modules/a": 1}}',
        '{"lockfileVersion": 3, "lockfileVersion": 3}',
        '{"lockfileVersion": 1, "dependencies": {"a": []}}',
        `{"lockfileVersion": 1, "dependencies": ${'{"a": {"dependencies": '.repeat(150)}`,
        "[".repeat(100_000),
        '{"a": "\u0000"}',
        '{"a": 01}',
        '{"a": 1,}',
        "{} {}",
        new Uint8Array([0xff, 0xfe, 0x00]),
        new Error("permission denied"),
    ]) {
        const report = examine({ [LOCK]: content });
        for (const control of OF_PACKAGES) {
            const found = outcomes(report, control);
            assert.deepEqual(
                found,
                [[LOCK, "inconclusive"]],
                `${control}: ${String(content).slice(0, 60)}`,
            );
        }
    }
});

test("a file that is too large is not read", () => {
    const report = examine({ [LOCK]: JSON.stringify(flat({})).padEnd(LARGEST + 1) });
    const { outcome, actual } = finding(report, OF_PACKAGES[0], LOCK);
    assert.equal(outcome, "inconclusive");
    assert.match(actual, /bytes, at most/);
});

test("a broken file is cited at the line of the break", () => {
    const report = examine({ [LOCK]: '{\n  "lockfileVersion": 3,\n  "packages": {,}\n}' });
    const { actual, places } = finding(report, OF_PACKAGES[0], LOCK);
    assert.equal(actual, "the file is not JSON: a key is expected, found `,`");
    assert.equal(places[0].line, 3);
});

test("a damaged entry is inconclusive and leaves the others alone", () => {
    for (const fields of [
        { resolved: 7 },
        { resolved: "ftp://x/a.tgz" },
        { link: "yes" },
        { inBundle: 1, resolved: undefined },
    ]) {
        const lock = flat({ "node_modules/a": entry("a", fields), "node_modules/b": entry("b") });
        const report = examine({ [LOCK]: lock });
        const control = "packages-from-approved-registries";
        const found = finding(report, control, `${LOCK}: a`);
        assert.equal(found.outcome, "inconclusive", JSON.stringify(fields));
        assert.ok(found.places[0].line > 1);
        assert.equal(finding(report, control, `${LOCK}: b`).outcome, "pass");
    }
});

test("a package.json that is none is inconclusive", () => {
    for (const content of ["", "[]", '{"dependencies": []}', '{"dependencies": {"a": 1}}']) {
        const report = examine({ [MANIFEST]: content, [LOCK]: flat({}) });
        for (const control of ["manifests-locked", "locks-match-manifests"]) {
            assert.deepEqual(outcomes(report, control), [[MANIFEST, "inconclusive"]], content);
        }
    }
});

test("without any file nothing is claimed", () => {
    const report = examine({});
    assert.deepEqual([report.findings, report.populations], [[], []]);
});
