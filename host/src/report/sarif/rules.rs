//! Controls as rules, and the criteria as the taxonomy that they refer to.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::limits::{Cuts, HELP, RULE_TEXT, TAGS, is_much};
use super::results::{level, plain};
use crate::criteria::Criterion;
use crate::model::{ControlId, Relation};
use crate::readiness::{AssessmentResult, ControlResult, CriterionEdge};
use crate::report::failures::{Failure, cut, or};
use crate::report::markup::markdown;
use crate::severity::Severity;

/// The taxonomy's name.
pub(super) const TAXONOMY: &str = "Trust Services Criteria";

/// The rules of a run and their positions.
#[derive(Debug)]
pub(super) struct Rules<'a> {
    controls: Vec<(&'a ControlResult, Severity)>,
    positions: BTreeMap<&'a ControlId, usize>,
}

impl<'a> Rules<'a> {
    /// All controls, by name. Where they are too many or take too much room, those with a result.
    pub(super) fn new(
        result: &'a AssessmentResult,
        failures: &[Failure<'_>],
        cuts: &mut Cuts,
    ) -> Self {
        let mut worst: BTreeMap<&ControlId, Severity> = BTreeMap::new();
        for failure in failures {
            let severity = failure.finding.severity;
            let known = worst.entry(&failure.finding.control).or_insert(severity);
            *known = (*known).max(severity);
        }
        let mut seen = BTreeSet::new();
        let all: Vec<(&ControlResult, Severity)> = result
            .readiness
            .controls
            .iter()
            .filter(|control| seen.insert(&control.id))
            .map(|control| {
                let severity = worst.get(&control.id).copied();
                (control, severity.unwrap_or(control.severity))
            })
            .collect();
        let mut rules = Self::of(all);
        let count = rules.controls.len();
        if count > cuts.limits.rules || is_much(&rules.describe(), cuts.limits) {
            rules
                .controls
                .retain(|(control, _)| worst.contains_key(&control.id));
            rules.controls.truncate(cuts.limits.rules);
            rules = Self::of(rules.controls);
        }
        cuts.rules = count - rules.controls.len();
        cuts.tags = rules
            .controls
            .iter()
            .map(|(control, _)| (FIXED_TAGS.len() + control.criteria.len()).saturating_sub(TAGS))
            .sum();
        rules
    }

    fn of(controls: Vec<(&'a ControlResult, Severity)>) -> Self {
        let positions = controls
            .iter()
            .enumerate()
            .map(|(index, (control, _))| (&control.id, index))
            .collect();
        Self {
            controls,
            positions,
        }
    }

    /// The position of a control's rule.
    pub(super) fn index(&self, control: &ControlId) -> Option<usize> {
        self.positions.get(control).copied()
    }

    pub(super) fn describe(&self) -> Vec<Value> {
        self.controls
            .iter()
            .map(|(control, severity)| rule(control, *severity))
            .collect()
    }
}

/// What every rule is tagged with. Code scanning heeds `security-severity` only beside `security`.
const FIXED_TAGS: [&str; 2] = ["security", "soc2"];

/// A control. `severity` is that of its worst failure, which may differ from its own.
fn rule(control: &ControlResult, severity: Severity) -> Value {
    let id = or(control.id.as_str(), "control");
    let title = cut(or(&control.title, id), RULE_TEXT);
    let mut edges: Vec<&CriterionEdge> = control.criteria.iter().collect();
    edges.sort_by_key(|edge| (edge.relation, edge.criterion));
    let criteria = edges.iter().map(|edge| edge.criterion.id());
    let tags: Vec<&str> = FIXED_TAGS.into_iter().chain(criteria).take(TAGS).collect();
    let relationships: Vec<Value> = edges.iter().map(|edge| relationship(edge)).collect();
    json!({
        "id": id,
        "shortDescription": {"text": plain(&title)},
        "fullDescription": {"text": plain(&cut(or(&control.description, &title), RULE_TEXT))},
        "help": help(control, &edges),
        "defaultConfiguration": {"level": level(control.severity)},
        "relationships": relationships,
        "properties": {
            "tags": tags,
            "security-severity": score(severity),
            "status": control.status,
            "examined": control.examined,
            "population": control.population
        }
    })
}

/// Code scanning's bands: critical above 9.0, high from 7.0, medium from 4.0, else low.
fn score(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "9.5",
        Severity::High => "8.0",
        Severity::Medium => "5.5",
        Severity::Low => "2.0",
    }
}

/// What to do, and why it matters.
fn help(control: &ControlResult, edges: &[&CriterionEdge]) -> Value {
    let mut text = vec![or(&control.remediation, "No remedy is stated.").to_owned()];
    let mut marked = vec![format!("**What to do.** {}", markdown(&text[0]))];
    if !control.description.is_empty() {
        marked.push(format!("\n{}", markdown(&control.description)));
    }
    if !edges.is_empty() {
        text.push("\nCriteria:".to_owned());
        marked.push("\n**Criteria**\n".to_owned());
    }
    for edge in edges {
        let criterion = edge.criterion;
        let (id, title) = (criterion.id(), criterion.title());
        let relation = edge.relation.name();
        text.push(format!("{id} {title} ({relation}): {}", edge.rationale));
        marked.push(format!(
            "- {id} {} ({relation}): {}",
            markdown(title),
            markdown(&edge.rationale)
        ));
    }
    json!({
        "text": plain(&cut(&text.join("\n"), HELP)),
        "markdown": cut(&marked.join("\n"), HELP)
    })
}

fn relationship(edge: &CriterionEdge) -> Value {
    let kind = match edge.relation {
        Relation::Implements => "superset",
        Relation::Supports => "relevant",
    };
    let mut relationship = json!({
        "target": {
            "id": edge.criterion.id(),
            "toolComponent": {"name": TAXONOMY, "index": 0}
        },
        "kinds": [kind]
    });
    if !edge.rationale.is_empty() {
        relationship["description"] = json!({"text": plain(&edge.rationale)});
    }
    if let Some(index) = Criterion::all().position(|criterion| criterion == edge.criterion) {
        relationship["target"]["index"] = index.into();
    }
    relationship
}

/// The criteria in the standard's order, each with where it stands.
pub(super) fn taxonomy(result: &AssessmentResult) -> Value {
    let standing: BTreeMap<Criterion, _> = result
        .readiness
        .criteria
        .iter()
        .map(|criterion| (criterion.id, criterion))
        .collect();
    let taxa: Vec<Value> = Criterion::all()
        .map(|criterion| {
            let mut taxon = json!({
                "id": criterion.id(),
                "shortDescription": {"text": criterion.title()}
            });
            if let Some(stands) = standing.get(&criterion) {
                taxon["properties"] = json!({
                    "category": criterion.category().name(),
                    "status": stands.status.name(),
                    "reason": stands.reason
                });
            }
            taxon
        })
        .collect();
    json!({
        "name": TAXONOMY,
        "shortDescription": {
            "text": "The 61 Trust Services Criteria of SOC 2, titled in tickmark's words, with where each stands"
        },
        "isComprehensive": true,
        "taxa": taxa
    })
}
