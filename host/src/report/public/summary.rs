//! What of a result is fit for general use, in the manner of a SOC 3 report: it names each value that it
//! takes over, and takes no text but the names of the organisation and the system. Reasons are left
//! out, because they name controls and quote people.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::criteria::{Category, Criterion};
use crate::readiness::{AssessmentResult, CriterionStatus, Summary, ToolInfo};
use crate::report::text::READINESS_ONLY;

/// The version of this format. It changes when a reader of the old one would misread the new one.
pub const PUBLIC_VERSION: u32 = 1;

/// Where all criteria stand, and nothing of what shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(title = "tickmark public summary")]
pub struct PublicSummary {
    /// The version of this format.
    pub version: u32,
    /// What made it.
    pub tool: ToolInfo,
    /// What it is and what it is not.
    pub statement: String,
    /// The organisation; absent without a configuration file.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub organisation: Option<String>,
    /// The system; absent without a configuration file.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub system: Option<String>,
    /// 1 or 2.
    #[serde(rename = "type")]
    pub kind: u8,
    /// The day on which readiness is judged.
    #[schemars(with = "String")]
    pub as_of: Date,
    /// The first and the last day of a Type 2 period.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[schemars(with = "Option<(String, String)>")]
    pub period: Option<(Date, Date)>,
    /// How many criteria stand where.
    pub summary: Summary,
    /// The categories in scope, with how many of their criteria stand where.
    pub categories: Vec<PublicCategory>,
    /// All 61 criteria, in the standard's order.
    pub criteria: Vec<PublicCriterion>,
}

/// A category in scope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct PublicCategory {
    /// Its name.
    pub id: Category,
    /// Criteria of it that are not declared not relevant.
    pub relevant: u32,
    /// Those that are ready or excepted.
    pub shown: u32,
}

/// A criterion and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct PublicCriterion {
    /// Its identifier.
    pub id: Criterion,
    /// Its category.
    pub category: Category,
    /// What it is about, in tickmark's words.
    pub title: String,
    /// Where it stands.
    pub status: CriterionStatus,
}

impl PublicSummary {
    /// What of a result is public.
    pub fn of(result: &AssessmentResult) -> Self {
        let readiness = &result.readiness;
        let assessment = &readiness.assessment;
        let criteria: Vec<PublicCriterion> = readiness
            .criteria
            .iter()
            .map(|criterion| PublicCriterion {
                id: criterion.id,
                category: criterion.id.category(),
                title: criterion.id.title().to_owned(),
                status: criterion.status,
            })
            .collect();
        Self {
            version: PUBLIC_VERSION,
            // Not the result's own words, which a result that was read from a file may make up.
            tool: ToolInfo {
                name: env!("CARGO_PKG_NAME").to_owned(),
                version: env!("CARGO_PKG_VERSION").to_owned(),
            },
            statement: READINESS_ONLY.to_owned(),
            organisation: assessment.organisation.clone(),
            system: assessment.system.clone(),
            kind: assessment.kind,
            as_of: assessment.as_of,
            period: assessment.period,
            summary: readiness.summary,
            categories: assessment
                .categories
                .iter()
                .map(|&id| category(id, &criteria))
                .collect(),
            criteria,
        }
    }
}

fn category(id: Category, criteria: &[PublicCriterion]) -> PublicCategory {
    let mut counts = PublicCategory {
        id,
        relevant: 0,
        shown: 0,
    };
    for criterion in criteria.iter().filter(|criterion| criterion.category == id) {
        match criterion.status {
            CriterionStatus::Ready | CriterionStatus::Excepted => {
                counts.relevant += 1;
                counts.shown += 1;
            }
            CriterionStatus::Unproven | CriterionStatus::Gap => counts.relevant += 1,
            CriterionStatus::NotRelevant | CriterionStatus::OutOfScope => {}
        }
    }
    counts
}
