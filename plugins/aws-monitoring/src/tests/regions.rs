//! What is switched on in each region.

use super::*;

#[test]
fn answers_that_contradict_each_other_show_nothing() {
    let detector = "eu-west-1/get-detector.json";
    let other = GOOD[8]
        .2
        .replace("\"Status\": \"ENABLED\"", "\"Status\": \"DISABLED\"");
    for account in [
        Account::good().file(
            "detectors",
            "eu-west-1/list-detectors.json",
            r#"{"DetectorIds": []}"#,
        ),
        Account::good().file("detectors", "eu-west-1/get-detector-old.json", &other),
    ] {
        let report = account.examine();
        let (outcome, actual) = verdict(&report, "guardduty", "eu-west-1");
        assert_eq!(outcome, Outcome::Inconclusive, "{actual}");
        assert!(actual.contains("contradict each other"), "{actual}");
    }
    let report = Account::good()
        .with(
            detector,
            "\"Status\": \"ENABLED\"",
            "\"Status\": \"DISABLED\"",
        )
        .examine();
    assert_eq!(verdict(&report, "guardduty", "eu-west-1").0, Outcome::Fail);
}

#[test]
fn answers_about_one_recorder_have_to_agree() {
    let recorders = "eu-west-1/describe-configuration-recorders.json";
    let status = "eu-west-1/describe-configuration-recorder-status.json";
    for (input, path, old, from, to) in [
        (
            "recorders",
            recorders,
            "eu-west-1/describe-configuration-recorders-old.json",
            "\"allSupported\": true",
            "\"allSupported\": false",
        ),
        (
            "recorder-status",
            status,
            "eu-west-1/describe-configuration-recorder-status-old.json",
            "\"recording\": true",
            "\"recording\": false",
        ),
    ] {
        let (_, content) = &Account::good().0[path];
        assert!(content.contains(from));
        let report = Account::good()
            .file(input, old, &content.replace(from, to))
            .examine();
        let (outcome, actual) = verdict(&report, "config-recorder", "eu-west-1");
        assert_eq!(outcome, Outcome::Inconclusive, "{actual}");
        assert!(actual.contains("contradict each other"), "{actual}");
    }
}

#[test]
fn each_expected_region_needs_its_lists_of_vpcs_and_log_groups() {
    for (path, control, command) in [
        ("eu-west-2/describe-vpcs.json", "flow-logs", "describe-vpcs"),
        (
            "eu-west-2/describe-log-groups.json",
            "log-retention",
            "describe-log-groups",
        ),
    ] {
        let report = Account::good().without(path).examine();
        let (outcome, actual) = verdict(&report, control, "eu-west-2");
        assert_eq!(outcome, Outcome::Inconclusive, "{control}");
        assert_eq!(actual, format!("no answer of {command} of this region"));
        assert!(report.about(control, "eu-west-1").is_empty(), "{control}");
    }
    // The ARN of a log group names its region where the path does not.
    let path = "eu-west-2/describe-log-groups.json";
    let report = Account::good()
        .without(path)
        .file("log-groups", "describe-log-groups.json", GOOD[6].2)
        .examine();
    assert!(report.about("log-retention", "eu-west-2").is_empty());
}

#[test]
fn without_configured_regions_a_forgotten_one_stays_open() {
    let report = Account::good().examine_as("{}");
    for control in [
        "guardduty",
        "config-recorder",
        "security-hub",
        "flow-logs",
        "log-retention",
    ] {
        let (outcome, actual) = verdict(&report, control, "regions");
        assert_eq!(outcome, Outcome::Inconclusive, "{control}");
        assert!(actual.contains("`regions` is not configured"), "{actual}");
    }
    for control in ["trail-all-regions", "events-alarmed"] {
        assert!(!has(&report, control, Outcome::Inconclusive), "{control}");
    }
}

#[test]
fn guardduty_has_to_be_enabled_in_each_region() {
    let path = "eu-west-2/get-detector.json";
    let none = Account::good().without(path).file(
        "detectors",
        "eu-west-2/list-detectors.json",
        r#"{"DetectorIds": []}"#,
    );
    let disabled =
        Account::good().with(path, "\"Status\": \"ENABLED\"", "\"Status\": \"DISABLED\"");
    let listed = Account::good().without(path).file(
        "detectors",
        "eu-west-2/list-detectors.json",
        r#"{"DetectorIds": ["b5c1"]}"#,
    );
    for (account, outcome, expected) in [
        (none, Outcome::Fail, "no detector"),
        (disabled, Outcome::Fail, "the detector is DISABLED"),
        (
            listed.clone(),
            Outcome::Inconclusive,
            "get-detector is missing",
        ),
        (
            Account::good().without(path),
            Outcome::Inconclusive,
            "no answer of list-detectors",
        ),
        (
            listed.file("detectors", "get-detector-b5c1.json", GOOD[9].2),
            Outcome::Pass,
            "the detector is ENABLED",
        ),
    ] {
        let report = account.examine();
        let (found, actual) = verdict(&report, "guardduty", "eu-west-2");
        assert_eq!(found, outcome, "{actual}");
        assert!(actual.contains(expected), "{actual}");
        assert_eq!(verdict(&report, "guardduty", "eu-west-1").0, Outcome::Pass);
    }
}

#[test]
fn a_region_that_is_expected_and_not_there_is_unknown() {
    let report =
        Account::good().examine_as(r#"{"regions": ["eu-west-1", "eu-west-2", "us-east-1"]}"#);
    for control in ["guardduty", "config-recorder", "security-hub"] {
        assert_eq!(
            verdict(&report, control, "us-east-1").0,
            Outcome::Inconclusive,
            "{control}"
        );
    }
}

#[test]
fn an_answer_that_names_no_region_is_named() {
    let account = Account::good().without("eu-west-2/get-detector.json").file(
        "detectors",
        "get-detector.json",
        GOOD[9].2,
    );
    let report = account.examine();
    assert_eq!(
        verdict(&report, "guardduty", "aws/production/get-detector.json").0,
        Outcome::Inconclusive
    );
    // With one region in use there is no doubt.
    let report = Account::good()
        .without("eu-west-1/get-detector.json")
        .without("eu-west-2/get-detector.json")
        .file("detectors", "get-detector.json", GOOD[9].2)
        .examine_as(r#"{"regions": ["eu-west-1"]}"#);
    assert_eq!(verdict(&report, "guardduty", "eu-west-1").0, Outcome::Pass);
}

#[test]
fn a_recorder_has_to_run_and_record_everything() {
    let recorders = "eu-west-2/describe-configuration-recorders.json";
    let status = "eu-west-2/describe-configuration-recorder-status.json";
    for (path, from, to, outcome) in [
        (
            recorders,
            "\"allSupported\": true",
            "\"allSupported\": false",
            Outcome::Fail,
        ),
        (
            recorders,
            "\"allSupported\": true,",
            "",
            Outcome::Inconclusive,
        ),
        (recorders, "\"PAID\"", "\"INTERNAL\"", Outcome::Fail),
        (
            status,
            "\"recording\": true",
            "\"recording\": false",
            Outcome::Fail,
        ),
        (status, "SUCCESS", "FAILURE", Outcome::Fail),
        (status, "SUCCESS", "PENDING", Outcome::Inconclusive),
        (
            status,
            "\"name\": \"default\"",
            "\"name\": \"x\"",
            Outcome::Inconclusive,
        ),
    ] {
        let report = Account::good().with(path, from, to).examine();
        assert_eq!(
            verdict(&report, "config-recorder", "eu-west-2").0,
            outcome,
            "{to}"
        );
        assert_eq!(
            verdict(&report, "config-recorder", "eu-west-1").0,
            Outcome::Pass
        );
    }
    let report = Account::good()
        .with(
            "eu-west-1/describe-configuration-recorders.json",
            "\"includeGlobalResourceTypes\": true",
            "\"includeGlobalResourceTypes\": false",
        )
        .examine();
    let (outcome, _) = verdict(&report, "config-recorder", "global resources");
    assert_eq!(outcome, Outcome::Fail);
}

#[test]
fn a_refusal_shows_that_security_hub_is_not_enabled() {
    let path = "eu-west-2/describe-hub.json";
    let refusal = "\nAn error occurred (InvalidAccessException) when calling the DescribeHub operation: \
                   Account 710482639915 is not subscribed to AWS Security Hub\n";
    let report = Account::good()
        .file("security-hub", path, refusal)
        .examine();
    assert_eq!(
        verdict(&report, "security-hub", "eu-west-2").0,
        Outcome::Fail
    );
    let denied = "An error occurred (AccessDeniedException) when calling the DescribeHub operation";
    for text in [denied, ""] {
        let report = Account::good().file("security-hub", path, text).examine();
        assert_eq!(
            verdict(&report, "security-hub", "eu-west-2").0,
            Outcome::Inconclusive
        );
    }
}

#[test]
fn each_vpc_needs_an_active_flow_log() {
    let path = "eu-west-2/describe-flow-logs.json";
    let vpc = "vpc-07b3a9f1e5d264c80 (eu-west-2)";
    for (from, to, outcome) in [
        ("\"ACTIVE\"", "\"INACTIVE\"", Outcome::Fail),
        ("\"SUCCESS\"", "\"FAILED\"", Outcome::Fail),
        ("\"FlowLogStatus\": \"ACTIVE\",", "", Outcome::Inconclusive),
        ("vpc-07b3a9f1e5d264c80", "subnet-1", Outcome::Fail),
    ] {
        let report = Account::good().with(path, from, to).examine();
        assert_eq!(verdict(&report, "flow-logs", vpc).0, outcome, "{to}");
    }
    let unasked = Account::good().without(path).examine();
    assert_eq!(verdict(&unasked, "flow-logs", vpc).0, Outcome::Inconclusive);
    let shared = Account::good()
        .with(
            "eu-west-2/describe-vpcs.json",
            "710482639915",
            "111122223333",
        )
        .examine();
    assert_eq!(verdict(&shared, "flow-logs", vpc).0, Outcome::NotApplicable);
}

#[test]
fn a_region_without_vpcs_has_no_flow_logs_to_show() {
    let report = Account::good()
        .file("vpcs", "eu-west-1/describe-vpcs.json", r#"{"Vpcs": []}"#)
        .file("vpcs", "eu-west-2/describe-vpcs.json", r#"{"Vpcs": []}"#)
        .examine();
    let none = report
        .populations
        .iter()
        .find(|population| population.control == "flow-logs")
        .unwrap();
    assert_eq!((none.size, none.shown_by.len()), (0, 2));
}
