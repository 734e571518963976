//! Whether the certificates of a file make a chain.

use tickmark_plugin::prelude::*;

use super::{Subjects, close, judge};
use crate::SelfSigned;
use crate::certificate::{Certificate, Usage};

/// Each chain begins with the leaf and holds its issuers in order
///
/// Each certificate has to be followed by the one whose subject it names as its issuer, and whose key it
/// names where both say so. The root may be left out, because clients hold it. Clients differ in how
/// they mend a chain that lacks an issuer, and the ones that cannot refuse the connection or were told
/// not to look. A leaf alone fails where a public authority issued it, because public roots issue no
/// leaves; else it stays open whether its issuer is a root that clients hold. An issuer whose extended key
/// usage leaves servers out fails. A critical extension that is not known here, and an issuer for some
/// names only, leave the chain open. Whether the last issuer is trusted is not examined, nor are
/// signatures. Source: RFC 8446, section 4.4.2; RFC 5280, sections 4.2, 4.2.1.10 and 6.1.
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC6.7" = "Clients can check who answers only if the chain leads from the leaf to a root."),
    supports("CC6.6" = "A self-signed leaf tells outsiders nothing about who answers at the boundary."),
    remedy = "Install the full chain of the authority: the leaf first, then each issuer, without \
              anything else. Replace a self-signed certificate, or where every client holds it, configure \
              `self-signed`.",
)]
pub(super) fn chain_in_order(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    for chain in &subjects.files.chains {
        let Some(leaf) = chain.links.first() else {
            continue;
        };
        let finding = match chain.whole() {
            Ok(certificates) => order(&chain.path, &certificates, subjects.config.self_signed),
            Err(problem) => {
                let open = Finding::inconclusive(&chain.path).actual(&problem.message);
                findings.push(open.expected(EXPECTED).at(problem.place.clone()));
                continue;
            }
        };
        let (finding, at) = finding;
        let place = chain.links.get(at).unwrap_or(leaf).place.clone();
        findings.push(finding.expected(EXPECTED).at(place));
    }
    close(subjects, findings);
}

const EXPECTED: &str = "the leaf, followed by its issuers in order, the root optional";

/// The finding, and which certificate decided it.
fn order(path: &str, chain: &[&Certificate], self_signed: SelfSigned) -> (Finding, usize) {
    let Some((leaf, issuers)) = chain.split_first() else {
        return (Finding::inconclusive(path).actual("no certificate"), 0);
    };
    if leaf.vouches_for_itself() {
        let finding = match self_signed {
            SelfSigned::Accepted if issuers.is_empty() => {
                Finding::pass(path).actual("self-signed, which the configuration accepts")
            }
            _ => Finding::fail(path).actual(format!("{} is self-signed", leaf.name)),
        };
        return (finding, 0);
    }
    for (index, pair) in chain.windows(2).enumerate() {
        let [certificate, issuer] = pair else {
            continue;
        };
        if !certificate.is_issued_by(issuer) {
            return (
                Finding::fail(path).actual(broken(certificate, issuer)),
                index + 1,
            );
        }
        if certificate.vouches_for_itself() {
            let actual = format!(
                "{} follows the self-signed {}",
                issuer.name, certificate.name
            );
            return (Finding::fail(path).actual(actual), index + 1);
        }
    }
    if let Some((finding, at)) = refused(path, chain) {
        return (finding, at);
    }
    let names: Vec<&str> = chain
        .iter()
        .map(|certificate| certificate.name.as_str())
        .collect();
    let shown = names[..names.len().min(4)].join(", issued by ");
    match issuers.last() {
        Some(_) => (Finding::pass(path).actual(shown), 0),
        None if leaf.public => {
            let actual = format!(
                "{shown} alone; its issuer {} is missing",
                leaf.issuer.brief()
            );
            (Finding::fail(path).actual(actual), 0)
        }
        None => {
            let actual = format!(
                "{shown} alone; nothing shows whether its issuer {} is a root that clients hold",
                leaf.issuer.brief()
            );
            (Finding::inconclusive(path).actual(actual), 0)
        }
    }
}

/// What makes clients refuse a chain that is in order, or may.
fn refused(path: &str, chain: &[&Certificate]) -> Option<(Finding, usize)> {
    let issuers = || chain.iter().enumerate().skip(1);
    if let Some((at, issuer)) = issuers().find(|(_, one)| one.usage == Some(Usage::Others)) {
        let actual = format!("{} may issue no certificates of servers", issuer.name);
        return Some((Finding::fail(path).actual(actual), at));
    }
    for (at, certificate) in chain.iter().enumerate() {
        if let Some(oid) = &certificate.unknown {
            let actual = format!(
                "{} has the critical extension {oid}; clients that do not know it refuse the chain",
                certificate.name
            );
            return Some((Finding::inconclusive(path).actual(actual), at));
        }
    }
    let (at, issuer) = issuers().find(|(_, one)| one.constrained)?;
    let actual = format!(
        "{} may issue for some names only; whether the leaf's are among them is not examined",
        issuer.name
    );
    Some((Finding::inconclusive(path).actual(actual), at))
}

fn broken(certificate: &Certificate, next: &Certificate) -> String {
    if certificate.issuer.is(&next.subject) {
        return format!(
            "{} names another key of its issuer than that of {}",
            certificate.name, next.name
        );
    }
    format!(
        "{} is issued by {}, but {} follows",
        certificate.name,
        certificate.issuer.brief(),
        next.name
    )
}

/// Leaves may issue no certificates, and issuers may
///
/// A leaf that is marked as an authority lets its server, or whoever takes it over, issue certificates
/// for any name. An issuer needs the CA flag, the right to sign certificates where it states its key
/// usage, and room for the authorities below it. Source: RFC 5280, sections 4.2.1.3, 4.2.1.9 and
/// 6.1.4.
#[control(
    severity = High,
    method = Configuration,
    supports("CC6.7" = "Who answers a connection is only known while nobody but authorities issues certificates."),
    supports("CC6.1" = "The power to vouch for others belongs to authorities alone."),
    remedy = "Have the leaf issued anew without the CA flag (`openssl req -x509` sets it unless told \
              otherwise), and install the issuers that the authority publishes.",
)]
pub(super) fn authorities_marked(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    judge(
        subjects,
        findings,
        |_| true,
        |position, certificate, subject| {
            if position.is_leaf() {
                let ca = certificate.is_authority();
                let signs = certificate.may_sign == Some(true);
                let actual = match (ca, signs) {
                    (true, _) => "marked as an authority (CA:TRUE)",
                    (false, true) => "key usage keyCertSign without being an authority",
                    (false, false) => "no authority",
                };
                return Finding::when(!ca && !signs, subject)
                    .expected("no authority")
                    .actual(actual);
            }
            let below = position.index - 1;
            let room = certificate
                .authority
                .and_then(|authority| authority.path_length)
                .is_none_or(|most| below <= usize::try_from(most).unwrap_or(usize::MAX));
            let (ok, actual) = if !certificate.is_authority() {
                (false, "not marked as an authority (CA:TRUE)".to_owned())
            } else if certificate.may_sign == Some(false) {
                (
                    false,
                    "an authority whose key usage lacks keyCertSign".to_owned(),
                )
            } else if !room {
                (
                    false,
                    format!(
                        "an authority with more below it ({below}) than its path length allows"
                    ),
                )
            } else {
                (true, "an authority that may sign certificates".to_owned())
            };
            Finding::when(ok, subject)
                .expected("an authority that may sign certificates (CA:TRUE, keyCertSign)")
                .actual(actual)
        },
    );
}
