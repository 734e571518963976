//! The plugin on configurations written here as sshd reads them, and on output in the form of
//! `sshd -T`.

mod blocks;
mod dumps;
mod includes;
mod releases;
mod robustness;
mod rules;
mod servers;

use tickmark_plugin::testing::{MemoryEvidence, run};
use tickmark_plugin::{Finding, Outcome, Report};

use crate::SshdConfig;

const HOST: &str = "hosts/web-1";
const MAIN: &str = "hosts/web-1/etc/ssh/sshd_config";

/// Every control, by its id.
const CONTROLS: [&str; 18] = [
    "password-login-disabled",
    "empty-passwords-refused",
    "root-login-restricted",
    "host-trust-refused",
    "max-auth-tries",
    "login-grace-time",
    "strong-ciphers",
    "strong-macs",
    "strong-key-exchange",
    "strong-host-keys",
    "strong-user-keys",
    "long-rsa-keys",
    "forwarding-restricted",
    "idle-sessions-end",
    "logging-level",
    "access-restricted",
    "strict-modes",
    "user-environment-ignored",
];

/// A configuration that meets every control on every release that knows its keywords.
const STRICT: &str = "\
PermitRootLogin no
PasswordAuthentication no
KbdInteractiveAuthentication no
ChallengeResponseAuthentication no
UsePAM yes
PermitEmptyPasswords no
HostbasedAuthentication no
IgnoreRhosts yes
MaxAuthTries 4
LoginGraceTime 60
Ciphers aes256-gcm@openssh.com,aes256-ctr
MACs hmac-sha2-512-etm@openssh.com,hmac-sha2-256-etm@openssh.com
KexAlgorithms curve25519-sha256,diffie-hellman-group16-sha512
HostKeyAlgorithms ssh-ed25519,rsa-sha2-512
PubkeyAcceptedAlgorithms ssh-ed25519,rsa-sha2-512
CASignatureAlgorithms ssh-ed25519
TrustedUserCAKeys none
RequiredRSASize 2048
DisableForwarding yes
AllowTcpForwarding no
AllowStreamLocalForwarding no
AllowAgentForwarding no
X11Forwarding no
PermitTunnel no
GatewayPorts no
ClientAliveInterval 300
ClientAliveCountMax 3
LogLevel VERBOSE
AllowGroups ssh-users
StrictModes yes
PermitUserEnvironment no
";

fn keyword(line: &str) -> &str {
    line.split(' ').next().unwrap_or_default()
}

/// The strict configuration without the lines of some keywords.
fn strict_without(keywords: &[&str]) -> String {
    STRICT
        .split_inclusive('\n')
        .filter(|line| !keywords.contains(&keyword(line)))
        .collect()
}

/// The strict configuration with other lines for the keywords that `lines` sets.
fn strict_but(lines: &str) -> String {
    let set: Vec<&str> = lines.lines().map(keyword).collect();
    format!("{}{lines}\n", strict_without(&set))
}

fn judge_with(config: &str, files: &[(&str, &str)]) -> Report {
    let evidence = files
        .iter()
        .fold(MemoryEvidence::new(), |evidence, (path, content)| {
            evidence.collected("server-config", path, "2026-11-20T10:00:00Z", *content)
        });
    run::<SshdConfig>(config, "2026-11-22", &evidence).unwrap()
}

fn judge(files: &[(&str, &str)]) -> Report {
    judge_with("{}", files)
}

/// Judges one server by its main file alone.
fn judge_main(content: &str) -> Report {
    judge(&[(MAIN, content)])
}

/// The only finding of a control about a subject.
#[track_caller]
fn about<'a>(report: &'a Report, control: &str, subject: &str) -> &'a Finding {
    let findings = report.about(control, subject);
    assert_eq!(
        findings.len(),
        1,
        "{control} about {subject} in {:#?}",
        report.outcomes(control)
    );
    findings[0]
}

/// The only finding of a control about the usual server as a whole.
#[track_caller]
fn finding<'a>(report: &'a Report, control: &str) -> &'a Finding {
    about(report, control, HOST)
}

#[track_caller]
fn outcome(report: &Report, control: &str) -> Outcome {
    finding(report, control).outcome
}

/// Holds one outcome, and no other finding, for all controls about the usual server.
#[track_caller]
fn hold_all(report: &Report, outcome: Outcome) {
    for control in CONTROLS {
        assert_eq!(
            report.outcomes(control),
            [(HOST, outcome)],
            "{control}: {:#?}",
            report.about(control, HOST)
        );
    }
}

#[test]
fn the_manual_says_what_the_plugin_describes() {
    tickmark_plugin::testing::hold_manual::<SshdConfig>(env!("CARGO_MANIFEST_DIR"));
}
