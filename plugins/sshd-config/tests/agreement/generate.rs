//! Configurations made from a seed: every keyword, odd spacing and quotes, `Match` blocks, includes,
//! and now and then something that sshd refuses.

use std::collections::BTreeMap;

use tickmark_sshd_config::effective::Version;

use crate::sshd::HERE;

/// Files by name; `sshd_config` is the main one.
pub(crate) struct Generated {
    pub(crate) files: BTreeMap<String, String>,
}

/// A small generator of numbers (xorshift64*), so that a seed always gives the same files for a
/// release.
struct Dice {
    state: u64,
    version: Version,
}

impl Dice {
    fn next(&mut self) -> u64 {
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        self.state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 16
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit as u64).unwrap_or(0)
    }

    fn one_in(&mut self, chances: usize) -> bool {
        self.below(chances) == 0
    }

    fn pick<'a, T: ?Sized>(&mut self, choices: &[&'a T]) -> &'a T {
        choices[self.below(choices.len())]
    }
}

const FLAG: &[&str] = &["yes", "no", "YES", "No"];
const FORWARDING: &[&str] = &["yes", "no", "local", "remote", "all"];
const TIME: &[&str] = &["0", "30", "2m", "1h30m", "1d", "90s", "1w2d", "5M"];
const NUMBER: &[&str] = &["0", "1", "3", "10", "007"];
const ALGORITHM_LISTS: &[(&str, &[&str])] = &[
    (
        "Ciphers",
        &[
            "aes256-ctr",
            "+aes256-cbc",
            "-aes*",
            "^aes256-gcm@openssh.com",
            "chacha20-poly1305@openssh.com,aes128-ctr,chacha20-poly1305@openssh.com",
            "-3des-cbc",
            "+3des-cbc,aes128-cbc",
            "aes256-ctr,",
        ],
    ),
    (
        "MACs",
        &[
            "hmac-sha2-512",
            "-hmac-sha1*,umac-64*",
            "+hmac-md5",
            "^hmac-sha2-512-etm@openssh.com,umac-128@openssh.com",
            "-*",
        ],
    ),
    (
        "KexAlgorithms",
        &[
            "curve25519-sha256",
            "+diffie-hellman-group14-sha1",
            "-diffie-*",
            "^ecdh-sha2-nistp521",
            "-*sha1,!curve25519-sha256",
        ],
    ),
    (
        "HostKeyAlgorithms",
        &[
            "ssh-ed25519",
            "+ssh-rsa",
            "-*-cert-*",
            "rsa-*",
            "^ssh-ed25519*",
            "ssh-*,rsa-sha2-512",
            "RSA,ssh-ed25519",
        ],
    ),
    (
        "PubkeyAcceptedKeyTypes",
        &["ssh-ed25519", "+ssh-dss*", "-ecdsa*", "sk-*,ssh-ed25519"],
    ),
    (
        "PubkeyAcceptedAlgorithms",
        &["ssh-ed25519*", "^rsa-sha2-256", "-rsa*"],
    ),
    (
        "HostbasedAcceptedAlgorithms",
        &["ssh-ed25519", "+ssh-rsa", "-*"],
    ),
    (
        "CASignatureAlgorithms",
        &["ssh-ed25519", "^rsa-sha2-512", "-ecdsa-*"],
    ),
];

/// Keywords that may stand everywhere, with values.
const EVERYWHERE: &[(&str, &[&str])] = &[
    ("AllowAgentForwarding", FLAG),
    ("AllowStreamLocalForwarding", FORWARDING),
    ("AllowTcpForwarding", FORWARDING),
    (
        "AllowUsers",
        &[
            "alice",
            "alice bob@10.0.0.0/8",
            "*@*.example.org",
            "root !eve",
        ],
    ),
    ("AllowGroups", &["wheel staff", "adm*"]),
    ("DenyUsers", &["eve", "mallory eve@192.168.0.0/16"]),
    ("DenyGroups", &["nogroup"]),
    ("AcceptEnv", &["LANG", "LC_* TZ"]),
    ("SetEnv", &["A=1 B=2", "A=3", "\"C=x y\""]),
    (
        "AuthenticationMethods",
        &[
            "any",
            "publickey",
            "publickey,password publickey,keyboard-interactive:pam",
        ],
    ),
    (
        "AuthorizedKeysFile",
        &["none", ".ssh/keys", "/etc/keys/%u .ssh/authorized_keys"],
    ),
    ("AuthorizedPrincipalsFile", &["none", "/etc/principals/%u"]),
    ("Banner", &["none", "/etc/issue.net", "\"/etc/my issue\""]),
    ("ChrootDirectory", &["none", "/srv/%u"]),
    (
        "ChannelTimeout",
        &["none", "session=5m", "x11-connection=1h agent-*=30"],
    ),
    ("ClientAliveCountMax", NUMBER),
    ("ClientAliveInterval", TIME),
    ("DisableForwarding", FLAG),
    ("ExposeAuthInfo", FLAG),
    (
        "ForceCommand",
        &[
            "none",
            "internal-sftp -l INFO",
            "/bin/echo \"a  b\"",
            "/bin/x # y",
        ],
    ),
    ("GatewayPorts", &["yes", "no", "clientspecified"]),
    ("HostbasedAuthentication", FLAG),
    ("HostbasedUsesNameFromPacketOnly", FLAG),
    ("IgnoreRhosts", &["yes", "no", "shosts-only"]),
    ("IPQoS", &["af21 cs1", "none", "cs3 af11", "ef"]),
    ("KbdInteractiveAuthentication", FLAG),
    ("ChallengeResponseAuthentication", FLAG),
    ("SKeyAuthentication", FLAG),
    (
        "LogLevel",
        &["INFO", "verbose", "DEBUG1", "DEBUG3", "QUIET", "error"],
    ),
    ("LogVerbose", &["kex.c:*:1000 packet.c:*", "auth.c:*:*"]),
    ("MaxAuthTries", NUMBER),
    ("MaxSessions", NUMBER),
    ("PasswordAuthentication", FLAG),
    ("PermitEmptyPasswords", FLAG),
    (
        "PermitListen",
        &["any", "none", "8080 localhost:*", "*:2222"],
    ),
    ("PermitOpen", &["any", "none", "db:5432 [::1]:80", "*:443"]),
    (
        "PermitRootLogin",
        &[
            "yes",
            "no",
            "prohibit-password",
            "without-password",
            "forced-commands-only",
        ],
    ),
    ("PermitTTY", FLAG),
    ("PermitTunnel", &["yes", "no", "point-to-point", "ethernet"]),
    ("PermitUserRC", FLAG),
    ("PubkeyAuthentication", FLAG),
    ("PubkeyAuthOptions", &["none", "touch-required"]),
    (
        "RekeyLimit",
        &["default none", "512M 1h", "1G", "100K none"],
    ),
    ("RequiredRSASize", &["2048", "3072"]),
    ("RevokedKeys", &["none", "/etc/ssh/revoked"]),
    ("StreamLocalBindMask", &["0177", "0111", "77"]),
    ("StreamLocalBindUnlink", FLAG),
    ("TrustedUserCAKeys", &["none", "/etc/ssh/ca.pub"]),
    ("UnusedConnectionTimeout", &["10m", "5"]),
    ("X11DisplayOffset", NUMBER),
    ("X11Forwarding", FLAG),
    ("X11UseLocalhost", FLAG),
    ("RSAAuthentication", FLAG),
];

/// Keywords that may stand outside blocks only.
const GLOBAL: &[(&str, &[&str])] = &[
    ("AddressFamily", &["any", "inet", "inet6"]),
    ("Compression", &["yes", "no", "delayed"]),
    ("DSAAuthentication", FLAG),
    ("FingerprintHash", &["sha256", "MD5"]),
    ("IgnoreUserKnownHosts", FLAG),
    ("KeepAlive", FLAG),
    ("LoginGraceTime", TIME),
    ("MaxStartups", &["10:30:60", "5", "1:100:1"]),
    ("PerSourceMaxStartups", &["none", "5"]),
    ("PerSourceNetBlockSize", &["24:64", "32:128"]),
    ("PermitUserEnvironment", &["yes", "no", "LANG,LC_*"]),
    ("Port", &["22", "2222", "8022"]),
    ("PrintLastLog", FLAG),
    ("PrintMotd", FLAG),
    ("StrictModes", FLAG),
    ("SyslogFacility", &["AUTH", "authpriv", "LOCAL3"]),
    ("TCPKeepAlive", FLAG),
    ("UseDNS", FLAG),
    ("UsePAM", FLAG),
    ("VersionAddendum", &["none", "hello there # world"]),
    ("Protocol", &["2"]),
    ("UsePrivilegeSeparation", &["sandbox"]),
    (
        "Subsystem",
        &["sftp /usr/lib/sftp-server -f  AUTH", "sftp internal-sftp"],
    ),
];

/// Keywords and names that only newer releases know.
const NEWER: &[(&str, Version)] = &[
    ("ChannelTimeout", Version::new(9, 2)),
    ("UnusedConnectionTimeout", Version::new(9, 2)),
    ("RequiredRSASize", Version::new(9, 1)),
    // Before, a block must not hold them, and SKeyAuthentication had no effect.
    ("ChallengeResponseAuthentication", SHELL_WORDS),
    ("SKeyAuthentication", SHELL_WORDS),
    // Until 8.6 further lines added to it.
    ("LogVerbose", SHELL_WORDS),
    ("PubkeyAcceptedAlgorithms", Version::new(8, 5)),
    ("HostbasedAcceptedAlgorithms", Version::new(8, 5)),
    ("PerSourceMaxStartups", Version::new(8, 5)),
    ("PerSourceNetBlockSize", Version::new(8, 5)),
    ("IgnoreRhosts", Version::new(8, 3)),
    // Before, a block could hold it without effect.
    ("SetEnv", Version::new(8, 5)),
    // 8.2 sets them at the first Include.
    ("Port", Version::new(8, 3)),
    ("AddressFamily", Version::new(8, 3)),
];

/// From here on words are split like those of a shell.
const SHELL_WORDS: Version = Version::new(8, 7);

/// Lines that sshd refuses.
const REFUSED: &[&str] = &[
    "PasswordAuthentification no",
    "PasswordAuthentication maybe",
    "PasswordAuthentication",
    "MaxAuthTries six",
    "LoginGraceTime 2x",
    "PermitRootLogin \"no",
    "Ciphers rot13",
    "Ciphers +",
    "MACs hmac-sha3",
    "X11Forwarding no yes",
    "Match Username alice",
    "Match",
    "Match all User alice",
    "MaxStartups 10:30",
    "AllowUsers alice@10.0.0.1/8",
    "RekeyLimit 5",
    "PermitOpen nowhere",
    "HostKeyAlgorithms nothing*",
    "AuthenticationMethods magic",
    "LogLevel LOUD",
    "Include",
    "PermitTunnel YES",
    "AcceptEnv A=B",
    "PubkeyAuthOptions touch",
    "Port 0",
    "ClientAliveInterval -5",
    "'Port' 22",
];

const CRITERIA: &[&str] = &[
    "User root",
    "User root,daemon",
    "User *,!root",
    "User nob?dy",
    "Group root",
    "Group daemon,nogroup",
    "Group *,!root",
    "Host *.example.org",
    "Host ALPHA.example.org,beta*",
    "Address 10.0.0.0/8",
    "Address 10.0.0.0/8,!10.1.0.0/16",
    "Address 192.168.7.*",
    "Address 2001:db8::/32",
    "LocalAddress 192.0.2.1",
    "LocalPort 22",
    "LocalPort 2222",
    "User root Address 10.0.0.0/8",
    "User=daemon",
    "user daemon host beta.example.net",
    "all",
    "All # everybody",
    "User root # somebody",
    "User \"root\"",
];

/// The files that includes may name.
const INCLUDED: [&str; 4] = ["10-a.conf", "20-b.conf", "30-c.conf", ".hidden.conf"];

const PATTERNS: &[&str] = &[
    "*.conf",
    "10-a.conf",
    "[12]*.conf",
    "2?-b.conf",
    "30-c.conf 10-a.conf",
    "none-*.conf",
    "\"20-b.conf\"",
    "*-[!a].conf",
];

/// Makes the files of one configuration.
pub(crate) fn generate(seed: u64, version: Version) -> Generated {
    let mut dice = Dice {
        state: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1,
        version,
    };
    let mut files = BTreeMap::new();
    let refuse = dice.one_in(4);
    // Files include only files whose names come later, so that nothing includes itself.
    for depth in (0..INCLUDED.len()).rev() {
        if dice.one_in(4) {
            continue;
        }
        let later = (depth + 1 < INCLUDED.len() && dice.one_in(3)).then(|| INCLUDED[depth + 1]);
        let lines = dice.below(6);
        let text = file(&mut dice, lines, later.as_slice(), false, false);
        files.insert(INCLUDED[depth].to_owned(), text);
    }
    let patterns: Vec<&str> = (0..dice.below(3)).map(|_| dice.pick(PATTERNS)).collect();
    let lines = 1 + dice.below(25);
    let main = file(&mut dice, lines, &patterns, true, refuse);
    files.insert("sshd_config".to_owned(), main);
    Generated { files }
}

fn file(dice: &mut Dice, lines: usize, includes: &[&str], is_main: bool, refuse: bool) -> String {
    let mut text = String::new();
    let mut in_block = false;
    let mut includes = includes.to_vec();
    let refused_at = dice.below(lines + 1);
    for number in 0..=lines {
        if refuse && number == refused_at {
            text.push_str(dice.pick(REFUSED));
            text.push('\n');
        }
        if !includes.is_empty() && dice.one_in(4) {
            let patterns: Vec<String> = includes
                .remove(0)
                .split(' ')
                .map(|pattern| match pattern.strip_prefix('"') {
                    Some(quoted) => format!("\"{HERE}/{quoted}"),
                    None => format!("{HERE}/{pattern}"),
                })
                .collect();
            text.extend(["Include ", patterns.join(" ").as_str(), "\n"]);
        }
        if dice.one_in(7) {
            text.extend(["Match ", dice.pick(CRITERIA), "\n"]);
            in_block = true;
        }
        if dice.one_in(10) {
            text.push_str(dice.pick(&["", "# comment", "   ", "\t# PermitRootLogin yes", "\"\""]));
            text.push('\n');
        }
        // An included file may stand in a block.
        text.push_str(&line(dice, in_block || !is_main));
    }
    text
}

fn line(dice: &mut Dice, in_block: bool) -> String {
    loop {
        let (keyword, values) = keyword(dice, in_block);
        let too_new = NEWER
            .iter()
            .any(|(name, since)| *name == keyword && dice.version < *since);
        if !too_new {
            return written(dice, keyword, values);
        }
    }
}

fn keyword(dice: &mut Dice, in_block: bool) -> (&'static str, &'static [&'static str]) {
    // A keyword that a block must not hold is refused; now and then it is tried.
    let global = if in_block {
        dice.one_in(150)
    } else {
        dice.one_in(3)
    };
    if dice.one_in(6) {
        let (keyword, values) = ALGORITHM_LISTS[dice.below(ALGORITHM_LISTS.len())];
        let only_global = ["Ciphers", "MACs", "KexAlgorithms", "HostKeyAlgorithms"];
        if in_block && only_global.contains(&keyword) && !global {
            ("PubkeyAcceptedKeyTypes", &["-ecdsa*"])
        } else {
            (keyword, values)
        }
    } else if global {
        GLOBAL[dice.below(GLOBAL.len())]
    } else {
        EVERYWHERE[dice.below(EVERYWHERE.len())]
    }
}

fn written(dice: &mut Dice, keyword: &str, values: &[&str]) -> String {
    let value = dice.pick(values);
    let keyword = match dice.below(6) {
        0 => keyword.to_ascii_lowercase(),
        1 => keyword.to_ascii_uppercase(),
        2 => format!("\"{keyword}\""),
        _ => keyword.to_owned(),
    };
    // After a quoted keyword sshd takes `=` for part of the value.
    let separator = if keyword.starts_with('"') {
        " "
    } else {
        dice.pick(&[" ", " ", " ", "\t", "  ", "=", " = ", " =", "= "])
    };
    let free_text = ["forcecommand", "versionaddendum", "subsystem", "setenv"]
        .contains(&keyword.trim_matches('"').to_ascii_lowercase().as_str());
    let shell = dice.version >= SHELL_WORDS;
    // After a quoted word older releases see an empty one, which disturbs optional arguments.
    let optional =
        ["ipqos", "rekeylimit"].contains(&keyword.trim_matches('"').to_ascii_lowercase().as_str());
    let value = if free_text || value.contains([' ', '"']) {
        value.to_owned()
    } else {
        match dice.below(8) {
            0 if shell || !optional => format!("\"{value}\""),
            1 => format!("{value} # comment \"quoted\""),
            2 if shell => format!("'{value}'"),
            _ => value.to_owned(),
        }
    };
    let indent = dice.pick(&["", "", "", "    ", "\t"]);
    let end = dice.pick(&["\n", "\n", "\n", "\r\n", "  \n", " \t\x0c\n"]);
    format!("{indent}{keyword}{separator}{value}{end}")
}
