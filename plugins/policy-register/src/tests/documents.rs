//! What stands in documents, in the forms that people use.

use super::*;

#[test]
fn a_document_in_order_passes_every_question_and_cites_its_lines() {
    let report = examine(&Document::new("Information Security Policy"));
    for control in GENERAL {
        let finding = finding(&report, control, "Information Security Policy");
        assert_eq!(finding.outcome, Outcome::Pass, "{control}: {finding:?}");
    }
    let owned = finding(&report, "policies-owned", "Information Security Policy");
    assert_eq!(owned.actual, "owned by Jane Doe");
    assert_eq!(owned.locations[0].line, Some(5));
    assert_eq!(owned.locations[0].pointer.as_deref(), Some("/owner"));
    let whole = finding(
        &report,
        "information-security-policy-in-force",
        "Information Security Policy",
    );
    assert_eq!(whole.outcome, Outcome::Pass);
    assert_eq!(
        whole.actual,
        "status `approved`; approved by Mary Major; on 2026-03-01; the author is Jane Doe; last \
         reviewed or approved on 2026-03-01, next due on 2027-03-01"
    );
}

#[test]
fn each_missing_field_fails_its_own_question() {
    for (field, control, actual) in [
        ("owner", "policies-owned", "no owner is named"),
        ("version", "policies-versioned", "no version is stated"),
        ("approved_by", "policies-approved", "no approver is named"),
        (
            "approved_on",
            "policies-approved",
            "no approval date is stated",
        ),
    ] {
        let report = examine(&Document::new("Policy").without(field));
        let finding = finding(&report, control, "Policy");
        assert_eq!(finding.outcome, Outcome::Fail, "{field}");
        assert_eq!(finding.actual, actual);
        assert_eq!(
            finding.locations[0].line,
            Some(2),
            "the front matter is cited"
        );
        for other in GENERAL.iter().filter(|other| **other != control) {
            assert_eq!(outcome(&report, other, "Policy"), Outcome::Pass, "{field}");
        }
    }
}

#[test]
fn a_placeholder_is_no_value_and_its_line_is_cited() {
    for placeholder in [
        "TBD",
        "'{{ owner }}'",
        "\"<name>\"",
        "'[Name]'",
        "~",
        "\"\"",
        "N/A",
    ] {
        let report = examine(&Document::new("Policy").with("owner", placeholder));
        let finding = finding(&report, "policies-owned", "Policy");
        assert_eq!(finding.outcome, Outcome::Fail, "{placeholder}");
        assert!(finding.actual.starts_with("no owner is named: `owner` is "));
        assert_eq!(finding.locations[0].line, Some(5));
    }
}

#[test]
fn fields_are_known_under_many_names_and_forms() {
    let document = |head: &str| {
        let text = format!("{head}\nText\n");
        examine_with("{}", &evidence(&[("policies/a.md", text)]))
    };
    for head in [
        "---\npolicy_name: A Policy\npolicyOwner: Jane Doe\ndocument-version: 2\nPolicy Status: \
         ACTIVE\nauthors: [Jane Doe]\napprovers:\n- name: Mary Major\n  email: \
         mary@example.com\ndate_approved: March 1st, 2026\nreview_frequency: Annual\n---",
        "+++\ntitle = 'A Policy'\nversion = 1.2\nstatus = 'published'\n[params]\nowner = 'Jane \
         Doe'\nauthor = 'Jane Doe'\napproved_by = 'Mary Major'\napproved_on = 2026-03-01\n+++",
        "{\n\"title\": \"A Policy\", \"version\": 3, \"status\": \"Approved\", \"owner\": \"Jane \
         Doe\", \"author\": \"Jane Doe\",\n\"approval\": {\"by\": \"Mary Major\", \"date\": \
         \"2026-03-01\"}\n}",
        "name: A Policy\nrev: B\nstate: in force\ndri: '@jane'\nwritten_by: Jane \
         Doe\nsigned_off_by: Mary Major <mary@example.com>\nsigned_off_on: 20260301\nreview:\n  \
         interval: P1Y\n  next: 2027-02-01\n---",
        "---\r\ntitle: A Policy\r\nversion: 1\r\nstatus: Approved\r\nowner_slack: \
         \"#security\"\r\nauthor: Jane Doe\r\napproved_by: Mary Major\r\napproved_on: \
         2026-03-01T09:00:00Z\r\n...\r\n",
    ] {
        let report = document(head);
        for control in GENERAL {
            let finding = finding(&report, control, "A Policy");
            assert_eq!(finding.outcome, Outcome::Pass, "{head}: {finding:?}");
        }
    }
}

#[test]
fn the_header_of_comply_is_read_with_its_revisions() {
    let text = "name: Log Policy\nacronym: LP\nsatisfies:\n  TSC:\n    - CC7.2\nmajorRevisions:\n  \
                - date: Jun 1 2018\n    comment: First\n  - date: Jul 2 2019\n    comment: \
                Second\n---\n\n# Purpose\n";
    let report = examine_with("{}", &evidence(&[("policies/log.md", text.to_owned())]));
    let version = finding(&report, "policies-versioned", "Log Policy");
    assert_eq!(version.outcome, Outcome::Pass);
    assert_eq!(version.actual, "version of 2019-07-02");
    assert_eq!(version.locations[0].line, Some(9));
    assert_eq!(
        outcome(&report, "policies-in-force", "Log Policy"),
        Outcome::Inconclusive,
        "comply's header has no status"
    );
    for control in [
        "policies-owned",
        "policies-approved",
        "policies-reviewed-on-time",
    ] {
        assert_eq!(
            outcome(&report, control, "Log Policy"),
            Outcome::Fail,
            "{control}"
        );
    }
}

#[test]
fn revisions_that_cannot_be_ordered_leave_the_version_open() {
    for revisions in [
        "soon",
        "[{comment: First}]",
        "[{date: 03/04/2026}]",
        "[{date: 2027-01-01}]",
        "[2026-01-01]",
    ] {
        let document = Document::new("Policy")
            .without("version")
            .with("revisions", revisions);
        let report = examine(&document);
        let finding = finding(&report, "policies-versioned", "Policy");
        assert_eq!(finding.outcome, Outcome::Inconclusive, "{revisions}");
        assert!(finding.actual.starts_with("`revisions`: "));
    }
    let document = Document::new("Policy")
        .without("version")
        .with("revisions", "[]");
    assert_eq!(
        outcome(&examine(&document), "policies-versioned", "Policy"),
        Outcome::Fail
    );
}

#[test]
fn a_version_tells_one_text_from_another() {
    for (version, expected) in [
        ("1.0", Outcome::Pass),
        ("v2", Outcome::Pass),
        ("Rev. B", Outcome::Pass),
        ("2026-03", Outcome::Pass),
        ("latest", Outcome::Inconclusive),
        ("[1, 2]", Outcome::Inconclusive),
        ("TBD", Outcome::Fail),
    ] {
        let report = examine(&Document::new("Policy").with("version", version));
        assert_eq!(
            outcome(&report, "policies-versioned", "Policy"),
            expected,
            "{version}"
        );
    }
}

#[test]
fn two_fields_that_contradict_each_other_leave_the_fact_open() {
    let document = Document::new("Policy").with("policy_owner", "Bob Roe");
    let report = examine(&document);
    let finding = finding(&report, "policies-owned", "Policy");
    assert_eq!(finding.outcome, Outcome::Inconclusive);
    assert_eq!(finding.locations.len(), 2);
    let document = Document::new("Policy").with("policy_owner", "'@jane.doe'");
    assert_eq!(
        outcome(&examine(&document), "policies-owned", "Policy"),
        Outcome::Pass
    );
}

#[test]
fn documents_without_front_matter_are_inconclusive_unless_they_are_expected_to_have_none() {
    let good = Document::new("A Policy").text();
    let report = examine_with(
        "{}",
        &evidence(&[
            ("policies/README.md", "# Policies\n".to_owned()),
            ("policies/a.md", good.clone()),
            ("policies/access/index.md", "# Access\n".to_owned()),
            ("policies/notes.md", "# Notes\n\n---\n\nMore\n".to_owned()),
            ("policies/_draft.md", good.clone()),
            ("policies/templates/b.md", good.clone()),
            ("policies/c-template.md", good.clone()),
        ]),
    );
    for control in GENERAL {
        assert_eq!(
            report.outcomes(control),
            [
                ("A Policy", Outcome::Pass),
                ("policies/notes.md", Outcome::Inconclusive)
            ],
            "{control}"
        );
    }
    let ignored = &report.attributes[0];
    assert_eq!(ignored.key, "ignored-documents");
    assert_eq!(
        ignored.value,
        "policies/README.md, policies/_draft.md, policies/access/index.md, \
         policies/c-template.md, policies/templates/b.md"
    );
}

#[test]
fn an_index_with_front_matter_is_a_policy() {
    let document = Document::new("x").without("title").text();
    let report = examine_with(
        "{}",
        &evidence(&[("policies/incident-response/index.md", document)]),
    );
    let subject = "policies/incident-response/index.md";
    assert_eq!(
        outcome(&report, "incident-response-plan-in-force", subject),
        Outcome::Pass
    );
}

#[test]
fn broken_front_matter_is_inconclusive_with_its_line_and_the_others_are_examined() {
    let broken = "---\ntitle: Code of Conduct\nowner: [Jane\n---\nText\n".to_owned();
    let report = examine_with(
        "{}",
        &evidence(&[
            ("policies/a.md", Document::new("A Policy").text()),
            ("policies/code-of-conduct.md", broken),
        ]),
    );
    for control in GENERAL {
        assert_eq!(outcome(&report, control, "A Policy"), Outcome::Pass);
        let finding = finding(&report, control, "policies/code-of-conduct.md");
        assert_eq!(finding.outcome, Outcome::Inconclusive, "{control}");
        assert!(finding.locations[0].line.is_some());
        assert!(
            finding.actual.contains("front matter"),
            "{}",
            finding.actual
        );
    }
}
