//! Nothing at all, damaged files, and hostile ones.

use std::fmt::Write as _;
use std::io;

use tickmark_plugin::testing::damaged;
use tickmark_plugin::{Check, Day, Evidence, Item, Plugin, ReadError};

use super::*;

#[test]
fn without_any_file_every_control_is_inconclusive() {
    let report = examine_with("{}", &MemoryEvidence::new());
    assert_eq!(report.findings.len(), crate::rules::RULES.len());
    for finding in &report.findings {
        assert_eq!(finding.outcome, Outcome::Inconclusive);
        assert_eq!(
            finding.actual,
            "neither policy documents nor a policy register were given"
        );
    }
}

#[test]
fn documents_that_are_all_passed_over_show_nothing() {
    let report = examine_with(
        "{}",
        &evidence(&[
            ("policies/README.md", "# Policies\n".to_owned()),
            ("policies/_a.md", Document::new("Code of Conduct").text()),
        ]),
    );
    assert_eq!(report.findings.len(), crate::rules::RULES.len());
    for finding in &report.findings {
        assert_eq!(finding.outcome, Outcome::Inconclusive);
        assert!(finding.actual.contains("passed over"));
    }
}

/// Evidence that lists files and cannot read them.
struct Unreadable;

impl Evidence for Unreadable {
    fn list(&self, input: &str) -> Result<Vec<Item>, ReadError> {
        let path = match input {
            "documents" => "policies/code-of-conduct.md",
            _ => "policies/policies.csv",
        };
        Ok(vec![Item::new(path, 1)])
    }

    fn read(&self, _: &str) -> Result<Vec<u8>, ReadError> {
        Err(ReadError::Unreadable("no permission".to_owned()))
    }

    fn open<'a>(&'a self, _: &str) -> Result<Box<dyn io::Read + 'a>, ReadError> {
        Err(ReadError::Unreadable("no permission".to_owned()))
    }
}

#[test]
fn files_that_cannot_be_read_are_inconclusive_and_never_cited() {
    let report = PolicyRegister::check(&Check {
        config: crate::Config::default(),
        as_of: Day::parse(AS_OF).unwrap(),
        period: None,
        target: None,
        evidence: &Unreadable,
    })
    .unwrap();
    assert!(!report.findings.is_empty());
    for finding in &report.findings {
        assert_eq!(finding.outcome, Outcome::Inconclusive, "{finding:?}");
        assert!(finding.locations.is_empty());
    }
    assert!(report.tallies.is_empty());
    for population in &report.populations {
        assert!(population.size > 0 && population.shown_by.is_empty());
    }
}

/// Whether a report says of some policy that all is well.
fn passes(report: &Report, control: &str) -> bool {
    let outcomes = report.outcomes(control);
    !outcomes.is_empty()
        && outcomes
            .iter()
            .all(|(_, outcome)| *outcome == Outcome::Pass)
}

#[test]
fn damaged_documents_are_survived_and_pass_only_with_their_whole_head() {
    let document = Document::new("Code of Conduct").text();
    let head = document.find("\n---\n\n").unwrap() + "\n---\n\n#".len();
    for (name, bytes) in damaged(document.as_bytes()) {
        let harmless =
            name == "twice" || document.as_bytes().starts_with(&bytes) && bytes.len() >= head;
        let evidence = MemoryEvidence::new().file("documents", "policies/a.md", bytes);
        let report = examine_with("{}", &evidence);
        for control in GENERAL.iter().chain(&["code-of-conduct-in-force"]) {
            assert_eq!(passes(&report, control), harmless, "{name}: {control}");
        }
        assert!(!report.findings.is_empty());
    }
}

#[test]
fn damaged_registers_are_survived_and_never_pass_more_than_their_whole_rows() {
    const HEADER: &str = "Title,Version,Status,Owner,Author,Approved By,Approved On\n";
    const ROW: &str = "Code of Conduct,1,Approved,Jane Doe,Jane Doe,Mary Major,2026-03-01\n";
    let text = format!("{HEADER}{ROW}");
    for (name, bytes) in damaged(text.as_bytes()) {
        let whole = bytes == text.as_bytes();
        let evidence = MemoryEvidence::new().file("register", "policies/policies.csv", bytes);
        let report = examine_with("{}", &evidence);
        assert!(
            !passes(&report, "code-of-conduct-in-force") || whole,
            "{name}"
        );
        assert!(!passes(&report, "policies-approved") || whole, "{name}");
    }
}

#[test]
fn hostile_documents_are_examined_within_bounds() {
    let deep = format!("---\ntitle: A\nowner: {}\n---\nText\n", "[".repeat(100_000));
    let wide = format!(
        "---\ntitle: A\nowner: [{}]\n---\nText\n",
        "a b, ".repeat(100_000)
    );
    let long = format!("---\ntitle: {}\n---\nText\n", "a".repeat(1_000_000));
    let fields: Vec<String> = (0..50_000).map(|index| format!("f{index}: x")).collect();
    let fields = format!("---\ntitle: A\n{}\n---\nText\n", fields.join("\n"));
    let dashes = "---\n".repeat(200_000);
    let names = format!(
        "---\ntitle: A\nauthor: &x [{}]\napproved_by: *x\n---\nText\n",
        "'a b c d e f g h i j k l m n o p q r s t u v w x y z', ".repeat(20)
    );
    for text in [deep, wide, long, fields, dashes, names] {
        let report = examine_with("{}", &evidence(&[("policies/a.md", text)]));
        assert!(!passes(&report, "policies-approved"));
    }
}

#[test]
fn many_documents_are_put_together_in_reasonable_time() {
    let mut rows = "title,id,file,status\n".to_owned();
    let mut files = MemoryEvidence::new();
    for index in 0..2_000 {
        writeln!(rows, "Policy {index},P-{index},index.md,approved").unwrap();
        let document = Document::new(&format!("Policy {index}"));
        files = files.file(
            "documents",
            &format!("policies/{index}/index.md"),
            document.text(),
        );
    }
    let report = examine_with("{}", &files.file("register", "policies/policies.csv", rows));
    assert_eq!(report.outcomes("register-matches-documents").len(), 2_000);
}
