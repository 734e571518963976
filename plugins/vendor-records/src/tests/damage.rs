//! Damaged registers: no panic, and no pass that the undamaged part does not show.

use tickmark_plugin::testing::{MemoryEvidence, hold_damage, run};

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

#[test]
fn damage_shows_nothing_that_was_not_there() {
    let good = MemoryEvidence::new()
        .tables(FILES)
        .tables(&[("vendors", &format!("{HEADER}\n{GOOD}\n"))]);
    let report = run::<VendorRecords>("{}", AS_OF, &good).unwrap();
    assert_eq!(report.passes().len(), 11, "{:?}", report.passes());
    hold_damage::<VendorRecords>("{}", AS_OF, &good, |_, _| false);
}
