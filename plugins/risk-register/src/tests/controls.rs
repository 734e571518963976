//! Controls, continuity and insurance.

use tickmark_plugin::Outcome::{Fail, Inconclusive, Pass};

use super::{changed, good, outcome};

const TREATED: &str = "risks-treated-by-controls";
const STOLEN: &str = "R-1 Stolen credentials";
const FRAUD: &str = "R-2 Invoice fraud by staff";

#[test]
fn a_mitigated_risk_has_an_operating_control() {
    let report = good();
    assert_eq!(report.one(TREATED, FRAUD).actual, "1 of 1 controls operate");
    assert!(
        report
            .about(TREATED, "R-3 Hosting vendor changes terms")
            .is_empty(),
        "accepted"
    );
    let report = changed("controls", "R-2; R-5", "R-5");
    assert_eq!(
        report.one(TREATED, FRAUD).actual,
        "none of its 0 controls is known to operate"
    );
    let report = changed(
        "controls",
        "AC-1, status: operating",
        "AC-1, status: planned",
    );
    assert_eq!(outcome(&report, TREATED, STOLEN), Fail);
    let report = changed("controls", "AC-1, status: operating", "AC-1, status: ''");
    assert_eq!(outcome(&report, TREATED, STOLEN), Inconclusive);
    let report = changed("controls", "AC-1, status: operating", "AC-1, status: hm");
    assert_eq!(outcome(&report, TREATED, STOLEN), Inconclusive);
    let report = changed("risks", "2026-12-31,AC-1", "2026-12-31,AC-1; ZZ-9");
    assert_eq!(
        report.one(TREATED, STOLEN).actual,
        "the control `ZZ-9` is not in the register"
    );
    let report = changed(
        "controls",
        "  - {control: BC-1",
        "  - 7\n  - {control: BC-1",
    );
    let report_fraud = outcome(&report, TREATED, FRAUD);
    assert_eq!(report_fraud, Pass);
}

#[test]
fn rows_of_one_control_that_disagree_show_nothing() {
    let report = changed(
        "controls",
        "OLD-1, status: retired",
        "AC-1, status: retired",
    );
    assert_eq!(outcome(&report, TREATED, STOLEN), Inconclusive);
}

#[test]
fn a_control_without_a_risk_is_an_orphan() {
    let control = "controls-serve-risks";
    let report = changed("controls", "R-2; R-5", "R-99");
    assert_eq!(outcome(&report, control, "FR-1"), Fail);
    assert_eq!(outcome(&report, control, "BC-1"), Pass);
    assert!(report.about(control, "OLD-1").is_empty());
}

#[test]
fn the_impact_analysis_names_its_times() {
    let control = "impact-analysis-current";
    let report = changed("impact-analysis", "4 hours", "TBD");
    assert_eq!(
        report.one(control, "Fleet API").actual,
        "`recovery-time` not stated"
    );
    let report = changed("impact-analysis", "2026-03-01", "2025-03-01");
    assert_eq!(outcome(&report, control, "Fleet API"), Fail);
    let report = changed("impact-analysis", "Bob Roe", "Di Low");
    assert_eq!(outcome(&report, control, "Fleet API"), Fail);
}

#[test]
fn insurance_has_no_gap() {
    let control = "insurance-in-force";
    let subject = "cyber insurance";
    let with = |from: &str, to: &str| {
        let report = changed("insurance", from, to);
        let finding = report.one(control, subject);
        (finding.outcome, finding.actual.clone())
    };
    assert_eq!(with("", ""), (Pass, "in force until 2027-06-30".to_owned()));
    assert_eq!(with("2027-06-30", "2026-11-22").0, Pass);
    assert_eq!(
        with("2027-06-30", "2026-11-21"),
        (Fail, "not in force on 2026-11-22".to_owned())
    );
    assert_eq!(with("CY-26,Cyber", "PR-26,Property").0, Fail);
    let report = changed("insurance", "2027-06-30", "one year");
    assert_eq!(outcome(&report, control, "CY-26"), Inconclusive);
}

#[test]
fn insurance_that_excludes_a_kind_does_not_cover_it() {
    let of = |kind: &str| {
        let report = changed("insurance", "CY-26,Cyber", &format!("P-26,{kind}"));
        outcome(&report, "insurance-in-force", "cyber insurance")
    };
    for kind in [
        "property (cyber excluded)",
        "General liability - no cyber",
        "liability without cyber",
        "liability excl. cyber",
    ] {
        assert_eq!(of(kind), Inconclusive, "{kind}");
    }
    for kind in ["Property", "Encyberment"] {
        assert_eq!(of(kind), Fail, "{kind}");
    }
    for kind in [
        "Cyber",
        "cyber and technology liability",
        "Technology E&O + Cyber",
        "Cybersecurity",
        "Cyber policy No. 4711",
    ] {
        assert_eq!(of(kind), Pass, "{kind}");
    }
    // What another policy covers needs no excluded one.
    let report = changed(
        "insurance",
        "GL-26,General liability",
        "GL-26,Liability - no cyber",
    );
    assert_eq!(
        outcome(&report, "insurance-in-force", "cyber insurance"),
        Pass
    );
}
