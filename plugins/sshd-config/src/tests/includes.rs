//! `Include` lines: files that were granted, and files that were not.

use super::*;
use Outcome::{Fail, Inconclusive, Pass};

const COMPLETE: &str = r#"{"includes-complete": true}"#;
const GLOB: &str = "Include /etc/ssh/sshd_config.d/*.conf\n";

#[test]
fn an_included_file_stands_where_its_include_line_stands() {
    let drop_in = "hosts/web-1/etc/ssh/sshd_config.d/50-cloud-init.conf";
    let first = format!("{GLOB}{STRICT}");
    let last = format!("{STRICT}{GLOB}");
    for (main, expected, path) in [(&first, Fail, drop_in), (&last, Pass, MAIN)] {
        let report = judge(&[(MAIN, main), (drop_in, "PasswordAuthentication yes\n")]);
        let finding = finding(&report, "password-login-disabled");
        assert_eq!(finding.outcome, expected);
        assert_eq!(finding.locations[0].path, path);
    }
}

#[test]
fn of_several_included_files_the_first_by_name_holds() {
    let path = |name: &str| format!("hosts/web-1/etc/ssh/sshd_config.d/{name}");
    let report = judge(&[
        (MAIN, &format!("{GLOB}{STRICT}")),
        (&path("20-b.conf"), "MaxAuthTries 9\n"),
        (&path("10-a.conf"), "MaxAuthTries 2\n"),
        (&path(".00-hidden.conf"), "MaxAuthTries 8\n"),
        (&path("00-note.txt"), "MaxAuthTries 7\n"),
    ]);
    let tries = finding(&report, "max-auth-tries");
    assert_eq!(
        (tries.outcome, tries.actual.as_str()),
        (Pass, "MaxAuthTries 2")
    );
    let unused = &report.attributes[0];
    assert_eq!(unused.key, "not-read-by-sshd");
    assert_eq!(
        unused.value,
        format!("{}, {}", path(".00-hidden.conf"), path("00-note.txt"))
    );
}

#[test]
fn included_files_include_others() {
    let report = judge(&[
        (MAIN, &format!("Include a.conf\n{STRICT}")),
        ("hosts/web-1/etc/ssh/a.conf", "Include /etc/ssh/deep/*\n"),
        ("hosts/web-1/etc/ssh/deep/b", "MaxAuthTries 9\n"),
    ]);
    assert_eq!(outcome(&report, "max-auth-tries"), Fail);
}

#[test]
fn a_pass_that_a_missing_include_could_overturn_is_inconclusive() {
    for argument in [
        "/etc/ssh/sshd_config.d/*.conf",
        "local.conf",
        "/etc/crypto/x",
    ] {
        let text = format!("Include {argument}\n{STRICT}");
        let report = judge_main(&text);
        for control in CONTROLS {
            let finding = finding(&report, control);
            assert_eq!(finding.outcome, Inconclusive, "{control}");
            assert!(
                finding.actual.contains(&format!("`Include {argument}`")),
                "{finding:?}"
            );
        }
        hold_all(&judge_with(COMPLETE, &[(MAIN, &text)]), Pass);
    }
}

#[test]
fn a_failure_stays_one_and_names_the_missing_include() {
    let report = judge_main(&format!("{GLOB}{}", strict_but("MaxAuthTries 9")));
    let finding = finding(&report, "max-auth-tries");
    assert_eq!(finding.outcome, Fail);
    assert_eq!(
        finding.actual,
        "MaxAuthTries 9 (none of the files of `Include /etc/ssh/sshd_config.d/*.conf`, which may say \
         otherwise, was granted)"
    );
}

#[test]
fn a_missing_include_after_a_setting_hides_only_blocks() {
    // Included files may turn on what Debian and Red Hat add.
    let report = judge_main(&format!("{STRICT}{GLOB}"));
    let kerberos = finding(&report, "strong-key-exchange");
    assert_eq!(kerberos.outcome, Inconclusive);
    assert!(kerberos.actual.contains("may set GSSAPIKeyExchange first"));
    let report = judge_main(&format!("{STRICT}GSSAPIKeyExchange no\n{GLOB}"));
    // Lists add up.
    let fixed = CONTROLS
        .iter()
        .filter(|control| **control != "access-restricted");
    for control in fixed {
        assert_eq!(finding(&report, control).outcome, Pass, "{control}");
    }
    // Keywords that blocks may set.
    let unseen = "hosts/web-1 (Match blocks not granted)";
    assert_eq!(
        about(&report, "max-auth-tries", unseen).outcome,
        Inconclusive
    );
    // Keywords that they may not.
    for control in ["strong-ciphers", "strict-modes", "login-grace-time"] {
        assert!(report.about(control, unseen).is_empty(), "{control}");
    }
}

#[test]
fn a_missing_include_matters_to_lists_that_add_up_wherever_it_stands() {
    let report = judge_main(&format!("{STRICT}{GLOB}"));
    assert_eq!(
        report.outcomes("access-restricted")[0],
        (HOST, Inconclusive),
        "AllowGroups * may follow"
    );
}

#[test]
fn a_missing_include_in_a_block_matters_to_that_block_alone() {
    let report = judge_main(&format!("{STRICT}Match User ann\nInclude ann.conf\n"));
    assert_eq!(
        report.outcomes("max-auth-tries"),
        [(HOST, Pass), ("hosts/web-1 (Match User ann)", Inconclusive)]
    );
    assert_eq!(report.outcomes("strong-ciphers"), [(HOST, Pass)]);
}

#[test]
fn files_that_include_themselves_end() {
    let report = judge(&[
        (MAIN, &format!("{STRICT}Include loop/*\n")),
        ("hosts/web-1/etc/ssh/loop/a", "Include loop/*\n"),
        ("hosts/web-1/etc/ssh/loop/b", "Include loop/*\n"),
    ]);
    let problems = report.about("strict-modes", HOST);
    assert_eq!(problems[0].outcome, Pass);
    assert!(problems[1].actual.contains("only 16 deep"), "{problems:?}");
}

#[test]
fn a_missing_include_cannot_undo_what_a_switch_before_it_has_turned_off() {
    // AuthenticationMethods and the kinds of forwarding are set nowhere.
    let kinds = [
        "AllowTcpForwarding",
        "AllowStreamLocalForwarding",
        "AllowAgentForwarding",
        "X11Forwarding",
        "PermitTunnel",
        "GatewayPorts",
    ];
    let text = format!("{}{GLOB}", strict_without(&kinds));
    let newest = judge_with(r#"{"openssh-version": "10.4"}"#, &[(MAIN, &text)]);
    assert_eq!(outcome(&newest, "forwarding-restricted"), Pass);
    assert_eq!(outcome(&newest, "password-login-disabled"), Pass);
    let older = judge_with(r#"{"openssh-version": "9.2"}"#, &[(MAIN, &text)]);
    assert_eq!(outcome(&older, "forwarding-restricted"), Fail);
}
