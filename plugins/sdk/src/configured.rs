//! Controls that a check's configuration declares, for plugins whose rules are somebody else's.
//!
//! The enums here are those of the contract, with the words that configuration uses; how severe a
//! control is, [`Rating`] says. What a plugin
//! needs beyond them (an expression, the name of a rule) stays with the plugin.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::sla::Rating;
use crate::{Control, Mapping, Method, Relation};

/// The longest identifier, as `wit/types.wit` states it.
const MAX_ID: usize = 64;

/// Whether a text can name a control or an input: lower-case ASCII letters, digits and hyphens, a
/// letter first, at most 64 characters.
pub fn is_id(text: &str) -> bool {
    text.len() <= MAX_ID
        && text.starts_with(|first: char| first.is_ascii_lowercase())
        && text
            .chars()
            .all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-')
}

/// What kind of evidence decides a control.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MethodName {
    /// The state of a system, as a machine wrote it.
    Configuration,
    /// A register or log whose rows are reconciled.
    Records,
    /// A document, of which only presence and dates can be judged.
    Document,
}

impl From<MethodName> for Method {
    fn from(name: MethodName) -> Self {
        match name {
            MethodName::Configuration => Self::Configuration,
            MethodName::Records => Self::Records,
            MethodName::Document => Self::Document,
        }
    }
}

/// What a control does for a criterion.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RelationName {
    /// It meets the criterion, or a clearly stated part of it, by itself.
    Implements,
    /// It helps, but never shows by itself that the criterion is met.
    #[default]
    Supports,
}

impl From<RelationName> for Relation {
    fn from(name: RelationName) -> Self {
        match name {
            RelationName::Implements => Self::Implements,
            RelationName::Supports => Self::Supports,
        }
    }
}

/// An edge from a control to a criterion.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CriterionEdge {
    /// The criterion, as in `CC6.1`.
    pub criterion: String,
    /// What the control does for it.
    pub relation: RelationName,
    /// One sentence: why the control says something about this criterion.
    pub rationale: String,
}

/// The parts of a control that every configured rule states.
#[derive(Debug, Clone, Copy)]
pub struct Stated<'a> {
    /// Unique within the check.
    pub id: &'a str,
    /// A short statement that is true when the control passes.
    pub title: &'a str,
    /// What is examined and why.
    pub description: &'a str,
    /// How much a failure matters.
    pub severity: Rating,
    /// What kind of evidence decides it.
    pub method: MethodName,
    /// The criteria that it serves.
    pub criteria: &'a [CriterionEdge],
    /// What to do about a failure.
    pub remedy: &'a str,
}

impl Stated<'_> {
    /// The control as the contract has it, or what is wrong with it in words that name it.
    pub fn to_control(self, needs: Vec<String>) -> Result<Control, String> {
        let id = self.id;
        if !is_id(id) {
            return Err(format!(
                "`{id}` is no identifier (expected lower-case letters, digits and hyphens, a letter first, at most {MAX_ID})"
            ));
        }
        for (field, text) in [("title", self.title), ("remedy", self.remedy)] {
            if text.trim().is_empty() {
                return Err(format!("`{id}` has an empty `{field}`"));
            }
        }
        if self.criteria.is_empty() {
            return Err(format!("`{id}` serves no criterion"));
        }
        let mut seen = BTreeSet::new();
        for edge in self.criteria {
            if !seen.insert(edge.criterion.as_str()) {
                return Err(format!("`{id}` maps to {} twice", edge.criterion));
            }
            if edge.rationale.trim().is_empty() {
                return Err(format!(
                    "`{id}` maps to {} without a rationale",
                    edge.criterion
                ));
            }
        }
        Ok(Control {
            id: id.to_owned(),
            title: self.title.to_owned(),
            description: self.description.to_owned(),
            severity: self.severity.into(),
            method: self.method.into(),
            mappings: self
                .criteria
                .iter()
                .map(|edge| Mapping {
                    criterion: edge.criterion.clone(),
                    relation: edge.relation.into(),
                    rationale: edge.rationale.clone(),
                })
                .collect(),
            remediation: self.remedy.to_owned(),
            needs,
            attributes: Vec::new(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Severity;

    fn edge(criterion: &str, rationale: &str) -> CriterionEdge {
        CriterionEdge {
            criterion: criterion.to_owned(),
            relation: RelationName::Implements,
            rationale: rationale.to_owned(),
        }
    }

    fn stated<'a>(id: &'a str, criteria: &'a [CriterionEdge]) -> Stated<'a> {
        Stated {
            id,
            title: "Disks are encrypted",
            description: "",
            severity: Rating::High,
            method: MethodName::Records,
            criteria,
            remedy: "Encrypt them.",
        }
    }

    #[test]
    fn a_whole_control_keeps_its_words() {
        let criteria = [edge("CC6.7", "A lost laptop must not give data away.")];
        let control = stated("disks-encrypted", &criteria)
            .to_control(vec!["devices".to_owned()])
            .unwrap();
        assert_eq!(control.severity, Severity::High);
        assert_eq!(control.mappings[0].relation, Relation::Implements);
        assert_eq!(control.needs, ["devices"]);
    }

    #[test]
    fn a_control_that_the_host_would_refuse_is_named() {
        let twice = [edge("CC6.7", "One."), edge("CC6.7", "Two.")];
        let empty = [edge("CC6.7", " ")];
        let cases: [(&str, &[CriterionEdge], &str); 4] = [
            ("Disks", &twice[..1], "no identifier"),
            ("disks", &[], "no criterion"),
            ("disks", &twice, "twice"),
            ("disks", &empty, "rationale"),
        ];
        for (id, criteria, expected) in cases {
            let error = stated(id, criteria).to_control(Vec::new()).unwrap_err();
            assert!(error.contains(expected) && error.contains(id), "{error}");
        }
    }
}
