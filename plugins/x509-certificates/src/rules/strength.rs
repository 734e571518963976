//! How strong keys and signatures are, and whether the keys stayed where they belong.

use tickmark_plugin::prelude::*;

use super::{Subjects, close, judge};
use crate::algorithms::{Key, MIN_EXPONENT, Verdict};

/// Each certificate's key is long enough and of an approved kind
///
/// RSA of at least `min-rsa-bits` with an odd exponent above 2^16, EC on P-256, P-384 or P-521, Ed25519
/// or Ed448. Of an RSA key its length is examined, not how it was generated. Source: NIST SP
/// 800-131A revision 2, section 3; NIST SP 800-52 revision 2, section 3.2; FIPS 186-5. An
/// algorithm or curve that is not known here is inconclusive.
#[control(
    severity = High,
    method = Configuration,
    implements("CC6.7" = "The part about transmission: the keys that protect connections must withstand attack."),
    supports("CC6.1" = "Encryption protects access only as far as its keys are strong."),
    remedy = "Generate a new key (EC P-256, or RSA of at least 2048 bits), have a certificate issued \
              for it, install both and let the old one be revoked.",
)]
pub(super) fn key_strength(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    let least = subjects.config.min_rsa_bits;
    judge(
        subjects,
        findings,
        |_| true,
        |_, certificate, subject| {
            let (name, verdict) = match &certificate.key {
                Key::Rsa { bits, exponent } => {
                    // An exponent of more than 64 bits is no small one; whether it is odd is open.
                    let verdict = match exponent {
                        _ if *bits < u64::from(least) => Verdict::Weak,
                        Some(number) if *number < MIN_EXPONENT || number % 2 == 0 => Verdict::Weak,
                        Some(_) => Verdict::Strong,
                        None => Verdict::Unknown,
                    };
                    let exponent = exponent.map_or_else(
                        || "of more than 64 bits".to_owned(),
                        |number| number.to_string(),
                    );
                    (format!("RSA, {bits} bits, exponent {exponent}"), verdict)
                }
                Key::Other { name, verdict } => (name.clone(), *verdict),
            };
            finding(verdict, subject)
                .expected(format!(
                    "RSA of at least {least} bits, EC P-256, P-384 or P-521, Ed25519 or Ed448"
                ))
                .actual(name)
        },
    );
}

fn finding(verdict: Verdict, subject: &str) -> Finding {
    match verdict {
        Verdict::Strong => Finding::pass(subject),
        Verdict::Weak => Finding::fail(subject),
        Verdict::Unknown => Finding::inconclusive(subject),
    }
}

/// No certificate is signed with MD5, SHA-1 or DSA
///
/// Such a signature can be forged, and with it a certificate for any name. The signature of a
/// self-signed root at the end of a chain is looked at by nobody, because clients hold the root
/// itself: there the control is not applicable. Source: NIST SP 800-131A revision 2, sections 3 and
/// 9; NIST SP 800-52 revision 2, section 3.2; FIPS 186-5. Signatures are not verified, and an
/// algorithm that is not known here is inconclusive.
#[control(
    severity = High,
    method = Configuration,
    implements("CC6.7" = "The part about transmission: who answers a connection is only known while \
                          certificates cannot be forged."),
    supports("CC6.6" = "A forged certificate lets an outsider stand in for the system at its boundary."),
    remedy = "Have the certificate issued anew with a SHA-256 signature; if an intermediate is weak, \
              install the authority's current chain.",
)]
pub(super) fn signature_algorithm(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    judge(
        subjects,
        findings,
        |_| true,
        |position, certificate, subject| {
            let (name, verdict) = &certificate.signature;
            let root = position.last
                && !position.is_leaf()
                && certificate.is_authority()
                && certificate.vouches_for_itself();
            let (finding, actual) = if root {
                (
                    Finding::not_applicable(subject),
                    format!("{name}, by a self-signed root on itself"),
                )
            } else {
                (finding(*verdict, subject), name.clone())
            };
            finding
                .expected(
                    "a signature with SHA-256 or better (RSA, RSA-PSS, ECDSA), Ed25519 or Ed448",
                )
                .actual(actual)
        },
    );
}

/// No private key stands among the certificates
///
/// Whoever can read the evidence could act as the server. A key that was copied is lost, encrypted or
/// not: its password is not under the system's control any more. Every PEM block of every file is
/// looked at, also within other text. Nothing of a key is repeated in the finding. Source: NIST SP
/// 800-57 part 1 revision 5, section 5.5.
#[control(
    severity = Critical,
    method = Configuration,
    supports("CC6.1" = "Keys have to be kept from everyone who does not need them."),
    supports("CC6.7" = "Connections are not protected against whoever holds the server's key."),
    remedy = "Take the key as known: generate a new one, have the certificate issued anew and the old one \
              revoked, and remove the file from evidence and from the history of the repository. \
              Collect certificates only.",
)]
pub(super) fn private_keys_absent(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    for chain in &subjects.files.chains {
        let finding = if let Some(first) = chain.keys.first() {
            let labels: Vec<&str> = chain.keys.iter().map(|key| key.label.as_str()).collect();
            let finding = Finding::fail(&chain.path).actual(format!(
                "{} private {}: {}",
                labels.len(),
                if labels.len() == 1 { "key" } else { "keys" },
                labels[..labels.len().min(3)].join(", ")
            ));
            finding.at(first.place.clone())
        } else if let Some(cut) = &chain.cut {
            Finding::inconclusive(&chain.path)
                .actual(&cut.message)
                .at(cut.place.clone())
        } else {
            let blocks = chain.blocks;
            let word = if blocks == 1 { "block" } else { "blocks" };
            Finding::pass(&chain.path)
                .actual(format!("{blocks} PEM {word}, none a private key"))
                .at(chain.place.clone())
        };
        findings.push(finding.expected("no private key"));
    }
    close(subjects, findings);
}
