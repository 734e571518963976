//! What is true of the run and of no subject: what was left out, what could not be evaluated, what is
//! unproven, and what is doubtful about waivers and mappings.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::limits::{Cuts, MESSAGE, NOTIFICATIONS};
use super::results::plain;
use super::rules::Rules;
use super::{physical, was_evaluated};
use crate::model::ControlId;
use crate::readiness::{AssessmentResult, CriterionStatus};
use crate::report::failures::{cut, or};
use crate::report::paths::{Paths, Place};

/// A notification in the making.
struct Notice<'a> {
    /// What kind, in tickmark's words.
    kind: String,
    /// What that means.
    meaning: &'static str,
    level: &'static str,
    text: String,
    place: Option<Place>,
    control: Option<&'a ControlId>,
}

/// The run's only invocation, and the descriptors that its notifications refer to.
pub(super) fn invocation(
    result: &AssessmentResult,
    paths: &Paths,
    rules: &Rules<'_>,
    cuts: &Cuts,
) -> (Value, Vec<Value>) {
    let mut notices = of_cuts(cuts);
    let mut others = of_unevaluated(result, paths);
    others.extend(of_unproven(result));
    others.extend(of_doubts(result));
    let most = NOTIFICATIONS - notices.len() - 1;
    if others.len() > most {
        let text = format!(
            "{} further notifications are left out, to keep the report readable",
            others.len() - most
        );
        notices.push(left_out(text));
        others.truncate(most);
    }
    notices.extend(others);
    let kinds: BTreeMap<&str, &'static str> = notices
        .iter()
        .map(|notice| (notice.kind.as_str(), notice.meaning))
        .collect();
    let positions: BTreeMap<&str, usize> = kinds
        .keys()
        .enumerate()
        .map(|(index, kind)| (*kind, index))
        .collect();
    let list: Vec<Value> = notices
        .iter()
        .map(|notice| notification(notice, positions.get(notice.kind.as_str()), rules))
        .collect();
    let descriptors = kinds
        .iter()
        .map(|(kind, meaning)| {
            // GitHub asks the same of these as of rules.
            json!({
                "id": kind,
                "shortDescription": {"text": meaning},
                "fullDescription": {"text": meaning},
                "help": {"text": meaning}
            })
        })
        .collect();
    let invocation = json!({
        "executionSuccessful": was_evaluated(result),
        "exitCode": result.gate.exit_code,
        "exitCodeDescription": or(&result.gate.conclusion, "nothing is stated"),
        "toolExecutionNotifications": list
    });
    (invocation, descriptors)
}

fn notification(notice: &Notice<'_>, position: Option<&usize>, rules: &Rules<'_>) -> Value {
    let mut value = json!({
        "descriptor": {"id": notice.kind, "index": position},
        "level": notice.level,
        "message": {"text": plain(&cut(or(&notice.text, notice.meaning), MESSAGE))}
    });
    if let Some(place) = &notice.place {
        value["locations"] = json!([{"physicalLocation": physical(place)}]);
    }
    let rule = notice
        .control
        .and_then(|control| Some((control, rules.index(control)?)));
    if let Some((control, index)) = rule {
        value["associatedRule"] = json!({"id": or(control.as_str(), "control"), "index": index});
    }
    value
}

fn left_out(text: String) -> Notice<'static> {
    Notice {
        kind: "left-out".to_owned(),
        meaning: "The report had to be kept within its reader's limits.",
        level: "warning",
        text,
        place: None,
        control: None,
    }
}

fn of_cuts(cuts: &Cuts) -> Vec<Notice<'static>> {
    cuts.sentences().into_iter().map(left_out).collect()
}

fn of_unevaluated<'a>(result: &'a AssessmentResult, paths: &Paths) -> Vec<Notice<'a>> {
    let readiness = &result.readiness;
    let mut notices: Vec<Notice<'_>> = readiness
        .unevaluated
        .iter()
        .map(|reason| Notice {
            kind: reason.code.name().to_owned(),
            meaning: reason.code.meaning(),
            level: "error",
            text: match &reason.target {
                Some(target) => format!("{} on {target}: {}", reason.check, reason.message),
                None => format!("{}: {}", reason.check, reason.message),
            },
            place: Some(paths.check(&reason.check)),
            control: None,
        })
        .collect();
    let plugins = [
        (
            "ambiguous-plugin",
            "Several plugin files claim one id, so that none of them is used.",
            &readiness.ambiguous_plugins,
        ),
        (
            "unusable-plugin",
            "A plugin file cannot be used.",
            &readiness.unusable_plugins,
        ),
    ];
    for (kind, meaning, plugins) in plugins {
        notices.extend(plugins.iter().map(|plugin| Notice {
            kind: kind.to_owned(),
            meaning,
            level: "error",
            text: plugin.clone(),
            place: None,
            control: None,
        }));
    }
    notices
}

fn of_unproven(result: &AssessmentResult) -> Vec<Notice<'_>> {
    let readiness = &result.readiness;
    let controls = readiness
        .controls
        .iter()
        .filter(|control| control.status == "unproven")
        .map(|control| {
            let reasons: Vec<String> = control.reasons.iter().map(ToString::to_string).collect();
            Notice {
                kind: "unproven-control".to_owned(),
                meaning: "The evidence does not show whether a control holds. No subject is known to fail it.",
                level: "warning",
                text: format!("{} is unproven: {}", control.id, reasons.join("; ")),
                place: None,
                control: Some(&control.id),
            }
        });
    let criteria = readiness
        .criteria
        .iter()
        .filter(|criterion| criterion.status == CriterionStatus::Unproven)
        .map(|criterion| Notice {
            kind: "unproven-criterion".to_owned(),
            meaning: "Nothing shows that a criterion is met. It is not ready.",
            level: "warning",
            text: format!(
                "{} {} is unproven: {}",
                criterion.id.id(),
                criterion.title,
                criterion.reason
            ),
            place: None,
            control: None,
        });
    controls.chain(criteria).collect()
}

fn of_doubts(result: &AssessmentResult) -> Vec<Notice<'_>> {
    let waivers = result.readiness.waivers.iter().flat_map(|waiver| {
        waiver.concerns.iter().map(move |concern| Notice {
            kind: format!("waiver-{}", concern.name()),
            meaning: "Something about a waiver is doubtful.",
            level: "note",
            text: format!(
                "the waiver of {} for {} (until {}) is doubtful: {}",
                waiver.control,
                waiver.subject,
                waiver.expires,
                concern.name()
            ),
            place: None,
            control: None,
        })
    });
    let mappings = result.readiness.mapping.iter().map(|note| Notice {
        kind: format!("mapping-{}", note.code.name()),
        meaning: "Something about the mapping of controls to criteria is doubtful.",
        level: "note",
        text: note.message.clone(),
        place: None,
        control: None,
    });
    waivers.chain(mappings).collect()
}
