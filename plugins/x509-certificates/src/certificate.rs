//! What the rules ask of one certificate, taken out of its DER.
//!
//! A certificate of which some part that a rule needs cannot be read is no certificate here: the error
//! says what is wrong with it.

use tickmark_plugin::reexport::jiff::Timestamp;
use tickmark_plugin::{Day, brief};
use x509_parser::oid_registry::Oid;
use x509_parser::prelude::*;

use crate::algorithms::{self, Key, Verdict};
use crate::names::AltName;

/// The longest name that is shown, in characters.
const MAX_NAME: usize = 120;

/// One certificate.
#[derive(Debug)]
pub(crate) struct Certificate {
    /// What people call it: its common name, else its first alternative name.
    pub(crate) name: String,
    pub(crate) subject: Name,
    pub(crate) issuer: Name,
    pub(crate) starts: Instant,
    pub(crate) ends: Instant,
    pub(crate) key: Key,
    pub(crate) signature: (String, Verdict),
    /// `None` without basic constraints.
    pub(crate) authority: Option<Authority>,
    /// Whether the key usage allows to sign certificates; `None` without key usage.
    pub(crate) may_sign: Option<bool>,
    pub(crate) key_id: Option<Vec<u8>>,
    pub(crate) issuer_key_id: Option<Vec<u8>>,
    pub(crate) alt_names: Option<Vec<AltName>>,
    /// What the extended key usage allows.
    pub(crate) usage: Option<Usage>,
    /// Whether the key usage allows a server to prove itself; `None` without key usage.
    pub(crate) proves: Option<bool>,
    /// Whether it may issue for some names only.
    pub(crate) constrained: bool,
    /// A critical extension that is not known here.
    pub(crate) unknown: Option<String>,
    /// Whether it bears the marks of a public authority: a policy that the CA/Browser Forum reserved,
    /// or timestamps of certificate transparency.
    pub(crate) public: bool,
}

/// What the basic constraints say.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Authority {
    pub(crate) ca: bool,
    pub(crate) path_length: Option<u32>,
}

/// Whether servers are among the allowed uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Usage {
    Server,
    Any,
    Others,
}

/// A moment that a certificate names.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Instant {
    pub(crate) seconds: i64,
    pub(crate) day: Day,
}

impl Instant {
    fn read(time: ASN1Time) -> Result<Self, String> {
        let seconds = time.timestamp();
        // The year 9999 means that there is no end; its last day lies outside some calendars.
        let timestamp = Timestamp::from_second(seconds).unwrap_or(Timestamp::MAX);
        let day = Day::parse(&timestamp.to_string()).map_err(|error| error.to_string())?;
        Ok(Self { seconds, day })
    }
}

/// A distinguished name.
#[derive(Debug)]
pub(crate) struct Name {
    raw: Vec<u8>,
    pub(crate) text: String,
}

impl Name {
    fn read(name: &X509Name<'_>) -> Self {
        Self {
            raw: name.as_raw().to_vec(),
            text: name.to_string(),
        }
    }

    /// Whether both are one name: the same bytes, or (RFC 5280, section 7.1) the same text but for
    /// case, spaces and the kind of string.
    pub(crate) fn is(&self, other: &Self) -> bool {
        self.raw == other.raw || folded(&self.text) == folded(&other.text)
    }

    pub(crate) fn brief(&self) -> String {
        if self.text.is_empty() {
            return "an empty name".to_owned();
        }
        brief(&self.text, MAX_NAME).into_owned()
    }
}

fn folded(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// RFC 5280, section 4.2.1; these are read, so each must be readable.
const READ: [&str; 7] = [
    "2.5.29.14",
    "2.5.29.15",
    "2.5.29.17",
    "2.5.29.19",
    "2.5.29.32",
    "2.5.29.35",
    "2.5.29.37",
];

/// RFC 5280, section 4.2.1.10.
const NAME_CONSTRAINTS: &str = "2.5.29.30";

/// RFC 5280, sections 4.2.1.5, 4.2.1.11 and 4.2.1.14: rules for policies, which clients of servers do not
/// ask for.
const POLICY_RULES: [&str; 3] = ["2.5.29.33", "2.5.29.36", "2.5.29.54"];

/// The policies that the CA/Browser Forum reserved: extended, domain, organisation, individual.
const PUBLIC_POLICIES: [&str; 4] = [
    "2.23.140.1.1",
    "2.23.140.1.2.1",
    "2.23.140.1.2.2",
    "2.23.140.1.2.3",
];

/// RFC 6962: embedded timestamps of certificate transparency logs, which take public chains only.
const TRANSPARENCY: &str = "1.3.6.1.4.1.11129.2.4.2";

impl Certificate {
    /// Reads a certificate; an error says why it cannot be read.
    pub(crate) fn read(der: &[u8]) -> Result<Self, String> {
        let (rest, parsed) = parse_x509_certificate(der)
            .map_err(|_| "the block does not hold a readable X.509 certificate")?;
        if !rest.is_empty() {
            return Err("something follows the certificate within its block".to_owned());
        }
        if parsed.signature_algorithm != parsed.tbs_certificate.signature {
            return Err("the certificate names two different signature algorithms".to_owned());
        }
        let extensions = Extensions::read(&parsed)?;
        let subject = Name::read(parsed.subject());
        let common = parsed
            .subject()
            .iter_common_name()
            .find_map(|name| name.as_str().ok().filter(|text| !text.trim().is_empty()))
            .map(str::to_owned);
        let first = || {
            let names = extensions.alt_names.as_deref().unwrap_or_default();
            names.first().map(ToString::to_string)
        };
        let name = common.or_else(first).unwrap_or_else(|| subject.brief());
        Ok(Self {
            name: brief(&name, MAX_NAME).into_owned(),
            subject,
            issuer: Name::read(parsed.issuer()),
            starts: Instant::read(parsed.validity().not_before)?,
            ends: Instant::read(parsed.validity().not_after)?,
            key: algorithms::key(parsed.public_key())?,
            signature: algorithms::signature(&parsed.signature_algorithm),
            authority: extensions.authority,
            may_sign: extensions.may_sign,
            key_id: extensions.key_id,
            issuer_key_id: extensions.issuer_key_id,
            alt_names: extensions.alt_names,
            usage: extensions.usage,
            proves: extensions.proves,
            constrained: extensions.constrained,
            unknown: extensions.unknown,
            public: extensions.public,
        })
    }

    /// Whether it names itself as its issuer. Its signature is not looked at.
    pub(crate) fn vouches_for_itself(&self) -> bool {
        self.is_issued_by(self)
    }

    /// Whether `issuer` is the one that it names: by name, and by key where both name the key.
    pub(crate) fn is_issued_by(&self, issuer: &Self) -> bool {
        self.issuer.is(&issuer.subject) && !self.names_another_key_than(issuer)
    }

    pub(crate) fn names_another_key_than(&self, issuer: &Self) -> bool {
        matches!((&self.issuer_key_id, &issuer.key_id), (Some(named), Some(own)) if named != own)
    }

    pub(crate) fn is_authority(&self) -> bool {
        self.authority.is_some_and(|authority| authority.ca)
    }
}

#[derive(Default)]
struct Extensions {
    authority: Option<Authority>,
    may_sign: Option<bool>,
    key_id: Option<Vec<u8>>,
    issuer_key_id: Option<Vec<u8>>,
    alt_names: Option<Vec<AltName>>,
    usage: Option<Usage>,
    proves: Option<bool>,
    constrained: bool,
    unknown: Option<String>,
    public: bool,
}

impl Extensions {
    fn read(parsed: &X509Certificate<'_>) -> Result<Self, String> {
        parsed
            .extensions_map()
            .map_err(|_| "the certificate has one extension twice")?;
        let mut read = Self::default();
        for extension in parsed.extensions() {
            let oid = extension.oid.to_id_string();
            read.public |= oid == TRANSPARENCY;
            read.constrained |= oid == NAME_CONSTRAINTS;
            let is_known = READ.contains(&oid.as_str())
                || POLICY_RULES.contains(&oid.as_str())
                || oid == NAME_CONSTRAINTS;
            if extension.critical && !is_known && read.unknown.is_none() {
                read.unknown = Some(oid.clone());
            }
            read.take(extension.parsed_extension());
            if extension.parsed_extension().error().is_some() && READ.contains(&oid.as_str()) {
                return Err(format!("the certificate's extension {oid} cannot be read"));
            }
        }
        Ok(read)
    }

    fn take(&mut self, extension: &ParsedExtension<'_>) {
        match extension {
            ParsedExtension::BasicConstraints(constraints) => {
                self.authority = Some(Authority {
                    ca: constraints.ca,
                    path_length: constraints.path_len_constraint,
                });
            }
            ParsedExtension::KeyUsage(usage) => {
                self.may_sign = Some(usage.key_cert_sign());
                self.proves = Some(
                    usage.digital_signature() || usage.key_encipherment() || usage.key_agreement(),
                );
            }
            ParsedExtension::SubjectKeyIdentifier(id) => self.key_id = Some(id.0.to_vec()),
            ParsedExtension::AuthorityKeyIdentifier(id) => {
                self.issuer_key_id = id.key_identifier.as_ref().map(|id| id.0.to_vec());
            }
            ParsedExtension::SubjectAlternativeName(names) => {
                self.alt_names = Some(names.general_names.iter().map(alt_name).collect());
            }
            ParsedExtension::ExtendedKeyUsage(usage) => {
                self.usage = Some(if usage.server_auth {
                    Usage::Server
                } else if usage.any {
                    Usage::Any
                } else {
                    Usage::Others
                });
            }
            ParsedExtension::CertificatePolicies(policies) => {
                self.public |= policies.iter().any(|policy| is_public(&policy.policy_id));
            }
            _ => {}
        }
    }
}

fn is_public(policy: &Oid<'_>) -> bool {
    PUBLIC_POLICIES.contains(&policy.to_id_string().as_str())
}

fn alt_name(name: &GeneralName<'_>) -> AltName {
    match name {
        GeneralName::DNSName(text) => AltName::dns(text),
        GeneralName::IPAddress(bytes) => AltName::ip(bytes),
        _ => AltName::Other,
    }
}
