//! The plugin on registers written here as the tools export them.

mod coverage;
mod damage;
mod disposal;
mod office;

use tickmark_plugin::testing::{MemoryEvidence, run};
use tickmark_plugin::{Finding, Outcome, Report};

use crate::AssetInventory;

const AS_OF: &str = "2026-11-22";

const ASSETS: &str = "Asset ID,Hostname,Serial Number,Type,Status,Owner,In scope,Retired on\n\
    A-1,web-1.prod.example,,VM,running,Jane Doe,yes,\n\
    A-2,janes-mac,C02XK1ABJG5H,MacBook,assigned,Jane Doe,yes,\n\
    A-3,old-mac,C02OLD11JG5H,laptop,retired,Jane Doe,yes,2026-06-01\n\
    A-4,orders,,database,active,Platform,yes,\n";

fn examine_with(config: &str, files: &[(&str, &str)]) -> Report {
    let evidence = MemoryEvidence::new().tables(files);
    run::<AssetInventory>(config, AS_OF, &evidence).unwrap()
}

fn examine(files: &[(&str, &str)]) -> Report {
    examine_with("{}", files)
}

fn line(finding: &Finding, path: &str) -> Vec<u32> {
    finding
        .locations
        .iter()
        .filter(|place| place.path == path)
        .filter_map(|place| place.line)
        .collect()
}

#[test]
fn the_manual_is_current() {
    tickmark_plugin::testing::hold_manual::<AssetInventory>(env!("CARGO_MANIFEST_DIR"));
}

#[test]
fn without_files_nothing_is_said() {
    let report = examine(&[]);
    assert!(report.findings.is_empty());
    assert!(report.populations.is_empty());
}

#[test]
fn owners_work_here() {
    let roster =
        "name,email,status\nJane Doe,jane@example.com,active\nBob Roe,bob@example.com,terminated\n";
    let assets = "asset,type,status,owner\n1,laptop,in use,Jane Doe\n2,laptop,in use,Bob Roe\n\
        3,laptop,in use,\n4,laptop,in use,Platform\n5,laptop,retired,\n6,teapot,in use,Jane Doe\n";
    let report = examine_with(
        r#"{"teams": ["platform"]}"#,
        &[("assets", assets), ("roster", roster)],
    );
    assert_eq!(
        report.outcomes("assets-owned"),
        [
            ("1", Outcome::Pass),
            ("2", Outcome::Fail),
            ("3", Outcome::Fail),
            ("4", Outcome::Pass),
            ("6", Outcome::Inconclusive),
        ]
    );
    let left = report.one("assets-owned", "2");
    assert_eq!(left.actual, "Bob Roe has left");
    assert_eq!(line(left, "roster.csv"), [3]);
}

#[test]
fn machines_that_nobody_recorded_are_found() {
    let agents = "Hostname,Serial Number,Last Seen\nWEB-1,,2026-11-21\njanes mac new,C02XK1ABJG5H,2026-11-21\n\
        old-mac,,2026-07-01\nrogue,,2026-11-21\n";
    let devices = "host,serial\n";
    let report = examine(&[("assets", ASSETS), ("agents", agents), ("devices", devices)]);
    assert_eq!(
        report.outcomes("machines-inventoried"),
        [
            ("WEB-1", Outcome::Pass),
            ("janes mac new", Outcome::Pass),
            ("old-mac", Outcome::Fail),
            ("rogue", Outcome::Fail),
        ]
    );
    let retired = report.one("machines-inventoried", "old-mac");
    assert_eq!(
        retired.actual,
        "seen 2026-07-01 although its asset is retired"
    );
    assert_eq!(line(retired, "assets.csv"), [4]);
}

#[test]
fn controls_of_offices_can_be_left_out() {
    let config = r#"{"leave-out": ["badges-held-by-staff"]}"#;
    let badges = "badge,holder,status\n1,Jane Doe,active\n";
    let roster = "name,status\nJane Doe,left\n";
    let report = examine_with(config, &[("badges", badges), ("roster", roster)]);
    assert!(report.findings.is_empty());
}
