//! The required set, and the kinds that criteria ask for.

use super::*;

const REQUIRED: &str = "required-policies-present";

fn titles() -> Vec<&'static str> {
    vec![
        "Acceptable Use Policy",
        "Access Control Policy",
        "Business Continuity Plan",
        "Change Management Policy",
        "Code of Conduct",
        "Data Classification Policy",
        "Incident Response Plan",
        "Information Security Policy",
        "Risk Management Policy",
        "Vendor Management Policy",
    ]
}

fn all(change: impl Fn(Document) -> Document) -> Report {
    let documents: Vec<(String, String)> = titles()
        .iter()
        .enumerate()
        .map(|(index, title)| {
            (
                format!("policies/{index}.md"),
                change(Document::new(title)).text(),
            )
        })
        .collect();
    let documents: Vec<(&str, String)> = documents
        .iter()
        .map(|(path, text)| (path.as_str(), text.clone()))
        .collect();
    examine_with("{}", &evidence(&documents))
}

#[test]
fn a_whole_set_in_order_passes_everything() {
    let report = all(|document| document);
    let register = "register-matches-documents";
    for finding in &report.findings {
        let expected = if finding.control == register {
            Outcome::NotApplicable
        } else {
            Outcome::Pass
        };
        assert_eq!(finding.outcome, expected, "{finding:?}");
    }
    assert_eq!(report.outcomes(REQUIRED).len(), titles().len());
    let conduct = finding(&report, REQUIRED, "code-of-conduct");
    assert_eq!(conduct.actual, "Code of Conduct: status `approved`");
    assert_eq!(conduct.locations[0].line, Some(4));
    for (control, _, title) in KIND_CONTROLS {
        assert_eq!(report.outcomes(control), [(title, Outcome::Pass)]);
    }
}

#[test]
fn every_control_says_that_its_findings_are_complete() {
    let report = all(|document| document);
    assert_eq!(report.populations.len(), crate::rules::RULES.len());
    for population in &report.populations {
        assert_eq!(
            population.shown_by.len(),
            titles().len(),
            "{}",
            population.control
        );
    }
}

#[test]
fn a_missing_kind_fails_by_name() {
    let report = examine(&Document::new("Travel Policy"));
    assert_eq!(report.outcomes(REQUIRED).len(), titles().len());
    for (control, kind, _) in KIND_CONTROLS {
        let required = finding(&report, REQUIRED, kind);
        assert_eq!(required.outcome, Outcome::Fail);
        assert_eq!(required.actual, "the only policy found is not of this kind");
        assert_eq!(outcome(&report, control, kind), Outcome::Fail);
    }
}

#[test]
fn a_kind_needs_a_policy_in_force() {
    for (status, expected) in [
        ("draft", Outcome::Fail),
        ("retired", Outcome::Fail),
        ("under review", Outcome::Inconclusive),
    ] {
        let report = examine(&Document::new("Code of Conduct").with("status", status));
        let required = finding(&report, REQUIRED, "code-of-conduct");
        assert_eq!(required.outcome, expected, "{status}");
        assert!(required.actual.contains("Code of Conduct"));
        let (_, outcome) = report.outcomes("code-of-conduct-in-force")[0];
        assert_eq!(outcome, expected, "{status}");
    }
}

#[test]
fn what_a_criterion_relies_on_must_be_approved_and_reviewed_too() {
    let change: [(&str, &str, Outcome); 4] = [
        ("approved_by", "Jane Doe", Outcome::Fail),
        ("approved_on", "03/04/2026", Outcome::Inconclusive),
        ("next_review", "2026-11-01", Outcome::Fail),
        ("owner", "TBD", Outcome::Pass),
    ];
    for (field, value, expected) in change {
        let report = all(|document| document.with(field, value));
        for (control, kind, title) in KIND_CONTROLS {
            assert_eq!(
                outcome(&report, control, title),
                expected,
                "{field}: {value}"
            );
            assert_eq!(
                outcome(&report, REQUIRED, kind),
                Outcome::Pass,
                "{kind} is there and in force"
            );
        }
    }
}

#[test]
fn the_kind_field_comes_before_the_title_and_the_title_before_the_file() {
    let judge = |path: &str, document: &Document| {
        let report = examine_with("{}", &evidence(&[(path, document.text())]));
        let mut kinds: Vec<String> = report
            .findings
            .iter()
            .filter(|finding| finding.control == REQUIRED && finding.outcome == Outcome::Pass)
            .map(|finding| finding.subject.clone())
            .collect();
        kinds.sort();
        kinds
    };
    let document = Document::new("Emergency Handbook");
    assert!(judge("policies/a.md", &document).is_empty());
    assert_eq!(
        judge("policies/code-of-conduct.md", &document),
        ["code-of-conduct"]
    );
    let titled = Document::new("Incident Response Plan");
    assert_eq!(
        judge("policies/code-of-conduct.md", &titled),
        ["incident-response"]
    );
    for kind in ["business-continuity", "Business Continuity", "BCP"] {
        let kinds = judge(
            "policies/code-of-conduct.md",
            &titled.clone().with("kind", kind),
        );
        assert_eq!(kinds, ["business-continuity"], "{kind}");
    }
    assert_eq!(
        judge(
            "policies/a.md",
            &document
                .clone()
                .with("kind", "[incident-response, access-control]")
        ),
        ["access-control", "incident-response"]
    );
    assert_eq!(
        judge("policies/a.md", &titled.with("type", "policy")),
        ["incident-response"],
        "a type that is no kind says nothing"
    );
    assert!(
        judge(
            "policies/a.md",
            &document.with("satisfies", "{TSC: [CC9.1, CC7.4]}")
        )
        .is_empty(),
        "criteria alone do not make a plan"
    );
}

#[test]
fn a_missing_kind_is_inconclusive_while_a_document_cannot_be_read() {
    let report = examine_with(
        "{}",
        &evidence(&[
            ("policies/a.md", Document::new("Code of Conduct").text()),
            ("policies/b.md", "---\nbroken: [\n---\nText\n".to_owned()),
            ("policies/incident-response.md", "# Plan\n".to_owned()),
        ]),
    );
    let plan = finding(&report, REQUIRED, "incident-response");
    assert_eq!(plan.outcome, Outcome::Inconclusive);
    assert_eq!(plan.locations.len(), 2, "both may be it: {}", plan.actual);
    let vendor = finding(&report, REQUIRED, "vendor-management");
    assert_eq!(vendor.outcome, Outcome::Inconclusive);
    assert_eq!(
        vendor.locations.len(),
        1,
        "the other is named for another kind"
    );
    assert_eq!(
        report.outcomes("incident-response-plan-in-force"),
        [("incident-response", Outcome::Inconclusive)]
    );
    assert_eq!(
        report.outcomes("code-of-conduct-in-force"),
        [("Code of Conduct", Outcome::Pass)]
    );
}

#[test]
fn an_unreadable_document_of_a_kind_stands_beside_the_good_one() {
    let report = examine_with(
        "{}",
        &evidence(&[
            ("policies/a.md", Document::new("Code of Conduct").text()),
            ("policies/code-of-conduct-2.md", "# Code\n".to_owned()),
        ]),
    );
    assert_eq!(
        report.outcomes("code-of-conduct-in-force"),
        [
            ("Code of Conduct", Outcome::Pass),
            ("policies/code-of-conduct-2.md", Outcome::Inconclusive)
        ]
    );
}

#[test]
fn a_plan_in_preparation_does_not_matter_beside_one_in_force() {
    let report = examine_with(
        "{}",
        &evidence(&[
            (
                "policies/a.md",
                Document::new("Business Continuity Plan").text(),
            ),
            (
                "policies/b.md",
                Document::new("Disaster Recovery Plan")
                    .with("status", "draft")
                    .text(),
            ),
        ]),
    );
    assert_eq!(
        report.outcomes("business-continuity-plan-in-force"),
        [("Business Continuity Plan", Outcome::Pass)]
    );
    assert_eq!(
        outcome(&report, "policies-in-force", "Disaster Recovery Plan"),
        Outcome::Fail
    );
}

#[test]
fn every_plan_in_force_is_judged() {
    let report = examine_with(
        "{}",
        &evidence(&[
            (
                "policies/a.md",
                Document::new("Business Continuity Plan").text(),
            ),
            (
                "policies/b.md",
                Document::new("Disaster Recovery Plan")
                    .without("approved_by")
                    .text(),
            ),
        ]),
    );
    assert_eq!(
        report.outcomes("business-continuity-plan-in-force"),
        [
            ("Business Continuity Plan", Outcome::Pass),
            ("Disaster Recovery Plan", Outcome::Fail)
        ]
    );
}

#[test]
fn a_kind_that_is_not_required_and_not_there_does_not_apply() {
    let report = examine_with(
        r#"{"required": ["acceptable-use"]}"#,
        &evidence(&[(
            "policies/a.md",
            Document::new("Acceptable Use Policy").text(),
        )]),
    );
    assert_eq!(
        report.outcomes(REQUIRED),
        [("acceptable-use", Outcome::Pass)]
    );
    for (control, kind, _) in KIND_CONTROLS {
        assert_eq!(report.outcomes(control), [(kind, Outcome::NotApplicable)]);
    }
}

#[test]
fn one_document_may_be_the_policy_for_several_kinds() {
    let document = Document::new("Security Handbook").with(
        "kind",
        "[information-security, incident-response, business-continuity, code-of-conduct]",
    );
    let report = examine(&document);
    for (control, kind, _) in KIND_CONTROLS {
        assert_eq!(
            report.outcomes(control),
            [("Security Handbook", Outcome::Pass)]
        );
        assert_eq!(outcome(&report, REQUIRED, kind), Outcome::Pass);
    }
}

#[test]
fn a_document_that_is_only_about_a_policy_is_not_that_policy() {
    for title in [
        "Code of Conduct Acknowledgement Form",
        "Code of Conduct Template",
        "Exceptions to the Code of Conduct",
        "Code of Conduct Training Report",
    ] {
        let report = examine(&Document::new(title));
        assert_eq!(
            outcome(&report, "required-policies-present", "code-of-conduct"),
            Outcome::Fail,
            "{title}"
        );
        let stated = Document::new(title).with("kind", "code-of-conduct");
        assert_eq!(
            outcome(
                &examine(&stated),
                "required-policies-present",
                "code-of-conduct"
            ),
            Outcome::Pass,
            "{title}"
        );
    }
}
