//! The plugin on real exports, which lie outside this repository (environment variable
//! `TICKMARK_CORPUS`). Each trial asserts facts that were read from the file by hand.

use std::path::{Path, PathBuf};

use libtest_mimic::{Arguments, Failed, Trial};
use tickmark_access_review::AccessReview;
use tickmark_plugin::Outcome;
use tickmark_plugin::testing::{MemoryEvidence, run};

fn main() {
    let arguments = Arguments::from_args();
    let corpus = std::env::var_os("TICKMARK_CORPUS").map(PathBuf::from);
    let trials = vec![
        Trial::test("credential_report_of_greenpilot", {
            let corpus = corpus.clone();
            move || credential_report(&corpus.ok_or("TICKMARK_CORPUS is not set")?)
        })
        .with_ignored_flag(corpus.is_none()),
    ];
    libtest_mimic::run(&arguments, trials).exit();
}

/// An IAM credential report with five users: root, two people, a program and somebody who has gone
/// but still has a password. The roster and who is who are written here.
fn credential_report(corpus: &Path) -> Result<(), Failed> {
    let path = corpus.join("aws-greenpilot/files/sample_data/iam_credential_report.csv");
    let evidence = MemoryEvidence::new()
        .collected(
            "accounts",
            "access/accounts-aws.csv",
            "2026-08-19T00:00:00Z",
            std::fs::read(path)?,
        )
        .collected(
            "roster",
            "hr/roster.csv",
            "2026-08-19T00:00:00Z",
            "email,status,start date,end date\n\
             alice@example.com,Active,2023-03-01,\n\
             bob@example.com,Active,2023-05-12,\n\
             carol@example.com,Terminated,2024-06-01,2025-01-31\n",
        );
    let config = r#"{
        "owners": {
            "aws/alice": "alice@example.com",
            "aws/bob": "bob@example.com",
            "aws/former-contractor": "carol@example.com"
        },
        "service-accounts": [{ "system": "aws", "account": "ci-*", "owner": "alice@example.com" }]
    }"#;
    let report = run::<AccessReview>(config, "2026-08-20", &evidence)
        .map_err(|failure| format!("{failure:?}"))?;
    assert_eq!(report.tallies[1].records, 5);
    assert_eq!(
        report.outcomes("leavers-removed"),
        [
            ("aws/<root_account>", Outcome::Inconclusive),
            ("aws/alice", Outcome::Pass),
            ("aws/bob", Outcome::Pass),
            ("aws/ci-deploy", Outcome::NotApplicable),
            ("aws/former-contractor", Outcome::Fail),
        ]
    );
    let leaver = report.about("leavers-removed", "aws/former-contractor")[0];
    assert!(
        leaver
            .actual
            .contains("565 days after carol@example.com left"),
        "{}",
        leaver.actual
    );
    assert_eq!(leaver.locations[0].line, Some(6));
    assert_eq!(
        report.outcomes("accounts-owned"),
        [
            ("aws/<root_account>", Outcome::Fail),
            ("aws/alice", Outcome::Pass),
            ("aws/bob", Outcome::Pass),
            ("aws/ci-deploy", Outcome::Pass),
            ("aws/former-contractor", Outcome::Pass),
        ]
    );
    assert_eq!(
        report.about("no-shared-accounts", "aws/<root_account>")[0].outcome,
        Outcome::Fail
    );
    Ok(())
}
