//! From a guest's report to ours, through one gate.
//!
//! Everything that the contract demands of a report is held here. What breaks it is refused whole, with
//! the reason: a report that is wrong in one place is not believed in another.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Display};
use std::sync::Arc;

use super::texts::{
    Checked, MAX_EXPLANATION, MAX_LIST, MAX_SENTENCE, attributes, bad, count, required, severity,
    shown, text, too_much, unique,
};
use super::v0_1_0::{Report as RawReport, raw};
use crate::clean::Form;
use crate::evidence::ReadLog;
use crate::failure::Failure;
use crate::limits::Limits;
use crate::model::{Descriptor, Location, Observation, Outcome, Population, Report};

/// The longest subject, in bytes. It is a name, not a text.
const MAX_SUBJECT: usize = 1024;

/// Checks a report against the description and against what was in fact read.
pub(super) fn report(
    raw: RawReport,
    descriptor: &Descriptor,
    reads: &ReadLog,
    limits: &Limits,
) -> Checked<Report> {
    if raw.findings.len() as u64 > limits.findings {
        return Err(too_much(format_args!(
            "the plugin reports {} findings, at most {} are allowed; raise `findings` in the check's `limits`",
            raw.findings.len(),
            limits.findings
        )));
    }
    let gate = Gate {
        controls: descriptor
            .controls
            .iter()
            .map(|control| control.id.as_str().into())
            .collect(),
        reads,
        limits,
    };
    let mut observations = Vec::with_capacity(raw.findings.len());
    for finding in raw.findings {
        observations.push(gate.observation(finding)?);
    }
    sort(&mut observations);
    observations.dedup();
    let examined = examined(&observations);
    let mut populations = raw
        .populations
        .into_iter()
        .map(|population| gate.population(population, &examined))
        .collect::<Checked<Vec<_>>>()?;
    populations.sort();
    unique(
        populations.iter().map(|population| &*population.control),
        "population of",
    )?;
    let mut tallies = BTreeMap::new();
    for tally in raw.tallies {
        gate.cites(&tally.path)?;
        if tallies.insert(tally.path.clone(), tally.records).is_some() {
            return Err(bad(format_args!(
                "`{}` is counted twice",
                shown(&tally.path)
            )));
        }
    }
    Ok(Report {
        observations,
        populations,
        tallies,
        attributes: attributes(raw.attributes, "the report")?,
    })
}

/// Puts observations in their order. Plugins report control after control, which is found in one pass;
/// then no comparison looks at the control again.
fn sort(observations: &mut [Observation]) {
    observations.sort_by(|one, other| one.control.cmp(&other.control));
    for of_one_control in observations.chunk_by_mut(|one, other| one.control == other.control) {
        of_one_control
            .sort_by(|one, other| one.subject.cmp(&other.subject).then_with(|| one.cmp(other)));
    }
}

/// How many subjects each control has in sorted observations.
fn examined(observations: &[Observation]) -> BTreeMap<&str, u64> {
    observations
        .chunk_by(|one, other| one.control == other.control)
        .map(|of_one_control| {
            let subjects = of_one_control.chunk_by(|one, other| one.subject == other.subject);
            (&*of_one_control[0].control, subjects.count() as u64)
        })
        .collect()
}

/// Lines and columns are counted from 1.
fn counted(number: Option<u32>, what: &str, path: &str) -> Checked<Option<u32>> {
    if number == Some(0) {
        return Err(bad(format_args!(
            "it cites {what} 0 of `{}`, and {what}s are counted from 1",
            shown(path)
        )));
    }
    Ok(number)
}

/// A part of a finding, for messages.
struct Field<'a> {
    name: &'static str,
    control: &'a str,
    subject: &'a str,
}

impl Display for Field<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "the {} of the finding of `{}` about `{}`",
            self.name,
            self.control,
            shown(self.subject)
        )
    }
}

struct Gate<'a> {
    /// Those that are declared.
    controls: BTreeSet<Arc<str>>,
    reads: &'a ReadLog,
    limits: &'a Limits,
}

impl Gate<'_> {
    fn control(&self, name: &str) -> Checked<Arc<str>> {
        self.controls.get(name).cloned().ok_or_else(|| {
            bad(format_args!(
                "the control `{}` is not declared",
                shown(name)
            ))
        })
    }

    /// A place counts only in what was read.
    fn cites(&self, path: &str) -> Checked<Arc<str>> {
        let read = self.reads.read.get_key_value(path);
        read.map(|(path, _)| path.clone()).ok_or_else(|| {
            bad(format_args!(
                "it cites `{}`, which it did not read",
                shown(path)
            ))
        })
    }

    fn locations(&self, raw: Vec<raw::Location>) -> Checked<Vec<Location>> {
        count(raw.len(), MAX_LIST, "places in one finding")?;
        raw.into_iter()
            .map(|location| {
                // A file that was granted and could not be read may be named as the obstacle.
                let refused = self.reads.refused.get_key_value(&*location.path);
                let path = match refused {
                    Some((path, _)) => path.clone(),
                    None => self.cites(&location.path)?,
                };
                Ok(Location {
                    line: counted(location.line, "line", &path)?,
                    column: counted(location.column, "column", &path)?,
                    path,
                    pointer: location
                        .pointer
                        .map(|pointer| text(pointer, MAX_EXPLANATION, Form::Line, "a pointer"))
                        .transpose()?,
                })
            })
            .collect()
    }

    fn observation(&self, raw: raw::Finding) -> Checked<Observation> {
        let size = size(&raw);
        let control = self.control(&raw.control)?;
        let subject = required(
            raw.subject,
            MAX_SUBJECT,
            Form::Line,
            format_args!("the subject of a finding of `{control}`"),
        )?;
        if size > self.limits.finding_bytes {
            return Err(too_much(format_args!(
                "the finding of `{control}` about `{}` has {size} bytes, at most {} are allowed; raise `finding-kib` in the check's `limits`",
                shown(&subject),
                self.limits.finding_bytes
            )));
        }
        let what = |name| Field {
            name,
            control: &control,
            subject: &subject,
        };
        let outcome = match raw.outcome {
            raw::Outcome::Pass => Outcome::Pass,
            raw::Outcome::Fail => Outcome::Fail,
            raw::Outcome::NotApplicable => Outcome::NotApplicable,
            raw::Outcome::Inconclusive => Outcome::Inconclusive,
        };
        let most = usize::try_from(self.limits.finding_bytes).unwrap_or(usize::MAX);
        let expected = match outcome {
            Outcome::Pass | Outcome::Fail => {
                required(raw.expected, most, Form::Line, what("expected value"))?
            }
            _ => text(raw.expected, most, Form::Line, what("expected value"))?,
        };
        let actual = required(raw.actual, most, Form::Line, what("actual value"))?;
        let locations = self.locations(raw.locations)?;
        if outcome == Outcome::Pass
            && !locations
                .iter()
                .any(|location| self.reads.read.contains_key(&location.path))
        {
            return Err(bad(format_args!(
                "the finding of `{control}` about `{}` passes without citing what it read",
                shown(&subject)
            )));
        }
        let severity = raw
            .severity
            .map(|change| {
                let reason = required(
                    change.reason,
                    MAX_SENTENCE,
                    Form::Line,
                    what("severity's reason"),
                )?;
                Ok::<_, Failure>((severity(change.severity), reason.into()))
            })
            .transpose()?;
        let occurred = raw
            .occurred
            .map(|time| {
                moment(time)
                    .ok_or_else(|| bad(format_args!("{} is no date or time", what("`occurred`"))))
            })
            .transpose()?;
        let attributes = attributes(raw.attributes, what("attributes"))?;
        Ok(Observation {
            control,
            subject: subject.into(),
            outcome,
            expected: expected.into(),
            actual: actual.into(),
            locations,
            severity,
            occurred: occurred.map(Into::into),
            attributes,
        })
    }

    fn population(
        &self,
        raw: raw::Population,
        examined: &BTreeMap<&str, u64>,
    ) -> Checked<Population> {
        let control = self.control(&raw.control)?;
        let examined = examined.get(&*control).copied().unwrap_or(0);
        if raw.size < examined {
            return Err(bad(format_args!(
                "it states {} subjects for `{control}` and reports on {examined}",
                raw.size
            )));
        }
        if raw.size == 0 && raw.shown_by.is_empty() {
            return Err(bad(format_args!(
                "it states that `{control}` has no subjects without citing what shows that"
            )));
        }
        for location in &raw.shown_by {
            self.cites(&location.path)?;
        }
        Ok(Population {
            size: raw.size,
            sample: raw
                .sample
                .map(|how| {
                    required(
                        how,
                        MAX_EXPLANATION,
                        Form::Line,
                        "the way a sample was chosen",
                    )
                })
                .transpose()?,
            shown_by: self.locations(raw.shown_by)?,
            control,
        })
    }
}

/// A finding's strings, in bytes.
fn size(raw: &raw::Finding) -> u64 {
    let locations: usize = raw
        .locations
        .iter()
        .map(|location| location.path.len() + location.pointer.as_ref().map_or(0, String::len))
        .sum();
    let attributes: usize = raw
        .attributes
        .iter()
        .map(|attribute| attribute.key.len() + attribute.value.len())
        .sum();
    let severity = raw
        .severity
        .as_ref()
        .map_or(0, |change| change.reason.len());
    let occurred = raw.occurred.as_ref().map_or(0, String::len);
    (raw.subject.len()
        + raw.expected.len()
        + raw.actual.len()
        + locations
        + attributes
        + severity
        + occurred) as u64
}

/// A date or a time in the contract's form, as written.
fn moment(text: String) -> Option<String> {
    let is_date = text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok();
    (is_date || text.parse::<jiff::Timestamp>().is_ok()).then_some(text)
}
