//! What has changed since an earlier result.

use std::collections::BTreeMap;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::compare::was_examined;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Outcome;
use crate::readiness::{
    AssessmentResult, Comparison, CriterionChange, Finding, FindingChange, Readiness,
};
use crate::report::{ReadError, from_json};

/// An earlier result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Baseline {
    result: AssessmentResult,
    /// SHA-256 of its file.
    sha256: String,
}

impl Baseline {
    /// Reads an earlier result.
    ///
    /// # Errors
    ///
    /// The file cannot be read, is no result, or is one of another version of the format.
    pub fn read(path: &Path) -> Result<Self, Diagnostic> {
        let refuse = |code: Code, why: &dyn std::fmt::Display, help: &str| {
            let message = format!("cannot use the baseline {}: {why}", path.display());
            Diagnostic::error(code, message).help(help)
        };
        let bytes = std::fs::read(path).map_err(|error| {
            refuse(
                Code::UnreadableFile,
                &error,
                "name a result that `tickmark check --format json=PATH` wrote",
            )
        })?;
        let text = std::str::from_utf8(&bytes).map_err(|error| {
            refuse(
                Code::BadBaseline,
                &error,
                "name a result that `tickmark check --format json=PATH` wrote",
            )
        })?;
        let result = from_json(text).map_err(|error| {
            let help = match error {
                ReadError::Malformed(_) | ReadError::Inconsistent(_) => {
                    "name a result that `tickmark check --format json=PATH` wrote"
                }
                ReadError::OtherVersion { .. } => {
                    "write a new baseline with this version: `tickmark check --format json=PATH`"
                }
            };
            refuse(Code::BadBaseline, &error, help)
        })?;
        Ok(Self {
            result,
            sha256: base16ct::lower::encode_string(&Sha256::digest(&bytes)),
        })
    }

    /// Whether it is about the same thing: comparing it with something else would call everything
    /// new or fixed.
    ///
    /// # Errors
    ///
    /// Names both organisations and systems.
    pub fn is_of(
        &self,
        organisation: Option<&str>,
        system: Option<&str>,
    ) -> Result<(), Diagnostic> {
        let info = &self.result.readiness.assessment;
        let name = |organisation: Option<&str>, system: Option<&str>| match (organisation, system) {
            (None, None) => "an assessment without a configuration".to_owned(),
            (organisation, system) => format!(
                "{}, {}",
                organisation.unwrap_or_default(),
                system.unwrap_or_default()
            ),
        };
        let before = (info.organisation.as_deref(), info.system.as_deref());
        if before == (organisation, system) {
            return Ok(());
        }
        Err(Diagnostic::error(
            Code::BadBaseline,
            format!(
                "the baseline is of {}, this is {}",
                name(before.0, before.1),
                name(organisation, system)
            ),
        )
        .help("name a result of the same organisation and system"))
    }

    /// The earlier result.
    pub fn readiness(&self) -> &Readiness {
        &self.result.readiness
    }

    /// Holds a result against it. A failure is known where the baseline has the same one open and at
    /// least as severe: one that was waived there, or has grown worse, is new. One is fixed only where
    /// the result shows that, and unseen where its evidence was not examined completely again.
    pub fn compare(&self, now: &Readiness) -> Comparison {
        let before = &self.result.readiness;
        let (open_before, open_now) = (open(before), open(now));
        let mut new = Vec::new();
        let mut known = 0;
        for (id, finding) in &open_now {
            match open_before.get(id) {
                Some(earlier) if earlier.severity >= finding.severity => known += 1,
                Some(earlier) => new.push(change(finding, format!("fail, {}", earlier.severity))),
                None => new.push(change(finding, standing(before, id))),
            }
        }
        let (mut fixed, mut unseen) = (Vec::new(), Vec::new());
        for (id, finding) in &open_before {
            if open_now.contains_key(id) {
                continue;
            }
            let later = now.findings.iter().find(|one| one.id == *id);
            let list = match later.map(|finding| finding.outcome) {
                Some(Outcome::Pass | Outcome::NotApplicable) => &mut fixed,
                // It is accepted now, not mended: it stands among the waivers.
                Some(Outcome::Fail) => continue,
                None if was_examined(now, finding) => &mut fixed,
                Some(Outcome::Inconclusive) | None => &mut unseen,
            };
            list.push(change(finding, standing(now, id)));
        }
        let criteria = now
            .criteria
            .iter()
            .filter_map(|criterion| {
                let earlier = before.criteria.iter().find(|one| one.id == criterion.id)?;
                (earlier.status != criterion.status).then_some(CriterionChange {
                    id: criterion.id,
                    before: earlier.status,
                    now: criterion.status,
                })
            })
            .collect();
        Comparison {
            as_of: before.assessment.as_of,
            sha256: self.sha256.clone(),
            known,
            new,
            fixed,
            unseen,
            criteria,
        }
    }
}

/// The failures without a valid waiver, by id.
fn open(readiness: &Readiness) -> BTreeMap<&str, &Finding> {
    readiness
        .findings
        .iter()
        .filter(|finding| finding.outcome == Outcome::Fail && finding.waiver.is_none())
        .map(|finding| (finding.id.as_str(), finding))
        .collect()
}

fn standing(readiness: &Readiness, id: &str) -> String {
    let finding = readiness.findings.iter().find(|finding| finding.id == id);
    match finding {
        None => "absent",
        Some(finding) if finding.waiver.is_some() => "waived",
        Some(finding) => finding.outcome.name(),
    }
    .to_owned()
}

fn change(finding: &Finding, elsewhere: String) -> FindingChange {
    FindingChange {
        id: finding.id.clone(),
        control: finding.control.clone(),
        target: finding.target.clone(),
        subject: finding.subject.to_string(),
        severity: finding.severity,
        elsewhere,
    }
}
