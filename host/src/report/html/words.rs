//! How the page marks a status: a letter, a word and a tone, so that no meaning hangs on colour; and
//! what the format's short names are in words.

use crate::criteria::Category;
use crate::model::{Method, Outcome};
use crate::readiness::{
    AnswerState, AttestationState, CriterionStatus, Finding, NotApplicable, RuleResult, Standing,
    SubserviceMethod, SubserviceState, UnitResult, WaiverState,
};

/// A status as the page shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark<'a> {
    /// One letter.
    pub(super) letter: &'static str,
    /// The class of the stylesheet.
    pub(super) tone: &'static str,
    /// In words.
    pub(super) word: &'a str,
}

const fn mark<'a>(letter: &'static str, tone: &'static str, word: &'a str) -> Mark<'a> {
    Mark { letter, tone, word }
}

/// What stands somewhere.
pub(super) trait Marked {
    /// Where it stands.
    fn mark(&self) -> Mark<'_>;
}

/// Where a criterion stands.
pub(super) fn criterion(status: CriterionStatus) -> Mark<'static> {
    match status {
        CriterionStatus::Ready => mark("R", "good", "ready"),
        CriterionStatus::Excepted => mark("E", "accepted", "excepted"),
        CriterionStatus::Unproven => mark("U", "open", "unproven"),
        CriterionStatus::Gap => mark("G", "bad", "gap"),
        CriterionStatus::NotRelevant => mark("N", "aside", "not relevant"),
        CriterionStatus::OutOfScope => mark("O", "out", "out of scope"),
    }
}

impl Marked for CriterionStatus {
    fn mark(&self) -> Mark<'_> {
        criterion(*self)
    }
}

/// Where a control stands. A word that this program does not know reads as open.
pub(super) fn control(status: &str) -> Mark<'_> {
    match status {
        "fails" => mark("F", "bad", "fails"),
        "unproven" => mark("U", "open", "unproven"),
        "waived" => mark("W", "accepted", "waived"),
        "attested" => mark("A", "accepted", "attested"),
        "passes" => mark("P", "good", "passes"),
        "not-applicable" => mark("N", "aside", "not applicable"),
        other => mark("?", "open", other),
    }
}

/// What a finding says.
pub(super) fn finding(finding: &Finding) -> Mark<'static> {
    match (finding.outcome, finding.waiver) {
        (Outcome::Fail, Some(_)) => mark("W", "accepted", "fails, waived"),
        (Outcome::Fail, None) => mark("F", "bad", "fails"),
        (Outcome::Inconclusive, _) => mark("?", "open", "inconclusive"),
        (Outcome::Pass, _) => mark("P", "good", "passes"),
        (Outcome::NotApplicable, _) => mark("N", "aside", "not applicable"),
    }
}

impl Marked for UnitResult {
    fn mark(&self) -> Mark<'_> {
        match self.state.as_str() {
            "ran" => mark("R", "good", "ran"),
            "failed" => mark("F", "bad", "failed"),
            "not-run" => mark("N", "open", "not run"),
            "disabled" => mark("D", "aside", "switched off"),
            other => mark("?", "open", other),
        }
    }
}

fn held(holds: bool) -> Mark<'static> {
    if holds {
        mark("H", "good", "holds")
    } else {
        mark("X", "bad", "does not hold")
    }
}

impl Marked for RuleResult {
    fn mark(&self) -> Mark<'_> {
        held(self.held)
    }
}

impl Marked for Standing {
    fn mark(&self) -> Mark<'_> {
        held(self.holds)
    }
}

impl Marked for WaiverState {
    fn mark(&self) -> Mark<'_> {
        match self {
            Self::Used => mark("W", "accepted", "used"),
            Self::Unused => mark("U", "open", "unused"),
            Self::Expired => mark("X", "bad", "expired"),
            Self::NotYetValid => mark("X", "open", "not yet valid"),
        }
    }
}

impl Marked for AnswerState {
    fn mark(&self) -> Mark<'_> {
        match self {
            Self::Met => mark("M", "good", "met"),
            Self::NotMet => mark("X", "bad", "not met"),
            Self::Open => mark("O", "open", "open"),
        }
    }
}

/// The tone of what counts or does not.
fn tone(counts: bool) -> &'static str {
    if counts { "good" } else { "open" }
}

/// What has a short name in the format.
pub(super) trait InWords {
    /// The name or its meaning, in words.
    fn words(&self) -> String;
}

impl InWords for CriterionStatus {
    fn words(&self) -> String {
        match self {
            Self::Ready => "shown to be met",
            Self::Excepted => "ready but for accepted failures",
            Self::Unproven => "not shown to be met",
            Self::Gap => "a control that serves it fails",
            Self::NotRelevant => "declared not to concern the system",
            Self::OutOfScope => "of a category that was not chosen",
        }
        .to_owned()
    }
}

impl InWords for Method {
    fn words(&self) -> String {
        match self {
            Self::Configuration => "configuration of a system",
            Self::Records => "records, reconciled",
            Self::Document => "a document",
        }
        .to_owned()
    }
}

impl InWords for NotApplicable {
    fn words(&self) -> String {
        match self {
            Self::NoOccurrence => "it had no occasion to operate, and the evidence shows it",
            Self::NoneConcerned => "it concerns none of the subjects that there are",
        }
        .to_owned()
    }
}

fn spaced(name: &str) -> String {
    name.replace('-', " ")
}

impl InWords for Category {
    fn words(&self) -> String {
        spaced(self.name())
    }
}

impl InWords for SubserviceMethod {
    fn words(&self) -> String {
        spaced(self.name())
    }
}

/// What counts on the as-of date or does not.
pub(super) trait Counts: InWords {
    /// The class of the stylesheet.
    fn tone(&self) -> &'static str;
}

impl InWords for AttestationState {
    fn words(&self) -> String {
        spaced(self.name())
    }
}

impl Counts for AttestationState {
    fn tone(&self) -> &'static str {
        tone(*self == Self::Current)
    }
}

impl InWords for SubserviceState {
    fn words(&self) -> String {
        spaced(self.name())
    }
}

impl Counts for SubserviceState {
    fn tone(&self) -> &'static str {
        tone(*self == Self::Current)
    }
}
