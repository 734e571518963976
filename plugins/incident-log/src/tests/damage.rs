//! Damaged registers: no panic, and no pass that the undamaged part does not show.

use tickmark_plugin::testing::{MemoryEvidence, hold_damage, run};

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
        "id,owner,due,closed,status\n1,Jane Doe,2026-12-01,,open\n\
         2,Jane Doe,2026-10-01,2026-09-30,done\n",
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

#[test]
fn damage_shows_nothing_that_was_not_there() {
    let good = MemoryEvidence::new()
        .tables(FILES)
        .tables(&[("incidents", &format!("{INCIDENTS}\n{GOOD}\n"))]);
    let report = run::<IncidentLog>("{}", AS_OF, &good).unwrap();
    assert_eq!(report.passes().len(), 13, "{:?}", report.passes());
    hold_damage::<IncidentLog>("{}", AS_OF, &good, |_, _| false);
}
