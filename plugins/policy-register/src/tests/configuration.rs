//! What the configuration changes, and which mistakes in it are refused.

use tickmark_plugin::Plugin;

use super::*;

#[test]
fn the_plugin_works_without_any_configuration() {
    let config: crate::Config = serde_from("{}");
    assert_eq!(config, crate::Config::default());
    let descriptor = PolicyRegister::descriptor(None);
    assert_eq!(descriptor.inputs.len(), 2);
    assert!(descriptor.inputs.iter().all(|input| !input.required));
}

fn serde_from(text: &str) -> crate::Config {
    tickmark_plugin::reexport::serde_json::from_str(text).unwrap()
}

#[test]
fn each_criterion_has_the_relation_that_a_document_can_bear() {
    use tickmark_plugin::Relation::{Implements, Supports};
    let mut edges: Vec<(String, tickmark_plugin::Relation, String)> =
        PolicyRegister::controls(None)
            .into_iter()
            .flat_map(|control| {
                let id = control.id;
                control
                    .mappings
                    .into_iter()
                    .map(move |edge| (edge.criterion, edge.relation, id.clone()))
            })
            .collect();
    edges.sort();
    let implementing = |criterion: &str| {
        edges
            .iter()
            .filter(|(known, relation, _)| known == criterion && *relation == Implements)
            .count()
    };
    for (criterion, count) in [
        ("CC1.1", 1),
        ("CC2.2", 0),
        ("CC5.3", 3),
        ("CC7.4", 0),
        ("CC9.1", 1),
    ] {
        assert_eq!(implementing(criterion), count, "{criterion}");
    }
    let supporting = |criterion: &str| {
        edges
            .iter()
            .any(|(known, relation, _)| known == criterion && *relation == Supports)
    };
    assert!(supporting("CC2.2") && supporting("CC7.4"));
}

#[test]
fn mistakes_are_refused_by_name() {
    for (config, expected) in [
        (r#"{"required": ["no-such"]}"#, "`no-such` is no known kind"),
        (r#"{"required": []}"#, "required"),
        (r#"{"date-formats": ["%m/%Y"]}"#, "date-formats"),
        (
            r#"{"max-review-interval": "12"}"#,
            "a number without a unit",
        ),
        (
            r#"{"max-review-interval": "0 days"}"#,
            "an interval of nothing",
        ),
        (r#"{"people": [["Jane Doe"]]}"#, "people"),
        (r#"{"ignore": ["**/{a"]}"#, "ignore"),
        (
            r#"{"ignore-without-front-matter": ["[a"]}"#,
            "ignore-without-front-matter",
        ),
        (r#"{"kinds": {"a": {"titles": ["{a"]}}}"#, "kinds.a.titles"),
        (r#"{"kinds": {"a": {}}}"#, "never be recognised"),
        (r#"{"kinds": {"A B": {"titles": ["a"]}}}"#, "no identifier"),
        (r#"{"statuses": {"draft": ["approved"]}}"#, "two lists"),
        (r#"{"no-such-setting": 1}"#, "no-such-setting"),
        (r#"{"fields": {"no-such-field": []}}"#, "no-such-field"),
    ] {
        let message = mistake(config);
        assert!(message.contains(expected), "{config}: {message}");
    }
}

#[test]
fn field_names_can_be_changed() {
    let document = Document::new("Policy")
        .without("owner")
        .with("steward", "Jane Doe");
    let judge = |config: &str| {
        let evidence = evidence(&[("policies/a.md", document.text())]);
        outcome(&examine_with(config, &evidence), "policies-owned", "Policy")
    };
    assert_eq!(judge("{}"), Outcome::Fail);
    assert_eq!(
        judge(r#"{"fields": {"owner": ["Steward"]}}"#),
        Outcome::Pass
    );
    assert_eq!(
        judge(r#"{"fields": {"owner": ["people.steward"]}}"#),
        Outcome::Fail
    );
}

#[test]
fn nested_names_and_sections_can_be_changed() {
    let text =
        "---\ntitle: Policy\npeople:\n  steward: Jane Doe\nhouse:\n  version: 4\n---\nText\n";
    let report = examine_with(
        r#"{"fields": {"owner": ["people.steward"]}, "sections": ["house"]}"#,
        &evidence(&[("policies/a.md", text.to_owned())]),
    );
    assert_eq!(outcome(&report, "policies-owned", "Policy"), Outcome::Pass);
    let version = finding(&report, "policies-versioned", "Policy");
    assert_eq!(version.outcome, Outcome::Pass);
    assert_eq!(
        version.locations[0].pointer.as_deref(),
        Some("/house/version")
    );
}

#[test]
fn one_name_may_say_two_things() {
    let document = Document::new("Policy")
        .without("approved_on")
        .without("last_reviewed")
        .with("date", "2026-03-01");
    let report = examine_with(
        r#"{"fields": {"approved-on": ["date"], "last-reviewed": ["date"]}}"#,
        &evidence(&[("policies/a.md", document.text())]),
    );
    for control in ["policies-approved", "policies-reviewed-on-time"] {
        assert_eq!(outcome(&report, control, "Policy"), Outcome::Pass);
    }
}

#[test]
fn a_date_format_settles_an_ambiguous_date() {
    let document = Document::new("Policy").with("approved_on", "03/04/2026");
    let judge = |config: &str| {
        let evidence = evidence(&[("policies/a.md", document.text())]);
        let report = examine_with(config, &evidence);
        finding(&report, "policies-approved", "Policy").clone()
    };
    assert_eq!(judge("{}").outcome, Outcome::Inconclusive);
    let settled = judge(r#"{"date-formats": ["%d/%m/%Y"]}"#);
    assert_eq!(settled.outcome, Outcome::Pass);
    assert_eq!(settled.occurred.as_deref(), Some("2026-04-03"));
}

#[test]
fn statuses_and_kinds_can_be_changed() {
    let document = Document::new("Notfallhandbuch").with("status", "gültig");
    let report = examine_with(
        r#"{"statuses": {"in-force": ["gültig"]},
            "kinds": {"incident-response": {"titles": ["*notfall*"]}, "ai": {"titles": ["*ai*"]}},
            "required": ["incident-response", "ai"]}"#,
        &evidence(&[("policies/a.md", document.text())]),
    );
    assert_eq!(
        report.outcomes("required-policies-present"),
        [("ai", Outcome::Fail), ("incident-response", Outcome::Pass)]
    );
}

#[test]
fn criteria_can_mark_a_kind() {
    let document = Document::new("Handbook").with("satisfies", "{TSC: [CC7.3, cc7.4]}");
    let report = examine_with(
        r#"{"kinds": {"incident-response": {"criteria": ["CC7.4"]}}}"#,
        &evidence(&[("policies/a.md", document.text())]),
    );
    assert_eq!(
        outcome(&report, "incident-response-plan-in-force", "Handbook"),
        Outcome::Pass
    );
}

#[test]
fn what_to_ignore_can_be_changed() {
    let plain = ("policies/Notes.md", "# Notes\n".to_owned());
    let policy = ("policies/a.md", Document::new("Policy").text());
    let report = examine_with(r#"{"ignore": ["**/notes.*"]}"#, &evidence(&[plain, policy]));
    assert_eq!(
        report.outcomes("policies-owned"),
        [("Policy", Outcome::Pass)]
    );
}
