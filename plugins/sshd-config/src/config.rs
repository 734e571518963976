//! What can be configured, with defaults and the source of each.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tickmark_plugin::reexport::schemars;

use crate::version::Version;

/// The release, what the evidence leaves open, and thresholds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Config {
    /// The OpenSSH release that the servers run, as in `9.2` (`sshd -V` prints it; `ssh -V` on the
    /// server does too). It decides what holds where a file says nothing. Without it a default is
    /// judged only where all releases from 7.4 to 10.5 agree. Servers with different releases need
    /// checks of their own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub openssh_version: Option<Version>,
    /// Whether an `Include` of which no file was granted includes nothing on the server. By default
    /// such files are taken to exist: cloud images ship one that allows passwords and is read first.
    pub includes_complete: bool,
    /// Whether servers of which only the output of `sshd -T` was granted have no `Match` blocks.
    /// That output never shows any.
    pub no_match_blocks: bool,
    /// Whether the granted output of `sshd -T` was taken with the command line of the running
    /// service. Only asked of Red Hat Enterprise Linux 8, which sets cryptography there:
    /// `sshd -T $CRYPTO_POLICY`.
    pub crypto_policy_shown: bool,
    /// What PAM asks for in keyboard-interactive authentication. Files of sshd do not show it.
    pub keyboard_interactive: KeyboardInteractive,
    /// How root may sign in at most. The default is that of CIS Debian Linux 12 Benchmark 1.1.0,
    /// recommendation 5.1.20, and of Mozilla's OpenSSH guideline.
    pub root_login: RootLogin,
    /// How many attempts to authenticate a connection may make at most. The default of 4 is that of
    /// CIS Debian Linux 12 Benchmark 1.1.0, recommendation 5.1.16.
    #[schemars(range(min = 1, max = 100))]
    pub max_auth_tries: u32,
    /// Within how many seconds a client must have authenticated. The default of 60 is that of CIS
    /// Debian Linux 12 Benchmark 1.1.0, recommendation 5.1.13.
    #[schemars(range(min = 1, max = 3600))]
    pub login_grace_seconds: u32,
    /// After how many seconds at most the session of a client that no longer answers ends. The
    /// default of 900 is the greatest that CIS Distribution Independent Linux Benchmark 2.0.0,
    /// recommendation 5.2.16, allows (300 seconds, 3 times).
    #[schemars(range(min = 1, max = 86_400))]
    pub unresponsive_seconds: u32,
    /// The least that sshd must log. The default is that of CIS Debian Linux 12 Benchmark 1.1.0,
    /// recommendation 5.1.14, which accepts both.
    pub log_level: LogLevel,
    /// What the servers may forward. The default of nothing is that of CIS Debian Linux 12 Benchmark
    /// 1.1.0, recommendation 5.1.8; a bastion needs `tcp`.
    pub allowed_forwarding: BTreeSet<Forwarding>,
    /// The least length of RSA keys, in bits. The default of 2048 is that of NIST SP 800-131A
    /// Revision 2, section 3.
    #[schemars(range(min = 1024, max = 16_384))]
    pub minimum_rsa_bits: u32,
    /// Algorithms to refuse beside those that are weak anyway, by their names, as in
    /// `chacha20-poly1305@openssh.com` where clients lack the strict key exchange of OpenSSH 9.6.
    pub weak_algorithms: BTreeSet<String>,
    /// Algorithms to accept although they are weak, or that this plugin does not know, by their names.
    pub accepted_algorithms: BTreeSet<String>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            openssh_version: None,
            includes_complete: false,
            no_match_blocks: false,
            crypto_policy_shown: false,
            keyboard_interactive: KeyboardInteractive::Password,
            root_login: RootLogin::No,
            max_auth_tries: 4,
            login_grace_seconds: 60,
            unresponsive_seconds: 900,
            log_level: LogLevel::Info,
            allowed_forwarding: BTreeSet::new(),
            minimum_rsa_bits: 2048,
            weak_algorithms: BTreeSet::new(),
            accepted_algorithms: BTreeSet::new(),
        }
    }
}

/// What PAM asks for in keyboard-interactive authentication.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum KeyboardInteractive {
    /// The account's password, as distributions set it up.
    Password,
    /// A second factor, alone or with the password.
    SecondFactor,
}

/// How root may sign in, from the strictest.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum RootLogin {
    /// Not at all.
    No,
    /// With a key that is bound to one command.
    ForcedCommandsOnly,
    /// With a key.
    ProhibitPassword,
    /// In every way.
    Yes,
}

/// How much sshd logs.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum LogLevel {
    /// Sign-ins and failures.
    Info,
    /// Also which key was used.
    Verbose,
}

/// What a connection can forward.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Forwarding {
    /// TCP ports, in either direction.
    Tcp,
    /// Unix domain sockets.
    StreamLocal,
    /// The client's authentication agent.
    Agent,
    /// The client's X11 display.
    X11,
    /// Network interfaces.
    Tunnel,
    /// Ports that other hosts may connect to.
    GatewayPorts,
}
