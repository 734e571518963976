//! What rules say, and what is left of it where releases differ.

use tickmark_plugin::prelude::*;

use crate::version::Version;

/// What a rule says of a view.
#[derive(Debug, Clone)]
pub(crate) struct Verdict {
    pub(crate) outcome: Outcome,
    pub(crate) actual: String,
    /// A severity other than the control's, and why.
    pub(crate) severity: Option<(Severity, String)>,
}

impl Verdict {
    pub(crate) fn when(ok: bool, actual: impl Into<String>) -> Self {
        Self {
            outcome: if ok { Outcome::Pass } else { Outcome::Fail },
            actual: actual.into(),
            severity: None,
        }
    }

    pub(crate) fn unclear(actual: impl Into<String>) -> Self {
        Self {
            outcome: Outcome::Inconclusive,
            actual: actual.into(),
            severity: None,
        }
    }

    /// A failure that matters less than the control's others, and why.
    pub(crate) fn only(mut self, severity: Severity, reason: impl Into<String>) -> Self {
        self.severity = Some((severity, reason.into()));
        self
    }
}

/// One verdict from those of several releases, newest first.
pub(crate) fn merged(mut verdicts: Vec<(Version, Verdict)>) -> Verdict {
    let Some((_, newest)) = verdicts.first().cloned() else {
        return Verdict::unclear(
            "no OpenSSH release from 7.4 to 10.5 accepts all of these algorithms together",
        );
    };
    if verdicts
        .iter()
        .all(|(_, verdict)| verdict.outcome == newest.outcome)
    {
        // A failure that matters less is one only where it does so on every release.
        let gravest = verdicts
            .into_iter()
            .find(|(_, verdict)| verdict.severity.is_none());
        return gravest.map_or(newest, |(_, verdict)| verdict);
    }
    verdicts.reverse();
    let ranges: Vec<String> = verdicts
        .chunk_by(|(_, one), (_, other)| one.outcome == other.outcome)
        .filter_map(|range| {
            let ((first, _), (last, verdict)) = (range.first()?, range.last()?);
            let does = match verdict.outcome {
                Outcome::Pass => "passes",
                Outcome::Fail => "fails",
                Outcome::NotApplicable | Outcome::Inconclusive => "is open",
            };
            let releases = if first == last {
                first.to_string()
            } else {
                format!("{first} to {last}")
            };
            Some(format!("OpenSSH {releases} {does}: {}", verdict.actual))
        })
        .collect();
    Verdict::unclear(format!(
        "it depends on the release, so set openssh-version ({})",
        ranges.join("; ")
    ))
}
