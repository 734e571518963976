//! What can be configured, with defaults and the source of each.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tickmark_plugin::configured::RelationName;
use tickmark_plugin::sla::{Deadlines, Rating};
use tickmark_plugin::{Control, Mapping, Method};

/// Which scans must be there, how old they and their results may be, and further controls.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Config {
    /// The greatest age of a scan, in days. The default of 7 is a weekly scan, which vulnerability
    /// programmes usually promise; CIS Controls 8.1 (7.6) ask for one at least every month.
    #[schemars(range(min = 1, max = 366))]
    pub max_scan_age_days: u32,
    /// Within how many days after it was first detected a result must be mended: by default
    /// `critical-days` 15, `high-days` 30 (CISA's Binding Operational Directive 19-02), `medium-days` 90
    /// and `low-days` 180 (FedRAMP's continuous monitoring).
    pub deadlines: Deadlines,
    /// From this severity on, an open result of which nothing says since when it is open fails; below,
    /// it is inconclusive. It never passes.
    pub undated_fails_from: Rating,
    /// Tools of which a scan must be there, by their names in the file; `*` stands for any text. With
    /// none, the control `expected-tools-ran` is not declared.
    #[schemars(inner(length(min = 1)))]
    pub expected_tools: Vec<String>,
    /// Whether a run that records no invocation is inconclusive. By default the list of results shows
    /// that it ran, as SARIF 2.1.0 says (3.14.23): many scanners record no invocation.
    pub require_invocation: bool,
    /// Notifications at level `error` that are known to leave the results whole, by the ids of their
    /// descriptors; `*` stands for any text.
    #[schemars(inner(length(min = 1)))]
    pub tolerated_notifications: Vec<String>,
    /// Further tools that only look for secrets, by their names; `*` stands for any text. Gitleaks,
    /// TruffleHog, detect-secrets, GitGuardian and others are known.
    #[schemars(inner(length(min = 1)))]
    pub secret_tools: Vec<String>,
    /// Further rules that find secrets, by their ids; `*` stands for any text. Rules tagged as such,
    /// or with CWE-259, CWE-321 or CWE-798, are known.
    #[schemars(inner(length(min = 1)))]
    pub secret_rules: Vec<String>,
    /// Whether a suppression that stands in the source, where a reviewer of the change sees it, may go
    /// without a justification.
    pub accept_unexplained_in_source: bool,
    /// Further controls: no open result of some of the tools' own rules.
    pub groups: Vec<Group>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            max_scan_age_days: 7,
            deadlines: Deadlines::default(),
            undated_fails_from: Rating::High,
            expected_tools: Vec::new(),
            require_invocation: false,
            tolerated_notifications: Vec::new(),
            secret_tools: Vec::new(),
            secret_rules: Vec::new(),
            accept_unexplained_in_source: false,
            groups: Vec::new(),
        }
    }
}

/// A control that is met while some of the tools' rules have no open result. It passes for a run whose
/// own list of rules names such a rule, so that the evidence shows that the rule was there to find
/// something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Group {
    /// The control's id.
    #[schemars(regex(pattern = r"^[a-z][a-z0-9-]{0,63}$"))]
    pub name: String,
    /// A short statement that is true when there is no open result.
    #[schemars(length(min = 1))]
    pub title: String,
    /// The rules, by their ids; `*` stands for any text.
    #[serde(default)]
    #[schemars(inner(length(min = 1)))]
    pub rules: Vec<String>,
    /// The rules, by a tag that they carry, as in `SOC2/CC6.1`; `*` stands for any text.
    #[serde(default)]
    #[schemars(inner(length(min = 1)))]
    pub tags: Vec<String>,
    /// Results below this severity are left to `findings-fixed-in-time`.
    #[serde(default = "lowest")]
    pub min_severity: Rating,
    /// How much a failure matters.
    #[serde(default = "middle")]
    pub severity: Rating,
    /// The criteria that the control serves.
    #[schemars(length(min = 1))]
    pub criteria: Vec<Edge>,
    /// What to do about a failure.
    #[serde(default = "remedy")]
    #[schemars(length(min = 1))]
    pub remedy: String,
}

/// A criterion that a group serves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Edge {
    /// The criterion, as in `CC6.1`.
    #[schemars(length(min = 1))]
    pub criterion: String,
    /// Whether the control meets the criterion or a stated part of it by itself, or only supports it.
    #[serde(default)]
    pub relation: RelationName,
    /// One sentence: why the control says something about this criterion.
    #[schemars(length(min = 1))]
    pub rationale: String,
}

fn lowest() -> Rating {
    Rating::Low
}

fn middle() -> Rating {
    Rating::Medium
}

fn remedy() -> String {
    "Mend what the rule found, or suppress the result in the tool with a justification.".to_owned()
}

impl Group {
    /// The control as the contract has it.
    pub(crate) fn to_control(&self) -> Control {
        Control {
            id: self.name.clone(),
            title: self.title.clone(),
            description: format!(
                "No result of {} severity or more is open for rules {}.",
                self.min_severity,
                self.choice()
            ),
            severity: self.severity.into(),
            method: Method::Configuration,
            mappings: self
                .criteria
                .iter()
                .map(|edge| Mapping {
                    criterion: edge.criterion.clone(),
                    relation: edge.relation.into(),
                    rationale: edge.rationale.clone(),
                })
                .collect(),
            remediation: self.remedy.clone(),
            needs: Vec::new(),
            attributes: Vec::new(),
        }
    }

    /// Which rules the group takes, in words.
    pub(crate) fn choice(&self) -> String {
        let quoted = |patterns: &[String]| {
            let quoted: Vec<String> = patterns.iter().map(|text| format!("`{text}`")).collect();
            quoted.join(", ")
        };
        match (self.rules.is_empty(), self.tags.is_empty()) {
            (false, true) => format!("named {}", quoted(&self.rules)),
            (true, false) => format!("tagged {}", quoted(&self.tags)),
            (true, true) => "of any name".to_owned(),
            (false, false) => format!(
                "named {} or tagged {}",
                quoted(&self.rules),
                quoted(&self.tags)
            ),
        }
    }
}
