//! How people prove who they are, and how often they may try.

use tickmark_plugin::prelude::*;

use super::wants_word;
use crate::config::{KeyboardInteractive, RootLogin};
use crate::judge::{Question, Subjects};
use crate::keywords::Key;
use crate::verdict::Verdict;
use crate::view::View;

/// What these rules read.
pub(super) const READS: &[Key] = &[
    Key::AuthenticationMethods,
    Key::HostbasedAuthentication,
    Key::IgnoreRhosts,
    Key::KbdInteractiveAuthentication,
    Key::LoginGraceTime,
    Key::MaxAuthTries,
    Key::PasswordAuthentication,
    Key::PermitEmptyPasswords,
    Key::PermitRootLogin,
    Key::UsePAM,
];

/// A password alone does not open a session
///
/// Passwords are guessed, reused and phished; a key cannot be. `PasswordAuthentication` must be off,
/// and so must `KbdInteractiveAuthentication`, through which PAM asks for the same password, unless
/// `UsePAM` is off. `AuthenticationMethods` that ask for a key beside the password meet the control
/// too. Source: Mozilla's OpenSSH guideline. What PAM asks for in
/// keyboard-interactive authentication is configured (`keyboard-interactive`).
#[control(
    severity = High,
    method = Configuration,
    implements("CC6.1" = "People who sign in to servers must hold a key, not only know a password."),
    supports("CC6.6" = "Guessed and stolen passwords are of no use from outside the boundary."),
    remedy = "Give everybody a key, then set `PasswordAuthentication no` and \
              `KbdInteractiveAuthentication no` (before OpenSSH 8.7 `ChallengeResponseAuthentication \
              no`) before any Include and Match line. Where PAM asks for a second factor, set \
              `AuthenticationMethods publickey,keyboard-interactive`.",
)]
pub(crate) fn password_login_disabled(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    let interactive_is_password =
        subjects.config.keyboard_interactive == KeyboardInteractive::Password;
    Question {
        reads: &[
            Key::AuthenticationMethods,
            Key::KbdInteractiveAuthentication,
            Key::PasswordAuthentication,
            Key::UsePAM,
        ],
        expected: "every sign-in needs more than a password".to_owned(),
        judge: |view: &View<'_>| password_login(view, interactive_is_password),
    }
    .ask(subjects, findings);
}

/// Which methods a password alone satisfies.
struct PasswordOnly {
    password: bool,
    interactive: bool,
}

impl PasswordOnly {
    /// Whether a list of methods, all of which must succeed, can be satisfied by passwords.
    fn satisfies(&self, methods: &str) -> bool {
        methods
            .split(',')
            .all(|method| match method.split(':').next() {
                // `none` lets in who has an empty password, where passwords are asked for.
                Some("password" | "none") => self.password,
                Some("keyboard-interactive") => self.interactive,
                _ => false,
            })
    }

    fn satisfies_some(&self, lists: &[String]) -> bool {
        let any = lists.iter().any(|list| list == "any");
        if any {
            return self.password || self.interactive;
        }
        lists.iter().any(|list| self.satisfies(list))
    }
}

fn password_login(view: &View<'_>, interactive_is_password: bool) -> Verdict {
    let password = view.is(Key::PasswordAuthentication, "yes");
    let interactive = interactive_is_password && view.is(Key::KbdInteractiveAuthentication, "yes");
    let mut shown = vec![
        view.shows(Key::PasswordAuthentication),
        view.shows(Key::KbdInteractiveAuthentication),
    ];
    if !password && !interactive {
        return Verdict::when(true, shown.join(", "));
    }
    let lists = view.words(Key::AuthenticationMethods);
    if !lists.iter().any(|list| list == "any") {
        shown.push(view.shows(Key::AuthenticationMethods));
    }
    let satisfied = |interactive| {
        PasswordOnly {
            password,
            interactive,
        }
        .satisfies_some(&lists)
    };
    if satisfied(false) {
        return Verdict::when(false, shown.join(", "));
    }
    if !satisfied(interactive) {
        return Verdict::when(true, shown.join(", "));
    }
    // Only keyboard-interactive is left, and without PAM it has nobody to ask.
    let pam = view.is(Key::UsePAM, "yes");
    if pam || !view.is_default(Key::UsePAM) || view.is_dumped() {
        shown.push(view.shows(Key::UsePAM));
        return Verdict::when(!pam, shown.join(", "));
    }
    Verdict::unclear(format!(
        "{}, and UsePAM is not set: OpenSSH's own default is no, that of FreeBSD's build is yes; set \
         KbdInteractiveAuthentication no or UsePAM",
        shown.join(", ")
    ))
}

/// Accounts without a password cannot be used to sign in
///
/// An account whose password is empty would be open to everybody who knows its name. Source: CIS
/// Debian Linux 12 Benchmark 1.1.0, recommendation 5.1.19.
#[control(
    severity = Critical,
    method = Configuration,
    supports("CC6.1" = "No account opens without any proof of who is asking."),
    remedy = "Remove the line or set `PermitEmptyPasswords no`, and look for accounts with an empty \
              password.",
)]
pub(crate) fn empty_passwords_refused(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    wants_word(subjects, findings, Key::PermitEmptyPasswords, "no");
}

/// Root does not sign in directly
///
/// Work under root cannot be traced to a person, and root's name is the one that every attacker
/// tries. Source: CIS Debian Linux 12 Benchmark 1.1.0, recommendation 5.1.20; how far root may sign
/// in is configured (`root-login`).
#[control(
    severity = High,
    method = Configuration,
    implements("CC6.1" = "Privileged access goes through personal accounts, so that each use is somebody's."),
    supports("CC6.6" = "The account that every attacker tries first cannot be reached from outside."),
    remedy = "Give administrators accounts of their own with sudo, then set `PermitRootLogin no` \
              before any Include and Match line.",
)]
pub(crate) fn root_login_restricted(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    let allowed = subjects.config.root_login;
    let expected = match allowed {
        RootLogin::No => "PermitRootLogin no",
        RootLogin::ForcedCommandsOnly => "PermitRootLogin no or forced-commands-only",
        RootLogin::ProhibitPassword => {
            "PermitRootLogin no, forced-commands-only or prohibit-password"
        }
        RootLogin::Yes => "any PermitRootLogin",
    };
    Question {
        reads: &[Key::PermitRootLogin],
        expected: expected.to_owned(),
        judge: |view: &View<'_>| {
            let found = match view.word(Key::PermitRootLogin).as_str() {
                "no" => RootLogin::No,
                "forced-commands-only" => RootLogin::ForcedCommandsOnly,
                "prohibit-password" => RootLogin::ProhibitPassword,
                _ => RootLogin::Yes,
            };
            Verdict::when(found <= allowed, view.shows(Key::PermitRootLogin))
        },
    }
    .ask(subjects, findings);
}

/// No host is trusted to say who its users are
///
/// With host-based authentication a break-in on one host opens the others, and users' own `.rhosts`
/// and `.shosts` files could widen the trust. Source: CIS Debian Linux 12 Benchmark 1.1.0,
/// recommendations 5.1.10 and 5.1.11.
#[control(
    severity = High,
    method = Configuration,
    supports(
        "CC6.1" = "Users prove who they are themselves instead of being vouched for by a host.",
        "CC6.6" = "A break-in on one host does not spread to others by trust between hosts.",
    ),
    remedy = "Set `HostbasedAuthentication no` and `IgnoreRhosts yes`, and remove .rhosts, .shosts and \
              shosts.equiv files.",
)]
pub(crate) fn host_trust_refused(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    const READ: [Key; 2] = [Key::HostbasedAuthentication, Key::IgnoreRhosts];
    Question {
        reads: &READ,
        expected: "HostbasedAuthentication no, IgnoreRhosts yes".to_owned(),
        judge: |view: &View<'_>| {
            let ok =
                view.is(Key::HostbasedAuthentication, "no") & view.is(Key::IgnoreRhosts, "yes");
            Verdict::when(ok, READ.map(|key| view.shows(key)).join(", "))
        },
    }
    .ask(subjects, findings);
}

/// A connection has few attempts to authenticate
///
/// Each further attempt is one more guess, and failures are logged only from half of them on. Source:
/// CIS Debian Linux 12 Benchmark 1.1.0, recommendation 5.1.16; the number is configured
/// (`max-auth-tries`).
#[control(
    severity = Medium,
    method = Configuration,
    supports(
        "CC6.1" = "Guessing credentials is slowed down.",
        "CC6.6" = "Attempts from outside end after a few failures.",
    ),
    remedy = "Set `MaxAuthTries 4`. Users whose agents offer many keys need `IdentitiesOnly yes` and \
              `IdentityFile` on their side.",
)]
pub(crate) fn max_auth_tries(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    let limit = subjects.config.max_auth_tries;
    Question {
        reads: &[Key::MaxAuthTries],
        expected: format!("MaxAuthTries {limit} or less"),
        judge: |view: &View<'_>| {
            let tries = view.number(Key::MaxAuthTries);
            Verdict::when(tries <= u64::from(limit), view.shows(Key::MaxAuthTries))
        },
    }
    .ask(subjects, findings);
}

/// Connections that do not authenticate are closed soon
///
/// Open connections without a user cost the server memory and give a guessing program time. 0 means
/// no limit. Source: CIS Debian Linux 12 Benchmark 1.1.0, recommendation 5.1.13; the time is
/// configured (`login-grace-seconds`).
#[control(
    severity = Low,
    method = Configuration,
    supports("CC6.6" = "Connections from outside that prove nothing do not stay open."),
    remedy = "Set `LoginGraceTime 60`.",
)]
pub(crate) fn login_grace_time(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    let limit = subjects.config.login_grace_seconds;
    Question {
        reads: &[Key::LoginGraceTime],
        expected: format!("LoginGraceTime from 1 to {limit} seconds"),
        judge: |view: &View<'_>| {
            let seconds = view.number(Key::LoginGraceTime);
            let ok = (1..=u64::from(limit)).contains(&seconds);
            Verdict::when(ok, view.shows(Key::LoginGraceTime))
        },
    }
    .ask(subjects, findings);
}
