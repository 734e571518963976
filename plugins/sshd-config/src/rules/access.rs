//! Who may sign in at all, and what users can change about it.

use tickmark_plugin::prelude::*;

use super::wants_word;
use crate::judge::{Question, Subjects};
use crate::keywords::Key;
use crate::verdict::Verdict;
use crate::view::View;

/// What these rules read.
pub(super) const READS: &[Key] = &[
    Key::AllowGroups,
    Key::AllowUsers,
    Key::DenyGroups,
    Key::DenyUsers,
    Key::PermitUserEnvironment,
    Key::StrictModes,
];

/// Who may sign in is limited by name
///
/// Without a list every account of the host can be tried, those of services and leavers too. At least
/// one of `AllowUsers`, `AllowGroups`, `DenyUsers` and `DenyGroups` must be set; an `Allow` list with
/// a pattern that everybody matches limits nothing and does not count. Source: CIS Debian Linux 12 Benchmark
/// 1.1.0, recommendation 5.1.4.
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC6.1" = "Only accounts that are meant to sign in remotely can be used for it."),
    remedy = "Set `AllowGroups` to a group that holds everybody who needs to sign in over SSH, and \
              nobody else.",
)]
pub(crate) fn access_restricted(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    const LISTS: [Key; 4] = [
        Key::AllowUsers,
        Key::AllowGroups,
        Key::DenyUsers,
        Key::DenyGroups,
    ];
    Question {
        reads: &LISTS,
        expected: "AllowUsers or AllowGroups that leaves somebody out, DenyUsers or DenyGroups"
            .to_owned(),
        judge: |view: &View<'_>| {
            let set: Vec<Key> = LISTS
                .into_iter()
                .filter(|&key| !view.words(key).is_empty())
                .collect();
            if set.is_empty() {
                return Verdict::when(false, "no list is set");
            }
            // Who signs in must be on every Allow list and on no Deny list.
            let limited = set.iter().any(|&key| {
                let denies = matches!(key, Key::DenyUsers | Key::DenyGroups);
                denies || !view.words(key).iter().any(|name| is_everybody(name))
            });
            let shown: Vec<String> = set.into_iter().map(|key| view.shows(key)).collect();
            Verdict::when(limited, shown.join(", "))
        },
    }
    .ask(subjects, findings);
}

/// Whether a pattern of users or groups leaves nobody out.
fn is_everybody(pattern: &str) -> bool {
    let (name, host) = pattern.rsplit_once('@').unwrap_or((pattern, "*"));
    let any = |text: &str| !text.is_empty() && text.chars().all(|letter| letter == '*');
    any(name) && any(host)
}

/// Users' key files are ignored where others could change them
///
/// Without `StrictModes` a key that somebody else wrote into a badly protected home directory opens
/// the account. Source: the `sshd_config` manual, which calls it normally desirable and has it on by
/// default.
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC6.1" = "Nobody can add a key to an account that is not theirs."),
    remedy = "Remove the line or set `StrictModes yes`, and mend the permissions of the home \
              directories that it complains about.",
)]
pub(crate) fn strict_modes(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    wants_word(subjects, findings, Key::StrictModes, "yes");
}

/// Users cannot set their session's environment from files
///
/// Through `~/.ssh/environment` and `environment=` in key files users can lead around forced commands
/// and other limits, for example with `LD_PRELOAD`. Source: CIS Debian Linux 12 Benchmark 1.1.0,
/// recommendation 5.1.21.
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC6.1" = "Limits on what an account may do cannot be stepped around by its user."),
    remedy = "Remove the line or set `PermitUserEnvironment no`.",
)]
pub(crate) fn user_environment_ignored(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    wants_word(subjects, findings, Key::PermitUserEnvironment, "no");
}
