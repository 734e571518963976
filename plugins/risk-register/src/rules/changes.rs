//! Changes that may change the risks.

use std::collections::BTreeMap;

use tickmark_plugin::prelude::*;
use tickmark_plugin::register::{Faults, Record};
use tickmark_plugin::words::{key, name};

use crate::records::Records;
use crate::specs::{ASSESSED, ASSESSOR, CHANGED, ID, LINKED_RISKS};

/// What `risks` says of a change that brings none.
const NONE: [&str; 5] = ["nonewrisk", "nonewrisks", "norisk", "norisks", "nochange"];

/// Major changes are assessed for their risk before they take effect
///
/// Every major change of the business, its vendors or systems in the assessed time was assessed by
/// somebody, at most `change-grace-days` after it took effect, and links the risks that it changes, which
/// are in the register, or states `no new risk`. Auditors pick a new vendor or system and ask for this.
#[control(
    severity = Medium,
    method = Records,
    implements("CC3.4" = "Changes that could affect the controls are identified and assessed when they happen."),
    supports("CC3.2" = "The register of risks follows the changes."),
    needs("changes", "risks"),
    remedy = "Assess the change, record who did and when, and link the risks in the register.",
)]
pub(crate) fn changes_assessed(records: &Records<'_>, findings: &mut Findings<'_>) {
    if records.risks.is_absent() {
        return;
    }
    let known = records.risks.by(&ID);
    let unread = !records.risks.problems(&[&ID]).is_empty();
    let needs = [&CHANGED, &ASSESSED, &ASSESSOR, &LINKED_RISKS];
    records.changes.judge(findings, &needs, |change| {
        let changed = change
            .day(&CHANGED)?
            .ok_or_else(|| change.problem("`effective` is not stated"))?;
        let due = changed.plus_days(records.config.change_grace_days.into());
        let expected = format!("assessed by {due}, with its risks linked");
        let assessed = change.day(&ASSESSED)?.filter(|day| *day <= records.as_of);
        if due < records.since {
            return Ok(None);
        }
        let mut faults = Faults::new();
        match assessed {
            None if records.as_of <= due => {
                return Ok(Some(
                    change
                        .not_applicable()
                        .expected(expected)
                        .actual("takes effect later"),
                ));
            }
            None => faults.wrong("not assessed"),
            Some(day) if day > due => faults.wrong(format!("assessed {day}")),
            Some(_) => {}
        }
        faults.answered(change, &ASSESSOR);
        let linked = linked(&mut faults, change, &known, unread);
        let fine = assessed.map_or_else(String::new, |day| format!("assessed {day}: {linked}"));
        Ok(Some(
            faults.finding(change, &expected, &fine).occurred(changed),
        ))
    });
}

/// Asks for risks that exist, or the statement that there is no new one.
fn linked(
    faults: &mut Faults,
    change: &Record<'_>,
    known: &BTreeMap<String, Vec<Record<'_>>>,
    unread: bool,
) -> String {
    if NONE.contains(&key(change.raw(&LINKED_RISKS)).as_str()) {
        return "no new risk".to_owned();
    }
    let ids: Vec<&str> = change.list(&LINKED_RISKS).collect();
    if ids.is_empty() {
        faults.wrong("no risk linked");
    }
    for id in ids.iter().filter(|id| !known.contains_key(&name(id))) {
        let what = format!(
            "the risk `{}` is not in the register",
            tickmark_plugin::brief(id, 60)
        );
        if unread {
            faults.unclear(what);
        } else {
            faults.wrong(what);
        }
    }
    tickmark_plugin::brief(&ids.join(", "), 150).into_owned()
}

/// Risks of change are assessed
///
/// At least one open risk is about changes in the business, its vendors or technology (see `change`) and was
/// reviewed at most `review-days` ago: the standing part of CC3.4, also where no major change happened.
#[control(
    severity = Low,
    method = Records,
    implements("CC3.4" = "What may change in the business, its vendors and technology is itself assessed as a risk."),
    needs("risks"),
    remedy = "Assess which changes of vendors, technology, leadership and law may come, and put them into the register.",
)]
pub(crate) fn change_risks_reviewed(records: &Records<'_>, findings: &mut Findings<'_>) {
    records.some_risk(findings, "risks of change", &records.config.change);
}
