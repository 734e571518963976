//! From a guest's values to ours, through one gate.
//!
//! Everything that the contract demands of a description or a report is held here. What breaks it is
//! refused whole, with the reason: a report that is wrong in one place is not believed in another.

use std::collections::{BTreeMap, BTreeSet};

use super::v0_1_0::{Descriptor as RawDescriptor, Report as RawReport, raw};
use crate::clean::{Form, clean};
use crate::evidence::ReadLog;
use crate::failure::{Failure, FailureKind};
use crate::limits::Limits;
use crate::model::{
    Control, Descriptor, Input, Location, Mapping, Method, Observation, Outcome, Population,
    Relation, Report,
};
use crate::severity::Severity;

/// The longest identifier, as the contract states it.
const MAX_ID: usize = 64;
/// The longest texts, in bytes: a title, a sentence, an explanation.
const MAX_TITLE: usize = 300;
const MAX_SENTENCE: usize = 1000;
const MAX_EXPLANATION: usize = 8000;
/// The most that a description may hold.
const MAX_CONTROLS: usize = 1000;
const MAX_INPUTS: usize = 64;
const MAX_GLOBS: usize = 64;
/// The longest schema, in bytes; how it is used is for `config` to judge.
const MAX_SCHEMA: usize = 256 * 1024;
/// The most places and facts that one finding may name.
const MAX_LIST: usize = 1000;
/// The longest subject, in bytes. It is a name, not a text.
const MAX_SUBJECT: usize = 1024;

type Checked<T> = Result<T, Failure>;

fn bad(message: impl std::fmt::Display) -> Failure {
    Failure::new(
        FailureKind::BadReport,
        format!("the plugin breaks the contract: {message}"),
    )
}

fn too_much(message: impl std::fmt::Display) -> Failure {
    Failure::new(FailureKind::TooMuchOutput, message.to_string())
}

/// A name for messages: whatever the guest wrote, short and safe.
fn shown(text: &str) -> String {
    let short: String = text.chars().take(80).collect();
    clean(&short, Form::Line)
}

fn id(text: &str, what: &str) -> Checked<String> {
    let well_formed = text.len() <= MAX_ID
        && text.starts_with(|first: char| first.is_ascii_lowercase())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if well_formed {
        Ok(text.to_owned())
    } else {
        Err(bad(format_args!(
            "{what} `{}` is no identifier",
            shown(text)
        )))
    }
}

fn text(value: &str, most: usize, form: Form, what: &str) -> Checked<String> {
    if value.len() > most {
        return Err(bad(format_args!(
            "{what} has {} bytes, at most {most} are allowed",
            value.len()
        )));
    }
    Ok(clean(value, form))
}

fn required(value: &str, most: usize, form: Form, what: &str) -> Checked<String> {
    if value.trim().is_empty() {
        return Err(bad(format_args!("{what} is empty")));
    }
    text(value, most, form, what)
}

fn count(length: usize, most: usize, what: &str) -> Checked<()> {
    if length > most {
        return Err(bad(format_args!(
            "there are {length} {what}, at most {most} are allowed"
        )));
    }
    Ok(())
}

fn attributes(list: Vec<raw::Attribute>, what: &str) -> Checked<BTreeMap<String, String>> {
    count(list.len(), MAX_LIST, "attributes")?;
    let mut attributes = BTreeMap::new();
    for attribute in list {
        let key = id(&attribute.key, "the attribute key")?;
        let value = text(&attribute.value, MAX_EXPLANATION, Form::Block, what)?;
        if attributes.insert(key.clone(), value).is_some() {
            return Err(bad(format_args!("{what} has the attribute `{key}` twice")));
        }
    }
    Ok(attributes)
}

/// Checks a description.
pub(super) fn descriptor(raw: RawDescriptor) -> Checked<Descriptor> {
    let plugin = id(&raw.id, "the plugin id")?;
    count(raw.inputs.len(), MAX_INPUTS, "inputs")?;
    count(raw.controls.len(), MAX_CONTROLS, "controls")?;
    let mut inputs = raw.inputs.iter().map(input).collect::<Checked<Vec<_>>>()?;
    inputs.sort_by(|one, other| one.name.cmp(&other.name));
    unique(inputs.iter().map(|input| input.name.as_str()), "input")?;
    let names: BTreeSet<&str> = inputs.iter().map(|input| input.name.as_str()).collect();
    let mut controls = raw
        .controls
        .into_iter()
        .map(|raw| control(raw, &names))
        .collect::<Checked<Vec<_>>>()?;
    controls.sort_by(|one, other| one.id.cmp(&other.id));
    unique(
        controls.iter().map(|control| control.id.as_str()),
        "control",
    )?;
    if controls.is_empty() {
        return Err(bad("the plugin declares no control"));
    }
    if raw.config_schema.len() > MAX_SCHEMA {
        return Err(bad(format_args!(
            "the configuration schema has more than {MAX_SCHEMA} bytes"
        )));
    }
    Ok(Descriptor {
        id: plugin,
        version: required(&raw.version, MAX_ID, Form::Line, "the version")?,
        title: required(&raw.title, MAX_TITLE, Form::Line, "the title")?,
        description: text(
            &raw.description,
            MAX_EXPLANATION,
            Form::Block,
            "the description",
        )?,
        controls,
        inputs,
        config_schema: raw.config_schema,
        attributes: attributes(raw.attributes, "the description")?,
    })
}

fn unique<'a>(sorted: impl Iterator<Item = &'a str>, what: &str) -> Checked<()> {
    let mut before = None;
    for name in sorted {
        if before == Some(name) {
            return Err(bad(format_args!("the {what} `{name}` is declared twice")));
        }
        before = Some(name);
    }
    Ok(())
}

fn input(raw: &raw::Input) -> Checked<Input> {
    let name = id(&raw.name, "the input")?;
    count(raw.default_globs.len(), MAX_GLOBS, "default patterns")?;
    Ok(Input {
        description: text(
            &raw.description,
            MAX_EXPLANATION,
            Form::Block,
            "an input's description",
        )?,
        default_globs: raw
            .default_globs
            .iter()
            .map(|glob| text(glob, MAX_SENTENCE, Form::Line, "a default pattern"))
            .collect::<Checked<_>>()?,
        required: raw.required,
        max_age_days: raw.max_age_days,
        name,
    })
}

fn control(raw: raw::Control, inputs: &BTreeSet<&str>) -> Checked<Control> {
    let id = id(&raw.id, "the control")?;
    let what = |field: &str| format!("the {field} of the control `{id}`");
    let mut mappings = raw
        .mappings
        .iter()
        .map(|mapping| {
            Ok(Mapping {
                criterion: required(&mapping.criterion, MAX_ID, Form::Line, &what("criterion"))?,
                relation: match mapping.relation {
                    raw::Relation::Implements => Relation::Implements,
                    raw::Relation::Supports => Relation::Supports,
                },
                rationale: required(
                    &mapping.rationale,
                    MAX_SENTENCE,
                    Form::Line,
                    &what("rationale"),
                )?,
            })
        })
        .collect::<Checked<Vec<_>>>()?;
    mappings.sort();
    if mappings.is_empty() {
        return Err(bad(format_args!("the control `{id}` serves no criterion")));
    }
    unique(
        mappings.iter().map(|mapping| mapping.criterion.as_str()),
        &format!("mapping of `{id}` to"),
    )?;
    let needs = raw
        .needs
        .iter()
        .map(|need| {
            if inputs.contains(need.as_str()) {
                Ok(need.clone())
            } else {
                Err(bad(format_args!(
                    "the control `{id}` needs the undeclared input `{}`",
                    shown(need)
                )))
            }
        })
        .collect::<Checked<BTreeSet<_>>>()?;
    Ok(Control {
        title: required(&raw.title, MAX_TITLE, Form::Line, &what("title"))?,
        description: text(
            &raw.description,
            MAX_EXPLANATION,
            Form::Block,
            &what("description"),
        )?,
        severity: severity(raw.severity),
        method: match raw.method {
            raw::Method::Configuration => Method::Configuration,
            raw::Method::Records => Method::Records,
            raw::Method::Document => Method::Document,
        },
        mappings,
        remediation: required(
            &raw.remediation,
            MAX_EXPLANATION,
            Form::Block,
            &what("remediation"),
        )?,
        needs: needs.into_iter().collect(),
        attributes: attributes(raw.attributes, &what("attributes"))?,
        id,
    })
}

fn severity(raw: raw::Severity) -> Severity {
    match raw {
        raw::Severity::Low => Severity::Low,
        raw::Severity::Medium => Severity::Medium,
        raw::Severity::High => Severity::High,
        raw::Severity::Critical => Severity::Critical,
    }
}

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
            .map(|control| control.id.as_str())
            .collect(),
        reads,
        limits,
    };
    let mut observations = Vec::with_capacity(raw.findings.len());
    let mut subjects: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for finding in raw.findings {
        let observation = gate.observation(finding)?;
        subjects
            .entry(observation.control.clone())
            .or_default()
            .insert(observation.subject.clone());
        observations.push(observation);
    }
    observations.sort();
    observations.dedup();
    let mut populations = raw
        .populations
        .into_iter()
        .map(|population| gate.population(population, &subjects))
        .collect::<Checked<Vec<_>>>()?;
    populations.sort();
    unique(
        populations
            .iter()
            .map(|population| population.control.as_str()),
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

struct Gate<'a> {
    controls: BTreeSet<&'a str>,
    reads: &'a ReadLog,
    limits: &'a Limits,
}

impl Gate<'_> {
    fn control(&self, name: &str) -> Checked<String> {
        if self.controls.contains(name) {
            Ok(name.to_owned())
        } else {
            Err(bad(format_args!(
                "the control `{}` is not declared",
                shown(name)
            )))
        }
    }

    /// A place counts only in what was read.
    fn cites(&self, path: &str) -> Checked<()> {
        if self.reads.read.contains_key(path) {
            Ok(())
        } else {
            Err(bad(format_args!(
                "it cites `{}`, which it did not read",
                shown(path)
            )))
        }
    }

    fn locations(&self, raw: Vec<raw::Location>) -> Checked<Vec<Location>> {
        count(raw.len(), MAX_LIST, "places in one finding")?;
        raw.into_iter()
            .map(|location| {
                // A file that was granted and could not be read may be named as the obstacle.
                if !self.reads.refused.contains_key(&location.path) {
                    self.cites(&location.path)?;
                }
                Ok(Location {
                    path: location.path,
                    line: location.line,
                    column: location.column,
                    pointer: location
                        .pointer
                        .map(|pointer| text(&pointer, MAX_EXPLANATION, Form::Line, "a pointer"))
                        .transpose()?,
                })
            })
            .collect()
    }

    fn observation(&self, raw: raw::Finding) -> Checked<Observation> {
        let control = self.control(&raw.control)?;
        let subject = required(
            &raw.subject,
            MAX_SUBJECT,
            Form::Line,
            &format!("the subject of a finding of `{control}`"),
        )?;
        let size = size(&raw);
        if size > self.limits.finding_bytes {
            return Err(too_much(format_args!(
                "the finding of `{control}` about `{}` has {size} bytes, at most {} are allowed; raise `finding-kib` in the check's `limits`",
                shown(&subject),
                self.limits.finding_bytes
            )));
        }
        let what = |field: &str| {
            format!(
                "the {field} of the finding of `{control}` about `{}`",
                shown(&subject)
            )
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
                required(&raw.expected, most, Form::Line, &what("expected value"))?
            }
            _ => text(&raw.expected, most, Form::Line, &what("expected value"))?,
        };
        let actual = required(&raw.actual, most, Form::Line, &what("actual value"))?;
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
                    &change.reason,
                    MAX_SENTENCE,
                    Form::Line,
                    &what("severity's reason"),
                )?;
                Ok::<_, Failure>((severity(change.severity), reason))
            })
            .transpose()?;
        let occurred = raw
            .occurred
            .map(|time| {
                moment(&time)
                    .ok_or_else(|| bad(format_args!("{} is no date or time", what("`occurred`"))))
            })
            .transpose()?;
        let attributes = attributes(raw.attributes, &what("attributes"))?;
        Ok(Observation {
            control,
            subject,
            outcome,
            expected,
            actual,
            locations,
            severity,
            occurred,
            attributes,
        })
    }

    fn population(
        &self,
        raw: raw::Population,
        subjects: &BTreeMap<String, BTreeSet<String>>,
    ) -> Checked<Population> {
        let control = self.control(&raw.control)?;
        let examined = subjects.get(&control).map_or(0, BTreeSet::len) as u64;
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
                        &how,
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
fn moment(text: &str) -> Option<String> {
    let is_date = text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok();
    (is_date || text.parse::<jiff::Timestamp>().is_ok()).then(|| text.to_owned())
}
