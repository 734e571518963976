//! `Match` blocks.

use super::*;
use Outcome::{Fail, Inconclusive, Pass};

fn with_blocks(blocks: &str) -> Report {
    judge_main(&format!("{STRICT}{blocks}"))
}

#[test]
fn a_block_that_weakens_a_setting_fails_for_its_own_subject() {
    let report = with_blocks("Match User backup\n  PasswordAuthentication yes\n");
    let control = "password-login-disabled";
    assert_eq!(outcome(&report, control), Pass);
    let block = about(&report, control, "hosts/web-1 (Match User backup)");
    assert_eq!(block.outcome, Fail);
    assert_eq!(block.locations[0].line, Some(33));
    assert_eq!(
        report.outcomes("root-login-restricted"),
        [(HOST, Pass)],
        "the block says nothing of root"
    );
}

#[test]
fn a_block_that_tightens_a_setting_passes_and_excuses_nothing() {
    let text = strict_but("PasswordAuthentication yes");
    let report = judge_main(&format!(
        "{text}Match Address 192.0.2.0/24\n  PasswordAuthentication no\n"
    ));
    let control = "password-login-disabled";
    assert_eq!(
        report.outcomes(control),
        [
            (HOST, Fail),
            ("hosts/web-1 (Match Address 192.0.2.0/24)", Pass)
        ]
    );
}

#[test]
fn a_block_takes_what_it_does_not_set_from_outside() {
    let text = strict_but("AuthenticationMethods publickey");
    let report = judge_main(&format!(
        "{text}Match User ann\nPasswordAuthentication yes\n"
    ));
    let subject = "hosts/web-1 (Match User ann)";
    let block = about(&report, "password-login-disabled", subject);
    assert_eq!(block.outcome, Pass, "{block:?}");
    assert!(block.actual.contains("AuthenticationMethods publickey"));
}

#[test]
fn a_block_ends_at_the_next_one_only() {
    let report = judge_main(&format!(
        "Match User ann\n  X11Forwarding no\n\nPermitRootLogin yes\n{}",
        "Match all\n"
    ));
    let subject = "hosts/web-1 (Match User ann)";
    assert_eq!(
        about(&report, "root-login-restricted", subject).outcome,
        Fail
    );
}

#[test]
fn match_all_is_no_block_of_its_own_and_wins_over_what_stands_outside() {
    let report = with_blocks("Match all\nMaxAuthTries 6\n");
    assert_eq!(report.outcomes("max-auth-tries"), [(HOST, Fail)]);
}

#[test]
fn of_blocks_with_the_same_criteria_the_first_line_holds() {
    let report = with_blocks(
        "Match User ann\nMaxAuthTries 3\nMatch User bob\nMaxAuthTries 2\nMatch User ann\n\
         MaxAuthTries 9\n",
    );
    assert_eq!(
        report.outcomes("max-auth-tries"),
        [
            (HOST, Pass),
            ("hosts/web-1 (Match User ann)", Pass),
            ("hosts/web-1 (Match User bob)", Pass),
        ]
    );
}

#[test]
fn what_every_connection_has_already_been_given_a_later_block_cannot_change() {
    let report = with_blocks("Match all\nMaxAuthTries 3\nMatch User ann\nMaxAuthTries 9\n");
    let subject = "hosts/web-1 (Match User ann)";
    assert_eq!(about(&report, "max-auth-tries", subject).outcome, Pass);
}

#[test]
fn two_blocks_that_are_only_weak_together_are_inconclusive() {
    let text = strict_but("AuthenticationMethods publickey");
    let blocks = "Match Group staff\nPasswordAuthentication yes\n\
                  Match Address 192.0.2.0/24\nAuthenticationMethods any\n";
    let report = judge_main(&format!("{text}{blocks}"));
    let control = "password-login-disabled";
    let both = "hosts/web-1 (Match Group staff with Match Address 192.0.2.0/24)";
    assert_eq!(about(&report, control, both).outcome, Inconclusive);

    let apart = blocks
        .replace("Group staff", "User ann")
        .replace("Address 192.0.2.0/24", "User bob");
    let report = judge_main(&format!("{text}{apart}"));
    assert!(
        report
            .outcomes(control)
            .iter()
            .all(|(_, outcome)| *outcome == Pass),
        "nobody is both"
    );
}

#[test]
fn a_keyword_that_no_block_may_hold_is_a_problem() {
    let report = with_blocks("Match User ann\nCiphers aes256-ctr\n");
    let problem = report.about("strict-modes", HOST)[1];
    assert_eq!(problem.outcome, Inconclusive);
    assert_eq!(
        problem.actual,
        "`Ciphers` is not allowed within a Match block"
    );
    assert_eq!(problem.locations[0].line, Some(33));
}

#[test]
fn under_a_match_line_that_cannot_be_read_nothing_counts_for_others() {
    let report = with_blocks("Match Usr ann\nPasswordAuthentication yes\n");
    let findings = report.about("password-login-disabled", HOST);
    assert_eq!(findings[0].outcome, Pass);
    assert_eq!(findings[1].outcome, Inconclusive);
    assert!(findings[1].actual.contains("knows no criterion `Usr`"));
}

#[test]
fn a_block_inside_an_included_file_keeps_the_conditions_around_it() {
    let report = judge(&[
        (
            MAIN,
            &format!("{STRICT}Match Group staff\nInclude staff.conf\n"),
        ),
        (
            "hosts/web-1/etc/ssh/staff.conf",
            "MaxAuthTries 3\nMatch User ann\nMaxAuthTries 9\nMatch Address 10.0.0.0/8\nMaxSessions 3\n",
        ),
    ]);
    assert_eq!(
        report.outcomes("max-auth-tries"),
        [
            (HOST, Pass),
            ("hosts/web-1 (Match Group staff)", Pass),
            ("hosts/web-1 (Match Group staff, Match User ann)", Pass),
        ],
        "staff have been given 3 before"
    );
}

#[test]
fn blocks_with_endless_criteria_keep_subjects_apart() {
    let users = |last: &str| format!("{}{last}", "somebody,".repeat(500));
    let report = with_blocks(&format!(
        "Match User {}\nMaxAuthTries 9\nMatch User {}\nMaxAuthTries 9\n",
        users("ann"),
        users("bob")
    ));
    let outcomes = report.outcomes("max-auth-tries");
    assert_eq!(outcomes.len(), 3);
    assert!(outcomes.iter().all(|(subject, _)| subject.len() <= 1024));
    assert_ne!(outcomes[1].0, outcomes[2].0);
}
