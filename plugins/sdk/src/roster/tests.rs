//! Rosters as systems of human resources export them.

use super::*;
use crate::Day;
use crate::testing::{MemoryEvidence, damaged};

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
    let evidence = MemoryEvidence::new().file("roster", path, text);
    let check = Check {
        config: (),
        as_of: Day::parse("2026-11-22").unwrap(),
        period: None,
        target: None,
        evidence: &evidence,
    };
    Roster::read(&check, &Layout::default(), &mut Report::new())
}

fn faults(roster: &Roster, text: &str) -> Faults {
    let mut faults = Faults::new();
    roster.at_work(&mut faults, "owner", text);
    faults
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
        "Chief Technology Officer",
    ] {
        assert!(
            matches!(roster.holder(text), Holder::Worker(worker) if worker.id == "1"),
            "{text}"
        );
    }
    assert!(matches!(roster.holder("Bob Roe"), Holder::Worker(worker) if worker.id == "8"));
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
