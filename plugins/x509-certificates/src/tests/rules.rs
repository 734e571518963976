//! What each rule says.

use super::*;
use crate::names::{AltName, Wanted};

#[test]
fn a_chain_in_order_passes_everything_and_cites_the_block() {
    let report = today(PORTAL);
    for control in PASSING {
        for (subject, outcome) in report.outcomes(control) {
            assert_eq!(outcome, Outcome::Pass, "{control} {subject}");
        }
    }
    let leaf = one(&report, "certificates-current", "portal.birchwood.example");
    assert_eq!(leaf.actual, "valid until 2027-01-18, 57 days left");
    assert_eq!(leaf.locations[0].line, Some(3));
    let issuer = one(&report, "key-strength", "Alder TLS E5");
    assert_eq!(issuer.actual, "EC P-384");
    assert_eq!(report.tallies[0].records, 2);
}

#[test]
fn the_days_left_are_counted_from_the_as_of_date_with_the_limit_included() {
    for (as_of, expected, actual) in [
        (
            "2026-12-19",
            Outcome::Pass,
            "valid until 2027-01-18, 30 days left",
        ),
        (
            "2026-12-20",
            Outcome::Fail,
            "valid until 2027-01-18, 29 days left",
        ),
        (
            "2027-01-18",
            Outcome::Fail,
            "valid until 2027-01-18, 0 days left",
        ),
        (
            "2027-01-19",
            Outcome::Fail,
            "expired on 2027-01-18, 1 day ago",
        ),
        (
            "2026-10-20",
            Outcome::Pass,
            "valid until 2027-01-18, 90 days left",
        ),
        ("2026-10-19", Outcome::Fail, "valid only from 2026-10-20"),
    ] {
        let report = examine("{}", as_of, PORTAL);
        let finding = one(&report, "certificates-current", "portal.birchwood.example");
        assert_eq!(
            (finding.outcome, finding.actual.as_str()),
            (expected, actual),
            "{as_of}"
        );
    }
    let report = examine(r#"{"min-days-left": 58}"#, "2026-11-22", PORTAL);
    let current = outcome(&report, "certificates-current", "portal.birchwood.example");
    assert_eq!(current, Outcome::Fail);
}

#[test]
fn the_longest_validity_depends_on_the_day_it_begins_and_on_who_issued() {
    let leaf = "www.birchwood.example";
    // From 2025-10-01 to the last second of 2026-10-31 are 396 days, both ends counted.
    let finding = one(&today(EXPIRED), "validity-span", leaf).clone();
    assert_eq!(finding.outcome, Outcome::Pass);
    assert_eq!(
        finding.actual,
        "396 days from 2025-10-01, of a public authority"
    );
    let report = examine(
        r#"{"public-max-validity-days": 395}"#,
        "2026-11-22",
        EXPIRED,
    );
    assert_eq!(outcome(&report, "validity-span", leaf), Outcome::Fail);
    // 210 days, begun when 200 were allowed.
    let report = today(CURVE);
    let finding = one(&report, "validity-span", "wallet.birchwood.example");
    assert_eq!(finding.outcome, Outcome::Fail);
    assert_eq!(finding.expected, "at most 200 days");
    let private = "records.internal.birchwood.example";
    let report = today(RECORDS);
    assert_eq!(
        outcome(&report, "validity-span", private),
        Outcome::Inconclusive
    );
    // One second more than 365 days is a day more.
    for (most, expected) in [(365, Outcome::Fail), (366, Outcome::Pass)] {
        let config = format!(r#"{{"private-max-validity-days": {most}}}"#);
        let report = examine(&config, "2026-11-22", RECORDS);
        assert_eq!(
            outcome(&report, "validity-span", private),
            expected,
            "{most}"
        );
    }
}

#[test]
fn weak_keys_and_signatures_fail_but_for_a_roots_own_signature() {
    let report = today(LEGACY);
    let leaf = "legacy.birchwood.example";
    let key = one(&report, "key-strength", leaf);
    assert_eq!(key.outcome, Outcome::Fail);
    assert_eq!(key.actual, "RSA, 1024 bits, exponent 65537");
    let signature = one(&report, "signature-algorithm", leaf);
    assert_eq!(signature.outcome, Outcome::Fail);
    assert_eq!(signature.actual, "SHA-1 with RSA");
    let report = today(RECORDS);
    let root = one(&report, "signature-algorithm", "Birchwood Root");
    assert_eq!(root.outcome, Outcome::NotApplicable);
    assert!(root.actual.starts_with("SHA-1 with RSA"), "{}", root.actual);
    let report = today(CURVE);
    let curve = one(&report, "key-strength", "wallet.birchwood.example");
    assert_eq!(
        (curve.outcome, curve.actual.as_str()),
        (Outcome::Fail, "EC secp256k1")
    );
    let report = examine(r#"{"min-rsa-bits": 3072}"#, "2026-11-22", RECORDS);
    let leaf = "records.internal.birchwood.example";
    assert_eq!(outcome(&report, "key-strength", leaf), Outcome::Fail);
    let report = today(QUEUE);
    let key = one(&report, "key-strength", "queue.internal.birchwood.example");
    assert_eq!(
        (key.outcome, key.actual.as_str()),
        (Outcome::Pass, "Ed25519")
    );
}

#[test]
fn a_chain_fails_where_the_next_certificate_is_not_the_issuer() {
    for (content, expected, actual) in [
        (ORDER, Outcome::Fail, "Alder Root R1 is self-signed"),
        (
            WRONG_KEY,
            Outcome::Fail,
            "mail.birchwood.example names another key of its issuer than that of Alder TLS E5",
        ),
        (
            SELF_SIGNED,
            Outcome::Fail,
            "nas.birchwood.example is self-signed",
        ),
        (
            CURVE,
            Outcome::Fail,
            "wallet.birchwood.example alone; its issuer C=FI, O=Alder Trust, CN=Alder TLS E5 is missing",
        ),
    ] {
        let report = today(content);
        let finding = one(&report, "chain-in-order", "");
        assert_eq!(
            (finding.outcome, finding.actual.as_str()),
            (expected, actual)
        );
    }
    let accepted = examine(r#"{"self-signed": "accepted"}"#, "2026-11-22", SELF_SIGNED);
    assert_eq!(outcome(&accepted, "chain-in-order", ""), Outcome::Pass);
    let doubled = today(&PORTAL.repeat(2));
    assert_eq!(outcome(&doubled, "chain-in-order", ""), Outcome::Fail);
    // Alone, a leaf of a private authority may or may not be issued by a root that clients hold.
    let leaf = QUEUE
        .split_inclusive("-----END CERTIFICATE-----\n")
        .next()
        .unwrap();
    assert_eq!(
        outcome(&today(leaf), "chain-in-order", ""),
        Outcome::Inconclusive
    );
}

#[test]
fn leaves_are_no_authorities_and_issuers_are_with_room_below() {
    let report = today(SELF_SIGNED);
    let leaf = one(&report, "authorities-marked", "nas.birchwood.example");
    assert_eq!(leaf.outcome, Outcome::Fail);
    // An authority that may have none below it has one.
    let report = today(DEEP);
    let authorities = report.outcomes("authorities-marked");
    let failing = ("tls/a.pem: Birchwood Services CA 2", Outcome::Fail);
    assert!(authorities.contains(&failing), "{authorities:?}");
    assert_eq!(outcome(&report, "chain-in-order", ""), Outcome::Pass);
    // A leaf in an issuer's place.
    let report = today(ORDER);
    let last = outcome(&report, "authorities-marked", "shop.birchwood.example");
    assert_eq!(last, Outcome::Fail);
}

#[test]
fn a_common_name_is_no_name_and_uses_have_to_be_named() {
    let report = today(SELF_SIGNED);
    let names = one(&report, "alternative-names", "nas.birchwood.example");
    assert_eq!(
        (names.outcome, names.actual.as_str()),
        (Outcome::Fail, "no alternative names")
    );
    let report = today(CURVE);
    let wide = outcome(&report, "alternative-names", "wallet.birchwood.example");
    assert_eq!(wide, Outcome::Fail);
    let report = today(LEGACY);
    let usage = one(&report, "server-authentication", "legacy.birchwood.example");
    assert_eq!(usage.outcome, Outcome::Fail);
    assert_eq!(usage.actual, "extended key usage without serverAuth");
}

#[test]
fn names_are_compared_as_clients_do() {
    for (own, wanted, expected) in [
        ("a.example", "A.Example", true),
        ("a.example", "b.example", false),
        ("*.a.example", "x.a.example", true),
        ("*.a.example", "a.example", false),
        ("*.a.example", "x.y.a.example", false),
        ("*.a.example", "*.a.example", true),
        ("x.a.example", "*.a.example", false),
        ("*.example", "a.example", false),
        ("a*.b.example", "ax.b.example", false),
        ("a.example", "192.0.2.1", false),
    ] {
        let wanted = Wanted::parse(wanted).unwrap();
        assert_eq!(
            AltName::dns(own).covers(&wanted),
            expected,
            "{own} {wanted}"
        );
    }
    let address = Wanted::parse("192.0.2.1").unwrap();
    assert!(AltName::ip(&[192, 0, 2, 1]).covers(&address));
    assert!(!AltName::dns("192.0.2.1").covers(&address));
    assert_eq!(AltName::ip(&[1, 2, 3]), AltName::Other);
    for wrong in [
        "",
        "https://a.example",
        "a.example:443",
        "a.example.",
        "ä.example",
        "a b",
    ] {
        assert!(Wanted::parse(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn expected_names_need_a_current_leaf() {
    let config = r#"{"expected-names": ["x.portal.birchwood.example", "pay.birchwood.example"]}"#;
    let named = |as_of, content: &str| {
        let report = examine(config, as_of, content);
        let outcomes = report.outcomes("expected-names");
        outcomes
            .into_iter()
            .map(|(_, outcome)| outcome)
            .collect::<Vec<_>>()
    };
    assert_eq!(named("2026-11-22", PORTAL), [Outcome::Fail, Outcome::Pass]);
    assert_eq!(named("2027-02-22", PORTAL), [Outcome::Fail, Outcome::Fail]);
    let cut = &PORTAL[..PORTAL.len() - 300];
    assert_eq!(
        named("2026-11-22", cut),
        [Outcome::Inconclusive, Outcome::Pass]
    );
    let none = today(PORTAL);
    assert!(none.outcomes("expected-names").is_empty());
}

/// Chains in order which `openssl verify -purpose sslserver` refuses, but for the first. Their keys are gone.
#[test]
fn a_chain_that_clients_refuse_does_not_pass_for_being_in_order() {
    let of = |content: &str, control: &str, name: &str| outcome(&today(content), control, name);
    for (content, expected) in [
        (include_str!("refused/sound.pem"), Outcome::Pass),
        (include_str!("refused/client.pem"), Outcome::Fail),
        (include_str!("refused/names.pem"), Outcome::Inconclusive),
        (include_str!("refused/unknown.pem"), Outcome::Inconclusive),
        (include_str!("refused/lists.pem"), Outcome::Pass),
    ] {
        assert_eq!(of(content, "chain-in-order", ""), expected);
    }
    let usage = "server-authentication";
    assert_eq!(
        of(include_str!("refused/sound.pem"), usage, "sound"),
        Outcome::Pass
    );
    assert_eq!(
        of(include_str!("refused/lists.pem"), usage, "lists"),
        Outcome::Fail
    );
}
