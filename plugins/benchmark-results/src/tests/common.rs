use super::*;

const KUBE: &str = include_str!("../../cases/good/evidence/kube-bench/portal/ip-10-4-1-20.json");
const HDF: &str = include_str!("../../cases/good/evidence/inspec/portal-db-1.json");

#[test]
fn a_scan_is_recent_up_to_the_limit() {
    let report = |days: u32| {
        judge_with(
            &format!(r#"{{"max-scan-age-days": {days}}}"#),
            &[("hdf", "a.json", HDF)],
        )
    };
    let subject = "hdf portal-db-1 (postgres-baseline 1.4.0)";
    hold(
        &report(2),
        "scan-recent",
        subject,
        Outcome::Pass,
        "2 days before",
    );
    hold(
        &report(1),
        "scan-recent",
        subject,
        Outcome::Fail,
        "scanned on 2026-11-20",
    );
}

#[test]
fn the_latest_scan_of_a_target_counts() {
    let old = HDF.replace("2026-11-20T", "2026-08-20T");
    let report = judge_with("{}", &[("hdf", "a.json", &old), ("hdf", "b.json", HDF)]);
    hold(
        &report,
        "scan-recent",
        "hdf portal-db-1 (postgres-baseline 1.4.0)",
        Outcome::Pass,
        "2026-11-20",
    );
}

#[test]
fn a_scan_of_tomorrow_is_open() {
    let later = HDF.replace("2026-11-20T", "2026-12-20T");
    let report = judge_with("{}", &[("hdf", "a.json", &later)]);
    hold(
        &report,
        "scan-recent",
        "hdf portal-db-1 (postgres-baseline 1.4.0)",
        Outcome::Inconclusive,
        "after 2026-11-22",
    );
}

#[test]
fn expected_targets_are_held_against_all_scans() {
    let config = r#"{"expected-targets": ["portal-db-*", "portal-db-2"]}"#;
    let report = judge_with(config, &[("hdf", "a.json", HDF)]);
    hold(
        &report,
        "expected-targets-scanned",
        "portal-db-*",
        Outcome::Pass,
        "1 scan",
    );
    hold(
        &report,
        "expected-targets-scanned",
        "portal-db-2",
        Outcome::Fail,
        "no scan of it",
    );
    let unclear = judge_with(config, &[("hdf", "a.json", HDF), ("hdf", "b.json", "{")]);
    hold(
        &unclear,
        "expected-targets-scanned",
        "portal-db-2",
        Outcome::Inconclusive,
        "not everything could be read",
    );
}

#[test]
fn a_scanner_that_was_not_asked_for_is_not_applicable() {
    let report = judge_with("{}", &[("kube-bench", "a.json", KUBE)]);
    hold(
        &report,
        "prowler-tagged-cc6-6",
        "prowler",
        Outcome::NotApplicable,
        "no results of prowler",
    );
    assert!(report.about("failed-checks-fixed", "prowler").is_empty());
}

#[test]
fn a_scanner_that_was_asked_for_is_missed() {
    let report = judge_with(
        r#"{"scanners": ["prowler", "kube-bench"]}"#,
        &[("kube-bench", "a.json", KUBE)],
    );
    for control in ["prowler-tagged-cc6-6", "failed-checks-fixed", "scan-recent"] {
        hold(
            &report,
            control,
            "prowler",
            Outcome::Inconclusive,
            "no results of prowler",
        );
    }
    assert!(report.about("failed-checks-fixed", "xccdf").is_empty());
}

#[test]
fn open_results_are_tolerated_as_configured() {
    let open = HDF.replacen(r#""status":"passed""#, r#""status":"skipped""#, 1);
    let report = |percent: u32| {
        let config = format!(r#"{{"max-open-percent": {percent}}}"#);
        judge_with(&config, &[("hdf", "a.json", &open)])
    };
    let subject = "hdf portal-db-1 (postgres-baseline 1.4.0)";
    hold(
        &report(33),
        "scan-complete",
        subject,
        Outcome::Fail,
        "1 unchecked",
    );
    hold(
        &report(34),
        "scan-complete",
        subject,
        Outcome::Pass,
        "1 unchecked",
    );
}

#[test]
fn nothing_at_all_shows_nothing() {
    let report = judge_with("{}", &[]);
    assert!(
        report
            .findings
            .iter()
            .all(|finding| finding.outcome == Outcome::NotApplicable)
    );
    assert!(report.populations.is_empty());
}

#[test]
fn every_result_is_tallied() {
    let report = judge_with(
        "{}",
        &[("kube-bench", "a.json", KUBE), ("hdf", "b.json", HDF)],
    );
    let tallies: Vec<(&str, u64)> = report
        .tallies
        .iter()
        .map(|tally| (tally.path.as_str(), tally.records))
        .collect();
    assert_eq!(tallies, [("b.json", 3), ("a.json", 9)]);
}
