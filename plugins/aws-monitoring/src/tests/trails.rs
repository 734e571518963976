//! Trails, their status and what they record; log groups.

use super::*;

const STATUS: &str = "trail-status/main.json";
const SELECTORS: &str = "event-selectors/main.json";

fn covered(account: &Account) -> (Outcome, String) {
    let report = account.examine();
    let (outcome, actual) = verdict(&report, "trail-all-regions", ACCOUNT);
    (outcome, actual.to_owned())
}

#[test]
fn a_delivery_of_long_ago_is_none() {
    let on = |key: &str, value: &str| {
        let good = GOOD[1].2;
        let at = good.find(&format!("\"{key}\"")).unwrap();
        let end = at + good[at..].find(',').unwrap();
        let text = [&good[..at], &format!("\"{key}\": {value}"), &good[end..]].concat();
        let report = Account::good()
            .file("trail-status", STATUS, &text)
            .examine();
        let alarmed = report.outcomes("events-alarmed");
        (
            verdict(&report, "trail-all-regions", ACCOUNT).0,
            alarmed.iter().all(|(_, outcome)| *outcome == Outcome::Pass),
        )
    };
    let files = "LatestDeliveryTime";
    assert_eq!(on(files, "\"2024-01-05T06:28:11Z\"").0, Outcome::Fail);
    assert_eq!(on(files, "1704436091.5").0, Outcome::Fail);
    assert_eq!(on(files, "\"lately\"").0, Outcome::Inconclusive);
    assert_eq!(on(files, "null").0, Outcome::Inconclusive);
    assert_eq!(on(files, "1795328891.5").0, Outcome::Pass);
    let events = "LatestCloudWatchLogsDeliveryTime";
    assert!(!on(events, "\"2024-01-05T06:28:11Z\"").1);
    assert!(!on(events, "null").1);
    assert!(on(events, "\"2026-11-21T06:28:11Z\"").1);
}

#[test]
fn a_trail_of_one_region_or_that_is_stopped_or_cannot_deliver_fails() {
    let trails = "describe-trails.json";
    for (path, from, to, expected) in [
        (
            trails,
            "\"IsMultiRegionTrail\": true",
            "\"IsMultiRegionTrail\": false",
            "main: IsMultiRegionTrail false",
        ),
        (
            STATUS,
            "\"IsLogging\": true",
            "\"IsLogging\": false",
            "main: IsLogging false",
        ),
        (
            STATUS,
            "\"IsLogging\": true",
            "\"IsLogging\": true, \"LatestDeliveryError\": \"AccessDenied\"",
            "main: the last delivery failed: AccessDenied",
        ),
        (
            SELECTORS,
            "\"ReadWriteType\": \"All\"",
            "\"ReadWriteType\": \"WriteOnly\"",
            "main: management events that write only",
        ),
        (
            SELECTORS,
            "\"IncludeManagementEvents\": true",
            "\"IncludeManagementEvents\": false",
            "main: no management events",
        ),
    ] {
        let account = Account::good().with(path, from, to);
        assert_eq!(covered(&account), (Outcome::Fail, expected.to_owned()));
        let report = account.examine();
        assert!(has(&report, "events-alarmed", Outcome::Fail), "{expected}");
        assert!(!has(&report, "events-alarmed", Outcome::Pass), "{expected}");
    }
}

#[test]
fn what_is_not_said_of_a_trail_is_unknown() {
    for (path, from, to) in [
        (STATUS, "\"IsLogging\": true", "\"IsLogging\": null"),
        ("describe-trails.json", "\"IsMultiRegionTrail\": true,", ""),
    ] {
        assert_eq!(
            covered(&Account::good().with(path, from, to)).0,
            Outcome::Inconclusive
        );
    }
    for path in [STATUS, SELECTORS] {
        assert_eq!(
            covered(&Account::good().without(path)).0,
            Outcome::Inconclusive
        );
    }
}

#[test]
fn no_trail_at_all_fails() {
    let account = Account::good()
        .file("trails", "describe-trails.json", r#"{"trailList": []}"#)
        .without(STATUS)
        .without(SELECTORS);
    assert_eq!(
        covered(&account),
        (Outcome::Fail, "the account has no trail".to_owned())
    );
    let report = account.examine();
    let none = report
        .populations
        .iter()
        .find(|population| population.control == "trail-validation")
        .unwrap();
    assert_eq!(none.size, 0);
}

#[test]
fn a_status_is_named_by_its_file_its_folder_or_a_wrapping() {
    let status = GOOD[1].2;
    let line = status
        .replace('\n', " ")
        .replacen('{', "{\"Name\": \"main\", ", 1);
    for (path, content) in [
        ("get-trail-status-main.json", status.to_owned()),
        ("trail-status.main.json", status.to_owned()),
        ("get-trail-status.json", status.to_owned()),
        ("main/get-trail-status.json", status.to_owned()),
        ("all.json", format!("{{\"main\": {status}}}")),
        ("all.json", format!("[{line}]")),
        ("all.jsonl", line.clone()),
    ] {
        let account = Account::good()
            .without(STATUS)
            .file("trail-status", path, &content);
        assert_eq!(covered(&account).0, Outcome::Pass, "{path} {content}");
    }
}

#[test]
fn a_status_of_an_unknown_trail_is_named() {
    let account =
        Account::good()
            .without(STATUS)
            .file("trail-status", "trail-status/old.json", GOOD[1].2);
    let report = account.examine();
    let path = "aws/production/trail-status/old.json";
    let (outcome, actual) = verdict(&report, "trail-all-regions", path);
    assert_eq!(outcome, Outcome::Inconclusive);
    assert!(actual.contains("trail-status/NAME.json"), "{actual}");
    assert!(!has(&report, "trail-all-regions", Outcome::Pass));
}

#[test]
fn advanced_selectors_are_understood() {
    let arn = "arn:aws:cloudtrail:eu-west-1:710482639915:trail/main";
    let management = r#"{"Field": "eventCategory", "Equals": ["Management"]}"#;
    for (fields, outcome) in [
        (management.to_owned(), Outcome::Pass),
        (
            format!(r#"{management}, {{"Field": "readOnly", "Equals": ["false"]}}"#),
            Outcome::Fail,
        ),
        (
            format!(
                r#"{management}, {{"Field": "eventSource", "NotEquals": ["kms.amazonaws.com"]}}"#
            ),
            Outcome::Pass,
        ),
        (
            format!(
                r#"{management}, {{"Field": "eventSource", "NotEquals": ["sts.amazonaws.com"]}}"#
            ),
            Outcome::Fail,
        ),
        (
            format!(r#"{management}, {{"Field": "userIdentity.arn", "NotEndsWith": ["x"]}}"#),
            Outcome::Inconclusive,
        ),
        (
            r#"{"Field": "eventCategory", "Equals": ["Data"]}"#.to_owned(),
            Outcome::Fail,
        ),
    ] {
        let content = format!(
            r#"{{"TrailARN": "{arn}", "AdvancedEventSelectors": [{{"FieldSelectors": [{fields}]}}]}}"#
        );
        let account = Account::good().file("event-selectors", SELECTORS, &content);
        assert_eq!(covered(&account).0, outcome, "{fields}");
    }
}

#[test]
fn data_events_are_judged_where_they_are_asked_for() {
    let control = "trail-data-events";
    let narrow = Account::good().with(SELECTORS, "\"arn:aws:s3\"", "\"arn:aws:s3:::one/\"");
    assert_eq!(
        verdict(&narrow.examine(), control, ACCOUNT).0,
        Outcome::Inconclusive
    );
    let none = Account::good().with(SELECTORS, "AWS::S3::Object", "AWS::Lambda::Function");
    assert_eq!(
        verdict(&none.examine(), control, ACCOUNT),
        (Outcome::Fail, "main: no events of S3 objects")
    );
    assert!(none.examine_as("{}").outcomes(control).is_empty());
}

#[test]
fn validation_and_encryption_are_judged_for_each_trail() {
    let report = Account::good()
        .with(
            "describe-trails.json",
            "\"LogFileValidationEnabled\": true",
            "\"LogFileValidationEnabled\": false",
        )
        .with("describe-trails.json", "\"KmsKeyId\"", "\"Other\"")
        .examine();
    assert_eq!(
        verdict(&report, "trail-validation", TRAIL),
        (Outcome::Fail, "LogFileValidationEnabled false")
    );
    assert_eq!(
        verdict(&report, "trail-encryption", TRAIL),
        (Outcome::Fail, "no KmsKeyId")
    );
    assert_eq!(pointer(&report, "trail-encryption", TRAIL), "/trailList/0");
    let partial = Account::good()
        .file(
            "trails",
            "describe-trails.json",
            r#"{"trailList": [{"Name": "main", "TrailARN": "arn:aws:cloudtrail:eu-west-1:710482639915:trail/main", "HomeRegion": "eu-west-1"}]}"#,
        )
        .examine();
    for control in ["trail-validation", "trail-encryption"] {
        assert_eq!(verdict(&partial, control, TRAIL).0, Outcome::Inconclusive);
    }
}

#[test]
fn answers_of_two_regions_about_a_trail_have_to_agree() {
    let same = Account::good().file("trails", "eu-west-2/describe-trails.json", GOOD[0].2);
    assert_eq!(covered(&same).0, Outcome::Pass);
    let other = same.with(
        "eu-west-2/describe-trails.json",
        "\"LogFileValidationEnabled\": true",
        "\"LogFileValidationEnabled\": false",
    );
    assert!(has(
        &other.examine(),
        "trail-validation",
        Outcome::Inconclusive
    ));
}

#[test]
fn the_log_group_of_a_trail_has_to_be_listed() {
    let path = "eu-west-1/describe-log-groups.json";
    let main = "cloudtrail/main (eu-west-1)";
    let judged = |account: Account| {
        let report = account.examine();
        let (outcome, actual) = verdict(&report, "log-retention", main);
        (outcome, actual.to_owned())
    };
    assert_eq!(judged(Account::good()).0, Outcome::Pass);
    let (outcome, actual) =
        judged(Account::good().file("log-groups", path, r#"{"logGroups": []}"#));
    assert_eq!(outcome, Outcome::Inconclusive);
    assert!(actual.contains("the trail main delivers to it"), "{actual}");
    // The same name in another region is another group.
    let elsewhere = Account::good().with(
        path,
        "arn:aws:logs:eu-west-1:710482639915:log-group:cloudtrail/main",
        "arn:aws:logs:eu-west-2:710482639915:log-group:cloudtrail/main",
    );
    assert_eq!(judged(elsewhere).0, Outcome::Inconclusive);
    // That of an organisation's trail is of another account.
    let report = Account::good()
        .with(
            "describe-trails.json",
            "arn:aws:logs:eu-west-1:710482639915",
            "arn:aws:logs:eu-west-1:111122223333",
        )
        .file("log-groups", path, r#"{"logGroups": []}"#)
        .examine();
    assert!(report.about("log-retention", main).is_empty());
}

#[test]
fn only_a_whole_record_without_a_period_is_kept_for_ever() {
    let judged = |record: &str| {
        let content = format!("{{\"logGroups\": [{record}]}}");
        let report = Account::good()
            .file("log-groups", "eu-west-2/describe-log-groups.json", &content)
            .examine();
        verdict(&report, "log-retention", "/a (eu-west-2)").0
    };
    assert_eq!(judged(r#"{"logGroupName": "/a"}"#), Outcome::Inconclusive);
    assert_eq!(
        judged(r#"{"logGroupName": "/a", "retentionInDays": null}"#),
        Outcome::Inconclusive
    );
    assert_eq!(
        judged(r#"{"logGroupName": "/a", "storedBytes": 0}"#),
        Outcome::Pass
    );
    assert_eq!(
        judged(r#"{"logGroupName": "/a", "retentionInDays": 400}"#),
        Outcome::Pass
    );
}

#[test]
fn a_log_group_keeps_its_events_long_enough() {
    let report = Account::good()
        .with(
            "eu-west-1/describe-log-groups.json",
            "\"retentionInDays\": 365",
            "\"retentionInDays\": 364",
        )
        .examine_as(r#"{"regions": ["eu-west-1"]}"#);
    let judged = |subject| verdict(&report, "log-retention", subject);
    assert_eq!(
        judged("/portal/api (eu-west-1)"),
        (Outcome::Fail, "retentionInDays 364")
    );
    assert_eq!(
        judged("/portal/audit (eu-west-2)"),
        (Outcome::Pass, "kept for ever")
    );
    assert_eq!(
        judged("/aws/lambda/thumbnails (eu-west-1)"),
        (Outcome::Fail, "retentionInDays 14")
    );
}
