//! Each rule by itself, on one file without blocks and includes.

use tickmark_plugin::Severity;

use super::*;
use Outcome::{Fail, Inconclusive, Pass};

/// Holds a control's outcome where a strict configuration has some other lines.
#[track_caller]
fn decides(control: &str, cases: &[(&str, Outcome)]) {
    decides_with("{}", control, cases);
}

#[track_caller]
fn decides_with(config: &str, control: &str, cases: &[(&str, Outcome)]) {
    for (lines, expected) in cases {
        let report = judge_with(config, &[(MAIN, &strict_but(lines))]);
        let finding = finding(&report, control);
        assert_eq!(finding.outcome, *expected, "{lines}: {finding:#?}");
    }
}

#[test]
fn the_controls_are_those_that_these_tests_know() {
    let report = judge_main(STRICT);
    let mut found: Vec<&str> = report
        .findings
        .iter()
        .map(|finding| finding.control.as_str())
        .collect();
    found.sort_unstable();
    found.dedup();
    let mut known = CONTROLS;
    known.sort_unstable();
    assert_eq!(found, known);
}

#[test]
fn a_strict_configuration_passes_everything_and_cites_the_lines() {
    let report = judge_main(STRICT);
    hold_all(&report, Pass);
    let tries = finding(&report, "max-auth-tries");
    assert_eq!(tries.expected, "MaxAuthTries 4 or less");
    assert_eq!(tries.actual, "MaxAuthTries 4");
    assert_eq!(tries.locations.len(), 1);
    assert_eq!(tries.locations[0].path, MAIN);
    assert_eq!(tries.locations[0].line, Some(9));
    for population in &report.populations {
        assert_eq!(population.size, 1, "{}", population.control);
    }
    assert_eq!(report.populations.len(), CONTROLS.len());
}

#[test]
fn each_line_decides_its_own_control() {
    for (line, control) in [
        ("PermitRootLogin yes", "root-login-restricted"),
        ("PasswordAuthentication yes", "password-login-disabled"),
        ("PermitEmptyPasswords yes", "empty-passwords-refused"),
        ("HostbasedAuthentication yes", "host-trust-refused"),
        ("MaxAuthTries 6", "max-auth-tries"),
        ("LoginGraceTime 0", "login-grace-time"),
        ("Ciphers aes256-ctr,aes128-cbc", "strong-ciphers"),
        ("MACs hmac-md5", "strong-macs"),
        (
            "KexAlgorithms diffie-hellman-group1-sha1",
            "strong-key-exchange",
        ),
        ("HostKeyAlgorithms ssh-rsa", "strong-host-keys"),
        ("PubkeyAcceptedAlgorithms ssh-rsa", "strong-user-keys"),
        ("RequiredRSASize 1024", "long-rsa-keys"),
        (
            "DisableForwarding no\nAllowTcpForwarding yes",
            "forwarding-restricted",
        ),
        ("ClientAliveInterval 0", "idle-sessions-end"),
        ("LogLevel QUIET", "logging-level"),
        ("AllowGroups *", "access-restricted"),
        ("StrictModes no", "strict-modes"),
        ("PermitUserEnvironment yes", "user-environment-ignored"),
    ] {
        let report = judge_main(&strict_but(line));
        for other in CONTROLS {
            let expected = if other == control { Fail } else { Pass };
            assert_eq!(outcome(&report, other), expected, "{other} with {line}");
        }
    }
}

#[test]
fn passwords_count_in_both_ways_in_which_they_are_asked_for() {
    let kbd = "ChallengeResponseAuthentication yes\nKbdInteractiveAuthentication yes";
    decides(
        "password-login-disabled",
        &[
            ("PasswordAuthentication yes", Fail),
            (kbd, Fail),
            (&format!("{kbd}\nUsePAM no"), Pass),
            (
                "PasswordAuthentication yes\nAuthenticationMethods publickey,password",
                Pass,
            ),
            (
                "PasswordAuthentication yes\nAuthenticationMethods publickey password",
                Fail,
            ),
            (
                "PasswordAuthentication yes\nAuthenticationMethods publickey,password password",
                Fail,
            ),
            (
                &format!("{kbd}\nAuthenticationMethods publickey,keyboard-interactive:pam"),
                Pass,
            ),
            (
                &format!("{kbd}\nAuthenticationMethods keyboard-interactive:pam"),
                Fail,
            ),
            (
                &format!(
                    "{kbd}\nPasswordAuthentication yes\nAuthenticationMethods password,keyboard-interactive"
                ),
                Fail,
            ),
        ],
    );
}

#[test]
fn a_method_that_asks_for_nothing_is_no_more_than_a_password() {
    decides(
        "password-login-disabled",
        &[
            (
                "AuthenticationMethods none\nPasswordAuthentication yes",
                Fail,
            ),
            ("AuthenticationMethods none publickey", Pass),
        ],
    );
}

#[test]
fn whether_pam_is_used_by_default_is_not_known() {
    let text = strict_without(&[
        "UsePAM",
        "KbdInteractiveAuthentication",
        "ChallengeResponseAuthentication",
    ]);
    let report = judge_main(&text);
    let finding = finding(&report, "password-login-disabled");
    assert_eq!(finding.outcome, Inconclusive);
    assert!(finding.actual.contains("UsePAM is not set"), "{finding:?}");
}

#[test]
fn a_second_factor_behind_pam_is_configured() {
    let config = r#"{"keyboard-interactive": "second-factor"}"#;
    let kbd = "ChallengeResponseAuthentication yes\nKbdInteractiveAuthentication yes";
    decides_with(
        config,
        "password-login-disabled",
        &[
            (kbd, Pass),
            (&format!("{kbd}\nPasswordAuthentication yes"), Fail),
            (
                &format!(
                    "{kbd}\nPasswordAuthentication yes\nAuthenticationMethods \
                     password,keyboard-interactive"
                ),
                Pass,
            ),
        ],
    );
}

#[test]
fn how_far_root_may_sign_in_is_configured() {
    let values = ["no", "forced-commands-only", "prohibit-password", "yes"];
    for (most, allowed) in values.iter().enumerate() {
        for (index, value) in values.iter().enumerate() {
            let config = format!(r#"{{"root-login": "{allowed}"}}"#);
            let expected = if index <= most { Pass } else { Fail };
            let line = format!("PermitRootLogin {value}");
            decides_with(&config, "root-login-restricted", &[(&line, expected)]);
        }
    }
    decides(
        "root-login-restricted",
        &[("PermitRootLogin without-password", Fail)],
    );
}

#[test]
fn trust_between_hosts_has_two_switches() {
    decides(
        "host-trust-refused",
        &[
            ("HostbasedAuthentication yes", Fail),
            ("IgnoreRhosts no", Fail),
            ("IgnoreRhosts shosts-only", Fail),
        ],
    );
}

#[test]
fn limits_hold_up_to_their_value() {
    decides(
        "max-auth-tries",
        &[("MaxAuthTries 4", Pass), ("MaxAuthTries 5", Fail)],
    );
    decides_with(
        r#"{"max-auth-tries": 6}"#,
        "max-auth-tries",
        &[("MaxAuthTries 6", Pass), ("MaxAuthTries 7", Fail)],
    );
    decides(
        "login-grace-time",
        &[
            ("LoginGraceTime 1", Pass),
            ("LoginGraceTime 60", Pass),
            ("LoginGraceTime 1m", Pass),
            ("LoginGraceTime 61", Fail),
            ("LoginGraceTime 1m1", Fail),
            ("LoginGraceTime 0", Fail),
        ],
    );
    decides_with(
        r#"{"login-grace-seconds": 120}"#,
        "login-grace-time",
        &[("LoginGraceTime 2m", Pass), ("LoginGraceTime 121", Fail)],
    );
}

#[test]
fn silent_clients_are_given_a_limited_time() {
    let lines = |interval: &str, count: &str| {
        format!("ClientAliveInterval {interval}\nClientAliveCountMax {count}")
    };
    decides(
        "idle-sessions-end",
        &[
            (&lines("300", "3"), Pass),
            (&lines("5m", "3"), Pass),
            (&lines("301", "3"), Fail),
            (&lines("900", "1"), Pass),
            (&lines("0", "3"), Fail),
            (&lines("2147483647", "2147483647"), Fail),
        ],
    );
    decides_with(
        r#"{"unresponsive-seconds": 903}"#,
        "idle-sessions-end",
        &[(&lines("301", "3"), Pass), (&lines("302", "3"), Fail)],
    );
}

#[test]
fn a_count_of_zero_means_never_since_8_2() {
    let text = strict_but("ClientAliveInterval 300\nClientAliveCountMax 0");
    let outcome_of =
        |config: &str| outcome(&judge_with(config, &[(MAIN, &text)]), "idle-sessions-end");
    assert_eq!(outcome_of("{}"), Inconclusive);
    assert_eq!(outcome_of(r#"{"openssh-version": "8.1"}"#), Pass);
    assert_eq!(outcome_of(r#"{"openssh-version": "8.2"}"#), Fail);
}

#[test]
fn logs_hold_sign_ins_and_no_secrets() {
    for (level, info, verbose) in [
        ("QUIET", Fail, Fail),
        ("FATAL", Fail, Fail),
        ("ERROR", Fail, Fail),
        ("INFO", Pass, Fail),
        ("VERBOSE", Pass, Pass),
        ("DEBUG", Fail, Fail),
        ("DEBUG3", Fail, Fail),
    ] {
        let line = format!("LogLevel {level}");
        decides("logging-level", &[(&line, info)]);
        decides_with(
            r#"{"log-level": "verbose"}"#,
            "logging-level",
            &[(&line, verbose)],
        );
    }
}

#[test]
fn a_list_that_leaves_nobody_out_limits_nothing() {
    for (lines, expected) in [
        ("", Fail),
        ("AllowUsers ann", Pass),
        ("AllowUsers ann *", Fail),
        ("AllowUsers *@*", Fail),
        ("AllowUsers *@10.0.0.0/8", Pass),
        ("AllowGroups *", Fail),
        ("AllowGroups ssh-users\nAllowUsers *", Pass),
        ("DenyUsers root", Pass),
        ("DenyGroups *", Pass),
    ] {
        let text = format!("{}{lines}\n", strict_without(&["AllowGroups"]));
        let report = judge_main(&text);
        assert_eq!(outcome(&report, "access-restricted"), expected, "{lines}");
    }
}

#[test]
fn each_kind_of_forwarding_is_judged_and_can_be_allowed() {
    for (line, kind) in [
        ("AllowTcpForwarding local", "tcp"),
        ("AllowStreamLocalForwarding yes", "stream-local"),
        ("AllowAgentForwarding yes", "agent"),
        ("X11Forwarding yes", "x11"),
        ("PermitTunnel point-to-point", "tunnel"),
        ("GatewayPorts clientspecified", "gateway-ports"),
    ] {
        let lines = format!("DisableForwarding no\n{line}");
        decides("forwarding-restricted", &[(&lines, Fail)]);
        let config = format!(r#"{{"allowed-forwarding": ["{kind}"]}}"#);
        decides_with(&config, "forwarding-restricted", &[(&lines, Pass)]);
        let report = judge_main(&strict_but(&lines));
        assert_eq!(finding(&report, "forwarding-restricted").actual, line);
    }
}

#[test]
fn weak_algorithms_are_named_with_the_reason() {
    for (control, line, expected) in [
        (
            "strong-ciphers",
            "Ciphers aes256-ctr,3des-cbc,aes128-cbc",
            "Ciphers allows 3des-cbc: 64-bit blocks",
        ),
        (
            "strong-ciphers",
            "Ciphers +aes128-cbc",
            "Ciphers allows aes128-cbc: CBC mode",
        ),
        (
            "strong-macs",
            "MACs hmac-sha2-256,hmac-md5",
            "MACs allows hmac-md5: MD5",
        ),
        (
            "strong-key-exchange",
            "KexAlgorithms +diffie-hellman-group1-sha1",
            "diffie-hellman-group1-sha1: 1024-bit group with SHA-1 (RFC 9142: SHOULD NOT)",
        ),
        (
            "strong-host-keys",
            "HostKeyAlgorithms +ssh-rsa",
            "ssh-rsa: SHA-1 signatures",
        ),
        (
            "strong-user-keys",
            "PubkeyAcceptedAlgorithms ssh-*",
            "ssh-rsa: SHA-1 signatures",
        ),
    ] {
        let report = judge_main(&strict_but(line));
        let finding = finding(&report, control);
        assert_eq!(finding.outcome, Fail, "{line}: {finding:#?}");
        assert!(finding.actual.contains(expected), "{line}: {finding:#?}");
    }
}

#[test]
fn algorithms_that_are_being_withdrawn_fail_with_low_severity() {
    let severity = |line: &str, control: &str| {
        let report = judge_main(&strict_but(line));
        let finding = finding(&report, control).clone();
        assert_eq!(finding.outcome, Fail, "{line}");
        finding.severity.map(|change| change.severity)
    };
    let low = Some(Severity::Low);
    assert_eq!(severity("MACs hmac-sha1", "strong-macs"), low);
    assert_eq!(
        severity("MACs hmac-sha1,umac-64@openssh.com", "strong-macs"),
        low
    );
    assert_eq!(severity("MACs hmac-sha1,hmac-md5", "strong-macs"), None);
    let group_14 = "KexAlgorithms diffie-hellman-group14-sha1";
    assert_eq!(severity(group_14, "strong-key-exchange"), low);
}

#[test]
fn algorithms_are_refused_and_accepted_by_configuration() {
    let line = "Ciphers aes128-cbc,aes256-ctr";
    decides_with(
        r#"{"accepted-algorithms": ["aes128-cbc"]}"#,
        "strong-ciphers",
        &[(line, Pass)],
    );
    decides_with(
        r#"{"accepted-algorithms": ["aes128-cbc"], "weak-algorithms": ["aes256-ctr"]}"#,
        "strong-ciphers",
        &[(line, Fail)],
    );
}

#[test]
fn key_exchange_with_gss_api_counts_where_it_is_on() {
    let weak = "GSSAPIKexAlgorithms gss-group14-sha256-,gss-gex-sha1-";
    let strong = "GSSAPIKexAlgorithms gss-group14-sha256-,gss-curve25519-sha256-";
    let on = |line: &str| format!("GSSAPIKeyExchange yes\n{line}");
    decides(
        "strong-key-exchange",
        &[
            (weak, Pass),
            (&format!("GSSAPIKeyExchange no\n{weak}"), Pass),
            (&on(weak), Fail),
            (&on("GSSAPIKexAlgorithms gss-group1-sha1-"), Fail),
            (&on("GSSAPIKexAlgorithms gss-group14-sha1-"), Fail),
            (&on(strong), Pass),
            (
                &on("GSSAPIKexAlgorithms gss-group14-sha3-512-"),
                Inconclusive,
            ),
            // What the build has by default is not in the file.
            ("GSSAPIKeyExchange yes", Inconclusive),
            (
                "GSSAPIKeyExchange yes\nKexAlgorithms diffie-hellman-group1-sha1",
                Fail,
            ),
            (
                &on(&format!(
                    "{strong}\nKexAlgorithms diffie-hellman-group14-sha1"
                )),
                Fail,
            ),
        ],
    );
    let report = judge_main(&strict_but(&on(weak)));
    let finding = finding(&report, "strong-key-exchange");
    assert_eq!(
        finding.actual,
        "GSSAPIKexAlgorithms allows gss-gex-sha1-: SHA-1 (RFC 8732 and RFC 9142: SHOULD NOT)"
    );
    // The weaker of two lists tells the severity.
    let group_14 = format!("{weak}\nKexAlgorithms diffie-hellman-group14-sha1");
    let report = judge_main(&strict_but(&on(&group_14)));
    assert_eq!(self::finding(&report, "strong-key-exchange").severity, None);
    decides_with(
        r#"{"accepted-algorithms": ["gss-gex-sha1-"]}"#,
        "strong-key-exchange",
        &[(&on(weak), Pass)],
    );
}

#[test]
fn signatures_of_authorities_count_where_authorities_are_trusted() {
    let lines = "CASignatureAlgorithms ssh-rsa,ssh-ed25519";
    decides(
        "strong-user-keys",
        &[
            (lines, Pass),
            (&format!("{lines}\nTrustedUserCAKeys none"), Pass),
            (&format!("{lines}\nTrustedUserCAKeys /etc/ssh/ca.pub"), Fail),
        ],
    );
}

#[test]
fn short_rsa_keys_are_refused_by_length_or_because_no_rsa_key_is_accepted() {
    decides(
        "long-rsa-keys",
        &[
            ("RequiredRSASize 2047", Fail),
            ("RequiredRSASize 2048", Pass),
            (
                "RequiredRSASize 1024\nHostKeyAlgorithms ssh-ed25519\nPubkeyAcceptedAlgorithms \
                 ssh-ed25519",
                Pass,
            ),
            ("RequiredRSASize 1024\nHostKeyAlgorithms ssh-ed25519", Fail),
        ],
    );
    decides_with(
        r#"{"minimum-rsa-bits": 3072}"#,
        "long-rsa-keys",
        &[
            ("RequiredRSASize 3071", Fail),
            ("RequiredRSASize 3072", Pass),
        ],
    );
}

#[test]
fn the_first_line_with_a_keyword_holds_whatever_its_spelling() {
    for (text, expected) in [
        ("permitrootlogin no\nPermitRootLogin yes\n", Pass),
        ("PERMITROOTLOGIN=yes\nPermitRootLogin no\n", Fail),
        ("\tPermitRootLogin = \"no\" # yes\n", Pass),
        ("# PermitRootLogin no\nPermitRootLogin yes\n", Fail),
        ("\"PermitRootLogin\" no\r\n", Pass),
    ] {
        let text = format!("{text}{}", strict_without(&["PermitRootLogin"]));
        let report = judge_with(r#"{"openssh-version": "9.2"}"#, &[(MAIN, &text)]);
        assert_eq!(
            outcome(&report, "root-login-restricted"),
            expected,
            "{text}"
        );
    }
}

#[test]
fn defaults_are_marked_as_such_and_cite_the_main_file() {
    let report = judge_main("Port 22\n");
    let finding = finding(&report, "max-auth-tries");
    assert_eq!(finding.outcome, Fail);
    assert_eq!(finding.actual, "MaxAuthTries 6 (default)");
    assert_eq!(finding.locations[0].path, MAIN);
    assert_eq!(finding.locations[0].line, None);
}
