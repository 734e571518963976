//! What the outside is told.

use tickmark_plugin::Outcome::{Fail, Inconclusive, NotApplicable, Pass};
use tickmark_plugin::testing::{MemoryEvidence, run};

use super::{AS_OF, changed, outcome};
use crate::GovernanceRecords;

#[test]
fn notices_are_sent_within_their_term() {
    let control = "customer-notices-in-time";
    let sent = |from: &str, to: &str, id: &str| {
        let report = changed("notices", from, to);
        outcome(&report, control, id)
    };
    assert_eq!(
        sent("2026-03-03T20:00:00Z", "2026-03-04T08:00:00Z", "N-1"),
        Pass
    );
    assert_eq!(
        sent("2026-03-03T20:00:00Z", "2026-03-04T08:00:01Z", "N-1"),
        Fail
    );
    assert_eq!(sent("2026-03-03T20:00:00Z", "", "N-1"), Fail);
    assert_eq!(
        sent("2026-03-03T20:00:00Z", "2026-12-01T00:00:00Z", "N-1"),
        Fail
    );
    assert_eq!(
        sent("2026-06-10T09:00:00Z", "2026-06-15T23:00:00Z", "N-2"),
        Pass
    );
    assert_eq!(
        sent("2026-06-10T09:00:00Z", "2026-06-16T00:00:00Z", "N-2"),
        Fail
    );
    assert_eq!(
        sent("2026-08-15,2026-08-15", "2026-08-15,2026-08-16", "N-3"),
        Fail
    );
    assert_eq!(
        sent("2026-10-01,2026-08-15,2026-08-15", "2027-02-01,,", "N-3"),
        NotApplicable
    );
    assert_eq!(sent("20:00:00Z,all customers", "20:00:00Z,", "N-1"), Fail);
    assert_eq!(sent("N-1,incident", "N-1,greeting", "N-1"), Inconclusive);
    assert_eq!(sent("2026-03-01T08:00:00Z", "", "N-1"), Inconclusive);
}

#[test]
fn subprocessors_are_announced_before_they_start() {
    let control = "subprocessors-published";
    let report = changed(
        "subprocessors",
        "2026-10-01,2026-08-15",
        "2026-10-01,2026-09-15",
    );
    assert_eq!(
        report.one(control, "Mailway").actual,
        "in use since 2026-10-01, announced 2026-09-15"
    );
    let report = changed("subprocessors", "hosting", "");
    assert_eq!(outcome(&report, control, "Amazon Web Services"), Fail);
}

fn contact(text: &str) -> (tickmark_plugin::Outcome, String) {
    let evidence = MemoryEvidence::new().file("security-txt", "web/security.txt", text);
    let report = run::<GovernanceRecords>("{}", AS_OF, &evidence).unwrap();
    let finding = report.one("security-contact-published", "web/security.txt");
    (finding.outcome, finding.actual.clone())
}

#[test]
fn a_security_contact_can_be_used_and_has_not_expired() {
    let expires = "Expires: 2027-01-01T00:00:00Z\n";
    assert_eq!(
        contact(&format!("contact: mailto:s@example.com\r\n{expires}")).0,
        Pass
    );
    assert_eq!(
        contact(&format!("Contact: tel:+1-201-555-0123\n{expires}")).0,
        Pass
    );
    assert_eq!(
        contact(&format!("Contact: security@example.com\n{expires}")).0,
        Fail
    );
    assert_eq!(
        contact(&format!("Contact: http://example.com\n{expires}")).0,
        Fail
    );
    assert_eq!(contact(expires), (Fail, "no `Contact`".to_owned()));
    assert_eq!(
        contact("Contact: mailto:s@example.com\n"),
        (Fail, "no `Expires`".to_owned())
    );
    assert_eq!(
        contact(&format!(
            "Contact: mailto:s@example.com\n{expires}{expires}"
        ))
        .1,
        "`Expires` stands there several times"
    );
    assert_eq!(
        contact("Contact: mailto:s@example.com\nExpires: 2026-11-21T23:59:59Z\n").1,
        "expired 2026-11-21T23:59:59Z"
    );
    assert_eq!(
        contact("Contact: mailto:s@example.com\nExpires: 2027-01-01\n").0,
        Fail
    );
    assert_eq!(
        contact("<!DOCTYPE html>\n<title>Not found</title>\n").0,
        Inconclusive
    );
    assert_eq!(contact("# nothing\n").0, Inconclusive);
}

#[test]
fn a_signed_contact_is_read_inside_its_signature() {
    let signed = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nContact: mailto:s@example.com\nExpires: 2027-01-01T00:00:00Z\n-----BEGIN PGP SIGNATURE-----\n\niQEz\n-----END PGP SIGNATURE-----\n";
    assert_eq!(contact(signed).0, Pass);
    let cut = signed.split("-----BEGIN PGP SIGNATURE").next().unwrap();
    assert_eq!(contact(cut).0, Inconclusive);
    let outside = format!("{signed}Expires: 2020-01-01T00:00:00Z\n");
    assert_eq!(
        contact(&outside).0,
        Pass,
        "what follows the signature was not signed"
    );
}

/// What the parser sectxt 0.9.8 says of the same texts. It asks the same of the fields; of a signature it
/// also reads the packets, which here are made up and which we leave alone.
#[test]
fn verdicts_are_those_of_sectxt() {
    let contact_of = |value: &str| format!("Contact: {value}\nExpires: 2027-01-01T00:00:00Z\n");
    let expires_of = |value: &str| format!("Contact: mailto:s@example.com\nExpires: {value}\n");
    for (text, valid) in [
        (contact_of("mailto:s@example.com"), true),
        (contact_of("tel:+1-201-555-0123"), true),
        (contact_of("ftp://example.com/x"), true),
        (contact_of("security@example.com"), false),
        (contact_of("http://example.com"), false),
        (expires_of("2027-01-01T00:00:00+02:00"), true),
        (expires_of("2027-01-01t00:00:00z"), true),
        (expires_of("2027-01-01"), false),
        (expires_of("2026-01-21T23:59:59Z"), false),
        ("# nothing\n".to_owned(), false),
        ("<!DOCTYPE html>\n".to_owned(), false),
    ] {
        assert_eq!(contact(&text).0 == Pass, valid, "{text}");
    }
}
