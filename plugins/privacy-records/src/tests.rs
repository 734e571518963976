//! The plugin on registers and notices written here.

use tickmark_plugin::Outcome::{self, Fail, Inconclusive, NotApplicable, Pass};
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
fn a_page_about_something_else_is_no_notice() {
    let text = "---
title: Privacy notice
description: How we collect, use, share, retain, protect and delete; your rights and choices
---

We take your privacy seriously and handle information with care at all times.

We were pleased when our ISO certificate was updated on 1 October 2026.

# About this page

We collect words here, and there are enough of them to fill a part of a notice.
";
    let report = examine(&[("notice", text)]);
    assert_eq!(outcome(&report, "notice-current", "notice.md").0, Fail);
    let parts = report.outcomes("notice-complete");
    assert_eq!(parts.len(), 9);
    assert!(parts.iter().all(|(_, outcome)| *outcome == Fail));
}

#[test]
fn how_an_account_is_kept_safe_is_no_retention() {
    let text = NOTICE.replace("How long we keep it", "How we keep your account safe");
    let report = examine(&[("notice", &text)]);
    assert_eq!(
        outcome(&report, "notice-complete", "notice.md: retention"),
        (Fail, "no heading about it".to_owned())
    );
}

#[test]
fn a_day_that_nobody_can_read_or_that_is_to_come_shows_nothing() {
    for day in ["01/03/2026", "22 November 2026"] {
        let text = NOTICE.replace("1 March 2026", day);
        let report = examine(&[("notice", &text)]);
        assert_eq!(
            outcome(&report, "notice-current", "notice.md").0,
            Inconclusive,
            "{day}"
        );
    }
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
            ("u7 health", NotApplicable),
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
            ("R-8", NotApplicable),
            ("R-9", NotApplicable),
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
fn an_erasure_says_who_was_identified_and_who_was_told() {
    let header = "id,kind,received,verified,due,closed,outcome,reason,informed";
    let row = |id: &str, verified: &str, informed: &str| {
        format!("{id},erasure,2026-09-01,{verified},,2026-09-10,fulfilled,,{informed}\n")
    };
    let expected = [
        ("V-1", "yes", "Stripe", Pass),
        ("V-2", "done", "Stripe", Pass),
        ("V-3", "passport seen", "Stripe", Pass),
        ("V-4", "2026-09-02", "Stripe", Pass),
        ("V-5", "2026-09-12", "Stripe", Fail),
        ("V-6", "failed", "Stripe", Fail),
        ("V-7", "pending", "Stripe", Fail),
        ("V-8", "no ID given", "Stripe", Fail),
        ("V-9", "n/a", "Stripe", Fail),
        ("I-1", "yes", "yes", Pass),
        ("I-2", "yes", "2026-09-11", Pass),
        ("I-3", "yes", "no recipients", Pass),
        ("I-4", "yes", "AWS by expiry; Stripe not concerned", Pass),
        ("I-5", "yes", "no", Fail),
        ("I-6", "yes", "pending", Fail),
        ("I-7", "yes", "AWS; Stripe pending", Fail),
        ("I-8", "yes", "", Fail),
        ("I-9", "yes", "none", Inconclusive),
        ("I-10", "yes", "2026-12-01", Inconclusive),
    ];
    let rows: String = expected
        .iter()
        .map(|(id, verified, informed, _)| row(id, verified, informed))
        .collect();
    let report = examine(&[("requests", &format!("{header}\n{rows}"))]);
    hold(
        &report,
        "erasures-carried-out",
        &expected.map(|(id, _, _, wanted)| (id, wanted)),
    );
}

#[test]
fn a_denial_needs_a_reason() {
    let log = "id,kind,received,verified,closed,outcome,reason
R-1,access,2026-09-01,,2026-09-10,denied,not verified
R-2,access,2026-09-01,,2026-09-10,denied,yes
R-3,access,2026-09-01,,2026-09-10,denied,to follow
";
    hold(
        &examine(&[("requests", log)]),
        "access-requests-answered",
        &[("R-1", Pass), ("R-2", Fail), ("R-3", Fail)],
    );
}

/// The files are collected the day before the as-of date, and show nothing of that day.
#[test]
fn what_lies_after_the_collection_shows_nothing() {
    let report = examine(&[
        (
            "requests",
            "id,kind,received,verified,closed,outcome
R-1,access,2027-05-20,,,
R-2,access,2026-11-01,yes,2026-11-22,fulfilled
",
        ),
        (
            "complaints",
            "id,received,due,closed,action
K-1,2027-01-01,,,
K-2,2026-11-01,,2026-11-22,answered
",
        ),
        (
            "breaches",
            "id,incident,detected,notifiable,assessment,due,authority-notified,subjects-notified
B-1,,2026-02-24T09:32:00Z,yes,high,2027-01-01,2026-12-31,2026-03-01
B-2,,2026-11-22T09:32:00Z,yes,high,,,
",
        ),
        (
            "consents",
            "subject,purpose,notice version,given,explicit,sensitive,collected,withdrawn
u1,health,3,2026-11-22,yes,yes,2026-11-22,
",
        ),
        (
            "reviews",
            "about,date,by\nprivacy programme,2026-11-22,Dana\n",
        ),
    ]);
    for (control, subject, wanted) in [
        ("access-requests-answered", "R-1", Inconclusive),
        ("access-requests-answered", "R-2", Inconclusive),
        ("complaints-answered", "K-1", Inconclusive),
        ("complaints-answered", "K-2", Inconclusive),
        ("breaches-notified", "B-1", Inconclusive),
        ("breaches-assessed", "B-2", Inconclusive),
        ("consents-recorded", "u1 health", Inconclusive),
        (
            "sensitive-data-by-explicit-consent",
            "u1 health",
            Inconclusive,
        ),
        ("privacy-reviewed", "privacy reviews", Fail),
    ] {
        let found = outcome(&report, control, subject);
        assert_eq!(found.0, wanted, "{control} {subject}: {}", found.1);
    }
}

#[test]
fn a_withdrawn_consent_allows_no_collection() {
    let log = "subject,purpose,given,explicit,sensitive,collected,withdrawn
u1,health,2026-01-01,yes,yes,2026-03-01,2026-02-01
u2,health,2026-01-01,yes,yes,2026-03-01,2026-04-01
u3,health,2026-01-01,yes,yes,2026-03-01,2025-12-01
";
    hold(
        &examine(&[("consents", log)]),
        "sensitive-data-by-explicit-consent",
        &[
            ("u1 health", Fail),
            ("u2 health", Pass),
            ("u3 health", Inconclusive),
        ],
    );
}

#[test]
fn an_agreement_is_one_that_is_signed() {
    let recipients = "name,purpose,legal basis,dpa
A,hosting,contract,yes
B,hosting,contract,2026-01-02
C,hosting,contract,controller; DPA of 2024-01-09
D,hosting,contract,pending
E,hosting,contract,not signed
F,hosting,pending,yes
G,hosting,contract,DPA pending
H,hosting,contract,2027-01-02
I,hosting,contract,02.01.2026
";
    hold(
        &examine(&[("recipients", recipients)]),
        "recipients-agreed",
        &[
            ("A", Pass),
            ("B", Pass),
            ("C", Pass),
            ("D", Fail),
            ("E", Fail),
            ("F", Fail),
            ("G", Fail),
            ("H", Inconclusive),
            ("I", Inconclusive),
        ],
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
fn a_breach_that_is_pending_is_neither_assessed_nor_told() {
    let header = BREACHES.lines().next().unwrap();
    let row = |id: &str, assessment: &str, told: &str| {
        format!("{id},,2026-05-01T10:00:00Z,yes,{assessment},2026-05-02T10:00:00Z,{told}\n")
    };
    let breaches = [
        row("B-1", "pending", "pending"),
        row("B-2", "high", "yes"),
        row("B-3", "high", "by mail on 2026-05-04"),
        row("B-4", "medium", "not required: keys were not lost"),
        row("B-5", "medium", "no"),
        row("B-6", "high", "2026-12-24"),
        row("B-7", "high", "2026-04-24"),
    ]
    .concat();
    let report = examine(&[("breaches", &format!("{header}\n{breaches}"))]);
    assert_eq!(
        outcome(&report, "breaches-assessed", "B-1"),
        (Fail, "no assessment".to_owned())
    );
    hold(
        &report,
        "breaches-notified",
        &[
            ("B-1", Fail),
            ("B-2", Pass),
            ("B-3", Pass),
            ("B-4", Pass),
            ("B-5", Inconclusive),
            ("B-6", Inconclusive),
            ("B-7", Inconclusive),
        ],
    );
}

#[test]
fn only_reviews_of_privacy_by_somebody_count() {
    let reviews = "about,date,by
Security awareness program,2026-11-01,Ann
Cyber and breach insurance cover,2026-11-01,Ann
breach register,2026-11-01,pending
";
    let report = examine(&[("reviews", reviews)]);
    for (control, subject) in [
        ("privacy-reviewed", "privacy reviews"),
        ("breach-register-reviewed", "reviews of the breach register"),
    ] {
        assert_eq!(outcome(&report, control, subject).0, Fail);
    }
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
            ("K-4", NotApplicable),
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
fn the_last_quality_check_is_found_by_its_time_and_the_worst_of_several() {
    let log = "dataset,date,defects,threshold,follow-up
later,2026-11-20T01:00:00Z,0.5,2,
later,2026-11-20T20:00:00Z,40,2,
mended,2026-11-20T20:00:00Z,0.5,2,
mended,2026-11-20T01:00:00Z,40,2,
mixed,2026-11-20,40,2,
mixed,2026-11-20T20:00:00Z,0.5,2,
contacts,2026-11-20,40,2,no
share,2026-11-20,0.5,200,
planned,2026-11-20,0.5,2,
planned,2027-02-20,,2,
";
    let report = examine(&[("quality-checks", log)]);
    hold(
        &report,
        "personal-data-checked",
        &[
            ("later", Fail),
            ("mended", Pass),
            ("mixed", Fail),
            ("contacts", Fail),
            ("share", Inconclusive),
            ("planned", Pass),
        ],
    );
    let log = "dataset,date,defects,threshold\nfuture,2027-02-20,0.5,2\nundated,,0.5,2\n";
    let report = examine(&[("quality-checks", log)]);
    for (subject, actual) in [
        ("future 2027-02-20", "checked 2027-02-20, which is to come"),
        ("future", "never checked"),
    ] {
        assert_eq!(outcome(&report, "personal-data-checked", subject).1, actual);
    }
    assert_eq!(report.about("personal-data-checked", "undated").len(), 2);
}

#[test]
fn a_share_of_one_is_not_held_against_a_percentage() {
    let checked = |columns: &str, defects: &str, threshold: &str| {
        let log = format!("dataset,date,{columns}\na,2026-10-01,{defects},{threshold}\n");
        let report = examine(&[("quality-checks", &log)]);
        outcome(&report, "personal-data-checked", "a").0
    };
    for (columns, defects, threshold, expected) in [
        ("defects,threshold", "0.08", "5%", Inconclusive),
        ("defects,threshold", "3%", "0.05", Inconclusive),
        ("error rate,limit", "0.08", "5", Inconclusive),
        ("error rate,limit", "0.08", "0.05", Fail),
        ("error rate,limit", "0.04", "0.05", Pass),
        ("error rate,limit", "0", "5%", Pass),
        ("error rate,limit", "4%", "5%", Pass),
        ("error rate,limit", "4", "5%", Pass),
        ("error rate,limit", "8", "5%", Fail),
        ("defects,threshold", "0.8%", "2%", Pass),
        ("defects,threshold", "0.8", "2", Pass),
        ("defects %,threshold", "0.8", "2", Pass),
        ("defects %,threshold", "0.8", "2%", Pass),
    ] {
        let found = checked(columns, defects, threshold);
        assert_eq!(found, expected, "{columns}: {defects}, {threshold}");
    }
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
