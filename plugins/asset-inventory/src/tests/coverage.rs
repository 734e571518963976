//! Agents, log sources and encrypted disks.

use tickmark_plugin::Outcome::{self, Fail, Inconclusive, Pass};
use tickmark_plugin::testing::{MemoryEvidence, run};

use super::{AS_OF, ASSETS, examine, line};
use crate::AssetInventory;

#[test]
fn every_machine_has_an_agent_that_reports() {
    let agents = "Hostname,Serial Number,Last Seen,Sensor Status\n\
        web-1,,2026-11-21T08:00:00Z,Normal\n\
        janes-mac,C02XK1ABJG5H,2026-10-30T08:00:00Z,RFM\n";
    let report = examine(&[("assets", ASSETS), ("agents", agents)]);
    let web = report.one("endpoints-protected", "A-1");
    assert_eq!(web.outcome, Pass);
    assert_eq!(web.actual, "agent last seen 2026-11-21");
    assert_eq!(
        (line(web, "assets.csv"), line(web, "agents.csv")),
        (vec![2], vec![2])
    );
    let mac = report.one("endpoints-protected", "A-2");
    assert_eq!(
        (mac.outcome, mac.actual.as_str()),
        (Fail, "the agent is RFM")
    );
    // Neither the retired laptop nor the database needs one.
    assert_eq!(report.outcomes("endpoints-protected").len(), 2);
    assert!(
        report
            .populations
            .iter()
            .any(|population| population.control == "endpoints-protected" && population.size == 2)
    );
}

#[test]
fn agents_that_fell_silent_or_are_missing_do_not_protect() {
    let agents = "Hostname,Last Seen\nweb-1.prod.example,2026-11-01\n";
    let report = examine(&[("assets", ASSETS), ("agents", agents)]);
    assert_eq!(
        report.outcomes("endpoints-protected"),
        [("A-1", Fail), ("A-2", Fail)]
    );
    assert_eq!(report.one("endpoints-protected", "A-2").actual, "no agent");
}

#[test]
fn a_machine_with_another_serial_number_is_another_machine() {
    let agents = "Hostname,Serial Number,Last Seen\njanes-mac,C02OTHER1111,2026-11-21\n";
    let report = examine(&[("assets", ASSETS), ("agents", agents)]);
    assert_eq!(report.one("endpoints-protected", "A-2").outcome, Fail);
}

#[test]
fn what_manufacturers_leave_out_is_no_serial_number() {
    let assets = "asset,host,serial,type,status\n1,a,To Be Filled By O.E.M.,server,active\n\
        2,b,To Be Filled By O.E.M.,server,active\n";
    let agents = "host,serial,last seen,state\na,To Be Filled By O.E.M.,2026-11-21,Normal\n";
    let report = examine(&[("assets", assets), ("agents", agents)]);
    assert_eq!(
        report.outcomes("endpoints-protected"),
        [("1", Pass), ("2", Fail)]
    );
}

#[test]
fn a_short_name_counts_only_where_it_is_one_machine_s() {
    let assets = "asset,host,type,status\n1,db-1.eu.example,server,active\n2,db-1.us.example,server,active\n\
        3,app-11,server,active\n";
    let agents = "host,last seen\ndb-1,2026-11-21\napp-1-1,2026-11-21\n";
    let report = examine(&[("assets", assets), ("agents", agents)]);
    assert_eq!(
        report.outcomes("endpoints-protected"),
        [("1", Inconclusive), ("2", Inconclusive), ("3", Fail)]
    );
    let two = "host,last seen\ndb-1.eu.example,2026-11-21\ndb-1.us.example,2026-11-21\n";
    let asset = "asset,host,type,status\n1,db-1,server,active\n";
    let report = examine(&[("assets", asset), ("agents", two)]);
    assert_eq!(report.one("endpoints-protected", "1").outcome, Inconclusive);
    let other = "host,last seen\ndb-1.us.example,2026-11-21\n";
    let asset = "asset,host,type,status\n1,db-1.eu.example,server,active\n";
    let report = examine(&[("assets", asset), ("agents", other)]);
    assert_eq!(report.one("endpoints-protected", "1").outcome, Fail);
}

#[test]
fn a_register_without_the_deciding_column_shows_nothing() {
    let agents = "Hostname\nweb-1\njanes-mac\n";
    let report = examine(&[("assets", ASSETS), ("agents", agents)]);
    assert_eq!(
        report.outcomes("endpoints-protected"),
        [("agents.csv", Inconclusive)]
    );
}

#[test]
fn an_agent_that_is_there_does_not_protect_by_that() {
    let agent = |columns: &str, values: &str| {
        let agents = format!("host,last seen{columns}\nweb-1,2026-11-21{values}\n");
        let report = examine(&[("assets", ASSETS), ("agents", &agents)]);
        report.one("endpoints-protected", "A-1").outcome
    };
    assert_eq!(agent("", ""), Inconclusive);
    assert_eq!(agent(",status", ","), Inconclusive);
    // Being connected is no protection.
    assert_eq!(agent(",network status", ",connected"), Inconclusive);
    let columns = ",network status,operational state";
    assert_eq!(agent(columns, ",connected,na"), Pass);
    assert_eq!(agent(columns, ",connected,fully_disabled"), Fail);
    let columns = ",status,reduced functionality mode";
    assert_eq!(agent(columns, ",normal,no"), Pass);
    assert_eq!(agent(columns, ",normal,yes"), Fail);
    assert_eq!(agent(columns, ",normal,perhaps"), Inconclusive);
    assert_eq!(agent(columns, ",normal,"), Pass);
    assert_eq!(agent(columns, ",normal,Unknown"), Inconclusive);
    for unknown in ["Unknown", "TBD", "None", "-", "null"] {
        let said = format!(",{unknown}");
        assert_eq!(agent(",reduced functionality mode", &said), Inconclusive);
    }
}

#[test]
fn of_a_machine_that_is_there_twice_the_row_that_was_seen_last_decides() {
    let rows = |first: &str, second: &str| {
        let agents = format!("host,last seen,state\nweb-1,{first}\nweb-1,{second}\n");
        let report = examine(&[("assets", ASSETS), ("agents", &agents)]);
        report.one("endpoints-protected", "A-1").outcome
    };
    for (good, bad, expected) in [
        ("2026-11-18,Normal", "2026-11-21,RFM", Fail),
        ("2026-11-21,Normal", "2026-11-18,RFM", Pass),
        ("2026-11-21,Normal", "2026-11-21,RFM", Inconclusive),
        ("2026-11-21,Normal", ",RFM", Pass),
        ("2026-11-21,Normal", "lately,RFM", Inconclusive),
    ] {
        assert_eq!(rows(good, bad), expected, "{good} and {bad}");
        assert_eq!(rows(bad, good), expected, "{bad} and {good}");
    }
}

/// What a control says of the laptop that two exports know, collected on these days of the month.
fn in_two_exports(
    (input, columns, control): (&str, &str, &str),
    exports: [(&str, &str); 2],
) -> Outcome {
    let evidence = MemoryEvidence::new().tables(&[("assets", ASSETS)]);
    let evidence =
        exports
            .iter()
            .enumerate()
            .fold(evidence, |evidence, (number, (collected, row))| {
                let table =
                    format!("host,serial,last seen,{columns}\njanes-mac,C02XK1ABJG5H,{row}\n");
                let path = format!("{number}.csv");
                evidence.collected(input, &path, &format!("2026-11-{collected}"), table)
            });
    let report = run::<AssetInventory>("{}", AS_OF, &evidence).unwrap();
    report.one(control, "A-2").outcome
}

#[test]
fn an_older_export_does_not_outvote_a_newer_one() {
    let disks = ("devices", "encrypted", "laptop-disks-encrypted");
    let agents = ("agents", "state", "endpoints-protected");
    for (kind, good, bad) in [(disks, "yes", "no"), (agents, "Normal", "Disabled")] {
        let row = |seen: &str, said: &str| format!("{seen},{said}");
        for (one, other, expected) in [
            // What was seen later counts, and of what was seen at one time the later export.
            (("18", "2026-11-17", good), ("21", "2026-11-20", bad), Fail),
            (("21", "2026-11-17", good), ("20", "2026-11-20", bad), Fail),
            (("18", "2026-11-17", good), ("21", "2026-11-17", bad), Fail),
            (("18", "2026-11-17", bad), ("21", "2026-11-17", good), Pass),
            (("18", "2026-11-17", bad), ("21", "2026-11-20", good), Pass),
            (
                ("21", "2026-11-20", good),
                ("21", "2026-11-20", bad),
                Inconclusive,
            ),
            (
                ("21", "2026-11-20T08:00:00Z", good),
                ("21", "2026-11-20", bad),
                Inconclusive,
            ),
            (("21", "2026-11-20", good), ("21", "", bad), Inconclusive),
            (
                ("18", "2026-11-17", good),
                ("21", "2026-11-20", "odd"),
                Inconclusive,
            ),
            (
                ("18", "2026-11-17", "odd"),
                ("21", "2026-11-20", good),
                Pass,
            ),
            (("18", "2026-11-17", good), ("21", "2026-11-20", good), Pass),
            // A console that the machine has left saw it long ago.
            (("21", "2026-06-20", bad), ("21", "2026-11-20", good), Pass),
        ] {
            let (one, other) = ((one.0, row(one.1, one.2)), (other.0, row(other.1, other.2)));
            let (one, other) = ((one.0, one.1.as_str()), (other.0, other.1.as_str()));
            let found = [
                in_two_exports(kind, [one, other]),
                in_two_exports(kind, [other, one]),
            ];
            assert_eq!(found, [expected; 2], "{}: {one:?} {other:?}", kind.2);
        }
    }
}

#[test]
fn sources_deliver() {
    let sources =
        "host,last event,enabled\nweb-1,2026-11-22T01:00:00Z,true\norders,2026-11-22,false\n";
    let report = examine(&[("assets", ASSETS), ("log-sources", sources)]);
    assert_eq!(
        report.outcomes("assets-logged"),
        [("A-1", Pass), ("A-4", Fail)]
    );
    assert_eq!(
        report.one("assets-logged", "A-4").actual,
        "the source is false"
    );
    let future = "host,last event\nweb-1,2027-11-22\norders,2026-11-18\n";
    let report = examine(&[("assets", ASSETS), ("log-sources", future)]);
    assert_eq!(
        report.outcomes("assets-logged"),
        [("A-1", Inconclusive), ("A-4", Fail)]
    );
}

#[test]
fn only_a_whole_disk_is_an_encrypted_one() {
    let disk = |state: &str| {
        let devices = format!(
            "Computer Name,Serial Number,FileVault 2 Status,Last Check-in\njanes-mac,C02XK1ABJG5H,{state},2026-11-20\n"
        );
        let report = examine(&[("assets", ASSETS), ("devices", &devices)]);
        report.one("laptop-disks-encrypted", "A-2").outcome
    };
    assert_eq!(disk("All Partitions Encrypted"), Pass);
    assert_eq!(disk("No Partitions Encrypted"), Fail);
    assert_eq!(disk("Encrypting"), Fail);
    assert_eq!(disk("Boot Partitions Encrypted"), Inconclusive);
    assert_eq!(disk(""), Inconclusive);
    let report = examine(&[
        ("assets", ASSETS),
        (
            "devices",
            "host,encrypted,last seen\nother,yes,2026-11-20\n",
        ),
    ]);
    assert_eq!(
        report.one("laptop-disks-encrypted", "A-2").actual,
        "no managed device"
    );
}

#[test]
fn an_asset_nobody_can_place_is_not_covered() {
    let agents = "host,last seen,state\nx,2026-11-21,Normal\n";
    let assets = "asset,host,type,status,in scope\n1,x,,active,yes\n2,x,server,,yes\n3,x,server,active,perhaps\n\
        4,x,server,active,no\n5,x,server,active,\n";
    let report = examine(&[("assets", assets), ("agents", agents)]);
    assert_eq!(
        report.outcomes("endpoints-protected"),
        [
            ("1", Inconclusive),
            ("2", Inconclusive),
            ("3", Inconclusive),
            ("5", Pass)
        ]
    );
}
