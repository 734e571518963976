use super::*;

#[test]
fn a_whole_scan_passes_with_its_version_and_place() {
    let report = examine(&log(INVOCATION, ""));
    let finding = only(&report, "scans-succeeded");
    assert_eq!(finding.outcome, Pass);
    assert_eq!(finding.subject, "CodeQL in scans/web.sarif");
    assert_eq!(
        finding.actual,
        "executionSuccessful in 1 invocation, no notification of an error, 0 results"
    );
    assert_eq!(pointer(finding), "/runs/0");
    assert_eq!(finding.locations[0].line, Some(2));
    assert_eq!(finding.attributes[0].value, "2.23.3");
    assert_eq!(report.tallies[0].records, 0);
}

#[test]
fn a_scan_that_failed_fails_and_shows_nothing() {
    let failed =
        r#"{"executionSuccessful": false, "exitCode": 2, "endTimeUtc": "2026-11-20T04:12:09Z"}"#;
    let report = examine(&log(failed, ""));
    let finding = only(&report, "scans-succeeded");
    assert_eq!(finding.outcome, Fail);
    assert_eq!(finding.actual, "executionSuccessful is false, exit code 2");
    assert_eq!(
        pointer(finding),
        "/runs/0/invocations/0/executionSuccessful"
    );
    for control in [
        "findings-fixed-in-time",
        "code-scans-recent",
        "suppressions-justified",
    ] {
        assert_eq!(only(&report, control).outcome, Inconclusive, "{control}");
    }
}

#[test]
fn what_a_failed_scan_found_still_fails() {
    let failed = r#"{"executionSuccessful": false}"#;
    let report = examine(&log(
        failed,
        &result("js/sql-injection", &first_seen("2026-01-05")),
    ));
    assert_eq!(
        report
            .outcomes("findings-fixed-in-time")
            .iter()
            .map(|(_, outcome)| *outcome)
            .collect::<Vec<_>>(),
        [Inconclusive, Fail]
    );
}

#[test]
fn a_notification_of_an_error_fails_unless_it_is_tolerated() {
    let invocation = r#"{"executionSuccessful": true, "endTimeUtc": "2026-11-20T04:12:09Z",
      "toolExecutionNotifications": [
        {"level": "warning", "message": {"text": "slow"}},
        {"message": {"text": "no level is a warning"}},
        {"level": "error", "descriptor": {"id": "js/extraction-error"}, "message": {"text": "orders.ts\ncannot be read"}}]}"#;
    let report = examine(&log(invocation, ""));
    let finding = only(&report, "scans-succeeded");
    assert_eq!(finding.outcome, Fail);
    assert_eq!(
        finding.actual,
        "error js/extraction-error: orders.ts cannot be read"
    );
    assert_eq!(
        pointer(finding),
        "/runs/0/invocations/0/toolExecutionNotifications/2"
    );
    let tolerant = r#"{"tolerated-notifications": ["js/extraction-*"]}"#;
    let report = examine_with(tolerant, &log(invocation, ""));
    assert_eq!(only(&report, "scans-succeeded").outcome, Pass);
}

#[test]
fn a_run_without_a_list_of_results_did_not_scan() {
    for results in ["", r#", "results": null"#] {
        let report = examine(&format!(
            r#"{{"version": "2.1.0", "runs": [{{"tool": {{"driver": {{"name": "gitleaks"}}}}{results}}}]}}"#
        ));
        assert_eq!(only(&report, "scans-succeeded").outcome, Fail);
        assert_eq!(only(&report, "no-secrets-open").outcome, Inconclusive);
        let report = examine(&format!(
            r#"{{"version": "2.1.0", "runs": [{{"tool": {{"driver": {{"name": "CodeQL"}}}}{results}}}]}}"#
        ));
        assert_eq!(only(&report, "code-scans-recent").outcome, Inconclusive);
    }
}

#[test]
fn results_in_another_file_are_not_read() {
    let report = examine(
        r#"{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}},
        "externalPropertyFileReferences": {"results": [{"location": {"uri": "more.sarif-external-properties"}}]}}]}"#,
    );
    assert_eq!(only(&report, "scans-succeeded").outcome, Inconclusive);
    assert_eq!(
        only(&report, "findings-fixed-in-time").outcome,
        Inconclusive
    );
}

#[test]
fn results_inline_are_not_all_where_more_stand_in_another_file() {
    let outcomes = |external: &str, results: &str| {
        let log = log(INVOCATION, results).replacen(
            r#""results""#,
            &format!(r#""externalPropertyFileReferences": {external}, "results""#),
            1,
        );
        let report = examine(&log);
        [
            "scans-succeeded",
            "findings-fixed-in-time",
            "suppressions-justified",
        ]
        .map(|control| {
            let outcomes = report.outcomes(control);
            outcomes.iter().any(|(_, outcome)| *outcome == Inconclusive)
        })
    };
    let late = result("js/sql-injection", &first_seen("2026-01-05"));
    for list in ["results", "invocations", "driver", "extensions"] {
        for references in [
            r#"[{"location": {"uri": "r.sarif-external-properties"}}]"#,
            "7",
        ] {
            let external = format!(r#"{{"{list}": {references}}}"#);
            assert_eq!(outcomes(&external, ""), [true; 3], "{external}");
            assert_eq!(outcomes(&external, &late), [true; 3], "{external}");
        }
    }
    assert_eq!(
        outcomes(
            r#"{"driver": {"location": {"uri": "r.sarif-external-properties"}}}"#,
            ""
        ),
        [true; 3]
    );
    for whole in [
        "{}",
        r#"{"results": [], "invocations": null}"#,
        r#"{"webRequests": [{"location": {"uri": "r.sarif-external-properties"}}]}"#,
    ] {
        assert_eq!(outcomes(whole, ""), [false; 3], "{whole}");
    }
    // Nothing shows that what the other file holds about secrets is none.
    let gitleaks = log_of("gitleaks", "[]", INVOCATION, "").replacen(
        r#""results""#,
        r#""externalPropertyFileReferences": {"results": [{"guid": "x"}]}, "results""#,
        1,
    );
    let report = examine(&gitleaks);
    assert_eq!(only(&report, "no-secrets-open").outcome, Inconclusive);
}

#[test]
fn a_list_of_results_shows_that_a_tool_ran_unless_an_invocation_is_required() {
    let log = log_of("gitleaks", "[]", "", "");
    let finding = |config| {
        let report = examine_with(config, &log);
        only(&report, "scans-succeeded").clone()
    };
    assert_eq!(finding("{}").outcome, Pass);
    assert_eq!(
        finding("{}").actual,
        "no invocation is recorded; a list of 0 results shows that it ran"
    );
    assert_eq!(
        finding(r#"{"require-invocation": true}"#).outcome,
        Inconclusive
    );
}

#[test]
fn an_invocation_that_does_not_say_how_it_went_is_inconclusive() {
    let report = examine(&log(r#"{"endTimeUtc": "2026-11-20T04:12:09Z"}"#, ""));
    assert_eq!(only(&report, "scans-succeeded").outcome, Inconclusive);
    assert_eq!(
        only(&report, "findings-fixed-in-time").outcome,
        Inconclusive
    );
}

#[test]
fn a_scan_is_as_old_as_the_end_of_its_last_invocation() {
    for (time, outcome, actual) in [
        (
            "2026-11-15T23:59:00Z",
            Pass,
            "endTimeUtc 2026-11-15, 7 days before",
        ),
        (
            "2026-11-14T23:59:00Z",
            Fail,
            "endTimeUtc 2026-11-14, 8 days before",
        ),
        // SARIF says that the time is in UTC, so a `Z` that a tool leaves out is no riddle.
        (
            "2026-11-20T04:12:09.123",
            Pass,
            "endTimeUtc 2026-11-20, 2 days before",
        ),
        (
            "2026-11-23T01:00:00Z",
            Inconclusive,
            "endTimeUtc 2026-11-23, after 2026-11-22",
        ),
        (
            "yesterday",
            Inconclusive,
            "endTimeUtc is `yesterday`, which is no time",
        ),
    ] {
        let invocations = format!(
            r#"{{"executionSuccessful": true, "endTimeUtc": "2026-11-02T00:00:00Z"}},
            {{"executionSuccessful": true, "endTimeUtc": "{time}"}}"#
        );
        let report = examine(&log(&invocations, ""));
        let finding = only(&report, "code-scans-recent");
        assert_eq!(
            (finding.outcome, finding.actual.as_str()),
            (outcome, actual)
        );
        assert_eq!(pointer(finding), "/runs/0/invocations/1/endTimeUtc");
    }
}

#[test]
fn without_a_time_the_day_of_collection_counts_and_without_that_none() {
    let log = log_of("CodeQL", "[]", "", "");
    let report = examine(&log);
    let finding = only(&report, "code-scans-recent");
    assert_eq!(finding.outcome, Pass);
    assert_eq!(finding.actual, "collected 2026-11-21, 1 days before");
    let undated = MemoryEvidence::new().file("results", PATH, log.as_bytes());
    let report = run::<SarifResults>("{}", AS_OF, &undated).unwrap();
    assert_eq!(only(&report, "code-scans-recent").outcome, Inconclusive);
}

#[test]
fn a_scan_for_secrets_is_none_for_weaknesses() {
    let report = examine(&log_of("gitleaks", "[]", INVOCATION, ""));
    assert_eq!(only(&report, "code-scans-recent").outcome, NotApplicable);
}

#[test]
fn each_expected_tool_must_have_run_to_its_end() {
    let config = r#"{"expected-tools": ["codeql", "Semgrep*"]}"#;
    let report = examine_with(config, &log(INVOCATION, ""));
    assert_eq!(
        report.outcomes("expected-tools-ran"),
        [("Semgrep*", Fail), ("codeql", Pass)]
    );
    let failed = log(r#"{"executionSuccessful": false}"#, "");
    let report = examine_with(r#"{"expected-tools": ["CodeQL"]}"#, &failed);
    assert_eq!(only(&report, "expected-tools-ran").outcome, Fail);
    // Who expects nothing has no such control.
    let report = examine(&log(INVOCATION, ""));
    assert!(report.outcomes("expected-tools-ran").is_empty());
}
