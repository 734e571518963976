//! Rosters: contradictions, people who came back, columns.

use super::*;

const CONTROL: &str = "leavers-removed";

/// The outcome for Eva's live account when the roster has these rows about her.
fn eva(rows: &str) -> Case {
    Case::new()
        .people(rows)
        .okta("eva,eva@example.com,active,2022-01-01")
}

#[test]
fn a_row_that_contradicts_itself_leaves_that_person_open_with_the_rows_place() {
    for row in [
        "5,Eva,eva@example.com,Active,2022-01-01,2026-11-01,,",
        "5,Eva,eva@example.com,Terminated,2022-01-01,,,",
        "5,Eva,eva@example.com,Terminated,2022-01-01,2027-01-31,,",
        "5,Eva,eva@example.com,Pending,,,,",
        "5,Eva,eva@example.com,Pending,2026-01-01,,,",
        "5,Eva,eva@example.com,Active,2026-02-01,2026-01-01,,",
        "5,Eva,eva@example.com,Sabbatical?,2022-01-01,,,",
        "5,Eva,eva@example.com,,2022-01-01,,,",
        "5,Eva,eva@example.com,Active,01/02/2022,,,",
        "5,Eva,eva@example.com,Active,2022-02-30,,,",
        "5,Eva,eva at example,Active,2022-01-01,,,",
    ] {
        let case = eva(row).accounts(
            "access/accounts-okta.csv",
            "username,email,employee id,status\neva,eva@example.com,5,active\n",
        );
        let report = case.run();
        for control in ["leavers-removed", "accounts-owned", "no-shared-accounts"] {
            let findings: Vec<_> = report
                .findings
                .iter()
                .filter(|finding| finding.control == control)
                .filter(|finding| finding.outcome == Outcome::Inconclusive)
                .collect();
            assert!(!findings.is_empty(), "{control}: {row}");
            assert!(
                findings.iter().any(|finding| finding
                    .locations
                    .iter()
                    .any(|place| place.path == "hr/roster.csv" && place.line == Some(6))),
                "{control}: {row}: {findings:?}"
            );
        }
        let account = report.about(CONTROL, "okta/eva")[0];
        assert_eq!(account.outcome, Outcome::Inconclusive, "{row}");
    }
}

#[test]
fn somebody_who_came_back_works_here() {
    let case = eva("5,Eva,eva@example.com,Terminated,2020-01-01,2024-06-30,,\n\
         17,Eva,EVA@example.com,Active,2025-03-01,,,");
    assert_eq!(case.outcome(CONTROL, "okta/eva"), Some(Outcome::Pass));
}

#[test]
fn somebody_who_came_back_and_left_again_has_left() {
    let case = eva("5,Eva,eva@example.com,Terminated,2025-03-01,2026-09-30,,\n\
         5,Eva,eva@example.com,Terminated,2020-01-01,2024-06-30,,");
    let finding = case.finding(CONTROL, "okta/eva").unwrap();
    assert_eq!(finding.outcome, Outcome::Fail);
    assert!(finding.actual.contains("2026-09-30"), "{}", finding.actual);
}

#[test]
fn between_two_employments_a_person_has_left() {
    let case = eva("5,Eva,eva@example.com,Terminated,2020-01-01,2026-06-30,,\n\
         5,Eva,eva@example.com,Pending,2027-01-01,,,");
    assert_eq!(case.outcome(CONTROL, "okta/eva"), Some(Outcome::Fail));
}

#[test]
fn two_rows_with_one_address_and_the_same_time_are_unclear() {
    for rows in [
        "5,Eva,eva@example.com,Active,2022-01-01,,,\n6,Eve,eva@example.com,Active,2023-01-01,,,",
        "5,Eva,eva@example.com,Terminated,2022-01-01,2024-06-30,,\n6,Eve,eva@example.com,Active,2024-06-30,,,",
        "5,Eva,eva@example.com,Active,,,,\n6,Eve,eva@example.com,Active,,,,",
        "5,Eva,eva@example.com,Active,2022-01-01,,,\n5,Eva,other@example.com,Active,2022-01-01,,,",
    ] {
        let case = eva(rows);
        let report = case.run();
        assert_eq!(
            report.about(CONTROL, "okta/eva")[0].outcome,
            Outcome::Inconclusive,
            "{rows}"
        );
        let person = report
            .findings
            .iter()
            .find(|finding| finding.control == CONTROL && finding.subject.starts_with("roster/"))
            .unwrap();
        assert_eq!(person.locations[0].line, Some(7), "{rows}");
    }
}

#[test]
fn a_person_found_by_number_keeps_an_old_address() {
    let case = eva("5,Eva,eva@example.com,Terminated,2020-01-01,2024-06-30,,\n\
         5,Eva,eva.ewe@example.com,Active,2025-03-01,,,");
    assert_eq!(
        case.finding(CONTROL, "okta/eva").unwrap().actual,
        "eva.ewe@example.com works here"
    );
}

#[test]
fn malformed_rows_are_problems_and_the_others_are_read() {
    let report = Case::new()
        .roster(&format!("{ROSTER}5,Eva\n,,,Active,2022-01-01,,,\n"))
        .run();
    for control in [
        "leavers-removed",
        "accounts-owned",
        "no-shared-accounts",
        "reviewer-independent",
    ] {
        let findings = report.about(control, "hr/roster.csv");
        let lines: Vec<Option<u32>> = findings
            .iter()
            .map(|finding| finding.locations[0].line)
            .collect();
        assert_eq!(lines, [Some(6), Some(7)], "{control}");
    }
    assert_eq!(report.about(CONTROL, "okta/ann")[0].outcome, Outcome::Pass);
}

#[test]
fn status_or_last_day_alone_is_enough() {
    let by_status = Case::new().roster(
        "work email,employment status\nann@example.com,Full-Time\nbob@example.com,Terminated\n",
    );
    assert_eq!(by_status.outcome(CONTROL, "okta/ann"), Some(Outcome::Pass));
    assert_eq!(
        by_status.outcome(CONTROL, "okta/bob"),
        Some(Outcome::Inconclusive),
        "left, but when?"
    );
    let by_day = Case::new()
        .roster("Work Email,Termination Date\nann@example.com,\nbob@example.com,2026-10-01\n");
    assert_eq!(by_day.outcome(CONTROL, "okta/ann"), Some(Outcome::Pass));
    assert_eq!(by_day.outcome(CONTROL, "okta/bob"), Some(Outcome::Fail));
}

#[test]
fn a_roster_whose_columns_are_not_known_says_which_to_name() {
    for (text, key) in [
        ("name,status\nAnn,Active\n", "roster.columns.email"),
        (
            "email,name\nann@example.com,Ann\n",
            "roster.columns.end-date",
        ),
        ("email,e-mail,status\na,b,c\n", "roster.columns"),
    ] {
        let report = Case::new().roster(text).run();
        let finding = report.about(CONTROL, "hr/roster.csv")[0];
        assert_eq!(finding.outcome, Outcome::Inconclusive);
        assert!(finding.actual.contains(key), "{}", finding.actual);
    }
}

#[test]
fn an_empty_roster_shows_nothing() {
    let report = Case::new().roster("email,status\n").run();
    assert_eq!(
        report.about(CONTROL, "hr/roster.csv")[0].outcome,
        Outcome::Inconclusive
    );
    assert!(
        report
            .outcomes("accounts-owned")
            .iter()
            .all(|(_, outcome)| *outcome == Outcome::Inconclusive)
    );
}

#[test]
fn several_rosters_are_read_together() {
    let case = Case::new()
        .file(
            "roster",
            "hr/roster-contractors.csv",
            SHOWN,
            "contact,from,until\neva@example.com,01.02.2024,31.01.2026\n",
        )
        .okta("eva,eva@example.com,active,")
        .config(json!({ "roster": [{
            "files": "hr/*-contractors.csv",
            "columns": { "email": "contact", "start-date": "From", "end-date": "until" },
            "date-formats": ["%d.%m.%Y"],
        }]}));
    let finding = case.finding(CONTROL, "okta/eva").unwrap();
    assert_eq!(finding.outcome, Outcome::Fail);
    assert!(finding.actual.contains("last day 2026-01-31"));
}

#[test]
fn a_last_day_in_any_of_the_known_columns_counts() {
    let case = Case::new()
        .roster(
            "email,last day of work,termination date\nann@example.com,,\nbob@example.com,,2026-06-30\n",
        )
        .okta("ann,ann@example.com,active,2021-02-01\nbob,bob@example.com,active,2020-05-01");
    assert_eq!(
        case.outcome("leavers-removed", "okta/bob"),
        Some(Outcome::Fail)
    );
    assert_eq!(
        case.outcome("leavers-removed", "okta/ann"),
        Some(Outcome::Pass)
    );
}

#[test]
fn status_columns_that_contradict_each_other_leave_the_person_in_doubt() {
    let case = Case::new()
        .roster(
            "email,status,employment status,end date\nann@example.com,Active,Full-time,\nbob@example.com,Active,Terminated,\n",
        )
        .okta("ann,ann@example.com,active,2021-02-01\nbob,bob@example.com,active,2020-05-01");
    assert_eq!(
        case.outcome("leavers-removed", "okta/bob"),
        Some(Outcome::Inconclusive)
    );
    assert_eq!(
        case.outcome("leavers-removed", "okta/ann"),
        Some(Outcome::Pass)
    );
}

#[test]
fn one_number_in_two_lists_may_stand_for_two_people() {
    let fay = |number: &str, address: &str| {
        Case::new()
            .people("5,Eva,eva@example.com,Active,2022-01-01,,,")
            .file(
                "roster",
                "hr/contractors.csv",
                SHOWN,
                &format!(
                    "{}\n{number},Fay,{address},Terminated,2020-01-01,2021-06-30,,\n",
                    ROSTER.lines().next().unwrap()
                ),
            )
            .okta("eva,eva@example.com,active,2022-01-01\nfay,fay@example.com,active,2020-01-01")
            .outcome(CONTROL, "okta/fay")
    };
    assert_eq!(fay("5", "fay@example.com"), Some(Outcome::Inconclusive));
    assert_eq!(fay("0005", "fay@example.com"), Some(Outcome::Inconclusive));
    assert_eq!(fay("71", "fay@example.com"), Some(Outcome::Fail));
    // With a new address in the same list somebody came back.
    let case = eva(
        "5,Eva,eva.old@example.com,Terminated,2020-01-01,2024-06-30,,\n\
         5,Eva,eva@example.com,Active,2025-03-01,,,",
    );
    assert_eq!(case.outcome(CONTROL, "okta/eva"), Some(Outcome::Pass));
    let case = eva(
        "0005,Eva,eva.old@example.com,Terminated,2020-01-01,2024-06-30,,\n\
         5,Eva,eva@example.com,Active,2025-03-01,,,",
    );
    assert_eq!(
        case.outcome(CONTROL, "okta/eva"),
        Some(Outcome::Inconclusive)
    );
}
