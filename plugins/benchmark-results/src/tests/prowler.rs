use super::*;

/// 2026-11-19T03:12:44Z in seconds, as Prowler writes it.
const TIME: i64 = 1_795_057_964;

fn finding(check: &str, status: &str, resource: &str, more: &str) -> String {
    format!(
        r#"{{
    "message": "said of {resource}",
    "metadata": {{"event_code": "{check}", "product": {{"name": "Prowler", "version": "5.12.1"}}}},
    "severity": "High",
    "status_code": "{status}",
    "unmapped": {{"compliance": {{"CIS-3.0": ["1.1"], "SOC2": ["cc_6_6", "cc_7_2", "cc_9_2"]}}}},
    "finding_info": {{"title": "Title of {check}"}},
    "resources": [{{"uid": "{resource}"}}],
    "cloud": {{"account": {{"uid": "731204558890"}}}},
    "time": {TIME}{more}
}}"#
    )
}

fn report_with(config: &str, findings: &[String]) -> Report {
    let text = format!("[{}]", findings.join(","));
    judge_with(config, &[("prowler", "a.ocsf.json", &text)])
}

fn report(findings: &[String]) -> Report {
    report_with("{}", findings)
}

#[test]
fn a_finding_without_its_time_is_as_old_as_it_was_created() {
    let time = format!("\"time\": {TIME}");
    let dated = |with: &str| {
        let finding = finding("iam", "PASS", "root", "").replace(&time, with);
        report(&[finding]).outcomes("scan-recent")[0].1
    };
    assert_eq!(dated(&time), Outcome::Pass);
    assert_eq!(
        dated("\"time_dt\": \"2026-11-19T03:12:44.121\""),
        Outcome::Pass
    );
    assert_eq!(dated("\"time_dt\": \"2024-01-05T04:31:12\""), Outcome::Fail);
    assert_eq!(dated("\"note\": 0"), Outcome::Inconclusive);
}

#[test]
fn a_failing_resource_is_named_with_its_line_and_pointer() {
    let report = report(&[
        finding("ec2_port", "PASS", "sg-1", ""),
        finding("ec2_port", "FAIL", "sg-2", ""),
    ]);
    let failing = one(
        &report,
        "failed-checks-fixed",
        "prowler 731204558890: ec2_port: sg-2",
    );
    assert_eq!(failing.outcome, Outcome::Fail);
    assert_eq!(failing.actual, "said of sg-2");
    assert_eq!(line(failing), 15);
    assert_eq!(pointer(failing), "/1/status_code");
    hold(
        &report,
        "failed-checks-fixed",
        "prowler 731204558890: ec2_port",
        Outcome::Pass,
        "1 result passed",
    );
}

#[test]
fn columns_count_from_the_start_of_the_line_in_one_long_line() {
    let one_line = |text: String| text.replace('\n', "");
    let findings = [
        one_line(finding("a", "PASS", "ä", "")),
        one_line(finding("b", "FAIL", "r", "")),
    ];
    let text = format!("[{}]", findings.join(","));
    let report = judge_with("{}", &[("prowler", "a.ocsf.json", &text)]);
    let failing = one(&report, "failed-checks-fixed", "prowler 731204558890: b: r");
    let at = text.rfind("\"FAIL\"").unwrap();
    let column = text[..at].chars().count() + 1;
    assert_eq!(
        failing.locations[0].column,
        Some(u32::try_from(column).unwrap())
    );
    assert_eq!(line(failing), 1);
}

#[test]
fn objects_without_an_array_are_read_one_by_one() {
    let findings = [finding("a", "FAIL", "r", ""), finding("b", "PASS", "r", "")];
    let report = judge_with("{}", &[("prowler", "a.ocsf.json", &findings.join("\n"))]);
    assert_eq!(
        line(one(
            &report,
            "failed-checks-fixed",
            "prowler 731204558890: a: r"
        )),
        5
    );
    hold(
        &report,
        "failed-checks-fixed",
        "prowler 731204558890: b",
        Outcome::Pass,
        "passed",
    );
}

#[test]
fn a_muted_failure_still_fails_and_lacks_a_reason() {
    let report = report(&[finding("a", "FAIL", "r", ",\"status_id\": 3")]);
    hold(
        &report,
        "failed-checks-fixed",
        "prowler 731204558890: a: r",
        Outcome::Fail,
        "muted in Prowler",
    );
    hold(
        &report,
        "exceptions-justified",
        "prowler 731204558890: a: r",
        Outcome::Inconclusive,
        "does not say why",
    );
}

#[test]
fn a_status_that_only_says_muted_is_open() {
    let report = report(&[finding("a", "MUTED", "r", "")]);
    hold(
        &report,
        "failed-checks-fixed",
        "prowler 731204558890: a: r",
        Outcome::Inconclusive,
        "not checked",
    );
    hold(
        &report,
        "scan-complete",
        "prowler 731204558890",
        Outcome::Fail,
        "0 passed",
    );
}

#[test]
fn a_muted_pass_is_no_exception() {
    let report = report(&[finding("a", "PASS", "r", ",\"status\": \"Suppressed\"")]);
    assert!(report.outcomes("exceptions-justified").is_empty());
    let population = report
        .populations
        .iter()
        .find(|of| of.control == "exceptions-justified");
    assert_eq!(population.map(|of| of.size), Some(0));
}

#[test]
fn a_manual_check_is_left_to_a_person() {
    let findings = [finding("a", "MANUAL", "r", "")];
    let report = report_with("{}", &findings);
    hold(
        &report,
        "failed-checks-fixed",
        "prowler 731204558890: a",
        Outcome::NotApplicable,
        "left to a person",
    );
    let strict = report_with(r#"{"manual-checks": "inconclusive"}"#, &findings);
    hold(
        &strict,
        "failed-checks-fixed",
        "prowler 731204558890: a: r",
        Outcome::Inconclusive,
        "left to a person",
    );
}

#[test]
fn an_unknown_status_is_open() {
    let report = report(&[
        finding("a", "PASSED", "r", ""),
        finding("b", "PASS", "r", ""),
    ]);
    hold(
        &report,
        "failed-checks-fixed",
        "prowler 731204558890: a: r",
        Outcome::Inconclusive,
        "`PASSED` is not known",
    );
    hold(
        &report,
        "scan-complete",
        "prowler 731204558890",
        Outcome::Fail,
        "1 errors",
    );
}

#[test]
fn tags_become_controls_only_where_they_hold() {
    let findings = [
        finding(
            "ec2_instance_port_ssh_exposed_to_internet",
            "FAIL",
            "i-1",
            "",
        ),
        finding("ec2_instance_imdsv2_enabled", "FAIL", "i-2", ""),
        finding("vpc_flow_logs_enabled", "PASS", "vpc-1", ""),
    ];
    let report = report_with("{}", &findings);
    let subject = |check| format!("prowler 731204558890: {check}");
    assert_eq!(report.outcomes("prowler-tagged-cc6-6").len(), 3);
    assert_eq!(
        report.about(
            "prowler-tagged-cc7-2",
            &subject("ec2_instance_imdsv2_enabled: i-2")
        ),
        Vec::<&Finding>::new()
    );
    hold(
        &report,
        "prowler-tagged-cc7-2",
        &subject("vpc_flow_logs_enabled"),
        Outcome::Pass,
        "passed",
    );
    // Vendor risk is not what Prowler's checks are about, whatever they are tagged with.
    assert!(report.outcomes("prowler-tagged-cc9-2").is_empty());
}

#[test]
fn the_configuration_drops_a_tag_for_one_criterion() {
    let config = r#"{"prowler-drop": [{"check": "vpc_*", "criterion": "CC7.2", "reason": "Flow logs are judged elsewhere."}]}"#;
    let findings = [finding("vpc_flow_logs_enabled", "PASS", "vpc-1", "")];
    let report = report_with(config, &findings);
    hold(
        &report,
        "prowler-tagged-cc7-2",
        "prowler 731204558890",
        Outcome::NotApplicable,
        "no check",
    );
    assert_eq!(report.outcomes("prowler-tagged-cc6-6").len(), 1);
}

#[test]
fn each_account_is_a_scan() {
    let other = finding("a", "PASS", "r", "").replace("731204558890", "100200300400");
    let report = report(&[finding("a", "PASS", "r", ""), other]);
    let subjects: Vec<_> = report.outcomes("scan-recent");
    assert_eq!(
        subjects,
        [
            ("prowler 100200300400", Outcome::Pass),
            ("prowler 731204558890", Outcome::Pass)
        ]
    );
    assert_eq!(
        one(&report, "scan-recent", "prowler 731204558890")
            .occurred
            .as_deref(),
        Some("2026-11-19")
    );
}

#[test]
fn milliseconds_are_told_from_seconds() {
    let milliseconds =
        finding("a", "PASS", "r", "").replace(&TIME.to_string(), &format!("{TIME}000"));
    let report = report(&[milliseconds]);
    hold(
        &report,
        "scan-recent",
        "prowler 731204558890",
        Outcome::Pass,
        "2026-11-19",
    );
}

#[test]
fn findings_of_another_product_are_no_results_of_prowler() {
    let report = report(&[finding("a", "PASS", "r", "").replace("Prowler", "Security Hub")]);
    hold(
        &report,
        "failed-checks-fixed",
        "a.ocsf.json",
        Outcome::Inconclusive,
        "Security Hub",
    );
    assert!(
        report
            .findings
            .iter()
            .all(|finding| finding.outcome != Outcome::Pass)
    );
}

#[test]
fn a_cut_file_keeps_what_was_read_and_stays_open() {
    let text = format!("[{},{}", finding("a", "PASS", "r", ""), "{\"message\":");
    let report = judge_with("{}", &[("prowler", "a.ocsf.json", &text)]);
    hold(
        &report,
        "failed-checks-fixed",
        "a.ocsf.json",
        Outcome::Inconclusive,
        "was cut",
    );
    hold(
        &report,
        "failed-checks-fixed",
        "prowler 731204558890: a",
        Outcome::Pass,
        "1 result",
    );
    assert!(report.populations.is_empty());
}

#[test]
fn an_empty_list_shows_nothing() {
    let report = judge_with("{}", &[("prowler", "a.ocsf.json", "[]")]);
    hold(
        &report,
        "failed-checks-fixed",
        "a.ocsf.json",
        Outcome::Inconclusive,
        "no result",
    );
    hold(
        &report,
        "exceptions-justified",
        "a.ocsf.json",
        Outcome::Inconclusive,
        "no result",
    );
    assert!(report.populations.is_empty());
}

#[test]
fn many_failing_resources_of_one_check_are_summed_up() {
    let findings: Vec<String> = (0..250)
        .map(|number| finding("a", "FAIL", &format!("r-{number}"), ""))
        .collect();
    let report = report(&findings);
    assert_eq!(report.outcomes("failed-checks-fixed").len(), 101);
    hold(
        &report,
        "failed-checks-fixed",
        "prowler 731204558890: a: all others",
        Outcome::Fail,
        "150 more",
    );
}

#[test]
fn kubernetes_clusters_without_a_name_are_still_judged() {
    let cluster = finding("a", "PASS", "r", "")
        .replace(r#"{"account": {"uid": "731204558890"}}"#, "{}")
        .replace(r#""product""#, r#""profiles": ["container"], "product""#);
    let report = report(&[cluster]);
    hold(
        &report,
        "failed-checks-fixed",
        "prowler kubernetes: a",
        Outcome::Pass,
        "passed",
    );
}
