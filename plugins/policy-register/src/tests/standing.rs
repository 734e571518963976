//! Drafts, retired policies, coming ones, and several versions of one policy.

use super::*;

fn standing(document: &Document) -> Finding {
    finding(&examine(document), "policies-in-force", "Policy").clone()
}

#[test]
fn the_status_decides() {
    for (status, expected) in [
        ("approved", Outcome::Pass),
        ("In Force", Outcome::Pass),
        ("\"Active · Enforced\"", Outcome::Pass),
        ("draft", Outcome::Fail),
        ("Proposed", Outcome::Fail),
        ("archived", Outcome::NotApplicable),
        ("superseded", Outcome::NotApplicable),
        ("under review", Outcome::Inconclusive),
        ("[approved]", Outcome::Inconclusive),
        ("true", Outcome::Inconclusive),
        ("TBD", Outcome::Inconclusive),
    ] {
        let finding = standing(&Document::new("Policy").with("status", status));
        assert_eq!(finding.outcome, expected, "{status}");
        assert_eq!(finding.locations[0].line, Some(4));
    }
}

#[test]
fn a_policy_without_a_status_is_unknown_unless_configured() {
    let document = Document::new("Policy").without("status");
    let finding = standing(&document);
    assert_eq!(finding.outcome, Outcome::Inconclusive);
    assert_eq!(
        finding.actual,
        "no status is stated; state one, or configure `missing-status`"
    );
    for control in ["policies-owned", "policies-approved"] {
        assert_eq!(
            outcome(&examine(&document), control, "Policy"),
            Outcome::Pass
        );
    }

    let config = r#"{"missing-status": "in-force"}"#;
    let judge = |document: &Document| {
        let evidence = evidence(&[("policies/policy.md", document.text())]);
        outcome(
            &examine_with(config, &evidence),
            "policies-in-force",
            "Policy",
        )
    };
    assert_eq!(judge(&document), Outcome::Pass);
    assert_eq!(
        judge(&document.clone().with("draft", "true")),
        Outcome::Fail
    );
    assert_eq!(
        judge(&document.clone().with("superseded_by", "Other Policy")),
        Outcome::NotApplicable
    );
    assert_eq!(
        judge(&document.with("status", "under review")),
        Outcome::Inconclusive,
        "an unclear status is not a missing one"
    );
}

#[test]
fn a_status_that_something_contradicts_is_inconclusive() {
    for (field, value) in [
        ("draft", "true"),
        ("draft", "perhaps"),
        ("superseded_by", "New Policy"),
        ("approval_status", "pending"),
        ("effective_date", "soon"),
        ("expires", "03/04/2027"),
    ] {
        let finding = standing(&Document::new("Policy").with(field, value));
        assert_eq!(finding.outcome, Outcome::Inconclusive, "{field}: {value}");
    }
    let two_successors = Document::new("Policy")
        .with("superseded_by", "Policy A")
        .with("replaced_by", "Policy B");
    for document in [two_successors.clone(), two_successors.without("status")] {
        assert_eq!(standing(&document).outcome, Outcome::Inconclusive);
    }
    for (field, value) in [
        ("draft", "false"),
        ("superseded_by", "~"),
        ("superseded_by", "[]"),
        ("superseded_by", "false"),
        ("approval_status", "Approved"),
    ] {
        let finding = standing(&Document::new("Policy").with(field, value));
        assert_eq!(finding.outcome, Outcome::Pass, "{field}: {value}");
    }
}

#[test]
fn a_policy_is_in_force_from_its_first_day_to_its_last() {
    for (field, day, expected) in [
        ("effective_date", "2026-11-22", Outcome::Pass),
        ("effective_date", "2026-11-23", Outcome::Fail),
        ("expires", "2026-11-22", Outcome::Pass),
        ("expires", "2026-11-21", Outcome::Fail),
    ] {
        let finding = standing(&Document::new("Policy").with(field, day));
        assert_eq!(finding.outcome, expected, "{field}: {day}");
        assert!(finding.actual.contains(day));
    }
}

#[test]
fn drafts_and_retired_policies_are_not_asked_for_owner_and_approval() {
    for status in ["draft", "retired"] {
        let document = Document::new("Policy")
            .with("status", status)
            .without("owner")
            .without("approved_by");
        let report = examine(&document);
        for control in &GENERAL[1..] {
            assert_eq!(
                outcome(&report, control, "Policy"),
                Outcome::NotApplicable,
                "{status}: {control}"
            );
        }
    }
}

#[test]
fn the_version_in_force_counts_and_the_others_do_not() {
    let policy = || Document::new("Policy");
    let report = examine_with(
        "{}",
        &evidence(&[
            (
                "policies/a-1.md",
                policy()
                    .with("status", "superseded")
                    .without("owner")
                    .text(),
            ),
            ("policies/a-2.md", policy().text()),
            (
                "policies/a-3.md",
                policy().with("status", "draft").without("owner").text(),
            ),
            (
                "policies/a-4.md",
                policy()
                    .with("effective_date", "2027-01-01")
                    .without("owner")
                    .text(),
            ),
            (
                "policies/a-5.md",
                policy()
                    .with("expires", "2026-01-01")
                    .without("owner")
                    .text(),
            ),
        ]),
    );
    for control in GENERAL {
        let finding = finding(&report, control, "Policy");
        assert_eq!(finding.outcome, Outcome::Pass, "{control}");
        assert_eq!(finding.locations[0].path, "policies/a-2.md");
    }
}

#[test]
fn versions_are_tied_together_by_title_or_identifier() {
    let old = Document::new("Acceptable Use")
        .with("id", "POL-7")
        .with("status", "retired");
    let new = Document::new("Acceptable Use Policy").with("policy_id", "pol 7");
    let report = examine_with(
        "{}",
        &evidence(&[
            ("policies/old.md", old.text()),
            ("policies/new.md", new.text()),
        ]),
    );
    assert_eq!(
        report.outcomes("policies-in-force"),
        [("Acceptable Use Policy", Outcome::Pass)]
    );
}

#[test]
fn two_versions_that_may_both_be_in_force_are_inconclusive_everywhere() {
    let first = Document::new("Code of Conduct").with("version", "1.0");
    for second in [
        Document::new("CODE of conduct").with("version", "2.0"),
        Document::new("Code of Conduct")
            .with("version", "2.0")
            .without("status"),
    ] {
        let report = examine_with(
            "{}",
            &evidence(&[
                ("policies/a.md", first.text()),
                ("policies/b.md", second.text()),
            ]),
        );
        let controls = GENERAL.iter().chain(&["code-of-conduct-in-force"]);
        for control in controls {
            let finding = finding(&report, control, "Code of Conduct");
            assert_eq!(finding.outcome, Outcome::Inconclusive, "{control}");
            assert!(
                finding.actual.contains("policies/b.md (2.0)"),
                "{}",
                finding.actual
            );
            assert_eq!(finding.locations.len(), 2);
        }
        assert_eq!(
            outcome(&report, "required-policies-present", "code-of-conduct"),
            Outcome::Inconclusive
        );
    }
}

#[test]
fn a_status_with_a_mark_of_doubt_is_no_status() {
    for status in [
        "approved?",
        "☐ Approved",
        "'[ ] approved'",
        "~~approved~~",
        "'!approved'",
        "❌ approved",
    ] {
        let report = examine(&Document::new("Policy").with("status", status));
        assert_eq!(
            outcome(&report, "policies-in-force", "Policy"),
            Outcome::Inconclusive,
            "{status}"
        );
    }
}
