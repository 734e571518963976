//! What can be configured, with defaults and the source of each.
//!
//! Everything has a default, so that exports with sensible column names are examined without any
//! configuration. What an export calls things is said per group of files; thresholds can be set for
//! all systems and for one.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How accounts, roster and reviews are read, and what is expected of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Config {
    /// How many days after a person's last day their accounts may still be live. The default of 1
    /// is the smallest step that whole dates can show: PCI DSS 4.0, requirement 8.2.5, wants the
    /// access of leavers revoked at once; NIST SP 800-53 Revision 5, PS-4, leaves the time to the
    /// organisation. Set the number that your own policy promises.
    #[schemars(range(min = 0, max = 365))]
    pub removal_days: u32,
    /// How many days after a review withdrew an account it may still be live. No standard sets a
    /// number; the default of 7 gives five working days in any week.
    #[schemars(range(min = 0, max = 365))]
    pub revocation_days: u32,
    /// The greatest time between a system's reviews. The default of 92 days is a quarter at its
    /// longest: PCI DSS 4.0 defines "every three months" as once in 90 to 92 days.
    #[schemars(range(min = 1, max = 3650))]
    pub review_interval_days: u32,
    /// How long one review may take from its first decision to its last, where the records do not
    /// name the review that a row belongs to. The default is 30 days.
    #[schemars(range(min = 1, max = 365))]
    pub review_window_days: u32,
    /// How far back decisions are followed up. The default of 365 days is the longest usual period of
    /// a Type 2 report.
    #[schemars(range(min = 1, max = 3650))]
    pub lookback_days: u32,
    /// How many days older than an account export the roster may be: whoever left in between does
    /// not show in it. The default of 7 allows for a weekly export.
    #[schemars(range(min = 0, max = 365))]
    pub roster_lag_days: u32,
    /// Whether `ann+test@example.com` is the address of `ann@example.com`.
    pub ignore_plus_tags: bool,
    /// Account names (what stands before an `@`) that say that several people use the account. `*`
    /// stands for any characters, `?` for one. The default holds the mailbox names of RFC 2142 and
    /// the usual names for administration, teams and tests.
    pub shared_names: Vec<String>,
    /// How account exports are read. A file that fits no entry is read by the names of its columns.
    pub accounts: Vec<AccountSource>,
    /// How rosters are read. A file that fits no entry is read by the names of its columns.
    pub roster: Vec<RosterSource>,
    /// How review records are read. A file that fits no entry is read by the names of its columns.
    pub reviews: Vec<ReviewSource>,
    /// What is different for one system, by the system's name. A system that is named here must
    /// have an account export.
    pub systems: BTreeMap<String, SystemSettings>,
    /// Who owns an account, where the export does not say: `SYSTEM/ACCOUNT` and the owner's e-mail
    /// address or employee number. Several owners say that the account is shared.
    pub owners: BTreeMap<String, Names>,
    /// Accounts that programs use. The first entry that fits an account decides.
    pub service_accounts: Vec<ServiceAccounts>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            removal_days: 1,
            revocation_days: 7,
            review_interval_days: 92,
            review_window_days: 30,
            lookback_days: 365,
            roster_lag_days: 7,
            ignore_plus_tags: false,
            shared_names: SHARED_NAMES.iter().map(|&name| name.to_owned()).collect(),
            accounts: Vec::new(),
            roster: Vec::new(),
            reviews: Vec::new(),
            systems: BTreeMap::new(),
            owners: BTreeMap::new(),
            service_accounts: Vec::new(),
        }
    }
}

/// Names of accounts that people share: first the mailbox names of RFC 2142, then the usual ones.
const SHARED_NAMES: &[&str] = &[
    "info",
    "marketing",
    "sales",
    "support",
    "abuse",
    "noc",
    "security",
    "postmaster",
    "hostmaster",
    "usenet",
    "news",
    "webmaster",
    "www",
    "uucp",
    "ftp",
    "accounting",
    "accounts",
    "admin",
    "admin-*",
    "administrator",
    "backoffice",
    "billing",
    "contact",
    "demo",
    "demo-*",
    "dev",
    "developer",
    "developers",
    "devops",
    "engineering",
    "finance",
    "generic",
    "group-*",
    "guest",
    "hello",
    "help",
    "helpdesk",
    "hr",
    "it",
    "it-admin",
    "jobs",
    "legal",
    "office",
    "operations",
    "operator",
    "ops",
    "owner",
    "payroll",
    "qa",
    "reception",
    "root",
    "<root_account>",
    "shared",
    "shared-*",
    "shared.*",
    "*-shared",
    "*.shared",
    "staff",
    "superuser",
    "sysadmin",
    "team",
    "team-*",
    "*-team",
    "temp",
    "test",
    "test-*",
    "test.*",
    "tester",
    "testing",
    "testuser",
    "user",
];

/// How a group of account exports is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct AccountSource {
    /// Which files: patterns from the evidence folder, as in `access/okta-*.csv`. The first entry
    /// that fits a file decides.
    pub files: Names,
    /// The system that the accounts belong to. Without it a column of the export says so, or the
    /// file's name does (`accounts-okta.csv`).
    #[serde(default)]
    pub system: Option<String>,
    /// The product whose own export this is. Without it the product is recognised by the columns.
    #[serde(default)]
    pub preset: Option<Preset>,
    /// What the export calls its columns, where that is not understood by itself.
    #[serde(default)]
    pub columns: AccountColumns,
    /// Further status words of accounts that can be used. Letters' case, spaces and punctuation do
    /// not matter.
    #[serde(default)]
    pub live: Vec<String>,
    /// Further status words of accounts that cannot be used (suspended, disabled, deleted).
    #[serde(default)]
    pub not_live: Vec<String>,
    /// The export has no status because it lists only accounts that can be used.
    #[serde(default)]
    pub all_live: bool,
    /// How dates are written, besides ISO 8601: formats of strftime, as in `%d/%m/%Y`.
    #[serde(default)]
    pub date_formats: Vec<String>,
}

/// Products whose exports are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Preset {
    /// Okta: the password health report, or users as the Users API has them, flattened.
    Okta,
    /// Google Workspace: "Download users" in the Admin console.
    GoogleWorkspace,
    /// Microsoft Entra ID: "Download users" in the admin center.
    Entra,
    /// GitHub: the members of an organisation or enterprise.
    Github,
    /// GitLab: the members of a group.
    Gitlab,
    /// Slack: "Export member list".
    Slack,
    /// Atlassian: "Export users" in the administration.
    Atlassian,
    /// AWS IAM Identity Center: the answer of `aws identitystore list-users` as CSV.
    AwsIdentityCenter,
    /// AWS IAM: the credential report.
    AwsIam,
}

/// Column names of an account export.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct AccountColumns {
    /// What names the account within its system. Of several columns the first that is filled.
    pub account: Option<Names>,
    /// E-mail addresses of the account's owner, each column.
    pub email: Option<Names>,
    /// The owner's employee number.
    pub employee_id: Option<String>,
    /// Whether the account can be used.
    pub status: Option<String>,
    /// When the account was created.
    pub created: Option<String>,
    /// What kind of account it is: a person's, a service's, a shared one.
    pub r#type: Option<String>,
    /// Who owns the account, by e-mail address or employee number.
    pub owner: Option<String>,
    /// The system that the account belongs to.
    pub system: Option<String>,
}

/// How a group of rosters is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RosterSource {
    /// Which files: patterns from the evidence folder, as in `hr/employees*.csv`.
    pub files: Names,
    /// What the roster calls its columns, where that is not understood by itself.
    #[serde(default)]
    pub columns: RosterColumns,
    /// Further status words of people who work here (also those on leave).
    #[serde(default)]
    pub active: Vec<String>,
    /// Further status words of people who have left.
    #[serde(default)]
    pub left: Vec<String>,
    /// Further status words of people who have not started yet.
    #[serde(default)]
    pub pending: Vec<String>,
    /// How dates are written, besides ISO 8601: formats of strftime, as in `%d/%m/%Y`.
    #[serde(default)]
    pub date_formats: Vec<String>,
}

/// Column names of a roster.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct RosterColumns {
    /// The employee number.
    pub employee_id: Option<String>,
    /// The e-mail address at work.
    pub email: Option<String>,
    /// Further addresses of the same person.
    pub aliases: Option<Names>,
    /// Whether the person works here.
    pub status: Option<String>,
    /// The first day.
    pub start_date: Option<String>,
    /// The last day. It may lie ahead.
    pub end_date: Option<String>,
    /// Whom the person reports to; stands in the findings, so that somebody can be asked.
    pub manager: Option<String>,
    /// Employee, contractor and the like; stands in the findings.
    pub r#type: Option<String>,
}

/// How a group of review records is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ReviewSource {
    /// Which files: patterns from the evidence folder, as in `access/reviews-*.csv`.
    pub files: Names,
    /// The system that was reviewed. Without it a column of the record says so, or the file's name
    /// does (`reviews-okta.csv`).
    #[serde(default)]
    pub system: Option<String>,
    /// What the record calls its columns, where that is not understood by itself.
    #[serde(default)]
    pub columns: ReviewColumns,
    /// Further words for decisions that leave the account as it is.
    #[serde(default)]
    pub keep: Vec<String>,
    /// Further words for decisions that withdraw the account.
    #[serde(default)]
    pub revoke: Vec<String>,
    /// Further words for decisions that change rights but leave the account.
    #[serde(default)]
    pub modify: Vec<String>,
    /// Further words that say that nothing was decided.
    #[serde(default)]
    pub undecided: Vec<String>,
    /// How dates are written, besides ISO 8601: formats of strftime, as in `%d/%m/%Y`.
    #[serde(default)]
    pub date_formats: Vec<String>,
}

/// Column names of a review record.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct ReviewColumns {
    /// The system that the account belongs to.
    pub system: Option<String>,
    /// What names the account, as in the account export.
    pub account: Option<String>,
    /// The e-mail address of the account's owner.
    pub email: Option<String>,
    /// A single right of the account, where rights are reviewed one by one.
    pub entitlement: Option<String>,
    /// Who decided, by e-mail address or employee number.
    pub reviewer: Option<Names>,
    /// What was decided.
    pub decision: Option<String>,
    /// When it was decided.
    pub reviewed_on: Option<String>,
    /// Which review (campaign, quarter) the row belongs to.
    pub review: Option<String>,
    /// When withdrawn access was removed.
    pub removed_on: Option<String>,
}

/// What is different for one system.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct SystemSettings {
    /// `removal-days` for this system.
    #[schemars(range(min = 0, max = 365))]
    pub removal_days: Option<u32>,
    /// `revocation-days` for this system.
    #[schemars(range(min = 0, max = 365))]
    pub revocation_days: Option<u32>,
    /// `review-interval-days` for this system.
    #[schemars(range(min = 1, max = 3650))]
    pub review_interval_days: Option<u32>,
    /// What review records call this system.
    pub also_called: Vec<String>,
}

/// Accounts that programs use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ServiceAccounts {
    /// The system; without it, every system.
    #[serde(default)]
    pub system: Option<String>,
    /// The account's name; `*` stands for any characters, `?` for one.
    pub account: String,
    /// Who answers for it, by e-mail address or employee number.
    pub owner: String,
}

/// One name or several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Names {
    /// One name.
    One(String),
    /// Several names.
    Several(Vec<String>),
}

impl Names {
    /// The names in their order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        match self {
            Self::One(name) => std::slice::from_ref(name),
            Self::Several(names) => names.as_slice(),
        }
        .iter()
        .map(String::as_str)
    }
}
