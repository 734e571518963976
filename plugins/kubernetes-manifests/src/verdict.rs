//! From what a rule saw to a finding: one finding for each workload or object, with every place
//! that decided.

use std::collections::BTreeSet;
use std::fmt::Display;

use tickmark_plugin::brief;
use tickmark_plugin::prelude::*;

use crate::cluster::Cluster;
use crate::field::Read;
use crate::kind::Kind;
use crate::object::Object;
use crate::workload::Workload;

/// The longest `actual`.
const MOST_LETTERS: usize = 300;
/// How many places a finding names.
const MOST_PLACES: usize = 12;

/// What speaks against a subject.
#[derive(Debug, Default)]
pub(crate) struct Verdict {
    bad: Vec<(String, Location)>,
    unclear: Vec<Problem>,
}

impl Verdict {
    /// Something that the rule forbids.
    pub(crate) fn bad(&mut self, what: impl Into<String>, place: Location) {
        self.bad.push((what.into(), place));
    }

    /// Something that cannot be known.
    pub(crate) fn unclear(&mut self, problem: Problem) {
        self.unclear.push(problem);
    }

    /// Whether something could not be known.
    pub(crate) fn is_unclear(&self) -> bool {
        !self.unclear.is_empty()
    }

    /// Looks at something that may be unreadable.
    pub(crate) fn look(&mut self, seen: Read<Option<(String, Location)>>) {
        match seen {
            Ok(Some((what, place))) => self.bad(what, place),
            Ok(None) => {}
            Err(problem) => self.unclear(problem),
        }
    }

    /// Takes the value of something that may be unreadable.
    pub(crate) fn take<T>(&mut self, seen: Read<T>) -> Option<T> {
        seen.map_err(|problem| self.unclear(problem)).ok()
    }

    /// The finding: `good` is what is there when nothing speaks against the subject.
    pub(crate) fn finding(
        self,
        subject: &str,
        expected: impl Display,
        good: impl Display,
        place: Location,
    ) -> Finding {
        let expected = brief(&expected.to_string(), MOST_LETTERS).into_owned();
        let (finding, said): (_, Vec<(String, Location)>) = if !self.bad.is_empty() {
            (Finding::fail(subject), self.bad)
        } else if !self.unclear.is_empty() {
            let unclear = self.unclear.into_iter();
            (
                Finding::inconclusive(subject),
                unclear
                    .map(|problem| (problem.message, problem.place))
                    .collect(),
            )
        } else {
            (Finding::pass(subject), vec![(good.to_string(), place)])
        };
        let mut once = BTreeSet::new();
        let words: Vec<&str> = said
            .iter()
            .map(|(what, _)| what.as_str())
            .filter(|what| once.insert(*what))
            .collect();
        let actual = brief(&words.join("; "), MOST_LETTERS).into_owned();
        let mut finding = finding.expected(expected).actual(actual);
        for (_, place) in said.into_iter().take(MOST_PLACES) {
            if !finding.locations.contains(&place) {
                finding = finding.at(place);
            }
        }
        finding
    }
}

/// Judges each workload for which `judge` has something to say.
pub(crate) fn each_workload<'a>(
    cluster: &Cluster<'a>,
    findings: &mut Findings<'_>,
    judge: impl Fn(&Workload<'a>) -> Option<Finding>,
) {
    // Several pods of one workload usually say the same; it is said once.
    let mut said = BTreeSet::new();
    for workload in &cluster.workloads {
        let finding = if cluster.is_exempt(&workload.object.namespace) {
            Some(exempt(&workload.subject, workload.object))
        } else {
            judge(workload)
        };
        if let Some(finding) = finding {
            let key = (
                finding.subject.clone(),
                finding.outcome,
                finding.actual.clone(),
            );
            if said.insert(key) {
                findings.push(workload.object.noted(finding));
            }
        }
    }
    close(cluster, findings, Kind::bears_pods);
}

/// Adds what could not be understood of the kinds that a rule reads, and states that this was all.
pub(crate) fn close(
    cluster: &Cluster<'_>,
    findings: &mut Findings<'_>,
    reads: impl Fn(Kind) -> bool,
) {
    for unclear in &cluster.problems {
        if unclear.kind.is_none_or(&reads) {
            findings.problem(&unclear.subject, &unclear.problem);
        }
    }
    if !cluster.files.is_empty() {
        findings.complete(cluster.files.clone());
    }
}

/// The finding about an object in a namespace that the configuration exempts.
pub(crate) fn exempt(subject: &str, object: &Object<'_>) -> Finding {
    Finding::not_applicable(subject)
        .actual(format!(
            "namespace {} is exempt by configuration (`exempt-namespaces`)",
            brief(&object.namespace, 63)
        ))
        .at(object.at.place())
}

/// The finding about something that is not there, although something must be: a failure, unless it
/// may stand in what could not be read.
pub(crate) fn missing(
    cluster: &Cluster<'_>,
    kind: Kind,
    subject: &str,
    expected: impl Display,
    actual: &str,
    place: Location,
) -> Finding {
    let expected = brief(&expected.to_string(), MOST_LETTERS).into_owned();
    match cluster.doubt(kind) {
        None => Finding::fail(subject)
            .expected(expected)
            .actual(brief(actual, MOST_LETTERS))
            .at(place),
        Some(unclear) => Finding::inconclusive(subject)
            .expected(expected)
            .actual(brief(
                &format!(
                    "{actual} in what could be read, but {} could not",
                    unclear.subject
                ),
                MOST_LETTERS,
            ))
            .at(place)
            .at(unclear.problem.place.clone()),
    }
}
