use super::*;

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<TestResult xmlns="http://checklists.nist.gov/xccdf/1.2" id="xccdf_org.open-scap_testresult_a" end-time="2026-11-20T23:30:00-02:00">
  <profile idref="xccdf_org.ssgproject.content_profile_standard"/>
  <target>web-1</target>
"#;

fn rule(name: &str, severity: &str, result: &str, more: &str) -> String {
    format!(
        "  <rule-result idref=\"xccdf_org.ssgproject.content_rule_{name}\" severity=\"{severity}\">\n    \
         <result>{result}</result>\n{more}  </rule-result>\n"
    )
}

fn file(content: &str) -> Report {
    judge_with("{}", &[("xccdf", "scap/web-1.xml", content)])
}

fn report(rules: &[String]) -> Report {
    file(&format!("{HEAD}{}</TestResult>\n", rules.concat()))
}

#[test]
fn results_are_told_apart() {
    let report = report(&[
        rule("a", "medium", "pass", ""),
        rule("b", "high", "fail", ""),
        rule("c", "medium", "notchecked", ""),
        rule("d", "medium", "error", ""),
        rule("e", "low", "fail", ""),
        rule("f", "unknown", "fail", ""),
        rule("g", "medium", "notapplicable", ""),
        rule("h", "medium", "notselected", ""),
        rule("i", "medium", "fixed", ""),
    ]);
    let of = |name| format!("xccdf web-1: {name}");
    hold(
        &report,
        "failed-checks-fixed",
        &of("a"),
        Outcome::Pass,
        "passed",
    );
    hold(
        &report,
        "failed-checks-fixed",
        &of("b"),
        Outcome::Fail,
        "the result is fail",
    );
    assert_eq!(line(one(&report, "failed-checks-fixed", &of("b"))), 9);
    hold(
        &report,
        "failed-checks-fixed",
        &of("c"),
        Outcome::Inconclusive,
        "not checked",
    );
    hold(
        &report,
        "failed-checks-fixed",
        &of("d"),
        Outcome::Inconclusive,
        "not known",
    );
    hold(
        &report,
        "failed-checks-fixed",
        &of("e"),
        Outcome::NotApplicable,
        "below medium",
    );
    // What nobody rates counts, because its weight is not known.
    hold(
        &report,
        "failed-checks-fixed",
        &of("f"),
        Outcome::Fail,
        "the result is fail",
    );
    hold(
        &report,
        "failed-checks-fixed",
        &of("g"),
        Outcome::NotApplicable,
        "not applicable",
    );
    assert!(report.about("failed-checks-fixed", &of("h")).is_empty());
    hold(
        &report,
        "failed-checks-fixed",
        &of("i"),
        Outcome::Pass,
        "passed",
    );
    hold(
        &report,
        "scan-complete",
        "xccdf web-1 (standard)",
        Outcome::Fail,
        "8 results: 2 passed, 3 failed, 1 errors, 1 unchecked",
    );
    hold(
        &report,
        "scan-recent",
        "xccdf web-1 (standard)",
        Outcome::Pass,
        "2026-11-21",
    );
}

#[test]
fn an_override_never_makes_a_result_better() {
    let over = "    <override authority=\"ops\"><old-result>fail</old-result><new-result>pass</new-result>\
                <remark>Console only.</remark></override>\n";
    let report = report(&[
        rule("a", "medium", "pass", over),
        rule("b", "medium", "pass", ""),
    ]);
    hold(
        &report,
        "failed-checks-fixed",
        "xccdf web-1: a",
        Outcome::Fail,
        "overridden from fail",
    );
    hold(
        &report,
        "exceptions-justified",
        "xccdf web-1: a",
        Outcome::Inconclusive,
        "Console only.",
    );
}

#[test]
fn content_for_another_system_decides_nothing() {
    let report = report(&[rule("a", "medium", "notapplicable", "")]);
    hold(
        &report,
        "scan-complete",
        "xccdf web-1 (standard)",
        Outcome::Fail,
        "0 passed",
    );
}

#[test]
fn severity_and_title_may_stand_in_the_benchmark() {
    let benchmark = "<Benchmark xmlns=\"http://checklists.nist.gov/xccdf/1.2\">\
        <Group><title>Not this</title><Rule id=\"r1\" severity=\"high\"><title>Lock &amp; key &#x2713;</title></Rule></Group>\
        <TestResult end-time=\"2026-11-20T00:00:00Z\"><target>web-1</target>\
        <rule-result idref=\"r1\"><result>fail</result></rule-result></TestResult></Benchmark>";
    let report = file(benchmark);
    let failing = one(&report, "failed-checks-fixed", "xccdf web-1: r1");
    assert_eq!(failing.expected, "the check passes: Lock & key ✓");
}

#[test]
fn instances_of_one_rule_are_named() {
    let instance = |name: &str| format!("    <instance>{name}</instance>\n");
    let report = report(&[
        rule("a", "medium", "fail", &instance("/home")),
        rule("a", "medium", "pass", &instance("/var")),
    ]);
    hold(
        &report,
        "failed-checks-fixed",
        "xccdf web-1: a: /home",
        Outcome::Fail,
        "fail",
    );
    hold(
        &report,
        "failed-checks-fixed",
        "xccdf web-1: a",
        Outcome::Pass,
        "1 result passed",
    );
}

#[test]
fn a_scan_is_as_old_as_it_says_and_not_as_its_collection() {
    let dated = |time: &str| {
        let text = format!("{HEAD}{}</TestResult>", rule("a", "low", "pass", ""))
            .replace("2026-11-20T23:30:00-02:00", time);
        file(&text)
    };
    let subject = "xccdf web-1 (standard)";
    for (time, outcome, says) in [
        (
            "2024-01-05T04:31:12",
            Outcome::Fail,
            "scanned on 2024-01-05",
        ),
        (
            "2026-11-19T04:31:12",
            Outcome::Pass,
            "scanned on 2026-11-19",
        ),
        ("last week", Outcome::Inconclusive, "cannot be read"),
    ] {
        hold(&dated(time), "scan-recent", subject, outcome, says);
    }
}

#[test]
fn a_document_type_declaration_is_refused() {
    let text = format!("<!DOCTYPE a [<!ENTITY p \"pass\">]>\n{}", "<TestResult/>");
    hold(
        &file(&text),
        "failed-checks-fixed",
        "scap/web-1.xml",
        Outcome::Inconclusive,
        "document type",
    );
    let text = format!("{HEAD}{}</TestResult>", rule("a", "low", "&p;", ""));
    hold(
        &file(&text),
        "failed-checks-fixed",
        "scap/web-1.xml",
        Outcome::Inconclusive,
        "entity of its own",
    );
}

#[test]
fn other_xml_is_no_result() {
    hold(
        &file("<html><body/></html>"),
        "failed-checks-fixed",
        "scap/web-1.xml",
        Outcome::Inconclusive,
        "no TestResult",
    );
    hold(
        &file(&"<a>".repeat(1000)),
        "failed-checks-fixed",
        "scap/web-1.xml",
        Outcome::Inconclusive,
        "too deeply",
    );
    hold(
        &file(""),
        "failed-checks-fixed",
        "scap/web-1.xml",
        Outcome::Inconclusive,
        "empty",
    );
}

#[test]
fn a_result_without_its_rule_is_a_problem() {
    let report = report(&[
        "  <rule-result><result>pass</result></rule-result>\n".to_owned(),
        rule("a", "low", "pass", ""),
    ]);
    let problem = one(&report, "failed-checks-fixed", "scap/web-1.xml");
    assert_eq!(
        (problem.actual.as_str(), line(problem)),
        ("the rule-result names no rule", 5)
    );
}
