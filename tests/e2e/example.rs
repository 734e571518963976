//! The example company: what the README shows, and what happens when its evidence changes.

use std::path::{Path, PathBuf};

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
    let example = copy();
    let (code, outcome) = example.check();
    assert_eq!(code, 2);
    for status in ["ready", "excepted", "unproven", "gap", "not-relevant"] {
        assert!(outcome.count(status) > 0, "no criterion is {status}");
    }
    let carried = outcome.0["criteria"]
        .as_array()
        .unwrap()
        .iter()
        .any(|criterion| criterion["status"] == "ready" && criterion["id"] == "CC6.4");
    assert!(carried, "physical access is carried by the cloud provider");
    // All five categories are in scope; a company that leaves one out sees the last status.
    assert_eq!(outcome.count("out-of-scope"), 0);
    replace(&example, "tickmark.toml", ", \"privacy\"]", "]");
    let (_, outcome) = example.check();
    assert_eq!(outcome.count("out-of-scope"), 18);
}

#[test]
fn mended_evidence_turns_ready() {
    let example = copy();
    let (_, before) = example.check();
    for (path, from, to) in [
        // CC1.4: the screening was complete before the first day.
        (
            "evidence/hr/background-checks.csv",
            "2026-10-26,2026-11-12,clear",
            "2026-10-26,2026-11-05,clear",
        ),
        // CC1.5: the reviews were exported this month.
        (
            "evidence/evidence.toml",
            "collected = 2026-07-31T",
            "collected = 2026-11-20T",
        ),
        // CC4.1: the statement is repeated.
        (
            "tickmark.toml",
            "date = 2025-10-06\nexpires = 2026-10-06",
            "date = 2026-10-06\nexpires = 2027-10-06",
        ),
        // P6.5: the vendor's notice was looked at on the next day.
        (
            "evidence/vendors/vendor-incidents.csv",
            "2026-09-29T14:00:00Z",
            "2026-09-22T14:00:00Z",
        ),
        // P4.2: what is older than its two years was deleted.
        (
            "evidence/data/oldest-records-2026-11.csv",
            "support-mailbox,2024-02-15",
            "support-mailbox,2024-12-02",
        ),
        // PI1.4: the recipient was still a customer.
        (
            "evidence/processing/recipients.csv",
            "Sofia Marchetti,2026-09-15",
            "Sofia Marchetti,2026-12-15",
        ),
    ] {
        replace(&example, path, from, to);
    }
    let (_, after) = example.check();
    let before = ready(&before);
    let turned: Vec<&str> = ready(&after)
        .into_iter()
        .filter(|criterion| !before.contains(criterion))
        .collect();
    assert_eq!(turned, ["CC1.4", "CC1.5", "CC4.1", "PI1.4", "P4.2", "P6.5"]);
}

/// Every file in a directory and below it.
fn files(directory: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(directory).unwrap();
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(self::files(&path));
        } else {
            files.push(path);
        }
    }
    files.sort();
    files
}

#[test]
fn whichever_file_is_removed_no_criterion_turns_ready() {
    let example = copy();
    let (_, whole) = example.check();
    let before = ready(&whole);
    let evidence = files(&example.path().join("evidence"));
    assert!(evidence.len() > 150, "{}", evidence.len());
    for file in evidence {
        let content = std::fs::read(&file).unwrap();
        std::fs::remove_file(&file).unwrap();
        let (code, outcome) = example.check();
        assert_eq!(code, 2, "without {}", file.display());
        for criterion in ready(&outcome) {
            let shown = file.display();
            assert!(before.contains(&criterion), "{criterion} without {shown}");
        }
        std::fs::write(&file, content).unwrap();
    }
}

#[test]
fn removed_evidence_turns_unproven_and_never_ready() {
    let (_, whole) = copy().check();
    for (folder, unproven) in [
        ("access", vec!["accounts-owned", "leavers-removed"]),
        ("audit", vec!["internal-audit-held"]),
        ("aws", vec!["console-mfa", "root-mfa"]),
        ("backup", vec!["restores-tested", "backups-run-in-time"]),
        ("changes", vec!["changes-approved", "deployments-traced"]),
        ("github", vec!["reviews-required", "bypass-restricted"]),
        ("hosts", vec!["strong-ciphers", "password-login-disabled"]),
        ("hr", vec!["accounts-owned", "workers-screened"]),
        ("incidents", vec!["incidents-decided-in-time"]),
        ("kubernetes", vec!["secrets-not-in-clear-text"]),
        ("policies", vec!["code-of-conduct-in-force"]),
        ("privacy", vec!["access-requests-answered"]),
        ("scans", vec!["vulnerabilities-fixed-in-time"]),
        ("terraform", vec!["administration-ports-closed"]),
        ("vendors", vec!["vendors-reviewed"]),
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
