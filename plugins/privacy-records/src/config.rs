//! What can be configured, with defaults and the source of each.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tickmark_plugin::register::Layout;

/// A part that the privacy notice has to have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Section {
    /// What it is about; names the finding.
    pub name: String,
    /// Words of which a heading has one, as they begin: `retain` finds `How we retain data`.
    pub words: Vec<String>,
}

/// Clocks, words, and how the registers are laid out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Config {
    /// Within how many days a request of a data subject is answered, where its row states no due date.
    /// The default of 30 is the shortest month of GDPR Art. 12(3).
    #[schemars(range(min = 1, max = 365))]
    pub request_days: u32,
    /// The same by jurisdiction, as the rows name it: `{ california = 45 }` (CCPA, 1798.130(a)(2)).
    pub request_days_by_jurisdiction: BTreeMap<String, u32>,
    /// Within how many hours an authority is told of a breach, where the row states no due time. The
    /// default of 72 is that of GDPR Art. 33(1).
    #[schemars(range(min = 1, max = 8760))]
    pub breach_notice_hours: u32,
    /// Within how many days a withdrawn consent has to be honoured. The default of 10 is ours; GDPR
    /// Art. 7(3) asks that withdrawing be as easy as giving.
    #[schemars(range(min = 0, max = 365))]
    pub withdrawal_days: u32,
    /// Within how many days a complaint is answered. The default of 30 is customary.
    #[schemars(range(min = 1, max = 365))]
    pub complaint_days: u32,
    /// The most days since the last privacy review. The default of 366 is a year.
    #[schemars(range(min = 1, max = 3650))]
    pub review_days: u32,
    /// The most days since the notice came into effect or was last reviewed. The default of 366 is a
    /// year (CCPA, 1798.130(a)(5), asks for an update every twelve months).
    #[schemars(range(min = 1, max = 3650))]
    pub notice_days: u32,
    /// The most days between two checks of the quality of personal data. The default of 92 is a quarter.
    #[schemars(range(min = 1, max = 3650))]
    pub quality_check_days: u32,
    /// The most days since the register of breaches was reviewed. The default of 92 is a quarter; it is
    /// what shows that an empty register is kept and not forgotten.
    #[schemars(range(min = 1, max = 3650))]
    pub breach_review_days: u32,
    /// What the notice has to say.
    pub notice_sections: Vec<Section>,
    /// How the log of requests is laid out.
    pub requests: Layout,
    /// How the log of consents is laid out.
    pub consents: Layout,
    /// How the register of disclosures is laid out.
    pub disclosures: Layout,
    /// How the list of recipients is laid out.
    pub recipients: Layout,
    /// How the register of breaches is laid out.
    pub breaches: Layout,
    /// How the log of incidents is laid out.
    pub incidents: Layout,
    /// How the log of reviews is laid out.
    pub reviews: Layout,
    /// How the log of complaints is laid out.
    pub complaints: Layout,
    /// How the log of quality checks is laid out.
    pub quality_checks: Layout,
    /// How the log of changed notices is laid out.
    pub notice_changes: Layout,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            request_days: 30,
            request_days_by_jurisdiction: BTreeMap::new(),
            breach_notice_hours: 72,
            withdrawal_days: 10,
            complaint_days: 30,
            review_days: 366,
            notice_days: 366,
            quality_check_days: 92,
            breach_review_days: 92,
            notice_sections: sections(),
            requests: Layout::default(),
            consents: Layout::default(),
            disclosures: Layout::default(),
            recipients: Layout::default(),
            breaches: Layout::default(),
            incidents: Layout::default(),
            reviews: Layout::default(),
            complaints: Layout::default(),
            quality_checks: Layout::default(),
            notice_changes: Layout::default(),
        }
    }
}

/// What GDPR Art. 13 and 14 and the criterion ask a notice to say, with words of usual headings.
fn sections() -> Vec<Section> {
    [
        (
            "what is collected",
            &["collect", "information we", "data we"][..],
        ),
        ("purposes", &["purpose", "why we", "how we use", "use of"]),
        (
            "choice and consent",
            &["choice", "consent", "opt out", "opt-out", "your control"],
        ),
        ("retention", &["retain", "retention", "how long"]),
        (
            "recipients",
            &[
                "share",
                "sharing",
                "third part",
                "recipient",
                "disclos",
                "transfer",
                "processor",
            ],
        ),
        ("security", &["secur", "protect"]),
        (
            "access and correction",
            &["your rights", "rights", "access", "correct"],
        ),
        (
            "contact",
            &[
                "contact",
                "how to reach",
                "questions",
                "data protection officer",
            ],
        ),
        (
            "changes of the notice",
            &["change", "update", "amend", "version"],
        ),
    ]
    .into_iter()
    .map(|(name, words)| Section {
        name: name.to_owned(),
        words: words.iter().map(|&word| word.to_owned()).collect(),
    })
    .collect()
}
