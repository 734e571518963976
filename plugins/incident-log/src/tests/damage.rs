//! Damaged registers: no panic, and no pass that the undamaged part does not show.

use std::collections::BTreeSet;

use tickmark_plugin::testing::{MemoryEvidence, damaged, run};
use tickmark_plugin::{Outcome, Report};

use super::{AS_OF, GOOD, INCIDENTS};
use crate::IncidentLog;

const FILES: &[(&str, &str)] = &[
    (
        "alerts",
        "id,severity,created,acknowledged,disposition,incident,closed\n\
         1,P1,2026-11-20T08:00:00Z,2026-11-20T08:20:00Z,incident,INC-1,2026-11-20T09:00:00Z\n",
    ),
    (
        "actions",
        "id,owner,due,closed,status\n1,Jane Doe,2026-12-01,,open\n",
    ),
    (
        "exercises",
        "exercise,date,led by\nRansomware,2026-03-01,Jane Doe\n",
    ),
    (
        "recovery-tests",
        "scope,date,result\norders,2026-03-01,ok\n",
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

fn incidents() -> String {
    format!("{INCIDENTS}\n{GOOD}\n")
}

fn examine(damaged_input: &str, content: &[u8]) -> Report {
    let log = incidents();
    let evidence = FILES
        .iter()
        .copied()
        .chain([("incidents", log.as_str())])
        .fold(MemoryEvidence::new(), |evidence, (input, good)| {
            let content = if input == damaged_input {
                content.to_vec()
            } else {
                good.as_bytes().to_vec()
            };
            evidence.file(input, &format!("{input}.csv"), content)
        });
    run::<IncidentLog>("{}", AS_OF, &evidence).unwrap()
}

#[test]
fn damage_shows_nothing_that_was_not_there() {
    let good = passes(&examine("", b""));
    assert_eq!(good.len(), 13, "{good:?}");
    let log = incidents();
    for (input, content) in FILES.iter().copied().chain([("incidents", log.as_str())]) {
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
