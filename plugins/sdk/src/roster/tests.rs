//! Rosters as systems of human resources export them.

use super::*;
use crate::people::Likeness;
use crate::register::{Faults, Spec};
use crate::testing::{MemoryEvidence, damaged};
use crate::{Day, Outcome};

const ROWS: &str =
    "Employee ID,Full Name,Work Email,Job Title,Employment Type,Hire Date,Termination Date,Status
1,Ann Doe,ann@example.com,Chief Technology Officer,employee,2020-01-01,,Active
2,Bob Roe,bob@example.com,Engineer,contractor,2021-01-01,2026-11-01,Terminated
3,Cy Poe,cy@example.com,Engineer,employee,2026-12-01,,Pre-hire
4,Di Low,di@example.com,Engineer,employee,2022-01-01,2026-12-31,Terminated
5,Ed Fox,ed@example.com,Analyst,employee,2022-01-01,2026-11-01,Active
6,Flo Nye,flo@example.com,Analyst,employee,2022-01-01,,LOA
7,Gus Ray,gus@example.com,Analyst,employee,2022-01-01,,waiting
8,Bob Roe,bob@example.com,Engineer,employee,2026-11-10,,Active
";

fn read(path: &str, text: &[u8]) -> Roster {
    read_from(&MemoryEvidence::new().file("roster", path, text))
}

fn read_from(evidence: &MemoryEvidence) -> Roster {
    Roster::read(&check(evidence), &Layout::default(), &mut Report::new())
}

fn check(evidence: &MemoryEvidence) -> Check<'_, ()> {
    Check {
        config: (),
        as_of: Day::parse("2026-11-22").unwrap(),
        period: None,
        target: None,
        evidence,
    }
}

fn faults(roster: &Roster, text: &str) -> Faults {
    let mut faults = Faults::new();
    roster.at_work(&mut faults, "owner", text);
    faults
}

#[test]
fn a_name_may_stand_in_two_columns_and_a_number_behind_a_sign() {
    let rows = "Employee #,First Name,Last Name,Work Email,Job Title,Hire Date,Status
101,Ann,Doe,ann@example.com,Engineer,2020-01-01,Active
102,,Roe,bob@example.com,Engineer,2020-01-01,Active
";
    let json = r#"[{"id": "101", "firstName": "Ann", "lastName": "Doe", "workEmail": "ann@example.com", "jobTitle": "Engineer", "hireDate": "2020-01-01", "status": "Active"},
{"id": "102", "firstName": null, "lastName": "Roe", "workEmail": "bob@example.com", "jobTitle": "Engineer", "hireDate": "2020-01-01", "status": "Active"}]"#;
    for (path, text) in [("roster.csv", rows), ("roster.json", json)] {
        let roster = read(path, text.as_bytes());
        let named: Vec<(&str, &str)> = roster
            .workers()
            .map(|worker| (worker.id.as_str(), worker.name.as_str()))
            .collect();
        assert_eq!(named, [("101", "Ann Doe"), ("102", "Roe")], "{path}");
        assert!(faults(&roster, "Ann Doe").is_empty(), "{path}");
    }
    // Half a name is none.
    let half = rows.replace("Last Name", "Branch");
    assert!(read("roster.csv", half.as_bytes()).names_lost);
}

#[test]
fn status_and_dates_together_say_where_a_worker_stands() {
    let roster = read("roster.csv", ROWS.as_bytes());
    let standings: Vec<(&str, Standing)> = roster
        .workers()
        .map(|worker| (worker.id.as_str(), worker.standing))
        .collect();
    assert_eq!(
        standings,
        [
            ("1", Standing::Active),
            ("2", Standing::Left),
            ("3", Standing::NotStarted),
            ("4", Standing::Active),
            ("6", Standing::OnLeave),
            ("8", Standing::Active),
        ]
    );
    let unclear: Vec<&str> = roster
        .problems
        .iter()
        .map(|(subject, _)| subject.as_str())
        .collect();
    assert_eq!(unclear, ["5 Ed Fox", "7 Gus Ray"]);
}

#[test]
fn a_text_means_a_worker_only_where_it_can_mean_nobody_else() {
    let roster = read("roster.csv", ROWS.as_bytes());
    for text in [
        "Ann Doe",
        "ANN@example.com",
        "1",
        "Ann Doe <ann@example.com>",
        "@ann",
    ] {
        assert!(
            matches!(roster.holder(text), Holder::Worker(worker) if worker.id == "1"),
            "{text}"
        );
    }
    assert!(matches!(roster.holder("Bob Roe"), Holder::Worker(worker) if worker.id == "8"));
    assert!(matches!(
        roster.holder("Chief Technology Officer"),
        Holder::Title(worker) if worker.id == "1"
    ));
    assert!(matches!(roster.holder("vacant"), Holder::Unnamed));
    assert!(matches!(roster.holder("A. Doe"), Holder::Unclear(_)));
    assert!(matches!(roster.holder("Engineer"), Holder::Unclear(_)));
    assert!(matches!(roster.holder("Zoe Quay"), Holder::Nobody));
    assert!(faults(&roster, "Ann Doe").is_empty());
    assert_eq!(
        roster.likeness("ann@example.com", "Ann Doe"),
        Likeness::Same
    );
    assert_eq!(roster.likeness("Di Low", "Ann Doe"), Likeness::Different);
    assert_eq!(
        roster.likeness("Tomas Ribeiro", "ann@example.com"),
        Likeness::Different
    );
}

#[test]
fn two_workers_of_one_name_are_told_apart_by_nothing_but_their_addresses() {
    let text = ROWS.replace("8,Bob Roe,bob@", "8,Bob Roe,robert@");
    let roster = read("roster.csv", text.as_bytes());
    assert!(matches!(roster.holder("Bob Roe"), Holder::Unclear(_)));
    assert!(!faults(&roster, "Bob Roe").is_empty());
    assert!(faults(&roster, "robert@example.com").is_empty());
}

#[test]
fn a_roster_that_does_not_say_who_left_names_nobody_as_current() {
    let roster = read("roster.csv", b"id,name\n1,Ann Doe\n");
    assert_eq!(roster.workers().count(), 0);
    assert!(!roster.problems.is_empty());
}

const STAFF: &str = "id,name,email,end date,status\n\
    1,Jane Doe,jane.doe@example.com,,active\n\
    2,Bob Roe,bob.roe@example.com,2026-10-02,terminated\n\
    3,Kim Lee,kim.lee@example.com,2026-01-31,active\n\
    4,Ann Poe,ann.poe@example.com,2024-01-31,left\n\
    5,Ann Poe,ann.poe@example.com,,active\n\
    6,Max Moe,max@example.com,2026-12-31,terminated\n\
    7,Ida Fox,ida@example.com,,full time\n\
    8,Sam Poe,sam@example.com,2025-01-31,left\n\
    9,Sam Poe,samuel@example.com,2026-01-31,left\n\
    10,Uma Ray,uma@example.com,,\n";

/// Whether somebody whom a text names works here.
fn outcome(roster: &Roster, text: &str) -> Outcome {
    let verdict = faults(roster, text).verdict("it", "somebody at work", "at work");
    verdict.outcome
}

#[test]
fn whoever_is_at_work_is_found_by_name_address_handle_and_number() {
    let roster = read("hr/roster.csv", STAFF.as_bytes());
    for text in [
        "Jane Doe",
        "JANE.DOE@example.com",
        "@jane.doe",
        "1",
        "Ann Poe",
    ] {
        assert_eq!(outcome(&roster, text), Outcome::Pass, "{text}");
    }
    for text in ["Bob Roe", "Zoe Quay", "Sam Poe", "vacant"] {
        assert_eq!(outcome(&roster, text), Outcome::Fail, "{text}");
    }
}

#[test]
fn nobody_is_at_work_by_doubt() {
    let roster = read("hr/roster.csv", STAFF.as_bytes());
    for text in [
        "J. Doe",
        "jane",
        "Kim Lee",
        "Max Moe",
        "Ida Fox",
        "Uma Ray",
        "Head of Security",
    ] {
        assert_eq!(outcome(&roster, text), Outcome::Inconclusive, "{text}");
    }
    assert_ne!(outcome(&roster, "Platform team"), Outcome::Pass);
}

#[test]
fn a_row_that_says_nothing_for_sure_puts_its_name_in_doubt() {
    let text = "name,email,status\nJane Doe,a@example.com,active\nJane Doe,b@example.com,waiting\n\
        Bob Roe,,active\nBob Roe,,active\n";
    let roster = read("roster.csv", text.as_bytes());
    assert_eq!(outcome(&roster, "Jane Doe"), Outcome::Inconclusive);
    assert_eq!(outcome(&roster, "Bob Roe"), Outcome::Inconclusive);
    assert_eq!(outcome(&roster, "a@example.com"), Outcome::Pass);
    assert_eq!(outcome(&roster, "Zoe Quay"), Outcome::Fail);
}

#[test]
fn nobody_is_missing_while_rows_cannot_be_read() {
    let roster = read("roster.csv", b"name,status\nJane Doe,active\nBob\n");
    assert_eq!(outcome(&roster, "Jane Doe"), Outcome::Pass);
    assert_eq!(outcome(&roster, "Max Moe"), Outcome::Inconclusive);
}

#[test]
fn without_a_status_the_dates_have_to_tell() {
    let dates = read(
        "roster.csv",
        b"name,start,end\nJane Doe,2020-01-01,\nBob Roe,,\n",
    );
    assert_eq!(outcome(&dates, "Jane Doe"), Outcome::Pass);
    assert_eq!(outcome(&dates, "Bob Roe"), Outcome::Inconclusive);
    let blank = "name,status,start,end\nJane Doe,,2020-01-01,\nBob Roe,,2020-01-01,2026-12-31\n";
    let blank = read("roster.csv", blank.as_bytes());
    assert_eq!(outcome(&blank, "Jane Doe"), Outcome::Inconclusive);
    assert_eq!(outcome(&blank, "Bob Roe"), Outcome::Pass);
}

#[test]
fn logins_stand_for_addresses() {
    let roster = read(
        "roster.csv",
        b"name,username,status\nJane Doe,jdoe,active\n",
    );
    for text in ["jdoe", "@jdoe", "Jane Doe"] {
        assert_eq!(outcome(&roster, text), Outcome::Pass, "{text}");
    }
}

#[test]
fn who_left_after_the_day_was_a_worker_and_owns_nothing_for_sure() {
    let text = "name,start,end,status\nJane Doe,2020-01-01,2026-11-25,left\n\
        Bob Roe,2020-01-01,2026-11-25,active\nKim Lee,2020-01-01,2026-11-25,\n";
    let evidence =
        MemoryEvidence::new().collected("roster", "roster.csv", "2026-11-30T08:00:00Z", text);
    let roster = read_from(&evidence);
    let workers: Vec<(&str, Standing)> = roster
        .workers()
        .map(|worker| (worker.name.as_str(), worker.standing))
        .collect();
    assert_eq!(
        workers,
        [
            ("Jane Doe", Standing::Active),
            ("Kim Lee", Standing::Active)
        ]
    );
    for text in ["Jane Doe", "Bob Roe", "Kim Lee"] {
        assert_eq!(outcome(&roster, text), Outcome::Inconclusive, "{text}");
    }
}

#[test]
fn a_finding_about_an_owner_cites_the_roster_and_takes_no_title_for_a_name() {
    const OWNER: Field = Field::new("owner", "who", &[]);
    static ASSETS: Spec = Spec {
        input: "assets",
        record: "asset",
        subject: &[&OWNER],
        unique: false,
        fields: &[&OWNER],
    };
    let assets = "owner\nAnn Doe\nChief Technology Officer\nPlatform\nDi Roe\nCy Poe\nTBD\n";
    let evidence = MemoryEvidence::new()
        .file("roster", "roster.csv", ROWS)
        .file("assets", "assets.csv", assets);
    let check = check(&evidence);
    let layout = Layout::default();
    let roster = Roster::read(&check, &layout, &mut Report::new());
    let assets = Register::read(&check, &ASSETS, &layout, &mut Report::new());
    let found: Vec<(Outcome, String)> = assets
        .records()
        .map(|record| roster.owner_finding(&record, &OWNER, &["platform".to_owned()]))
        .map(|finding| {
            let places = finding.locations.iter().filter_map(|place| place.line);
            let places: Vec<String> = places.map(|line| line.to_string()).collect();
            let words = format!("{} ({})", finding.actual, places.join(", "));
            (finding.outcome, words)
        })
        .collect();
    let expected = [
        (Outcome::Pass, "Ann Doe (2, 2)"),
        (
            Outcome::Inconclusive,
            "Chief Technology Officer: it is a job title and no name (3)",
        ),
        (Outcome::Pass, "Platform (4)"),
        (Outcome::Fail, "Di Roe is not in the roster (5)"),
        (Outcome::Fail, "Cy Poe has not started (6, 4)"),
        (Outcome::Fail, "no `owner` (7)"),
    ];
    assert_eq!(
        found,
        expected.map(|(outcome, words)| (outcome, words.to_owned()))
    );
}

#[test]
fn damage_makes_nobody_current_who_was_not() {
    for (name, content) in damaged(ROWS.as_bytes()) {
        let roster = read("roster.csv", &content);
        for worker in roster.workers().filter(|worker| worker.is_current()) {
            assert!(
                ["1", "4", "6", "8"].contains(&worker.id.as_str()) || name.starts_with("cut"),
                "{name}: {}",
                worker.label
            );
        }
    }
}
