//! The plugin on reports written here in IAM's own form.

use tickmark_plugin::testing::{MemoryEvidence, damaged, run};
use tickmark_plugin::{Outcome, Report};

use crate::AwsCredentialReport;

const HEADER: &str = "user,arn,user_creation_time,password_enabled,password_last_used,\
password_last_changed,password_next_rotation,mfa_active,access_key_1_active,\
access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,\
access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,\
access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,\
cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated,additional_credentials_info";

const ROOT: &str = "<root_account>,arn:aws:iam::210987654321:root,2021-02-03T10:11:12+00:00,\
not_supported,2026-03-01T08:00:00+00:00,not_supported,not_supported,true,false,N/A,N/A,N/A,N/A,\
false,N/A,N/A,N/A,N/A,false,N/A,false,N/A,";

/// A user of the account, with fields to change.
#[derive(Clone)]
struct UserRow(Vec<(&'static str, String)>);

impl UserRow {
    /// Somebody with a console password, a second factor and nothing else, all in order.
    fn console(name: &str) -> Self {
        let mut row = Self(
            HEADER
                .split(',')
                .map(|column| (column, "N/A".to_owned()))
                .collect(),
        );
        for column in [
            "access_key_1_active",
            "access_key_2_active",
            "cert_1_active",
            "cert_2_active",
        ] {
            row = row.with(column, "false");
        }
        row.with("user", name)
            .with("arn", &format!("arn:aws:iam::210987654321:user/{name}"))
            .with("user_creation_time", "2025-01-05T09:00:00+00:00")
            .with("password_enabled", "true")
            .with("password_last_used", "2026-11-19T09:00:00+00:00")
            .with("password_last_changed", "2026-05-05T09:00:00+00:00")
            .with("mfa_active", "true")
            .with("additional_credentials_info", "")
    }

    /// Somebody who only has one access key, in use and young.
    fn key(name: &str) -> Self {
        Self::console(name)
            .with("password_enabled", "false")
            .with("password_last_used", "N/A")
            .with("password_last_changed", "N/A")
            .with("mfa_active", "false")
            .with("access_key_1_active", "true")
            .with("access_key_1_last_rotated", "2026-10-01T09:00:00+00:00")
            .with("access_key_1_last_used_date", "2026-11-20T07:00:00+00:00")
    }

    fn with(mut self, column: &str, value: &str) -> Self {
        let field = self
            .0
            .iter_mut()
            .find(|(name, _)| *name == column)
            .expect("the column exists");
        value.clone_into(&mut field.1);
        self
    }

    fn line(&self) -> String {
        let fields: Vec<&str> = self.0.iter().map(|(_, value)| value.as_str()).collect();
        fields.join(",")
    }
}

fn report_of(lines: &[String]) -> Report {
    let text = format!("{HEADER}\n{ROOT}\n{}\n", lines.join("\n"));
    examine(&text)
}

fn examine(text: &str) -> Report {
    let evidence = MemoryEvidence::new().collected(
        "credential-reports",
        "aws/credential-report.csv",
        "2026-11-20T10:00:00Z",
        text,
    );
    run::<AwsCredentialReport>("{}", "2026-11-22", &evidence).unwrap()
}

fn outcome(report: &Report, control: &str, user: &str) -> Option<Outcome> {
    let findings = report.about(control, &format!("210987654321/{user}"));
    assert!(findings.len() <= 1, "one finding a user and control");
    findings.first().map(|finding| finding.outcome)
}

#[test]
fn a_user_in_order_passes_and_the_finding_names_the_deciding_value_and_line() {
    let report = report_of(&[UserRow::console("ann").line()]);
    let finding = report.about("console-mfa", "210987654321/ann")[0];
    assert_eq!(finding.outcome, Outcome::Pass);
    assert_eq!(finding.actual, "mfa_active true");
    assert_eq!(finding.locations[0].line, Some(3));
    for control in ["password-age", "unused-credentials-disabled"] {
        assert_eq!(
            outcome(&report, control, "ann"),
            Some(Outcome::Pass),
            "{control}"
        );
    }
    assert_eq!(outcome(&report, "access-keys-rotated", "ann"), None);
}

#[test]
fn a_console_user_without_a_second_factor_fails() {
    let report = report_of(&[UserRow::console("ann").with("mfa_active", "false").line()]);
    assert_eq!(outcome(&report, "console-mfa", "ann"), Some(Outcome::Fail));
}

#[test]
fn a_user_without_a_password_needs_no_second_factor() {
    let report = report_of(&[UserRow::key("bot").line()]);
    assert_eq!(outcome(&report, "console-mfa", "bot"), None);
    assert!(
        report
            .populations
            .iter()
            .any(|population| population.control == "console-mfa"
                && population.size == 0
                && !population.shown_by.is_empty()),
        "no console user at all is a stated empty population"
    );
}

#[test]
fn key_age_is_judged_on_the_day_the_report_shows_with_the_limit_included() {
    // The report shows 2026-11-20; 90 days before is 2026-08-22.
    for (rotated, expected) in [
        ("2026-08-22T23:59:59+00:00", Outcome::Pass),
        ("2026-08-21T23:59:59+00:00", Outcome::Fail),
    ] {
        let row = UserRow::key("bot").with("access_key_1_last_rotated", rotated);
        let report = report_of(&[row.line()]);
        assert_eq!(
            outcome(&report, "access-keys-rotated", "bot"),
            Some(expected),
            "{rotated}"
        );
    }
}

#[test]
fn an_inactive_key_does_not_matter() {
    let row = UserRow::key("bot")
        .with("access_key_2_active", "false")
        .with("access_key_2_last_rotated", "2019-01-01T00:00:00+00:00");
    let report = report_of(&[row.line()]);
    assert_eq!(
        outcome(&report, "access-keys-rotated", "bot"),
        Some(Outcome::Pass)
    );
    assert_eq!(
        outcome(&report, "single-active-key", "bot"),
        Some(Outcome::Pass)
    );
}

#[test]
fn two_active_keys_fail() {
    let row = UserRow::key("bot")
        .with("access_key_2_active", "true")
        .with("access_key_2_last_rotated", "2026-10-01T00:00:00+00:00");
    let report = report_of(&[row.line()]);
    assert_eq!(
        outcome(&report, "single-active-key", "bot"),
        Some(Outcome::Fail)
    );
}

#[test]
fn a_credential_that_was_never_used_is_judged_from_the_day_it_was_made() {
    for (changed, expected) in [
        ("2026-11-01T09:00:00+00:00", Outcome::Pass),
        ("2026-09-01T09:00:00+00:00", Outcome::Fail),
    ] {
        let row = UserRow::console("ann")
            .with("password_last_used", "no_information")
            .with("password_last_changed", changed);
        let report = report_of(&[row.line()]);
        assert_eq!(
            outcome(&report, "unused-credentials-disabled", "ann"),
            Some(expected),
            "password {changed}"
        );
        let row = UserRow::key("bot")
            .with("access_key_1_last_used_date", "N/A")
            .with("access_key_1_last_rotated", changed);
        let report = report_of(&[row.line()]);
        assert_eq!(
            outcome(&report, "unused-credentials-disabled", "bot"),
            Some(expected),
            "key {changed}"
        );
    }
}

#[test]
fn a_credential_unused_for_the_whole_limit_fails_whenever_it_was_changed() {
    // CIS wants what was unused for 45 days or more disabled; 45 days before is 2026-10-06.
    for (used, expected) in [
        ("2026-10-07T00:00:00+00:00", Outcome::Pass),
        ("2026-10-06T23:59:59+00:00", Outcome::Fail),
    ] {
        let row = UserRow::console("ann")
            .with("password_last_used", used)
            .with("password_last_changed", "2026-11-01T00:00:00+00:00");
        let report = report_of(&[row.line()]);
        assert_eq!(
            outcome(&report, "unused-credentials-disabled", "ann"),
            Some(expected),
            "{used}"
        );
    }
}

#[test]
fn one_unused_key_of_two_fails() {
    let row = UserRow::key("bot")
        .with("access_key_2_active", "true")
        .with("access_key_2_last_rotated", "2026-09-01T00:00:00+00:00");
    let report = report_of(&[row.line()]);
    let finding = report.about("unused-credentials-disabled", "210987654321/bot")[0];
    assert_eq!(finding.outcome, Outcome::Fail);
    assert_eq!(
        finding.actual,
        "access key 1 last used 2026-11-20, the same day; \
         access key 2 never used (made or changed 2026-09-01, 80 days ago)"
    );
}

#[test]
fn an_old_signing_certificate_fails() {
    let row = UserRow::console("ann")
        .with("cert_1_active", "true")
        .with("cert_1_last_rotated", "2018-01-01T00:00:00+00:00");
    let report = report_of(&[row.line()]);
    assert_eq!(
        outcome(&report, "signing-certificates-rotated", "ann"),
        Some(Outcome::Fail)
    );
}

#[test]
fn credentials_that_the_report_does_not_list_leave_the_user_open() {
    let row = UserRow::key("bot").with(
        "additional_credentials_info",
        "1 additional access key; list them with ListAccessKeys",
    );
    let report = report_of(&[row.line()]);
    for control in [
        "access-keys-rotated",
        "single-active-key",
        "unused-credentials-disabled",
    ] {
        assert_eq!(
            outcome(&report, control, "bot"),
            Some(Outcome::Inconclusive),
            "{control}"
        );
    }
}

#[test]
fn the_root_user_is_judged_by_rules_of_its_own() {
    let report = report_of(&[]);
    assert_eq!(
        outcome(&report, "root-mfa", "<root_account>"),
        Some(Outcome::Pass)
    );
    assert_eq!(
        outcome(&report, "root-access-keys-absent", "<root_account>"),
        Some(Outcome::Pass)
    );
    assert_eq!(
        outcome(&report, "root-unused", "<root_account>"),
        Some(Outcome::Pass)
    );
    assert_eq!(outcome(&report, "console-mfa", "<root_account>"), None);

    let bad = ROOT.replace(
        ",true,false,N/A,N/A,",
        ",false,true,2021-02-03T10:11:12+00:00,2026-11-01T00:00:00+00:00,",
    );
    let report = examine(&format!("{HEADER}\n{bad}\n"));
    for control in ["root-mfa", "root-access-keys-absent", "root-unused"] {
        assert_eq!(
            outcome(&report, control, "<root_account>"),
            Some(Outcome::Fail),
            "{control}"
        );
    }
}

#[test]
fn a_root_user_without_credentials_has_nothing_to_protect() {
    let row = ROOT.replace(
        "not_supported,2026-03-01T08:00:00+00:00,not_supported,not_supported,true",
        "false,N/A,N/A,N/A,false",
    );
    let report = examine(&format!("{HEADER}\n{row}\n"));
    assert_eq!(
        outcome(&report, "root-mfa", "<root_account>"),
        Some(Outcome::NotApplicable)
    );
}

#[test]
fn a_malformed_row_is_inconclusive_with_its_line_and_the_others_are_examined() {
    let bad = [
        UserRow::console("ann").with("mfa_active", "maybe"),
        UserRow::console("ann").with("password_last_changed", "yesterday"),
        UserRow::console("ann").with("user_creation_time", "N/A"),
        UserRow::console("ann").with("password_last_changed", "2026-12-24T00:00:00+00:00"),
    ];
    for row in bad {
        let report = report_of(&[row.line(), UserRow::console("bob").line()]);
        let findings = report.about("console-mfa", "210987654321/ann");
        assert_eq!(findings[0].outcome, Outcome::Inconclusive, "{}", row.line());
        assert_eq!(findings[0].locations[0].line, Some(3));
        assert_eq!(outcome(&report, "console-mfa", "bob"), Some(Outcome::Pass));
        assert_eq!(
            outcome(&report, "root-mfa", "ann"),
            None,
            "the row is not the root user's"
        );
    }
    let report = report_of(&["carl,arn".to_owned(), UserRow::console("bob").line()]);
    let findings = report.about("console-mfa", "aws/credential-report.csv");
    assert_eq!(findings[0].outcome, Outcome::Inconclusive);
    assert_eq!(outcome(&report, "console-mfa", "bob"), Some(Outcome::Pass));
}

#[test]
fn a_report_that_was_cut_or_filtered_never_passes_whole() {
    for text in [
        String::new(),
        "user,arn\n".to_owned(),
        HEADER.to_owned(),
        format!("{HEADER}\n{}\n", UserRow::console("ann").line()),
        "{\"Content\": \"dXNlcg==\"}".to_owned(),
    ] {
        let report = examine(&text);
        for control in ["root-mfa", "console-mfa", "access-keys-rotated"] {
            assert!(
                report
                    .findings
                    .iter()
                    .any(|finding| finding.control == control
                        && finding.outcome == Outcome::Inconclusive),
                "{control} on {text:?}"
            );
        }
    }
}

#[test]
fn one_user_in_two_reports_is_a_problem() {
    let text = format!("{HEADER}\n{ROOT}\n{}\n", UserRow::console("ann").line());
    let evidence = MemoryEvidence::new()
        .file(
            "credential-reports",
            "aws/credential-report-1.csv",
            text.clone(),
        )
        .file("credential-reports", "aws/credential-report-2.csv", text);
    let report = run::<AwsCredentialReport>("{}", "2026-11-22", &evidence).unwrap();
    let outcomes: Vec<Outcome> = report
        .about("console-mfa", "210987654321/ann")
        .iter()
        .map(|finding| finding.outcome)
        .collect();
    assert_eq!(outcomes, [Outcome::Pass, Outcome::Inconclusive]);
}

#[test]
fn every_control_says_that_its_findings_are_complete() {
    let report = report_of(&[UserRow::console("ann").line(), UserRow::key("bot").line()]);
    assert_eq!(report.populations.len(), crate::rules::RULES.len());
    assert_eq!(report.tallies[0].records, 3);
}

#[test]
fn damaged_reports_are_survived_and_never_pass_whole() {
    let whole = format!("{HEADER}\n{ROOT}\n{}\n", UserRow::console("ann").line());
    for (name, bytes) in damaged(whole.as_bytes()) {
        let evidence = MemoryEvidence::new().file("credential-reports", "aws/report.csv", bytes);
        let report = run::<AwsCredentialReport>("{}", "2026-11-22", &evidence).unwrap();
        let passes = report
            .findings
            .iter()
            .all(|finding| finding.outcome == Outcome::Pass);
        assert!(!report.findings.is_empty() && !passes, "{name}");
    }
}

#[test]
fn values_that_say_nothing_leave_the_question_open() {
    let console = || UserRow::console("ann");
    let key = || UserRow::key("ann");
    let cases = [
        // `N/A` says that there is no password, `true` that there is one.
        (
            console()
                .with("password_last_used", "N/A")
                .with("password_last_changed", "2026-06-01T00:00:00+00:00"),
            "unused-credentials-disabled",
        ),
        (
            console()
                .with("password_last_used", "not_supported")
                .with("password_last_changed", "not_supported"),
            "unused-credentials-disabled",
        ),
        (
            console().with("password_last_changed", "N/A"),
            "password-age",
        ),
        (
            console().with("password_last_changed", "not_supported"),
            "password-age",
        ),
        (
            console().with("password_last_changed", "no_information"),
            "password-age",
        ),
        (
            key().with("access_key_1_last_rotated", "N/A"),
            "access-keys-rotated",
        ),
        (
            key().with("access_key_1_last_rotated", "not_supported"),
            "access-keys-rotated",
        ),
        (
            key()
                .with("access_key_1_last_used_date", "N/A")
                .with("access_key_1_last_rotated", "N/A"),
            "unused-credentials-disabled",
        ),
        (
            console().with("cert_1_active", "true"),
            "signing-certificates-rotated",
        ),
    ];
    for (row, control) in cases {
        let report = report_of(&[row.line()]);
        assert_eq!(
            outcome(&report, control, "ann"),
            Some(Outcome::Inconclusive),
            "{control}: {}",
            row.line()
        );
    }
}

#[test]
fn special_values_where_aws_does_not_write_them_are_no_answer() {
    for column in [
        "mfa_active",
        "access_key_1_active",
        "access_key_2_active",
        "cert_1_active",
        "cert_2_active",
        "password_enabled",
        "user_creation_time",
    ] {
        for value in ["N/A", "no_information", "not_supported", ""] {
            let report = report_of(&[UserRow::console("ann").with(column, value).line()]);
            for control in [
                "console-mfa",
                "access-keys-rotated",
                "unused-credentials-disabled",
            ] {
                assert_eq!(
                    outcome(&report, control, "ann"),
                    Some(Outcome::Inconclusive),
                    "{column} {value} {control}"
                );
            }
        }
    }
}

#[test]
fn a_password_that_is_not_there_but_was_changed_is_a_contradiction() {
    let row = UserRow::console("ann").with("password_enabled", "false");
    let report = report_of(&[row.line()]);
    assert_eq!(
        outcome(&report, "console-mfa", "ann"),
        Some(Outcome::Inconclusive)
    );
}

#[test]
fn a_certificate_that_the_report_does_not_date_is_left_open_where_the_columns_are_missing() {
    let keep = |line: &str| {
        let fields: Vec<&str> = line.split(',').collect();
        [&fields[..19], &fields[20..21]].concat().join(",")
    };
    let row = UserRow::console("ann").with("cert_1_active", "true").line();
    let text = [HEADER, ROOT, &row].map(keep).join("\n");
    let report = examine(&text);
    assert_eq!(
        outcome(&report, "signing-certificates-rotated", "ann"),
        Some(Outcome::Inconclusive)
    );
    assert_eq!(outcome(&report, "console-mfa", "ann"), Some(Outcome::Pass));
}

#[test]
fn further_and_reordered_columns_change_nothing() {
    let turned = |line: &str| {
        let mut fields: Vec<&str> = line.split(',').rev().collect();
        fields.insert(3, "passkey_1_active");
        fields.join(",")
    };
    let lines = [
        HEADER.to_owned(),
        ROOT.to_owned(),
        UserRow::console("ann").line(),
        UserRow::key("bot").with("mfa_active", "TRUE").line(),
    ];
    let text = lines.each_ref().map(|line| turned(line)).join("\n");
    assert_eq!(examine(&text), examine(&lines.join("\n")));
}

#[test]
fn a_report_without_a_column_that_decides_is_a_problem() {
    let text = [HEADER, ROOT].map(|line| line.replacen(",mfa_active,", ",mfa,", 1));
    let report = examine(&text.join("\n"));
    for control in crate::rules::RULES {
        let outcomes = report.outcomes(control.control.id);
        assert_eq!(
            outcomes,
            [("aws/credential-report.csv", Outcome::Inconclusive)]
        );
    }
}

#[test]
fn an_account_whose_root_row_is_missing_is_not_whole_even_beside_another_account() {
    let other = UserRow::console("ann")
        .with("arn", "arn:aws:iam::111122223333:user/ann")
        .line();
    let report = report_of(&[UserRow::console("ann").line(), other]);
    for control in ["root-mfa", "root-unused", "console-mfa"] {
        let findings = report.about(control, "111122223333/<root_account>");
        assert_eq!(findings[0].outcome, Outcome::Inconclusive, "{control}");
    }
}

#[test]
fn several_whole_accounts_in_one_file_are_each_judged() {
    let other = |line: &str| line.replace("210987654321", "111122223333");
    let ann = UserRow::console("ann").line();
    let report = report_of(&[ann.clone(), other(ROOT), other(&ann)]);
    for control in ["root-mfa", "console-mfa"] {
        let outcomes = report.outcomes(control);
        assert_eq!(outcomes.len(), 2);
        assert!(
            outcomes
                .iter()
                .all(|(_, outcome)| *outcome == Outcome::Pass),
            "{control}"
        );
    }
}

#[test]
fn a_row_that_contradicts_its_own_arn_is_a_problem() {
    for (name, arn) in [
        ("ann", "arn:aws:iam::210987654321:user/bob"),
        ("ann", "arn:aws:iam::210987654321:root"),
        ("<root_account>", "arn:aws:iam::210987654321:user/ann"),
        ("ann", "arn:aws:iam:::user/ann"),
        ("", ""),
        ("ann", "arn:aws:sts::210987654321:assumed-role/x/ann"),
    ] {
        let row = UserRow::console("x").with("user", name).with("arn", arn);
        let report = report_of(&[row.line()]);
        assert!(
            report
                .outcomes("console-mfa")
                .iter()
                .any(|(_, outcome)| *outcome == Outcome::Inconclusive)
                || name == "<root_account>",
            "{name} {arn}"
        );
        let passed = report.findings.iter().any(|finding| {
            finding.outcome == Outcome::Pass && finding.locations[0].line == Some(3)
        });
        assert!(!passed, "{name} {arn}");
    }
    let path = UserRow::console("ann")
        .with("arn", "arn:aws-cn:iam::210987654321:user/division/ann")
        .line();
    assert_eq!(
        outcome(&report_of(&[path]), "console-mfa", "ann"),
        Some(Outcome::Pass)
    );
}

#[test]
fn root_keys_that_the_report_does_not_list_are_not_absent() {
    let note = "1 additional access key; list them with ListAccessKeys";
    let report = examine(&format!("{HEADER}\n{ROOT}{note}\n"));
    for control in ["root-access-keys-absent", "root-unused"] {
        assert_eq!(
            outcome(&report, control, "<root_account>"),
            Some(Outcome::Inconclusive),
            "{control}"
        );
    }
    assert_eq!(
        outcome(&report, "root-mfa", "<root_account>"),
        Some(Outcome::Pass)
    );
    let bare = ROOT.replace(
        "not_supported,2026-03-01T08:00:00+00:00,not_supported,not_supported,true",
        "false,N/A,N/A,N/A,false",
    );
    let report = examine(&format!("{HEADER}\n{bare}{note}\n"));
    assert_eq!(
        outcome(&report, "root-mfa", "<root_account>"),
        Some(Outcome::Inconclusive)
    );
}

#[test]
fn a_root_user_is_only_unused_where_the_report_says_so() {
    let used = "not_supported,2026-03-01T08:00:00+00:00,not_supported";
    for (password, expected) in [
        ("not_supported,no_information,not_supported", Outcome::Pass),
        ("not_supported,N/A,not_supported", Outcome::Pass),
        (
            "not_supported,not_supported,not_supported",
            Outcome::Inconclusive,
        ),
        ("true,N/A,2021-02-03T10:11:12+00:00", Outcome::Inconclusive),
        ("false,N/A,N/A", Outcome::Pass),
        // 90 days before the report's day, and 91.
        (
            "true,2026-08-22T08:00:00+00:00,2021-02-03T10:11:12+00:00",
            Outcome::Fail,
        ),
        (
            "true,2026-08-21T08:00:00+00:00,2021-02-03T10:11:12+00:00",
            Outcome::Pass,
        ),
    ] {
        let report = examine(&format!("{HEADER}\n{}\n", ROOT.replace(used, password)));
        assert_eq!(
            outcome(&report, "root-unused", "<root_account>"),
            Some(expected),
            "{password}"
        );
    }
}

#[test]
fn a_root_user_with_only_a_certificate_still_needs_a_second_factor() {
    let row = ROOT
        .replace(
            "not_supported,2026-03-01T08:00:00+00:00,not_supported,not_supported,true",
            "false,N/A,N/A,N/A,false",
        )
        .replace(
            "false,N/A,false,N/A,",
            "true,2021-02-03T10:11:12+00:00,false,N/A,",
        );
    let report = examine(&format!("{HEADER}\n{row}\n"));
    assert_eq!(
        outcome(&report, "root-mfa", "<root_account>"),
        Some(Outcome::Fail)
    );
}

#[test]
fn what_is_listed_and_too_old_fails_though_more_is_not_listed() {
    let row = UserRow::key("bot")
        .with("access_key_1_last_rotated", "2020-01-01T00:00:00+00:00")
        .with("access_key_2_active", "true")
        .with(
            "additional_credentials_info",
            "1 additional access key; list them with ListAccessKeys",
        );
    let report = report_of(&[row.line()]);
    for control in ["access-keys-rotated", "single-active-key"] {
        assert_eq!(outcome(&report, control, "bot"), Some(Outcome::Fail));
    }
}

#[test]
fn thresholds_are_configured() {
    let text = format!("{HEADER}\n{ROOT}\n{}\n", UserRow::key("bot").line());
    let evidence = MemoryEvidence::new().collected(
        "credential-reports",
        "aws/credential-report.csv",
        "2026-11-20T10:00:00Z",
        text,
    );
    let config = r#"{"key-max-age-days": 30, "root-unused-days": 300}"#;
    let report = run::<AwsCredentialReport>(config, "2026-11-22", &evidence).unwrap();
    assert_eq!(
        outcome(&report, "access-keys-rotated", "bot"),
        Some(Outcome::Fail)
    );
    assert_eq!(
        outcome(&report, "root-unused", "<root_account>"),
        Some(Outcome::Fail)
    );
}

#[test]
fn the_manual_says_what_the_plugin_describes() {
    tickmark_plugin::testing::hold_manual::<AwsCredentialReport>(env!("CARGO_MANIFEST_DIR"));
}
