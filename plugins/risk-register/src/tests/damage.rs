//! Damaged registers.

use std::collections::BTreeSet;

use tickmark_plugin::Outcome;
use tickmark_plugin::testing::{MemoryEvidence, damaged, run};

use super::{AS_OF, GOOD};
use crate::RiskRegister;

#[test]
fn damage_makes_nothing_pass_that_did_not() {
    let good = super::changed("", "", "");
    let passes = |report: &tickmark_plugin::Report| -> BTreeSet<(String, String)> {
        report
            .findings
            .iter()
            .filter(|finding| finding.outcome == Outcome::Pass)
            .map(|finding| (finding.control.clone(), finding.subject.clone()))
            .collect()
    };
    let known = passes(&good);
    for (broken, _, sample) in GOOD {
        for (name, content) in damaged(sample.as_bytes()) {
            let mut evidence = MemoryEvidence::new();
            for (input, path, text) in GOOD {
                let text = if input == broken {
                    content.clone()
                } else {
                    text.as_bytes().to_vec()
                };
                evidence = evidence.file(input, path, text);
            }
            let report = run::<RiskRegister>("{}", AS_OF, &evidence).unwrap();
            // A list that ends in the middle of a name names another subject, and a roster without its
            // last rows knows fewer workers.
            let subject_changes = name.starts_with("cut");
            for pass in passes(&report) {
                assert!(
                    known.contains(&pass) || subject_changes,
                    "{broken} {name}: {pass:?}"
                );
            }
        }
    }
}

#[test]
fn empty_files_and_other_formats_pass_nothing() {
    for content in ["", "\0", "<html></html>", "{}", "[", "a,b\n1,2\n"] {
        let mut evidence = MemoryEvidence::new();
        for (input, path, _) in GOOD {
            evidence = evidence.file(input, path, content);
        }
        let report = run::<RiskRegister>("{}", AS_OF, &evidence).unwrap();
        assert!(
            report
                .findings
                .iter()
                .all(|finding| finding.outcome != Outcome::Pass),
            "{content:?}"
        );
        assert!(
            report
                .populations
                .iter()
                .all(|population| population.size > 0),
            "{content:?}"
        );
    }
}
