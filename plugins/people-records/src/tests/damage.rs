//! Damaged registers.

use tickmark_plugin::testing::{MemoryEvidence, hold_damage};

use super::{AS_OF, GOOD};
use crate::PeopleRecords;

#[test]
fn damage_makes_nothing_pass_that_did_not() {
    let good = MemoryEvidence::new().files(&GOOD);
    hold_damage::<PeopleRecords>("{}", AS_OF, &good, |input, _| {
        // A roster that ends early cuts the last name or date, and fewer policies are fewer duties.
        ["roster", "policies", "violations", "reporting-channels"].contains(&input)
    });
}
