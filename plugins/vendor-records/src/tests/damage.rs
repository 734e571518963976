//! Damaged registers: no panic, and no pass that the undamaged part does not show.

use std::collections::BTreeSet;

use tickmark_plugin::testing::{MemoryEvidence, damaged, run};
use tickmark_plugin::{Outcome, Report};

use super::{AS_OF, GOOD, HEADER};
use crate::VendorRecords;

const FILES: &[(&str, &str)] = &[
    (
        "assessments",
        "vendor,date,assessor,result\nCloudy,2024-02-01,Jane Doe,approved\n",
    ),
    (
        "vendor-incidents",
        "id,vendor,received,assessed,action\n1,Cloudy,2026-10-01T08:00:00Z,2026-10-01T12:00:00Z,INC-7\n",
    ),
    ("roster", "name,status\nJane Doe,active\n"),
];

fn passes(report: &Report) -> BTreeSet<(String, String)> {
    report
        .findings
        .iter()
        .filter(|finding| finding.outcome == Outcome::Pass)
        .map(|finding| (finding.control.clone(), finding.subject.clone()))
        .collect()
}

fn vendors() -> String {
    format!("{HEADER}\n{GOOD}\n")
}

fn examine(damaged_input: &str, content: &[u8]) -> Report {
    let register = vendors();
    let evidence = FILES
        .iter()
        .copied()
        .chain([("vendors", register.as_str())])
        .fold(MemoryEvidence::new(), |evidence, (input, good)| {
            let content = if input == damaged_input {
                content.to_vec()
            } else {
                good.as_bytes().to_vec()
            };
            evidence.file(input, &format!("{input}.csv"), content)
        });
    run::<VendorRecords>("{}", AS_OF, &evidence).unwrap()
}

#[test]
fn damage_shows_nothing_that_was_not_there() {
    let good = passes(&examine("", b""));
    assert_eq!(good.len(), 11, "{good:?}");
    let register = vendors();
    for (input, content) in FILES
        .iter()
        .copied()
        .chain([("vendors", register.as_str())])
    {
        for (name, content) in damaged(content.as_bytes()) {
            let report = examine(input, &content);
            let more: Vec<_> = passes(&report).difference(&good).cloned().collect();
            assert!(more.is_empty(), "{input} {name}: {more:?}");
        }
    }
}

#[test]
fn an_empty_file_shows_nothing() {
    for (input, _) in FILES {
        let report = examine(input, b"");
        assert!(
            report
                .findings
                .iter()
                .any(|finding| finding.outcome == Outcome::Inconclusive),
            "{input}"
        );
    }
}
