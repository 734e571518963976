//! The plugin on registers and notices written here.

use tickmark_plugin::Outcome::{self, Fail, Inconclusive, Pass};
use tickmark_plugin::Report;
use tickmark_plugin::testing::{MemoryEvidence, hold_damage, hold_manual, run};

use crate::PrivacyRecords;

const NOTICE: &str = "# Privacy notice

Version 4, effective 1 March 2026.

## What we collect

Names, work addresses and the times at which operators steer robots.

## Why we use it

To let operators sign in, to keep logs of who steered what, and to bill.

## Your choices

Operators can opt out of product analytics in their profile at any time.

## How long we keep it

Logs for ninety days, invoices for ten years, everything else for the contract.

## Who we share it with

Amazon Web Services hosts the service; Stripe handles payments for us.

## Security

Data is encrypted in transit and at rest, and access is by role only.

## Your rights

Write to us to see, correct or erase what we hold; we answer within thirty days.

## Contact

privacy@example.com, or the data protection officer at the address below.

## Changes

";

fn evidence(files: &[(&str, &str)]) -> MemoryEvidence {
    files
        .iter()
        .fold(MemoryEvidence::new(), |evidence, (input, content)| {
            let path = match *input {
                "notice" => "notice.md".to_owned(),
                input => format!("{input}.csv"),
            };
            evidence.collected(input, &path, "2026-11-21T06:00:00Z", *content)
        })
}

fn configured(config: &str, files: &[(&str, &str)]) -> Report {
    run::<PrivacyRecords>(config, "2026-11-22", &evidence(files)).unwrap()
}

fn examine(files: &[(&str, &str)]) -> Report {
    configured("{}", files)
}

fn outcome(report: &Report, control: &str, subject: &str) -> (Outcome, String) {
    let findings = report.about(control, subject);
    assert_eq!(findings.len(), 1, "{control} {subject}: {findings:?}");
    (findings[0].outcome, findings[0].actual.clone())
}

/// Holds what a control says of each subject.
fn hold(report: &Report, control: &str, expected: &[(&str, Outcome)]) {
    for (subject, wanted) in expected {
        let found = outcome(report, control, subject);
        assert_eq!(found.0, *wanted, "{control} {subject}: {}", found.1);
    }
    assert_eq!(
        report.outcomes(control).len(),
        expected.len(),
        "{:?}",
        report.outcomes(control)
    );
}

#[test]
fn a_notice_is_current_and_says_what_it_has_to() {
    let report = examine(&[("notice", NOTICE)]);
    assert_eq!(
        outcome(&report, "notice-current", "notice.md"),
        (Pass, "dated 2026-03-01".to_owned())
    );
    for (part, wanted) in [
        ("what is collected", Pass),
        ("purposes", Pass),
        ("choice and consent", Pass),
        ("retention", Pass),
        ("recipients", Pass),
        ("security", Pass),
        ("access and correction", Pass),
        ("contact", Pass),
        ("changes of the notice", Fail),
    ] {
        let found = outcome(&report, "notice-complete", &format!("notice.md: {part}"));
        assert_eq!(found.0, wanted, "{part}: {}", found.1);
    }
    let place = &report.about("notice-complete", "notice.md: retention")[0].locations[0];
    assert_eq!(place.line, Some(17));
    let old = NOTICE
        .replace("2026", "2025")
        .replace("## Security", "## Steering");
    let report = examine(&[("notice", &old)]);
    assert_eq!(outcome(&report, "notice-current", "notice.md").0, Fail);
    assert_eq!(
        outcome(&report, "notice-complete", "notice.md: security"),
        (Fail, "no heading about it".to_owned())
    );
    let undated = NOTICE.replace("effective 1 March 2026", "in use");
    assert_eq!(
        outcome(
            &examine(&[("notice", &undated)]),
            "notice-current",
            "notice.md"
        )
        .0,
        Fail
    );
}

#[test]
fn an_empty_notice_shows_nothing() {
    for text in ["", "  \n", "\0\0"] {
        let report = examine(&[("notice", text)]);
        assert_eq!(
            report.outcomes("notice-complete"),
            [("notice.md", Inconclusive)]
        );
    }
}

#[test]
fn changes_of_the_notice_are_told_before_they_count() {
    let log = "version,effective,announced\n2,2025-03-01,2025-02-01\n3,2026-03-01,2026-03-10\n4,2026-06-01,\n5,2027-01-01,\n";
    let report = examine(&[("notice-changes", log)]);
    hold(
        &report,
        "notice-changes-announced",
        &[("2", Pass), ("3", Fail), ("4", Fail)],
    );
}

#[test]
fn consents_are_recorded_and_withdrawals_honoured() {
    let log = "user id,purpose,policy version,timestamp,explicit,special category,collected at,withdrawn at,stopped at
u1,analytics,4,2026-04-01T10:00:00Z,yes,no,,,
u2,analytics,,2026-04-01T10:00:00Z,yes,no,,,
u3,analytics,4,2026-12-01T10:00:00Z,yes,no,,,
u4,health,4,2026-04-01T10:00:00Z,yes,yes,2026-04-01T10:05:00Z,2026-05-01,2026-05-06
u5,health,4,2026-04-01T10:00:00Z,no,yes,2026-04-01T10:05:00Z,2026-05-01,2026-05-20
u6,health,4,2026-04-01T10:00:00Z,yes,yes,2026-03-01T10:05:00Z,2026-05-01,
u7,health,4,2026-04-01T10:00:00Z,yes,yes,,2026-11-20,
u8,health,4,2026-04-01T10:00:00Z,yes,,,,
";
    let report = examine(&[("consents", log)]);
    hold(
        &report,
        "consents-recorded",
        &[
            ("u1 analytics", Pass),
            ("u2 analytics", Fail),
            ("u3 analytics", Inconclusive),
            ("u4 health", Pass),
            ("u5 health", Pass),
            ("u6 health", Pass),
            ("u7 health", Pass),
            ("u8 health", Pass),
        ],
    );
    hold(
        &report,
        "withdrawals-honoured",
        &[
            ("u4 health", Pass),
            ("u5 health", Fail),
            ("u6 health", Fail),
            ("u7 health", Pass),
        ],
    );
    hold(
        &report,
        "sensitive-data-by-explicit-consent",
        &[
            ("u4 health", Pass),
            ("u5 health", Fail),
            ("u6 health", Fail),
            ("u7 health", Inconclusive),
            ("u8 health", Inconclusive),
        ],
    );
}

const REQUESTS: &str = "id,type,received,identity verified,due,closed,outcome,denial reason,vendors informed,jurisdiction
R-1,access,2026-09-01,2026-09-02,,2026-09-20,fulfilled,,,
R-2,access,2026-09-01,2026-09-02,,2026-10-20,fulfilled,,,
R-3,access,2026-09-01,2026-09-02,,2026-10-12,fulfilled,,,California
R-4,access,2026-09-01,no,,2026-09-20,fulfilled,,,
R-5,access,2026-09-01,yes,,2026-09-20,denied,,,
R-6,access,2026-09-01,yes,,2026-09-20,denied,excessive,,
R-7,access,2026-09-01,yes,,,,,,
R-8,access,2026-11-10,,,,,,,
R-9,access,2026-09-01,yes,2026-11-30,,,,,
C-1,rectify,2026-09-01,yes,,2026-09-10,completed,,Stripe,
C-2,rectify,2026-09-01,yes,,2026-09-10,completed,,,
E-1,delete,2026-09-01,yes,,2026-09-10,completed,,none concerned,
E-2,delete,2026-09-01,yes,,2026-08-10,completed,,Stripe,
A-1,accounting,2026-09-01,yes,,2026-09-10,provided,,,
X-1,teleport,2026-09-01,yes,,2026-09-10,provided,,,
";

#[test]
fn requests_are_answered_in_time_to_the_right_person() {
    let config = r#"{"request-days-by-jurisdiction": {"california": 45}}"#;
    let disclosures = "id,date,recipient,purpose,legal basis,data\n";
    let report = configured(
        config,
        &[("requests", REQUESTS), ("disclosures", disclosures)],
    );
    hold(
        &report,
        "access-requests-answered",
        &[
            ("R-1", Pass),
            ("R-2", Fail),
            ("R-3", Pass),
            ("R-4", Fail),
            ("R-5", Fail),
            ("R-6", Pass),
            ("R-7", Fail),
            ("R-8", Pass),
            ("R-9", Pass),
            ("X-1", Inconclusive),
        ],
    );
    hold(
        &report,
        "corrections-carried-out",
        &[("C-1", Pass), ("C-2", Fail), ("X-1", Inconclusive)],
    );
    hold(
        &report,
        "erasures-carried-out",
        &[("E-1", Pass), ("E-2", Inconclusive), ("X-1", Inconclusive)],
    );
    hold(
        &report,
        "accountings-given",
        &[("A-1", Pass), ("X-1", Inconclusive)],
    );
}

#[test]
fn disclosures_are_complete_and_go_to_known_recipients() {
    let disclosures = "id,date,recipient,purpose,legal basis,data
D-1,2026-05-01,Stripe,billing,contract,invoices
D-2,2026-05-02,Stripe,billing,,invoices
D-5,2026-05-03,Ad Network,marketing,consent,addresses
";
    let recipients = "name,purpose,legal basis,dpa
stripe,billing,contract,DPA of 2025-01-01
Mailer,newsletters,consent,no
Blank,,,
";
    let report = examine(&[("disclosures", disclosures), ("recipients", recipients)]);
    hold(
        &report,
        "disclosures-recorded",
        &[
            ("D-1", Pass),
            ("D-2", Fail),
            ("D-3", Fail),
            ("D-4", Fail),
            ("D-5", Pass),
        ],
    );
    hold(
        &report,
        "disclosures-to-known-recipients",
        &[("D-1", Pass), ("D-2", Pass), ("D-5", Fail)],
    );
    hold(
        &report,
        "recipients-agreed",
        &[("stripe", Pass), ("Mailer", Fail), ("Blank", Fail)],
    );
}

#[test]
fn numbers_without_a_sequence_do_not_flood_the_report() {
    let disclosures = "id,date,recipient,purpose,legal basis,data
D-1,2026-05-01,Stripe,billing,contract,invoices
D-9000000000000000000,2026-05-01,Stripe,billing,contract,invoices
";
    let report = examine(&[("disclosures", disclosures)]);
    assert_eq!(report.outcomes("disclosures-recorded").len(), 3);
}

const BREACHES: &str =
    "id,incident id,detected,notifiable,risk assessment,authority notified at,subjects notified at
B-1,INC-1,2026-05-01T10:00:00Z,yes,high,2026-05-03T10:00:00Z,2026-05-04
B-2,INC-2,2026-05-01T10:00:00Z,yes,high,2026-05-05T10:00:00Z,2026-05-06
B-3,INC-3,2026-05-01T10:00:00Z,no,\"encrypted, no key lost\",,
B-4,INC-4,2026-05-01T10:00:00Z,yes,high,,
B-5,INC-5,2026-05-01T10:00:00Z,,,,
B-6,INC-6,2026-05-01T10:00:00Z,yes,medium,2026-05-02T10:00:00Z,
";

#[test]
fn breaches_are_registered_assessed_and_notified() {
    let incidents = "id,personal data\nINC-1,yes\nINC-7,yes\nINC-8,no\nINC-9,\n";
    let report = examine(&[("breaches", BREACHES), ("incidents", incidents)]);
    hold(
        &report,
        "privacy-incidents-registered",
        &[("INC-1", Pass), ("INC-7", Fail), ("INC-9", Inconclusive)],
    );
    hold(
        &report,
        "breaches-assessed",
        &[
            ("B-1", Pass),
            ("B-2", Pass),
            ("B-3", Pass),
            ("B-4", Pass),
            ("B-5", Fail),
            ("B-6", Pass),
        ],
    );
    hold(
        &report,
        "breaches-notified",
        &[
            ("B-1", Pass),
            ("B-2", Fail),
            ("B-4", Fail),
            ("B-5", Inconclusive),
            ("B-6", Fail),
        ],
    );
}

#[test]
fn an_empty_register_of_breaches_is_no_occurrence_and_its_review_is_what_shows() {
    let header = BREACHES.lines().next().unwrap();
    let reviews = "about,reviewed on,reviewer\nBreach register,2026-10-01,Dana\nPrivacy programme,2025-10-01,Dana\nPrivacy programme,2026-10-01,TBD\n";
    let report = examine(&[("breaches", &format!("{header}\n")), ("reviews", reviews)]);
    for control in ["breaches-assessed", "breaches-notified"] {
        assert!(report.outcomes(control).is_empty());
        let population = report
            .populations
            .iter()
            .find(|one| one.control == control)
            .unwrap();
        assert_eq!(population.size, 0);
    }
    assert_eq!(
        outcome(
            &report,
            "breach-register-reviewed",
            "reviews of the breach register"
        )
        .0,
        Pass
    );
    assert_eq!(
        outcome(&report, "privacy-reviewed", "privacy reviews").0,
        Fail
    );
}

#[test]
fn complaints_are_answered_in_time() {
    let log = "id,received,due,closed,corrective action
K-1,2026-09-01,,2026-09-20,answered
K-2,2026-09-01,,2026-10-20,answered
K-3,2026-09-01,,,
K-4,2026-11-10,,,
K-5,2026-09-01,,2026-09-20,
";
    let report = examine(&[("complaints", log)]);
    hold(
        &report,
        "complaints-answered",
        &[
            ("K-1", Pass),
            ("K-2", Fail),
            ("K-3", Fail),
            ("K-4", Pass),
            ("K-5", Fail),
        ],
    );
}

#[test]
fn the_latest_quality_check_of_a_dataset_counts() {
    let log = "dataset,date,defects %,threshold,ticket
operators,2026-07-01,9,2,
operators,2026-10-01,1.5,2,
billing,2026-10-01,3,2,
addresses,2026-10-01,3,2,DQ-4
old,2026-03-01,1,2,
blank,2026-10-01,,2,
";
    let report = examine(&[("quality-checks", log)]);
    hold(
        &report,
        "personal-data-checked",
        &[
            ("operators", Pass),
            ("billing", Fail),
            ("addresses", Pass),
            ("old", Fail),
            ("blank", Inconclusive),
        ],
    );
}

#[test]
fn without_registers_nothing_is_said() {
    let report = examine(&[]);
    assert!(report.findings.is_empty());
    assert!(report.populations.is_empty());
}

#[test]
fn damage_never_makes_more_pass() {
    let good = MemoryEvidence::new()
        .file("requests", "requests.csv", REQUESTS)
        .file("breaches", "breaches.csv", BREACHES)
        .file("notice", "notice.md", NOTICE);
    hold_damage::<PrivacyRecords>("{}", "2026-11-22", &good, |_, _| false);
}

#[test]
fn the_manual_says_what_the_plugin_describes() {
    hold_manual::<PrivacyRecords>(env!("CARGO_MANIFEST_DIR"));
}
