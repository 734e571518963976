//! Reviews: kept, overdue, and stated so that nobody can tell.

use super::*;

fn reviewed(document: &Document) -> Finding {
    finding(&examine(document), "policies-reviewed-on-time", "Policy").clone()
}

/// A policy that was last reviewed on a day and says no more about it.
fn last(day: &str) -> Document {
    Document::new("Policy")
        .with("approved_on", "2020-01-01")
        .with("last_reviewed", day)
        .without("review_interval")
        .without("next_review")
}

#[test]
fn the_due_day_itself_is_in_time() {
    for (day, expected) in [
        ("2025-11-22", Outcome::Pass),
        ("2025-11-21", Outcome::Fail),
        (AS_OF, Outcome::Pass),
    ] {
        assert_eq!(reviewed(&last(day)).outcome, expected, "{day}");
    }
    for (next, expected) in [("2026-11-22", Outcome::Pass), ("2026-11-21", Outcome::Fail)] {
        let document = last("2026-01-10").with("next_review", next);
        assert_eq!(reviewed(&document).outcome, expected, "{next}");
    }
    for (interval, expected) in [
        ("6 months", Outcome::Pass),
        ("184 days", Outcome::Pass),
        ("183 days", Outcome::Fail),
    ] {
        let document = last("2026-05-22").with("review_interval", interval);
        assert_eq!(reviewed(&document).outcome, expected, "{interval}");
    }
}

#[test]
fn an_overdue_review_says_since_when() {
    let finding = reviewed(&last("2025-11-20"));
    assert_eq!(finding.outcome, Outcome::Fail);
    assert_eq!(
        finding.actual,
        "last reviewed or approved on 2025-11-20, 2 days overdue since 2026-11-20"
    );
    assert_eq!(
        finding.expected,
        "a review at least every 12 months, none overdue on 2026-11-22"
    );
    assert_eq!(finding.occurred.as_deref(), Some("2025-11-20"));
}

#[test]
fn an_approval_counts_as_a_review_and_the_later_of_the_two_counts() {
    let document = last("2024-01-01").with("approved_on", "2026-05-05");
    let finding = reviewed(&document);
    assert_eq!(finding.outcome, Outcome::Pass);
    assert!(finding.actual.contains("2026-05-05"));
    let only_approved = document.without("last_reviewed");
    assert_eq!(reviewed(&only_approved).outcome, Outcome::Pass);
}

#[test]
fn the_earliest_due_day_counts() {
    for (interval, next, due) in [
        ("12 months", "2027-01-31", "2027-01-10"),
        ("12 months", "2026-12-31", "2026-12-31"),
        ("24 months", "2028-01-10", "2027-01-10"),
        ("quarterly", "2027-01-10", "2026-04-10"),
    ] {
        let document = last("2026-01-10")
            .with("review_interval", interval)
            .with("next_review", next);
        let finding = reviewed(&document);
        assert!(
            finding.actual.contains(due),
            "{interval}, {next}: {}",
            finding.actual
        );
    }
}

#[test]
fn the_limit_is_configured() {
    let document = last("2025-06-01").with("review_interval", "2 years");
    let judge = |config: &str| {
        let evidence = evidence(&[("policies/policy.md", document.text())]);
        outcome(
            &examine_with(config, &evidence),
            "policies-reviewed-on-time",
            "Policy",
        )
    };
    assert_eq!(judge("{}"), Outcome::Fail);
    assert_eq!(
        judge(r#"{"max-review-interval": "24 months"}"#),
        Outcome::Pass
    );
    assert_eq!(judge(r#"{"max-review-interval": "P18M"}"#), Outcome::Pass);
    assert_eq!(
        judge(r#"{"max-review-interval": "17 months"}"#),
        Outcome::Fail
    );
}

#[test]
fn without_a_past_day_a_future_one_shows_nothing() {
    let document = Document::new("Policy")
        .without("approved_on")
        .without("last_reviewed")
        .without("review_interval");
    for (next, expected) in [
        ("2027-03-01", Outcome::Inconclusive),
        (AS_OF, Outcome::Inconclusive),
        ("2026-11-21", Outcome::Fail),
    ] {
        let document = document.clone().with("next_review", next);
        assert_eq!(reviewed(&document).outcome, expected, "{next}");
    }
    let finding = reviewed(&document.without("next_review"));
    assert_eq!(finding.outcome, Outcome::Fail);
    assert_eq!(finding.actual, "no day of a review or approval is stated");
}

#[test]
fn a_next_review_before_the_last_one_was_not_moved_on() {
    let document = last("2026-06-01").with("next_review", "2026-05-15");
    assert_eq!(reviewed(&document).outcome, Outcome::Inconclusive);
    let overdue = last("2024-06-01").with("next_review", "2024-05-15");
    assert_eq!(
        reviewed(&overdue).outcome,
        Outcome::Fail,
        "overdue in any reading"
    );
}

#[test]
fn what_is_unclear_or_in_the_future_is_inconclusive() {
    for (field, value) in [
        ("last_reviewed", "2026-11-23"),
        ("last_reviewed", "01/02/2026"),
        ("approved_on", "2026-12-24"),
        ("next_review", "Annual"),
        ("next_review", "2027-05"),
        ("review_interval", "biannual"),
        ("review_interval", "on change"),
        ("review_interval", "12"),
        ("review_interval", "never"),
    ] {
        let document = Document::new("Policy").with(field, value);
        let finding = reviewed(&document);
        assert_eq!(finding.outcome, Outcome::Inconclusive, "{field}: {value}");
        assert!(finding.actual.starts_with(&format!("`{field}`: ")));
    }
}

#[test]
fn a_number_of_days_has_its_unit_in_the_name() {
    let document = last("2026-10-01").with("review_cycle_days", "60");
    assert_eq!(reviewed(&document).outcome, Outcome::Pass);
    let document = last("2026-09-01").with("review_cycle_days", "60");
    assert_eq!(reviewed(&document).outcome, Outcome::Fail);
}

#[test]
fn the_review_is_judged_on_the_as_of_date_whenever_the_file_was_collected() {
    let evidence = MemoryEvidence::new().collected(
        "documents",
        "policies/policy.md",
        "2026-11-01T00:00:00Z",
        last("2026-01-10").with("next_review", "2026-11-10").text(),
    );
    let report = examine_with("{}", &evidence);
    assert_eq!(
        outcome(&report, "policies-reviewed-on-time", "Policy"),
        Outcome::Fail
    );
}
