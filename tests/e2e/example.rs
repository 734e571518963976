//! The example company: what the README shows, and what happens when its evidence changes.

use std::path::Path;

use crate::support::{Assessment, Outcome, repository, run_in};

pub(crate) const EXAMPLE: &str = "examples/northwind-robotics";

/// A copy of the example that a test may change.
pub(crate) fn copy() -> Assessment {
    let assessment = Assessment::new();
    let from = repository().join(EXAMPLE);
    copy_directory(&from, assessment.path());
    assessment
}

pub(crate) fn copy_directory(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            std::fs::create_dir_all(&target).unwrap();
            copy_directory(&path, &target);
        } else {
            std::fs::copy(&path, &target).unwrap();
        }
    }
}

fn replace(assessment: &Assessment, path: &str, from: &str, to: &str) {
    let text = std::fs::read_to_string(assessment.path().join(path)).unwrap();
    assert!(text.contains(from), "{path} does not hold `{from}`");
    assessment.write(path, text.replace(from, to));
}

fn ready(outcome: &Outcome) -> Vec<&str> {
    outcome.0["criteria"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|criterion| criterion["status"] == "ready")
        .map(|criterion| criterion["id"].as_str().unwrap())
        .collect()
}

#[test]
fn the_report_reads_as_it_should() {
    let answer = run_in(&repository(), &["check", EXAMPLE]);
    assert_eq!(answer.code, 2, "{}", answer.stderr);
    insta::assert_snapshot!("example-report", answer.stdout);
    let last = answer.stdout.lines().last().unwrap();
    assert!(last.starts_with("exit 2: "), "{last}");
}

#[test]
fn an_explanation_leads_from_the_criterion_to_the_evidence_line() {
    let answer = run_in(&repository(), &["explain", "CC6.6", EXAMPLE]);
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    insta::assert_snapshot!("example-explanation", answer.stdout);
}

#[test]
fn every_status_occurs() {
    let (code, outcome) = copy().check();
    assert_eq!(code, 2);
    for status in [
        "ready",
        "excepted",
        "unproven",
        "gap",
        "not-relevant",
        "out-of-scope",
    ] {
        assert!(outcome.count(status) > 0, "no criterion is {status}");
    }
}

#[test]
fn mended_evidence_turns_ready() {
    let example = copy();
    replace(
        &example,
        "evidence/hosts/build-runner-2/etc/ssh/sshd_config.d/50-cloud-init.conf",
        "yes",
        "no",
    );
    let report = "evidence/aws/production/credential-report.csv";
    let marcus = "2026-01-19T12:44:01+00:00,N/A,";
    replace(
        &example,
        report,
        &format!("{marcus}false"),
        &format!("{marcus}true"),
    );
    // The second account's report arrives, with nobody in it but its root user.
    let production = std::fs::read_to_string(example.path().join(report)).unwrap();
    let header = production.lines().next().unwrap();
    example.write(
        "evidence/aws/load-test/credential-report.csv",
        format!("{header}\n<root_account>,arn:aws:iam::730558214466:root,2024-05-06T09:00:00+00:00,not_supported,no_information,not_supported,not_supported,true,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A\n"),
    );
    let provenance =
        std::fs::read_to_string(example.path().join("evidence/evidence.toml")).unwrap();
    example.write(
        "evidence/evidence.toml",
        format!("{provenance}\n[[evidence]]\npath = \"aws/load-test/credential-report.csv\"\ncollected = 2026-11-21T06:30:00Z\nitems = 1\n"),
    );
    // The infrastructure repository is collected anew, and what was missing for another is added.
    example.remove("evidence/github/northwind-robotics/infra/evidence.toml");
    let github = "evidence/github/northwind-robotics";
    let protection = std::fs::read_to_string(
        example
            .path()
            .join(format!("{github}/infra/branches/main/protection.json")),
    )
    .unwrap();
    example.write(
        &format!("{github}/ops-console/branches/main/protection.json"),
        protection.replace("/infra/", "/ops-console/"),
    );
    replace(
        &example,
        "evidence/policies/business-continuity-plan.md",
        "2025-08-14",
        "2026-11-20",
    );
    replace(
        &example,
        "evidence/policies/business-continuity-plan.md",
        "2026-08-14",
        "2027-11-20",
    );
    replace(
        &example,
        "evidence/policies/register.csv",
        "2025-08-14,2026-08-14",
        "2026-11-20,2027-11-20",
    );
    let (_, outcome) = example.check();
    assert_eq!(
        ready(&outcome),
        [
            "CC1.1", "CC1.2", "CC5.2", "CC6.4", "CC6.6", "CC6.7", "CC8.1", "CC9.1"
        ],
        "{:#?}",
        outcome.unevaluated()
    );
}

#[test]
fn removed_evidence_turns_unproven_and_never_ready() {
    let (_, whole) = copy().check();
    for (folder, unproven) in [
        ("access", vec!["accounts-owned", "leavers-removed"]),
        ("aws", vec!["console-mfa", "root-mfa"]),
        ("github", vec!["reviews-required", "bypass-restricted"]),
        ("hosts", vec!["strong-ciphers", "password-login-disabled"]),
        ("hr", vec!["accounts-owned", "leavers-removed"]),
        ("policies", vec!["code-of-conduct-in-force"]),
    ] {
        let example = copy();
        std::fs::remove_dir_all(example.path().join("evidence").join(folder)).unwrap();
        let (code, outcome) = example.check();
        assert_eq!(code, 2, "without {folder}");
        for criterion in ready(&outcome) {
            assert_eq!(whole.criterion(criterion), "ready", "without {folder}");
        }
        let controls = outcome.0["controls"].as_array().unwrap();
        for name in unproven {
            let control = controls
                .iter()
                .find(|control| control["id"].as_str().unwrap().ends_with(name))
                .unwrap();
            assert_eq!(control["status"], "unproven", "{name} without {folder}");
        }
    }
}
