//! Every keyword of `sshd_config`: how its value is read, whether a `Match` block may hold it, what
//! repeated lines mean, and what holds where no line sets it.
//!
//! The table is that of portable OpenSSH 7.4 to 10.5 (`servconf.c` of each release), with the words
//! that Debian and Red Hat add. It does not know which settings are good.

use crate::algorithms::Family;
use crate::values::{self, Reader};
use crate::version::{Releases, Version};

/// What a second line with the same keyword means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Repeated {
    /// Nothing: the first line holds.
    Ignored,
    /// More of the same list.
    Added,
    /// The last line holds, in releases older than this one; then the first.
    ReplacesBefore(Version),
    /// More subsystems, told apart by their first word.
    Named,
}

/// Where a keyword may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// Outside `Match` blocks only.
    Global,
    /// Everywhere, since a release.
    Match(Version),
}

/// What holds where no line sets a keyword.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Default {
    /// An empty list, which `sshd -T` does not print.
    Nothing,
    /// One value, from one release to the next entry's.
    Since(&'static [(Version, &'static str)]),
    /// A list of algorithms.
    Algorithms(Family),
    /// Something that the build decides (a path, a patched value).
    Unknown,
}

/// One keyword.
#[derive(Debug)]
pub(crate) struct Keyword {
    /// As the manual writes it.
    pub(crate) name: &'static str,
    pub(crate) read: Reader,
    pub(crate) repeated: Repeated,
    pub(crate) place: Place,
    /// The release that brought it.
    pub(crate) since: Version,
    pub(crate) default: Default,
}

/// What a table row says before it has a name.
struct Row {
    read: Reader,
    repeated: Repeated,
    place: Place,
    since: Version,
    default: Default,
}

const FOREVER: Version = Version::new(u8::MAX, 0);

/// A keyword that may stand everywhere and whose first line holds.
const fn row(read: Reader, default: Default) -> Row {
    Row {
        read,
        repeated: Repeated::Ignored,
        place: Place::Match(Version::OLDEST),
        since: Version::OLDEST,
        default,
    }
}

impl Row {
    const fn global(mut self) -> Self {
        self.place = Place::Global;
        self
    }

    const fn in_match_since(mut self, major: u8, minor: u8) -> Self {
        self.place = Place::Match(Version::new(major, minor));
        self
    }

    const fn since(mut self, major: u8, minor: u8) -> Self {
        self.since = Version::new(major, minor);
        self
    }

    const fn added(mut self) -> Self {
        self.repeated = Repeated::Added;
        self
    }

    const fn replaces_before(mut self, version: Version) -> Self {
        self.repeated = Repeated::ReplacesBefore(version);
        self
    }

    const fn named(mut self) -> Self {
        self.repeated = Repeated::Named;
        self
    }
}

macro_rules! always {
    ($value:expr) => {
        Default::Since(&[(Version::OLDEST, $value)])
    };
}

/// Makes the enumeration [`Key`] and its table from rows `Name = row;`.
macro_rules! keywords {
    ($($name:ident = $row:expr;)*) => {
        /// A keyword's name.
        #[expect(clippy::enum_variant_names, reason = "the names are sshd's")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(crate) enum Key {
            $($name,)*
        }

        impl Key {
            /// All keywords.
            pub(crate) const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// What the table says of it.
            pub(crate) fn keyword(self) -> &'static Keyword {
                match self {
                    $(Self::$name => {
                        const ROW: Row = $row;
                        const KEYWORD: Keyword = Keyword {
                            name: stringify!($name),
                            read: ROW.read,
                            repeated: ROW.repeated,
                            place: ROW.place,
                            since: ROW.since,
                            default: ROW.default,
                        };
                        &KEYWORD
                    })*
                }
            }
        }
    };
}

keywords! {
    AcceptEnv = row(values::accept_env, Default::Nothing).added();
    AddressFamily = row(values::address_family, always!("any")).global();
    AllowAgentForwarding = row(values::flag, always!("yes"));
    AllowGroups = row(values::words, Default::Nothing).added();
    AllowStreamLocalForwarding = row(values::forwarding, always!("yes"));
    AllowTcpForwarding = row(values::forwarding, always!("yes"));
    AllowUsers = row(values::users, Default::Nothing).added();
    AuthenticationMethods = row(values::authentication_methods, always!("any"));
    AuthorizedKeysCommand = row(values::command, always!("none"));
    AuthorizedKeysCommandUser = row(values::word, always!("none"));
    AuthorizedKeysFile = row(
        values::authorized_keys_files,
        always!(".ssh/authorized_keys .ssh/authorized_keys2"),
    );
    AuthorizedPrincipalsCommand = row(values::command, always!("none"));
    AuthorizedPrincipalsCommandUser = row(values::word, always!("none"));
    AuthorizedPrincipalsFile = row(values::word_or_none, always!("none"));
    Banner = row(values::word_or_none, always!("none"));
    CASignatureAlgorithms =
        row(values::ca_signatures, Default::Algorithms(Family::CaSignatures)).since(7, 9);
    ChannelTimeout = row(values::channel_timeout, always!("none")).since(9, 2);
    ChrootDirectory = row(values::word_or_none, always!("none"));
    Ciphers = row(values::ciphers, Default::Algorithms(Family::Ciphers)).global();
    ClientAliveCountMax = row(values::int, always!("3"));
    ClientAliveInterval = row(values::time, always!("0"));
    Compression = row(values::compression, always!("yes")).global();
    DenyGroups = row(values::words, Default::Nothing).added();
    DenyUsers = row(values::users, Default::Nothing).added();
    DisableForwarding = row(values::flag, always!("no"));
    ExposeAuthInfo = row(values::flag, always!("no")).since(7, 6);
    FingerprintHash =
        row(values::fingerprint_hash, always!("SHA256")).global().replaces_before(FOREVER);
    ForceCommand = row(values::force_command, always!("none"));
    GatewayPorts = row(values::gateway_ports, always!("no"));
    GSSAPIAuthentication = row(values::flag, always!("no"));
    // The next two are in the builds of Debian and Red Hat; others have no such key exchange.
    GSSAPIKexAlgorithms = row(values::gss_key_exchange, Default::Unknown).global();
    GSSAPIKeyExchange = row(values::flag, always!("no")).global();
    HostbasedAcceptedAlgorithms = row(values::keys, Default::Algorithms(Family::Keys));
    HostbasedAuthentication = row(values::flag, always!("no"));
    HostbasedUsesNameFromPacketOnly = row(values::flag, always!("no"));
    HostCertificate = row(values::word_or_none, Default::Nothing).global().added();
    HostKey = row(values::word_or_none, Default::Unknown).global().added();
    HostKeyAgent = row(values::word_or_none, always!("none")).global();
    HostKeyAlgorithms = row(values::keys, Default::Algorithms(Family::Keys)).global();
    IgnoreRhosts = row(values::ignore_rhosts, always!("yes")).in_match_since(8, 3);
    IgnoreUserKnownHosts = row(values::flag, always!("no")).global();
    IPQoS = row(values::ip_qos, Default::Unknown).replaces_before(Version::new(10, 3));
    KbdInteractiveAuthentication = row(values::flag, always!("yes"));
    KerberosAuthentication = row(values::flag, always!("no"));
    KexAlgorithms = row(values::key_exchange, Default::Algorithms(Family::KeyExchange)).global();
    ListenAddress = row(values::listen_address, Default::Unknown).global().added();
    LoginGraceTime = row(values::time, always!("120")).global();
    LogLevel = row(values::log_level, always!("INFO")).in_match_since(7, 6);
    LogVerbose = row(values::log_verbose, Default::Nothing).since(8, 5);
    MACs = row(values::macs, Default::Algorithms(Family::Macs)).global();
    MaxAuthTries = row(values::int, always!("6"));
    MaxSessions = row(values::int, always!("10"));
    MaxStartups = row(values::max_startups, always!("10:30:100"))
        .global()
        .replaces_before(Version::new(10, 1));
    ModuliFile = row(values::word, Default::Unknown).global().since(8, 6);
    PAMServiceName = row(values::word, always!("sshd")).since(9, 8);
    PasswordAuthentication = row(values::flag, always!("yes"));
    PermitEmptyPasswords = row(values::flag, always!("no"));
    PermitListen = row(values::permit_listen, always!("any")).since(7, 8);
    PermitOpen = row(values::permit_open, always!("any"));
    PermitRootLogin = row(values::root_login, always!("prohibit-password"));
    PermitTTY = row(values::flag, always!("yes"));
    PermitTunnel = row(values::tunnel, always!("no"));
    PermitUserEnvironment = row(values::user_environment, always!("no")).global();
    PermitUserRC = row(values::flag, always!("yes"));
    PerSourceMaxStartups = row(values::int_or_none, always!("none"))
        .global()
        .since(8, 5)
        .replaces_before(Version::new(9, 5));
    PerSourceNetBlockSize = row(values::net_block_size, always!("32:128"))
        .global()
        .since(8, 5)
        .replaces_before(Version::new(10, 1));
    PerSourcePenalties = row(values::penalties, Default::Unknown).global().since(9, 8);
    PerSourcePenaltyExemptList = row(values::addresses, always!("none")).global().since(9, 8);
    PidFile = row(values::word_or_none, Default::Unknown).global();
    Port = row(values::port, always!("22")).global().added();
    PrintLastLog = row(values::flag, always!("yes")).global();
    PrintMotd = row(values::flag, always!("yes")).global();
    PubkeyAcceptedAlgorithms = row(values::keys, Default::Algorithms(Family::Keys));
    PubkeyAuthentication = row(values::flag, always!("yes"));
    PubkeyAuthOptions = row(values::public_key_options, always!("none")).since(8, 2);
    RDomain = row(values::word_or_none, Default::Unknown).since(7, 7);
    RefuseConnection = row(values::flag, always!("no")).since(9, 9);
    RekeyLimit = row(values::rekey_limit, always!("0 0"));
    // 9.1 brought it; Red Hat gave it to 8.0 and 8.7 too. Before, the minimum was compiled in.
    RequiredRSASize = row(
        values::int,
        Default::Since(&[(Version::OLDEST, "768"), (Version::new(7, 6), "1024")]),
    )
    .since(8, 0);
    RevokedKeys = row(values::authorized_keys_files, always!("none"));
    SecurityKeyProvider = row(values::word_or_none, always!("internal")).global().since(8, 2);
    SetEnv = row(values::set_env, Default::Nothing).since(7, 8);
    SshdAuthPath = row(values::word, Default::Unknown).global().since(10, 0);
    SshdSessionPath = row(values::word, Default::Unknown).global().since(9, 8);
    StreamLocalBindMask =
        row(values::bind_mask, always!("0177")).replaces_before(FOREVER);
    StreamLocalBindUnlink = row(values::flag, always!("no"));
    StrictModes = row(values::flag, always!("yes")).global();
    Subsystem = row(values::subsystem, Default::Nothing).in_match_since(9, 5).named();
    SyslogFacility = row(values::log_facility, always!("AUTH")).global();
    TCPKeepAlive = row(values::flag, always!("yes")).global();
    TrustedUserCAKeys = row(values::word_or_none, always!("none"));
    UnusedConnectionTimeout = row(values::time_or_none, always!("none")).since(9, 2);
    UseDNS = row(values::flag, always!("no")).global();
    UsePAM = row(values::flag, always!("no")).global();
    VersionAddendum = row(values::version_addendum, always!("none")).global();
    X11DisplayOffset = row(values::int, always!("10"));
    X11Forwarding = row(values::flag, always!("no"));
    X11UseLocalhost = row(values::flag, always!("yes"));
    XAuthLocation = row(values::word_or_none, Default::Unknown).global();
}

/// How a keyword is spelled, where that matters for what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spelling {
    /// By its own name, or by one that has always meant the same.
    Usual,
    /// `ChallengeResponseAuthentication` or `SKeyAuthentication`: before 8.7 a switch of its own
    /// that turned keyboard-interactive authentication on, since then another name for it.
    ChallengeResponse,
}

/// A name that stands for another keyword.
struct Alias {
    name: &'static str,
    key: Key,
    spelling: Spelling,
    /// Whether a `Match` block may not hold this name, whatever the keyword allows.
    global: bool,
}

const fn alias(name: &'static str, key: Key) -> Alias {
    Alias {
        name,
        key,
        spelling: Spelling::Usual,
        global: false,
    }
}

const ALIASES: &[Alias] = &[
    Alias {
        name: "DSAAuthentication",
        key: Key::PubkeyAuthentication,
        spelling: Spelling::Usual,
        global: true,
    },
    alias("KeepAlive", Key::TCPKeepAlive),
    alias("HostDSAKey", Key::HostKey),
    alias(
        "HostbasedAcceptedKeyTypes",
        Key::HostbasedAcceptedAlgorithms,
    ),
    alias("PubkeyAcceptedKeyTypes", Key::PubkeyAcceptedAlgorithms),
    // Red Hat's first name for it.
    alias("RSAMinSize", Key::RequiredRSASize),
    Alias {
        name: "ChallengeResponseAuthentication",
        key: Key::KbdInteractiveAuthentication,
        spelling: Spelling::ChallengeResponse,
        global: false,
    },
    Alias {
        name: "SKeyAuthentication",
        key: Key::KbdInteractiveAuthentication,
        spelling: Spelling::ChallengeResponse,
        global: false,
    },
];

/// Words that sshd takes with any arguments and that decide nothing here: withdrawn ones, and those
/// of builds with Kerberos or of distributions. True where a `Match` block may hold them.
const WITHOUT_EFFECT: &[(&str, bool)] = &[
    ("AFSTokenPassing", false),
    ("AuthorizedKeysFile2", true),
    ("CheckMail", false),
    ("KerberosTgtPassing", false),
    ("KeyRegenerationInterval", false),
    ("PAMAuthenticationViaKbdInt", false),
    ("Protocol", false),
    ("ReverseMappingCheck", false),
    ("RHostsAuthentication", false),
    ("RhostsRSAAuthentication", true),
    ("RSAAuthentication", true),
    ("ServerKeyBits", false),
    ("UseLogin", false),
    ("UsePrivilegeSeparation", false),
    ("VerifyReverseMapping", false),
    ("GSSAPICleanupCredentials", false),
    ("GSSAPIDelegateCredentials", false),
    ("GSSAPIStrictAcceptorCheck", false),
    ("KerberosGetAFSToken", false),
    ("KerberosOrLocalPasswd", false),
    ("KerberosTicketCleanup", false),
    // Debian and Red Hat.
    ("GSSAPICleanupCreds", false),
    ("GSSAPIStoreCredentialsOnRekey", false),
    ("GSSAPIUseSessionCredCache", false),
    ("GSSUseSessionCCache", false),
    // Debian.
    ("DebianBanner", false),
    // Red Hat.
    ("CanonicalMatchUser", true),
    ("GSSAPIEnablek5users", true),
    ("GSSAPIIndicators", true),
    ("KerberosUniqueCCache", true),
    ("KerberosUseKuserok", true),
    ("ShowPatchLevel", false),
    ("X11MaxDisplays", true),
];

/// What a word at the start of a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Word {
    Include,
    Match,
    /// A keyword; `global` where a `Match` block may not hold it under this name.
    Key {
        key: Key,
        spelling: Spelling,
        global: bool,
    },
    /// Taken by sshd and of no effect here.
    WithoutEffect {
        global: bool,
    },
    /// Brought by a release that is newer than any that may read the line.
    TooNew(Version),
    Unknown,
}

/// The release that brought `Include`: 8.2, and Red Hat gave it to 8.0.
const INCLUDE_SINCE: Version = Version::new(8, 0);

/// Looks a word up, whatever its case.
pub(crate) fn look_up(word: &str, releases: Releases) -> Word {
    let is = |name: &str| name.eq_ignore_ascii_case(word);
    if is("Match") {
        return Word::Match;
    }
    if is("Include") {
        return if releases.reach(INCLUDE_SINCE) {
            Word::Include
        } else {
            Word::TooNew(INCLUDE_SINCE)
        };
    }
    let alias = ALIASES.iter().find(|alias| is(alias.name));
    let found = match alias {
        Some(alias) => Some((alias.key, alias.spelling, alias.global)),
        None => Key::ALL
            .iter()
            .copied()
            .find(|key| is(key.keyword().name))
            .map(|key| (key, Spelling::Usual, false)),
    };
    if let Some((key, spelling, global)) = found {
        let keyword = key.keyword();
        if !releases.reach(keyword.since) {
            return Word::TooNew(keyword.since);
        }
        let since = match (spelling, keyword.place) {
            (Spelling::ChallengeResponse, _) => Version::new(8, 7),
            (_, Place::Match(since)) => since,
            (_, Place::Global) => FOREVER,
        };
        return Word::Key {
            key,
            spelling,
            global: global || !releases.reach(since),
        };
    }
    match WITHOUT_EFFECT.iter().find(|(name, _)| is(name)) {
        Some((_, in_match)) => Word::WithoutEffect { global: !in_match },
        None => Word::Unknown,
    }
}

impl Key {
    /// Whether some release lets a `Match` block set it.
    pub(crate) fn in_match(self) -> bool {
        matches!(self.keyword().place, Place::Match(_))
    }

    /// What holds in a release where nothing sets it: the words of the value. `None` where the build
    /// decides.
    pub(crate) fn default(self, release: Version) -> Option<Vec<String>> {
        match self.keyword().default {
            Default::Nothing => Some(Vec::new()),
            Default::Unknown => None,
            Default::Algorithms(family) => Some(vec![family.default(release).join(",")]),
            Default::Since(eras) => {
                let era = eras.iter().rev().find(|(since, _)| *since <= release);
                era.map(|(_, value)| value.split(' ').map(str::to_owned).collect())
            }
        }
    }

    /// The kind of algorithms that it lists, if it does.
    pub(crate) fn family(self) -> Option<Family> {
        match self.keyword().default {
            Default::Algorithms(family) => Some(family),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_whatever_their_case_and_each_only_once() {
        for &key in Key::ALL {
            let lower = key.keyword().name.to_ascii_lowercase();
            let found = look_up(&lower, Releases::ALL);
            assert!(
                matches!(found, Word::Key { key: found, .. } if found == key),
                "{lower}"
            );
        }
        let mut names: Vec<String> = Key::ALL
            .iter()
            .map(|key| key.keyword().name)
            .chain(ALIASES.iter().map(|alias| alias.name))
            .chain(WITHOUT_EFFECT.iter().map(|(name, _)| *name))
            .map(str::to_ascii_lowercase)
            .collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }

    #[test]
    fn a_release_knows_only_the_keywords_of_its_time() {
        let old = Releases::from_config(Some(Version::new(7, 9)));
        assert_eq!(look_up("Include", old), Word::TooNew(INCLUDE_SINCE));
        assert_eq!(
            look_up("ChannelTimeout", old),
            Word::TooNew(Version::new(9, 2))
        );
        assert_eq!(look_up("PasswordAuthentification", old), Word::Unknown);
        assert!(matches!(
            look_up("IgnoreRhosts", old),
            Word::Key { global: true, .. }
        ));
        assert!(matches!(
            look_up("IgnoreRhosts", Releases::ALL),
            Word::Key { global: false, .. }
        ));
    }

    #[test]
    fn defaults_follow_the_release() {
        let rsa = |version| Key::RequiredRSASize.default(version).unwrap();
        assert_eq!(rsa(Version::new(7, 5)), ["768"]);
        assert_eq!(rsa(Version::new(7, 6)), ["1024"]);
        assert_eq!(Key::PidFile.default(Version::NEWEST), None);
        assert_eq!(Key::AllowUsers.default(Version::NEWEST), Some(vec![]));
    }

    #[test]
    fn every_default_is_a_value_that_sshd_accepts() {
        for &key in Key::ALL {
            for release in Releases::ALL
                .each()
                .filter(|&release| release >= key.keyword().since)
            {
                let Some(words) = key.default(release).filter(|words| !words.is_empty()) else {
                    continue;
                };
                let raw = words.join(" ");
                let releases = Releases::from_config(Some(release));
                let arguments = values::Arguments::new(words.clone(), &raw, releases);
                let value = arguments.read(key.keyword().read);
                assert_eq!(value, Ok(words), "{key:?} {release}");
            }
        }
    }
}
