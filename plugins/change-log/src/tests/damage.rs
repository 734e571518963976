//! Damaged logs: no panic, and no pass that the undamaged part does not show.

use tickmark_plugin::Report;
use tickmark_plugin::testing::{MemoryEvidence, damaged, run};

use super::{AS_OF, GOOD};
use crate::ChangeLog;

const CSV: &str = "number,author,merged,approved by,approved at,ci status,checked at\n\
    12,Ann Poe,2026-11-10T12:00:00Z,Bob Roe,2026-11-10T11:00:00Z,success,2026-11-10T11:30:00Z\n";
const DEPLOYMENTS: &str =
    "id,sha,environment,deployed\n1,aaaaaaaabbbb,production,2026-11-10T13:00:00Z\n";

fn examine(path: &str, log: &[u8], deployments: &[u8]) -> Report {
    let evidence = MemoryEvidence::new().file("changes", path, log).file(
        "deployments",
        "deployments.csv",
        deployments,
    );
    run::<ChangeLog>("{}", AS_OF, &evidence).unwrap()
}

#[test]
fn damage_shows_nothing_that_was_not_there() {
    let list = format!("[{GOOD}]");
    let line = GOOD.replace('\n', "");
    for (path, log) in [
        ("pull-requests.json", list.as_str()),
        ("pull-requests.jsonl", line.as_str()),
        ("pull-requests.csv", CSV),
    ] {
        let good = examine(path, log.as_bytes(), DEPLOYMENTS.as_bytes()).passes();
        assert!(good.len() >= 2, "{path}: {good:?}");
        for (name, damaged) in damaged(log.as_bytes()) {
            let found = examine(path, &damaged, DEPLOYMENTS.as_bytes()).passes();
            assert!(found.is_subset(&good), "{path} {name}: {found:?}");
        }
        for (name, damaged) in damaged(DEPLOYMENTS.as_bytes()) {
            let found = examine(path, log.as_bytes(), &damaged).passes();
            assert!(
                found.is_subset(&good),
                "{path} deployments {name}: {found:?}"
            );
        }
    }
}
