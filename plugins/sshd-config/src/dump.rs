//! What `sshd -T` prints: the effective configuration, every keyword with its value.
//!
//! A file is taken for such output only where it holds every keyword that all releases print, so
//! that nothing in it rests on a default. It says nothing of `Match` blocks: sshd prints what holds
//! for a connection that meets none.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use tickmark_plugin::{Location, Problem};

use crate::brief;
use crate::keywords::{self, Key, Repeated, Spelling, Word};
use crate::values::{Arguments, Value};
use crate::version::Releases;
use crate::words::{self, Line};

/// The output of one `sshd -T`.
#[derive(Debug, Default)]
pub(crate) struct Dump {
    values: BTreeMap<Key, (Value, Location)>,
}

/// What a file turned out to be.
#[derive(Debug)]
pub(crate) enum Recognised {
    Dump(Dump),
    /// It starts like such output, but is not whole.
    Broken(Problem),
    /// Something else.
    Other,
}

/// Printed near the end by every release, after the lists that are printed only where they are set.
const LATE: [Key; 3] = [Key::MaxStartups, Key::PermitTunnel, Key::RekeyLimit];

/// Printed only where they are set, by some releases or by some builds.
const OCCASIONAL: [Key; 9] = [
    Key::AllowGroups,
    Key::AllowUsers,
    Key::DenyGroups,
    Key::DenyUsers,
    Key::CASignatureAlgorithms,
    Key::GSSAPIKexAlgorithms,
    Key::GSSAPIKeyExchange,
    Key::RequiredRSASize,
    Key::UsePAM,
];

impl Dump {
    /// Looks whether a file is such output. `wanted` are the keywords that matter.
    pub(crate) fn recognise(path: &Rc<str>, content: &[u8], wanted: &BTreeSet<Key>) -> Recognised {
        let Ok(text) = std::str::from_utf8(content) else {
            return Recognised::Other;
        };
        if !starts_like_one(text) {
            return Recognised::Other;
        }
        match Self::read(path, text, wanted) {
            Ok(dump) => Recognised::Dump(dump),
            Err(problem) => Recognised::Broken(problem),
        }
    }

    fn read(path: &Rc<str>, text: &str, wanted: &BTreeSet<Key>) -> Result<Self, Problem> {
        let mut dump = Self::default();
        let mut seen = BTreeSet::new();
        for (index, line) in text.lines().enumerate() {
            let place = Location::line(path, index + 1);
            let problem = |message| Problem::new(place.clone(), brief::text(message));
            let Line::Directive { keyword, rest } = words::keyword(line) else {
                return Err(problem(
                    "the output of sshd -T has no empty lines and no comments".to_owned(),
                ));
            };
            let key = match keywords::look_up(&keyword, Releases::ALL) {
                Word::Key {
                    key,
                    spelling: Spelling::Usual,
                    ..
                } => key,
                Word::Match | Word::Include => {
                    return Err(problem(format!("the output of sshd -T has no {keyword}")));
                }
                // sshd itself printed it, so it may be a word of some distribution.
                _ => continue,
            };
            let added = key.keyword().repeated == Repeated::Added;
            if !seen.insert(key) && !added && key.keyword().repeated != Repeated::Named {
                return Err(problem(format!(
                    "{keyword} stands here a second time; grant the output of one sshd -T a file"
                )));
            }
            if wanted.contains(&key) {
                let value =
                    value(key, rest).map_err(|error| problem(format!("{keyword}: {error}")))?;
                let entry = dump.values.entry(key);
                entry.or_insert_with(|| (Vec::new(), place)).0.extend(value);
            }
        }
        let missing = wanted
            .iter()
            .chain(&LATE)
            .find(|key| !seen.contains(key) && !OCCASIONAL.contains(key));
        let whole = Location::file(path);
        if let Some(key) = missing {
            return Err(Problem::new(
                whole,
                format!(
                    "the file starts like the output of sshd -T, but lacks {}; collect it again",
                    key.keyword().name
                ),
            ));
        }
        if !text.ends_with('\n') {
            return Err(Problem::new(
                whole,
                "the output of sshd -T is cut: its last line has no end; collect it again",
            ));
        }
        Ok(dump)
    }

    /// A keyword's value and where it stands. `None` for a list that is not set, and for a keyword
    /// that the release does not print.
    pub(crate) fn value(&self, key: Key) -> Option<(&Value, &Location)> {
        self.values.get(&key).map(|(value, place)| (value, place))
    }
}

/// `sshd -T` starts with the ports and the address family, and comments on nothing.
fn starts_like_one(text: &str) -> bool {
    let mut names = text
        .lines()
        .map(|line| line.split(' ').next().unwrap_or_default());
    let is_port = |name: &str| name.eq_ignore_ascii_case("port");
    let first_is_port = names.next().is_some_and(is_port);
    let after_ports = names.find(|name| !is_port(name));
    first_is_port && after_ports.is_some_and(|name| name.eq_ignore_ascii_case("addressfamily"))
}

/// A value as sshd prints it. Lists of algorithms are taken as they are: sshd has checked them, and a
/// distribution may have added some.
fn value(key: Key, rest: &str) -> Result<Value, String> {
    if key.family().is_some() {
        return Ok(vec![rest.to_owned()]);
    }
    let words = rest.split(' ').map(str::to_owned).collect();
    Arguments::new(words, rest, Releases::ALL).read(key.keyword().read)
}
