//! Risks and controls against each other.

use std::collections::{BTreeMap, BTreeSet};

use tickmark_plugin::prelude::*;
use tickmark_plugin::register::{Faults, Record};
use tickmark_plugin::words::name;

use crate::records::{Records, is_open};
use crate::specs::{
    CONTROL, ID, LINKED_CONTROLS, OPERATING, STATUS, TREATED, TREATMENT, TREATMENTS, Treatment,
};

/// Every mitigated risk has a control that operates
///
/// Every open risk that is to be mitigated is linked with at least one operating control, by its own
/// `controls` or by the control's `risks`, and every control that it names exists. Auditors follow the line
/// from risk to control: a mitigation without a control is an intention.
#[control(
    severity = High,
    method = Records,
    implements("CC5.1" = "Control activities are selected that mitigate the risks which were found."),
    supports("CC3.2" = "The decision on how a risk is managed is carried out."),
    needs("risks", "controls"),
    remedy = "Link the risk with a control that operates, set one up, or change the treatment.",
)]
pub(crate) fn risks_treated_by_controls(records: &Records<'_>, findings: &mut Findings<'_>) {
    let controls = &records.controls;
    if controls.is_absent() {
        return;
    }
    // A control that cannot be read may be the one that is missed.
    let unread = !controls.problems(&[&CONTROL, &STATUS]).is_empty();
    controls.report_problems(findings, &[&CONTROL, &STATUS]);
    let states = states(records, findings);
    let by_risk = by_risk(records);
    records.risks.judge(findings, &[&ID, &TREATMENT], |risk| {
        let treatment = risk
            .choice(&TREATMENT, TREATMENTS)?
            .ok_or_else(|| risk.problem("`treatment` is not stated"))?;
        if !is_open(risk)? || treatment == Treatment::Other {
            return Ok(None);
        }
        let named: Vec<&str> = risk.list(&LINKED_CONTROLS).collect();
        let mut faults = Faults::new();
        for id in named.iter().filter(|id| !states.contains_key(&name(id))) {
            let what = format!(
                "the control `{}` is not in the register",
                tickmark_plugin::brief(id, 60)
            );
            if unread {
                faults.unclear(what);
            } else {
                faults.wrong(what);
            }
        }
        let from_matrix = risk.name(&ID).and_then(|id| by_risk.get(&id));
        let ids: BTreeSet<String> = named
            .iter()
            .map(|id| name(id))
            .chain(from_matrix.into_iter().flatten().cloned())
            .collect();
        let operating = ids
            .iter()
            .filter(|id| states.get(*id) == Some(&Some(true)))
            .count();
        if operating == 0 {
            let what = format!("none of its {} controls is known to operate", ids.len());
            if unread || ids.iter().any(|id| states.get(id) == Some(&None)) {
                faults.unclear(what);
            } else {
                faults.wrong(what);
            }
        }
        let fine = format!("{operating} of {} controls operate", ids.len());
        Ok(Some(faults.finding(
            risk,
            "at least one operating control",
            &fine,
        )))
    });
}

/// Every operating control treats a risk
///
/// Every operating control is linked with an open or closed risk of the register. A control that serves no
/// risk costs without need, or shows a risk that nobody wrote down.
#[control(
    severity = Low,
    method = Records,
    supports("CC5.1" = "The controls that exist were chosen for risks that are known."),
    needs("risks", "controls"),
    remedy = "Link the control with the risk that it treats, add that risk, or retire the control.",
)]
pub(crate) fn controls_serve_risks(records: &Records<'_>, findings: &mut Findings<'_>) {
    if records.risks.is_absent() {
        return;
    }
    let known = records.risks.by(&ID);
    let unread = !records.risks.problems(&[&ID]).is_empty();
    let named: BTreeSet<String> = records
        .risks
        .records()
        .flat_map(|risk| risk.list(&LINKED_CONTROLS).map(name).collect::<Vec<_>>())
        .collect();
    let by_risk = by_risk(records);
    let linked: BTreeSet<&String> = by_risk
        .iter()
        .filter(|(risk, _)| known.contains_key(*risk))
        .flat_map(|(_, controls)| controls)
        .collect();
    let mut seen = BTreeSet::new();
    records
        .controls
        .judge(findings, &[&CONTROL, &STATUS], |control| {
            let Some(id) = control.name(&CONTROL) else {
                return Err(control.problem("`control` is not stated"));
            };
            if operates(control)? != Some(true) || !seen.insert(id.clone()) {
                return Ok(None);
            }
            let serves = named.contains(&id) || linked.contains(&id);
            let finding = if serves {
                control.pass().actual("linked with a risk")
            } else if unread {
                control
                    .inconclusive()
                    .actual("not linked in the part of the register of risks that can be read")
            } else {
                control.fail().actual("linked with no risk of the register")
            };
            Ok(Some(finding.expected("linked with a risk of the register")))
        });
}

/// Whether each control operates: of several rows all have to say so, and nothing where none does.
fn states(records: &Records<'_>, findings: &mut Findings<'_>) -> BTreeMap<String, Option<bool>> {
    let mut states = BTreeMap::new();
    for control in records.controls.records() {
        let Some(id) = control.name(&CONTROL) else {
            findings.problem(
                &control.subject(),
                &control.problem("`control` is not stated"),
            );
            continue;
        };
        let state = operates(&control).unwrap_or_else(|problem| {
            findings.problem(&control.subject(), &problem);
            None
        });
        states
            .entry(id)
            .and_modify(|known| {
                if *known != state {
                    *known = None;
                }
            })
            .or_insert(state);
    }
    states
}

fn operates(control: &Record<'_>) -> Result<Option<bool>, Problem> {
    control.choice(&STATUS, OPERATING)
}

/// The controls of each risk, as the controls' own rows name them.
fn by_risk(records: &Records<'_>) -> BTreeMap<String, BTreeSet<String>> {
    let mut by_risk: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for control in records.controls.records() {
        let Some(id) = control.name(&CONTROL) else {
            continue;
        };
        for risk in control.list(&TREATED) {
            by_risk.entry(name(risk)).or_default().insert(id.clone());
        }
    }
    by_risk
}
