//! The output of `sshd -T` as evidence.

use tickmark_plugin::testing::damaged;

use super::*;
use Outcome::{Fail, Inconclusive, Pass};

const PATH: &str = "hosts/web-1/sshd-T.txt";
const COMPLETE: &str = r#"{"no-match-blocks": true}"#;

/// What `sshd -T` prints on a server that meets every control.
const DUMP: &str = "\
port 22
addressfamily any
listenaddress 0.0.0.0:22
usepam yes
logingracetime 60
maxauthtries 4
clientaliveinterval 300
clientalivecountmax 3
requiredrsasize 2048
permitrootlogin no
ignorerhosts yes
hostbasedauthentication no
passwordauthentication no
kbdinteractiveauthentication no
x11forwarding no
strictmodes yes
permitemptypasswords no
gatewayports no
allowtcpforwarding no
allowagentforwarding no
disableforwarding yes
allowstreamlocalforwarding no
ciphers aes256-gcm@openssh.com,aes256-ctr
macs hmac-sha2-512-etm@openssh.com
trustedusercakeys none
kexalgorithms curve25519-sha256
casignaturealgorithms ssh-ed25519
hostkeyalgorithms ssh-ed25519
pubkeyacceptedalgorithms ssh-ed25519
loglevel VERBOSE
vendorword something
allowgroups ssh-users
authenticationmethods any
maxstartups 10:30:100
permittunnel no
rekeylimit 0 0
permituserenvironment no
";

#[test]
fn output_alone_is_a_server_that_needs_no_version() {
    let report = judge_with(COMPLETE, &[(PATH, DUMP)]);
    for control in CONTROLS {
        assert_eq!(report.outcomes(control), [(PATH, Pass)], "{control}");
    }
    let tries = about(&report, "max-auth-tries", PATH);
    assert_eq!(tries.actual, "MaxAuthTries 4");
    assert_eq!(tries.locations[0].line, Some(6));
}

#[test]
fn output_alone_does_not_show_blocks() {
    let report = judge(&[(PATH, DUMP)]);
    let unseen = format!("{PATH} (Match blocks not granted)");
    for (control, blocks_matter) in [("max-auth-tries", true), ("strong-ciphers", false)] {
        assert_eq!(about(&report, control, PATH).outcome, Pass);
        let findings = report.about(control, &unseen);
        assert_eq!(findings.len(), usize::from(blocks_matter), "{control}");
        for finding in findings {
            assert_eq!(finding.outcome, Inconclusive);
            assert!(finding.actual.contains("no-match-blocks"));
        }
    }
}

#[test]
fn output_beside_its_files_decides_and_the_files_show_the_blocks() {
    let text = format!("Include missing.d/*\n{STRICT}Match User ann\nMaxAuthTries 9\n");
    let report = judge(&[(MAIN, &text), (PATH, DUMP)]);
    assert_eq!(
        finding(&report, "strong-ciphers").locations[0].path,
        PATH,
        "what is hidden from the files shows in the output"
    );
    assert_eq!(outcome(&report, "strong-ciphers"), Pass);
    let block = about(&report, "max-auth-tries", "hosts/web-1 (Match User ann)");
    assert_eq!(block.outcome, Fail);
    let unseen = "hosts/web-1 (Match blocks not granted)";
    assert_eq!(
        about(&report, "max-auth-tries", unseen).outcome,
        Inconclusive
    );
}

#[test]
fn output_that_contradicts_the_files_is_inconclusive() {
    let report = judge(&[(MAIN, &strict_but("MaxAuthTries 3")), (PATH, DUMP)]);
    let finding = finding(&report, "max-auth-tries");
    assert_eq!(finding.outcome, Inconclusive);
    assert!(finding.actual.contains("which is `3`"), "{finding:?}");
    assert_eq!(outcome(&report, "login-grace-time"), Pass);
}

#[test]
fn each_printed_value_decides() {
    for (line, weak, control) in [
        (
            "permitrootlogin no",
            "permitrootlogin without-password",
            "root-login-restricted",
        ),
        (
            "passwordauthentication no",
            "passwordauthentication yes",
            "password-login-disabled",
        ),
        ("strictmodes yes", "strictmodes no", "strict-modes"),
        ("allowgroups ssh-users\n", "", "access-restricted"),
        (
            "macs hmac-sha2-512-etm@openssh.com",
            "macs hmac-md5",
            "strong-macs",
        ),
        (
            "requiredrsasize 2048",
            "requiredrsasize 1024",
            "long-rsa-keys",
        ),
    ] {
        let text = DUMP.replace(line, weak);
        let text = if control == "long-rsa-keys" {
            text.replace(
                "pubkeyacceptedalgorithms ssh-ed25519",
                "pubkeyacceptedalgorithms rsa-sha2-512",
            )
        } else {
            text
        };
        assert_ne!(text, DUMP);
        let report = judge_with(COMPLETE, &[(PATH, &text)]);
        assert_eq!(about(&report, control, PATH).outcome, Fail, "{weak}");
    }
}

#[test]
fn printed_key_exchange_with_gss_api_counts_where_it_is_on() {
    // As Debian's 9.2 prints it.
    let printed = |on: &str| {
        let line = "x11forwarding no\n";
        let lines = format!(
            "{line}gssapikeyexchange {on}\ngssapikexalgorithms \
             gss-group14-sha256-,gss-group16-sha512-,gss-nistp256-sha256-,gss-curve25519-sha256-,\
             gss-group14-sha1-,gss-gex-sha1-\n"
        );
        let report = judge_with(COMPLETE, &[(PATH, &DUMP.replace(line, &lines))]);
        about(&report, "strong-key-exchange", PATH).outcome
    };
    assert_eq!(printed("no"), Pass);
    assert_eq!(printed("yes"), Fail);
}

#[test]
fn an_algorithm_that_openssh_does_not_have_is_inconclusive_until_it_is_judged() {
    let text = DUMP.replace(
        "ciphers aes256-gcm@openssh.com",
        "ciphers sm4-gcm@vendor.example",
    );
    let report = judge_with(COMPLETE, &[(PATH, &text)]);
    assert_eq!(about(&report, "strong-ciphers", PATH).outcome, Inconclusive);
    for (key, expected) in [("accepted-algorithms", Pass), ("weak-algorithms", Fail)] {
        let config = format!(r#"{{"no-match-blocks": true, "{key}": ["sm4-gcm@vendor.example"]}}"#);
        let report = judge_with(&config, &[(PATH, &text)]);
        assert_eq!(about(&report, "strong-ciphers", PATH).outcome, expected);
    }
}

#[test]
fn output_that_is_not_whole_is_inconclusive_under_every_control() {
    for (text, message) in [
        (DUMP.replace("maxauthtries 4\n", ""), "lacks MaxAuthTries"),
        (DUMP.replace("rekeylimit 0 0\n", ""), "lacks RekeyLimit"),
        (DUMP.trim_end().to_owned(), "its last line has no end"),
        (format!("{DUMP}\n"), "no empty lines"),
        (DUMP.repeat(2), "addressfamily stands here a second time"),
        (
            DUMP.replace("usepam yes", "usepam maybe"),
            "`maybe` is none of",
        ),
        (format!("{DUMP}Match all\n"), "has no Match"),
    ] {
        let report = judge_with(COMPLETE, &[(PATH, &text)]);
        for control in CONTROLS {
            let finding = about(&report, control, PATH);
            assert_eq!(finding.outcome, Inconclusive, "{control}");
            assert!(finding.actual.contains(message), "{}", finding.actual);
        }
    }
}

#[test]
fn damaged_output_never_passes_whole() {
    for (name, bytes) in damaged(DUMP.as_bytes()) {
        let evidence = MemoryEvidence::new().file("server-config", PATH, bytes);
        let report = run::<SshdConfig>(COMPLETE, "2026-11-22", &evidence).unwrap();
        for control in CONTROLS {
            assert_eq!(report.outcomes(control), [(PATH, Inconclusive)], "{name}");
        }
    }
}

#[test]
fn two_outputs_beside_one_server_stand_for_servers_of_their_own() {
    let report = judge_with(
        COMPLETE,
        &[
            (MAIN, STRICT),
            (PATH, DUMP),
            ("hosts/web-1/old.sshd-T.txt", DUMP),
        ],
    );
    assert_eq!(report.outcomes("strict-modes").len(), 3);
}

#[test]
fn command_line_options_show_only_in_output_that_was_taken_with_them() {
    let text = format!("# MACs: overridden by command-line options.\n{STRICT}");
    // The output prints what the files say, else it would contradict them.
    let dump = DUMP.replace(
        "macs hmac-sha2-512-etm@openssh.com",
        "macs hmac-sha2-512-etm@openssh.com,hmac-sha2-256-etm@openssh.com",
    );
    for (config, expected) in [
        ("{}", Inconclusive),
        (r#"{"crypto-policy-shown": true}"#, Pass),
    ] {
        let report = judge_with(config, &[(MAIN, &text), (PATH, &dump)]);
        assert_eq!(outcome(&report, "strong-macs"), expected, "{config}");
    }
}
