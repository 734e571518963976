//! The plugin on policies and documents written here, in the forms that Conftest documents.

mod agreement;

use tickmark_plugin::reexport::serde_json::{Value, json};
use tickmark_plugin::testing::{MemoryEvidence, damaged, run};
use tickmark_plugin::{Failure, Outcome, Plugin, Report, Severity};

use crate::Rego;

const POLICY: &str = r#"package main

import rego.v1

deny_public_bucket contains msg if {
    some name, bucket in input.buckets
    bucket.acl == "public-read"
    msg := sprintf("bucket %s is public", [name])
}

deny_unencrypted contains {"msg": msg, "path": ["buckets", name], "resource": name} if {
    some name, bucket in input.buckets
    not bucket.encrypted
    msg := "not encrypted"
}

warn_untagged contains msg if {
    some name, bucket in input.buckets
    not bucket.owner
    msg := sprintf("bucket %s has no owner", [name])
}
"#;

const DOCUMENT: &str = "{\n \"buckets\": {\n  \"logs\": {\"acl\": \"private\", \"encrypted\": true, \"owner\": \"ops\"},\n  \"web\": {\"acl\": \"public-read\", \"encrypted\": false, \"owner\": \"web\"}\n }\n}";

fn config(rules: &[&str], change: &Value) -> String {
    let mut config = json!({ "control": [{
        "id": "holds",
        "title": "It holds",
        "criteria": [{ "criterion": "CC6.6", "relation": "supports", "rationale": "It helps to know." }],
        "severity": "high",
        "remedy": "Mend it.",
        "rules": rules,
    }]});
    if let (Some(fields), Some(more)) = (config.as_object_mut(), change.as_object()) {
        fields.extend(more.clone());
    }
    config.to_string()
}

fn examine(policy: &str, document: &str, rules: &[&str], change: &Value) -> Report {
    let evidence = MemoryEvidence::new()
        .file("policies", "policy/main.rego", policy)
        .file("documents", "it/input.json", document);
    run::<Rego>(&config(rules, change), "2026-11-22", &evidence).unwrap()
}

fn outcomes(policy: &str, document: &str) -> Vec<(Outcome, String)> {
    let report = examine(policy, document, &["deny*"], &json!({}));
    let found = report.findings.into_iter();
    found.map(|one| (one.outcome, one.actual)).collect()
}

fn outcome(body: &str) -> (Outcome, String) {
    let policy = format!("package main\nimport rego.v1\n{body}\n");
    let mut found = outcomes(&policy, "{\"a\": 1, \"s\": \"abc\"}");
    assert_eq!(found.len(), 1, "{body}: {found:?}");
    found.remove(0)
}

#[test]
fn results_fail_at_the_document_with_their_messages() {
    let report = examine(POLICY, DOCUMENT, &["main.deny_public_*"], &json!({}));
    assert_eq!(
        report.outcomes("holds"),
        [(
            "it/input.json: main.deny_public_bucket: bucket web is public",
            Outcome::Fail
        )]
    );
    let finding = &report.findings[0];
    assert_eq!(
        finding.actual,
        "main.deny_public_bucket: bucket web is public"
    );
    assert_eq!(finding.expected, "no result of main.deny_public_*");
    assert_eq!(report.populations[0].size, 1);
    assert_eq!(
        report.attributes[0].value,
        "main.deny_unencrypted, main.warn_untagged"
    );
}

#[test]
fn results_with_a_path_are_cited_where_it_leads() {
    let report = examine(POLICY, DOCUMENT, &["deny_unencrypted"], &json!({}));
    let finding = &report.findings[0];
    assert_eq!(
        finding.subject,
        "it/input.json: web: main.deny_unencrypted: not encrypted"
    );
    assert_eq!(
        finding.locations[0].pointer.as_deref(),
        Some("/buckets/web")
    );
    assert_eq!(finding.locations[0].line, Some(4));
}

#[test]
fn silence_about_a_document_with_nothing_in_it_is_no_pass() {
    for (document, expected) in [
        ("{}", Outcome::Inconclusive),
        ("\"502 Bad Gateway\"", Outcome::Inconclusive),
        ("0", Outcome::Inconclusive),
        ("[]", Outcome::NotApplicable),
    ] {
        let report = examine(POLICY, document, &["deny_public_bucket"], &json!({}));
        assert_eq!(
            report.outcomes("holds"),
            [("it/input.json", expected)],
            "{document}"
        );
    }
    for document in ["[{}]", "[7]", "[null]", "[{\"a\": 1}, \"502 Bad Gateway\"]"] {
        let report = examine(POLICY, document, &["deny_public_bucket"], &json!({}));
        assert!(
            report
                .outcomes("holds")
                .iter()
                .any(|(_, outcome)| *outcome == Outcome::Inconclusive),
            "{document}"
        );
    }
    // A rule that asks for what is not there speaks all the same.
    let policy = "package main\nimport rego.v1\ndeny contains \"no owner\" if not input.owner\n";
    let report = examine(policy, "{}", &["deny"], &json!({}));
    assert_eq!(
        report.outcomes("holds"),
        [("it/input.json: main.deny: no owner", Outcome::Fail)]
    );
}

#[test]
fn each_result_is_a_finding_of_its_own() {
    let subjects = |policy: &str, document: &str| -> Vec<String> {
        let policy = format!("package main\nimport rego.v1\n{policy}");
        let report = examine(&policy, document, &["deny*"], &json!({}));
        assert!(
            report
                .findings
                .iter()
                .all(|one| one.outcome == Outcome::Fail)
        );
        let found = report.outcomes("holds").into_iter();
        found.map(|(subject, _)| subject.to_owned()).collect()
    };
    let policy = "deny contains msg if { some b in input.buckets; b.acl == \"public-read\"; msg := sprintf(\"%s is public\", [b.name]) }\n";
    let one = r#"{"buckets": [{"name": "site", "acl": "public-read"}]}"#;
    let two = r#"{"buckets": [{"name": "site", "acl": "public-read"}, {"name": "patients", "acl": "public-read"}]}"#;
    assert_eq!(
        subjects(policy, one),
        ["it/input.json: main.deny: site is public"]
    );
    assert_eq!(
        subjects(policy, two),
        [
            "it/input.json: main.deny: patients is public",
            "it/input.json: main.deny: site is public"
        ]
    );
    // Two rules about one resource, two places with one message, and two lines that only the place tells.
    assert_eq!(
        subjects(
            "deny_a contains {\"msg\": \"no\", \"resource\": \"web\"} if true\ndeny_b contains {\"msg\": \"no\", \"resource\": \"web\"} if true\n",
            one
        ),
        [
            "it/input.json: web: main.deny_a: no",
            "it/input.json: web: main.deny_b: no"
        ]
    );
    assert_eq!(
        subjects(
            "deny contains {\"msg\": \"no\", \"path\": [\"buckets\", i]} if some i in [0, 1]\n",
            one
        ),
        [
            "it/input.json: /buckets/0: main.deny: no",
            "it/input.json: /buckets/1: main.deny: no"
        ]
    );
    assert_eq!(
        subjects(
            "deny contains {\"msg\": \"no\", \"line\": i} if some i in [3, 4]\n",
            one
        ),
        [
            "it/input.json: main.deny: no",
            "it/input.json: main.deny: no (2)"
        ]
    );
    // However long the messages are.
    let long = format!(
        "deny contains msg if {{ some end in [\"a\", \"b\"]; msg := sprintf(\"{}%s\", [end]) }}\n",
        "x".repeat(400)
    );
    let found = subjects(&long, one);
    assert_eq!(found.len(), 2);
    assert_ne!(found[0], found[1]);
    assert!(found.iter().all(|subject| subject.chars().count() <= 200));
}

#[test]
fn a_document_without_results_passes() {
    let good = DOCUMENT.replace("public-read", "private");
    let report = examine(POLICY, &good, &["deny_public_bucket"], &json!({}));
    assert_eq!(report.outcomes("holds"), [("it/input.json", Outcome::Pass)]);
    assert_eq!(
        report.findings[0].actual,
        "no result of main.deny_public_bucket"
    );
}

#[test]
fn warnings_are_failures_of_low_severity_or_what_is_configured() {
    let bad = DOCUMENT.replace(", \"owner\": \"web\"", "");
    let of = |warnings: &str| {
        let report = examine(POLICY, &bad, &["warn_*"], &json!({ "warnings": warnings }));
        let finding = &report.findings[0];
        (
            finding.outcome,
            finding.severity.as_ref().map(|change| change.severity),
        )
    };
    assert_eq!(of("low"), (Outcome::Fail, Some(Severity::Low)));
    assert_eq!(of("fail"), (Outcome::Fail, None));
    assert_eq!(of("ignore"), (Outcome::Pass, None));
}

#[test]
fn results_have_the_forms_that_conftest_documents() {
    for (body, expected) in [
        (
            "deny contains \"no\" if input.a == 1",
            (Outcome::Fail, "main.deny: no"),
        ),
        (
            "deny := \"no\" if input.a == 1",
            (Outcome::Fail, "main.deny: no"),
        ),
        (
            "deny := [\"no\"] if input.a == 1",
            (Outcome::Fail, "main.deny: no"),
        ),
        (
            "deny contains {\"msg\": \"no\"} if input.a == 1",
            (Outcome::Fail, "main.deny: no"),
        ),
        (
            "deny if input.a == 1",
            (Outcome::Fail, "main.deny: the rule holds"),
        ),
        (
            "deny contains \"no\" if input.a == 2",
            (Outcome::Pass, "no result of main.deny"),
        ),
        (
            "deny := \"no\" if input.a == 2",
            (Outcome::Pass, "no result of main.deny"),
        ),
        (
            "default deny := false",
            (Outcome::Pass, "no result of main.deny"),
        ),
    ] {
        assert_eq!(outcome(body), (expected.0, expected.1.to_owned()), "{body}");
    }
    let violation = "package main\nviolation[{\"msg\": msg}] { input.a == 1; msg := \"no\" }\n";
    let report = examine(
        violation,
        "{\"a\": 1}",
        &["violation"],
        &json!({ "rego-version": "v0" }),
    );
    assert_eq!(report.findings[0].actual, "main.violation: no");
}

#[test]
fn what_cannot_be_decided_is_inconclusive() {
    for body in [
        "deny contains 3 if input.a == 1",
        "deny contains {\"message\": \"no\"} if input.a == 1",
        "deny := 7",
        "deny := null",
        "deny contains \"no\" if to_number(input.s) > 3",
        "deny contains \"no\" if http.send({\"url\": \"https://x.example\"}).status_code == 200",
        "deny contains \"no\" if not unheard.of(input.s)",
        "deny contains msg if input.a == 1",
        "deny contains x if { some x in deny }",
        "deny contains \"no\" if regex.match(\"(\", input.s)",
        "deny contains \"no\" if { input.a == 1 } else := \"x\" if { input.a == }",
        "",
    ] {
        assert_eq!(outcome(body).0, Outcome::Inconclusive, "{body}");
    }
}

#[test]
fn an_error_of_a_builtin_can_be_passed_over_as_opa_does() {
    let policy = "package main\nimport rego.v1\ndeny contains \"no\" if to_number(input.s) > 3\n";
    let change = json!({ "builtin-errors": "undefined" });
    let report = examine(policy, "{\"s\": \"abc\"}", &["deny"], &change);
    assert_eq!(report.findings[0].outcome, Outcome::Pass);
}

#[test]
fn a_rule_that_never_ends_is_given_up_after_a_known_number_of_steps() {
    let loops = "deny contains \"no\" if {\n some a in numbers.range(1, 1000)\n some b in numbers.range(1, 1000)\n some c in numbers.range(1, 1000)\n a + b + c == 1\n}";
    let policy = format!("package main\nimport rego.v1\n{loops}\n");
    let change = json!({ "max-steps": 50_000 });
    let report = examine(&policy, "{}", &["deny"], &change);
    assert_eq!(report.findings[0].outcome, Outcome::Inconclusive);
    assert_eq!(
        report.findings[0].actual,
        "main.deny: the rule takes more steps than `max-steps` allows"
    );
}

#[test]
fn a_rule_that_does_not_exist_is_inconclusive_beside_one_that_passes() {
    let good = DOCUMENT.replace("public-read", "private");
    let report = examine(
        POLICY,
        &good,
        &["deny_public_bucket", "main.deny_bucket", "other.deny"],
        &json!({}),
    );
    let found: Vec<_> = report.outcomes("holds");
    assert_eq!(
        found,
        [
            ("it/input.json", Outcome::Pass),
            ("rule main.deny_bucket", Outcome::Inconclusive),
            ("rule other.deny", Outcome::Inconclusive)
        ]
    );
}

#[test]
fn a_word_in_a_text_or_comment_is_no_rule() {
    let policy = "package main\nimport rego.v1\n# deny_a\ndeny contains \"deny_b\" if input.x == deny_c(1)\ndeny_c(x) := x\n";
    let report = examine(policy, "{\"x\": 2}", &["deny_a", "deny_b"], &json!({}));
    assert_eq!(report.findings.len(), 2);
    assert!(
        report
            .findings
            .iter()
            .all(|one| one.outcome == Outcome::Inconclusive)
    );
}

#[test]
fn a_policy_that_does_not_parse_leaves_everything_undecided() {
    let evidence = MemoryEvidence::new()
        .file("policies", "policy/main.rego", POLICY)
        .file(
            "policies",
            "policy/old.rego",
            "package main\n\ndeny[msg] { msg := \"x\" }\n",
        )
        .file("documents", "it/input.json", DOCUMENT);
    let report = run::<Rego>(
        &config(&["deny_public_*"], &json!({})),
        "2026-11-22",
        &evidence,
    )
    .unwrap();
    assert_eq!(
        report.outcomes("holds"),
        [("policy/old.rego", Outcome::Inconclusive)]
    );
    let finding = &report.findings[0];
    assert!(
        finding.actual.contains("set `rego-version`"),
        "{}",
        finding.actual
    );
    assert_eq!(finding.locations[0].line, Some(3));
}

#[test]
fn exceptions_are_not_applicable_or_what_is_configured() {
    let policy = format!(
        "{POLICY}\nexception contains rules if {{\n input.buckets.web\n rules := [\"public_bucket\"]\n}}\n"
    );
    let rules = ["deny_public_bucket"];
    let excepted = examine(&policy, DOCUMENT, &rules, &json!({}));
    assert_eq!(excepted.findings[0].outcome, Outcome::NotApplicable);
    assert!(
        excepted.findings[0]
            .actual
            .starts_with("excepted by the policy: main.deny_public_bucket")
    );
    let failed = examine(&policy, DOCUMENT, &rules, &json!({ "exceptions": "fail" }));
    assert_eq!(failed.findings[0].outcome, Outcome::Fail);
    let other = examine(&policy, DOCUMENT, &["deny_unencrypted"], &json!({}));
    assert_eq!(other.findings[0].outcome, Outcome::Fail);
}

#[test]
fn documents_of_a_stream_are_judged_one_by_one() {
    let policy = "package kubernetes.security\nimport rego.v1\ndeny contains \"root\" if not input.spec.nonroot\n";
    let stream = "kind: Pod\nmetadata: {name: a, namespace: x}\nspec: {nonroot: true}\n---\nkind: Pod\nmetadata: {name: b}\nspec: {}\n---\n";
    let evidence = MemoryEvidence::new()
        .file("policies", "policy/k8s.rego", policy)
        .file("documents", "k8s/pods.yaml", stream);
    let report = run::<Rego>(
        &config(&["kubernetes.security.deny"], &json!({})),
        "2026-11-22",
        &evidence,
    )
    .unwrap();
    assert_eq!(
        report.outcomes("holds"),
        [
            (
                "k8s/pods.yaml: Pod b: kubernetes.security.deny: root",
                Outcome::Fail
            ),
            ("k8s/pods.yaml: Pod x/a", Outcome::Pass)
        ]
    );
    assert_eq!(
        report.about(
            "holds",
            "k8s/pods.yaml: Pod b: kubernetes.security.deny: root"
        )[0]
        .locations[0]
            .line,
        Some(5)
    );
}

/// Findings about documents with policies in several files.
fn of_files(files: &[(&str, &str, &str)]) -> Vec<(String, Outcome)> {
    let evidence = files
        .iter()
        .fold(MemoryEvidence::new(), |evidence, (input, path, content)| {
            evidence.file(input, path, *content)
        });
    let report = run::<Rego>(&config(&["main.deny"], &json!({})), "2026-11-22", &evidence).unwrap();
    let outcomes = report.outcomes("holds");
    outcomes
        .into_iter()
        .map(|(subject, outcome)| (subject.to_owned(), outcome))
        .collect()
}

const PRIVILEGED: &str = "package main\nimport rego.v1\ndeny contains \"privileged\" if {\n input.kind == \"Pod\"\n input.spec.privileged\n}\n";

#[test]
fn the_objects_of_a_list_are_judged_one_by_one() {
    let of = |policy: &str, list: &str| {
        let found = of_files(&[
            ("policies", "policy/k8s.rego", policy),
            ("documents", "pods.yaml", list),
        ]);
        let shorter = found.into_iter().map(|(subject, outcome)| {
            let subject = subject.trim_start_matches("pods.yaml").to_owned();
            (subject, outcome)
        });
        shorter.collect::<Vec<_>>()
    };
    let list = "apiVersion: v1\nkind: List\nmetadata: {resourceVersion: \"\"}\nitems:\n- {kind: Pod, metadata: {name: a}, spec: {privileged: true}}\n- {kind: Pod, metadata: {name: b}, spec: {}}\n";
    let expected = [
        (": Pod a: main.deny: privileged".to_owned(), Outcome::Fail),
        (": Pod b".to_owned(), Outcome::Pass),
    ];
    assert_eq!(of(PRIVILEGED, list), expected);
    // The API states neither version nor kind of the elements of a typed list.
    let typed = list
        .replace("kind: List", "kind: PodList")
        .replace("kind: Pod, ", "");
    assert_eq!(of(PRIVILEGED, &typed), expected);
    for wrong in [
        list.replace("kind: Pod, ", ""),
        list.replace("items:", "items: none\nothers:"),
        list.replace("items:", "others:"),
        list.replace("- {kind: Pod", "- 3\n- {kind: Pod"),
    ] {
        assert_eq!(
            of(PRIVILEGED, &wrong),
            [(String::new(), Outcome::Inconclusive)],
            "{wrong}"
        );
    }
    assert!(of(PRIVILEGED, "apiVersion: v1\nkind: List\nitems: []\n").is_empty());
    // What only ends like a list is a document like any other.
    let other = of(PRIVILEGED, "kind: AllowList\nmetadata: {name: x}\n");
    assert_eq!(other, [(": AllowList x".to_owned(), Outcome::Pass)]);
}

#[test]
fn a_policy_that_reads_lists_is_given_the_list_too() {
    let policy = "package main\nimport rego.v1\ndeny contains \"privileged\" if {\n some pod in input.items\n pod.spec.privileged\n}\n";
    let list = "kind: List\nitems:\n- {kind: Pod, metadata: {name: a}, spec: {privileged: true}}\n";
    let found = of_files(&[
        ("policies", "policy/k8s.rego", policy),
        ("documents", "pods.yaml", list),
    ]);
    assert_eq!(
        found,
        [
            (
                "pods.yaml: List: main.deny: privileged".to_owned(),
                Outcome::Fail
            ),
            ("pods.yaml: Pod a".to_owned(), Outcome::Pass)
        ]
    );
}

#[test]
fn the_elements_of_a_document_that_is_a_list_are_judged_one_by_one() {
    let policy = "package main\nimport rego.v1\ndeny contains \"bad\" if {\n input.kind == \"Deployment\"\n input.spec.bad\n}\n";
    let of = |path: &str, text: &str| {
        of_files(&[
            ("policies", "policy/k8s.rego", policy),
            ("documents", path, text),
        ])
    };
    let named = r#"[{"kind": "Deployment", "metadata": {"name": "a"}, "spec": {"bad": true}},
        {"kind": "Deployment", "metadata": {"name": "b"}, "spec": {}}]"#;
    assert_eq!(
        of("d.json", named),
        [
            (
                "d.json: Deployment a: main.deny: bad".to_owned(),
                Outcome::Fail
            ),
            ("d.json: Deployment b".to_owned(), Outcome::Pass),
        ]
    );
    let bare = "- kind: Deployment\n  spec: {}\n- kind: Deployment\n  spec: {bad: true}\n";
    assert_eq!(
        of("d.yaml", bare),
        [
            ("d.yaml: /0".to_owned(), Outcome::Pass),
            ("d.yaml: /1: main.deny: bad".to_owned(), Outcome::Fail),
        ]
    );
    // The place is that of the element.
    let evidence = MemoryEvidence::new()
        .file("policies", "policy/k8s.rego", policy)
        .file("documents", "d.yaml", bare);
    let report = run::<Rego>(&config(&["main.deny"], &json!({})), "2026-11-22", &evidence).unwrap();
    let place = &report.about("holds", "d.yaml: /1: main.deny: bad")[0].locations[0];
    assert_eq!(
        (place.pointer.as_deref(), place.line),
        (Some("/1"), Some(3))
    );
    let stream = "- {kind: Job}\n---\n- {kind: Deployment, spec: {bad: true}}\n---\n[[{kind: Deployment, spec: {bad: true}}]]\n";
    assert_eq!(
        of("d.yaml", stream),
        [
            ("d.yaml: document 1: /0".to_owned(), Outcome::Pass),
            (
                "d.yaml: document 2: /0: main.deny: bad".to_owned(),
                Outcome::Fail
            ),
            (
                "d.yaml: document 3: /0/0: main.deny: bad".to_owned(),
                Outcome::Fail
            ),
        ]
    );
    let list = r#"[{"kind": "List", "items": [{"kind": "Deployment", "spec": {"bad": true}}]}]"#;
    assert_eq!(
        of("d.json", list),
        [(
            "d.json: /0/items/0: main.deny: bad".to_owned(),
            Outcome::Fail
        )]
    );
    assert_eq!(
        of("d.json", "[[[[[[{}]]]]]]"),
        [("d.json".to_owned(), Outcome::Inconclusive)]
    );
}

#[test]
fn a_policy_that_goes_over_a_list_is_given_the_whole() {
    let of = |body: &str, text: &str| {
        let policy = format!("package main\nimport rego.v1\n{body}\n");
        of_files(&[
            ("policies", "policy/main.rego", &policy),
            (
                "policies",
                "policy/lib.rego",
                "package lib\nimport rego.v1\nis_bad if input.spec.bad\n",
            ),
            ("documents", "d.json", text),
        ])
    };
    let passes = [("d.json".to_owned(), Outcome::Pass)];
    let fails = |what: &str| [(format!("d.json: main.deny: {what}"), Outcome::Fail)];
    let users = r#"[{"name": "mara", "mfa": true}, {"name": "tom", "mfa": true}]"#;
    let without = users.replace("\"tom\", \"mfa\": true", "\"tom\"");
    for body in [
        "deny contains \"no MFA\" if { some user in input; not user.mfa }",
        "deny contains \"no MFA\" if { user := input[_]; not user.mfa }",
        "deny contains \"no MFA\" if { not fine }\nfine if { every user in input { user.mfa } }",
        "deny contains \"no MFA\" if count([u | some u in input; not u.mfa]) > 0",
    ] {
        assert_eq!(of(body, users), passes, "{body}");
        assert_eq!(of(body, &without), fails("no MFA"), "{body}");
    }
    // What Conftest combines.
    let combined = r#"[{"path": "a.yaml", "contents": {"kind": "Pod", "spec": {"bad": true}}}]"#;
    let body = "deny contains \"bad\" if input[_].contents.spec.bad";
    assert_eq!(of(body, combined), fails("bad"));
    // Values have no fields to look for.
    let body = "deny contains \"open\" if { some range in input; range == \"0.0.0.0/0\" }";
    assert_eq!(of(body, r#"["10.0.0.0/8"]"#), passes);
    assert_eq!(of(body, r#"["10.0.0.0/8", "0.0.0.0/0"]"#), fails("open"));
    // Where the policy reads fields besides, here or in what it uses, either may be meant.
    let bad = r#"[{"kind": "Pod", "spec": {"bad": true}}]"#;
    let grouped = r#"[{"web": {"spec": {"bad": true}}}]"#;
    for (body, text) in [
        (
            "deny contains \"bad\" if input.spec.bad\ndeny contains \"none\" if count(input) == 0",
            bad,
        ),
        (
            "deny contains \"bad\" if object.get(input, \"kind\", \"\") == \"Pod\"",
            bad,
        ),
        (
            "deny contains \"bad\" if { some key, one in input; key == \"kind\"; one == \"Pod\" }",
            bad,
        ),
        (
            "deny contains \"bad\" if { some key; input[key] == \"Pod\" }",
            bad,
        ),
        (
            "deny contains \"bad\" if { some one in input; one.none }\ndeny contains \"lib\" if data.lib.is_bad",
            bad,
        ),
        (
            "import data.lib\ndeny contains \"bad\" if { some one in input; one.none }\ndeny contains \"lib\" if lib.is_bad",
            bad,
        ),
        (
            "import input.spec\ndeny contains \"bad\" if { some one in input; one.none }\ndeny contains \"spec\" if spec.bad",
            bad,
        ),
        (
            "deny contains \"bad\" if { some one in input; one.spec.bad }",
            grouped,
        ),
        ("deny contains \"bad\" if count(input) == 1", bad),
    ] {
        let found = of(body, text);
        assert!(
            found.iter().any(|(_, outcome)| *outcome == Outcome::Fail),
            "{body}: {found:?}"
        );
    }
}

#[test]
fn an_import_that_nothing_provides_leaves_everything_undecided() {
    let of = |import: &str, input: &str, other: &str| {
        let policy = format!(
            "package main\nimport rego.v1\nimport data.{import}\ndeny contains \"no\" if kubernetes.is_pod\n"
        );
        let path = format!(
            "{input}/other.{}",
            if input == "data" { "yaml" } else { "rego" }
        );
        let found = of_files(&[
            ("policies", "policy/main.rego", &policy),
            (input, &path, other),
            ("documents", "pod.yaml", "kind: Pod\n"),
        ]);
        assert_eq!(found.len(), 1, "{found:?}");
        found[0].clone()
    };
    let library = "package lib.kubernetes\nimport rego.v1\nis_pod if input.kind == \"Pod\"\n";
    for (import, input, other, expected) in [
        ("lib.kubernetes", "policies", library, Outcome::Fail),
        (
            "lib as kubernetes",
            "policies",
            library,
            Outcome::Inconclusive,
        ),
        ("lib[\"kubernetes\"]", "policies", library, Outcome::Fail),
        (
            "lib.kubernetes.is_pod as kubernetes",
            "policies",
            library,
            Outcome::Pass,
        ),
        (
            "lib.kubernetes.is_job as kubernetes",
            "policies",
            library,
            Outcome::Inconclusive,
        ),
        ("kubernetes", "policies", library, Outcome::Inconclusive),
        (
            "lib.kubernets as kubernetes",
            "policies",
            library,
            Outcome::Inconclusive,
        ),
        (
            "kubernetes",
            "data",
            "kubernetes: {is_pod: true}\n",
            Outcome::Fail,
        ),
        ("kubernetes", "data", "kubernetes: {}\n", Outcome::Pass),
        ("kubernetes", "data", "other: {}\n", Outcome::Inconclusive),
    ] {
        assert_eq!(of(import, input, other).1, expected, "{import} {other}");
    }
    let (subject, _) = of("kubernetes", "policies", library);
    assert_eq!(subject, "policy/main.rego");
}

#[test]
fn a_name_below_data_that_nothing_provides_leaves_everything_undecided() {
    let of = |body: &str, data: &str| {
        let policy = format!("package main\nimport rego.v1\n\n{body}\n");
        let found = of_files(&[
            ("policies", "policy/main.rego", &policy),
            ("data", "policy/data/allowed.yaml", data),
            ("documents", "pod.yaml", "kind: Pod\n"),
        ]);
        assert_eq!(found.len(), 1, "{found:?}");
        found[0].1
    };
    let allowed = "allowed: {kinds: [Job]}\n";
    for (body, expected) in [
        (
            "deny contains \"no\" if not input.kind in data.allowed.kinds",
            Outcome::Fail,
        ),
        (
            "deny contains \"no\" if input.kind in data.forbidden.kinds",
            Outcome::Inconclusive,
        ),
        (
            "deny contains \"no\" if data.forbidden[input.kind]",
            Outcome::Inconclusive,
        ),
        (
            "deny contains \"no\" if { some kind in data.forbidden; kind == input.kind }",
            Outcome::Inconclusive,
        ),
        (
            "deny contains \"no\" if { every k in [\"Pod\"] { k in data.forbidden } }",
            Outcome::Inconclusive,
        ),
        (
            "deny contains \"no\" if count([k | k := data.forbidden[_]; k == input.kind]) > 0",
            Outcome::Inconclusive,
        ),
        (
            "deny contains \"no\" if data.lib.is_pod(input)",
            Outcome::Inconclusive,
        ),
        (
            "deny contains msg if { input.kind == \"Job\"; msg := sprintf(\"%v\", [data.why[\"job\"]]) }",
            Outcome::Inconclusive,
        ),
        (
            "is_pod if input.kind == \"Pod\"\ndeny contains \"no\" if data.main.is_pod",
            Outcome::Fail,
        ),
        (
            "deny contains \"no\" if data.main.is_job",
            Outcome::Inconclusive,
        ),
        // What stands beside data that is there may be optional.
        (
            "deny contains \"no\" if data.allowed.exceptions[input.kind]",
            Outcome::Pass,
        ),
        (
            "x := 1 if input.kind == data.forbidden with data.forbidden as \"Pod\"\ndeny contains \"no\" if x == 2",
            Outcome::Inconclusive,
        ),
        (
            "deny contains \"data.forbidden\" if input.kind == \"Job\" # data.forbidden",
            Outcome::Pass,
        ),
    ] {
        assert_eq!(of(body, allowed), expected, "{body}");
    }
}

#[test]
fn data_is_merged_at_the_root() {
    let policy = "package main\nimport rego.v1\ndeny contains \"no\" if not input.region in data.allowed.regions\n";
    let of = |data: &str| {
        let evidence = MemoryEvidence::new()
            .file("policies", "policy/main.rego", policy)
            .file("data", "policy/data/regions.yaml", data)
            .file("documents", "it/input.yaml", "region: eu-central-1\n");
        let report = run::<Rego>(&config(&["deny"], &json!({})), "2026-11-22", &evidence).unwrap();
        report.findings[0].outcome
    };
    assert_eq!(of("allowed: {regions: [eu-central-1]}"), Outcome::Pass);
    assert_eq!(of("allowed: {regions: [us-east-1]}"), Outcome::Fail);
    for wrong in ["[1]", "", "a: [", "main: {deny: 1}\n---\nmain: {deny: 2}"] {
        assert_eq!(of(wrong), Outcome::Inconclusive, "{wrong}");
    }
}

#[test]
fn the_builtins_that_stand_in_answer_as_opa_does() {
    for condition in [
        "regex.match(`^a\\d?b`, input.s)",
        "re_match(`c$`, input.s)",
        "regex.replace(\"a-b\", \"-\", \"+\") == \"a+b\"",
        "regex.split(\"[,;]\", \"a,b;c\") == [\"a\", \"b\", \"c\"]",
        "regex.find_n(\"[a-c]\", \"abc\", 2) == [\"a\", \"b\"]",
        "regex.find_all_string_submatch_n(\"(a)(b)?\", \"ab\", -1) == [[\"ab\", \"a\", \"b\"]]",
        "not regex.is_valid(\"(\")",
        "time.now_ns() == time.parse_rfc3339_ns(\"2026-11-22T00:00:00Z\")",
        "net.cidr_contains(\"10.0.0.0/8\", \"10.1.2.3\")",
        "net.cidr_contains(\"0.0.0.0/0\", \"10.0.0.0/8\")",
        "not net.cidr_contains(\"10.0.0.0/16\", \"10.0.0.0/8\")",
        "not net.cidr_contains(\"10.0.0.0/16\", \"10.1.0.1\")",
        "net.cidr_contains(\"::/0\", \"2001:db8::1\")",
        "base64.decode(\"YWJj\") == input.s",
        "semver.compare(\"1.2.0\", \"1.10.0\") == -1",
    ] {
        let found = outcome(&format!("deny contains \"so\" if {condition}"));
        assert_eq!(
            found,
            (Outcome::Fail, "main.deny: so".to_owned()),
            "{condition}"
        );
    }
}

#[test]
fn numbers_keep_their_exact_values() {
    let policy =
        "package main\nimport rego.v1\ndeny contains \"same\" if input.n == 9007199254740993\n";
    assert_eq!(
        outcomes(policy, "{\"n\": 9007199254740993}")[0].0,
        Outcome::Fail
    );
    assert_eq!(
        outcomes(policy, "{\"n\": 9007199254740992}")[0].0,
        Outcome::Pass
    );
}

#[test]
fn damage_never_makes_a_document_or_policy_pass() {
    let good = DOCUMENT.replace("public-read", "private");
    for (name, content) in damaged(good.as_bytes()) {
        let evidence = MemoryEvidence::new()
            .file("policies", "policy/main.rego", POLICY)
            .file("documents", "it/input.json", content);
        let report = run::<Rego>(
            &config(&["deny_public_*"], &json!({})),
            "2026-11-22",
            &evidence,
        )
        .unwrap();
        assert!(
            report
                .findings
                .iter()
                .all(|one| one.outcome == Outcome::Inconclusive),
            "{name}"
        );
    }
    for (name, content) in damaged(POLICY.as_bytes()) {
        let evidence = MemoryEvidence::new()
            .file("policies", "policy/main.rego", content)
            .file("documents", "it/input.json", DOCUMENT);
        let report = run::<Rego>(
            &config(&["deny_public_bucket"], &json!({})),
            "2026-11-22",
            &evidence,
        )
        .unwrap();
        assert!(
            report
                .findings
                .iter()
                .all(|one| one.outcome != Outcome::Pass),
            "{name}"
        );
    }
}

#[test]
fn hostile_policies_are_refused_by_the_parser() {
    for body in [
        format!(
            "deny contains \"x\" if {}1{} == 1",
            "(".repeat(5000),
            ")".repeat(5000)
        ),
        format!("deny contains \"x\" if {}", "[".repeat(13)),
        format!("deny contains \"x\" if {}", "[".repeat(12)),
        format!("deny contains \"x\" if {}", "[".repeat(100_000)),
        "x".repeat(2_000_000),
    ] {
        let policy = format!("package main\nimport rego.v1\n{body}\n");
        assert_eq!(outcomes(&policy, "{}")[0].0, Outcome::Inconclusive);
    }
}

#[test]
fn mistakes_in_the_configuration_name_the_control() {
    let refusal = |rules: &[&str], change: &Value| {
        let evidence = MemoryEvidence::new();
        match run::<Rego>(&config(rules, change), "2026-11-22", &evidence) {
            Err(Failure::Config(message)) => message,
            other => panic!("expected a refusal, got {other:?}"),
        }
    };
    for rules in [
        &["allow"][..],
        &["main.allow_*"],
        &["deny.*"],
        &[""],
        &[".deny"],
        &["denyall"],
        &[],
    ] {
        assert!(
            refusal(rules, &json!({})).contains("the control `holds`"),
            "{rules:?}"
        );
    }
    assert!(refusal(&["deny"], &json!({ "control": [] })).contains("no control"));
    assert!(refusal(&["deny"], &json!({ "rego": 1 })).contains("unknown field `rego`"));
}

#[test]
fn nothing_configured_is_a_refusal_and_an_example_is_described() {
    let described = Rego::descriptor(None);
    assert_eq!(described.controls[0].id, "example-buckets-private");
    assert!(
        described
            .inputs
            .iter()
            .all(|input| input.default_globs.is_empty())
    );
    let refused = run::<Rego>("{}", "2026-11-22", &MemoryEvidence::new());
    assert!(matches!(refused, Err(Failure::Config(_))));
}

#[test]
fn the_manual_says_what_the_plugin_describes() {
    tickmark_plugin::testing::hold_manual::<Rego>(env!("CARGO_MANIFEST_DIR"));
}
