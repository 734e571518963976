//! What there is for each criterion, before anything has run: the controls that implement and support
//! it, and what is stated or carried for it.
//!
//! Coverage says what could show readiness, never that anything is ready.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use crate::config::Config;
use crate::criteria::{Category, Criterion};
use crate::model::{Descriptor, Method, Relation};

/// What stands behind a criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A control that reads the state of a system.
    Configuration,
    /// A control that reconciles a register or log.
    Records,
    /// A control that judges presence and dates of a document.
    Document,
    /// A dated statement of a person.
    Attestation,
    /// The report of a subservice organisation.
    Inheritance,
}

impl Kind {
    /// Every kind, the one that shows most first.
    pub const ALL: [Self; 5] = [
        Self::Configuration,
        Self::Records,
        Self::Document,
        Self::Attestation,
        Self::Inheritance,
    ];

    /// The name, as results write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Configuration => "configuration",
            Self::Records => "records",
            Self::Document => "document",
            Self::Attestation => "attestation",
            Self::Inheritance => "inheritance",
        }
    }

    /// Whether a machine decides the substance: the state of a system, or what records say. Of a
    /// document it decides presence and dates alone.
    pub fn is_machine(self) -> bool {
        matches!(self, Self::Configuration | Self::Records)
    }
}

impl From<Method> for Kind {
    fn from(method: Method) -> Self {
        match method {
            Method::Configuration => Self::Configuration,
            Method::Records => Self::Records,
            Method::Document => Self::Document,
        }
    }
}

/// One thing that implements or supports a criterion.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Way {
    /// What kind of thing.
    pub kind: Kind,
    /// `PLUGIN/CONTROL`, the attestation or the organisation.
    pub by: String,
    /// Why it says something about the criterion.
    pub rationale: String,
}

/// What there is for one criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct CriterionCoverage {
    /// As in `CC6.1`.
    pub id: String,
    /// Its category.
    pub category: Category,
    /// What it is about.
    pub title: String,
    /// What implements it, sorted.
    pub implemented_by: Vec<Way>,
    /// What supports it, sorted. It shows nothing by itself.
    pub supported_by: Vec<Way>,
    /// Whether the criterion is usually carried, in whole or in part, by the provider of the data
    /// centres, whose report can be inherited.
    pub usually_inherited: bool,
}

impl CriterionCoverage {
    /// Whether something that implements it is of one of these kinds.
    pub fn implemented(&self, kinds: impl Fn(Kind) -> bool) -> bool {
        self.implemented_by.iter().any(|way| kinds(way.kind))
    }
}

/// What there is for each of the criteria.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Coverage {
    /// The criteria, in their order.
    pub criteria: Vec<CriterionCoverage>,
}

impl Coverage {
    /// How many criteria have something that implements them of such kinds.
    pub fn count(&self, kinds: impl Fn(Kind) -> bool) -> usize {
        self.criteria
            .iter()
            .filter(|one| one.implemented(&kinds))
            .count()
    }
}

/// What there is for each of `criteria`: the controls that are described, and what the configuration
/// states and inherits.
pub fn coverage(
    descriptors: &[Descriptor],
    config: &Config,
    criteria: impl IntoIterator<Item = Criterion>,
) -> Coverage {
    let mut ways: BTreeMap<(Criterion, Relation), BTreeSet<Way>> = BTreeMap::new();
    for descriptor in descriptors {
        for control in &descriptor.controls {
            for mapping in &control.mappings {
                let Ok(criterion) = Criterion::from_spelling(&mapping.criterion) else {
                    continue;
                };
                let way = Way {
                    kind: control.method.into(),
                    by: format!("{}/{}", descriptor.id, control.id),
                    rationale: mapping.rationale.clone(),
                };
                let edge = (criterion, mapping.relation);
                ways.entry(edge).or_default().insert(way);
            }
        }
    }
    for attestation in &config.attestations {
        for &criterion in &attestation.criteria {
            let way = Way {
                kind: Kind::Attestation,
                by: attestation.label(),
                rationale: attestation.statement.clone(),
            };
            let edge = (criterion, Relation::Implements);
            ways.entry(edge).or_default().insert(way);
        }
    }
    for subservice in &config.subservices {
        for &criterion in &subservice.criteria {
            let way = Way {
                kind: Kind::Inheritance,
                by: subservice.organisation.clone(),
                rationale: subservice.service.clone(),
            };
            let edge = (criterion, Relation::Implements);
            ways.entry(edge).or_default().insert(way);
        }
    }
    let mut take = |criterion, relation| {
        let ways = ways.remove(&(criterion, relation)).unwrap_or_default();
        ways.into_iter().collect()
    };
    Coverage {
        criteria: criteria
            .into_iter()
            .map(|criterion| CriterionCoverage {
                id: criterion.id().to_owned(),
                category: criterion.category(),
                title: criterion.title().to_owned(),
                implemented_by: take(criterion, Relation::Implements),
                supported_by: take(criterion, Relation::Supports),
                usually_inherited: criterion.usually_inherited(),
            })
            .collect(),
    }
}
