//! The result as OCSF events: Compliance Finding (class 2003) of schema 1.5.0, one event a line.
//!
//! JSON Lines, because that is what is loaded: Security Hub's own export, stream processors and
//! Athena's readers take a JSON object a line. `jq --slurp .` makes the array that others want.
//!
//! There are two kinds of events, told apart by `finding_info.types`. Each of the 61 criteria has an
//! event of the type `criterion`, whatever its status, with its controls as `compliance.checks`:
//! counting those by `compliance.status_code` gives the summary. Each finding has an event of the type
//! `finding`, as other tools emit one a check and resource. Whoever counts failures counts one kind.
//!
//! OCSF's `Pass` is for what is shown to be met. `Warning` means in OCSF that information is missing,
//! and so is what is unproven. What is waived is a `Fail` that is suppressed. What is not relevant, out
//! of scope or not applicable is `Other`.

mod criterion;
mod finding;
mod shared;
#[cfg(test)]
mod tests;

use std::io::{self, Write};

use self::shared::Events;
use crate::readiness::AssessmentResult;

/// Writes the result.
pub fn render(result: &AssessmentResult, out: &mut dyn Write) -> io::Result<()> {
    let events = Events::new(result)?;
    let readiness = &result.readiness;
    let criteria = readiness.criteria.iter();
    let findings = readiness.findings.iter();
    let all = criteria
        .map(|criterion| events.criterion(criterion))
        .chain(findings.map(|finding| events.finding(finding)));
    for event in all {
        serde_json::to_writer(&mut *out, &event)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
