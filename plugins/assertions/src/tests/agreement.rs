//! The same expressions as decided by another implementation: cel-python 0.5.0.
//!
//! What it said is written down here, so that the test needs nothing beside it: true passes, false fails, and
//! an error decides nothing. The two agree on all but one, which is a matter of definition.

use tickmark_plugin::Outcome::{self, Fail, Inconclusive, Pass};

use super::outcome;

/// An expression, the document that is `item`, and what the other implementation makes of it.
const CASES: &[(&str, &str, Outcome)] = &[
    ("item.a == 1", r#"{"a": 1}"#, Pass),
    ("item.a != 1", r#"{"a": 1}"#, Fail),
    ("item.a < 2 && item.b == 'x'", r#"{"a": 1, "b": "x"}"#, Pass),
    ("item.a > 2 || item.b == 'x'", r#"{"a": 1, "b": "x"}"#, Pass),
    ("!item.open", r#"{"open": false}"#, Pass),
    ("item.name.startsWith('web-')", r#"{"name": "web-1"}"#, Pass),
    ("item.name.endsWith('.eu')", r#"{"name": "a.us"}"#, Fail),
    (
        "item.name.contains('prod')",
        r#"{"name": "my-prod-1"}"#,
        Pass,
    ),
    (
        "item.name.matches('^[a-z]+-[0-9]+$')",
        r#"{"name": "web-1"}"#,
        Pass,
    ),
    ("item.name.matches('[0-9]')", r#"{"name": "web-1"}"#, Pass),
    ("size(item.tags) > 1", r#"{"tags": ["a", "b"]}"#, Pass),
    ("item.tags.size() == 2", r#"{"tags": ["a", "b"]}"#, Pass),
    ("'a' in item.tags", r#"{"tags": ["a", "b"]}"#, Pass),
    ("'z' in item.tags", r#"{"tags": ["a", "b"]}"#, Fail),
    ("'owner' in item", r#"{"owner": "x"}"#, Pass),
    ("has(item.owner)", r#"{"owner": "x"}"#, Pass),
    ("has(item.owner)", r#"{"a": 1}"#, Fail),
    ("item.owner == 'x'", r#"{"a": 1}"#, Inconclusive),
    ("has(item.owner) && item.owner == 'x'", r#"{"a": 1}"#, Fail),
    (
        "item.ports.all(p, p > 1024)",
        r#"{"ports": [8080, 22]}"#,
        Fail,
    ),
    (
        "item.ports.exists(p, p == 22)",
        r#"{"ports": [8080, 22]}"#,
        Pass,
    ),
    (
        "item.ports.exists_one(p, p == 22)",
        r#"{"ports": [22, 22]}"#,
        Fail,
    ),
    (
        "item.ports.filter(p, p < 1024).size() == 1",
        r#"{"ports": [8080, 22]}"#,
        Pass,
    ),
    (
        "item.ports.map(p, p * 2) == [16160, 44]",
        r#"{"ports": [8080, 22]}"#,
        Pass,
    ),
    (
        "item.rules.all(r, r.cidr != '0.0.0.0/0')",
        r#"{"rules": [{"cidr": "10.0.0.0/8"}, {"cidr": "0.0.0.0/0"}]}"#,
        Fail,
    ),
    ("item.empty.exists(x, x.ok)", r#"{"empty": []}"#, Fail),
    (
        "item.list.all(x, x.ok)",
        r#"{"list": [{"ok": true}, {}]}"#,
        Inconclusive,
    ),
    (
        "item.list.exists(x, x.ok)",
        r#"{"list": [{"ok": true}, {}]}"#,
        Pass,
    ),
    ("item.a + item.b == 3", r#"{"a": 1, "b": 2}"#, Pass),
    ("item.a / 2 == 3", r#"{"a": 7}"#, Pass),
    ("item.a % 2 == 1", r#"{"a": 7}"#, Pass),
    ("item.a / 0 == 1", r#"{"a": 7}"#, Inconclusive),
    ("item.f > 1.4", r#"{"f": 1.5}"#, Pass),
    ("double(item.s) > 1.4", r#"{"s": "1.5"}"#, Pass),
    ("int(item.s) >= 12", r#"{"s": "12"}"#, Pass),
    ("int(item.s) >= 12", r#"{"s": "twelve"}"#, Inconclusive),
    ("string(item.n) == '12'", r#"{"n": 12}"#, Pass),
    ("item.a == null", r#"{"a": null}"#, Pass),
    (
        "item.a ? item.b : item.c",
        r#"{"a": true, "b": true, "c": false}"#,
        Pass,
    ),
    (
        "item.env in ['prod', 'stage'] ? item.encrypted : true",
        r#"{"env": "prod", "encrypted": false}"#,
        Fail,
    ),
    (
        "timestamp(item.t) < timestamp('2026-11-22T00:00:00Z')",
        r#"{"t": "2026-11-21T23:59:59Z"}"#,
        Pass,
    ),
    (
        "timestamp(item.t) < timestamp('2026-11-22T00:00:00Z')",
        r#"{"t": "2026-11-22T01:00:00+02:00"}"#,
        Pass,
    ),
    (
        "timestamp('2026-11-22T00:00:00Z') - timestamp(item.t) > duration('24h')",
        r#"{"t": "2026-11-20T00:00:00Z"}"#,
        Pass,
    ),
    (
        "item['key with spaces'] == 1",
        r#"{"key with spaces": 1}"#,
        Pass,
    ),
    ("item.list[0] == 'a'", r#"{"list": ["a"]}"#, Pass),
    ("item.list[1] == 'a'", r#"{"list": ["a"]}"#, Inconclusive),
    ("item.m['k'] == 'v'", r#"{"m": {"k": "v"}}"#, Pass),
    ("item.a == [1, 2]", r#"{"a": [1, 2]}"#, Pass),
    ("item.m == {'k': 1}", r#"{"m": {"k": 1}}"#, Pass),
    ("false && item.missing", "{}", Fail),
    ("true || item.missing", "{}", Pass),
    ("item.missing || true", "{}", Pass),
    ("item.missing && false", "{}", Fail),
    ("'A' < 'a'", "{}", Pass),
    (r"item.name == 'caf\u00e9'", r#"{"name": "café"}"#, Pass),
    ("size(item.name) == 4", r#"{"name": "café"}"#, Pass),
    ("type(item.a) == int", r#"{"a": 1}"#, Pass),
    (
        "item.big == 9007199254740993",
        r#"{"big": 9007199254740993}"#,
        Pass,
    ),
];

/// An expression that is true in both, and shows nothing here: there was nothing to go over.
const VACUOUS: (&str, &str) = ("item.empty.all(x, x.ok)", r#"{"empty": []}"#);

#[test]
fn what_holds_of_nothing_is_the_one_difference() {
    let (expression, document) = VACUOUS;
    assert_eq!(outcome("json", document, expression).0, Inconclusive);
    let as_defined = format!("({expression}) == true");
    assert_eq!(outcome("json", document, &as_defined).0, Pass);
}

#[test]
fn expressions_decide_as_in_another_implementation() {
    for &(expression, document, said) in CASES {
        let (found, actual) = outcome("json", document, expression);
        assert_eq!(found, said, "{expression} on {document}: {actual}");
    }
}
