use super::*;

fn result(number: &str, status: &str, more: &str) -> String {
    format!(
        r#"{{"test_number": "{number}", "test_desc": "Ensure {number}", "status": "{status}",
 "actual_value": "", "expected_result": "'{number}' is set"{more}}}"#
    )
}

/// A report with one section, whose totals are right.
fn text(section: &str, results: &[String]) -> String {
    let number = |status: &str| {
        let status = format!("\"status\": \"{status}\"");
        results
            .iter()
            .filter(|result| result.contains(&status))
            .count()
    };
    let (pass, fail, warn, info) = (
        number("PASS"),
        number("FAIL"),
        number("WARN"),
        number("INFO"),
    );
    let total = format!(
        r#""total_pass": {pass}, "total_fail": {fail}, "total_warn": {warn}, "total_info": {info}"#
    );
    format!(
        r#"{{"Controls": [{{"id": "4", "version": "cis-1.11", "node_type": "node", "tests": [
{{"section": "4.2", "desc": "{section}", "pass": {pass}, "fail": {fail}, "warn": {warn}, "info": {info},
"results": [{}]}}], {total}}}], "Totals": {{{total}}}}}"#,
        results.join(",\n")
    )
}

fn report(section: &str, results: &[String]) -> Report {
    judge_with(
        "{}",
        &[(
            "kube-bench",
            "kube-bench/blue/node-1.json",
            &text(section, results),
        )],
    )
}

const NODE: &str = "kube-bench kube-bench/blue/node-1";

#[test]
fn a_section_is_known_by_its_name() {
    let results = [result("4.2.1", "PASS", ""), result("4.2.2", "FAIL", "")];
    let kubelet = report("Kubelet", &results);
    hold(
        &kubelet,
        "kube-bench-access-checks",
        &format!("{NODE}: 4.2.1"),
        Outcome::Pass,
        "passed",
    );
    hold(
        &kubelet,
        "kube-bench-access-checks",
        &format!("{NODE}: 4.2.2"),
        Outcome::Fail,
        "it wants '4.2.2' is set",
    );
    hold(
        &kubelet,
        "kube-bench-logging-checks",
        &format!("{NODE} (cis-1.11)"),
        Outcome::NotApplicable,
        "no check that this control is about",
    );
    let logging = report("Logging", &results);
    assert_eq!(logging.outcomes("kube-bench-logging-checks").len(), 2);
    let other = report("Storage", &results);
    assert_eq!(other.outcomes("failed-checks-fixed").len(), 2);
    assert_eq!(other.outcomes("kube-bench-access-checks").len(), 1);
}

#[test]
fn the_place_is_the_status() {
    let report = report(
        "Kubelet",
        &[result("4.2.1", "PASS", ""), result("4.2.2", "FAIL", "")],
    );
    let failing = one(&report, "failed-checks-fixed", &format!("{NODE}: 4.2.2"));
    assert_eq!(pointer(failing), "/Controls/0/tests/0/results/1/status");
    assert_eq!(line(failing), 5);
}

#[test]
fn a_warning_means_three_things() {
    let report = report(
        "Kubelet",
        &[
            result("1", "WARN", r#", "type": "manual", "scored": false"#),
            result(
                "2",
                "WARN",
                r#", "scored": false, "reason": "exit status 1""#,
            ),
            result("3", "WARN", r#", "scored": false"#),
        ],
    );
    let of = |number| format!("{NODE}: {number}");
    hold(
        &report,
        "failed-checks-fixed",
        &of(1),
        Outcome::NotApplicable,
        "left to a person",
    );
    // What CIS does not score is rated low, below the default threshold.
    hold(
        &report,
        "failed-checks-fixed",
        &of(2),
        Outcome::NotApplicable,
        "exit status 1",
    );
    hold(
        &report,
        "failed-checks-fixed",
        &of(3),
        Outcome::NotApplicable,
        "below medium",
    );
    hold(
        &report,
        "scan-complete",
        &format!("{NODE} (cis-1.11)"),
        Outcome::Fail,
        "1 errors",
    );
}

#[test]
fn what_is_not_scored_counts_when_low_does() {
    let text = text("Kubelet", &[result("3", "WARN", r#", "scored": false"#)]);
    let report = judge_with(
        r#"{"fail-severity": "low"}"#,
        &[("kube-bench", "kube-bench/blue/node-1.json", &text)],
    );
    hold(
        &report,
        "failed-checks-fixed",
        &format!("{NODE}: 3"),
        Outcome::Fail,
        "it wants",
    );
}

#[test]
fn a_skipped_check_is_an_exception_without_a_reason() {
    let report = report(
        "Kubelet",
        &[result(
            "1",
            "INFO",
            r#", "type": "skip", "reason": "Test marked as skip""#,
        )],
    );
    hold(
        &report,
        "exceptions-justified",
        &format!("{NODE}: 1"),
        Outcome::Inconclusive,
        "skipped in kube-bench",
    );
    hold(
        &report,
        "failed-checks-fixed",
        &format!("{NODE}: 1"),
        Outcome::Inconclusive,
        "not checked",
    );
}

#[test]
fn totals_have_to_agree_with_the_results() {
    let honest = text("Kubelet", &[result("1", "PASS", "")]);
    let file = |content: &str| {
        judge_with(
            "{}",
            &[("kube-bench", "kube-bench/blue/node-1.json", content)],
        )
    };
    let subject = format!("{NODE} (cis-1.11)");
    hold(
        &file(&honest),
        "scan-complete",
        &subject,
        Outcome::Pass,
        "1 result: 1 passed",
    );
    let lying = honest.replacen("\"total_fail\": 0", "\"total_fail\": 3", 1);
    let report = file(&lying);
    hold(
        &report,
        "scan-complete",
        &subject,
        Outcome::Fail,
        "states 3 results FAIL, and 0 are there",
    );
    assert_eq!(
        pointer(one(&report, "scan-complete", &subject)),
        "/Controls/0/total_fail"
    );
}

#[test]
fn the_list_without_totals_is_read_too() {
    let text = text("Kubelet", &[result("1", "PASS", "")]);
    let list = &text[text.find('[').unwrap()..text.rfind(", \"Totals\"").unwrap()];
    let report = judge_with("{}", &[("kube-bench", "kube-bench/blue/node-1.json", list)]);
    hold(
        &report,
        "failed-checks-fixed",
        &format!("{NODE}: 1"),
        Outcome::Pass,
        "passed",
    );
}

#[test]
fn the_day_is_that_of_the_collection() {
    let report = report("Kubelet", &[result("1", "PASS", "")]);
    hold(
        &report,
        "scan-recent",
        &format!("{NODE} (cis-1.11)"),
        Outcome::Pass,
        "2026-11-20",
    );
}

#[test]
fn without_a_collection_there_is_no_day() {
    let evidence = MemoryEvidence::new().file(
        "kube-bench",
        "kube-bench/blue/node-1.json",
        text("Kubelet", &[result("1", "PASS", "")]),
    );
    let report = run::<BenchmarkResults>("{}", AS_OF, &evidence).unwrap();
    hold(
        &report,
        "scan-recent",
        &format!("{NODE} (cis-1.11)"),
        Outcome::Inconclusive,
        "evidence.toml",
    );
}

#[test]
fn arguments_of_processes_are_not_copied() {
    let report = report(
        "API Server",
        &[result("1", "FAIL", "").replace(
            "\"actual_value\": \"\"",
            "\"actual_value\": \"root 1 kube-apiserver --token=hunter2\"",
        )],
    );
    assert!(
        report
            .findings
            .iter()
            .all(|finding| !finding.actual.contains("hunter2"))
    );
}

#[test]
fn an_unknown_status_is_a_problem_with_its_place() {
    let report = report("Kubelet", &[result("1", "OK", "")]);
    let problems = report.about("kube-bench-access-checks", "kube-bench/blue/node-1.json");
    assert!(problems[0].actual.contains("`OK` is not known"));
    assert_eq!(pointer(problems[0]), "/Controls/0/tests/0/results/0/status");
    assert_eq!(report.outcomes("scan-recent").len(), 2);
    assert!(
        report
            .findings
            .iter()
            .all(|finding| finding.outcome != Outcome::Pass)
    );
}
