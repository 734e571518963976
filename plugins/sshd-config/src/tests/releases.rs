//! Releases: what holds where a file says nothing, and lines that releases read differently.

use super::*;
use Outcome::{Fail, Inconclusive, Pass};

fn on(version: &str, text: &str) -> Report {
    let config = format!(r#"{{"openssh-version": "{version}"}}"#);
    judge_with(&config, &[(MAIN, text)])
}

#[test]
fn a_default_that_all_releases_share_is_judged_without_a_version() {
    let report = judge_main(&strict_without(&["PermitEmptyPasswords", "MaxAuthTries"]));
    assert_eq!(outcome(&report, "empty-passwords-refused"), Pass);
    assert_eq!(outcome(&report, "max-auth-tries"), Fail);
}

#[test]
fn a_default_that_changed_is_inconclusive_without_a_version() {
    for (keyword, control, old, new) in [
        ("KexAlgorithms", "strong-key-exchange", "8.1", "8.2"),
        ("HostKeyAlgorithms", "strong-host-keys", "8.7", "8.8"),
        ("PubkeyAcceptedAlgorithms", "strong-user-keys", "8.7", "8.8"),
    ] {
        // Without the keywords that only newer releases know.
        let text = strict_without(&[keyword, "CASignatureAlgorithms", "RequiredRSASize"]);
        let report = judge_main(&text);
        let open = finding(&report, control);
        assert_eq!(open.outcome, Inconclusive, "{control}");
        assert!(
            open.actual.contains("set openssh-version")
                && open.actual.contains(&format!("7.4 to {old} fails"))
                && open.actual.contains(&format!("{new} to 10.5 passes")),
            "{}",
            open.actual
        );
        assert_eq!(outcome(&on(old, &text), control), Fail, "{control}");
        assert_eq!(outcome(&on(new, &text), control), Pass, "{control}");
    }
}

#[test]
fn the_keywords_of_a_file_rule_out_older_releases() {
    let without = strict_without(&["KexAlgorithms", "RequiredRSASize"]);
    assert_eq!(
        outcome(&judge_main(&without), "strong-key-exchange"),
        Inconclusive
    );
    let report = judge_main(&format!("{without}ExposeAuthInfo no\nLogVerbose none\n"));
    assert_eq!(
        outcome(&report, "strong-key-exchange"),
        Pass,
        "LogVerbose came with 8.5"
    );
}

#[test]
fn a_keyword_that_is_newer_than_the_configured_release_is_a_problem() {
    let report = on("9.1", &format!("{STRICT}ChannelTimeout none\n"));
    let findings = report.about("strict-modes", HOST);
    assert_eq!(findings[0].outcome, Pass);
    assert_eq!(findings[1].outcome, Inconclusive);
    assert_eq!(
        findings[1].actual,
        "`ChannelTimeout` came with OpenSSH 9.2, and the configured openssh-version is older"
    );
}

#[test]
fn disable_forwarding_left_some_kinds_on_before_10() {
    let text = strict_without(&["AllowAgentForwarding"]);
    for (version, expected) in [("9.9", Fail), ("10.0", Pass)] {
        let report = on(version, &text);
        assert_eq!(
            outcome(&report, "forwarding-restricted"),
            expected,
            "{version}"
        );
    }
    assert_eq!(
        outcome(&judge_main(&text), "forwarding-restricted"),
        Inconclusive
    );
}

#[test]
fn keyboard_interactive_had_two_switches_before_8_7() {
    let text = strict_without(&["ChallengeResponseAuthentication", "RequiredRSASize"]);
    let control = "password-login-disabled";
    assert_eq!(outcome(&on("8.6", &text), control), Fail);
    assert_eq!(outcome(&on("8.7", &text), control), Pass);
    assert_eq!(outcome(&judge_main(&text), control), Inconclusive);
    // The older name is enough for all of them.
    let older = strict_without(&["KbdInteractiveAuthentication", "RequiredRSASize"]);
    assert_eq!(outcome(&judge_main(&older), control), Pass);
}

#[test]
fn a_line_that_releases_read_differently_is_inconclusive() {
    let lines = "AllowUsers \"ann#1\" bob\n";
    let text = format!(
        "{}{lines}",
        strict_without(&["AllowGroups", "RequiredRSASize"])
    );
    let report = judge_main(&text);
    let finding = finding(&report, "access-restricted");
    assert_eq!(finding.outcome, Inconclusive);
    assert!(
        finding
            .actual
            .contains("before 8.7 takes another value of AllowUsers"),
        "{finding:?}"
    );
    assert_eq!(outcome(&on("9.2", &text), "access-restricted"), Pass);
}

#[test]
fn the_version_is_taken_in_the_form_that_sshd_prints() {
    let report = on(
        "OpenSSH_9.2p1 Debian-2+deb12u10, OpenSSL 3.0.19 27 Jan 2026",
        &strict_without(&["KexAlgorithms"]),
    );
    assert_eq!(outcome(&report, "strong-key-exchange"), Pass);
}

#[test]
fn a_comment_that_speaks_of_the_command_line_leaves_cryptography_open() {
    let text = format!("# Ciphers and keying: overridden by command-line options.\n{STRICT}");
    let report = judge_main(&text);
    for control in ["strong-ciphers", "strong-macs", "strong-host-keys"] {
        assert_eq!(outcome(&report, control), Inconclusive, "{control}");
    }
    assert_eq!(outcome(&report, "max-auth-tries"), Pass);
}
