//! The plugin on an account that is in order, from which each test takes one thing away.

use std::collections::BTreeMap;

use tickmark_plugin::testing::{MemoryEvidence, damaged, run};
use tickmark_plugin::{Outcome, Report};

use crate::AwsMonitoring;

mod alarms;
mod regions;
mod robustness;
mod trails;

const CONFIG: &str = r#"{"regions": ["eu-west-1", "eu-west-2"], "data-events": true,
    "short-lived-log-groups": ["/aws/lambda/*"]}"#;

const ACCOUNT: &str = "account 710482639915";
const TRAIL: &str = "trail main (eu-west-1)";

macro_rules! good {
    ($($input:literal: $path:literal,)*) => {
        [$((
            $input,
            $path,
            include_str!(concat!("../cases/good/evidence/aws/production/", $path)),
        ),)*]
    };
}

/// The golden good case: input, path, content.
const GOOD: [(&str, &str, &str); 20] = good! {
    "trails": "describe-trails.json",
    "trail-status": "trail-status/main.json",
    "event-selectors": "event-selectors/main.json",
    "metric-filters": "eu-west-1/describe-metric-filters.json",
    "alarms": "eu-west-1/describe-alarms.json",
    "log-groups": "eu-west-1/describe-log-groups.json",
    "log-groups": "eu-west-2/describe-log-groups.json",
    "detectors": "eu-west-1/list-detectors.json",
    "detectors": "eu-west-1/get-detector.json",
    "detectors": "eu-west-2/get-detector.json",
    "recorders": "eu-west-1/describe-configuration-recorders.json",
    "recorders": "eu-west-2/describe-configuration-recorders.json",
    "recorder-status": "eu-west-1/describe-configuration-recorder-status.json",
    "recorder-status": "eu-west-2/describe-configuration-recorder-status.json",
    "security-hub": "eu-west-1/describe-hub.json",
    "security-hub": "eu-west-2/describe-hub.json",
    "vpcs": "eu-west-1/describe-vpcs.json",
    "vpcs": "eu-west-2/describe-vpcs.json",
    "flow-logs": "eu-west-1/describe-flow-logs.json",
    "flow-logs": "eu-west-2/describe-flow-logs.json",
};

/// The answers of the account, to be changed.
#[derive(Clone)]
struct Account(BTreeMap<&'static str, (&'static str, String)>);

impl Account {
    fn good() -> Self {
        Self(
            GOOD.into_iter()
                .map(|(input, path, content)| (path, (input, content.to_owned())))
                .collect(),
        )
    }

    /// Replaces a text that is there.
    fn with(mut self, path: &str, from: &str, to: &str) -> Self {
        let (_, content) = self.0.get_mut(path).unwrap();
        assert!(content.contains(from), "{path} holds no {from}");
        *content = content.replace(from, to);
        self
    }

    fn file(mut self, input: &'static str, path: &'static str, content: &str) -> Self {
        self.0.insert(path, (input, content.to_owned()));
        self
    }

    fn without(mut self, path: &str) -> Self {
        assert!(self.0.remove(path).is_some());
        self
    }

    fn examine(&self) -> Report {
        self.examine_as(CONFIG)
    }

    fn examine_as(&self, config: &str) -> Report {
        let evidence = self.0.iter().fold(
            MemoryEvidence::new(),
            |evidence, (path, (input, content))| {
                evidence.file(input, &format!("aws/production/{path}"), content.as_str())
            },
        );
        run::<AwsMonitoring>(config, "2026-11-22", &evidence).unwrap()
    }
}

/// The outcome and the deciding value of one subject.
fn verdict<'a>(report: &'a Report, control: &str, subject: &str) -> (Outcome, &'a str) {
    let findings = report.about(control, subject);
    assert_eq!(findings.len(), 1, "{control} {subject}: {findings:#?}");
    (findings[0].outcome, &findings[0].actual)
}

/// The pointer of the first place that a finding cites.
fn pointer<'a>(report: &'a Report, control: &str, subject: &str) -> &'a str {
    let finding = report.about(control, subject)[0];
    finding.locations[0].pointer.as_deref().unwrap_or_default()
}

fn has(report: &Report, control: &str, outcome: Outcome) -> bool {
    report
        .outcomes(control)
        .iter()
        .any(|(_, found)| *found == outcome)
}

#[test]
fn an_account_in_order_passes_everything() {
    let report = Account::good().examine();
    let others: Vec<_> = report
        .findings
        .iter()
        .filter(|finding| finding.outcome != Outcome::Pass)
        .map(|finding| {
            (
                finding.control.as_str(),
                finding.subject.as_str(),
                finding.outcome,
            )
        })
        .collect();
    assert_eq!(
        others,
        [(
            "log-retention",
            "/aws/lambda/thumbnails (eu-west-1)",
            Outcome::NotApplicable
        )]
    );
    assert_eq!(report.outcomes("events-alarmed").len(), 15);
    assert_eq!(report.populations.len(), 10);
}

#[test]
fn the_manual_is_what_the_plugin_describes() {
    tickmark_plugin::testing::hold_manual::<AwsMonitoring>(env!("CARGO_MANIFEST_DIR"));
}
