use super::*;

const CONTROLS: [&str; 5] = [
    "scans-succeeded",
    "code-scans-recent",
    "findings-fixed-in-time",
    "no-secrets-open",
    "suppressions-justified",
];

#[test]
fn damaged_files_are_survived_and_pass_nothing() {
    for (name, bytes) in damaged(log(INVOCATION, &result("js/sql-injection", "")).as_bytes()) {
        let evidence = MemoryEvidence::new().file("results", PATH, bytes);
        let report = run::<SarifResults>("{}", AS_OF, &evidence).unwrap();
        for control in CONTROLS {
            assert_eq!(only(&report, control).outcome, Inconclusive, "{name}");
        }
        assert!(report.populations.is_empty(), "{name}");
    }
}

#[test]
fn what_is_no_log_of_version_2_1_0_is_a_problem_for_every_control() {
    for text in [
        "{}",
        "[]",
        "7",
        r#"{"version": "2.0.0", "runs": []}"#,
        r#"{"version": "2.1.0"}"#,
        r#"{"version": "2.1.0", "runs": {}}"#,
        r#"{"version": "2.1.0", "runs": []}"#,
        r#"{"version": "2.1.0", "runs": [7]}"#,
        r#"{"version": "2.1.0", "runs": [{"results": []}]}"#,
        r#"{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": " "}}, "results": []}]}"#,
    ] {
        let report = examine(text);
        for control in CONTROLS {
            let finding = only(&report, control);
            assert_eq!(finding.outcome, Inconclusive, "{text}");
            assert_eq!(finding.subject, PATH);
        }
    }
}

#[test]
fn a_result_that_cannot_be_understood_spoils_the_clean_run() {
    for odd in [
        "7",
        r#"{"ruleIndex": 99}"#,
        r#"{"ruleId": "x", "level": "fatal"}"#,
        r#"{"ruleId": "x", "kind": 7}"#,
    ] {
        let report = examine(&log(INVOCATION, odd));
        let finding = only(&report, "findings-fixed-in-time");
        assert_eq!(finding.outcome, Inconclusive, "{odd}");
        assert!(pointer(finding).starts_with("/runs/0/results/0"));
        assert_eq!(report.tallies[0].records, 1);
    }
}

#[test]
fn rules_are_found_by_index_by_id_and_below_their_id() {
    for reference in [
        r#""ruleIndex": 0"#,
        r#""ruleId": "js/sql-injection""#,
        r#""ruleId": "js/sql-injection/express""#,
        r#""ruleId": "js/sql-injection", "ruleIndex": 1"#,
        r#""rule": {"id": "js/sql-injection"}"#,
        r#""rule": {"index": 0}"#,
        r#""rule": {"index": 0, "toolComponent": {}}"#,
    ] {
        let report = examine(&log(INVOCATION, &format!("{{{reference}}}")));
        let finding = only(&report, "findings-fixed-in-time");
        assert!(
            finding
                .actual
                .starts_with("high severity (security-severity 8.8)"),
            "{reference}: {}",
            finding.actual
        );
    }
}

#[test]
fn rules_of_extensions_are_found() {
    let extended = |reference: &str| {
        let text = format!(
            r#"{{"version": "2.1.0", "runs": [{{"tool": {{
            "driver": {{"name": "CodeQL", "rules": [{{"id": "a", "properties": {{"security-severity": "1.0"}}}}]}},
            "extensions": [{{"name": "empty"}}, {{"name": "queries", "guid": "0A1B", "rules": [{{"id": "b", "properties": {{"security-severity": "9.5"}}}}]}}]}},
            "invocations": [{INVOCATION}], "results": [{{{reference}}}]}}]}}"#
        );
        let report = examine(&text);
        only(&report, "findings-fixed-in-time").clone()
    };
    for reference in [
        r#""ruleId": "b", "rule": {"index": 0, "toolComponent": {"index": 1}}"#,
        r#""rule": {"index": 0, "toolComponent": {"index": 1}}"#,
        r#""rule": {"index": 0, "toolComponent": {"name": "queries"}}"#,
        r#""rule": {"index": 0, "toolComponent": {"guid": "0a1b"}}"#,
        r#""ruleId": "b""#,
    ] {
        let finding = extended(reference);
        assert!(
            finding.actual.starts_with("critical"),
            "{reference}: {}",
            finding.actual
        );
    }
    // An extension that is not there has no rules, not those of the driver.
    let finding = extended(r#""rule": {"index": 0, "toolComponent": {"index": 7}}"#);
    assert_eq!(finding.outcome, Inconclusive);
    assert!(finding.actual.contains("names no rule"));
}

#[test]
fn subjects_take_the_artifact_by_index_and_the_fingerprint() {
    let text = format!(
        r#"{{"version": "2.1.0", "runs": [{{"tool": {{"driver": {{"name": "x"}}}},
        "artifacts": [{{"location": {{"uri": "a.c"}}}}, {{"location": {{"uri": "src/b.c"}}}}],
        "invocations": [{INVOCATION}], "results": [
          {{"ruleId": "r", "locations": [{{"physicalLocation": {{"artifactLocation": {{"index": 1}}}}}}],
            "partialFingerprints": {{"primaryLocationStartColumnFingerprint": "4", "primaryLocationLineHash": "39fa2ee980eb94b0:1"}}}},
          {{"ruleId": "r", "locations": [{{"logicalLocations": [{{"fullyQualifiedName": "acme::pay"}}]}}]}},
          {{"ruleId": "r", "locations": [{{"logicalLocations": [{{"fullyQualifiedName": "acme::pay"}}]}}]}},
          {{"ruleId": "r", "fingerprints": {{"v1": "ffff"}}, "partialFingerprints": {{"a": "0000"}}}}]}}]}}"#
    );
    let report = examine(&text);
    let subjects: Vec<_> = report
        .outcomes("findings-fixed-in-time")
        .into_iter()
        .map(|(subject, _)| subject)
        .collect();
    assert_eq!(
        subjects,
        [
            "x in scans/web.sarif: r [ffff]",
            "x in scans/web.sarif: r in acme::pay",
            "x in scans/web.sarif: r in acme::pay (2)",
            "x in scans/web.sarif: r in src/b.c [39fa2ee980eb94b0:1]",
        ]
    );
}

#[test]
fn runs_of_one_tool_are_told_apart() {
    let run = |id: &str| {
        format!(
            r#"{{"tool": {{"driver": {{"name": "CodeQL"}}}}, "automationDetails": {{"id": "{id}"}}, "results": []}}"#
        )
    };
    let text = format!(
        r#"{{"version": "2.1.0", "runs": [{}, {}, {}, {}]}}"#,
        run("lang:js/2026-11-20"),
        run("lang:go/2026-11-20"),
        run("just-an-id"),
        run("just-an-id")
    );
    let report = examine(&text);
    let subjects: Vec<_> = report
        .outcomes("scans-succeeded")
        .into_iter()
        .map(|(subject, _)| subject)
        .collect();
    assert_eq!(
        subjects,
        [
            "CodeQL in scans/web.sarif",
            "CodeQL in scans/web.sarif (lang:go)",
            "CodeQL in scans/web.sarif (lang:js)",
            "CodeQL in scans/web.sarif (run 2)",
        ]
    );
}

#[test]
fn many_results_are_told_with_the_worst_first() {
    let mut results: Vec<String> = (0..11_000)
        .map(|number| format!(r#"{{"ruleId": "r{number}", "level": "error"}}"#))
        .collect();
    results.push(r#"{"ruleId": "worst", "properties": {"security-severity": "9.9"}}"#.to_owned());
    let report = examine(&log(INVOCATION, &results.join(",")));
    let named: Vec<_> = report.outcomes("findings-fixed-in-time");
    assert!(named.iter().any(|(subject, _)| subject.ends_with("worst")));
    let population = report
        .populations
        .iter()
        .find(|population| population.control == "findings-fixed-in-time")
        .unwrap();
    assert_eq!(population.size, 11_001);
}
