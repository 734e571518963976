//! Damaged files: survived, and never taken for more than they show.

use tickmark_plugin::testing::damaged;

use super::*;

/// Runs with one file replaced by bytes.
fn with(input: &str, path: &str, bytes: &[u8]) -> Report {
    let mut evidence = MemoryEvidence::new();
    for (known, name, at, text) in Case::new().files {
        evidence = if name == path {
            evidence.collected(input, path, at, bytes)
        } else {
            evidence.collected(known, &name, at, text.as_str())
        };
    }
    run::<AccessReview>("{}", AS_OF, &evidence).unwrap()
}

/// Whether everything about every control passed.
fn all_pass(report: &Report) -> bool {
    report
        .findings
        .iter()
        .all(|finding| finding.outcome == Outcome::Pass)
}

#[test]
fn damaged_exports_never_pass_whole() {
    for (name, bytes) in damaged(ACCOUNTS.as_bytes()) {
        let report = with("accounts", "access/accounts-okta.csv", &bytes);
        // A file cut exactly between two rows, or before a last field that may be empty, is a
        // shorter export; only its count, which the host compares with the collector's, tells. And
        // when an account that is not live was created decides nothing.
        let text = String::from_utf8_lossy(&bytes);
        let shorter = ACCOUNTS.starts_with(&*text)
            && (text.ends_with('\n') || text.ends_with("active,") || text.contains("suspended,"));
        assert!(!all_pass(&report) || shorter, "{name}");
    }
}

#[test]
fn damaged_rosters_never_pass_whole() {
    for (name, bytes) in damaged(ROSTER.as_bytes()) {
        let report = with("roster", "hr/roster.csv", &bytes);
        // Without Dan, the roster still holds everybody who has an account, and what kind of worker
        // somebody is decides nothing.
        let cid = "Terminated,2022-01-10,2026-10-31,ann@example.com,";
        let dan = "Pending,2026-12-01,,ann@example.com,";
        let text = String::from_utf8_lossy(&bytes);
        let harmless = ROSTER.starts_with(&*text)
            && text.contains(cid)
            && (!text.contains("\n4") || text.contains(dan));
        assert!(!all_pass(&report) || harmless, "{name}");
    }
}

#[test]
fn damaged_reviews_never_pass_whole() {
    for (name, bytes) in damaged(REVIEWS.as_bytes()) {
        let report = with("reviews", "access/reviews.csv", &bytes);
        // Without its last row, the record still covers every live account; what a row twice says
        // is the same.
        let harmless = bytes.ends_with(b"\n")
            && REVIEWS.as_bytes().starts_with(&bytes)
            && bytes.windows(8).any(|letters| letters == b"okta,bob");
        assert!(!all_pass(&report) || harmless, "{name}");
    }
}

#[test]
fn a_row_of_the_wrong_length_is_a_problem_under_every_control() {
    let report = with(
        "accounts",
        "access/accounts-okta.csv",
        format!("{ACCOUNTS}eva,eva@example.com\n,,active,\n").as_bytes(),
    );
    for control in CONTROLS {
        let findings = report.about(control, "access/accounts-okta.csv");
        let lines: Vec<Option<u32>> = findings
            .iter()
            .map(|finding| finding.locations[0].line)
            .collect();
        assert_eq!(lines, [Some(5), Some(6)], "{control}");
        assert!(
            findings
                .iter()
                .all(|finding| finding.outcome == Outcome::Inconclusive)
        );
    }
    assert_eq!(report.tallies[1].records, 5);
}

#[test]
fn very_long_values_are_refused_and_not_repeated() {
    let long = "x".repeat(100_000);
    let report = Case::new()
        .people(&format!("{long},Eva,{long}@example.com,{long},,,,"))
        .decisions(&format!(
            "{long},ann,bob@example.com,keep,2026-10-05,\nokta,{long},bob@example.com,keep,2026-10-05,\nokta,ann,bob@example.com,{long},2026-10-05,"
        ))
        .okta(&format!(
            "{long},ann@example.com,active,\nbob,bob@example.com,{long},"
        ))
        .run();
    for finding in &report.findings {
        assert!(finding.subject.len() < 1200 && finding.actual.len() < 1200);
    }
    assert_eq!(
        report.about("accounts-owned", "okta/bob")[0].outcome,
        Outcome::Inconclusive
    );
}
