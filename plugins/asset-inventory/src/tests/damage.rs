//! Damaged registers: no panic, and no pass that the undamaged part does not show.

use tickmark_plugin::testing::{MemoryEvidence, hold_damage, run};

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

#[test]
fn damage_shows_nothing_that_was_not_there() {
    let good = MemoryEvidence::new().tables(FILES);
    let report = run::<AssetInventory>("{}", AS_OF, &good).unwrap();
    assert_eq!(report.passes().len(), 14, "{:?}", report.passes());
    hold_damage::<AssetInventory>("{}", AS_OF, &good, |_, _| false);
}
