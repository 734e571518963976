//! Damaged, partial and mixed evidence.

use super::*;

/// Which controls an input decides.
const CONTROLS: [(&str, &str); 8] = [
    ("describe-trails.json", "trail-all-regions"),
    ("trail-status/main.json", "trail-all-regions"),
    ("event-selectors/main.json", "trail-all-regions"),
    ("eu-west-1/describe-metric-filters.json", "events-alarmed"),
    ("eu-west-1/describe-alarms.json", "events-alarmed"),
    ("eu-west-1/describe-log-groups.json", "log-retention"),
    ("eu-west-2/get-detector.json", "guardduty"),
    ("eu-west-1/describe-flow-logs.json", "flow-logs"),
];

#[test]
fn a_damaged_file_leaves_its_controls_unproven() {
    for (path, control) in CONTROLS {
        let (input, content) = Account::good().0.remove(path).unwrap();
        for (damage, bytes) in damaged(content.as_bytes()) {
            let mut evidence = MemoryEvidence::new();
            for (other, (input, content)) in Account::good().without(path).0 {
                evidence = evidence.file(input, &format!("aws/production/{other}"), content);
            }
            evidence = evidence.file(input, &format!("aws/production/{path}"), bytes);
            let report = run::<AwsMonitoring>(CONFIG, "2026-11-22", &evidence).unwrap();
            assert!(
                has(&report, control, Outcome::Inconclusive),
                "{path} {damage}"
            );
        }
    }
}

#[test]
fn an_answer_that_is_cut_short_is_named_and_shows_no_absence() {
    for token in ["NextToken", "nextToken"] {
        let token = format!("{{\"{token}\": \"abc\",");
        for (path, control) in CONTROLS {
            let (_, content) = &Account::good().0[path];
            let content = content.replacen('{', &token, 1);
            let mut account = Account::good();
            account.0.get_mut(path).unwrap().1 = content;
            let report = account.examine();
            let pages = format!("aws/production/{path} (pages)");
            assert_eq!(verdict(&report, control, &pages).0, Outcome::Inconclusive);
        }
    }
    let account = Account::good().file(
        "metric-filters",
        "eu-west-1/describe-metric-filters.json",
        r#"{"metricFilters": [], "nextToken": "abc"}"#,
    );
    let report = account.examine();
    assert!(!has(&report, "events-alarmed", Outcome::Fail));
    assert!(!has(&report, "events-alarmed", Outcome::Pass));
}

#[test]
fn evidence_of_two_accounts_is_not_mixed() {
    let report = Account::good()
        .with(
            "eu-west-2/describe-hub.json",
            "710482639915",
            "111122223333",
        )
        .examine();
    assert!(
        report
            .findings
            .iter()
            .all(|finding| finding.outcome == Outcome::Inconclusive)
    );
    let (_, actual) = verdict(&report, "guardduty", "accounts");
    assert!(actual.contains("111122223333, 710482639915"), "{actual}");
}

#[test]
fn strange_answers_pass_nothing() {
    for content in [
        "{}",
        "[]",
        "null",
        "[1, 2]",
        "{\"a\": {}}",
        "{\"Message\": \"Access denied\"}",
        "\"x\"",
    ] {
        let account = Account(
            Account::good()
                .0
                .into_iter()
                .map(|(path, (input, _))| (path, (input, content.to_owned())))
                .collect(),
        );
        let report = account.examine();
        assert!(
            report
                .findings
                .iter()
                .all(|finding| finding.outcome == Outcome::Inconclusive),
            "{content}"
        );
        for (_, control) in CONTROLS {
            assert!(has(&report, control, Outcome::Inconclusive), "{content}");
        }
    }
}

#[test]
fn elements_that_are_no_records_are_named() {
    for (path, key, control) in [
        ("describe-trails.json", "trailList", "trail-validation"),
        (
            "eu-west-1/describe-alarms.json",
            "MetricAlarms",
            "events-alarmed",
        ),
        (
            "eu-west-1/describe-log-groups.json",
            "logGroups",
            "log-retention",
        ),
        ("eu-west-1/describe-vpcs.json", "Vpcs", "flow-logs"),
    ] {
        for (element, at) in [("7", "/0"), ("{}", "/0"), ("7", "")] {
            let content = if at.is_empty() {
                format!("{{\"{key}\": 7}}")
            } else {
                format!("{{\"{key}\": [{element}]}}")
            };
            let mut account = Account::good();
            account.0.get_mut(path).unwrap().1 = content;
            let report = account.examine();
            assert!(has(&report, control, Outcome::Inconclusive), "{path}");
        }
    }
}

#[test]
fn without_evidence_nothing_is_said() {
    let report = Account(BTreeMap::new()).examine_as("{}");
    assert!(report.findings.is_empty());
    assert!(report.populations.is_empty());
}

#[test]
fn a_region_that_is_none_is_refused() {
    for config in [r#"{"regions": ["Frankfurt"]}"#, r#"{"alarmed-events": []}"#] {
        assert!(run::<AwsMonitoring>(config, "2026-11-22", &MemoryEvidence::new()).is_err());
    }
}
