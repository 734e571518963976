//! The same policies as decided by another implementation: rego-cpp 1.5.2, which runs the conformance tests of
//! Open Policy Agent.
//!
//! What it said is written down here, so that the test needs nothing beside it. Where the two differ, the
//! case says whose fault it is.

use tickmark_plugin::Outcome;

use super::outcomes;

/// A policy, a document, and the messages of `deny` in the order of the texts.
struct Case {
    name: &'static str,
    body: &'static str,
    document: &'static str,
    said: &'static [&'static str],
    /// What is right instead, with the reason, where the other implementation is wrong.
    instead: Option<(&'static [&'static str], &'static str)>,
}

const CASES: &[Case] = &[
    Case {
        name: "iteration over an array",
        body: r#"deny contains msg if { some p in input.ports; p < 1024; msg := sprintf("port %d", [p]) }"#,
        document: r#"{"ports": [22, 8080, 80]}"#,
        said: &["port 22", "port 80"],
        instead: None,
    },
    Case {
        name: "iteration over an object with its keys",
        body: "deny contains msg if { some name, s in input.servers; s.public; msg := name }",
        document: r#"{"servers": {"a": {"public": true}, "b": {"public": false}, "c": {}}}"#,
        said: &["a"],
        instead: None,
    },
    Case {
        name: "every",
        body: r#"deny contains "not all tagged" if { not all_tagged }
all_tagged if { every r in input.resources { r.tags.owner } }"#,
        document: r#"{"resources": [{"tags": {"owner": "x"}}, {"tags": {}}]}"#,
        said: &["not all tagged"],
        instead: None,
    },
    Case {
        name: "every over nothing",
        body: r#"deny contains "not all" if { not fine }
fine if { every r in input.resources { r.ok } }"#,
        document: r#"{"resources": []}"#,
        said: &[],
        instead: None,
    },
    Case {
        name: "a field that is not there",
        body: r#"deny contains "x" if { input.missing == 1 }"#,
        document: r#"{"a": 1}"#,
        said: &[],
        instead: None,
    },
    Case {
        name: "its negation",
        body: r#"deny contains "no owner" if { not input.owner }"#,
        document: r#"{"a": 1}"#,
        said: &["no owner"],
        instead: None,
    },
    Case {
        name: "false is not undefined, but negated alike",
        body: r#"deny contains "off" if { not input.on }"#,
        document: r#"{"on": false}"#,
        said: &["off"],
        instead: None,
    },
    Case {
        name: "null is neither false nor undefined",
        body: r#"deny contains "null is true" if { input.v }"#,
        document: r#"{"v": null}"#,
        said: &["null is true"],
        instead: None,
    },
    Case {
        name: "zero and the empty text are true",
        body: "deny contains k if { some k, v in input; v }",
        document: r#"{"zero": 0, "empty": "", "no": false}"#,
        said: &["empty", "zero"],
        instead: None,
    },
    Case {
        name: "comprehension and count",
        body: r#"deny contains msg if { n := count([r | some r in input.rs; r.open]); n > 1; msg := sprintf("%d open", [n]) }"#,
        document: r#"{"rs": [{"open": true}, {"open": true}, {"open": false}]}"#,
        said: &["2 open"],
        instead: None,
    },
    Case {
        name: "sets and their difference",
        body: r#"deny contains m if { missing := {"owner", "env"} - {k | some k, _ in input.tags}; some m in missing }"#,
        document: r#"{"tags": {"env": "p"}}"#,
        said: &[],
        instead: Some((
            &["owner"],
            "`_` may stand in `some` for a key that is not needed",
        )),
    },
    Case {
        name: "union and intersection",
        body: r#"deny contains concat(",", sort({1, 2} | {2, 3})) if { false }
deny contains sprintf("%v", [count({1, 2, 3} & {2, 3, 4})]) if { true }"#,
        document: "{}",
        said: &["2"],
        instead: None,
    },
    Case {
        name: "functions with several bodies",
        body: r#"deny contains msg if { msg := size(input.n) }
size(n) := "small" if { n < 10 }
size(n) := "big" if { n >= 10 }"#,
        document: r#"{"n": 42}"#,
        said: &["big"],
        instead: None,
    },
    Case {
        name: "else",
        body: r#"deny contains msg if { msg := level }
level := "high" if { input.n > 100 } else := "middle" if { input.n > 10 } else := "low""#,
        document: r#"{"n": 42}"#,
        said: &["middle"],
        instead: None,
    },
    Case {
        name: "a default",
        body: r#"default allowed := false
allowed if { input.user == "admin" }
deny contains "not allowed" if { not allowed }"#,
        document: r#"{"user": "guest"}"#,
        said: &["not allowed"],
        instead: None,
    },
    Case {
        name: "with",
        body: r#"deny contains "seen" if { bad with input as {"a": 2} }
bad if { input.a == 2 }"#,
        document: r#"{"a": 1}"#,
        said: &["seen"],
        instead: None,
    },
    Case {
        name: "membership",
        body: r#"deny contains p if { some p in input.protocols; not p in {"tls1.2", "tls1.3"} }"#,
        document: r#"{"protocols": ["tls1.0", "tls1.2"]}"#,
        said: &["tls1.0"],
        instead: None,
    },
    Case {
        name: "texts",
        body: r#"deny contains m if { startswith(input.s, "arn:"); parts := split(input.s, ":"); m := upper(parts[2]) }"#,
        document: r#"{"s": "arn:aws:s3:::logs"}"#,
        said: &["S3"],
        instead: None,
    },
    Case {
        name: "trim and replace",
        body: r#"deny contains m if { m := replace(trim_space(trim_prefix(input.s, "x-")), "_", " ") }"#,
        document: r#"{"s": "x- a_b "}"#,
        said: &["a b"],
        instead: None,
    },
    Case {
        name: "contains, indexof, substring",
        body: r#"deny contains m if { contains(input.s, "bc"); m := sprintf("%d %s", [indexof(input.s, "c"), substring(input.s, 1, 2)]) }"#,
        document: r#"{"s": "abcd"}"#,
        said: &["2 bc"],
        instead: None,
    },
    Case {
        name: "regular expressions",
        body: "deny contains s if { some s in input.names; not regex.match(`^[a-z][a-z0-9-]+$`, s) }",
        document: r#"{"names": ["web-1", "Web", "1a"]}"#,
        said: &["1a", "Web"],
        instead: None,
    },
    Case {
        name: "numbers",
        body: r#"deny contains m if { m := sprintf("%d %d %d", [sum(input.n), max(input.n), min(input.n)]) }"#,
        document: r#"{"n": [3, 1, 2]}"#,
        said: &["6 3 1"],
        instead: None,
    },
    Case {
        name: "arithmetic",
        body: r#"deny contains m if { m := sprintf("%v %v", [input.a % 3, round(input.b / 4)]) }"#,
        document: r#"{"a": 7, "b": 10}"#,
        said: &["1 3"],
        instead: None,
    },
    Case {
        name: "comparison of different types",
        body: "deny contains k if { some k, v in input; v > 5 }",
        document: r#"{"text": "a", "number": 3, "null": null, "array": [], "more": 6}"#,
        said: &["array", "more", "null"],
        instead: Some((
            &["array", "more", "text"],
            "Rego orders types: null, booleans, numbers, texts, arrays",
        )),
    },
    Case {
        name: "object.get",
        body: r#"deny contains m if { m := object.get(input.tags, "owner", "nobody") }"#,
        document: r#"{"tags": {}}"#,
        said: &["nobody"],
        instead: None,
    },
    Case {
        name: "object.union and keys",
        body: "deny contains k if { some k, _ in object.union(input.a, input.b) }",
        document: r#"{"a": {"x": 1}, "b": {"y": 2}}"#,
        said: &["x", "y"],
        instead: None,
    },
    Case {
        name: "walk",
        body: r#"deny contains m if { walk(input, [path, value]); value == "0.0.0.0/0"; m := concat("/", [sprintf("%v", [p]) | some p in path]) }"#,
        document: r#"{"groups": [{"cidr": "10.0.0.0/8"}, {"cidr": "0.0.0.0/0"}]}"#,
        said: &["groups/1/cidr"],
        instead: None,
    },
    Case {
        name: "to_number",
        body: r#"deny contains m if { n := to_number(input.s); n > 10; m := sprintf("%d", [n]) }"#,
        document: r#"{"s": "12"}"#,
        said: &["12"],
        instead: None,
    },
    Case {
        name: "json.unmarshal",
        body: r#"deny contains a if { p := json.unmarshal(input.policy); some a in p.actions; a == "*" }"#,
        document: r#"{"policy": "{\"actions\": [\"s3:Get*\", \"*\"]}"}"#,
        said: &["*"],
        instead: None,
    },
    Case {
        name: "base64",
        body: "deny contains m if { m := base64.decode(input.data) }",
        document: r#"{"data": "c2VjcmV0"}"#,
        said: &["secret"],
        instead: None,
    },
    Case {
        name: "semantic versions",
        body: r#"deny contains v if { some v in input.versions; semver.compare(v, "1.10.0") < 0 }"#,
        document: r#"{"versions": ["1.9.3", "1.10.0", "2.0.0"]}"#,
        said: &["1.9.3", "2.0.0"],
        instead: Some((&["1.9.3"], "2.0.0 is the newer version")),
    },
    Case {
        name: "dates",
        body: r#"deny contains c if { some c in input.certs; time.parse_rfc3339_ns(c) < time.parse_rfc3339_ns("2026-11-22T00:00:00Z") }"#,
        document: r#"{"certs": ["2026-11-21T23:59:59Z", "2026-11-22T00:00:01Z"]}"#,
        said: &[],
        instead: Some((
            &["2026-11-21T23:59:59Z"],
            "the first day is before the second",
        )),
    },
    Case {
        name: "units",
        body: r#"deny contains m if { n := units.parse_bytes(input.limit); n > 1000; m := sprintf("%d", [n]) }"#,
        document: r#"{"limit": "1Ki"}"#,
        said: &["1024"],
        instead: None,
    },
    Case {
        name: "types",
        body: r#"deny contains sprintf("%s is %s", [k, type_name(v)]) if { some k, v in input }"#,
        document: r#"{"a": null, "b": true, "c": 1, "d": "x", "e": [], "f": {}}"#,
        said: &[
            "a is null",
            "b is boolean",
            "c is number",
            "d is string",
            "e is array",
            "f is object",
        ],
        instead: None,
    },
    Case {
        name: "arrays",
        body: r#"deny contains m if { m := concat(",", array.concat(array.slice(input.a, 0, 1), ["z"])) }"#,
        document: r#"{"a": ["x", "y"]}"#,
        said: &["x,z"],
        instead: None,
    },
    Case {
        name: "a rule that gives an object",
        body: r#"deny contains {"msg": m} if { some m in input.ms }"#,
        document: r#"{"ms": ["one", "two"]}"#,
        said: &["one", "two"],
        instead: None,
    },
    Case {
        name: "numbers as texts",
        body: "deny contains format_int(input.n, 16) if { true }",
        document: r#"{"n": 255}"#,
        said: &["ff"],
        instead: None,
    },
    Case {
        name: "is_ functions",
        body: "deny contains k if { some k, v in input; is_string(v) }",
        document: r#"{"a": "x", "b": 1}"#,
        said: &["a"],
        instead: None,
    },
    Case {
        name: "an index from the end is none",
        body: r#"deny contains "x" if { input.a[-1] }"#,
        document: r#"{"a": [1]}"#,
        said: &[],
        instead: None,
    },
    Case {
        name: "a helper rule that is a set",
        body: "deny contains n if { some n in names; count(n) > 2 }\nnames contains n if { some s in input.servers; n := s.name }",
        document: r#"{"servers": [{"name": "ab"}, {"name": "abc"}]}"#,
        said: &["abc"],
        instead: None,
    },
    Case {
        name: "nested comprehension of an object",
        body: "deny contains t if { byteam := {t: c | some t in input.teams; c := count([x | some x in input.teams; x == t])}; some t, c in byteam; c > 1 }",
        document: r#"{"teams": ["a", "b", "a"]}"#,
        said: &["a"],
        instead: None,
    },
    Case {
        name: "lower and equality without case",
        body: r#"deny contains "public" if { lower(input.acl) == "public-read" }"#,
        document: r#"{"acl": "Public-Read"}"#,
        said: &["public"],
        instead: None,
    },
    Case {
        name: "glob-like endings",
        body: r#"deny contains i if { some i in input.images; endswith(i, ":latest") }"#,
        document: r#"{"images": ["a:latest", "b:1"]}"#,
        said: &["a:latest"],
        instead: None,
    },
    Case {
        name: "any and all in the old style",
        body: r#"deny contains "x" if { count([1 | input.a[_] == 2]) == 0 }"#,
        document: r#"{"a": [1, 3]}"#,
        said: &["x"],
        instead: None,
    },
    Case {
        name: "two conditions on one element",
        body: "deny contains r.name if { some r in input.rs; r.open; r.age > 30 }",
        document: r#"{"rs": [{"name": "a", "open": true, "age": 10}, {"name": "b", "open": true, "age": 40}, {"name": "c", "age": 90}]}"#,
        said: &["b"],
        instead: None,
    },
];

#[test]
fn policies_decide_as_in_another_implementation() {
    for case in CASES {
        let policy = format!("package main\nimport rego.v1\n{}\n", case.body);
        let found = outcomes(&policy, case.document);
        assert!(
            found
                .iter()
                .all(|(outcome, _)| matches!(outcome, Outcome::Pass | Outcome::Fail)),
            "{}: {found:?}",
            case.name
        );
        let mut said: Vec<&str> = found
            .iter()
            .filter(|(outcome, _)| *outcome == Outcome::Fail)
            .flat_map(|(_, actual)| actual.split("; "))
            .map(|result| result.strip_prefix("main.deny: ").unwrap_or(result))
            .collect();
        said.sort_unstable();
        let right = case.instead.map_or(case.said, |(right, _)| right);
        assert_eq!(said, right, "{}", case.name);
    }
}

#[test]
fn differences_are_few_and_not_ours() {
    let differences: Vec<&str> = CASES
        .iter()
        .filter(|case| case.instead.is_some_and(|(right, _)| right != case.said))
        .map(|case| case.name)
        .collect();
    assert_eq!(
        differences,
        [
            "sets and their difference",
            "comparison of different types",
            "semantic versions",
            "dates"
        ]
    );
}
