//! Badges, their reviews and visitors.

use tickmark_plugin::Outcome::{Fail, Inconclusive, NotApplicable, Pass};

use super::{examine, examine_with};

const ROSTER: &str = "name,email,status,end date\nJane Doe,jane.doe@example.com,active,\n\
    Bob Roe,bob.roe@example.com,terminated,2026-10-02\n";

#[test]
fn leavers_hold_no_badges() {
    let badges = "badge,holder,status\n1,Jane Doe,active\n2,Bob Roe,active\n3,Bob Roe,returned\n\
        4,Cleaning,active\n5,Max Moe,active\n6,Jane Doe,\n7,J. Doe,active\n";
    let report = examine_with(
        r#"{"other-badge-holders": ["cleaning"]}"#,
        &[("badges", badges), ("roster", ROSTER)],
    );
    assert_eq!(
        report.outcomes("badges-held-by-staff"),
        [
            ("1 Jane Doe", Pass),
            ("2 Bob Roe", Fail),
            ("4 Cleaning", NotApplicable),
            ("5 Max Moe", Fail),
            ("6 Jane Doe", Inconclusive),
            ("7 J. Doe", Inconclusive),
        ]
    );
}

#[test]
fn reviews_need_somebody_who_did_them() {
    let review = |rows: &str| {
        let file = format!("date,reviewer\n{rows}");
        let report = examine(&[("badge-reviews", &file), ("roster", ROSTER)]);
        report.one("badges-reviewed", "reviews of badges").outcome
    };
    assert_eq!(review("2026-10-01,Jane Doe\n"), Pass);
    assert_eq!(review("2026-09-15,Bob Roe\n"), Pass);
    assert_eq!(review("2026-10-01,\n"), Fail);
    assert_eq!(review("2026-10-01,Nobody Known\n"), Fail);
    assert_eq!(review("2026-12-01,Jane Doe\n2026-06-01,Jane Doe\n"), Fail);
}

#[test]
fn visitors_leave() {
    let visits = "id,visitor,host,signed in,signed out\n\
        1,Ann,Jane,2026-11-20T09:00:00Z,2026-11-20T11:00:00Z\n\
        2,Ben,Jane,2026-11-18T09:00:00Z,\n\
        3,Cy,,2026-11-20T09:00:00Z,2026-11-20T11:00:00Z\n\
        4,Di,Jane,,2026-11-20T11:00:00Z\n\
        5,Ed,Jane,2026-11-20 09:00,2026-11-20 11:00\n\
        6,Flo,Jane,2026-11-20T09:00:00Z,2026-11-10T11:00:00Z\n";
    let report = examine(&[("visitors", visits)]);
    assert_eq!(
        report.outcomes("visitors-signed-out"),
        [
            ("1 Ann", Pass),
            ("2 Ben", Fail),
            ("3 Cy", Fail),
            ("4 Di", Inconclusive),
            ("5 Ed", Inconclusive),
            ("6 Flo", Inconclusive),
        ]
    );
}
