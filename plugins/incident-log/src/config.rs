//! What can be configured, with defaults and the source of each.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tickmark_plugin::register::Layout;

/// Thresholds, and how the registers are laid out. Where no source is named a default is ours: NIST SP
/// 800-61 and SP 800-53 leave the numbers to the organisation, whose plan usually states them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Config {
    /// The lowest severity of the alerts that are judged.
    pub alert_threshold: Level,
    /// Within how many hours somebody takes up an alert.
    pub triage_hours: Hours,
    /// Within how many hours it is decided what an alert was.
    pub disposition_hours: Hours,
    /// Within how many hours of its detection an incident is assessed and decided on.
    pub decision_hours: Hours,
    /// Within how many hours of its detection an incident is contained.
    pub containment_hours: Hours,
    /// Within how many hours of its detection an incident is resolved.
    pub resolution_hours: Hours,
    /// Within how many hours of the decision those who have to be told are told, where the record says
    /// that somebody has. The default of 72 is the GDPR's (article 33, paragraph 1); contracts may allow
    /// less.
    #[schemars(range(min = 1, max = 8760))]
    pub notice_hours: u32,
    /// The lowest severity of the incidents that are looked back upon and whose cause is found.
    pub review_threshold: Level,
    /// Within how many days of its resolution an incident is looked back upon. NIST SP 800-61 revision
    /// 2, section 3.4.1, asks for several days; the default of 14 is two weeks.
    #[schemars(range(min = 1, max = 365))]
    pub review_days: u32,
    /// The most days since the last exercise of incident response. The default of 366 is a year (NIST SP
    /// 800-53 revision 5, IR-3, leaves the frequency to the organisation; CIS Controls 8.1, safeguard 17.7: annually).
    #[schemars(range(min = 1, max = 3650))]
    pub exercise_days: u32,
    /// The most days since recovery was last tested with success. The default of 366 is a year.
    #[schemars(range(min = 1, max = 3650))]
    pub recovery_test_days: u32,
    /// Whether incidents are numbered one after the other, so that a number that is missing is a record
    /// that is missing. Trackers that share their numbers with other tickets leave gaps by themselves.
    pub consecutive_numbers: bool,
    /// Names of teams that count as owners, as in `Platform`.
    pub teams: Vec<String>,
    /// How the log of alerts is laid out.
    pub alerts: Layout,
    /// How the log of incidents is laid out.
    pub incidents: Layout,
    /// How the list of actions is laid out.
    pub actions: Layout,
    /// How the list of exercises is laid out.
    pub exercises: Layout,
    /// How the list of recovery tests is laid out.
    pub recovery_tests: Layout,
    /// How the roster is laid out.
    pub roster: Layout,
}

/// How severe an alert or incident is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// P4, sev 4 and below.
    Low,
    /// P3, sev 3.
    Medium,
    /// P2, sev 2.
    High,
    /// P1, sev 1 and above.
    Critical,
}

/// Hours by severity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Hours {
    /// Of critical ones.
    #[schemars(range(min = 1, max = 26280))]
    pub critical: u32,
    /// Of high ones.
    #[schemars(range(min = 1, max = 26280))]
    pub high: u32,
    /// Of medium ones.
    #[schemars(range(min = 1, max = 26280))]
    pub medium: u32,
    /// Of low ones.
    #[schemars(range(min = 1, max = 26280))]
    pub low: u32,
}

impl Hours {
    const fn new(critical: u32, high: u32, medium: u32, low: u32) -> Self {
        Self {
            critical,
            high,
            medium,
            low,
        }
    }

    /// The hours of a severity.
    pub(crate) fn of(self, level: Level) -> u32 {
        match level {
            Level::Critical => self.critical,
            Level::High => self.high,
            Level::Medium => self.medium,
            Level::Low => self.low,
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            alert_threshold: Level::Medium,
            triage_hours: Hours::new(1, 4, 24, 72),
            disposition_hours: Hours::new(24, 72, 168, 336),
            decision_hours: Hours::new(1, 4, 24, 72),
            containment_hours: Hours::new(24, 72, 168, 336),
            resolution_hours: Hours::new(168, 336, 720, 1440),
            notice_hours: 72,
            review_threshold: Level::High,
            review_days: 14,
            exercise_days: 366,
            recovery_test_days: 366,
            consecutive_numbers: false,
            teams: Vec::new(),
            alerts: Layout::default(),
            incidents: Layout::default(),
            actions: Layout::default(),
            exercises: Layout::default(),
            recovery_tests: Layout::default(),
            roster: Layout::default(),
        }
    }
}

impl Config {
    /// Whether the organisation claims a control.
    pub(crate) fn claims(&self, control: &str) -> bool {
        self.consecutive_numbers || control != "incidents-numbered-consecutively"
    }
}
