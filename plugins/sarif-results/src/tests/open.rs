use super::*;

const SUBJECT: &str = "CodeQL in scans/web.sarif: js/sql-injection in src/orders.ts";

fn in_time(more: &str) -> Finding {
    let report = examine(&log(INVOCATION, &result("js/sql-injection", more)));
    only(&report, "findings-fixed-in-time").clone()
}

#[test]
fn a_result_passes_until_its_deadline_and_fails_after_it() {
    let finding = in_time(&first_seen("2026-10-21"));
    assert_eq!(finding.outcome, Pass);
    assert_eq!(finding.subject, SUBJECT);
    assert_eq!(
        finding.expected,
        "mended within 30 days, the deadline for high severity"
    );
    assert_eq!(
        finding.actual,
        "high severity (security-severity 8.8), first detected 2026-10-21, 30 days before the scan"
    );
    assert_eq!(
        pointer(&finding),
        "/runs/0/results/0/provenance/firstDetectionTimeUtc"
    );
    let finding = in_time(&first_seen("2026-10-20"));
    assert_eq!(finding.outcome, Fail);
    assert_eq!(finding.severity.unwrap().severity, Severity::High);
}

#[test]
fn a_result_without_a_date_fails_from_high_on_and_never_passes() {
    for (rule, outcome) in [
        ("js/sql-injection", Fail),
        ("js/weak-hash", Inconclusive),
        ("js/never-described", Inconclusive),
    ] {
        let report = examine(&log(INVOCATION, &result(rule, "")));
        let finding = only(&report, "findings-fixed-in-time");
        assert_eq!(finding.outcome, outcome, "{rule}");
        assert!(
            finding
                .actual
                .ends_with("nothing says since when it is open")
        );
        assert_eq!(pointer(finding), "/runs/0/results/0");
    }
    let strict = r#"{"undated-fails-from": "low"}"#;
    let report = examine_with(strict, &log(INVOCATION, &result("js/weak-hash", "")));
    assert_eq!(only(&report, "findings-fixed-in-time").outcome, Fail);
}

#[test]
fn a_date_that_is_none_or_lies_after_the_scan_dates_nothing() {
    assert_eq!(in_time(&first_seen("2026-13-40")).outcome, Fail);
    assert_eq!(in_time(&first_seen("2027-01-01")).outcome, Fail);
}

#[test]
fn the_baseline_says_what_is_new_and_what_is_gone() {
    let new = log(
        INVOCATION,
        &result("js/sql-injection", r#", "baselineState": "new""#),
    );
    let named = new.replacen(
        r#""results""#,
        r#""baselineGuid": "0a1b2c3d-0000-4000-8000-000000000001", "results""#,
        1,
    );
    let finding = only(&examine(&named), "findings-fixed-in-time").clone();
    assert_eq!(finding.outcome, Pass);
    assert!(
        finding
            .actual
            .contains("new in the scan of 2026-11-20, 0 days")
    );
    // Without a baseline nobody knows what it is new against.
    let finding = only(&examine(&new), "findings-fixed-in-time").clone();
    assert_eq!(finding.outcome, Fail);
    assert_eq!(in_time(r#", "baselineState": "unchanged""#).outcome, Fail);
    let finding = in_time(r#", "baselineState": "absent""#);
    assert_eq!(finding.outcome, Pass);
    assert_eq!(finding.subject, "CodeQL in scans/web.sarif");
}

#[test]
fn kinds_that_are_no_problem_are_none_and_open_questions_are_inconclusive() {
    for kind in ["pass", "notApplicable", "informational"] {
        let finding = in_time(&format!(r#", "kind": "{kind}""#));
        assert_eq!(finding.outcome, Pass, "{kind}");
        assert!(finding.actual.starts_with("no open result"));
    }
    for kind in ["open", "review", "failed", ""] {
        let finding = in_time(&format!(r#", "kind": "{kind}""#));
        assert_eq!(finding.outcome, Inconclusive, "{kind}");
    }
}

#[test]
fn severity_comes_from_the_result_its_rule_or_its_level() {
    for (rule, more, said) in [
        (
            "js/sql-injection",
            r#", "properties": {"security-severity": 9.1}"#,
            "critical severity (security-severity 9.1)",
        ),
        (
            "js/sql-injection",
            r#", "level": "note""#,
            "high severity (security-severity 8.8)",
        ),
        ("js/weak-hash", "", "medium severity (level warning)"),
        (
            "js/weak-hash",
            r#", "level": "error""#,
            "high severity (level error)",
        ),
        (
            "js/weak-hash",
            r#", "properties": {"severity": "CRITICAL"}"#,
            "critical severity (severity CRITICAL)",
        ),
        ("unknown", "", "medium severity (level warning)"),
        (
            "unknown",
            r#", "level": "none""#,
            "low severity (level none)",
        ),
    ] {
        let report = examine(&log(INVOCATION, &result(rule, more)));
        let finding = only(&report, "findings-fixed-in-time");
        assert!(finding.actual.starts_with(said), "{}", finding.actual);
    }
}

#[test]
fn a_level_that_the_invocation_changed_counts() {
    let invocation = r#"{"executionSuccessful": true, "endTimeUtc": "2026-11-20T04:12:09Z",
      "ruleConfigurationOverrides": [{"descriptor": {"id": "js/weak-hash"}, "configuration": {"level": "error"}}]}"#;
    let report = examine(&log(invocation, &result("js/weak-hash", "")));
    assert!(
        only(&report, "findings-fixed-in-time")
            .actual
            .starts_with("high severity (level error)")
    );
}

#[test]
fn what_codeql_says_about_maintainability_is_no_weakness() {
    let report = examine(&log(INVOCATION, &result("js/unused-variable", "")));
    let finding = only(&report, "findings-fixed-in-time");
    assert_eq!(
        (finding.outcome, finding.subject.as_str()),
        (Pass, "CodeQL in scans/web.sarif")
    );
}

#[test]
fn a_suppressed_result_is_left_alone_and_has_to_say_why() {
    let suppressed = |suppressions: &str| {
        examine(&log(
            INVOCATION,
            &result(
                "js/sql-injection",
                &format!(r#", "suppressions": {suppressions}"#),
            ),
        ))
    };
    let report = suppressed(
        r#"[{"kind": "external", "status": "accepted", "justification": "Input is a constant."}]"#,
    );
    assert_eq!(
        only(&report, "findings-fixed-in-time").outcome,
        NotApplicable
    );
    let finding = only(&report, "suppressions-justified");
    assert_eq!(finding.outcome, Pass);
    assert_eq!(finding.actual, "suppressed: Input is a constant.");
    // A suppression without a status is accepted.
    let report = suppressed(r#"[{"kind": "inSource"}]"#);
    assert_eq!(
        only(&report, "findings-fixed-in-time").outcome,
        NotApplicable
    );
    let finding = only(&report, "suppressions-justified");
    assert_eq!(finding.outcome, Fail);
    assert_eq!(
        finding.actual,
        "suppressed in the source without a justification"
    );
    // One that is not decided, or refused, suppresses nothing.
    for status in ["underReview", "rejected"] {
        let report = suppressed(&format!(
            r#"[{{"kind": "external", "justification": "x"}}, {{"kind": "external", "status": "{status}"}}]"#
        ));
        assert_eq!(only(&report, "findings-fixed-in-time").outcome, Fail);
        assert!(report.outcomes("suppressions-justified").is_empty());
    }
    assert_eq!(
        only(&suppressed("[]"), "findings-fixed-in-time").outcome,
        Fail
    );
    for odd in ["7", r#"[{"kind": "external", "status": "maybe"}]"#] {
        let report = suppressed(odd);
        assert_eq!(
            only(&report, "findings-fixed-in-time").outcome,
            Inconclusive
        );
    }
}

#[test]
fn suppressions_in_the_source_may_be_accepted_as_they_are() {
    let report = examine_with(
        r#"{"accept-unexplained-in-source": true}"#,
        &log(
            INVOCATION,
            &result(
                "js/sql-injection",
                r#", "suppressions": [{"kind": "inSource"}]"#,
            ),
        ),
    );
    assert_eq!(only(&report, "suppressions-justified").outcome, Pass);
}

#[test]
fn nothing_suppressed_is_a_population_of_none() {
    let report = examine(&log(INVOCATION, ""));
    let population = report
        .populations
        .iter()
        .find(|population| population.control == "suppressions-justified")
        .unwrap();
    assert_eq!(population.size, 0);
    assert_eq!(population.shown_by[0].pointer.as_deref(), Some("/runs/0"));
}

#[test]
fn a_secret_in_the_open_fails_whatever_its_age_and_is_not_copied() {
    let found = r#"{"ruleId": "aws-access-token", "message": {"text": "aws-access-token has detected secret AKIAIOSFODNN7"},
      "locations": [{"physicalLocation": {"artifactLocation": {"uri": "deploy.sh"}, "region": {"snippet": {"text": "AKIAIOSFODNN7"}}}}],
      "partialFingerprints": {"commitSha": "8d1f0c2b7e55aa10c3f4", "date": "2026-11-19T08:00:00Z", "author": "x", "commitMessage": "y"}}"#;
    let report = examine(&log_of("gitleaks", "[]", "", found));
    let finding = only(&report, "no-secrets-open");
    assert_eq!(finding.outcome, Fail);
    assert_eq!(
        finding.subject,
        "gitleaks in scans/web.sarif: aws-access-token in deploy.sh [8d1f0c2b7e55]"
    );
    assert_eq!(
        finding.actual,
        "open, found by rule aws-access-token, committed 2026-11-19"
    );
    assert!(!format!("{report:?}").contains("AKIA"));
    assert_eq!(
        only(&report, "findings-fixed-in-time").outcome,
        NotApplicable
    );
}

#[test]
fn a_secret_scanner_that_found_nothing_passes_and_another_tool_never_does() {
    let report = examine(&log_of("gitleaks", "[]", "", ""));
    assert_eq!(only(&report, "no-secrets-open").outcome, Pass);
    let report = examine(&log(INVOCATION, ""));
    assert_eq!(only(&report, "no-secrets-open").outcome, NotApplicable);
    let report = examine(&log(INVOCATION, &result("js/hardcoded-credentials", "")));
    assert_eq!(only(&report, "no-secrets-open").outcome, Fail);
    let suppressed = |justification: &str| {
        let more = format!(r#", "suppressions": [{{"kind": "inSource"{justification}}}]"#);
        let result = result("js/hardcoded-credentials", &more);
        let outcomes = |tool: &str| {
            examine(&log_of(tool, RULES, INVOCATION, &result))
                .outcomes("no-secrets-open")
                .iter()
                .map(|(_, outcome)| *outcome)
                .collect::<Vec<_>>()
        };
        [outcomes("CodeQL"), outcomes("gitleaks")].concat()
    };
    assert_eq!(
        suppressed(r#", "justification": "A key of the test suite.""#),
        [NotApplicable, NotApplicable, Pass, NotApplicable]
    );
    for nothing in [
        "",
        r#", "justification": "TODO""#,
        r#", "justification": "-""#,
    ] {
        assert_eq!(suppressed(nothing), [Inconclusive; 2], "{nothing}");
    }
}

#[test]
fn what_an_old_scan_did_not_find_may_be_there_today() {
    let old = INVOCATION.replace("2026-11-20", "2024-01-02");
    let report = examine(&log_of("gitleaks", "[]", &old, ""));
    assert_eq!(only(&report, "no-secrets-open").outcome, Inconclusive);
    let report = examine(&log(&old, ""));
    assert_eq!(
        only(&report, "findings-fixed-in-time").outcome,
        Inconclusive
    );
    let in_time = result("js/sql-injection", &first_seen("2024-01-01"));
    let report = examine(&log(&old, &in_time));
    assert_eq!(
        only(&report, "findings-fixed-in-time").outcome,
        Inconclusive
    );
    let late = result("js/sql-injection", &first_seen("2023-01-01"));
    let report = examine(&log(&old, &late));
    assert_eq!(only(&report, "findings-fixed-in-time").outcome, Fail);
}

#[test]
fn only_codeql_leaves_results_aside_that_are_not_about_security() {
    let outcome = |tool: &str, tags: &str| {
        let rules = format!(
            r#"[{{"id": "r", "properties": {{"tags": [{tags}], "problem.severity": "error"}}}}]"#
        );
        let report = examine(&log_of(tool, &rules, INVOCATION, &result("r", "")));
        only(&report, "findings-fixed-in-time").clone()
    };
    let aside = outcome("CodeQL", "\"maintainability\"");
    assert_eq!(aside.outcome, Pass);
    assert!(
        aside
            .actual
            .starts_with("no open result about security, 1 of another kind"),
        "{}",
        aside.actual
    );
    assert_ne!(outcome("CodeQL", "\"external/cwe/cwe-089\"").outcome, Pass);
    assert_ne!(outcome("AcmeSAST", "\"maintainability\"").outcome, Pass);
}

const GROUP: &str = r#"{"groups": [{"name": "injection-absent", "title": "No injection is open",
    "tags": ["SOC2/CC6.*", "external/cwe/cwe-089"], "rules": ["py/sql-*"], "min-severity": "medium",
    "criteria": [{"criterion": "CC6.6", "rationale": "Input from outside cannot become a command."}]}]}"#;

#[test]
fn a_group_of_rules_is_a_control_of_its_own() {
    let report = examine_with(GROUP, &log(INVOCATION, ""));
    assert_eq!(only(&report, "injection-absent").outcome, Pass);
    let open = result("js/sql-injection", &first_seen("2026-11-19"));
    let report = examine_with(GROUP, &log(INVOCATION, &open));
    let finding = only(&report, "injection-absent");
    assert_eq!(finding.outcome, Fail);
    assert_eq!(finding.subject, SUBJECT);
    let other = log(INVOCATION, &result("js/weak-hash", ""));
    assert_eq!(
        only(&examine_with(GROUP, &other), "injection-absent").outcome,
        Pass
    );
}

#[test]
fn a_group_without_any_rule_in_the_scans_is_inconclusive() {
    let report = examine_with(GROUP, &log_of("trivy", "[]", INVOCATION, ""));
    assert_eq!(only(&report, "injection-absent").outcome, Inconclusive);
    let failed = log(r#"{"executionSuccessful": false}"#, "");
    assert_eq!(
        only(&examine_with(GROUP, &failed), "injection-absent").outcome,
        Inconclusive
    );
}

#[test]
fn a_group_reads_the_tags_of_results_too() {
    let tagged = result(
        "custom-1",
        r#", "properties": {"tags": ["SOC2/CC6.7"]}, "level": "error""#,
    );
    let report = examine_with(GROUP, &log(INVOCATION, &tagged));
    assert!(
        report
            .outcomes("injection-absent")
            .iter()
            .any(|(_, outcome)| *outcome == Fail)
    );
}
