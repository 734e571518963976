use super::*;

fn test(status: &str, more: &str) -> String {
    format!(
        r#"{{"status": "{status}", "code_desc": "the setting is expected to eq \"on\"",
"start_time": "2026-11-19T23:30:00-05:00"{more}}}"#
    )
}

fn control(id: &str, impact: &str, results: &[String], more: &str) -> String {
    format!(
        r#"{{"id": "{id}", "title": "Title of {id}", "impact": {impact}, "tags": {{"nist": ["AC-17 (2)", "Rev_4"]}},
"results": [{}]{more}}}"#,
        results.join(",")
    )
}

fn text(controls: &[String]) -> String {
    format!(
        r#"{{"platform": {{"name": "debian", "release": "12", "target_id": "db-1"}},
"profiles": [{{"name": "baseline", "version": "1.0.0", "controls": [{}]}}], "version": "5.22.65"}}"#,
        controls.join(",\n")
    )
}

fn report_with(config: &str, controls: &[String]) -> Report {
    judge_with(config, &[("hdf", "inspec/db-1.json", &text(controls))])
}

fn report(controls: &[String]) -> Report {
    report_with("{}", controls)
}

#[test]
fn a_control_fails_with_one_of_its_tests() {
    let report = report(&[control(
        "a",
        "0.7",
        &[test("passed", ""), test("failed", "")],
        "",
    )]);
    let failing = one(&report, "failed-checks-fixed", "hdf db-1: a");
    assert_eq!(failing.outcome, Outcome::Fail);
    assert!(
        failing
            .actual
            .starts_with("1 of 2 tests failed: the setting")
    );
    assert_eq!(pointer(failing), "/profiles/0/controls/0/results/1/status");
    assert_eq!(failing.severity, None, "0.7 is high, and so is the control");
}

#[test]
fn a_time_is_taken_at_its_day_in_utc() {
    let report = report(&[control("a", "0.7", &[test("passed", "")], "")]);
    hold(
        &report,
        "scan-recent",
        "hdf db-1 (baseline 1.0.0)",
        Outcome::Pass,
        "2026-11-20",
    );
    let ruby = test("passed", "").replace("2026-11-19T23:30:00-05:00", "2026-11-18 23:30:00 -0500");
    let report = judge_with(
        "{}",
        &[("hdf", "a.json", &text(&[control("a", "0.7", &[ruby], "")]))],
    );
    hold(
        &report,
        "scan-recent",
        "hdf db-1 (baseline 1.0.0)",
        Outcome::Pass,
        "2026-11-19",
    );
}

#[test]
fn an_error_outweighs_everything() {
    let error = test("failed", r#", "backtrace": ["a.rb:1"]"#);
    let report = report(&[
        control("a", "0.0", &[error], ""),
        control("b", "0.5", &[], ""),
    ]);
    hold(
        &report,
        "failed-checks-fixed",
        "hdf db-1: b",
        Outcome::Inconclusive,
        "no test of it",
    );
    hold(
        &report,
        "scan-complete",
        "hdf db-1 (baseline 1.0.0)",
        Outcome::Fail,
        "2 errors",
    );
}

#[test]
fn an_impact_of_zero_is_not_applicable() {
    let report = report(&[control("a", "0.0", &[test("failed", "")], "")]);
    hold(
        &report,
        "failed-checks-fixed",
        "hdf db-1: a",
        Outcome::NotApplicable,
        "impact is 0",
    );
}

#[test]
fn a_partly_skipped_control_is_not_taken_for_passed() {
    let skipped = test("skipped", r#", "skip_message": "no such tool""#);
    let report = report(&[control("a", "0.5", &[test("passed", ""), skipped], "")]);
    hold(
        &report,
        "failed-checks-fixed",
        "hdf db-1: a",
        Outcome::Inconclusive,
        "1 of 2 tests skipped: no such tool",
    );
}

#[test]
fn an_impact_below_the_threshold_is_named_and_not_counted() {
    let report = report(&[control("a", "0.3", &[test("failed", "")], "")]);
    hold(
        &report,
        "failed-checks-fixed",
        "hdf db-1: a",
        Outcome::NotApplicable,
        "rated low, below medium",
    );
}

#[test]
fn waivers_need_a_justification_and_an_end() {
    let waived = |id, data: &str| {
        control(
            id,
            "0.7",
            &[test("failed", "")],
            &format!(r#", "waiver_data": {data}"#),
        )
    };
    let report = report(&[
        waived(
            "ended",
            r#"{"justification": "old client", "expiration_date": "2026-09-30"}"#,
        ),
        waived("endless", r#"{"justification": "old client"}"#),
        waived(
            "silent",
            r#"{"expiration_date": "2026-12-31", "run": true}"#,
        ),
        waived(
            "whole",
            r#"{"justification": "old client", "expiration_date": "2026-12-31"}"#,
        ),
        waived(
            "odd",
            r#"{"justification": "old client", "expiration_date": "soon"}"#,
        ),
        waived("none", "{}"),
    ]);
    let outcomes = report.outcomes("exceptions-justified");
    assert_eq!(
        outcomes,
        [
            ("hdf db-1: ended", Outcome::Fail),
            ("hdf db-1: endless", Outcome::Fail),
            ("hdf db-1: odd", Outcome::Inconclusive),
            ("hdf db-1: silent", Outcome::Fail),
            ("hdf db-1: whole", Outcome::Pass),
        ]
    );
    hold(
        &report,
        "failed-checks-fixed",
        "hdf db-1: whole",
        Outcome::Fail,
        "waived in InSpec",
    );
}

#[test]
fn a_wrapping_profile_repeats_its_controls() {
    let text = format!(
        r#"{{"platform": {{"target_id": ""}}, "profiles": [
{{"name": "outer", "version": "2.0.0", "controls": [{}]}},
{{"name": "inner", "parent_profile": "outer", "controls": [{}]}}]}}"#,
        control("a", "0.9", &[], ""),
        control("a", "0.3", &[test("failed", "")], "")
    );
    let report = judge_with("{}", &[("hdf", "inspec/db-1.json", &text)]);
    let failing = one(&report, "failed-checks-fixed", "hdf inspec/db-1: a");
    assert_eq!(
        failing.outcome,
        Outcome::Fail,
        "the outer profile's impact counts"
    );
    assert_eq!(pointer(failing), "/profiles/1/controls/0/results/0/status");
}

#[test]
fn profiles_that_have_nothing_to_do_with_each_other_may_use_the_same_numbers() {
    let linux = control("1.1.1", "0.5", &[test("passed", "")], "");
    let docker = control("1.1.1", "0.5", &[test("failed", "")], "");
    let empty = control("1.1.1", "0.5", &[], "");
    let overlay = format!(r#"{{"name": "acme-linux", "controls": [{empty}]}}"#);
    let inner = format!(
        r#"{{"name": "cis-linux", "parent_profile": "acme-linux", "controls": [{linux}]}}"#
    );
    let other = format!(r#"{{"name": "cis-docker", "controls": [{docker}]}}"#);
    for profiles in [
        [&overlay, &inner, &other],
        [&other, &overlay, &inner],
        [&inner, &other, &overlay],
    ] {
        let profiles = profiles.map(String::as_str).join(",");
        let text = format!(r#"{{"platform": {{"target_id": "db-1"}}, "profiles": [{profiles}]}}"#);
        let report = judge_with("{}", &[("hdf", "inspec/db-1.json", &text)]);
        let mut outcomes: Vec<Outcome> = report
            .about("failed-checks-fixed", "hdf db-1: 1.1.1")
            .iter()
            .map(|finding| finding.outcome)
            .collect();
        outcomes.sort_unstable();
        assert_eq!(outcomes, [Outcome::Pass, Outcome::Fail]);
    }
}

#[test]
fn a_scan_without_a_time_that_can_be_read_is_of_any_age() {
    let dated = |time: &str| {
        let text = text(&[control("a", "0.5", &[test("passed", "")], "")])
            .replace("2026-11-19T23:30:00-05:00", time);
        let report = judge_with("{}", &[("hdf", "inspec/db-1.json", &text)]);
        let findings = report.outcomes("scan-recent");
        assert_eq!(findings.len(), 1);
        findings[0].1
    };
    assert_eq!(dated("2024-01-05T04:31:12"), Outcome::Fail);
    assert_eq!(dated("2026-11-19 23:30:00 -0500"), Outcome::Pass);
    assert_eq!(dated("2026-11-19 23:30:00"), Outcome::Pass);
    assert_eq!(dated("yesterday"), Outcome::Inconclusive);
}

#[test]
fn a_profile_that_was_not_run_is_a_problem() {
    let text = text(&[control("a", "0.5", &[test("passed", "")], "")]).replace(
        r#""name": "baseline""#,
        r#""status": "skipped", "status_message": "unsupported platform", "name": "baseline""#,
    );
    let report = judge_with("{}", &[("hdf", "inspec/db-1.json", &text)]);
    hold(
        &report,
        "scan-complete",
        "inspec/db-1.json",
        Outcome::Inconclusive,
        "unsupported platform",
    );
}

#[test]
fn nist_tags_count_where_the_configuration_says_for_what() {
    let controls = [control("a", "0.5", &[test("passed", "")], "")];
    let with = report_with(
        r#"{"nist-criteria": {"AC-17": ["CC6.6"], "AC-2": ["CC6.2"]}}"#,
        &controls,
    );
    hold(
        &with,
        "nist-tagged-cc6-6",
        "hdf db-1: a",
        Outcome::Pass,
        "1 result passed",
    );
    assert_eq!(
        with.outcomes("nist-tagged-cc6-2"),
        [("hdf db-1 (baseline 1.0.0)", Outcome::NotApplicable)]
    );
    let exact = report_with(r#"{"nist-criteria": {"AC-17 (1)": ["CC6.6"]}}"#, &controls);
    assert_eq!(
        exact.outcomes("nist-tagged-cc6-6"),
        [("hdf db-1 (baseline 1.0.0)", Outcome::NotApplicable)]
    );
}

#[test]
fn the_short_report_is_refused() {
    let report = judge_with(
        "{}",
        &[("hdf", "a.json", r#"{"controls": [], "version": "5"}"#)],
    );
    hold(
        &report,
        "failed-checks-fixed",
        "a.json",
        Outcome::Inconclusive,
        "json-min",
    );
}
