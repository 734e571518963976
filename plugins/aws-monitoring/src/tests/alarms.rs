//! Metric filters and alarms.

use super::*;

const FILTERS: &str = "eu-west-1/describe-metric-filters.json";
const ALARMS: &str = "eu-west-1/describe-alarms.json";
const STOPPED: &str = "4.5 changes of CloudTrail";

fn judged(account: &Account, subject: &str) -> (Outcome, String) {
    let report = account.examine();
    let (outcome, actual) = verdict(&report, "events-alarmed", subject);
    (outcome, actual.to_owned())
}

/// The account with the pattern of the filter for CloudTrail replaced.
fn pattern(text: &str) -> Account {
    Account::good().with(
        FILTERS,
        "{ ($.eventName = CreateTrail) || ($.eventName = UpdateTrail) || ($.eventName = DeleteTrail) || ($.eventName = StartLogging) || ($.eventName = StopLogging) }",
        text,
    )
}

#[test]
fn an_alarm_that_cannot_sound_or_reaches_nobody_passes_nothing() {
    let good = Account::good();
    let passing = |account: &Account| {
        account
            .examine()
            .outcomes("events-alarmed")
            .iter()
            .filter(|(_, outcome)| *outcome == Outcome::Pass)
            .count()
    };
    let whole = passing(&good);
    for (path, from, to) in [
        (FILTERS, "\"metricValue\": \"1\"", "\"metricValue\": \"0\""),
        (
            FILTERS,
            "\"metricValue\": \"1\"",
            "\"metricValue\": \"$.size\"",
        ),
        (
            FILTERS,
            "\"metricValue\": \"1\"",
            "\"metricValue\": \"1\", \"dimensions\": {\"Event\": \"$.eventName\"}",
        ),
        (ALARMS, ":sns:", ":automate:"),
        (
            ALARMS,
            "\"ActionsEnabled\": true",
            "\"ActionsEnabled\": true, \"Unit\": \"Bytes\"",
        ),
    ] {
        assert!(whole > 0);
        assert_eq!(passing(&good.clone().with(path, from, to)), 0, "{to}");
    }
}

#[test]
fn an_alarm_has_to_be_reached_by_one_event_in_its_own_unit() {
    let sum = "\"Statistic\": \"Sum\",";
    let value = "\"metricValue\": \"1\"";
    let count = "\"metricValue\": \"1\", \"unit\": \"Count\"";
    let zero = "\"metricValue\": \"1\", \"defaultValue\": 0.0";
    let limited = |account: Account, limit: &str| {
        account.with(
            ALARMS,
            "\"Threshold\": 1.0",
            &format!("\"Threshold\": {limit}"),
        )
    };
    let good = Account::good;
    let with =
        |statistic: &str| good().with(ALARMS, sum, &format!("\"Statistic\": \"{statistic}\","));
    let unit = |unit: &str| good().with(ALARMS, sum, &format!("{sum} \"Unit\": \"{unit}\","));
    for (account, outcome, expected) in [
        (with("Maximum"), Outcome::Pass, ""),
        (with("Average"), Outcome::Pass, ""),
        (
            with("Maximum").with(FILTERS, value, zero),
            Outcome::Pass,
            "",
        ),
        (
            with("Average").with(FILTERS, value, zero),
            Outcome::Inconclusive,
            "takes the Average, which the filter's defaultValue lowers",
        ),
        (good().with(FILTERS, value, zero), Outcome::Pass, ""),
        (
            limited(with("Maximum"), "1000000.0"),
            Outcome::Fail,
            "takes the Maximum, and no event reaches its threshold 1000000",
        ),
        (
            with("Maximum").with(
                ALARMS,
                "GreaterThanOrEqualToThreshold",
                "GreaterThanThreshold",
            ),
            Outcome::Fail,
            "no event reaches its threshold 1",
        ),
        // How many events it takes is not judged.
        (limited(good(), "5"), Outcome::Pass, ""),
        (
            limited(with("Maximum"), "null"),
            Outcome::Inconclusive,
            "does not say its Threshold",
        ),
        (
            good().with(ALARMS, sum, ""),
            Outcome::Inconclusive,
            "does not say its Statistic",
        ),
        (unit("None"), Outcome::Pass, ""),
        (good().with(FILTERS, value, count), Outcome::Pass, ""),
        (unit("Count").with(FILTERS, value, count), Outcome::Pass, ""),
        (
            unit("Count"),
            Outcome::Inconclusive,
            "watches the unit Count, and the filter counts in None",
        ),
    ] {
        let (found, actual) = judged(&account, STOPPED);
        assert_eq!(found, outcome, "{actual}");
        assert!(actual.contains(expected), "{actual}");
    }
}

#[test]
fn a_filter_is_judged_by_the_events_that_it_matches() {
    let all = "CreateTrail, UpdateTrail, DeleteTrail, StartLogging";
    for (text, outcome, expected) in [
        (
            "{ $.eventName = *Trail || $.eventName = *Logging }",
            Outcome::Pass,
            "filter cloudtrail-changes",
        ),
        (
            "{ $.eventSource = cloudtrail.amazonaws.com && $.errorCode NOT EXISTS }",
            Outcome::Pass,
            "filter cloudtrail-changes",
        ),
        (
            "{ $.eventName = *Trail || $.eventName = StartLogging }",
            Outcome::Fail,
            "no metric filter matches: StopLogging",
        ),
        (
            "{ $.eventName != StopLogging && $.eventName = StopLogging }",
            Outcome::Fail,
            all,
        ),
        (
            "{ $.eventSource = cloudtrail.amazonaws.com && $.userIdentity.arn != *terraform }",
            Outcome::Inconclusive,
            "under further conditions only",
        ),
        (
            "{ $.eventName != HeadBucket }",
            Outcome::Fail,
            "no filter but cloudtrail-changes, which matches nearly every event",
        ),
        (
            "?CreateTrail ?StopLogging",
            Outcome::Inconclusive,
            "none for JSON events",
        ),
    ] {
        let (found, actual) = judged(&pattern(text), STOPPED);
        assert_eq!(found, outcome, "{text}: {actual}");
        assert!(actual.contains(expected), "{text}: {actual}");
    }
}

#[test]
fn a_filter_that_leaves_out_events_of_the_recommendation_passes_nothing() {
    let unauthorised = "4.1 unauthorised API calls";
    let root = "4.3 use of the root user";
    let head = r#"&& ($.eventName != \"HeadBucket\")"#;
    let service = r#"&& $.eventType != \"AwsServiceEvent\""#;
    for (subject, from, to, outcome) in [
        (
            unauthorised,
            head,
            r#"&& ($.eventSource != \"*.amazonaws.com\")"#,
            Outcome::Inconclusive,
        ),
        (
            unauthorised,
            head,
            r#"&& ($.sourceIPAddress != \"198.51.100.*\")"#,
            Outcome::Inconclusive,
        ),
        (
            unauthorised,
            head,
            r#"&& ($.eventName != \"Get*\")"#,
            Outcome::Inconclusive,
        ),
        (unauthorised, head, "", Outcome::Pass),
        (
            root,
            service,
            r#"&& $.eventName != \"ConsoleLogin\""#,
            Outcome::Fail,
        ),
        (
            root,
            service,
            r#"&& $.eventType != \"AwsApiCall\" && $.eventType != \"AwsConsoleSignIn\""#,
            Outcome::Fail,
        ),
        (
            root,
            service,
            r#"&& $.eventName != \"GetObject\""#,
            Outcome::Inconclusive,
        ),
        (root, service, "", Outcome::Pass),
    ] {
        let (found, actual) = judged(&Account::good().with(FILTERS, from, to), subject);
        assert_eq!(found, outcome, "{to}: {actual}");
    }
}

#[test]
fn a_filter_for_other_events_hides_no_missing_one() {
    for (name, subject) in [
        (
            "console-sign-in-without-mfa",
            "4.2 console sign-in without MFA",
        ),
        ("root-use", "4.3 use of the root user"),
        (
            "console-sign-in-failures",
            "4.6 failed sign-in to the console",
        ),
    ] {
        let name = format!("\"filterName\": \"{name}\"");
        let text = GOOD[3].2;
        let at = text.find(&name).unwrap();
        let start = text[..at].rfind('{').unwrap();
        let end = at + text[at..].find("},\n").unwrap() + 2;
        let without = [&text[..start], &text[end..]].concat();
        let account = Account::good().file("metric-filters", FILTERS, &without);
        let (outcome, actual) = judged(&account, subject);
        assert_eq!(outcome, Outcome::Fail, "{actual}");
        assert!(actual.contains("no metric filter matches"), "{actual}");
    }
}

#[test]
fn an_alarm_without_an_action_fails() {
    let name = "\"AlarmName\": \"cis-cloudtrail-changes\",";
    for (member, expected) in [
        ("\"X\": 0,", Outcome::Pass),
        ("\"Actions\": [],", Outcome::Pass),
    ] {
        let account = Account::good().with(ALARMS, name, &format!("{name} {member}"));
        assert_eq!(judged(&account, STOPPED).0, expected);
    }
    let topic = "\"AlarmActions\": [\n                \"arn:aws:sns:eu-west-1:710482639915:security-alarms\"\n            ]";
    for (from, to, expected) in [
        (
            topic,
            "\"AlarmActions\": []",
            "alarm cis-cloudtrail-changes has no action",
        ),
        (
            "\"ActionsEnabled\": true",
            "\"ActionsEnabled\": false",
            "alarm cis-cloudtrail-changes has its actions disabled",
        ),
    ] {
        let account = Account::good().with(ALARMS, from, to);
        let (outcome, actual) = judged(&account, STOPPED);
        assert_eq!(outcome, Outcome::Fail);
        assert!(actual.contains(expected), "{actual}");
    }
}

#[test]
fn what_an_alarm_does_not_settle_is_unknown() {
    for (from, to) in [
        ("GreaterThanOrEqualToThreshold", "LessThanThreshold"),
        (
            "\"Dimensions\": []",
            "\"Dimensions\": [{\"Name\": \"a\", \"Value\": \"b\"}]",
        ),
        ("\"ActionsEnabled\": true,", ""),
    ] {
        let account = Account::good().with(ALARMS, from, to);
        assert_eq!(judged(&account, STOPPED).0, Outcome::Inconclusive, "{to}");
    }
}

#[test]
fn a_composite_alarm_may_tell_of_one_without_actions() {
    let composite = r#""CompositeAlarms": [{"AlarmName": "any", "AlarmRule": "ALARM(\"cis-cloudtrail-changes\")",
        "ActionsEnabled": true, "AlarmActions": ["arn:aws:sns:eu-west-1:710482639915:security"]}]"#;
    let account = Account::good()
        .with(
            ALARMS,
            "\"ActionsEnabled\": true",
            "\"ActionsEnabled\": false",
        )
        .with(ALARMS, "\"CompositeAlarms\": []", composite);
    let (outcome, actual) = judged(&account, STOPPED);
    assert_eq!(outcome, Outcome::Inconclusive);
    assert!(actual.contains("composite alarm any"), "{actual}");
    assert_eq!(judged(&account, "4.14 changes of VPCs").0, Outcome::Fail);
}

#[test]
fn filters_of_another_log_group_or_metric_do_not_count() {
    for (path, from, to, expected) in [
        (
            FILTERS,
            "\"logGroupName\": \"cloudtrail/main\"",
            "\"logGroupName\": \"other\"",
            "no metric filter matches",
        ),
        (
            ALARMS,
            "\"MetricName\": \"cloudtrail-changes\"",
            "\"MetricName\": \"other\"",
            "no alarm on its metric",
        ),
        (ALARMS, "alarm:cis-", "alarm:", ""),
    ] {
        let (outcome, actual) = judged(&Account::good().with(path, from, to), STOPPED);
        let fails = !expected.is_empty();
        assert_eq!(outcome == Outcome::Fail, fails, "{actual}");
        assert!(actual.contains(expected), "{actual}");
    }
    let elsewhere = Account::good().with(
        ALARMS,
        "arn:aws:cloudwatch:eu-west-1",
        "arn:aws:cloudwatch:eu-west-2",
    );
    assert_eq!(judged(&elsewhere, STOPPED).0, Outcome::Fail);
}

#[test]
fn an_event_that_the_trail_leaves_out_alarms_nobody() {
    let account = Account::good().with(
        "event-selectors/main.json",
        "\"ExcludeManagementEventSources\": []",
        "\"ExcludeManagementEventSources\": [\"kms.amazonaws.com\"]",
    );
    let (outcome, actual) = judged(&account, "4.7 disabling or deletion of KMS keys");
    assert_eq!(outcome, Outcome::Fail);
    assert!(
        actual.contains("leaves out events of this service"),
        "{actual}"
    );
    assert_eq!(judged(&account, STOPPED).0, Outcome::Pass);
}

#[test]
fn a_trail_without_a_log_group_alarms_nobody() {
    let account = Account::good().with(
        "describe-trails.json",
        "\"CloudWatchLogsLogGroupArn\"",
        "\"Former\"",
    );
    let (outcome, actual) = judged(&account, STOPPED);
    assert_eq!(outcome, Outcome::Fail);
    assert_eq!(actual, "the trail delivers to no log group");
}

#[test]
fn what_nobody_asked_for_is_unknown() {
    for path in [FILTERS, ALARMS] {
        let account = Account::good().without(path);
        assert_eq!(judged(&account, STOPPED).0, Outcome::Inconclusive, "{path}");
    }
    let other_account = Account::good().with(
        "describe-trails.json",
        "arn:aws:logs:eu-west-1:710482639915",
        "arn:aws:logs:eu-west-1:111122223333",
    );
    let (outcome, actual) = judged(&other_account, STOPPED);
    assert_eq!(outcome, Outcome::Inconclusive);
    assert!(actual.contains("111122223333"), "{actual}");
}

#[test]
fn configuration_names_what_is_alarmed_on() {
    let report = Account::good().examine_as(r#"{"alarmed-events": ["root-use"]}"#);
    assert_eq!(
        report.outcomes("events-alarmed"),
        [("4.3 use of the root user", Outcome::Pass)]
    );
}
