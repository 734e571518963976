//! Keys and signature algorithms by their object identifiers, and what NIST thinks of them.
//!
//! Sources: NIST SP 800-131A revision 2 (sections 3 and 9), NIST SP 800-52 revision 2 (section 3.2),
//! FIPS 186-5. An identifier that is not listed is unknown, which is neither strong nor weak.

use x509_parser::prelude::*;
use x509_parser::public_key::{PublicKey, RSAPublicKey};
use x509_parser::signature_algorithm::SignatureAlgorithm;

/// What is thought of an algorithm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Strong,
    Weak,
    Unknown,
}

/// The key that a certificate vouches for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Key {
    Rsa { bits: u64, exponent: Option<u64> },
    Other { name: String, verdict: Verdict },
}

/// The least public exponent: FIPS 186-5, appendix A.1.1, wants more than 2^16, and odd.
pub(crate) const MIN_EXPONENT: u64 = 65_537;

type Known = (&'static str, &'static str, Verdict);

const KEYS: &[Known] = &[
    ("1.3.101.112", "Ed25519", Verdict::Strong),
    ("1.3.101.113", "Ed448", Verdict::Strong),
    ("1.2.840.10040.4.1", "DSA", Verdict::Weak),
];

const CURVES: &[Known] = &[
    ("1.2.840.10045.3.1.7", "EC P-256", Verdict::Strong),
    ("1.3.132.0.34", "EC P-384", Verdict::Strong),
    ("1.3.132.0.35", "EC P-521", Verdict::Strong),
    ("1.3.132.0.33", "EC P-224", Verdict::Weak),
    ("1.2.840.10045.3.1.1", "EC P-192", Verdict::Weak),
    ("1.3.132.0.10", "EC secp256k1", Verdict::Weak),
];

const SIGNATURES: &[Known] = &[
    ("1.2.840.113549.1.1.2", "MD2 with RSA", Verdict::Weak),
    ("1.2.840.113549.1.1.3", "MD4 with RSA", Verdict::Weak),
    ("1.2.840.113549.1.1.4", "MD5 with RSA", Verdict::Weak),
    ("1.2.840.113549.1.1.5", "SHA-1 with RSA", Verdict::Weak),
    ("1.3.14.3.2.29", "SHA-1 with RSA", Verdict::Weak),
    ("1.2.840.113549.1.1.11", "SHA-256 with RSA", Verdict::Strong),
    ("1.2.840.113549.1.1.12", "SHA-384 with RSA", Verdict::Strong),
    ("1.2.840.113549.1.1.13", "SHA-512 with RSA", Verdict::Strong),
    ("1.2.840.10045.4.1", "SHA-1 with ECDSA", Verdict::Weak),
    ("1.2.840.10045.4.3.2", "SHA-256 with ECDSA", Verdict::Strong),
    ("1.2.840.10045.4.3.3", "SHA-384 with ECDSA", Verdict::Strong),
    ("1.2.840.10045.4.3.4", "SHA-512 with ECDSA", Verdict::Strong),
    ("1.2.840.10040.4.3", "SHA-1 with DSA", Verdict::Weak),
    ("2.16.840.1.101.3.4.3.2", "SHA-256 with DSA", Verdict::Weak),
    ("1.3.101.112", "Ed25519", Verdict::Strong),
    ("1.3.101.113", "Ed448", Verdict::Strong),
];

const HASHES: &[Known] = &[
    ("1.2.840.113549.2.5", "RSA-PSS with MD5", Verdict::Weak),
    ("1.3.14.3.2.26", "RSA-PSS with SHA-1", Verdict::Weak),
    (
        "2.16.840.1.101.3.4.2.1",
        "RSA-PSS with SHA-256",
        Verdict::Strong,
    ),
    (
        "2.16.840.1.101.3.4.2.2",
        "RSA-PSS with SHA-384",
        Verdict::Strong,
    ),
    (
        "2.16.840.1.101.3.4.2.3",
        "RSA-PSS with SHA-512",
        Verdict::Strong,
    ),
];

const RSA: &str = "1.2.840.113549.1.1.1";
const RSA_PSS: &str = "1.2.840.113549.1.1.10";
const EC: &str = "1.2.840.10045.2.1";

fn known(table: &[Known], kind: &str, oid: &str) -> (String, Verdict) {
    table.iter().find(|(id, _, _)| *id == oid).map_or_else(
        || (format!("{kind} {oid}"), Verdict::Unknown),
        |(_, name, verdict)| ((*name).to_owned(), *verdict),
    )
}

/// The key; an error says why it cannot be read.
pub(crate) fn key(info: &SubjectPublicKeyInfo<'_>) -> Result<Key, String> {
    let algorithm = info.algorithm.algorithm.to_id_string();
    let bytes = info.subject_public_key.data.as_ref();
    match algorithm.as_str() {
        RSA | RSA_PSS => {
            let (rest, key) =
                RSAPublicKey::from_der(bytes).map_err(|_| "its RSA key cannot be read")?;
            if !rest.is_empty() || key.modulus.first().is_some_and(|byte| byte & 0x80 != 0) {
                return Err("its RSA key cannot be read".to_owned());
            }
            Ok(Key::Rsa {
                bits: bits(key.modulus),
                exponent: key.try_exponent().ok(),
            })
        }
        EC => {
            let curve = info
                .algorithm
                .parameters
                .as_ref()
                .and_then(|parameters| parameters.as_oid().ok())
                .ok_or("its EC key names no curve")?;
            if !matches!(info.parsed(), Ok(PublicKey::EC(point)) if point.key_size() > 0) {
                return Err("its EC key cannot be read".to_owned());
            }
            let (name, verdict) = known(CURVES, "EC curve", &curve.to_id_string());
            Ok(Key::Other { name, verdict })
        }
        other => {
            let (name, verdict) = known(KEYS, "key of algorithm", other);
            Ok(Key::Other { name, verdict })
        }
    }
}

/// The length of an unsigned number without its leading zeros.
fn bits(number: &[u8]) -> u64 {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    number[zeros..].first().map_or(0, |first| {
        8 * (number.len() - zeros) as u64 - u64::from(first.leading_zeros())
    })
}

/// The algorithm of a signature and what is thought of it.
pub(crate) fn signature(algorithm: &AlgorithmIdentifier<'_>) -> (String, Verdict) {
    let oid = algorithm.algorithm.to_id_string();
    if oid != RSA_PSS {
        return known(SIGNATURES, "algorithm", &oid);
    }
    match SignatureAlgorithm::try_from(algorithm) {
        Ok(SignatureAlgorithm::RSASSA_PSS(parameters)) => known(
            HASHES,
            "RSA-PSS with hash",
            &parameters.hash_algorithm_oid().to_id_string(),
        ),
        _ => (
            "RSA-PSS with parameters that cannot be read".to_owned(),
            Verdict::Unknown,
        ),
    }
}
