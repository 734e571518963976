//! How long sessions last, and what is recorded of them.

use tickmark_plugin::prelude::*;

use crate::config::LogLevel;
use crate::judge::{Question, Subjects};
use crate::keywords::Key;
use crate::verdict::Verdict;
use crate::version::Version;
use crate::view::View;

/// What these rules read.
pub(super) const READS: &[Key] = &[
    Key::ClientAliveCountMax,
    Key::ClientAliveInterval,
    Key::LogLevel,
];

/// Sessions of clients that no longer answer end
///
/// A session that stays open after its user is gone can be taken over with the device it was left on.
/// sshd asks every `ClientAliveInterval` seconds and hangs up after `ClientAliveCountMax` questions
/// without an answer; since OpenSSH 8.2 a count of 0 means never. A client that answers keeps its
/// session, however idle the user is: that needs the shell or `ChannelTimeout`. Source: CIS
/// Distribution Independent Linux Benchmark 2.0.0, recommendation 5.2.16; the time is configured
/// (`unresponsive-seconds`).
#[control(
    severity = Low,
    method = Configuration,
    supports("CC6.1" = "Sessions that nobody uses do not stay open for somebody else."),
    remedy = "Set `ClientAliveInterval 300` and `ClientAliveCountMax 3`, or less.",
)]
pub(crate) fn idle_sessions_end(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    /// From here on a count of 0 means that sshd never hangs up.
    const ZERO_IS_NEVER: Version = Version::new(8, 2);
    const READ: [Key; 2] = [Key::ClientAliveInterval, Key::ClientAliveCountMax];
    let limit = u64::from(subjects.config.unresponsive_seconds);
    Question {
        reads: &READ,
        expected: format!("ClientAliveInterval × ClientAliveCountMax from 1 to {limit} seconds"),
        judge: |view: &View<'_>| {
            let interval = view.number(Key::ClientAliveInterval);
            let count = view.number(Key::ClientAliveCountMax);
            let shown = READ.map(|key| view.shows(key)).join(" × ");
            let seconds = match (interval, count) {
                (0, _) => None,
                (_, 0) if view.release() >= ZERO_IS_NEVER => None,
                (_, 0) => Some(interval),
                _ => Some(interval.saturating_mul(count)),
            };
            match seconds {
                Some(seconds) => {
                    Verdict::when(seconds <= limit, format!("{shown} = {seconds} seconds"))
                }
                None => Verdict::when(false, format!("{shown}: sshd never hangs up")),
            }
        },
    }
    .ask(subjects, findings);
}

/// Sign-ins and failed attempts are logged
///
/// Below INFO sshd does not record who signed in and who failed; at DEBUG it records what violates
/// users' privacy (`sshd_config` manual). Source: CIS Debian Linux 12 Benchmark 1.1.0, recommendation
/// 5.1.14; the least level is configured (`log-level`). VERBOSE also tells which key was used.
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC7.2" = "Unusual sign-ins can only be noticed where sign-ins are recorded."),
    remedy = "Set `LogLevel VERBOSE`, or remove the line: the default is INFO.",
)]
pub(crate) fn logging_level(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    let (accepted, expected): (&[&str], _) = match subjects.config.log_level {
        LogLevel::Info => (&["INFO", "VERBOSE"], "LogLevel INFO or VERBOSE"),
        LogLevel::Verbose => (&["VERBOSE"], "LogLevel VERBOSE"),
    };
    Question {
        reads: &[Key::LogLevel],
        expected: expected.to_owned(),
        judge: |view: &View<'_>| {
            let level = view.word(Key::LogLevel);
            Verdict::when(
                accepted.contains(&level.as_str()),
                view.shows(Key::LogLevel),
            )
        },
    }
    .ask(subjects, findings);
}
