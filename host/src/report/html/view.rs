//! The result as the page walks through it: each criterion with its controls, each control with its
//! findings, each place with its evidence. Findings stand with their control, once, however many
//! criteria that serves.

use std::collections::{BTreeMap, BTreeSet};

use super::words::{self, InWords, Mark, Marked};
use crate::criteria::{Category, Criterion};
use crate::model::{ControlId, Location, Outcome};
use crate::plan::{Reason, ReasonCode};
use crate::readiness::{
    AssessmentResult, AttestationResult, Basis, ControlResult, CriterionResult, CriterionStatus,
    Edge, Finding, Standing, WaiverResult,
};
use crate::severity::Severity;

/// What is looked up by name.
#[derive(Debug)]
pub(super) struct Index<'a> {
    result: &'a AssessmentResult,
    controls: BTreeMap<&'a str, usize>,
    evidence: BTreeMap<&'a str, usize>,
    findings: BTreeMap<&'a ControlId, Vec<usize>>,
    new: BTreeSet<&'a str>,
    before: BTreeMap<Criterion, CriterionStatus>,
}

impl<'a> Index<'a> {
    pub(super) fn new(result: &'a AssessmentResult) -> Self {
        let readiness = &result.readiness;
        let mut findings: BTreeMap<&ControlId, Vec<usize>> = BTreeMap::new();
        for (number, finding) in readiness.findings.iter().enumerate() {
            findings.entry(&finding.control).or_default().push(number);
        }
        let baseline = result.baseline.as_ref();
        Self {
            result,
            controls: numbered(readiness.controls.iter().map(|one| one.id.as_str())),
            evidence: numbered(readiness.evidence.iter().map(|one| &*one.path)),
            findings,
            new: baseline
                .into_iter()
                .flat_map(|baseline| &baseline.new)
                .map(|change| change.id.as_str())
                .collect(),
            before: baseline
                .into_iter()
                .flat_map(|baseline| &baseline.criteria)
                .map(|change| (change.id, change.before))
                .collect(),
        }
    }

    /// The number of a control by its name.
    pub(super) fn control(&self, id: &str) -> Option<usize> {
        self.controls.get(id).copied()
    }

    /// The number of an evidence file by its path.
    pub(super) fn file(&self, path: &str) -> Option<usize> {
        self.evidence.get(path).copied()
    }

    fn place(&self, location: &'a Location) -> Place<'a> {
        let file = self.file(&location.path);
        let digest = file.and_then(|file| self.result.readiness.evidence.get(file));
        Place {
            text: match (location.line, location.column) {
                (Some(line), Some(column)) => format!("{}:{line}:{column}", location.path),
                _ => location.to_string(),
            },
            pointer: location.pointer.as_deref(),
            file,
            digest: digest.map(|file| short(&file.sha256)),
        }
    }

    fn finding(&self, number: usize) -> Option<FindingView<'a>> {
        let finding = self.result.readiness.findings.get(number)?;
        let waivers = &self.result.readiness.waivers;
        Some(FindingView {
            number,
            finding,
            mark: words::finding(finding),
            is_new: is_open(finding) && self.new.contains(finding.id.as_str()),
            waiver: finding
                .waiver
                .and_then(|waiver| Some((waiver, waivers.get(waiver)?))),
            places: finding
                .locations
                .iter()
                .map(|location| self.place(location))
                .collect(),
        })
    }

    fn findings_of(&self, control: &ControlId) -> impl Iterator<Item = FindingView<'a>> {
        let numbers = self.findings.get(control);
        numbers
            .into_iter()
            .flatten()
            .filter_map(|number| self.finding(*number))
    }

    /// The worst of the findings that decided where a control stands. A control that stands where no
    /// finding can put it, such as one whose evidence is missing, has none.
    fn decisive(&self, edge: &Edge) -> Option<FindingView<'a>> {
        let findings = &self.result.readiness.findings;
        let decides = |finding: &Finding| match edge.status.as_str() {
            "fails" => is_open(finding),
            "unproven" => finding.outcome == Outcome::Inconclusive,
            "waived" => finding.outcome == Outcome::Fail,
            "passes" => finding.outcome == Outcome::Pass,
            _ => false,
        };
        let numbers = self.findings.get(&edge.control)?.iter();
        let deciding = numbers.filter(|number| findings.get(**number).is_some_and(decides));
        let worst = deciding
            .max_by_key(|number| (findings[**number].severity, std::cmp::Reverse(**number)))?;
        self.finding(*worst)
    }

    /// All criteria, by category.
    pub(super) fn categories(&self) -> Vec<CategoryView<'a>> {
        Category::ALL
            .into_iter()
            .map(|category| CategoryView {
                category,
                name: category.words(),
                criteria: self
                    .result
                    .readiness
                    .criteria
                    .iter()
                    .filter(|criterion| criterion.category == category)
                    .map(|criterion| self.criterion(criterion))
                    .collect(),
            })
            .collect()
    }

    fn criterion(&self, criterion: &'a CriterionResult) -> CriterionView<'a> {
        let readiness = &self.result.readiness;
        let edges: Vec<EdgeView<'a>> = criterion
            .controls
            .iter()
            .map(|edge| {
                let number = self.control(edge.control.as_str());
                EdgeView {
                    edge,
                    mark: words::control(&edge.status),
                    number,
                    control: number.and_then(|number| readiness.controls.get(number)),
                    decisive: self.decisive(edge),
                }
            })
            .collect();
        let waivers: BTreeSet<usize> = edges
            .iter()
            .flat_map(|edge| self.findings_of(&edge.edge.control))
            .filter_map(|finding| finding.waiver.map(|(number, _)| number))
            .collect();
        CriterionView {
            criterion,
            mark: words::criterion(criterion.status),
            rank: rank(criterion.severity),
            reasons: grouped(&criterion.reasons),
            waivers: waivers
                .into_iter()
                .filter_map(|number| Some((number, readiness.waivers.get(number)?)))
                .collect(),
            standings: criterion
                .standings
                .iter()
                .map(|standing| self.standing(standing))
                .collect(),
            before: self
                .before
                .get(&criterion.id)
                .copied()
                .map(words::criterion),
            edges,
        }
    }

    fn standing(&self, standing: &'a Standing) -> StandingView<'a> {
        let readiness = &self.result.readiness;
        let (anchor, name) = match standing.basis {
            Basis::Attestation => (
                "attestation",
                readiness
                    .attestations
                    .get(standing.index)
                    .map(|one| one.owner.as_str()),
            ),
            Basis::Inheritance => (
                "subservice",
                readiness
                    .subservices
                    .get(standing.index)
                    .map(|one| one.organisation.as_str()),
            ),
        };
        StandingView {
            standing,
            anchor,
            name: name.unwrap_or_default(),
            mark: standing.mark(),
        }
    }

    /// All controls.
    pub(super) fn controls(&self) -> Vec<ControlView<'a>> {
        let readiness = &self.result.readiness;
        let view = |(number, control): (usize, &'a ControlResult)| {
            let (settled, open): (Vec<_>, Vec<_>) =
                self.findings_of(&control.id).partition(|finding| {
                    matches!(
                        finding.finding.outcome,
                        Outcome::Pass | Outcome::NotApplicable
                    )
                });
            let worst = open
                .iter()
                .filter(|finding| is_open(finding.finding))
                .map(|finding| finding.finding.severity)
                .max();
            // What could not be decided stands among the findings.
            let reasons = control.reasons.iter();
            ControlView {
                number,
                control,
                mark: words::control(&control.status),
                rank: rank(worst),
                reasons: reasons
                    .filter(|reason| reason.code != ReasonCode::Inconclusive || open.is_empty())
                    .collect(),
                attestation: control
                    .attestation
                    .and_then(|one| Some((one, readiness.attestations.get(one)?))),
                worst,
                open,
                settled,
            }
        };
        readiness.controls.iter().enumerate().map(view).collect()
    }
}

fn numbered<'a>(names: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, usize> {
    names
        .enumerate()
        .map(|(number, name)| (name, number))
        .collect()
}

/// Enough of a digest to recognise it; the evidence list has the whole.
fn short(digest: &str) -> &str {
    const ENOUGH: usize = 12;
    digest.get(..ENOUGH).unwrap_or(digest)
}

/// Whether a finding is a failure that no valid waiver covers.
pub(super) fn is_open(finding: &Finding) -> bool {
    finding.outcome == Outcome::Fail && finding.waiver.is_none()
}

/// A severity as a number that the page's filter compares; 0 where nothing fails.
fn rank(severity: Option<Severity>) -> u8 {
    match severity {
        None => 0,
        Some(Severity::Low) => 1,
        Some(Severity::Medium) => 2,
        Some(Severity::High) => 3,
        Some(Severity::Critical) => 4,
    }
}

/// Reasons of one kind and check together: a criterion may have thousands.
fn grouped(reasons: &[Reason]) -> Vec<ReasonGroup<'_>> {
    const SHOWN: usize = 3;
    let mut groups: BTreeMap<(ReasonCode, &str), Vec<&Reason>> = BTreeMap::new();
    for reason in reasons {
        let group = groups.entry((reason.code, &reason.check)).or_default();
        group.push(reason);
    }
    groups
        .into_iter()
        .map(|((code, check), mut reasons)| {
            let more = reasons.len().saturating_sub(SHOWN);
            reasons.truncate(SHOWN);
            ReasonGroup {
                code,
                check,
                reasons,
                more,
            }
        })
        .collect()
}

/// A category with its criteria.
#[derive(Debug)]
pub(super) struct CategoryView<'a> {
    pub(super) category: Category,
    pub(super) name: String,
    pub(super) criteria: Vec<CriterionView<'a>>,
}

impl<'a> CategoryView<'a> {
    /// The criteria by what their names have before the point: `CC6`.
    pub(super) fn series(&self) -> Vec<(&'static str, Vec<&CriterionView<'a>>)> {
        let mut series: Vec<(&str, Vec<&CriterionView<'a>>)> = Vec::new();
        for criterion in &self.criteria {
            let name = criterion.criterion.id.id();
            let name = name.split_once('.').map_or(name, |(series, _)| series);
            match series.last_mut() {
                Some((last, members)) if *last == name => members.push(criterion),
                _ => series.push((name, vec![criterion])),
            }
        }
        series
    }
}

/// A criterion.
#[derive(Debug)]
pub(super) struct CriterionView<'a> {
    pub(super) criterion: &'a CriterionResult,
    pub(super) mark: Mark<'static>,
    pub(super) rank: u8,
    pub(super) reasons: Vec<ReasonGroup<'a>>,
    pub(super) edges: Vec<EdgeView<'a>>,
    pub(super) standings: Vec<StandingView<'a>>,
    pub(super) waivers: Vec<(usize, &'a WaiverResult)>,
    /// Where it stood in the baseline, if elsewhere.
    pub(super) before: Option<Mark<'static>>,
}

impl CriterionView<'_> {
    /// The numbers of its controls, as the page's filter reads them.
    pub(super) fn control_numbers(&self) -> String {
        let numbers = self.edges.iter().filter_map(|edge| edge.number);
        numbers
            .map(|number| number.to_string())
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// Reasons of one kind and check.
#[derive(Debug)]
pub(super) struct ReasonGroup<'a> {
    pub(super) code: ReasonCode,
    pub(super) check: &'a str,
    pub(super) reasons: Vec<&'a Reason>,
    pub(super) more: usize,
}

/// A control under a criterion.
#[derive(Debug)]
pub(super) struct EdgeView<'a> {
    pub(super) edge: &'a Edge,
    pub(super) mark: Mark<'a>,
    pub(super) number: Option<usize>,
    pub(super) control: Option<&'a ControlResult>,
    pub(super) decisive: Option<FindingView<'a>>,
}

/// An attestation or a subservice organisation under a criterion.
#[derive(Debug)]
pub(super) struct StandingView<'a> {
    pub(super) standing: &'a Standing,
    pub(super) anchor: &'static str,
    pub(super) name: &'a str,
    pub(super) mark: Mark<'a>,
}

/// A control.
#[derive(Debug)]
pub(super) struct ControlView<'a> {
    pub(super) number: usize,
    pub(super) control: &'a ControlResult,
    pub(super) mark: Mark<'a>,
    /// The worst severity among its open failures.
    pub(super) worst: Option<Severity>,
    pub(super) rank: u8,
    pub(super) reasons: Vec<&'a Reason>,
    pub(super) attestation: Option<(usize, &'a AttestationResult)>,
    /// Failures, waived ones too, and what could not be decided.
    pub(super) open: Vec<FindingView<'a>>,
    /// Passes, and what is not concerned.
    pub(super) settled: Vec<FindingView<'a>>,
}

/// A finding.
#[derive(Debug)]
pub(super) struct FindingView<'a> {
    pub(super) number: usize,
    pub(super) finding: &'a Finding,
    pub(super) mark: Mark<'static>,
    pub(super) is_new: bool,
    pub(super) waiver: Option<(usize, &'a WaiverResult)>,
    pub(super) places: Vec<Place<'a>>,
}

/// A place in the evidence.
#[derive(Debug)]
pub(super) struct Place<'a> {
    pub(super) text: String,
    pub(super) pointer: Option<&'a str>,
    /// The number of the file in the evidence list.
    pub(super) file: Option<usize>,
    /// The beginning of its digest.
    pub(super) digest: Option<&'a str>,
}
