//! The plugin on registers written here as tools export them.

mod damage;

use tickmark_plugin::Outcome::{Fail, Inconclusive, NotApplicable, Pass};
use tickmark_plugin::testing::{MemoryEvidence, run};
use tickmark_plugin::{Outcome, Report};

use crate::VendorRecords;

const AS_OF: &str = "2026-11-22";

fn examine_with(config: &str, files: &[(&str, &str)]) -> Report {
    let evidence = MemoryEvidence::new().tables(files);
    run::<VendorRecords>(config, AS_OF, &evidence).unwrap()
}

fn examine(files: &[(&str, &str)]) -> Report {
    examine_with("{}", files)
}

const HEADER: &str = "vendor,tier,status,owner,personal data,since,contract,contract end,report type,period end,\
bridge letter,reviewed on,cuecs,dpa,privacy review,breach notice hours";
const GOOD: &str = "Cloudy,critical,active,Jane Doe,yes,2024-03-01,MSA-7,open-ended,SOC 2 Type 2,2026-03-31,,\
2026-04-20,answered,2024-02-20,2026-04-21,48";

/// What is said about one vendor, by control.
fn vendor_with(config: &str, from: &str, to: &str, control: &str) -> (Outcome, String) {
    assert!(GOOD.contains(from), "{from}");
    let register = format!("{HEADER}\n{}\n", GOOD.replacen(from, to, 1));
    let report = examine_with(config, &[("vendors", &register)]);
    let finding = report.one(control, "Cloudy");
    assert_eq!(finding.locations[0].line, Some(2));
    (finding.outcome, finding.actual.clone())
}

fn vendor(from: &str, to: &str, control: &str) -> (Outcome, String) {
    vendor_with("{}", from, to, control)
}

#[test]
fn the_manual_is_current() {
    tickmark_plugin::testing::hold_manual::<VendorRecords>(env!("CARGO_MANIFEST_DIR"));
}

#[test]
fn a_vendor_in_order_passes_everything() {
    let register = format!("{HEADER}\n{GOOD}\n");
    let report = examine(&[("vendors", &register)]);
    assert_eq!(report.findings.len(), 8);
    assert!(
        report
            .findings
            .iter()
            .all(|finding| finding.outcome == Pass)
    );
}

#[test]
fn reviews_are_recent() {
    let control = "vendors-reviewed";
    assert_eq!(
        vendor("2026-04-20", "2025-04-20", control),
        (Fail, "2025-04-20, 581 days before".to_owned())
    );
    assert_eq!(vendor("2026-04-20", "", control).0, Fail);
    assert_eq!(vendor("2026-04-20", "2027-04-20", control).0, Inconclusive);
    assert_eq!(vendor("2026-04-20", "spring", control).0, Inconclusive);
    assert_eq!(vendor("critical", "", control).0, Inconclusive);
    assert_eq!(vendor("critical", "enormous", control).0, Inconclusive);
}

#[test]
fn a_number_alone_is_no_tier_until_its_scale_is_stated() {
    let control = "vendors-reviewed";
    for number in ["1", "2", "3", "4", "5"] {
        let (outcome, actual) = vendor("critical", number, control);
        assert_eq!(outcome, Inconclusive, "{number}");
        assert!(actual.contains("`values`"), "{actual}");
    }
    for word in ["Tier 1", "tier-2", "1 - Critical", "Very high"] {
        assert_eq!(vendor("critical", word, control).0, Pass, "{word}");
    }
    let scale = r#"{"vendors": {"values": {"tier": {"4": "critical"}}}}"#;
    assert_eq!(vendor_with(scale, "critical", "4", control).0, Pass);
}

#[test]
fn small_and_former_vendors_are_left_out() {
    for (from, to) in [("critical", "low"), ("active", "offboarded")] {
        let register = format!("{HEADER}\n{}\n", GOOD.replace(from, to));
        let report = examine(&[("vendors", &register)]);
        assert!(report.outcomes("vendors-reviewed").is_empty(), "{to}");
    }
}

#[test]
fn reports_are_current_or_bridged() {
    let control = "vendor-reports-current";
    let bridged =
        |end: &str, until: &str| vendor("2026-03-31,", &format!("{end},{until}"), control).0;
    assert_eq!(bridged("2025-08-23", ""), Pass);
    assert_eq!(bridged("2025-08-21", ""), Fail);
    assert_eq!(bridged("2025-08-21", "2026-12-31"), Pass);
    assert_eq!(bridged("2025-08-21", "2026-11-21"), Fail);
    assert_eq!(bridged("2025-05-20", "2026-12-31"), Fail);
    assert_eq!(bridged("2027-03-31", ""), Inconclusive);
    assert_eq!(bridged("", ""), Inconclusive);
    assert_eq!(vendor("SOC 2 Type 2", "ISO 27001", control).0, Fail);
    assert_eq!(vendor("SOC 2 Type 2", "", control).0, Fail);
    assert_eq!(vendor("SOC 2 Type 2", "SOC 2", control).0, Inconclusive);
    let config = r#"{"accepted-reports": ["iso-27001"]}"#;
    assert_eq!(
        vendor_with(config, "SOC 2 Type 2", "ISO 27001", control).0,
        Pass
    );
}

#[test]
fn user_entity_controls_are_answered() {
    let control = "user-entity-controls-answered";
    assert_eq!(vendor("answered", "", control).0, Fail);
    assert_eq!(vendor("answered", "partial", control).0, Fail);
    assert_eq!(vendor("answered", "mostly", control).0, Inconclusive);
}

#[test]
fn contracts_are_in_force() {
    let control = "vendor-contracts-in-force";
    assert_eq!(vendor("open-ended", "2026-11-22", control).0, Pass);
    assert_eq!(vendor("open-ended", "2026-11-21", control).0, Fail);
    assert_eq!(vendor("open-ended", "", control).0, Inconclusive);
    assert_eq!(vendor("MSA-7", "pending", control).0, Fail);
}

#[test]
fn personal_data_is_protected_by_agreement() {
    let control = "processing-agreements-signed";
    assert_eq!(vendor("2024-02-20", "", control).0, Fail);
    assert_eq!(vendor("2024-02-20", "pending", control).0, Fail);
    assert_eq!(vendor("2024-02-20", "yes", control).0, Inconclusive);
    assert_eq!(vendor("2024-02-20", "2027-02-20", control).0, Inconclusive);
    assert_eq!(vendor(",yes,", ",,", control).0, Inconclusive);
    assert_eq!(
        vendor("2026-04-21", "2025-04-21", "vendor-privacy-reviewed").0,
        Fail
    );
    let control = "breach-notice-agreed";
    assert_eq!(vendor(",48", ",96", control), (Fail, "96 hours".to_owned()));
    assert_eq!(vendor(",48", ",", control).0, Fail);
    assert_eq!(vendor(",48", ",0", control).0, Inconclusive);
    assert_eq!(
        vendor(",48", ",without undue delay", control).0,
        Inconclusive
    );
}

#[test]
fn without_personal_data_nothing_is_asked() {
    let register = format!("{HEADER}\n{}\n", GOOD.replace(",yes,", ",no,"));
    let report = examine(&[("vendors", &register)]);
    let population = report
        .populations
        .iter()
        .find(|population| population.control == "processing-agreements-signed")
        .unwrap();
    assert_eq!((population.size, population.shown_by.len()), (0, 1));
}

#[test]
fn owners_work_here() {
    let register = format!("{HEADER}\n{GOOD}\n");
    let roster = "name,status\nJane Doe,terminated\n";
    let report = examine(&[("vendors", &register), ("roster", roster)]);
    assert_eq!(report.one("vendors-owned", "Cloudy").outcome, Fail);
}

#[test]
fn vendors_are_assessed_before_they_are_used() {
    let assessed = |row: &str| {
        let register = format!("{HEADER}\n{GOOD}\n");
        let assessments = format!("vendor,date,assessor,result\n{row}\n");
        let report = examine(&[("vendors", &register), ("assessments", &assessments)]);
        report.one("vendors-assessed-before-use", "Cloudy").outcome
    };
    assert_eq!(assessed("Cloudy,2024-02-01,Jane Doe,approved"), Pass);
    assert_eq!(assessed("Cloudy,2024-03-02,Jane Doe,approved"), Fail);
    assert_eq!(assessed("Cloudy,2024-02-01,,approved"), Fail);
    assert_eq!(assessed("Cloudy,2024-02-01,Jane Doe,pending"), Fail);
    assert_eq!(assessed("Cloudy,2024-02-01,Jane Doe,fine"), Inconclusive);
    assert_eq!(assessed("Rainy,2024-02-01,Jane Doe,approved"), Fail);
    let both = |later: &str| {
        let approved = "Cloudy,2023-02-01,Jane Doe,approved";
        let one = assessed(&format!("{approved}\nCloudy,{later}"));
        assert_eq!(one, assessed(&format!("Cloudy,{later}\n{approved}")));
        one
    };
    assert_eq!(both("2024-02-01,Jane Doe,rejected"), Fail);
    assert_eq!(both("2023-02-01,Jane Doe,rejected"), Fail);
    assert_eq!(both("2024-06-01,Jane Doe,rejected"), Pass);
    assert_eq!(both(",Jane Doe,rejected"), Inconclusive);
    assert_eq!(both(",Jane Doe,pending"), Pass);
}

#[test]
fn who_was_not_approved_is_no_vendor() {
    let register = format!("{HEADER}\n{GOOD}\n");
    let assessments = "vendor,date,assessor,result\nCloudy,2024-02-01,Jane Doe,approved\n\
        Shady,2024-02-01,Jane Doe,rejected\nWindy,2024-02-01,Jane Doe,approved\n";
    let notices = "id,vendor,received,assessed,action\n";
    let report = examine(&[
        ("vendors", &register),
        ("vendor-incidents", notices),
        ("assessments", assessments),
    ]);
    assert_eq!(
        report.outcomes("vendor-register-complete"),
        [("Cloudy", Pass), ("Windy", Fail)]
    );
}

#[test]
fn notices_are_acted_on() {
    let register = format!("{HEADER}\n{GOOD}\n");
    let notices = "id,vendor,received,assessed,action\n1,Cloudy,2026-10-01T08:00:00Z,2026-10-01T12:00:00Z,INC-7\n\
        2,Cloudy,2026-10-01T08:00:00Z,2026-10-08T12:00:00Z,INC-8\n3,Cloudy,2026-10-01T08:00:00Z,2026-10-01T12:00:00Z,pending\n\
        4,Rainy,2026-11-21T08:00:00Z,,\n5,Cloudy,2027-11-21T08:00:00Z,,\n6,Cloudy,,2026-10-01T12:00:00Z,x\n";
    let assessments = "vendor,date,assessor,result\n";
    let report = examine(&[
        ("vendors", &register),
        ("vendor-incidents", notices),
        ("assessments", assessments),
    ]);
    assert_eq!(
        report.outcomes("vendor-notices-acted-on"),
        [
            ("1 Cloudy", Pass),
            ("2 Cloudy", Fail),
            ("3 Cloudy", Fail),
            ("4 Rainy", NotApplicable),
            ("5 Cloudy", Inconclusive),
            ("6 Cloudy", Inconclusive),
        ]
    );
    assert_eq!(
        report.outcomes("vendor-register-complete"),
        [("Cloudy", Pass), ("Rainy", Fail)]
    );
}

#[test]
fn a_notice_of_nobody_leaves_the_register_open() {
    let register = format!("{HEADER}\n{GOOD}\n");
    let notices =
        "id,vendor,received,assessed,action\n1,,2026-11-10T08:00:00Z,2026-11-10T12:00:00Z,x\n";
    let report = examine(&[
        ("vendors", &register),
        ("vendor-incidents", notices),
        ("assessments", "vendor,date,assessor,result\n"),
    ]);
    let outcomes = report.outcomes("vendor-register-complete");
    assert!(matches!(outcomes[..], [(_, Inconclusive)]), "{outcomes:?}");
}

#[test]
fn a_notice_is_read_with_its_unit() {
    let of = |column: &str, notice: &str| {
        let header = HEADER.replace("breach notice hours", column);
        let register = format!("{header}\n{}\n", GOOD.replace(",48", &format!(",{notice}")));
        let report = examine(&[("vendors", &register)]);
        report.one("breach-notice-agreed", "Cloudy").outcome
    };
    for (column, notice, expected) in [
        ("Breach Notice", "10", Inconclusive),
        ("Breach Notice", "promptly", Inconclusive),
        ("Breach Notice", "10 days", Fail),
        ("Breach Notice Days", "10", Fail),
        ("Breach Notice", "48 hours", Pass),
        ("Breach Notice", "2 days", Pass),
        ("Breach Notice Days", "2", Pass),
        ("Breach Notice Hours", "48", Pass),
        ("breach notification (hours)", "48 h", Pass),
    ] {
        assert_eq!(of(column, notice), expected, "{column}: {notice}");
    }
}
