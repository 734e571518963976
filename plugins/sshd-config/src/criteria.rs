//! The criteria of a `Match` line: what they say, which connections meet them, and whether two lines
//! can be met by one connection.

use std::collections::BTreeSet;
use std::fmt;
use std::net::IpAddr;

use crate::address;
use crate::pattern::{self, Listed};
use crate::version::{Releases, Version};
use crate::words;

/// What a criterion looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Subject {
    All,
    User,
    Group,
    Host,
    Address,
    LocalAddress,
    LocalPort,
    RDomain,
    InvalidUser,
    Version,
}

/// Each criterion as sshd calls it, and the release that brought it.
const SUBJECTS: &[(Subject, &str, Version)] = &[
    (Subject::All, "All", Version::OLDEST),
    (Subject::User, "User", Version::OLDEST),
    (Subject::Group, "Group", Version::OLDEST),
    (Subject::Host, "Host", Version::OLDEST),
    (Subject::Address, "Address", Version::OLDEST),
    (Subject::LocalAddress, "LocalAddress", Version::OLDEST),
    (Subject::LocalPort, "LocalPort", Version::OLDEST),
    (Subject::RDomain, "RDomain", Version::new(7, 7)),
    (Subject::InvalidUser, "Invalid-User", Version::new(9, 9)),
    (Subject::Version, "Version", Version::new(10, 0)),
];

impl Subject {
    fn name(self) -> &'static str {
        SUBJECTS
            .iter()
            .find(|(subject, ..)| *subject == self)
            .map_or("", |(_, name, _)| name)
    }
}

/// All criteria of one line; a connection must meet each of them. Sorted, so that lines which say the
/// same are equal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Criteria(Vec<(Subject, String)>);

/// A connection, as far as `Match` can see it. What is `None` meets no criterion.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Connection {
    /// The user who signs in.
    pub user: Option<String>,
    /// That user's groups.
    pub groups: Vec<String>,
    /// The client's host name.
    pub host: Option<String>,
    /// The client's address.
    pub address: Option<String>,
    /// The server's address.
    pub local_address: Option<String>,
    /// The server's port.
    pub local_port: Option<u16>,
}

impl Criteria {
    /// Reads what follows `Match` on a line.
    pub(crate) fn read(text: &str, releases: Releases) -> Result<Self, String> {
        /// From here on a `#` must start a word to end the line.
        const WORDS_AS_COMMENTS: Version = Version::new(8, 7);
        /// From here on criteria are split like other arguments.
        const SPLIT_LIKE_ARGUMENTS: Version = Version::new(9, 9);
        let mut readings = Vec::new();
        if releases.reach(SPLIT_LIKE_ARGUMENTS) {
            let releases = releases.from(SPLIT_LIKE_ARGUMENTS);
            readings.push(match words::split_new(text) {
                Some(words) => Self::from_words(&words, releases),
                None => Err("a quote is not closed".to_owned()),
            });
        }
        let old = |text: &str, releases| Self::from_words(&words::split_old(text, true), releases);
        let further = |readings: &[_]| readings.is_empty() || !words::is_plain(text);
        let middle = releases.before(SPLIT_LIKE_ARGUMENTS) && releases.reach(WORDS_AS_COMMENTS);
        if middle && further(&readings) {
            let releases = releases.until(SPLIT_LIKE_ARGUMENTS);
            readings.push(old(text, releases));
        }
        if releases.before(WORDS_AS_COMMENTS) && further(&readings) {
            let releases = releases.until(WORDS_AS_COMMENTS);
            readings.push(old(words::before_comment(text), releases));
        }
        let mut accepted = readings.iter().filter_map(|reading| reading.as_ref().ok());
        let first = accepted.next();
        if accepted.any(|other| Some(other) != first) {
            return Err("releases read these criteria differently; set openssh-version".to_owned());
        }
        match first {
            Some(criteria) => Ok(criteria.clone()),
            None => readings.swap_remove(0),
        }
    }

    fn from_words(words: &[String], releases: Releases) -> Result<Self, String> {
        let mut criteria = Vec::new();
        let mut words = words.iter().map(String::as_str);
        while let Some(word) = words.next() {
            if word.is_empty() || word.starts_with('#') {
                break;
            }
            let (name, joined) = match word.split_once('=') {
                Some((name, argument)) => (name, Some(argument)),
                None => (word, None),
            };
            let known = SUBJECTS.iter().find(|(_, known, since)| {
                known.eq_ignore_ascii_case(name) && releases.reach(*since)
            });
            let Some(&(subject, ..)) = known else {
                return Err(format!("sshd knows no criterion `{word}`"));
            };
            let argument = match subject {
                Subject::All | Subject::InvalidUser => "",
                _ => joined
                    .or_else(|| words.next())
                    .filter(|argument| !argument.is_empty() && !argument.starts_with('#'))
                    .ok_or_else(|| format!("the criterion {name} lacks its argument"))?,
            };
            check(subject, argument, releases)?;
            criteria.push((subject, argument.to_owned()));
        }
        let all = criteria.iter().any(|(subject, _)| *subject == Subject::All);
        if all && criteria.len() > 1 {
            return Err("`all` must stand alone".to_owned());
        }
        if criteria.is_empty() {
            return Err("at least one criterion is needed".to_owned());
        }
        criteria.sort();
        Ok(Self(criteria))
    }

    /// Whether every connection meets them.
    pub(crate) fn is_all(&self) -> bool {
        self.0.iter().all(|(subject, _)| *subject == Subject::All)
    }

    /// Whether a connection to a server of some release meets them.
    pub(crate) fn met_by(&self, connection: &Connection, release: Version) -> bool {
        self.0
            .iter()
            .all(|(subject, argument)| met(*subject, argument, connection, release))
    }

    /// Whether one connection could meet both. `false` only where that is certain: both ask for the
    /// same thing by name, and no name is in both lists.
    pub(crate) fn may_meet(&self, other: &Self) -> bool {
        self.0.iter().all(|(subject, argument)| {
            other
                .0
                .iter()
                .filter(|(own, _)| own == subject)
                .all(|(_, own)| may_share(*subject, argument, own))
        })
    }
}

impl fmt::Display for Criteria {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Match")?;
        for (subject, argument) in &self.0 {
            write!(formatter, " {}", subject.name())?;
            if !argument.is_empty() {
                write!(formatter, " {argument}")?;
            }
        }
        Ok(())
    }
}

/// What sshd would refuse in an argument.
fn check(subject: Subject, argument: &str, releases: Releases) -> Result<(), String> {
    /// From here on lists of addresses are checked when the file is read.
    const CHECKS_ADDRESSES: Version = Version::new(8, 4);
    match subject {
        Subject::Address | Subject::LocalAddress
            if !releases.before(CHECKS_ADDRESSES) && !address::is_valid(argument) =>
        {
            Err(format!("`{argument}` is no list of networks"))
        }
        Subject::LocalPort if argument != "ssh" && argument.parse::<u16>().is_err() => {
            Err(format!("`{argument}` is no port"))
        }
        _ => Ok(()),
    }
}

fn met(subject: Subject, argument: &str, connection: &Connection, release: Version) -> bool {
    let in_list = |text: &Option<String>| {
        text.as_deref()
            .is_some_and(|text| pattern::list(text, argument) == Listed::Yes)
    };
    let in_networks = |text: &Option<String>| {
        text.as_deref()
            .is_some_and(|text| address::list(text, argument) == Listed::Yes)
    };
    match subject {
        Subject::All => true,
        Subject::User => in_list(&connection.user),
        Subject::Group => {
            let listed = |group: &String| pattern::list(group, argument);
            connection
                .groups
                .iter()
                .any(|group| listed(group) == Listed::Yes)
                && connection
                    .groups
                    .iter()
                    .all(|group| listed(group) != Listed::Excluded)
        }
        Subject::Host => connection.host.as_deref().is_some_and(|host| {
            let host = host.to_ascii_lowercase();
            pattern::list(&host, &argument.to_ascii_lowercase()) == Listed::Yes
        }),
        Subject::Address => in_networks(&connection.address),
        Subject::LocalAddress => in_networks(&connection.local_address),
        Subject::LocalPort => connection
            .local_port
            .is_some_and(|port| argument.parse() == Ok(port) || (argument == "ssh" && port == 22)),
        Subject::RDomain | Subject::InvalidUser => false,
        Subject::Version => pattern::list(&format!("OpenSSH_{release}p1"), argument) == Listed::Yes,
    }
}

fn may_share(subject: Subject, one: &str, other: &str) -> bool {
    match subject {
        // A user has many groups, and a server many names for itself.
        Subject::All | Subject::Group | Subject::InvalidUser | Subject::Version => true,
        Subject::Host => share_names(&one.to_ascii_lowercase(), &other.to_ascii_lowercase()),
        Subject::Address | Subject::LocalAddress => {
            let single = |list: &str| list.split(',').all(|item| item.parse::<IpAddr>().is_ok());
            if single(one) && single(other) {
                let parse = |list: &str| -> BTreeSet<IpAddr> {
                    list.split(',')
                        .filter_map(|item| item.parse().ok())
                        .collect()
                };
                !parse(one).is_disjoint(&parse(other))
            } else {
                true
            }
        }
        Subject::User | Subject::LocalPort | Subject::RDomain => share_names(one, other),
    }
}

fn share_names(one: &str, other: &str) -> bool {
    if pattern::is_wild(one) || pattern::is_wild(other) {
        return true;
    }
    let one: BTreeSet<&str> = one.split(',').collect();
    other.split(',').any(|name| one.contains(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn criteria(text: &str) -> Criteria {
        Criteria::read(text, Releases::ALL).unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn criteria_are_read_in_every_form() {
        for (text, shown) in [
            ("User alice", "Match User alice"),
            ("user=alice", "Match User alice"),
            ("Group \"domain admins\"", "Match Group domain admins"),
            (
                "Address 10.0.0.0/8 User a,b",
                "Match User a,b Address 10.0.0.0/8",
            ),
            ("ALL # everyone", "Match All"),
            ("User alice # who", "Match User alice"),
            ("invalid-user", "Match Invalid-User"),
        ] {
            assert_eq!(criteria(text).to_string(), shown, "{text}");
        }
        assert_eq!(criteria("User a Host b"), criteria("host b user a"));
    }

    #[test]
    fn what_sshd_refuses_is_refused() {
        let newest = Releases::from_config(Some(Version::NEWEST));
        for text in [
            "",
            "# nothing",
            "User",
            "User \"\"",
            "all User a",
            "Username a",
            "LocalPort http-alt",
            "Address 10.0.0.1/8",
            "User \"a",
        ] {
            assert!(Criteria::read(text, newest).is_err(), "{text:?}");
        }
        let old = Releases::from_config(Some(Version::new(9, 2)));
        assert!(Criteria::read("invalid-user", old).is_err());
    }

    #[test]
    fn lines_that_releases_read_differently_need_a_version() {
        assert!(Criteria::read("User 'a'", Releases::ALL).is_err());
        assert!(Criteria::read("User 'a'", Releases::from_config(Some(Version::NEWEST))).is_ok());
    }

    #[test]
    fn a_connection_must_meet_every_criterion() {
        let connection = Connection {
            user: Some("alice".to_owned()),
            groups: vec!["staff".to_owned(), "wheel".to_owned()],
            host: Some("Client.Example.org".to_owned()),
            address: Some("10.1.2.3".to_owned()),
            local_address: Some("192.0.2.1".to_owned()),
            local_port: Some(22),
        };
        for (text, met) in [
            ("all", true),
            ("User alice", true),
            ("User *,!alice", false),
            ("Group wheel", true),
            ("Group *,!staff", false),
            ("Group admins", false),
            ("Host *.example.org", true),
            ("Address 10.0.0.0/8", true),
            ("Address 10.0.0.0/8 User bob", false),
            ("LocalAddress 192.0.2.1", true),
            ("LocalPort 22", true),
            ("LocalPort 2222", false),
            ("Version OpenSSH_10.*", true),
        ] {
            assert_eq!(
                criteria(text).met_by(&connection, Version::NEWEST),
                met,
                "{text}"
            );
        }
        assert!(!criteria("User *").met_by(&Connection::default(), Version::NEWEST));
    }

    #[test]
    fn only_lines_that_name_different_things_exclude_each_other() {
        for (one, other, may) in [
            ("User alice", "User bob", false),
            ("User alice,bob", "User bob", true),
            ("User a*", "User bob", true),
            ("User alice", "Group wheel", true),
            ("Group a", "Group b", true),
            ("Address 10.0.0.1", "Address 10.0.0.2", false),
            ("Address 10.0.0.0/8", "Address 10.0.0.2", true),
            ("LocalPort 22", "LocalPort 2222", false),
            ("User alice Group a", "User bob Group a", false),
        ] {
            assert_eq!(
                criteria(one).may_meet(&criteria(other)),
                may,
                "{one} {other}"
            );
        }
    }
}
