//! What is processed is specified.

use std::collections::BTreeSet;

use tickmark_plugin::prelude::*;
use tickmark_plugin::register::{Field, Record};
use tickmark_plugin::words;

use super::named;
use crate::registers::Registers;
use crate::specs::{ID, OWNER, PROCESS, REVIEWED, SCHEMA, VERSION};

/// Every process has a current specification with an owner
///
/// Whether output is right can be said only against what was specified. Each row names an owner, a
/// version, the schema or document, and a review that is recent enough (`specification-review-days`). Texts
/// that name nothing, as `draft` and `not yet`, count as not stated.
#[control(
    severity = Medium,
    method = Records,
    implements("PI1.1" = "What is processed, in which form and by whom it is answered for is specified and kept current."),
    supports("CC2.2" = "Those who run processing know what it has to do."),
    needs("specifications"),
    remedy = "Write down what the process takes in and gives out, name its owner and version, and \
              review it with those who rely on it.",
)]
pub(crate) fn processing_specified(registers: &Registers<'_>, findings: &mut Findings<'_>) {
    let most = registers.config.specification_review_days;
    let as_of = registers.as_of;
    let needs = [&PROCESS, &OWNER, &VERSION, &SCHEMA, &REVIEWED];
    registers.specifications.judge(findings, &needs, |record| {
        let shown = record.shown_on();
        let missing: Vec<&str> = [&OWNER, &VERSION, &SCHEMA]
            .into_iter()
            .filter(|field| named(record, field).is_none() && !is_version(record, field))
            .map(|field| field.name)
            .collect();
        let finding = match record.day(&REVIEWED)? {
            _ if !missing.is_empty() => record
                .fail()
                .actual(format!("`{}` not stated", missing.join("`, `"))),
            None => record.fail().actual("never reviewed"),
            Some(day) if day > shown => record.inconclusive().actual(format!(
                "reviewed on {day}, which is after {shown}, the day that the record shows"
            )),
            Some(day) => record
                .when(as_of.days_since(day) <= i64::from(most))
                .actual(format!("{} reviewed on {day}", record.raw(&VERSION))),
        };
        Ok(Some(finding.expected(format!(
            "owner, version and schema, reviewed at most {most} days before {as_of}"
        ))))
    });
}

/// Whether a field is the version and holds a number. `1` is a version, though elsewhere it says yes.
fn is_version(record: &Record<'_>, field: &Field) -> bool {
    *field == VERSION
        && record
            .text(field)
            .is_some_and(|text| text.parse::<u32>().is_ok())
}

/// What runs is specified
///
/// Each process of the log of runs is among the specifications.
#[control(
    severity = Low,
    method = Records,
    supports("PI1.1" = "Nothing is processed that nobody specified."),
    needs("specifications", "job-runs"),
    remedy = "Specify the process, or stop it.",
)]
pub(crate) fn runs_specified(registers: &Registers<'_>, findings: &mut Findings<'_>) {
    let specifications = &registers.specifications;
    if specifications.is_absent() {
        return;
    }
    specifications.report_problems(findings, &[&PROCESS]);
    let specified = specifications.by(&PROCESS);
    let mut seen = BTreeSet::new();
    registers
        .job_runs
        .judge(findings, &[&PROCESS, &ID], |record| {
            let Some(process) = record.text(&PROCESS) else {
                return Err(record.problem("the run names no process"));
            };
            let name = words::name(process);
            if !seen.insert(name.clone()) {
                return Ok(None);
            }
            let finding = match specified.get(&name).and_then(|rows| rows.first()) {
                Some(row) => Finding::pass(process).actual("specified").at(row.place()),
                None => Finding::fail(process).actual("runs without a specification"),
            };
            Ok(Some(finding.expected("a specification").at(record.place())))
        });
}
