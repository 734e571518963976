//! What can be configured, with defaults and the source of each.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tickmark_plugin::register::Layout;

/// What a reviewed change is, and how the registers are laid out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Config {
    /// How many people beside the author approve a change. The default of 1 is a second pair of eyes
    /// (NIST SP 800-53 revision 5, CM-3); CIS GitHub Benchmark 1.0.0, recommendation 1.1.3, asks for 2.
    #[schemars(range(min = 1, max = 10))]
    pub approvals: u32,
    /// Accounts that are no people, beside those that the export marks (`dependabot[bot]`, `app/renovate`).
    /// Their approvals do not count.
    pub bots: Vec<String>,
    /// The accounts and names of one person each, as in `[["jdoe", "jane-doe"]]`.
    pub same_person: Vec<Vec<String>>,
    /// The branches that lead to production; `*` at the end stands for anything. Changes to others are
    /// not judged; a change without a stated branch is.
    #[schemars(length(min = 1))]
    pub production_branches: Vec<String>,
    /// The checks that have to be among those of a change, by name. Default: any will do.
    pub required_checks: Vec<String>,
    /// Checks that may fail, by name.
    pub optional_checks: Vec<String>,
    /// Whether checks count of which the export does not say when they ended. By default they leave open
    /// whether they passed before the merge.
    pub checks_without_times: bool,
    /// The labels of changes that were made in an emergency and may be reviewed afterwards.
    pub emergency_labels: Vec<String>,
    /// Within how many days an emergency change is reviewed afterwards. The default of 5 is ours: a
    /// working week.
    #[schemars(range(min = 1, max = 90))]
    pub emergency_review_days: u32,
    /// The names of the environments that are production.
    #[schemars(length(min = 1))]
    pub production_environments: Vec<String>,
    /// Whether somebody has to approve each deployment to production.
    pub deployments_approved: bool,
    /// How the changes are laid out where they are a flat register.
    pub changes: Layout,
    /// How the log of deployments is laid out.
    pub deployments: Layout,
    /// How the register of emergency changes is laid out.
    pub emergency_changes: Layout,
}

impl Default for Config {
    fn default() -> Self {
        let texts = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect();
        Self {
            approvals: 1,
            bots: Vec::new(),
            same_person: Vec::new(),
            production_branches: texts(&["main", "master", "production", "release*"]),
            required_checks: Vec::new(),
            optional_checks: Vec::new(),
            checks_without_times: false,
            emergency_labels: texts(&["emergency", "hotfix", "break-glass"]),
            emergency_review_days: 5,
            production_environments: texts(&["production", "prod", "live"]),
            deployments_approved: false,
            changes: Layout::default(),
            deployments: Layout::default(),
            emergency_changes: Layout::default(),
        }
    }
}

impl Config {
    /// Whether the organisation claims a control.
    pub(crate) fn claims(&self, control: &str) -> bool {
        self.deployments_approved || control != "deployments-approved"
    }

    /// Whether a branch leads to production.
    pub(crate) fn is_production_branch(&self, branch: &str) -> bool {
        self.production_branches
            .iter()
            .any(|pattern| match pattern.strip_suffix('*') {
                Some(start) => branch.starts_with(start),
                None => branch == pattern,
            })
    }
}
