//! The plugin on documents and registers written here, as organisations write theirs.

mod approval;
mod configuration;
mod damage;
mod documents;
mod register;
mod required;
mod review;
mod standing;

use tickmark_plugin::testing::{MemoryEvidence, run};
use tickmark_plugin::{Failure, Finding, Outcome, Report};

use crate::PolicyRegister;

/// The day on which the tests judge, where they do not say otherwise.
const AS_OF: &str = "2026-11-22";

/// A policy document, with fields to change.
#[derive(Clone)]
struct Document(Vec<(&'static str, String)>);

impl Document {
    /// A policy with everything in order.
    fn new(title: &str) -> Self {
        Self(
            [
                ("title", title),
                ("version", "1.2"),
                ("status", "approved"),
                ("owner", "Jane Doe"),
                ("author", "Jane Doe"),
                ("approved_by", "Mary Major"),
                ("approved_on", "2026-03-01"),
                ("last_reviewed", "2026-03-01"),
                ("review_interval", "12 months"),
                ("next_review", "2027-03-01"),
            ]
            .map(|(name, value)| (name, value.to_owned()))
            .to_vec(),
        )
    }

    fn with(mut self, name: &'static str, value: &str) -> Self {
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => value.clone_into(known),
            None => self.0.push((name, value.to_owned())),
        }
        self
    }

    fn without(mut self, name: &str) -> Self {
        self.0.retain(|(known, _)| *known != name);
        self
    }

    fn text(&self) -> String {
        let fields: Vec<String> = self
            .0
            .iter()
            .map(|(name, value)| format!("{name}: {value}\n"))
            .collect();
        format!("---\n{}---\n\n# Purpose\n\nText.\n", fields.concat())
    }
}

/// Evidence of one file for each document.
fn evidence(documents: &[(&str, String)]) -> MemoryEvidence {
    documents
        .iter()
        .fold(MemoryEvidence::new(), |evidence, (path, text)| {
            evidence.file("documents", path, text.as_str())
        })
}

fn examine_with(config: &str, evidence: &MemoryEvidence) -> Report {
    run::<PolicyRegister>(config, AS_OF, evidence).unwrap()
}

/// The report on one document.
fn examine(document: &Document) -> Report {
    examine_with("{}", &evidence(&[("policies/policy.md", document.text())]))
}

/// The report on a register.
fn examine_register(text: &str) -> Report {
    let evidence = MemoryEvidence::new().file("register", "policies/policies.csv", text);
    examine_with("{}", &evidence)
}

/// The configuration's mistake.
fn mistake(config: &str) -> String {
    let evidence = evidence(&[("policies/a.md", Document::new("A Policy").text())]);
    match run::<PolicyRegister>(config, AS_OF, &evidence) {
        Err(Failure::Config(message)) => message,
        other => panic!("expected a mistake in {config}, got {other:?}"),
    }
}

/// The one finding of a control about a subject.
fn finding<'a>(report: &'a Report, control: &str, subject: &str) -> &'a Finding {
    let findings = report.about(control, subject);
    assert_eq!(
        findings.len(),
        1,
        "one finding of {control} about {subject}, got {findings:?}"
    );
    findings[0]
}

fn outcome(report: &Report, control: &str, subject: &str) -> Outcome {
    finding(report, control, subject).outcome
}

/// The controls that ask something about every policy.
const GENERAL: [&str; 5] = [
    "policies-in-force",
    "policies-owned",
    "policies-versioned",
    "policies-approved",
    "policies-reviewed-on-time",
];

const KIND_CONTROLS: [(&str, &str, &str); 4] = [
    (
        "code-of-conduct-in-force",
        "code-of-conduct",
        "Code of Conduct",
    ),
    (
        "information-security-policy-in-force",
        "information-security",
        "Information Security Policy",
    ),
    (
        "incident-response-plan-in-force",
        "incident-response",
        "Incident Response Plan",
    ),
    (
        "business-continuity-plan-in-force",
        "business-continuity",
        "Business Continuity Plan",
    ),
];

#[test]
fn the_manual_says_what_the_plugin_describes() {
    tickmark_plugin::testing::hold_manual::<PolicyRegister>(env!("CARGO_MANIFEST_DIR"));
}
