//! From when until when certificates are valid.

use tickmark_plugin::prelude::*;

use super::{Subjects, judge};
use crate::certificate::Certificate;

/// Each certificate is valid and stays so for some time
///
/// The leaf and every authority that the server sends are looked at: clients refuse a chain as soon as
/// one of them has expired, and whoever then tells users to proceed gives the protection up. Judged
/// on the as-of date, which has to leave `min-days-left` days to renew. A certificate that only
/// begins later is no certificate yet.
#[control(
    severity = High,
    method = Configuration,
    implements("CC6.7" = "The part about transmission: connections to the named endpoints are only \
                          protected while the certificates that authenticate them are valid."),
    supports("CC6.6" = "Without a valid certificate outsiders cannot tell the system's boundary from an impostor's."),
    remedy = "Renew the certificate (or the chain file of its authority), install it, and see to it \
              that renewal runs by itself well before the end. Then collect the chain again.",
)]
pub(super) fn certificates_current(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    let least = subjects.config.min_days_left;
    judge(
        subjects,
        findings,
        |_| true,
        |_, certificate, subject| {
            let (starts, ends) = (certificate.starts.day, certificate.ends.day);
            let left = ends.days_since(subjects.as_of);
            let (ok, actual) = if certificate.ends.seconds < certificate.starts.seconds {
                (
                    false,
                    format!("ends on {ends}, before it begins on {starts}"),
                )
            } else if starts > subjects.as_of {
                (false, format!("valid only from {starts}"))
            } else if left < 0 {
                (false, format!("expired on {ends}, {} ago", days(-left)))
            } else {
                let ok = left >= i64::from(least);
                (ok, format!("valid until {ends}, {} left", days(left)))
            };
            Finding::when(ok, subject)
                .expected(format!("valid for at least {} more", days(least.into())))
                .actual(actual)
        },
    );
}

fn days(count: i64) -> String {
    format!("{count} {}", if count == 1 { "day" } else { "days" })
}

/// The longest validity of a leaf by the day on which it begins: CA/Browser Forum, Baseline
/// Requirements, section 6.3.2.
const SPANS: [(&str, u32); 5] = [
    ("2029-03-15", 47),
    ("2027-03-15", 100),
    ("2026-03-15", 200),
    ("2020-09-01", 398),
    ("0000-01-01", 825),
];

/// No leaf is valid for longer than its authority may allow
///
/// Long validity means that a stolen key, a weak algorithm or a name that was given up stays trusted
/// for long. Leaves with the marks of a public authority (a policy of the CA/Browser Forum, or
/// timestamps of certificate transparency) are held against the Baseline Requirements, section 6.3.2,
/// or `public-max-validity-days`; all others against `private-max-validity-days`, without which
/// nothing says what their authority allows. Both ends count, and a part of a day is a day.
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC6.7" = "Renewal at short intervals limits for how long a lost key can be used on a connection."),
    remedy = "Have the certificate issued anew with a shorter validity and let it be renewed by itself. \
              For a private authority, configure `private-max-validity-days` as its policy says.",
)]
pub(super) fn validity_span(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    judge(
        subjects,
        findings,
        super::Position::is_leaf,
        |_, certificate, subject| {
            let seconds = certificate.ends.seconds - certificate.starts.seconds;
            let span = (seconds + 1).max(0).div_euclid(86_400)
                + i64::from((seconds + 1).max(0).rem_euclid(86_400) > 0);
            let public = if certificate.public {
                "public"
            } else {
                "private"
            };
            let actual = format!(
                "{} from {}, of a {public} authority",
                days(span),
                certificate.starts.day
            );
            let Some(most) = most(certificate, subjects) else {
                return Finding::inconclusive(subject)
                    .expected("a limit for private authorities (`private-max-validity-days`)")
                    .actual(actual);
            };
            Finding::when((1..=i64::from(most)).contains(&span), subject)
                .expected(format!("at most {}", days(most.into())))
                .actual(actual)
        },
    );
}

fn most(certificate: &Certificate, subjects: &Subjects<'_>) -> Option<u32> {
    if !certificate.public {
        return subjects.config.private_max_validity_days;
    }
    let starts = certificate.starts.day.to_string();
    subjects.config.public_max_validity_days.or_else(|| {
        SPANS
            .iter()
            .find(|(from, _)| starts.as_str() >= *from)
            .map(|(_, most)| *most)
    })
}
