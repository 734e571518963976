//! Who approved, and whether that is somebody other than the author.

use super::*;

fn approved(document: &Document) -> Finding {
    finding(&examine(document), "policies-approved", "Policy").clone()
}

fn by(author: &str, approver: &str) -> Finding {
    approved(
        &Document::new("Policy")
            .with("author", author)
            .with("approved_by", approver),
    )
}

#[test]
fn an_approval_by_another_person_passes_and_is_dated() {
    let finding = by("Jane Doe", "Mary Major (CEO)");
    assert_eq!(finding.outcome, Outcome::Pass);
    assert_eq!(
        finding.actual,
        "approved by Mary Major (CEO); on 2026-03-01; the author is Jane Doe"
    );
    assert_eq!(finding.occurred.as_deref(), Some("2026-03-01"));
}

#[test]
fn an_approval_by_the_author_fails_in_any_spelling() {
    for (author, approver) in [
        ("Jane Doe", "Jane Doe"),
        ("Jane Doe", "jane  doe"),
        ("Jane Doe", "\"Doe Jane\""),
        ("Jane Doe <jane@example.com>", "JANE@example.com"),
        ("'@jdoe'", "'@JDoe'"),
        ("'@jdoe'", "jdoe@example.com"),
        ("Jane Doe", "jane.doe@example.com"),
        (
            "{name: Jane Doe, email: jane@example.com}",
            "jane@example.com",
        ),
        ("[Bob Roe, Jane Doe]", "Jane Doe, CEO"),
        ("Bob Roe; Jane Doe", "[Jane Doe, Bob Roe]"),
    ] {
        let finding = by(author, approver);
        assert_eq!(
            finding.outcome,
            Outcome::Fail,
            "{author}, {approver}: {finding:?}"
        );
        assert!(finding.actual.contains("who is the author"));
    }
}

#[test]
fn an_approver_who_may_be_the_author_is_inconclusive() {
    for (author, approver) in [
        ("Jane Doe", "J. Doe"),
        ("Jane Doe", "CEO"),
        ("Security Team", "CISO"),
        ("'@sparkle'", "Jane Doe"),
        ("Jane Doe", "Jane Doe and Mary Major"),
        ("Jane Doe, Bob Roe", "Bob Roe"),
        ("José Díaz", "Jose Diaz"),
    ] {
        let finding = by(author, approver);
        assert_eq!(
            finding.outcome,
            Outcome::Inconclusive,
            "{author}, {approver}: {finding:?}"
        );
        assert!(finding.actual.contains("`people`"));
    }
}

#[test]
fn one_independent_approver_among_several_is_enough() {
    assert_eq!(
        by("Jane Doe", "[Jane Doe, Mary Major]").outcome,
        Outcome::Pass
    );
    assert_eq!(by("Jane Doe", "Board of Directors").outcome, Outcome::Pass);
}

#[test]
fn an_unnamed_author_is_inconclusive_unless_the_owner_is_the_author() {
    let document = Document::new("Policy").without("author");
    let finding = approved(&document);
    assert_eq!(finding.outcome, Outcome::Inconclusive);
    assert_eq!(
        finding.actual,
        "no author is named, so `Mary Major` may have approved a text of their own; name the author, \
         or configure `missing-author`"
    );
    let placeholder = approved(&Document::new("Policy").with("author", "TBD"));
    assert_eq!(placeholder.outcome, Outcome::Inconclusive);

    let relaxed = r#"{"missing-author": "owner"}"#;
    let judge = |document: &Document| {
        let evidence = evidence(&[("policies/policy.md", document.text())]);
        let report = examine_with(relaxed, &evidence);
        outcome(&report, "policies-approved", "Policy")
    };
    assert_eq!(judge(&document), Outcome::Pass);
    assert_eq!(
        judge(&document.clone().with("owner", "mary major")),
        Outcome::Fail
    );
    assert_eq!(
        judge(&document.clone().without("owner")),
        Outcome::Inconclusive
    );
    let named = document.with("author", "Mary Major");
    assert_eq!(judge(&named), Outcome::Fail, "a named author comes first");
}

#[test]
fn declared_spellings_settle_who_is_who() {
    let judge = |author: &str, approver: &str| {
        let document = Document::new("Policy")
            .with("author", author)
            .with("approved_by", approver);
        let report = examine_with(
            r#"{"people": [["CEO", "Mary Major"], ["@sparkle", "Jane Doe"]]}"#,
            &evidence(&[("policies/policy.md", document.text())]),
        );
        outcome(&report, "policies-approved", "Policy")
    };
    assert_eq!(judge("Jane Doe", "CEO"), Outcome::Pass);
    assert_eq!(judge("'@sparkle'", "Mary Major"), Outcome::Pass);
    assert_eq!(judge("'@sparkle'", "Jane Doe"), Outcome::Fail);
    assert_eq!(judge("Mary Major", "CEO"), Outcome::Fail);
}

#[test]
fn a_self_approval_is_named_even_when_the_date_is_missing() {
    let finding = approved(
        &Document::new("Policy")
            .with("approved_by", "Jane Doe")
            .without("approved_on"),
    );
    assert_eq!(finding.outcome, Outcome::Fail);
    assert_eq!(
        finding.actual,
        "no approval date is stated; approved by `Jane Doe`, who is the author (`Jane Doe`)"
    );
}

#[test]
fn an_approval_in_the_future_or_without_a_clear_day_is_inconclusive() {
    for day in [
        "2026-11-23",
        "03/04/2026",
        "soon",
        "2026-05",
        "true",
        "[2026-01-01]",
    ] {
        let finding = approved(&Document::new("Policy").with("approved_on", day));
        assert_eq!(finding.outcome, Outcome::Inconclusive, "{day}: {finding:?}");
        assert_eq!(finding.locations[0].line, Some(8), "{day}");
    }
    let today = approved(&Document::new("Policy").with("approved_on", AS_OF));
    assert_eq!(today.outcome, Outcome::Pass);
}

#[test]
fn a_day_after_the_collection_of_the_file_is_in_the_future() {
    let document = Document::new("Policy").with("approved_on", "2026-11-10");
    let judge = |collected: &str| {
        let evidence = MemoryEvidence::new().collected(
            "documents",
            "policies/policy.md",
            collected,
            document.text(),
        );
        outcome(
            &examine_with("{}", &evidence),
            "policies-approved",
            "Policy",
        )
    };
    assert_eq!(judge("2026-11-10T08:00:00Z"), Outcome::Pass);
    assert_eq!(judge("2026-11-09T08:00:00Z"), Outcome::Inconclusive);
}

#[test]
fn what_is_no_name_is_inconclusive() {
    let prose = "x ".repeat(150);
    for approver in ["true", prose.as_str(), "'a, b, c, d, e, f, g, h, i, j'"] {
        let finding = by("Jane Doe", approver);
        assert_eq!(finding.outcome, Outcome::Inconclusive, "{approver}");
        assert!(
            finding.actual.starts_with("`approved_by`: "),
            "{}",
            finding.actual
        );
    }
}

#[test]
fn addresses_and_names_that_may_be_one_person_are_inconclusive() {
    for (author, approver) in [
        ("jdoe@example.com", "jane.doe@example.com"),
        ("'@jdoe'", "'@jane-doe'"),
        ("jane.doe@example.com", "doej@example.com"),
        ("janedoe@example.com", "jane.doe@example.org"),
        ("Robert Smith", "Rob Smith"),
        ("Robert Smith", "Bob Smith"),
        ("Security Committee", "The Security Committee"),
        ("Audit Committee", "Board Audit Committee"),
        ("Board", "Board of Directors"),
    ] {
        let finding = by(author, approver);
        assert_ne!(
            finding.outcome,
            Outcome::Pass,
            "{author}, {approver}: {finding:?}"
        );
    }
}

#[test]
fn words_that_say_that_nobody_did_name_nobody() {
    for word in [
        "nobody",
        "pending",
        "Not yet approved",
        "To be assigned",
        "vacant",
    ] {
        let document = Document::new("Policy")
            .with("owner", word)
            .with("approved_by", word);
        let report = examine(&document);
        for control in ["policies-owned", "policies-approved"] {
            assert_eq!(
                outcome(&report, control, "Policy"),
                Outcome::Fail,
                "{control} {word}"
            );
        }
    }
}
