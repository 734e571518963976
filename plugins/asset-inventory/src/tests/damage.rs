//! Damaged registers: no panic, and no pass that the undamaged part does not show.

use std::collections::BTreeSet;

use tickmark_plugin::testing::{MemoryEvidence, damaged, run};
use tickmark_plugin::{Outcome, Report};

use super::{AS_OF, ASSETS};
use crate::AssetInventory;

const FILES: &[(&str, &str)] = &[
    ("assets", ASSETS),
    (
        "agents",
        "host,last seen,status\nweb-1,2026-11-21,normal\njanes-mac,2026-11-21,normal\n",
    ),
    (
        "log-sources",
        "host,last seen,status\nweb-1,2026-11-21,ok\norders,2026-11-21,ok\n",
    ),
    (
        "devices",
        "host,encryption,last seen\njanes-mac,encrypted,2026-11-21\n",
    ),
    (
        "disposals",
        "asset,method,date,certificate,by\nA-3,purge,2026-06-10,COD-77,Jane\n",
    ),
    ("badges", "badge,holder,status\n1,Jane Doe,active\n"),
    (
        "visitors",
        "id,visitor,host,signed in,signed out\n1,Ann,Jane,2026-11-20,2026-11-20\n",
    ),
    ("badge-reviews", "date,reviewer\n2026-10-01,Jane Doe\n"),
    (
        "roster",
        "name,email,status\nJane Doe,jane@example.com,active\n",
    ),
];

fn passes(report: &Report) -> BTreeSet<(String, String)> {
    report
        .findings
        .iter()
        .filter(|finding| finding.outcome == Outcome::Pass)
        .map(|finding| (finding.control.clone(), finding.subject.clone()))
        .collect()
}

fn examine(damaged_input: &str, content: &[u8]) -> Report {
    let evidence = FILES
        .iter()
        .fold(MemoryEvidence::new(), |evidence, (input, good)| {
            let content = if *input == damaged_input {
                content.to_vec()
            } else {
                good.as_bytes().to_vec()
            };
            evidence.file(input, &format!("{input}.csv"), content)
        });
    run::<AssetInventory>("{}", AS_OF, &evidence).unwrap()
}

#[test]
fn damage_shows_nothing_that_was_not_there() {
    let good = passes(&examine("", b""));
    assert_eq!(good.len(), 14, "{good:?}");
    for (input, content) in FILES {
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
