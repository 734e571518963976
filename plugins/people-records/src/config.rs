//! What can be configured, with defaults and the source of each.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tickmark_plugin::register::Layout;
use tickmark_plugin::roster::ROSTER;
use tickmark_plugin::{Day, Failure};

use crate::specs;

/// Thresholds, words, and how the registers are laid out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Config {
    /// How many days a worker has to acknowledge a policy after starting, or after its current version
    /// was issued. The default of 30 is the term that control lists for SOC 2 commonly set; NIST SP
    /// 800-53 PL-4 and PS-6 leave the number to the organisation.
    #[schemars(range(min = 0, max = 365))]
    pub acknowledgement_days: u32,
    /// Where there is no assessment period: what was done late counts for so many days, the year that an
    /// assessment usually looks back on. What was late before and done since no longer fails.
    #[schemars(range(min = 1, max = 1100))]
    pub look_back_days: u32,
    /// By which words in its kind or title a policy is known to be the code of conduct.
    #[schemars(length(min = 1))]
    pub code_of_conduct: Vec<String>,
    /// Policies, by id or title, that not everybody has to acknowledge.
    pub leave_out_policies: Vec<String>,
    /// Whether somebody on leave may do what is due after coming back.
    pub excuse_leave: bool,
    /// How many days after the first day a screening may be completed. The default of 0 is that of
    /// ISO/IEC 27001:2022, A.6.1: before joining.
    #[schemars(range(min = 0, max = 365))]
    pub screening_grace_days: u32,
    /// Countries, as the roster writes them, in which the law does not allow screening.
    pub no_screening_countries: Vec<String>,
    /// Whether contractors are screened too. NIST SP 800-53 PS-7 asks it of external personnel.
    pub screen_contractors: bool,
    /// Workers who started before this day did not have to be screened, because the rule came later.
    pub screening_since: Option<Day>,
    /// By which words in its name a course is known to be the one on security that everybody takes. Each
    /// word asks for a course.
    #[schemars(length(min = 1))]
    pub courses: Vec<String>,
    /// The greatest age of that training. The default of 365 is that of CIS Controls 8.1, safeguard
    /// 14.1: at hire and at least annually.
    #[schemars(range(min = 1, max = 1100))]
    pub training_days: u32,
    /// How many days a new worker has for it. The default of 30 gives the first month.
    #[schemars(range(min = 0, max = 365))]
    pub training_new_hire_days: u32,
    /// Further courses that some roles take (CIS Controls 8.1, safeguard 14.9).
    pub role_training: Vec<RoleTraining>,
    /// The greatest age of a performance review. The default of 365 is the yearly evaluation by which
    /// COSO principle 5 is commonly met.
    #[schemars(range(min = 1, max = 1100))]
    pub review_days: u32,
    /// Whether contractors are reviewed too.
    pub review_contractors: bool,
    /// How many days there are to decide on a reported violation. The default of 30 fills in the number
    /// that NIST SP 800-53 PS-8 leaves to the organisation.
    #[schemars(range(min = 1, max = 365))]
    pub violation_days: u32,
    /// How old the last announcement of a reporting channel may be. The default of 365 is the yearly
    /// refresh of CIS Controls 8.1, safeguard 17.3.
    #[schemars(range(min = 1, max = 1100))]
    pub channel_days: u32,
    /// How the roster is laid out.
    pub roster: Layout,
    /// How the acknowledgements are laid out.
    pub acknowledgements: Layout,
    /// How the register of policies is laid out.
    pub policies: Layout,
    /// How the screenings are laid out.
    pub screenings: Layout,
    /// How the training records are laid out.
    pub trainings: Layout,
    /// How the performance reviews are laid out.
    pub performance_reviews: Layout,
    /// How the violations are laid out.
    pub violations: Layout,
    /// How the reporting channels are laid out.
    pub reporting_channels: Layout,
}

/// A course that some roles take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RoleTraining {
    /// Words in the course's name.
    #[schemars(length(min = 1))]
    pub course: String,
    /// Words in the titles or departments of those who take it. Empty means everybody.
    #[serde(default)]
    pub roles: Vec<String>,
    /// The greatest age in days; without it, that of the training for everybody.
    #[serde(default)]
    #[schemars(range(min = 1, max = 1100))]
    pub days: Option<u32>,
}

impl Default for Config {
    fn default() -> Self {
        let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
        Self {
            acknowledgement_days: 30,
            look_back_days: 365,
            code_of_conduct: words(&["code of conduct", "code of ethics", "business conduct"]),
            leave_out_policies: Vec::new(),
            excuse_leave: true,
            screening_grace_days: 0,
            no_screening_countries: Vec::new(),
            screen_contractors: true,
            screening_since: None,
            courses: words(&["security"]),
            training_days: 365,
            training_new_hire_days: 30,
            role_training: Vec::new(),
            review_days: 365,
            review_contractors: false,
            violation_days: 30,
            channel_days: 365,
            roster: Layout::default(),
            acknowledgements: Layout::default(),
            policies: Layout::default(),
            screenings: Layout::default(),
            trainings: Layout::default(),
            performance_reviews: Layout::default(),
            violations: Layout::default(),
            reporting_channels: Layout::default(),
        }
    }
}

impl Config {
    /// Refuses names of fields that a register does not have, and words that match everything.
    pub(crate) fn validate(&self) -> Result<(), Failure> {
        self.roster.validate(&ROSTER)?;
        self.acknowledgements.validate(&specs::ACKNOWLEDGEMENTS)?;
        self.policies.validate(&specs::POLICIES)?;
        self.screenings.validate(&specs::SCREENINGS)?;
        self.trainings.validate(&specs::TRAININGS)?;
        self.performance_reviews.validate(&specs::REVIEWS)?;
        self.violations.validate(&specs::VIOLATIONS)?;
        self.reporting_channels.validate(&specs::CHANNELS)?;
        let roles = self
            .role_training
            .iter()
            .flat_map(|training| std::iter::once(&training.course).chain(&training.roles));
        let mut words = self
            .code_of_conduct
            .iter()
            .chain(&self.courses)
            .chain(roles);
        if words.any(|word| tickmark_plugin::words::key(word).is_empty()) {
            return Err(Failure::Config(
                "a word by which something is known has no letters".to_owned(),
            ));
        }
        if self.courses.is_empty() || self.code_of_conduct.is_empty() {
            return Err(Failure::Config(
                "`courses` and `code-of-conduct` name at least one word each".to_owned(),
            ));
        }
        Ok(())
    }
}
