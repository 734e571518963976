import assert from "node:assert/strict";
import { test } from "node:test";

import {
    LOCK,
    SHA1,
    SHA512,
    address,
    entry,
    examine,
    finding,
    flat,
    judged,
    outcomes,
    tree,
} from "./support.js";

const REGISTRY = "packages-from-approved-registries";
const HASH = "packages-pinned-by-hash";
const OTHER = "non-registry-sources-approved";
const SCRIPTS = "install-scripts-approved";

/** A package `a` with these fields, in each version of the format. */
const everyFormat = (fields) => [
    flat({ "node_modules/a": entry("a", fields) }),
    flat({ "node_modules/a": entry("a", fields) }, {}, { lockfileVersion: 2 }),
    tree({ a: entry("a", fields) }),
];

test("a package in order passes in every version of the format, and its line is cited", () => {
    for (const lock of everyFormat({})) {
        for (const control of [REGISTRY, HASH]) {
            const { outcome, places } = judged(control, lock);
            assert.equal(outcome, "pass");
            assert.equal(places[0].path, LOCK);
            const field = control === REGISTRY ? "resolved" : "integrity";
            const line = JSON.stringify(lock, null, 2).split("\n")[places[0].line - 1];
            assert.match(line, new RegExp(`"${field}"`));
            assert.ok(places[0].pointer.endsWith(`/${field}`));
        }
    }
});

test("an address outside of the approved registries fails", () => {
    for (const wrong of [
        "https://registry.example.net/a/-/a-1.0.0.tgz",
        "https://registry.npmjs.org.example.net/a/-/a-1.0.0.tgz",
        "https://registry.npmjs.org@example.net/a/-/a-1.0.0.tgz",
        "https://registry.npmjs.org:444/a/-/a-1.0.0.tgz",
        "http://registry.npmjs.org/a/-/a-1.0.0.tgz",
        "HTTPS://example.net/a/-/a-1.0.0.tgz",
        "https://registry.npmjs.org/b/-/b-1.0.0.tgz",
        "https://registry.npmjs.org/ab/-/a-1.0.0.tgz",
        "https://registry.npmjs.org/a/../b/-/b-1.0.0.tgz",
        "https://registry.npmjs.org/a/%2E%2e/b/-/b-1.0.0.tgz",
        "https://registry.npmjs.org/a/\\..\\b.tgz",
    ]) {
        for (const lock of everyFormat({ resolved: wrong })) {
            assert.equal(judged(REGISTRY, lock).outcome, "fail", wrong);
        }
    }
});

test("an address without https is said to be that", () => {
    const lock = flat({ "node_modules/a": entry("a", { resolved: "http://x.example/a.tgz" }) });
    assert.match(judged(REGISTRY, lock).actual, /is not taken over https/);
});

test("registries and archives are approved by configuration", () => {
    const own = "https://npm.acme.example/repository/npm/a/-/a-1.0.0.tgz";
    const lock = flat({ "node_modules/a": entry("a", { resolved: own }) });
    const registries = { "approved-registries": ["https://npm.acme.example/repository/npm/"] };
    assert.equal(judged(REGISTRY, lock, registries).outcome, "pass");
    const sources = { "approved-sources": [{ source: own, reason: "built by us" }] };
    assert.match(judged(REGISTRY, lock, sources).actual, /approved: built by us/);
});

test("scopes and aliases are known by the name under which they are published", () => {
    const packages = {
        "node_modules/@acme/tool": entry("@acme/tool"),
        "node_modules/@acme/escaped": entry("x", { resolved: address("@acme%2fescaped") }),
        "node_modules/alias": entry("real", { name: "real" }),
        "node_modules/fake": entry("real"),
    };
    assert.deepEqual(outcomes(examine({ [LOCK]: flat(packages) }), REGISTRY), [
        [`${LOCK}: @acme/tool`, "pass"],
        [`${LOCK}: @acme/escaped`, "pass"],
        [`${LOCK}: alias`, "pass"],
        [`${LOCK}: fake`, "fail"],
    ]);
    const aliased = tree({ a: entry("real", { version: "npm:real@1.0.0" }) });
    assert.equal(judged(REGISTRY, aliased).outcome, "pass");
});

test("a package inside of another is a subject of its own", () => {
    const nested = { version: "2.0.0", resolved: "http://example.net/b.tgz" };
    const locks = [
        flat({ "node_modules/a": entry("a"), "node_modules/a/node_modules/b": nested }),
        tree({ a: entry("a", { dependencies: { b: nested } }) }),
    ];
    for (const lock of locks) {
        const report = examine({ [LOCK]: lock });
        assert.equal(finding(report, REGISTRY, `${LOCK}: a > b`).outcome, "fail");
        assert.equal(finding(report, HASH, `${LOCK}: a > b`).outcome, "fail");
    }
});

test("without an address nothing is known unless the configuration settles it", () => {
    for (const lock of everyFormat({ resolved: undefined })) {
        assert.equal(judged(REGISTRY, lock).outcome, "inconclusive");
        assert.equal(judged(REGISTRY, lock, { "accept-omitted-addresses": true }).outcome, "pass");
        assert.equal(judged(HASH, lock).outcome, "pass");
    }
});

test("what comes inside of an archive is left to the archive, if there is one", () => {
    const inside = { version: "1.0.0", inBundle: true };
    const lock = flat({
        "node_modules/a": entry("a"),
        "node_modules/a/node_modules/b": inside,
        "node_modules/c": inside,
    });
    const report = examine({ [LOCK]: lock });
    for (const control of [REGISTRY, HASH]) {
        assert.equal(finding(report, control, `${LOCK}: a > b`).outcome, "not-applicable");
        assert.equal(finding(report, control, `${LOCK}: c`).outcome, "inconclusive");
    }
    const old = { version: "1.0.0", bundled: true, resolved: false };
    const six = examine({ [LOCK]: tree({ a: entry("a", { dependencies: { b: old } }) }) });
    assert.equal(finding(six, REGISTRY, `${LOCK}: a > b`).outcome, "not-applicable");
    const moved = flat({
        "node_modules/a": entry("a", { inBundle: true, resolved: "http://x/a.tgz" }),
    });
    assert.equal(judged(REGISTRY, moved).outcome, "fail");
});

test("only a strong hash pins a package", () => {
    for (const [integrity, outcome] of [
        [SHA512, "pass"],
        [`${SHA1} ${SHA512}`, "pass"],
        [SHA1, "fail"],
        [`sha256-${"A".repeat(43)}=`, "fail"],
        [undefined, "fail"],
        ["", "fail"],
        ["sha512-short", "inconclusive"],
        ["sha512-", "inconclusive"],
        [`whirlpool-${"A".repeat(86)}==`, "inconclusive"],
        [`${SHA512} nonsense`, "inconclusive"],
        [7, "inconclusive"],
    ]) {
        for (const lock of everyFormat({ integrity })) {
            assert.equal(judged(HASH, lock).outcome, outcome, String(integrity));
        }
    }
    const [lock] = everyFormat({ integrity: SHA1 });
    assert.equal(judged(HASH, lock).actual, "only sha1");
    const [other] = everyFormat({ integrity: `sha256-${"A".repeat(43)}=` });
    assert.equal(judged(HASH, other, { hashes: ["sha256", "sha512"] }).outcome, "pass");
});

test("git needs an approval and a commit", () => {
    const repository = "git+ssh://git@github.com/acme/a.git";
    const commit = "0123456789abcdef0123456789abcdef01234567";
    const approved = { "approved-sources": [{ source: repository, reason: "fork" }] };
    for (const [resolved, config, outcome] of [
        [`${repository}#${commit}`, {}, "fail"],
        [`${repository}#${commit}`, approved, "pass"],
        [`${repository}#main`, approved, "fail"],
        [repository, approved, "fail"],
        [`git+ssh://git@github.com/acme/b.git#${commit}`, approved, "fail"],
    ]) {
        const lock = flat({ "node_modules/a": { version: "1.0.0", resolved } });
        assert.equal(judged(OTHER, lock, config).outcome, outcome, resolved);
        assert.equal(judged(OTHER, tree({ a: { version: resolved } }), config).outcome, outcome);
        assert.deepEqual(outcomes(examine({ [LOCK]: lock }), REGISTRY), []);
    }
});

test("files and folders outside of the project need an approval, its own folders do not", () => {
    for (const [fields, outcome] of [
        [{ resolved: "packages/a", link: true }, "not-applicable"],
        [{ resolved: "../a", link: true }, "fail"],
        [{ resolved: "packages/../../a", link: true }, "fail"],
        [{ resolved: "/srv/a", link: true }, "fail"],
        [{ link: true }, "inconclusive"],
        [{ version: "1.0.0", resolved: "file:vendor/a.tgz", integrity: SHA512 }, "fail"],
    ]) {
        assert.equal(judged(OTHER, flat({ "node_modules/a": fields })).outcome, outcome);
    }
    const archive = flat({ "node_modules/a": { version: "1.0.0", resolved: "file:vendor/a.tgz" } });
    const approved = {
        "approved-sources": [{ source: "file:vendor/a.tgz", reason: "no registry" }],
    };
    assert.equal(judged(OTHER, archive, approved).outcome, "pass");
    assert.equal(judged(HASH, archive).outcome, "fail");
});

test("install scripts need an approval of the package or of its version", () => {
    const lock = flat({ "node_modules/a": entry("a", { hasInstallScript: true }) });
    assert.equal(judged(SCRIPTS, lock).outcome, "fail");
    for (const [name, outcome] of [
        ["a", "pass"],
        ["a@1.0.0", "pass"],
        ["a@2.0.0", "fail"],
        ["b", "fail"],
    ]) {
        const config = { "approved-install-scripts": [{ package: name, reason: "read" }] };
        assert.equal(judged(SCRIPTS, lock, config).outcome, outcome, name);
    }
    const none = examine({ [LOCK]: flat({ "node_modules/a": entry("a") }) });
    assert.deepEqual(outcomes(none, SCRIPTS), []);
    const population = none.populations.find((each) => each.control === SCRIPTS);
    assert.deepEqual([population.size, population.shownBy[0].path], [0, LOCK]);
    const one = examine({ [LOCK]: tree({ a: entry("a") }) });
    assert.deepEqual(outcomes(one, SCRIPTS), [[LOCK, "inconclusive"]]);
});

test("the two halves of version 2 must say the same", () => {
    const lock = (dependencies) =>
        flat({ "node_modules/a": entry("a") }, {}, { lockfileVersion: 2, dependencies });
    const same = examine({ [LOCK]: lock({ a: entry("a") }) });
    assert.deepEqual(outcomes(same, REGISTRY), [[`${LOCK}: a`, "pass"]]);
    for (const other of [
        { a: entry("a", { resolved: "https://example.net/a/-/a.tgz" }) },
        { a: entry("a", { integrity: SHA1 }) },
        { a: entry("a"), b: entry("b") },
    ]) {
        const found = outcomes(examine({ [LOCK]: lock(other) }), REGISTRY);
        assert.ok(
            found.some(([, outcome]) => outcome === "inconclusive"),
            JSON.stringify(other),
        );
    }
});
