import assert from "node:assert/strict";
import { test } from "node:test";

import { LOCK, MANIFEST, entry, examine, finding, flat, outcomes, tree } from "./support.js";

const LOCKED = "manifests-locked";
const MATCH = "locks-match-manifests";
const asks = (dependencies, more = {}) => ({ name: "app", dependencies, ...more });

test("a manifest with its lock file passes", () => {
    const project = { dependencies: { a: "^1.0.0" }, devDependencies: { b: "1" } };
    const lock = flat({ "node_modules/a": entry("a"), "node_modules/b": entry("b") }, project);
    const report = examine({ [MANIFEST]: { name: "app", ...project }, [LOCK]: lock });
    assert.equal(finding(report, LOCKED, MANIFEST).outcome, "pass");
    assert.equal(finding(report, MATCH, MANIFEST).outcome, "pass");
});

test("a manifest without a lock file fails unless it has no dependencies", () => {
    const report = examine({
        [MANIFEST]: asks({ a: "^1.0.0" }),
        "tool/package.json": { name: "tool" },
        "tool/node_modules/x/package.json": asks({ a: "1" }),
        "other/package-lock.json": flat({}),
    });
    assert.deepEqual(outcomes(report, LOCKED), [
        [MANIFEST, "fail"],
        ["tool/package.json", "not-applicable"],
    ]);
    assert.equal(finding(report, MATCH, MANIFEST).outcome, "not-applicable");
});

test("whatever package.json and the lock file say differently fails at its line", () => {
    const packages = { "node_modules/a": entry("a") };
    for (const [manifest, lock, part] of [
        [asks({ a: "^2.0.0" }), flat(packages, asks({ a: "^1.0.0" })), /\^2.0.0 asked for/],
        [asks({ a: "1", b: "1" }), flat(packages, asks({ a: "1" })), /b is not in the lock file/],
        [asks({ a: "1", b: "1" }), flat(packages, asks({ a: "1", b: "1" })), /b has no entry/],
        [asks({}), flat(packages, asks({ a: "1" })), /a is locked and not asked for/],
        [asks({ a: "1", b: "1" }), tree({ a: entry("a") }), /b has no entry/],
    ]) {
        const found = finding(examine({ [MANIFEST]: manifest, [LOCK]: lock }), MATCH, MANIFEST);
        assert.equal(found.outcome, "fail");
        assert.match(found.actual, part);
        assert.ok(found.places[0].line > 1);
    }
});

test("a workspace is locked by the lock file above it", () => {
    const workspace = asks({ a: "1" });
    const lock = flat({ "node_modules/a": entry("a") });
    lock.packages["packages/web"] = workspace;
    const files = { "app/packages/web/package.json": workspace, [LOCK]: lock };
    const report = examine(files);
    assert.deepEqual(outcomes(report, LOCKED), [["app/packages/web/package.json", "pass"]]);
    assert.deepEqual(outcomes(report, MATCH), [["app/packages/web/package.json", "pass"]]);
    delete lock.packages["packages/web"];
    assert.deepEqual(outcomes(examine(files), LOCKED), [["app/packages/web/package.json", "fail"]]);
});

test("beside a broken lock file nothing is known", () => {
    const report = examine({ [MANIFEST]: asks({ a: "1" }), [LOCK]: "{" });
    assert.deepEqual(outcomes(report, LOCKED), [[MANIFEST, "inconclusive"]]);
    assert.deepEqual(outcomes(report, MATCH), [[MANIFEST, "inconclusive"]]);
});

test("npm-shrinkwrap.json counts before package-lock.json, as it does for npm", () => {
    const report = examine({
        [MANIFEST]: asks({ a: "1" }),
        [LOCK]: flat({ "node_modules/a": entry("a") }, asks({ a: "1" })),
        "app/npm-shrinkwrap.json": flat({}, asks({})),
    });
    assert.equal(finding(report, MATCH, MANIFEST).outcome, "fail");
});
