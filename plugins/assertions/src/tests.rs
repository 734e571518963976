//! The plugin on evidence and assertions written here.

mod agreement;

use tickmark_plugin::reexport::serde_json::{Value, json};
use tickmark_plugin::testing::{MemoryEvidence, damaged, run};
use tickmark_plugin::{Failure, Outcome, Plugin, Report};

use crate::AssertionsPlugin;

const DEVICES: &str = "serial,owner,state,filevault,os_build,last_seen\n\
C02A,mara@northwind.example,in use,on,25,2026-11-20\n\
C02B,tom@northwind.example,in use,off,24,2026-11-19\n\
C02C,,spare,off,24,2025-01-02\n";

/// One assertion about one input, with fields to change.
fn config(format: &str, change: &Value) -> String {
    let mut assertion = json!({
        "id": "holds",
        "title": "It holds",
        "criteria": [{ "criterion": "CC6.7", "relation": "supports", "rationale": "It helps to know." }],
        "severity": "high",
        "method": "records",
        "remedy": "Mend it.",
        "input": "files",
        "assert": "true",
    });
    if let (Some(fields), Some(more)) = (assertion.as_object_mut(), change.as_object()) {
        fields.extend(more.clone());
    }
    json!({
        "input": [{ "name": "files", "globs": ["*"], "format": format }],
        "assertion": [assertion],
    })
    .to_string()
}

fn examine(format: &str, content: &str, change: &Value) -> Report {
    let evidence = MemoryEvidence::new().file("files", "it/files.txt", content.as_bytes());
    run::<AssertionsPlugin>(&config(format, change), "2026-11-22", &evidence).unwrap()
}

fn refusal(change: &Value) -> String {
    let evidence = MemoryEvidence::new().file("files", "it/files.txt", b"{}");
    match run::<AssertionsPlugin>(&config("json", change), "2026-11-22", &evidence) {
        Err(Failure::Config(message)) => message,
        other => panic!("expected a refusal, got {other:?}"),
    }
}

fn outcome(format: &str, content: &str, assert: &str) -> (Outcome, String) {
    let report = examine(format, content, &json!({ "assert": assert }));
    let finding = &report.findings[0];
    (finding.outcome, finding.actual.clone())
}

#[test]
fn each_row_of_a_table_is_a_subject_with_its_line_and_the_cell_that_decided() {
    let report = examine(
        "csv",
        DEVICES,
        &json!({ "assert": "item.filevault == 'on'", "when": "item.state == 'in use'" }),
    );
    assert_eq!(
        report.outcomes("holds"),
        [
            ("C02A", Outcome::Pass),
            ("C02B", Outcome::Fail),
            ("C02C", Outcome::NotApplicable)
        ]
    );
    let finding = report.about("holds", "C02B")[0];
    assert_eq!(finding.actual, "filevault = off");
    assert_eq!(finding.expected, "item.filevault == 'on'");
    assert_eq!(finding.locations[0].line, Some(3));
    assert_eq!(report.populations[0].size, 3);
    assert_eq!(report.tallies[0].records, 3);
}

#[test]
fn values_in_documents_are_found_by_a_pattern_and_cited_by_pointer() {
    let text = "{\n \"accounts\": {\n  \"prod\": { \"users\": [ { \"name\": \"mara\",\n    \"mfa\": true }, { \"name\": \"tom\",\n    \"mfa\": false } ] }\n }\n}";
    let report = examine(
        "json",
        text,
        &json!({ "for-each": "/accounts/*/users/*", "subject": "item.name", "assert": "item.mfa" }),
    );
    assert_eq!(
        report.outcomes("holds"),
        [("mara", Outcome::Pass), ("tom", Outcome::Fail)]
    );
    let finding = report.about("holds", "tom")[0];
    assert_eq!(finding.actual, "mfa = false");
    let pointers: Vec<_> = finding
        .locations
        .iter()
        .filter_map(|place| place.pointer.as_deref())
        .collect();
    assert_eq!(
        pointers,
        ["/accounts/prod/users/1", "/accounts/prod/users/1/mfa"]
    );
    assert_eq!(finding.locations[1].line, Some(5));
}

#[test]
fn a_whole_document_is_one_subject_named_by_its_path() {
    let report = examine(
        "toml",
        "[tls]\nmin = \"1.2\"\n",
        &json!({ "assert": "item.tls.min in ['1.2', '1.3']" }),
    );
    assert_eq!(report.outcomes("holds"), [("it/files.txt", Outcome::Pass)]);
    let all = examine(
        "yaml",
        "a: 1\n---\na: 2\n",
        &json!({ "assert": "item.a == 1" }),
    );
    let outcomes: Vec<_> = all.findings.iter().map(|finding| finding.outcome).collect();
    assert_eq!(outcomes, [Outcome::Pass, Outcome::Fail]);
    let lines = examine(
        "json-lines",
        "{\"a\": 1}\n\n{\"a\": 3}\n",
        &json!({ "assert": "item.a == 1" }),
    );
    assert_eq!(lines.findings[1].locations[0].line, Some(3));
}

#[test]
fn a_missing_field_is_inconclusive_unless_it_was_asked_for() {
    let (missing, why) = outcome("json", "{}", "item.mfa == true");
    assert_eq!(missing, Outcome::Inconclusive);
    assert_eq!(why, "`assert` cannot be evaluated: there is no `mfa`");
    assert_eq!(
        outcome("json", "{}", "has(item.mfa) && item.mfa").0,
        Outcome::Fail
    );
    assert_eq!(
        outcome("json", "{\"mfa\": null}", "item.mfa").0,
        Outcome::Inconclusive
    );
}

#[test]
fn a_result_that_is_no_truth_is_inconclusive() {
    for (content, assert) in [
        ("{\"mfa\": \"true\"}", "item.mfa"),
        ("{\"count\": 1}", "item.count"),
        ("{\"count\": 1}", "item"),
        ("{\"count\": 1}", "item.count / 0 == 1"),
        ("{\"count\": 9223372036854775807}", "item.count + 1 > 0"),
    ] {
        assert_eq!(
            outcome("json", content, assert).0,
            Outcome::Inconclusive,
            "{assert}"
        );
    }
}

#[test]
fn values_that_can_never_be_equal_are_a_mistake_and_not_a_difference() {
    let row = "name,count\nx,5\n";
    for assert in [
        "item.count != 0",
        "item.count == 5",
        "!(item.count in [1, 2])",
        "!(item.count == true)",
        "item.count > 3",
    ] {
        assert_eq!(
            outcome("csv", row, assert).0,
            Outcome::Inconclusive,
            "{assert}"
        );
    }
    for assert in [
        "int(item.count) != 0",
        "item.count == '5'",
        "item.count in ['5', '6']",
        "double(item.count) == 5",
        "item.count != null",
    ] {
        assert_eq!(outcome("csv", row, assert).0, Outcome::Pass, "{assert}");
    }
}

#[test]
fn numbers_keep_their_exact_values() {
    let large = "{\"n\": 9007199254740993, \"u\": 18446744073709551615, \"d\": 0.5}";
    assert_eq!(
        outcome("json", large, "item.n == 9007199254740993").0,
        Outcome::Pass
    );
    assert_eq!(
        outcome("json", large, "item.n == 9007199254740992").0,
        Outcome::Fail
    );
    assert_eq!(
        outcome("json", large, "item.u == 18446744073709551615u").0,
        Outcome::Pass
    );
    assert_eq!(outcome("json", large, "item.d < 1.0").0, Outcome::Pass);
    let huge = "{\"n\": 123456789012345678901234567890}";
    assert_eq!(outcome("json", huge, "item.n > 0").0, Outcome::Inconclusive);
}

#[test]
fn dates_are_judged_on_the_as_of_date() {
    let row = "name,seen,eu\nx,2026-11-02T23:30:00-02:00,22/10/2026\n";
    for assert in [
        "days_between(item.seen, as_of) == 19",
        "timestamp(item.seen) < as_of",
        "as_of - timestamp(item.seen) < days(30)",
        "timestamp('2026-11-22') == as_of",
        "timestamp(item.seen) + duration('24h') > timestamp('2026-11-03')",
        "days_between(date(item.eu, '%d/%m/%Y'), as_of) == 31",
        "string(as_of) == '2026-11-22T00:00:00Z'",
    ] {
        assert_eq!(
            outcome("csv", row, assert),
            (Outcome::Pass, outcome("csv", row, assert).1),
            "{assert}"
        );
    }
    for assert in [
        "days_between(item.eu, as_of) < 90",
        "timestamp('2026-11-22T10:00:00') < as_of",
        "timestamp('') < as_of",
        "timestamp(item.seen) == '2026-11-02'",
        "days(9223372036854775807) > days(1)",
    ] {
        assert_eq!(
            outcome("csv", row, assert).0,
            Outcome::Inconclusive,
            "{assert}"
        );
    }
}

#[test]
fn a_file_can_be_compared_with_itself() {
    let unique = "document.filter(row, row.owner == item.owner).size() == 1";
    let report = examine("csv", DEVICES, &json!({ "assert": unique }));
    assert_eq!(report.outcomes("holds").len(), 3);
    let twice = format!("{DEVICES}C02D,tom@northwind.example,in use,on,25,2026-11-20\n");
    let report = examine("csv", &twice, &json!({ "assert": unique }));
    assert_eq!(report.about("holds", "C02D")[0].outcome, Outcome::Fail);
}

#[test]
fn regular_expressions_are_bounded_and_checked() {
    assert_eq!(
        outcome("csv", "a\nabc\n", "item.a.matches('^[a-c]+$')").0,
        Outcome::Pass
    );
    assert_eq!(
        outcome("csv", "a\nabc\n", "matches(item.a, '^b')").0,
        Outcome::Fail
    );
    for pattern in ["(", "a{1000}{1000}{1000}"] {
        let assert = format!("item.a.matches('{pattern}')");
        assert_eq!(
            outcome("csv", "a\nabc\n", &assert).0,
            Outcome::Inconclusive,
            "{pattern}"
        );
    }
}

#[test]
fn what_holds_only_of_an_empty_list_shows_nothing() {
    let document =
        r#"{"users": [], "admins": [{"mfa": true}], "teams": [{"members": []}], "by": {}}"#;
    for (assert, expected) in [
        ("item.users.all(u, u.mfa)", Outcome::Inconclusive),
        ("item.by.all(k, k != 'x')", Outcome::Inconclusive),
        (
            "item.users.all(u, u.mfa) && item.admins.all(u, u.mfa)",
            Outcome::Inconclusive,
        ),
        (
            "item.admins.filter(u, !u.mfa).all(u, u.justified)",
            Outcome::Inconclusive,
        ),
        (
            "item.teams.all(t, t.members.all(m, m.mfa))",
            Outcome::Inconclusive,
        ),
        (
            "item.teams.exists(t, t.members.all(m, m.mfa))",
            Outcome::Inconclusive,
        ),
        (
            "'users' in item ? item.users.all(u, u.mfa) : false",
            Outcome::Inconclusive,
        ),
        ("item.admins.all(u, u.mfa)", Outcome::Pass),
        // Where nothing is right, the expression says so.
        (
            "size(item.users) == 0 || item.users.all(u, u.mfa)",
            Outcome::Pass,
        ),
        (
            "item.users.all(u, u.mfa) || item.admins.all(u, u.mfa)",
            Outcome::Pass,
        ),
        ("!item.users.exists(u, !u.mfa)", Outcome::Pass),
        ("size(item.users.filter(u, !u.mfa)) == 0", Outcome::Pass),
        ("!item.users.all(u, u.mfa)", Outcome::Fail),
    ] {
        let (found, actual) = outcome("json", document, assert);
        assert_eq!(found, expected, "{assert}: {actual}");
        assert_eq!(
            found == Outcome::Inconclusive,
            actual.contains("is empty"),
            "{actual}"
        );
    }
}

#[test]
fn nothing_to_examine_is_no_occurrence_where_the_file_shows_it() {
    let change = json!({ "for-each": "/users/*", "subject": "item.name", "assert": "item.mfa" });
    let empty = examine("json", "{\n\"users\": []}", &change);
    assert!(empty.findings.is_empty());
    assert_eq!(empty.populations[0].size, 0);
    assert_eq!(
        empty.populations[0].shown_by[0].pointer.as_deref(),
        Some("/users")
    );
    for other in ["{}", "{\"users\": null}", "{\"users\": 3}", "[]", "null"] {
        let report = examine("json", other, &change);
        assert_eq!(report.findings[0].outcome, Outcome::Inconclusive, "{other}");
    }
    let rows = json!({ "assert": "item.filevault == 'on'" });
    let header = DEVICES.lines().next().unwrap();
    assert_eq!(examine("csv", header, &rows).populations[0].size, 0);
    let cut = examine("csv", "serial,owner\n", &rows);
    assert_eq!(cut.findings[0].outcome, Outcome::Inconclusive);
    assert_eq!(
        cut.findings[0].actual,
        "there are no rows and no column `filevault`"
    );
}

#[test]
fn a_stated_population_shows_that_rows_are_missing() {
    let change = json!({ "for-each": "/users/*", "subject": "item.name", "assert": "item.mfa", "population": "document.total" });
    let of = |total: &str| {
        let text =
            format!("{{\"total\": {total}, \"users\": [{{\"name\": \"mara\", \"mfa\": true}}]}}");
        examine("json", &text, &change)
    };
    assert_eq!(of("40").populations[0].size, 40);
    assert_eq!(of("1").populations[0].size, 1);
    for wrong in ["0", "-1", "\"1\"", "null"] {
        let report = of(wrong);
        assert!(report.populations.is_empty(), "{wrong}");
        assert!(
            report
                .findings
                .iter()
                .any(|finding| finding.outcome == Outcome::Inconclusive),
            "{wrong}"
        );
    }
}

#[test]
fn secrets_are_not_copied() {
    let text = "{\"api_token\": \"s3cr3t-value-0815\", \"password_set\": \"yes\"}";
    let (result, actual) = outcome(
        "json",
        text,
        "item.api_token == '' && item.password_set == 'yes'",
    );
    assert_eq!(result, Outcome::Fail);
    assert_eq!(
        actual,
        "api_token = (a text of 17 characters), password_set = yes"
    );
}

#[test]
fn subjects_need_a_name() {
    let report = examine("csv", "serial,a\n,1\n", &json!({}));
    assert_eq!(report.findings[0].outcome, Outcome::Inconclusive);
    let report = examine("csv", "serial,a\nx,1\n", &json!({ "subject": "item.name" }));
    assert_eq!(report.findings[0].outcome, Outcome::Inconclusive);
    let long = format!("serial,a\n{},1\n", "x".repeat(5000));
    assert!(
        examine("csv", &long, &json!({})).findings[0]
            .subject
            .chars()
            .count()
            < 200
    );
}

#[test]
fn mistakes_in_the_configuration_name_the_assertion_and_the_place() {
    for (change, expected) in [
        (
            json!({ "assert": "item.a ==" }),
            "the assertion `holds`, `assert`:",
        ),
        (
            json!({ "assert": "\n  itm.a == 1" }),
            "there is no variable `itm` (line 2, column 3)",
        ),
        (
            json!({ "assert": "item.a.lenght() == 1" }),
            "there is no function `lenght` (line 1, column 8)",
        ),
        (
            json!({ "when": "row.a" }),
            "the assertion `holds`, `when`: there is no variable `row`",
        ),
        (
            json!({ "population": "item.total" }),
            "`population`: there is no variable `item`",
        ),
        (json!({ "for-each": "users" }), "does not begin with `/`"),
        (json!({ "for-each": "/users/*" }), "needs a `subject`"),
        (json!({ "input": "elsewhere" }), "not declared"),
        (json!({ "id": "Holds" }), "no identifier"),
        (json!({ "criteria": [] }), "serves no criterion"),
        (json!({ "assrt": "true" }), "unknown field `assrt`"),
    ] {
        let message = refusal(&change);
        assert!(message.contains(expected), "{message}");
    }
}

#[test]
fn hostile_expressions_are_refused_before_they_are_evaluated() {
    let deep = ["(", "[", "!", "-", "{'a':"].map(|open| open.repeat(700));
    let long = format!("1{}", "+1".repeat(2000));
    let chain = format!("item{}", ".a".repeat(2000));
    let ternary = format!("{}true", "true?true:".repeat(400));
    for expression in deep
        .iter()
        .chain([&long, &chain, &ternary, &"a".repeat(5000)])
    {
        let message = refusal(&json!({ "assert": expression }));
        assert!(message.contains("`assert`"), "{message}");
    }
}

#[test]
fn nothing_configured_is_a_refusal_and_an_example_is_described() {
    let described = AssertionsPlugin::descriptor(None);
    assert_eq!(described.controls[0].id, "example-laptops-encrypted");
    assert!(described.inputs[0].default_globs.is_empty());
    let refused = run::<AssertionsPlugin>("{}", "2026-11-22", &MemoryEvidence::new());
    assert!(
        matches!(refused, Err(Failure::Config(message)) if message.contains("nothing is asserted"))
    );
}

#[test]
fn damage_never_makes_anything_pass_that_the_rest_does_not_show() {
    let json =
        "{\"users\": [{\"name\": \"mara\", \"mfa\": true}, {\"name\": \"tom\", \"mfa\": false}]}";
    let in_json = json!({ "for-each": "/users/*", "subject": "item.name", "assert": "item.mfa" });
    let in_csv = json!({ "assert": "item.filevault == 'on'" });
    for (format, sample, change, good) in [
        ("json", json, &in_json, "mara"),
        ("csv", DEVICES, &in_csv, "C02A"),
    ] {
        for (name, content) in damaged(sample.as_bytes()) {
            let evidence = MemoryEvidence::new().file("files", "it/files.txt", content.clone());
            let report =
                run::<AssertionsPlugin>(&config(format, change), "2026-11-22", &evidence).unwrap();
            let passes = report
                .findings
                .iter()
                .filter(|one| one.outcome == Outcome::Pass);
            for pass in passes {
                assert_eq!(pass.subject, good, "{format}, {name}");
            }
            if content.len() < 10 {
                assert!(
                    report
                        .findings
                        .iter()
                        .all(|one| one.outcome == Outcome::Inconclusive)
                );
                assert!(report.populations.iter().all(|one| one.size > 0), "{name}");
            }
        }
    }
}

#[test]
fn deeply_nested_evidence_is_survived() {
    for open in ["[", "{\"a\":"] {
        let text = open.repeat(100_000);
        assert_eq!(
            outcome("json", &text, "item.a == 1").0,
            Outcome::Inconclusive
        );
    }
    let nested = format!("{}1{}", "[".repeat(200), "]".repeat(200));
    assert_eq!(outcome("json", &nested, "item == item").0, Outcome::Pass);
}

#[test]
fn every_named_function_exists() {
    let unknown = "Undeclared reference";
    for name in crate::functions::NAMES {
        for call in [
            format!("{name}(item)"),
            format!("item.{name}()"),
            format!("item.{name}(item)"),
        ] {
            let (_, actual) = outcome("csv", "a\nx\n", &call);
            if !actual.contains(unknown) {
                break;
            }
            assert!(
                !call.ends_with("(item)") || !call.starts_with("item."),
                "{name} is unknown"
            );
        }
    }
}

#[test]
fn the_manual_says_what_the_plugin_describes() {
    tickmark_plugin::testing::hold_manual::<AssertionsPlugin>(env!("CARGO_MANIFEST_DIR"));
}
