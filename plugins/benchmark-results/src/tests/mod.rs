//! The plugin on results that these tests write down, in the formats as the scanners write them.

mod common;
mod describe;
mod hdf;
mod kube_bench;
mod prowler;
mod robustness;
mod xccdf;

use tickmark_plugin::testing::{MemoryEvidence, run};
use tickmark_plugin::{Finding, Outcome, Report};

use crate::BenchmarkResults;

const AS_OF: &str = "2026-11-22";
const COLLECTED: &str = "2026-11-20T06:00:00Z";

fn judge_with(config: &str, files: &[(&str, &str, &str)]) -> Report {
    let evidence = files
        .iter()
        .fold(MemoryEvidence::new(), |evidence, (input, path, content)| {
            evidence.collected(input, path, COLLECTED, *content)
        });
    run::<BenchmarkResults>(config, AS_OF, &evidence).unwrap()
}

/// The one finding of a control about a subject.
fn one<'a>(report: &'a Report, control: &str, subject: &str) -> &'a Finding {
    let findings = report.about(control, subject);
    assert_eq!(
        findings.len(),
        1,
        "{control} about {subject}: {:#?}",
        report.outcomes(control)
    );
    findings[0]
}

fn hold(report: &Report, control: &str, subject: &str, outcome: Outcome, says: &str) {
    let finding = one(report, control, subject);
    assert_eq!(finding.outcome, outcome, "{finding:#?}");
    assert!(finding.actual.contains(says), "{finding:#?}");
}

fn line(finding: &Finding) -> u32 {
    finding.locations[0].line.unwrap()
}

fn pointer(finding: &Finding) -> &str {
    finding.locations[0].pointer.as_deref().unwrap()
}
