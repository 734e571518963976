//! Many accounts.

use std::fmt::Write as _;

use super::*;
use crate::listing::{LOUD, QUIET};

fn many(count: usize, roster: bool) -> Case {
    let mut accounts = String::from("username,email,status\n");
    let mut people = String::from("email,status\n");
    for number in 0..count {
        writeln!(accounts, "u{number},u{number}@example.com,active").unwrap();
        if roster {
            writeln!(people, "u{number}@example.com,Active").unwrap();
        }
    }
    if !roster {
        people.push_str("somebody@example.com,Active\n");
    }
    Case::empty()
        .accounts("access/accounts-okta.csv", &accounts)
        .roster(&people)
}

#[test]
fn above_the_limit_passes_are_counted_instead_of_listed() {
    let report = many(QUIET + 500, true).run();
    let outcomes = report.outcomes("accounts-owned");
    assert_eq!(outcomes.len(), QUIET + 1);
    assert!(
        outcomes
            .iter()
            .all(|(_, outcome)| *outcome == Outcome::Pass)
    );
    let further = report.about("accounts-owned", "okta: further accounts")[0];
    assert!(further.actual.starts_with("500 further accounts"));
    assert!(!further.locations.is_empty());
    let counted: Vec<(&str, &str)> = further
        .attributes
        .iter()
        .map(|attribute| (attribute.key.as_str(), attribute.value.as_str()))
        .collect();
    assert_eq!(counted, [("subjects", "500")]);
    let population = report
        .populations
        .iter()
        .find(|population| population.control == "accounts-owned")
        .unwrap();
    assert_eq!(population.size, (QUIET + 500) as u64);
}

#[test]
fn above_the_limit_failures_stay_failures() {
    let report = many(LOUD + 500, false).run();
    let outcomes = report.outcomes("accounts-owned");
    assert_eq!(outcomes.len(), LOUD + 1);
    assert!(
        outcomes
            .iter()
            .all(|(_, outcome)| *outcome == Outcome::Fail)
    );
}

#[test]
fn a_column_with_a_system_in_each_row_is_not_the_systems_column() {
    let mut accounts = String::from("system,username,email,status\n");
    for number in 0..10_001 {
        writeln!(accounts, "s{number},ann,ann@example.com,active").unwrap();
    }
    let report = Case::new()
        .accounts("access/accounts-okta.csv", &accounts)
        .run();
    let finding = report.about("accounts-owned", "access/accounts-okta.csv")[0];
    assert!(finding.actual.contains("too many systems"));
}
