//! Algorithm names: which a release knows, which it uses by default, and how `+`, `-`, `^` and
//! wildcards change the default list. Whether an algorithm is weak is not known here; see `weak`.

mod defaults;
mod names;

use crate::pattern::{self, Listed};
use crate::version::{Releases, Version};

use names::Name;

/// A kind of algorithm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Family {
    Ciphers,
    Macs,
    KeyExchange,
    /// Signatures of host keys, users' keys and client hosts' keys.
    Keys,
    /// Signatures that certificate authorities make.
    CaSignatures,
}

/// Short names that sshd before 9.9 accepts for plain keys, whatever their case. They name nothing in a
/// list.
const SHORT_KEY_NAMES: &[&str] = &["ed25519", "ed25519-sk", "ecdsa", "ecdsa-sk", "rsa", "dsa"];

impl Family {
    fn names(self) -> &'static [Name] {
        match self {
            Self::Ciphers => names::CIPHERS,
            Self::Macs => names::MACS,
            Self::KeyExchange => names::KEY_EXCHANGE,
            Self::Keys | Self::CaSignatures => names::KEYS,
        }
    }

    /// Whether lists may hold wildcards.
    fn wild(self) -> bool {
        matches!(self, Self::Keys | Self::CaSignatures)
    }

    /// The names that at least one of the releases knows, in its order.
    pub(crate) fn known(self, releases: Releases) -> impl Iterator<Item = &'static str> {
        let plain_only = self == Self::CaSignatures;
        self.names()
            .iter()
            .filter(move |name| name.in_some(releases))
            .map(|name| name.text)
            .filter(move |name| !(plain_only && names::is_certificate(name)))
    }

    /// The list that a release uses where nothing is configured.
    pub(crate) fn default(self, release: Version) -> &'static [&'static str] {
        let eras = match self {
            Self::Ciphers => defaults::CIPHERS,
            Self::Macs => defaults::MACS,
            Self::KeyExchange => defaults::KEY_EXCHANGE,
            Self::Keys => defaults::KEYS,
            Self::CaSignatures => defaults::CA_SIGNATURES,
        };
        let era = eras.iter().rev().find(|(since, _)| *since <= release);
        era.map_or(&[], |(_, names)| names)
    }

    /// Whether at least one of the releases accepts a list as it is written; if not, why.
    pub(crate) fn check(self, list: &str, releases: Releases) -> Result<(), String> {
        let names = match list.chars().next() {
            Some('-') if releases.reach(Version::new(7, 5)) => return Ok(()),
            Some('^') if releases.reach(Version::new(8, 1)) => &list[1..],
            Some('+') => &list[1..],
            _ => list,
        };
        if names.is_empty() {
            return Err("the list of algorithms is empty".to_owned());
        }
        // sshd stops at an empty name without a word.
        for name in names.split(',').take_while(|name| !name.is_empty()) {
            if !self.accepts(name, releases) {
                return Err(format!("sshd knows no algorithm `{name}` here"));
            }
        }
        let some = releases
            .each()
            .any(|release| !self.assemble(list, release).is_empty());
        some.then_some(())
            .ok_or_else(|| format!("`{list}` leaves no algorithm"))
    }

    fn accepts(self, name: &str, releases: Releases) -> bool {
        let short = self.wild()
            && releases.before(Version::new(9, 9))
            && SHORT_KEY_NAMES
                .iter()
                .any(|short| short.eq_ignore_ascii_case(name));
        // Authorities sign with plain keys; since 9.4 another name is refused instead of ignored.
        let plain = self == Self::CaSignatures && !releases.before(Version::new(9, 4));
        let mut known = self.names().iter().filter(|known| known.in_some(releases));
        short
            || known.any(|known| {
                let same = known.text == name && !(plain && names::is_certificate(name));
                same || (self.wild() && pattern::is_wild(name) && listed(known.text, name))
            })
    }

    /// The algorithms that a list outside of `Match` blocks stands for in one release. Where it leaves
    /// none, sshd takes the default for each connection.
    pub(crate) fn assemble_at_start(self, list: &str, release: Version) -> Vec<&'static str> {
        let names = self.assemble(list, release);
        if names.is_empty() {
            self.default(release).to_vec()
        } else {
            names
        }
    }

    /// The algorithms that a list stands for in one release, in sshd's order.
    pub(crate) fn assemble(self, list: &str, release: Version) -> Vec<&'static str> {
        let default = self.default(release);
        let all: Vec<&'static str> = self.known(Releases::from_config(Some(release))).collect();
        let expanded = |list: &str| {
            list.split(',')
                .flat_map(|name| {
                    all.iter()
                        .copied()
                        .filter(move |known| pattern::matches(known, name))
                })
                .collect::<Vec<_>>()
        };
        let first = list.chars().next();
        let chosen = match (first, list.get(1..)) {
            (None, _) => default.to_vec(),
            (Some('-'), Some(names)) => {
                return default
                    .iter()
                    .copied()
                    .filter(|name| pattern::list(name, names) != Listed::Yes)
                    .collect();
            }
            (Some('+'), Some(names)) => [default.to_vec(), expanded(names)].concat(),
            (Some('^'), Some(names)) => [expanded(names), default.to_vec()].concat(),
            _ => expanded(list),
        };
        let mut unique: Vec<&'static str> = Vec::with_capacity(chosen.len());
        for name in chosen {
            if !unique.contains(&name) {
                unique.push(name);
            }
        }
        unique
    }

    /// Whether a list means the same in every release.
    pub(crate) fn is_fixed(list: &str) -> bool {
        !list.starts_with(['+', '-', '^']) && !pattern::is_wild(list)
    }
}

/// Whether a pattern matches a name, be it to exclude it.
fn listed(name: &str, pattern: &str) -> bool {
    pattern::list(name, pattern) != Listed::No
}

#[cfg(test)]
mod tests {
    use super::*;

    const V9_2: Version = Version::new(9, 2);

    #[test]
    fn every_default_is_known_to_its_release() {
        for family in [
            Family::Ciphers,
            Family::Macs,
            Family::KeyExchange,
            Family::Keys,
            Family::CaSignatures,
        ] {
            for release in Releases::ALL.each() {
                let known: Vec<_> = family.known(Releases::from_config(Some(release))).collect();
                for name in family.default(release) {
                    assert!(known.contains(name), "{family:?} {release} {name}");
                }
            }
        }
    }

    #[test]
    fn modifiers_change_the_default_list() {
        let default = Family::Ciphers.default(V9_2);
        let plus = Family::Ciphers.assemble("+aes256-cbc", V9_2);
        assert_eq!(plus.len(), default.len() + 1);
        assert_eq!(plus.last(), Some(&"aes256-cbc"));
        let head = Family::Ciphers.assemble("^aes256-ctr", V9_2);
        assert_eq!(head.len(), default.len());
        assert_eq!(head[0], "aes256-ctr");
        assert_eq!(
            Family::Ciphers.assemble("-aes*", V9_2),
            ["chacha20-poly1305@openssh.com"]
        );
        assert!(Family::Ciphers.assemble("-*", V9_2).is_empty());
        assert_eq!(Family::Ciphers.assemble_at_start("-*", V9_2), default);
        assert_eq!(
            Family::Ciphers.assemble("aes256-ctr,aes128-ctr,aes256-ctr", V9_2),
            ["aes256-ctr", "aes128-ctr"]
        );
    }

    #[test]
    fn wildcards_in_key_lists_stand_for_every_known_name() {
        assert_eq!(
            Family::Keys.assemble("rsa-sha2-*", V9_2),
            [
                "rsa-sha2-256",
                "rsa-sha2-256-cert-v01@openssh.com",
                "rsa-sha2-512",
                "rsa-sha2-512-cert-v01@openssh.com"
            ]
        );
        assert!(Family::Keys.assemble("*", V9_2).contains(&"ssh-dss"));
        assert!(
            !Family::Keys
                .assemble("*", Version::NEWEST)
                .contains(&"ssh-dss")
        );
    }

    #[test]
    fn a_list_is_checked_against_what_the_releases_know() {
        let only = |major, minor| Releases::from_config(Some(Version::new(major, minor)));
        for (family, list, releases, ok) in [
            (Family::Ciphers, "arcfour", Releases::ALL, true),
            (Family::Ciphers, "arcfour", only(9, 2), false),
            (Family::Ciphers, "rot13", Releases::ALL, false),
            (Family::Ciphers, "-rot13", Releases::ALL, true),
            (Family::Ciphers, "+rot13", Releases::ALL, false),
            (Family::Ciphers, "aes*", Releases::ALL, false),
            (Family::Ciphers, "^aes256-ctr", only(8, 0), false),
            (Family::Ciphers, "^aes256-ctr", only(8, 1), true),
            (Family::Keys, "ssh-*", only(9, 2), true),
            (Family::Keys, "nothing*", only(9, 2), false),
            (Family::Keys, "RSA", only(9, 2), false),
            (Family::Keys, "RSA,ssh-ed25519", only(9, 2), true),
            (Family::Keys, "", only(9, 2), false),
            (
                Family::KeyExchange,
                "mlkem768x25519-sha256",
                only(9, 2),
                false,
            ),
            (
                Family::KeyExchange,
                "mlkem768x25519-sha256",
                only(9, 9),
                true,
            ),
        ] {
            assert_eq!(family.check(list, releases).is_ok(), ok, "{list}");
        }
    }
}
