//! What can be configured, with defaults and the source of each.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tickmark_plugin::register::Layout;

/// Thresholds, and how the registers are laid out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Config {
    /// The lowest tier of the vendors that are reviewed and whose reports have to be current.
    pub review_tier: Tier,
    /// The most days since such a vendor was last reviewed. The default of 366 is a year (CIS Controls
    /// 8.1, safeguard 15.5, asks for assessment by sensitivity; a year is what is customary).
    #[schemars(range(min = 1, max = 3650))]
    pub review_days: u32,
    /// The most days since the end of the period of a vendor's report. The default of 457 is fifteen
    /// months, which is customary: reports are renewed every twelve and issued up to three months later.
    #[schemars(range(min = 1, max = 3650))]
    pub report_age_days: u32,
    /// By how many days a bridge letter that reaches to the as-of date may extend that. The default of 92
    /// is three months, which is customary. A bridge letter is the vendor's own word and no assurance.
    #[schemars(range(min = 0, max = 366))]
    pub bridge_letter_days: u32,
    /// The kinds of reports that count. ISO certificates and SOC 3 reports show no tests and results.
    pub accepted_reports: Vec<ReportKind>,
    /// The most days since the privacy of a vendor with personal data was last reviewed. The default of 366 is a
    /// year.
    #[schemars(range(min = 1, max = 3650))]
    pub privacy_review_days: u32,
    /// The most hours within which a vendor with personal data has agreed to tell of a breach. The default of
    /// 72 is the controller's own time (GDPR, article 33, paragraph 1; paragraph 2 asks processors for
    /// notice without undue delay).
    #[schemars(range(min = 1, max = 8760))]
    pub breach_notice_hours: u32,
    /// Within how many hours of a vendor's notice it is assessed. The default of 72 is ours.
    #[schemars(range(min = 1, max = 8760))]
    pub notice_assessed_hours: u32,
    /// Names of teams that count as owners, as in `Platform`.
    pub teams: Vec<String>,
    /// How the register of vendors is laid out.
    pub vendors: Layout,
    /// How the list of assessments is laid out.
    pub assessments: Layout,
    /// How the log of vendors' incidents is laid out.
    pub vendor_incidents: Layout,
    /// How the roster is laid out.
    pub roster: Layout,
}

/// How much depends on a vendor.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Tier {
    /// Nothing of the system.
    Low,
    /// Some work.
    Medium,
    /// Important work or confidential data.
    High,
    /// The system does not run, or is not safe, without it.
    Critical,
}

/// What an auditor wrote about a vendor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ReportKind {
    /// Over a period.
    Soc2Type2,
    /// As of a day.
    Soc2Type1,
    /// On financial reporting, over a period.
    Soc1Type2,
    /// The short form for everybody.
    Soc3,
    /// A certificate.
    #[serde(rename = "iso-27001")]
    Iso27001,
    /// An attestation of the payment card industry.
    PciDss,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            review_tier: Tier::High,
            review_days: 366,
            report_age_days: 457,
            bridge_letter_days: 92,
            accepted_reports: vec![ReportKind::Soc2Type2],
            privacy_review_days: 366,
            breach_notice_hours: 72,
            notice_assessed_hours: 72,
            teams: Vec::new(),
            vendors: Layout::default(),
            assessments: Layout::default(),
            vendor_incidents: Layout::default(),
            roster: Layout::default(),
        }
    }
}
