//! Retired assets and the log of disposals.

use tickmark_plugin::Outcome::{Fail, NotApplicable, Pass};

use super::{ASSETS, examine, line};

fn judged(row: &str) -> (tickmark_plugin::Outcome, String) {
    let log = format!("Asset,Serial,Method,Date,Certificate,Performed by\n{row}\n");
    let report = examine(&[("assets", ASSETS), ("disposals", &log)]);
    let finding = report.one("retired-assets-sanitised", "A-3");
    (finding.outcome, finding.actual.clone())
}

#[test]
fn retired_media_are_sanitised_with_proof() {
    let log = "Asset,Serial,Method,Date,Certificate,Performed by\n\
        A-3,,Cryptographic erase,2026-06-10,COD-77,Shredders Ltd\n";
    let report = examine(&[("assets", ASSETS), ("disposals", log)]);
    let finding = report.one("retired-assets-sanitised", "A-3");
    assert_eq!(finding.outcome, Pass);
    assert_eq!(finding.actual, "Cryptographic erase, 2026-06-10, COD-77");
    assert_eq!(line(finding, "disposals.csv"), [2]);
    assert_eq!(report.one("disposals-recorded", "A-3").outcome, Pass);
}

#[test]
fn half_a_record_is_none() {
    assert_eq!(
        judged("A-3,,format,2026-06-10,COD-77,x").1,
        "`format` is not accepted"
    );
    assert_eq!(
        judged("A-3,,purge,2026-06-10,pending,x").1,
        "no certificate"
    );
    assert_eq!(judged("A-3,,purge,2026-06-10,yes,x").1, "no certificate");
    assert_eq!(judged("A-3,,,2026-06-10,COD-77,x").1, "no method");
    assert_eq!(judged("A-3,,purge,,COD-77,x").1, "no day");
    assert_eq!(
        judged("A-3,,purge,2026-12-10,COD-77,x").1,
        "planned for 2026-12-10"
    );
    assert_eq!(
        judged("A-3,,purge,2026-10-10,COD-77,x"),
        (Fail, "sanitised 131 days after retirement".to_owned())
    );
    assert_eq!(
        judged("A-9,C02OLD11JG5H,shredded,2026-06-10,COD-77,x").0,
        Pass
    );
    assert_eq!(
        judged("A-3,ANOTHER-ONE,shredded,2026-06-10,COD-77,x").1,
        "not in the log of disposals"
    );
}

#[test]
fn there_is_time_to_sanitise() {
    let assets = "asset,type,status,retired\n1,laptop,retired,2026-11-01\n2,laptop,lost,\n3,vm,retired,2026-01-01\n";
    let log = "asset,method,date,certificate\n";
    let report = examine(&[("assets", assets), ("disposals", log)]);
    assert_eq!(
        report.outcomes("retired-assets-sanitised"),
        [("1", NotApplicable), ("2", Fail)]
    );
}

#[test]
fn what_is_out_of_reach_has_no_time_left() {
    let assets =
        "asset,type,status,retired\n1,laptop,Sold,2026-11-11\n2,laptop,stolen,2026-11-12\n";
    let log = "asset,method,date,certificate\n";
    let report = examine(&[("assets", assets), ("disposals", log)]);
    assert_eq!(
        report.outcomes("retired-assets-sanitised"),
        [("1", Fail), ("2", Fail)]
    );
    assert_eq!(
        report.one("retired-assets-sanitised", "1").actual,
        "Sold, and not in the log of disposals"
    );
}

#[test]
fn what_was_erased_and_used_again_is_not_sanitised() {
    let (outcome, actual) = judged("A-3,,purge,2021-03-11,COD-77,x");
    assert_eq!(outcome, Fail);
    assert!(actual.ends_with("days before retirement"), "{actual}");
}

#[test]
fn no_disposals_are_an_empty_population() {
    let log = "asset,method,date,certificate,performed by\n";
    let report = examine(&[("disposals", log)]);
    let population = report
        .populations
        .iter()
        .find(|population| population.control == "disposals-recorded")
        .unwrap();
    assert_eq!(population.size, 0);
    assert_eq!(population.shown_by[0].path, "disposals.csv");
}
