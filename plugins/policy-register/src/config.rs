//! What can be configured, with defaults and the source of each.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tickmark_plugin::interval::Interval;

/// What is required of the policies, and how they are written down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Config {
    /// The kinds of policy that must be there and in force. The AICPA lists none; the default is a
    /// lean set of this project, one for each subject on which the common criteria (CC1 to CC9) ask
    /// for rules and which an auditor asks to see first. Known kinds: `acceptable-use`,
    /// `access-control`, `asset-management`, `backup`, `business-continuity`, `change-management`,
    /// `code-of-conduct`, `data-classification`, `data-retention`, `encryption`, `human-resources`,
    /// `incident-response`, `information-security`, `logging-and-monitoring`, `password`,
    /// `physical-security`, `privacy`, `remote-work`, `risk-management`, `secure-development`,
    /// `security-awareness`, `vendor-management`, `vulnerability-management`, and those that `kinds`
    /// adds.
    #[schemars(length(min = 1))]
    pub required: Vec<String>,
    /// The longest time from one review (or approval) to the next, whatever interval a policy states
    /// for itself. The default of 12 months is that of PCI DSS 4.0.1, requirement 12.1.2; the Trust
    /// Services Criteria set no number, and a year is what their auditors are used to.
    pub max_review_interval: Interval,
    /// What to make of a policy that names no author: `inconclusive`, because nobody can see whether
    /// the approver is somebody else, or `owner`, where the owner writes the policy.
    pub missing_author: MissingAuthor,
    /// What to make of a policy without a status: `inconclusive`, or `in-force`, where everything in
    /// the given files is in force unless it says otherwise.
    pub missing_status: MissingStatus,
    /// Further date formats in the notation of `strftime`, for example `%d/%m/%Y`. Forms with one
    /// meaning (`2026-11-22`, `22 November 2026`, `Nov 22, 2026`) are read without being named here;
    /// forms such as `03/04/2026` are inconclusive until their format is.
    pub date_formats: Vec<String>,
    /// Who is who: each list holds the spellings, addresses, handles and job titles of one person,
    /// for example `["Jane Doe", "@jdoe", "CEO"]`. Needed where an author and an approver are
    /// written so differently that nobody can tell whether they are one person.
    pub people: Vec<Vec<String>>,
    /// Documents to pass over: patterns on their paths. Letters' case does not matter.
    pub ignore: Vec<String>,
    /// Documents to pass over if they have no front matter. Any other document without front matter
    /// is inconclusive.
    pub ignore_without_front_matter: Vec<String>,
    /// Tables of the front matter whose fields count like those at the top, for example Hugo's
    /// `params` and Zola's `extra`.
    pub sections: Vec<String>,
    /// How fields and columns are called.
    pub fields: Fields,
    /// What the words in the status field mean.
    pub statuses: Statuses,
    /// How the kinds of policy are recognised. An entry adds a kind or changes a known one.
    pub kinds: BTreeMap<String, KindConfig>,
}

/// What to make of a policy without an author.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MissingAuthor {
    /// It cannot be shown that the approver is somebody else.
    Inconclusive,
    /// The owner is the author.
    Owner,
}

/// What to make of a policy without a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MissingStatus {
    /// It cannot be shown that the policy is in force.
    Inconclusive,
    /// The policy is in force.
    InForce,
}

/// How one kind of policy is recognised: by the field `kind`, else by the title, else by the file's
/// name, else by the criteria it states.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct KindConfig {
    /// Patterns on the title and the file name, as words in lower case without punctuation:
    /// `*incident response*`. For a known kind they take the place of its own patterns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub titles: Option<Vec<String>>,
    /// Criteria that mark this kind in the field `satisfies`, for example `CC7.4`. By default there
    /// are none, because a policy lists every criterion that it helps with: a risk policy that names
    /// CC9.1 is no continuity plan.
    pub criteria: Vec<String>,
}

/// The names of fields in front matter and of columns in a register. Case, spaces, hyphens and
/// underscores do not matter, so that `approved_by` also reads `Approved By`; a full stop leads into
/// a nested table. A list that is configured takes the place of the default. Names that mean the
/// past to some and the future to others (`review_date`) are in no default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Fields {
    /// The policy's title. The first name that is there counts.
    pub title: Vec<String>,
    /// The policy's identifier or acronym, which ties a document to its register row.
    pub id: Vec<String>,
    /// The kind of policy.
    pub kind: Vec<String>,
    /// The criteria that the policy serves.
    pub criteria: Vec<String>,
    /// The status.
    pub status: Vec<String>,
    /// Whether it is a draft (true or false).
    pub draft: Vec<String>,
    /// Who answers for the policy.
    pub owner: Vec<String>,
    /// Who wrote it.
    pub author: Vec<String>,
    /// Who approved it.
    pub approver: Vec<String>,
    /// The day of the approval.
    pub approved_on: Vec<String>,
    /// The day of the last review.
    pub last_reviewed: Vec<String>,
    /// The day by which the next review is due.
    pub next_review: Vec<String>,
    /// The time from review to review. A name that ends in days, weeks, months or years gives plain
    /// numbers their unit.
    pub review_interval: Vec<String>,
    /// The day from which the policy is in force.
    pub effective_from: Vec<String>,
    /// The last day on which it is in force.
    pub expires_on: Vec<String>,
    /// The version.
    pub version: Vec<String>,
    /// A list of dated revisions, which stands for the version where there is none.
    pub revisions: Vec<String>,
    /// What took the policy's place.
    pub superseded_by: Vec<String>,
    /// In a register: the document's path or link.
    pub document: Vec<String>,
}

/// The words in the status field. Case, spaces and punctuation do not matter; words in no list are
/// inconclusive, `under review` among them, because it means a draft to some and a policy in force
/// to others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Statuses {
    /// Words for a policy that applies.
    pub in_force: Vec<String>,
    /// Words for a policy that does not apply yet.
    pub draft: Vec<String>,
    /// Words for a policy that applies no more.
    pub retired: Vec<String>,
}

fn list(words: &[&str]) -> Vec<String> {
    words.iter().map(|&word| word.to_owned()).collect()
}

/// The names in a text, which have spaces between them.
fn names(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

impl Default for Config {
    fn default() -> Self {
        Self {
            required: list(&[
                "acceptable-use",
                "access-control",
                "business-continuity",
                "change-management",
                "code-of-conduct",
                "data-classification",
                "incident-response",
                "information-security",
                "risk-management",
                "vendor-management",
            ]),
            max_review_interval: Interval::of_months(12),
            missing_author: MissingAuthor::Inconclusive,
            missing_status: MissingStatus::Inconclusive,
            date_formats: Vec::new(),
            people: Vec::new(),
            ignore: list(&[
                "**/_*",
                "**/{template,templates}/**",
                "**/*template.*",
                "**/template-*",
            ]),
            ignore_without_front_matter: list(&[
                "**/{README,index,SUMMARY,CHANGELOG,CONTRIBUTING,LICENSE}.*",
            ]),
            sections: list(&[
                "params",
                "extra",
                "metadata",
                "policy",
                "document",
                "document_control",
            ]),
            fields: Fields::default(),
            statuses: Statuses::default(),
            kinds: BTreeMap::new(),
        }
    }
}

impl Default for Fields {
    fn default() -> Self {
        Self {
            title: names(
                "title policy_title policy_name document_title document_name name \
                 policy",
            ),
            id: names(
                "id policy_id document_id doc_id acronym policy_number document_number \
                 reference policy_reference document_reference",
            ),
            kind: names("kind policy_kind policy_type type"),
            criteria: names("satisfies criteria tsc tsc_criteria trust_services_criteria soc2"),
            status: names("status policy_status document_status approval_status state"),
            draft: names("draft is_draft"),
            owner: names(
                "owner owners policy_owner document_owner process_owner owner_name \
                 owned_by accountable dri owner_slack",
            ),
            author: names(
                "author authors author_name written_by prepared_by drafted_by \
                 created_by",
            ),
            approver: names(
                "approver approvers approver_name approved_by approval_by \
                 approval_authority approval_committee approving_body authorised_by \
                 authorized_by ratified_by signed_off_by approval.by approval.approver \
                 approval.name",
            ),
            approved_on: names(
                "approved_on approved_at approved_date approval_date approval_on \
                 date_approved date_of_approval last_approved last_approved_on \
                 last_approval last_approval_date ratified_on signed_off_on approval.on \
                 approval.date",
            ),
            last_reviewed: names(
                "last_reviewed last_reviewed_on last_reviewed_at last_reviewed_date \
                 last_review last_review_on last_review_date reviewed_on reviewed_at \
                 date_reviewed date_of_last_review review.last review.last_reviewed",
            ),
            next_review: names(
                "next_review next_review_on next_review_by next_review_date \
                 next_review_due review_by review_due review_due_on review_due_date \
                 due_for_review date_of_next_review review.next review.due",
            ),
            review_interval: names(
                "review_interval review_cycle review_frequency review_period \
                 review_cadence review_every review_in review_interval_days \
                 review_cycle_days review_frequency_days review_period_days \
                 review_interval_months review_cycle_months review_frequency_months \
                 review_period_months review.interval review.cycle review.frequency \
                 review.cadence",
            ),
            effective_from: names(
                "effective_from effective_on effective_date effective date_effective \
                 in_force_from in_force_since valid_from",
            ),
            expires_on: names(
                "expires_on expires expiry expiry_date expiration_date valid_until \
                 valid_to",
            ),
            version: names(
                "version policy_version document_version current_version version_number \
                 revision rev",
            ),
            revisions: names(
                "major_revisions revisions revision_history version_history change_log \
                 history",
            ),
            superseded_by: names("superseded_by replaced_by"),
            document: names(
                "document document_file document_path document_link file file_name \
                 file_path path link url location",
            ),
        }
    }
}

impl Default for Statuses {
    fn default() -> Self {
        Self {
            in_force: list(&[
                "in force",
                "in effect",
                "active",
                "adopted",
                "approved",
                "current",
                "effective",
                "enforced",
                "final",
                "issued",
                "live",
                "published",
                "ratified",
                "released",
            ]),
            draft: list(&[
                "draft",
                "awaiting approval",
                "in development",
                "in progress",
                "pending",
                "pending approval",
                "planned",
                "proposed",
                "wip",
                "work in progress",
            ]),
            retired: list(&[
                "retired",
                "archived",
                "cancelled",
                "deprecated",
                "expired",
                "inactive",
                "obsolete",
                "rejected",
                "replaced",
                "rescinded",
                "revoked",
                "superseded",
                "withdrawn",
            ]),
        }
    }
}
