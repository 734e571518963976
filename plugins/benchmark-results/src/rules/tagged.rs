//! Controls made of labels that stand in the results themselves: Prowler's SOC 2 tags, and controls of
//! NIST SP 800-53 for which the configuration names criteria.

use std::collections::BTreeMap;

use tickmark_plugin::prelude::*;
use tickmark_plugin::{Mapping, Method, Relation};

use super::Subjects;
use super::judge::judge_some;
use crate::config::{Config, Scanner, Use};
use crate::results::Tested;
use crate::tags::{TAGS, Tag, slug};

/// A control over the checks that have some label.
pub(crate) struct Tagged<'a> {
    pub(crate) id: String,
    criterion: &'a str,
    relation: Relation,
    why: String,
    label: Label<'a>,
}

enum Label<'a> {
    Prowler(&'static Tag),
    /// Controls of SP 800-53.
    Nist(Vec<&'a str>),
}

/// The severity of all of them; a finding takes its check's own.
const USUAL: Severity = Severity::Medium;

/// The controls that a configuration asks for; without one, what is imported by default.
pub(crate) fn tagged(config: Option<&Config>) -> Vec<Tagged<'_>> {
    let mut tagged: Vec<Tagged<'_>> = TAGS
        .iter()
        .filter_map(|tag| {
            let used = tag.used(config);
            let relation = match used {
                Use::Implements => Relation::Implements,
                Use::Supports => Relation::Supports,
                Use::Off => return None,
            };
            let why = if tag.default == Use::Off {
                "The configuration takes the tags of Prowler for this criterion."
            } else {
                tag.why
            };
            Some(Tagged {
                id: tag.control_id(),
                criterion: tag.criterion,
                relation,
                why: why.to_owned(),
                label: Label::Prowler(tag),
            })
        })
        .collect();
    let mut by_criterion: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (control, criteria) in config.iter().flat_map(|config| &config.nist_criteria) {
        for criterion in criteria {
            by_criterion.entry(criterion).or_default().push(control);
        }
    }
    for (criterion, controls) in by_criterion {
        tagged.push(Tagged {
            id: format!("nist-tagged-{}", slug(criterion)),
            criterion,
            relation: Relation::Supports,
            why: format!(
                "The configuration takes {} of NIST SP 800-53 for it.",
                controls.join(", ")
            ),
            label: Label::Nist(controls),
        });
    }
    tagged
}

impl Tagged<'_> {
    /// What `describe` says of it.
    pub(crate) fn control(&self) -> Control {
        let (title, description) = match &self.label {
            Label::Prowler(tag) => (
                format!("Checks that Prowler tags with {} pass", self.criterion),
                format!(
                    "Takes the checks whose findings name `{}` under SOC2 in `unmapped.compliance`, but \
                     for those that say nothing about {}. The tags are Prowler's opinion, so that they \
                     support the criterion and never meet it, unless the configuration says otherwise.",
                    tag.name, self.criterion
                ),
            ),
            Label::Nist(controls) => (
                format!(
                    "Checks tagged with NIST controls for {} pass",
                    self.criterion
                ),
                format!(
                    "Takes the controls of InSpec profiles whose `nist` tag names {}.",
                    controls.join(", ")
                ),
            ),
        };
        Control {
            id: self.id.clone(),
            title,
            description,
            severity: USUAL,
            method: Method::Configuration,
            mappings: vec![Mapping {
                criterion: self.criterion.to_owned(),
                relation: self.relation,
                rationale: self.why.clone(),
            }],
            remediation:
                "Correct the setting as the scanner's own remediation says and scan again."
                    .to_owned(),
            needs: Vec::new(),
            attributes: Vec::new(),
        }
    }

    /// Judges the checks that have the label.
    pub(crate) fn judge(&self, subjects: &Subjects<'_>) -> Vec<Finding> {
        let config = subjects.config;
        let scanner = match self.label {
            Label::Prowler(_) => Scanner::Prowler,
            Label::Nist(_) => Scanner::Hdf,
        };
        let about = |name: &str, tested: &Tested| match &self.label {
            Label::Prowler(tag) => tested.tags.contains(tag.name) && tag.takes(name, config),
            Label::Nist(controls) => tested
                .tags
                .iter()
                .any(|tag| controls.iter().any(|control| covers(control, tag))),
        };
        subjects
            .results
            .scans
            .iter()
            .filter(|scan| scan.scanner == scanner)
            .flat_map(|scan| judge_some(scan, USUAL, config, about))
            .collect()
    }
}

/// Whether a configured control is the one of a tag, or stands for its enhancement.
fn covers(control: &str, tag: &str) -> bool {
    let bare = |text: &str| -> String {
        text.chars()
            .filter(|letter| !letter.is_whitespace())
            .collect::<String>()
            .to_ascii_uppercase()
    };
    let (control, tag) = (bare(control), bare(tag));
    tag == control || !control.contains('(') && tag.split('(').next() == Some(control.as_str())
}
