//! For whom and for what leaves are issued.

use tickmark_plugin::prelude::*;

use super::{Position, Subjects, judge};
use crate::certificate::{Certificate, Usage};
use crate::files::Link;
use crate::names::{AltName, Wanted};

/// Each leaf says in its alternative names what it serves
///
/// Clients compare the name that they call with the alternative names alone; a common name covers
/// nothing. At least one DNS name or address is needed, and no wildcard for a whole top-level domain.
/// Source: RFC 9525, sections 6.3 and 6.4.
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC6.7" = "A client can only tell the right server from another by the names in the certificate."),
    remedy = "Have the certificate issued anew with every name that clients call as a DNS name in \
              subjectAltName.",
)]
pub(super) fn alternative_names(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    judge(
        subjects,
        findings,
        Position::is_leaf,
        |_, certificate, subject| {
            let names = certificate.alt_names.as_deref().unwrap_or_default();
            let hosts: Vec<&AltName> = names
                .iter()
                .filter(|name| **name != AltName::Other)
                .collect();
            let wide = hosts.iter().find(|name| name.is_too_wide());
            let actual = if let Some(name) = wide {
                format!("{name}, which stands for a whole top-level domain")
            } else if hosts.is_empty() {
                match certificate.alt_names {
                    None => "no alternative names".to_owned(),
                    Some(_) => "no host among the alternative names".to_owned(),
                }
            } else {
                list(&hosts)
            };
            Finding::when(!hosts.is_empty() && wide.is_none(), subject)
                .expected("a DNS name or IP address in subjectAltName")
                .actual(actual)
        },
    );
}

fn list(names: &[&AltName]) -> String {
    const SHOWN: usize = 3;
    let shown: Vec<String> = names.iter().take(SHOWN).map(ToString::to_string).collect();
    let more = names.len().saturating_sub(SHOWN);
    if more == 0 {
        shown.join(", ")
    } else {
        format!("{} and {more} more", shown.join(", "))
    }
}

/// Each leaf is issued for the authentication of servers
///
/// Clients refuse a leaf whose extended key usage names other uses only. A leaf without any, or one for
/// every use, works but is not limited to what it is for, so a stolen key serves for more. They refuse one
/// too whose key usage allows neither signatures nor the exchange of keys. Source: RFC 5280, sections
/// 4.2.1.3 and 4.2.1.12; CA/Browser Forum, Baseline Requirements, section 7.1.2.7.
#[control(
    severity = Low,
    method = Configuration,
    supports("CC6.7" = "A certificate for servers, and for nothing else, is what protects a connection to one."),
    remedy = "Have the certificate issued anew with the extended key usage serverAuth.",
)]
pub(super) fn server_authentication(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    judge(
        subjects,
        findings,
        Position::is_leaf,
        |_, certificate, subject| {
            let actual = match certificate.usage {
                Some(Usage::Server) => "extended key usage serverAuth",
                Some(Usage::Any) => "extended key usage of any kind",
                Some(Usage::Others) => "extended key usage without serverAuth",
                None => "no extended key usage",
            };
            if certificate.proves == Some(false) {
                return Finding::fail(subject)
                    .expected("a key usage with which a server can prove itself")
                    .actual(
                        "key usage without digitalSignature, keyEncipherment and keyAgreement",
                    );
            }
            Finding::when(certificate.usage == Some(Usage::Server), subject)
                .expected("extended key usage serverAuth")
                .actual(actual)
        },
    );
}

/// Each name that clients call is covered by a current certificate
///
/// The names of `expected-names` are compared with the alternative names of all leaves that are valid
/// on the as-of date. A wildcard stands for exactly one whole label. A name that is covered by none is
/// served without TLS, with a certificate that clients refuse, or its chain was not collected. Source:
/// RFC 9525, section 6.3.
#[control(
    severity = High,
    method = Configuration,
    supports("CC6.7" = "Every endpoint over which data leaves or enters needs a certificate for its name."),
    supports("CC6.6" = "Outsiders reach the system under known names, each of which has to prove whose it is."),
    remedy = "Collect the chain of the endpoint; if there is none for the name, have a certificate issued \
              that names it and install it. Take names that are not called any more out of the \
              configuration.",
)]
pub(super) fn expected_names(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    let leaves: Vec<&Link> = subjects
        .files
        .chains
        .iter()
        .filter_map(|chain| chain.links.first())
        .collect();
    let unclear = !subjects.files.unread.is_empty()
        || leaves.iter().any(|leaf| leaf.certificate.is_err())
        || subjects
            .files
            .chains
            .iter()
            .any(|chain| chain.cut.is_some());
    // The configuration was validated, so every name can be read.
    let wanted = subjects.config.expected_names.iter();
    for name in wanted.filter_map(|name| Wanted::parse(name).ok()) {
        findings.push(cover(subjects, &name, &leaves, unclear));
    }
    findings.complete(subjects.files.places.clone());
}

fn cover(subjects: &Subjects<'_>, wanted: &Wanted, leaves: &[&Link], unclear: bool) -> Finding {
    let covering: Vec<(&Link, &Certificate)> = leaves
        .iter()
        .filter_map(|leaf| Some((*leaf, leaf.certificate.as_ref().ok()?)))
        .filter(|(_, certificate)| {
            let names = certificate.alt_names.as_deref().unwrap_or_default();
            names.iter().any(|name| name.covers(wanted))
        })
        .collect();
    let current = covering.iter().find(|(_, certificate)| {
        certificate.starts.day <= subjects.as_of && subjects.as_of <= certificate.ends.day
    });
    let subject = wanted.to_string();
    let finding = match (current, covering.first()) {
        (Some((leaf, _)), _) => Finding::pass(subject)
            .actual(format!("covered by {}", leaf.subject))
            .at(leaf.place.clone()),
        _ if unclear => Finding::inconclusive(subject)
            .actual("no current leaf covers it, and some of the evidence cannot be read"),
        (None, Some((leaf, certificate))) => Finding::fail(subject)
            .actual(format!(
                "covered only by {}, valid from {} until {}",
                leaf.subject, certificate.starts.day, certificate.ends.day
            ))
            .at(leaf.place.clone()),
        (None, None) => {
            let places = leaves.iter().take(3).map(|leaf| leaf.place.clone());
            let word = if leaves.len() == 1 { "leaf" } else { "leaves" };
            let actual = format!("covered by none of {} {word}", leaves.len());
            places.fold(Finding::fail(subject).actual(actual), Finding::at)
        }
    };
    finding.expected("a current leaf with an alternative name that covers it")
}
