//! Whether a subservice organisation's report carries its criteria on a day.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::attestation::Attested;
use super::citation::ReportCitation;
use super::result::{AnswerState, SubserviceState, UserEntityControlResult};
use super::status::ControlStatus;
use crate::config::{AssessmentKind, Subservice, UserEntityControl};
use crate::model::ControlId;
use crate::plan::{Reason, ReasonCode};

/// For how many days a bridge letter can go on. Reports are made every year; where the next one is
/// overdue, a letter is no substitute for it.
const LONGEST_BRIDGE: i64 = 366;

/// How a subservice organisation stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Carried {
    pub(super) state: SubserviceState,
    /// In words.
    pub(super) detail: String,
    /// What it makes of its criteria: passes, waived, or unproven with the reasons.
    pub(super) status: ControlStatus,
    pub(super) covered_until: Date,
    pub(super) user_entity_controls: Vec<UserEntityControlResult>,
}

/// What a report is held against.
#[derive(Clone, Copy)]
pub(super) struct Scene<'a> {
    pub(super) kind: AssessmentKind,
    pub(super) as_of: Date,
    pub(super) controls: &'a BTreeMap<ControlId, ControlStatus>,
    pub(super) attested: &'a [Attested],
}

/// Judges a subservice organisation: its report and the bridge letter cover the as-of date without a
/// gap, in a Type 2 assessment from the first day of the period on; the files are there, a report on design
/// carries no assessment of operation, and each control
/// that it expects of its customers is answered by something that stands.
pub(super) fn judge(
    subservice: &Subservice,
    citation: &ReportCitation,
    scene: Scene<'_>,
) -> Carried {
    let (start, end) = subservice.period;
    let covered_until = subservice
        .bridge_letter
        .as_ref()
        .map_or(end, |(until, _)| end.max(*until));
    let (user_entity_controls, open) = user_entity_controls(subservice, scene);
    let carried = |state: SubserviceState, detail: String, status: ControlStatus| Carried {
        state,
        detail,
        status,
        covered_until,
        user_entity_controls: user_entity_controls.clone(),
    };
    let reason = |code: ReasonCode, message: String| Reason {
        code,
        check: subservice.organisation.clone(),
        target: None,
        message,
    };
    let unproven = |state: SubserviceState, code: ReasonCode, detail: String| {
        let reasons = BTreeSet::from([reason(code, detail.clone())]);
        carried(state, detail, ControlStatus::Unproven(reasons))
    };
    if let Some(problem) = missing(citation) {
        return unproven(
            SubserviceState::WithoutReport,
            ReasonCode::ReportMissing,
            problem,
        );
    }
    if let Some((state, detail)) = lapse(subservice, covered_until, scene) {
        return unproven(state, ReasonCode::ReportNotCurrent, detail);
    }
    if !open.is_empty() {
        let reasons = open
            .into_iter()
            .map(|message| reason(ReasonCode::UserEntityControlOpen, message))
            .collect::<BTreeSet<_>>();
        let words: Vec<&str> = reasons.iter().map(|one| one.message.as_str()).collect();
        let detail = words.join("; ");
        return carried(
            SubserviceState::OpenUserEntityControl,
            detail,
            ControlStatus::Unproven(reasons),
        );
    }
    let is_waived = user_entity_controls
        .iter()
        .flat_map(|control| &control.controls)
        .any(|name| scene.controls.get(name.as_str()) == Some(&ControlStatus::Waived));
    carried(
        SubserviceState::Current,
        format!(
            "carried by {} ({}), whose {} {start} to {covered_until}",
            subservice.organisation,
            subservice.method.name(),
            if covered_until > end {
                "report and bridge letter cover"
            } else {
                "report covers"
            }
        ),
        if is_waived {
            ControlStatus::Waived
        } else {
            ControlStatus::Passes
        },
    )
}

fn missing(citation: &ReportCitation) -> Option<String> {
    match (&citation.report, &citation.bridge_letter) {
        (None, _) => Some("no report is named".to_owned()),
        (Some(Err(problem)), _) => Some(format!("the report is missing: {problem}")),
        (_, Some(Err(problem))) => Some(format!("the bridge letter is missing: {problem}")),
        _ => None,
    }
}

/// Why a report does not speak for the time that is assessed, if so.
fn lapse(
    subservice: &Subservice,
    covered_until: Date,
    scene: Scene<'_>,
) -> Option<(SubserviceState, String)> {
    let (start, end) = subservice.period;
    let as_of = scene.as_of;
    if as_of < start {
        return Some((
            SubserviceState::NotYetCovered,
            format!("the report's period begins on {start}, after the as-of date {as_of}"),
        ));
    }
    let bridged = crate::date::days_between(end, covered_until);
    if bridged > LONGEST_BRIDGE {
        return Some((
            SubserviceState::Lapsed,
            format!(
                "the bridge letter goes on for {bridged} days after the report's end on {end}, at most \
                 {LONGEST_BRIDGE} can stand in for the next report"
            ),
        ));
    }
    if as_of > covered_until {
        let days = crate::date::days_between(covered_until, as_of);
        let what = match &subservice.bridge_letter {
            Some(_) => "the report and its bridge letter end",
            None => "the report ends, without a bridge letter,",
        };
        return Some((
            SubserviceState::Lapsed,
            format!(
                "{what} on {covered_until}, {days} {} before the as-of date {as_of}",
                if days == 1 { "day" } else { "days" }
            ),
        ));
    }
    if subservice.report_type == 1 && matches!(scene.kind, AssessmentKind::Type2 { .. }) {
        return Some((
            SubserviceState::DesignOnly,
            "a Type 1 report shows design, and operation through a period is assessed".to_owned(),
        ));
    }
    if let AssessmentKind::Type2 { start: first, .. } = scene.kind
        && start > first
    {
        return Some((
            SubserviceState::NotYetCovered,
            format!(
                "the report begins on {start}, and the period that is assessed on {first}: nothing covers the \
                 time between"
            ),
        ));
    }
    None
}

/// The expected controls, and in words which of them are not shown.
fn user_entity_controls(
    subservice: &Subservice,
    scene: Scene<'_>,
) -> (Vec<UserEntityControlResult>, Vec<String>) {
    let mut open = Vec::new();
    let results = subservice
        .user_entity_controls
        .iter()
        .map(|control| {
            let (state, detail) = answer(control, scene);
            if state != AnswerState::Met {
                open.push(format!("it expects {} of us: {detail}", control.id));
            }
            UserEntityControlResult {
                id: control.id.clone(),
                expectation: control.expectation.clone(),
                controls: control.controls.clone(),
                attestations: control.attestations.clone(),
                state,
                detail,
            }
        })
        .collect();
    (results, open)
}

/// Everything that is named as an answer must stand. A control that does not apply shows nothing.
fn answer(control: &UserEntityControl, scene: Scene<'_>) -> (AnswerState, String) {
    if control.controls.is_empty() && control.attestations.is_empty() {
        let detail = "no control or attestation answers it".to_owned();
        return (AnswerState::Open, detail);
    }
    let mut shown = Vec::new();
    let mut lacking = Vec::new();
    for name in &control.controls {
        match scene.controls.get(name.as_str()) {
            None => lacking.push(format!("no check of this run has `{name}`")),
            Some(
                status @ (ControlStatus::Passes | ControlStatus::Attested | ControlStatus::Waived),
            ) => shown.push(format!("{name}: {}", status.name())),
            Some(status) => lacking.push(format!("{name}: {}", status.name())),
        }
    }
    for attested in control
        .attestations
        .iter()
        .filter_map(|&index| scene.attested.get(index))
    {
        if attested.status == ControlStatus::Attested {
            shown.push(attested.detail.clone());
        } else {
            lacking.push(attested.detail.clone());
        }
    }
    if lacking.is_empty() && !shown.is_empty() {
        (AnswerState::Met, shown.join("; "))
    } else {
        (AnswerState::NotMet, lacking.join("; "))
    }
}
