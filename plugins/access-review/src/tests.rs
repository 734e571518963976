//! The plugin on exports written here in the forms that products and HR systems give.
//!
//! Unless a test says otherwise the account export shows 2026-11-20, the roster too, and readiness
//! is judged on 2026-11-22.

mod configured;
mod damage;
mod leavers;
mod owned;
mod presets;
mod reviews;
mod revocations;
mod roster;
mod shared;
mod volume;

use serde_json::{Value, json};
use tickmark_plugin::testing::{MemoryEvidence, run};
use tickmark_plugin::{Check, Day, Failure, Finding, Outcome, Period, Plugin, Report};

use crate::AccessReview;

const AS_OF: &str = "2026-11-22";
const SHOWN: &str = "2026-11-20T06:00:00Z";

/// Ann and Bob work here, Cid left on 2026-10-31, Dan starts on 2026-12-01.
const ROSTER: &str = "\
employee id,name,email,status,start date,end date,manager,type
1,Ann Ames,ann@example.com,Active,2021-02-01,,bob@example.com,employee
2,Bob Berg,bob@example.com,Active,2020-05-01,,,employee
3,Cid Cole,cid@example.com,Terminated,2022-01-10,2026-10-31,ann@example.com,contractor
4,Dan Dorn,dan@example.com,Pending,2026-12-01,,ann@example.com,employee
";

/// Everything in order: Ann and Bob have accounts, Cid's is suspended.
const ACCOUNTS: &str = "\
username,email,status,created
ann,ann@example.com,active,2021-02-01
bob,bob@example.com,active,2020-05-01
cid,cid@example.com,suspended,2022-01-10
";

/// Everything in order: Ann and Bob review each other, Cid was withdrawn.
const REVIEWS: &str = "\
system,account,reviewer,decision,reviewed on,removed on
okta,ann,bob@example.com,keep,2026-10-05,
okta,bob,ann@example.com,keep,2026-10-06,
okta,cid,ann@example.com,revoke,2026-10-06,2026-10-08
";

/// Evidence and configuration of one run.
struct Case {
    config: Value,
    files: Vec<(&'static str, String, &'static str, String)>,
}

impl Case {
    fn empty() -> Self {
        Self {
            config: json!({}),
            files: Vec::new(),
        }
    }

    /// Everything in order.
    fn new() -> Self {
        Self::empty()
            .accounts("access/accounts-okta.csv", ACCOUNTS)
            .roster(ROSTER)
            .reviews(REVIEWS)
    }

    /// An account export instead of the one with the same path.
    fn accounts(self, path: &str, text: &str) -> Self {
        self.file("accounts", path, SHOWN, text)
    }

    /// The Okta export with these rows besides the header.
    fn okta(self, rows: &str) -> Self {
        self.accounts(
            "access/accounts-okta.csv",
            &format!("username,email,status,created\n{rows}\n"),
        )
    }

    fn roster(self, text: &str) -> Self {
        self.file("roster", "hr/roster.csv", SHOWN, text)
    }

    /// The usual roster with these rows besides.
    fn people(self, rows: &str) -> Self {
        self.roster(&format!("{ROSTER}{rows}\n"))
    }

    fn reviews(self, text: &str) -> Self {
        self.file("reviews", "access/reviews.csv", SHOWN, text)
    }

    /// Review records with these rows besides the header.
    fn decisions(self, rows: &str) -> Self {
        self.reviews(&format!(
            "system,account,reviewer,decision,reviewed on,removed on\n{rows}\n"
        ))
    }

    fn file(mut self, input: &'static str, path: &str, at: &'static str, text: &str) -> Self {
        self.files.retain(|(_, known, _, _)| known != path);
        self.files
            .push((input, path.to_owned(), at, text.to_owned()));
        self
    }

    fn without(mut self, input: &str) -> Self {
        self.files.retain(|(known, ..)| *known != input);
        self
    }

    fn config(mut self, config: Value) -> Self {
        self.config = config;
        self
    }

    fn evidence(&self) -> MemoryEvidence {
        let mut evidence = MemoryEvidence::new();
        for (input, path, at, text) in &self.files {
            evidence = evidence.collected(input, path, at, text.as_str());
        }
        evidence
    }

    fn try_run(&self) -> Result<Report, Failure> {
        run::<AccessReview>(&self.config.to_string(), AS_OF, &self.evidence())
    }

    /// The report about a Type 2 period that ends on the day of judgement.
    fn in_period_from(&self, start: &str) -> Report {
        AccessReview::check(&Check {
            config: serde_json::from_value(self.config.clone()).unwrap(),
            as_of: Day::parse(AS_OF).unwrap(),
            period: Some(Period {
                start: start.to_owned(),
                end: AS_OF.to_owned(),
            }),
            target: None,
            evidence: &self.evidence(),
        })
        .unwrap()
    }

    fn run(&self) -> Report {
        self.try_run().unwrap()
    }

    /// The outcome of a control for one subject.
    fn outcome(&self, control: &str, subject: &str) -> Option<Outcome> {
        self.finding(control, subject)
            .map(|finding| finding.outcome)
    }

    /// The one finding of a control about a subject.
    fn finding(&self, control: &str, subject: &str) -> Option<Finding> {
        let report = self.run();
        let findings = report.about(control, subject);
        assert!(findings.len() <= 1, "{control} on {subject}: {findings:?}");
        findings.first().map(|&finding| finding.clone())
    }
}

const CONTROLS: [&str; 6] = [
    "leavers-removed",
    "accounts-owned",
    "no-shared-accounts",
    "review-on-time",
    "reviewer-independent",
    "revocations-carried-out",
];

#[test]
fn evidence_in_order_passes_every_control() {
    let report = Case::new().run();
    for control in CONTROLS {
        let outcomes = report.outcomes(control);
        assert!(!outcomes.is_empty(), "{control}");
        assert!(
            outcomes
                .iter()
                .all(|(_, outcome)| *outcome == Outcome::Pass),
            "{control}: {outcomes:?}"
        );
    }
}

#[test]
fn every_control_says_that_its_findings_are_complete_and_every_file_is_tallied() {
    let report = Case::new().run();
    assert_eq!(report.populations.len(), CONTROLS.len());
    let tallies: Vec<(&str, u64)> = report
        .tallies
        .iter()
        .map(|tally| (tally.path.as_str(), tally.records))
        .collect();
    assert_eq!(
        tallies,
        [
            ("hr/roster.csv", 4),
            ("access/accounts-okta.csv", 3),
            ("access/reviews.csv", 3)
        ]
    );
}

#[test]
fn a_missing_roster_leaves_what_needs_it_open_and_decides_the_rest() {
    let report = Case::new().without("roster").run();
    for control in [
        "leavers-removed",
        "accounts-owned",
        "no-shared-accounts",
        "reviewer-independent",
    ] {
        assert_eq!(
            report.outcomes(control),
            [("roster", Outcome::Inconclusive)],
            "{control}"
        );
    }
    assert!(
        report
            .outcomes("review-on-time")
            .iter()
            .all(|(_, outcome)| *outcome == Outcome::Pass)
    );
}

#[test]
fn missing_reviews_leave_what_needs_them_open_and_decide_the_rest() {
    let report = Case::new().without("reviews").run();
    for control in [
        "review-on-time",
        "reviewer-independent",
        "revocations-carried-out",
    ] {
        assert_eq!(
            report.outcomes(control),
            [("reviews", Outcome::Inconclusive)],
            "{control}"
        );
    }
    assert_eq!(
        report.about("leavers-removed", "okta/ann")[0].outcome,
        Outcome::Pass
    );
}

#[test]
fn without_any_evidence_nothing_passes() {
    let report = Case::empty().run();
    for control in CONTROLS {
        assert!(
            report
                .outcomes(control)
                .iter()
                .all(|(_, outcome)| *outcome == Outcome::Inconclusive)
        );
        assert!(!report.outcomes(control).is_empty(), "{control}");
    }
}

#[test]
fn the_manual_says_what_the_plugin_describes() {
    tickmark_plugin::testing::hold_manual::<AccessReview>(env!("CARGO_MANIFEST_DIR"));
}
