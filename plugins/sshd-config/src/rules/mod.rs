//! The rules, one function each.

mod access;
mod cryptography;
mod forwarding;
mod sessions;
mod sign_in;

use std::collections::BTreeSet;

use tickmark_plugin::prelude::*;

use crate::judge::{Question, Subjects};
use crate::keywords::Key;
use crate::verdict::Verdict;
use crate::view::View;

pub(crate) type Judge = fn(&Subjects<'_>, &mut Findings<'_>);

/// Every rule of the plugin.
pub(crate) const RULES: &[Rule<Judge>] = &[
    sign_in::password_login_disabled,
    sign_in::empty_passwords_refused,
    sign_in::root_login_restricted,
    sign_in::host_trust_refused,
    sign_in::max_auth_tries,
    sign_in::login_grace_time,
    cryptography::strong_ciphers,
    cryptography::strong_macs,
    cryptography::strong_key_exchange,
    cryptography::strong_host_keys,
    cryptography::strong_user_keys,
    cryptography::long_rsa_keys,
    forwarding::forwarding_restricted,
    sessions::idle_sessions_end,
    sessions::logging_level,
    access::access_restricted,
    access::strict_modes,
    access::user_environment_ignored,
];

/// Every keyword that some rule reads.
pub(crate) fn reads() -> BTreeSet<Key> {
    [
        sign_in::READS,
        cryptography::READS,
        forwarding::READS,
        sessions::READS,
        access::READS,
    ]
    .concat()
    .into_iter()
    .collect()
}

/// Judges every server by whether a keyword has one value.
fn wants_word(subjects: &Subjects<'_>, findings: &mut Findings<'_>, key: Key, word: &str) {
    Question {
        reads: &[key],
        expected: format!("{} {word}", key.keyword().name),
        judge: |view: &View<'_>| Verdict::when(view.is(key, word), view.shows(key)),
    }
    .ask(subjects, findings);
}
