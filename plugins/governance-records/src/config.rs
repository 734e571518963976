//! What can be configured, with defaults and the source of each.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tickmark_plugin::Failure;
use tickmark_plugin::register::Layout;
use tickmark_plugin::roster::ROSTER;
use tickmark_plugin::words::key;

use crate::specs;

/// Thresholds, words, and how the registers are laid out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Config {
    /// By which words in its name a body oversees the organisation. A board that advises, or decides on
    /// changes or designs, does not.
    #[schemars(length(min = 1))]
    pub oversight_bodies: Vec<String>,
    /// By which words among its topics a meeting dealt with security.
    #[schemars(length(min = 1))]
    pub oversight_topics: Vec<String>,
    /// The most days between two meetings that dealt with security. The default of 365 is the least that
    /// auditors take for CC1.2; many boards meet each quarter.
    #[schemars(range(min = 1, max = 1100))]
    pub oversight_days: u32,
    /// How many independent members there are at least.
    #[schemars(range(min = 1, max = 20))]
    pub independent_members: u32,
    /// The greatest age of a declaration of independence. The default of 365 is the yearly
    /// confirmation that listing rules ask of directors.
    #[schemars(range(min = 1, max = 1100))]
    pub independence_days: u32,
    /// Duties that somebody has to answer for, by words in their names. The defaults are families of NIST
    /// SP 800-53: PM-2, RA, IR, AC, CM, SR and CP.
    pub required_duties: Vec<String>,
    /// How many people report to nobody.
    #[schemars(range(min = 1, max = 20))]
    pub heads: u32,
    /// The greatest age of a commitment's review. The default of 365 is the yearly review of service
    /// commitments that precedes a system description.
    #[schemars(range(min = 1, max = 1100))]
    pub commitment_days: u32,
    /// The most days between two evaluations of controls of any kind. The default of 92 is a quarter
    /// (NIST SP 800-53 CA-7 leaves the frequency to the organisation).
    #[schemars(range(min = 1, max = 1100))]
    pub evaluation_days: u32,
    /// How many days after its planned day an evaluation may still be done.
    #[schemars(range(min = 0, max = 365))]
    pub evaluation_grace_days: u32,
    /// The most days between two internal audits. The default of 365 is the planned interval by which
    /// ISO/IEC 27001:2022, 9.2 is commonly met.
    #[schemars(range(min = 1, max = 1100))]
    pub audit_days: u32,
    /// The most days between two penetration tests. The default of 365 is that of CIS Controls 8.1,
    /// safeguard 18.2.
    #[schemars(range(min = 1, max = 1100))]
    pub penetration_test_days: u32,
    /// Where there is no assessment period: what was due within so many days before the as-of date
    /// is asked about.
    #[schemars(range(min = 1, max = 1100))]
    pub look_back_days: u32,
    /// Within how many hours customers are told of an incident, where the notice states no due date. The
    /// default of 72 is the term of GDPR, article 33(1), which contracts commonly take over.
    #[schemars(range(min = 1, max = 720))]
    pub incident_notice_hours: u32,
    /// How many days before planned maintenance customers are told.
    #[schemars(range(min = 0, max = 180))]
    pub maintenance_notice_days: u32,
    /// How many days before a change of terms, service or subprocessors customers are told. The default of
    /// 30 is the usual term of data processing agreements (GDPR, article 28(2) sets no number).
    #[schemars(range(min = 0, max = 365))]
    pub change_notice_days: u32,
    /// The greatest age of the last review of a subprocessor's entry.
    #[schemars(range(min = 1, max = 1100))]
    pub subprocessor_days: u32,
    /// How the roster is laid out.
    pub roster: Layout,
    /// How the index of meetings is laid out.
    pub meetings: Layout,
    /// How the list of members is laid out.
    pub members: Layout,
    /// How the list of duties is laid out.
    pub duties: Layout,
    /// How the commitments are laid out.
    pub commitments: Layout,
    /// How the register of controls is laid out.
    pub controls: Layout,
    /// How the evaluations are laid out.
    pub evaluations: Layout,
    /// How the notices are laid out.
    pub notices: Layout,
    /// How the list of subprocessors is laid out.
    pub subprocessors: Layout,
}

impl Default for Config {
    fn default() -> Self {
        let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
        Self {
            oversight_bodies: words(&["board", "directors", "audit committee", "risk committee"]),
            oversight_topics: words(&["security", "cyber", "cybersecurity"]),
            oversight_days: 365,
            independent_members: 1,
            independence_days: 365,
            required_duties: words(&[
                "security",
                "risk",
                "incident",
                "access",
                "change",
                "vendor",
                "continuity",
            ]),
            heads: 1,
            commitment_days: 365,
            evaluation_days: 92,
            evaluation_grace_days: 14,
            audit_days: 365,
            penetration_test_days: 365,
            look_back_days: 365,
            incident_notice_hours: 72,
            maintenance_notice_days: 5,
            change_notice_days: 30,
            subprocessor_days: 365,
            roster: Layout::default(),
            meetings: Layout::default(),
            members: Layout::default(),
            duties: Layout::default(),
            commitments: Layout::default(),
            controls: Layout::default(),
            evaluations: Layout::default(),
            notices: Layout::default(),
            subprocessors: Layout::default(),
        }
    }
}

impl Config {
    /// Refuses names of fields that a register does not have, and words that match everything.
    pub(crate) fn validate(&self) -> Result<(), Failure> {
        self.roster.validate(&ROSTER)?;
        self.meetings.validate(&specs::MEETINGS)?;
        self.members.validate(&specs::MEMBERS)?;
        self.duties.validate(&specs::DUTIES)?;
        self.commitments.validate(&specs::COMMITMENTS)?;
        self.controls.validate(&specs::CONTROLS)?;
        self.evaluations.validate(&specs::EVALUATIONS)?;
        self.notices.validate(&specs::NOTICES)?;
        self.subprocessors.validate(&specs::SUBPROCESSORS)?;
        let mut words = self
            .oversight_bodies
            .iter()
            .chain(&self.oversight_topics)
            .chain(&self.required_duties);
        if words.any(|word| key(word).is_empty()) {
            return Err(Failure::Config(
                "a word by which something is known has no letters".to_owned(),
            ));
        }
        if self.oversight_bodies.is_empty() || self.oversight_topics.is_empty() {
            return Err(Failure::Config(
                "`oversight-bodies` and `oversight-topics` name at least one word each".to_owned(),
            ));
        }
        Ok(())
    }
}
