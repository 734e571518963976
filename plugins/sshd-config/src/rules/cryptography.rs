//! Which algorithms and keys the server accepts.

use tickmark_plugin::prelude::*;

use crate::Config;
use crate::algorithms::Family;
use crate::judge::{Question, Subjects};
use crate::keywords::Key;
use crate::verdict::Verdict;
use crate::view::View;
use crate::weak::{self, Grade};

/// What these rules read.
pub(super) const READS: &[Key] = &[
    Key::CASignatureAlgorithms,
    Key::Ciphers,
    Key::GSSAPIKexAlgorithms,
    Key::GSSAPIKeyExchange,
    Key::HostKeyAlgorithms,
    Key::KexAlgorithms,
    Key::MACs,
    Key::PubkeyAcceptedAlgorithms,
    Key::RequiredRSASize,
    Key::TrustedUserCAKeys,
];

/// Sessions are encrypted with strong ciphers only
///
/// A server that still offers a weak cipher lets an attacker in the middle of old clients read
/// along. Weak are ciphers with 64-bit blocks (NIST SP 800-131A Revision 2), RC4 (RFC 8758) and CBC
/// mode (CVE-2008-5161; off by default since OpenSSH 6.7). Further ones are configured
/// (`weak-algorithms`).
#[control(
    severity = High,
    method = Configuration,
    implements("CC6.7" = "What administrators send and receive over SSH cannot be read on the way."),
    remedy = "Set `Ciphers chacha20-poly1305@openssh.com,aes256-gcm@openssh.com,\
              aes128-gcm@openssh.com,aes256-ctr,aes192-ctr,aes128-ctr`, or remove the line: the \
              default of every release since 7.4 is good.",
)]
pub(crate) fn strong_ciphers(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    wants_strong(subjects, findings, Key::Ciphers, "no weak cipher");
}

/// Sessions are protected against change with strong codes only
///
/// Weak are codes built on MD5 (RFC 6151) or RIPEMD-160 and codes cut to 96 bits; 64-bit tags (CIS
/// Debian Linux 12 Benchmark 1.1.0, recommendation 5.1.15) and SHA-1 (to be withdrawn by NIST by the
/// end of 2030, and not in Mozilla's OpenSSH guideline) fail with low severity. The default of every
/// release has the latter two, so that a server without a `MACs` line fails.
#[control(
    severity = Medium,
    method = Configuration,
    implements("CC6.7" = "What is sent over SSH cannot be changed on the way without notice."),
    remedy = "Set `MACs hmac-sha2-512-etm@openssh.com,hmac-sha2-256-etm@openssh.com,\
              umac-128-etm@openssh.com,hmac-sha2-512,hmac-sha2-256`.",
)]
pub(crate) fn strong_macs(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    wants_strong(
        subjects,
        findings,
        Key::MACs,
        "no weak message authentication code",
    );
}

/// Session keys are agreed on with strong methods only
///
/// Who breaks the key exchange reads the whole session, also one that was recorded years ago. Weak
/// are the methods that RFC 9142 says SHOULD NOT or MUST NOT be used; group 14 with SHA-1, which it
/// still allows for old peers, fails with low severity. With `GSSAPIKeyExchange yes`, which Debian's and
/// Red Hat's builds have, `GSSAPIKexAlgorithms` counts too: its methods with SHA-1 are weak (RFC 8732).
#[control(
    severity = High,
    method = Configuration,
    implements("CC6.7" = "The keys that protect sessions on the way cannot be worked out by others."),
    remedy = "Remove diffie-hellman-group1-sha1, diffie-hellman-group-exchange-sha1 and \
              diffie-hellman-group14-sha1 from `KexAlgorithms`, for example with `KexAlgorithms \
              -*-sha1` on OpenSSH before 8.2; later releases are good without a line. Where clients need \
              `GSSAPIKeyExchange yes`, set `GSSAPIKexAlgorithms \
              gss-curve25519-sha256-,gss-nistp256-sha256-,gss-group14-sha256-,gss-group16-sha512-`.",
)]
pub(crate) fn strong_key_exchange(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    let config = subjects.config;
    Question {
        reads: &[
            Key::GSSAPIKexAlgorithms,
            Key::GSSAPIKeyExchange,
            Key::KexAlgorithms,
        ],
        expected: "no weak key exchange method".to_owned(),
        judge: |view: &View<'_>| {
            let plain = Survey::of(view, Key::KexAlgorithms, config);
            if !view.is(Key::GSSAPIKeyExchange, "yes") {
                return plain.verdict(view);
            }
            let kerberos = Survey::of(view, Key::GSSAPIKexAlgorithms, config);
            if kerberos.names.is_empty() && !plain.is_faulty() {
                return Verdict::unclear(
                    "GSSAPIKeyExchange yes, and the build decides which methods it has where \
                     GSSAPIKexAlgorithms is not set; set it, or grant the output of sshd -T",
                );
            }
            if kerberos.gravity() > plain.gravity() {
                kerberos.verdict(view)
            } else {
                plain.verdict(view)
            }
        },
    }
    .ask(subjects, findings);
}

/// The server proves who it is with strong signatures only
///
/// A client that accepts a forged signature hands its session to somebody else. Weak are DSA and
/// SHA-1 signatures (`ssh-rsa`), which NIST SP 800-131A Revision 2 disallows and which OpenSSH offers
/// no more by default since 8.8.
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC6.7" = "Clients can tell the server from somebody in between before they send anything."),
    remedy = "Remove ssh-rsa and ssh-dss from `HostKeyAlgorithms`; before OpenSSH 8.8 set \
              `HostKeyAlgorithms -ssh-rsa,ssh-rsa-cert-v01@openssh.com`. RSA host keys stay usable \
              through rsa-sha2-512 (RFC 8332).",
)]
pub(crate) fn strong_host_keys(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    wants_strong(
        subjects,
        findings,
        Key::HostKeyAlgorithms,
        "no weak host key signature",
    );
}

/// Users prove who they are with strong signatures only
///
/// Looks at `PubkeyAcceptedAlgorithms` and, where certificates are trusted (`TrustedUserCAKeys`), at
/// `CASignatureAlgorithms`. Weak are DSA and SHA-1 signatures (`ssh-rsa`), which NIST SP 800-131A
/// Revision 2 disallows and which OpenSSH accepts no more by default since 8.8.
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC6.1" = "Users' keys cannot be forged where they are all that protects an account."),
    remedy = "Remove ssh-rsa and ssh-dss from `PubkeyAcceptedAlgorithms`; before OpenSSH 8.8 set \
              `PubkeyAcceptedKeyTypes -ssh-rsa,ssh-rsa-cert-v01@openssh.com`. RSA keys stay usable \
              through rsa-sha2-512 (RFC 8332).",
)]
pub(crate) fn strong_user_keys(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    let config = subjects.config;
    Question {
        reads: &[
            Key::CASignatureAlgorithms,
            Key::PubkeyAcceptedAlgorithms,
            Key::TrustedUserCAKeys,
        ],
        expected: "no weak signature".to_owned(),
        judge: |view: &View<'_>| {
            let users = Survey::of(view, Key::PubkeyAcceptedAlgorithms, config);
            if view.is(Key::TrustedUserCAKeys, "none") {
                return users.verdict(view);
            }
            let authorities = Survey::of(view, Key::CASignatureAlgorithms, config);
            if users.is_strong() {
                authorities.verdict(view)
            } else {
                users.verdict(view)
            }
        },
    }
    .ask(subjects, findings);
}

/// Short RSA keys are refused
///
/// RSA keys of less than 2048 bits can be broken by those who can pay for it (NIST SP 800-131A
/// Revision 2, section 3). Without `RequiredRSASize` sshd accepts users' keys of 1024 bits. The
/// length is configured (`minimum-rsa-bits`).
#[control(
    severity = Low,
    method = Configuration,
    supports("CC6.1" = "Old short keys do not stay valid for ever."),
    remedy = "Set `RequiredRSASize 2048` (OpenSSH 9.1, or 8.7 on Red Hat), or accept no RSA keys. Older \
              releases need an update.",
)]
pub(crate) fn long_rsa_keys(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    let least = subjects.config.minimum_rsa_bits;
    Question {
        reads: &[
            Key::HostKeyAlgorithms,
            Key::PubkeyAcceptedAlgorithms,
            Key::RequiredRSASize,
        ],
        expected: format!("RequiredRSASize {least} or more, or no RSA keys"),
        judge: |view: &View<'_>| {
            let lists = [Key::HostKeyAlgorithms, Key::PubkeyAcceptedAlgorithms];
            let rsa = lists
                .into_iter()
                .find(|&key| view.algorithms(key).iter().any(|name| weak::is_rsa(name)));
            let Some(accepting) = rsa else {
                return Verdict::when(true, "no RSA algorithm is accepted");
            };
            let long = view.number(Key::RequiredRSASize) >= u64::from(least);
            let size = view.shows(Key::RequiredRSASize);
            Verdict::when(
                long,
                if long {
                    size
                } else {
                    format!("{size}, and {} accepts RSA keys", accepting.keyword().name)
                },
            )
        },
    }
    .ask(subjects, findings);
}

/// Judges every server by the algorithms that one keyword allows.
fn wants_strong(subjects: &Subjects<'_>, findings: &mut Findings<'_>, key: Key, expected: &str) {
    let config = subjects.config;
    Question {
        reads: &[key],
        expected: expected.to_owned(),
        judge: |view: &View<'_>| Survey::of(view, key, config).verdict(view),
    }
    .ask(subjects, findings);
}

/// What is thought of the algorithms that one keyword allows.
struct Survey {
    key: Key,
    names: Vec<String>,
    grades: Vec<Grade>,
}

impl Survey {
    fn of(view: &View<'_>, key: Key, config: &Config) -> Self {
        let names = view.algorithms(key);
        let family = key.family().unwrap_or(Family::Keys);
        let grade = |name: &String| match key {
            Key::GSSAPIKexAlgorithms => weak::grade_gss(name, config),
            _ => weak::grade(family, name, config),
        };
        let grades = names.iter().map(grade).collect();
        Self { key, names, grades }
    }

    fn is_strong(&self) -> bool {
        self.grades.iter().all(|grade| *grade == Grade::Strong)
    }

    /// How grave the gravest is: nothing, not known, being withdrawn, weak.
    fn gravity(&self) -> u8 {
        let of = |grade: &Grade| match grade {
            Grade::Strong => 0,
            Grade::Unknown => 1,
            Grade::Aging(_) => 2,
            Grade::Weak(_) | Grade::Refused => 3,
        };
        self.grades.iter().map(of).max().unwrap_or_default()
    }

    fn is_faulty(&self) -> bool {
        self.gravity() > 1
    }

    fn verdict(&self, view: &View<'_>) -> Verdict {
        let named = || self.names.iter().zip(&self.grades);
        let default = if view.is_default(self.key) {
            " by default"
        } else {
            ""
        };
        let name = self.key.keyword().name;
        let faults: Vec<String> = named()
            .filter_map(|(name, grade)| match grade {
                Grade::Weak(why) | Grade::Aging(why) => Some(format!("{name}: {why}")),
                Grade::Refused => Some(format!("{name}: configured as weak")),
                Grade::Strong | Grade::Unknown => None,
            })
            .collect();
        if !faults.is_empty() {
            let verdict = Verdict::when(
                false,
                format!("{name} allows{default} {}", faults.join(", ")),
            );
            let aging = |grade: &Grade| !matches!(grade, Grade::Weak(_) | Grade::Refused);
            return if self.grades.iter().all(aging) {
                verdict.only(
                    Severity::Low,
                    "no practical attack is known on what was found; it is being withdrawn",
                )
            } else {
                verdict
            };
        }
        let unknown: Vec<&str> = named()
            .filter(|(_, grade)| **grade == Grade::Unknown)
            .map(|(name, _)| name.as_str())
            .collect();
        if !unknown.is_empty() {
            return Verdict::unclear(format!(
                "{name} allows {}, which OpenSSH does not have; judge it and set accepted-algorithms \
                 or weak-algorithms",
                unknown.join(", ")
            ));
        }
        let allowed = if self.names.is_empty() {
            "nothing".to_owned()
        } else {
            self.names.join(",")
        };
        Verdict::when(true, format!("{name} allows{default} {allowed}"))
    }
}
