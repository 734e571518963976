//! Files: damaged, large, without certificates, with what does not belong there.

use tickmark_plugin::Failure;
use tickmark_plugin::testing::damaged;

use super::*;

#[test]
fn a_private_key_fails_wherever_it_stands_and_is_not_repeated() {
    for (key, label) in [
        ("PRIVATE KEY", "1 private key: PRIVATE KEY"),
        ("RSA PRIVATE KEY", "1 private key: RSA PRIVATE KEY"),
        (
            "ENCRYPTED PRIVATE KEY",
            "1 private key: ENCRYPTED PRIVATE KEY",
        ),
    ] {
        let block = format!("  key: -----BEGIN {key}-----\nc2VjcmV0\n-----END {key}-----\n");
        let report = today(&(PORTAL.to_owned() + &block));
        let finding = one(&report, "private-keys-absent", "");
        assert_eq!(
            (finding.outcome, finding.actual.as_str()),
            (Outcome::Fail, label)
        );
        assert!(finding.locations[0].line > Some(20));
        assert!(!format!("{report:?}").contains("c2VjcmV0"));
        assert_eq!(outcome(&report, "chain-in-order", ""), Outcome::Pass);
    }
    assert_eq!(
        outcome(&today(PORTAL), "private-keys-absent", ""),
        Outcome::Pass
    );
    assert_eq!(
        outcome(&today(DEEP), "private-keys-absent", ""),
        Outcome::Fail
    );
}

#[test]
fn a_name_that_nothing_covers_is_a_mistake_of_the_configuration() {
    let evidence = MemoryEvidence::new().file("certificates", "a.pem", PORTAL);
    let config = r#"{"expected-names": ["https://portal.birchwood.example"]}"#;
    let answer = run::<X509Certificates>(config, "2026-11-22", &evidence);
    assert!(matches!(answer, Err(Failure::Config(text)) if text.contains("expected-names")));
}

#[test]
fn what_cannot_be_read_is_inconclusive_and_the_rest_is_judged() {
    let broken = PORTAL.replacen("MII", "%%%", 1);
    let report = today(&broken);
    let leaf = one(&report, "key-strength", "certificate 1");
    assert_eq!(leaf.outcome, Outcome::Inconclusive);
    assert_eq!(leaf.actual, "the block is not valid base64");
    assert_eq!(
        outcome(&report, "key-strength", "Alder TLS E5"),
        Outcome::Pass
    );
    assert_eq!(
        outcome(&report, "chain-in-order", ""),
        Outcome::Inconclusive
    );
    let headless = PORTAL.replacen("-----BEGIN", "-----BE", 1);
    let report = today(&headless);
    for control in ["key-strength", "chain-in-order", "private-keys-absent"] {
        let finding = one(&report, control, "");
        assert_eq!(finding.outcome, Outcome::Inconclusive, "{control}");
        assert!(
            finding.actual.contains("no beginning"),
            "{}",
            finding.actual
        );
    }
    let trusted = PORTAL.replace(" CERTIFICATE-", " TRUSTED CERTIFICATE-");
    let report = today(&trusted);
    assert_eq!(
        outcome(&report, "key-strength", "certificate 1"),
        Outcome::Inconclusive
    );
    for (content, says) in [
        (b"0\x82\x01\x02".to_vec(), "looks like DER"),
        (b"hello\n".to_vec(), "no PEM block"),
        (Vec::new(), "no PEM block"),
    ] {
        let report = examine("{}", "2026-11-22", content);
        let finding = one(&report, "certificates-current", "");
        assert_eq!(finding.outcome, Outcome::Inconclusive);
        assert!(finding.actual.contains(says), "{}", finding.actual);
    }
}

#[test]
fn a_file_without_certificates_is_an_empty_population_and_no_pass() {
    let request = "-----BEGIN CERTIFICATE REQUEST-----\nMAA=\n-----END CERTIFICATE REQUEST-----\n";
    let report = today(request);
    for control in PASSING {
        assert!(report.outcomes(control).is_empty(), "{control}");
        let mut populations = report.populations.iter();
        let empty = populations.find(|population| population.control == control);
        assert!(empty.is_some_and(|empty| empty.size == 0 && !empty.shown_by.is_empty()));
    }
}

#[test]
fn equal_certificates_of_one_file_are_two_subjects() {
    let report = today(&PORTAL.repeat(2));
    assert_eq!(report.outcomes("key-strength").len(), 4);
    let second = outcome(&report, "key-strength", "portal.birchwood.example (2)");
    assert_eq!(second, Outcome::Pass);
}

#[test]
fn damaged_files_pass_nothing_that_their_whole_certificates_do_not_show() {
    for sample in [PORTAL, RECORDS] {
        let whole = today(sample);
        for (version, bytes) in damaged(sample.as_bytes()) {
            let report = examine("{}", "2026-11-22", bytes);
            for finding in &report.findings {
                let known = whole
                    .about(&finding.control, &finding.subject)
                    .iter()
                    .any(|known| known.outcome == Outcome::Pass);
                let doubled = version == "twice" || finding.outcome != Outcome::Pass;
                assert!(known || doubled, "{version}: {finding:?}");
            }
        }
    }
}

#[test]
fn a_file_of_thousands_of_certificates_is_judged() {
    let report = today(&PORTAL.repeat(1000));
    assert_eq!(report.tallies[0].records, 2000);
    assert_eq!(outcome(&report, "chain-in-order", ""), Outcome::Fail);
}
