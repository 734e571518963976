//! Rosters as systems for staff export them.

use super::*;
use crate::testing::MemoryEvidence;
use crate::{Day, Evidence};

fn roster(content: &str) -> Roster {
    let evidence = MemoryEvidence::new().file("roster", "hr/roster.csv", content);
    let evidence: &dyn Evidence = &evidence;
    let check = Check {
        config: (),
        as_of: Day::parse("2026-11-22").unwrap(),
        period: None,
        target: None,
        evidence,
    };
    Roster::read(&check, &Layout::default(), &mut Report::new())
}

fn line(line: usize) -> Location {
    Location::line("hr/roster.csv", line)
}

const STAFF: &str = "id,name,email,end date,status\n\
    1,Jane Doe,jane.doe@example.com,,active\n\
    2,Bob Roe,bob.roe@example.com,2026-10-02,terminated\n\
    3,Kim Lee,kim.lee@example.com,2026-01-31,active\n\
    4,Ann Poe,ann.poe@example.com,2024-01-31,left\n\
    5,Ann Poe,ann.poe@example.com,,active\n";

#[test]
fn people_are_found_by_name_address_and_number() {
    let roster = roster(STAFF);
    for text in ["Jane Doe", "JANE.DOE@example.com", "@jane.doe", "1"] {
        assert_eq!(roster.standing(text), Standing::Active(line(2)), "{text}");
    }
    assert_eq!(roster.standing("Bob Roe"), Standing::Left(line(3)));
    assert_eq!(roster.standing("Max Moe"), Standing::Unknown);
    assert_eq!(roster.standing("Ann Poe"), Standing::Active(line(6)));
}

#[test]
fn nobody_is_active_by_doubt() {
    let roster = roster(STAFF);
    for text in [
        "J. Doe",
        "Kim Lee",
        "Platform team",
        "Head of Security",
        "TBD",
    ] {
        assert!(
            matches!(roster.standing(text), Standing::Unclear(_)),
            "{text}: {:?}",
            roster.standing(text)
        );
    }
}

#[test]
fn two_people_of_one_name_are_not_one() {
    let roster =
        roster("name,email,status\nJane Doe,a@example.com,active\nJane Doe,b@example.com,left\n");
    assert!(matches!(roster.standing("Jane Doe"), Standing::Unclear(_)));
    assert_eq!(roster.standing("a@example.com"), Standing::Active(line(2)));
}

#[test]
fn a_damaged_roster_knows_nobody_for_sure() {
    let roster = roster("name,status\nJane Doe,active\nBob\n");
    assert_eq!(roster.standing("Jane Doe"), Standing::Active(line(2)));
    assert!(matches!(roster.standing("Max Moe"), Standing::Unclear(_)));
}
