//! From outcomes to the result.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::attestation::{self, Attested};
use super::citation::Citations;
use super::control::{status, waived_by};
use super::criterion::{Served, Stand, judge};
use super::decisions;
use super::mapping::{Claim, lint};
use super::outcome::{Outcomes, UnitOutcome, UnitState, miscounted};
use super::result::{
    AssessmentInfo, Basis, CheckResult, ControlResult, Counts, CriterionEdge, CriterionResult,
    Edge, EvidenceResult, Finding, InputResult, MappingNote, PluginResult, RESULT_VERSION,
    Readiness, Standing, Summary, ToolInfo, UnitResult,
};
use super::status::{ControlStatus, CriterionStatus};
use super::subservice::{self, Carried, Scene};
use crate::config::{AssessmentKind, Config};
use crate::criteria::Criterion;
use crate::model::{ControlId, Observation, Outcome, Relation};
use crate::plan::{Plan, PlannedControl, Reason, ReasonCode};
use crate::severity::Severity;

/// What an assessment is about, apart from what units found out.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    /// What was decided.
    pub config: &'a Config,
    /// What was planned.
    pub plan: &'a Plan,
    /// What became of the files that people cite.
    pub citations: &'a Citations,
    /// Plugin files that could not be used, with the reason.
    pub unusable_plugins: &'a [String],
    /// Plugin files that claim an id which another one claims too, with the reason.
    pub ambiguous_plugins: &'a [String],
}

/// Merges outcomes into readiness. Depends on the set of outcomes alone, not on any order.
pub fn assemble(frame: Frame<'_>, outcomes: Outcomes) -> Readiness {
    let standings = Standings::new(frame, &outcomes);
    let mut criteria = criteria(frame, &standings);
    let evidence = evidence(frame, &outcomes);
    let checks = checks(frame, &outcomes);
    let findings = findings(frame, &standings, outcomes);
    rate_gaps(&mut criteria, &findings);
    let known_controls: BTreeSet<&str> = standings.planned.keys().map(|id| id.as_str()).collect();
    let assessment = &frame.config.assessment;
    let (kind, period) = match assessment.kind {
        AssessmentKind::Type1 => (1, None),
        AssessmentKind::Type2 { start, end } => (2, Some((start, end))),
    };
    Readiness {
        version: RESULT_VERSION,
        tool: ToolInfo {
            name: env!("CARGO_PKG_NAME").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        },
        assessment: AssessmentInfo {
            organisation: assessment.organisation.clone(),
            system: assessment.system.clone(),
            kind,
            as_of: assessment.as_of,
            period,
            categories: assessment.categories.iter().copied().collect(),
            config_sha256: frame.config.digest.clone(),
        },
        summary: summary(&criteria),
        waivers: decisions::waivers(frame, &known_controls, &findings),
        attestations: decisions::attestations(frame, &known_controls, &standings.attested),
        subservices: decisions::subservices(frame, &standings.carried),
        mapping: mapping(frame),
        controls: standings.controls(&findings),
        criteria,
        findings,
        checks,
        plugins: plugins(frame),
        evidence,
        unusable_plugins: frame.unusable_plugins.to_vec(),
        ambiguous_plugins: frame.ambiguous_plugins.to_vec(),
        unevaluated: standings.unevaluated.into_iter().collect(),
    }
}

/// Where every control stands, and what is needed to say so.
struct Standings<'a> {
    /// The controls as planned, by name. Two checks may plan one control; their edges are united.
    planned: BTreeMap<&'a ControlId, Vec<&'a PlannedControl>>,
    status: BTreeMap<ControlId, ControlStatus>,
    /// The controls with failures that waivers cover.
    accepted: BTreeSet<ControlId>,
    extents: BTreeMap<ControlId, Extent>,
    unevaluated: BTreeSet<Reason>,
    /// How each attestation stands, in the configuration's order.
    attested: Vec<Attested>,
    /// The attestation that stands in for a control that no check looked at.
    stand_ins: BTreeMap<ControlId, usize>,
    /// How each subservice organisation stands, in the configuration's order.
    carried: Vec<Carried>,
}

/// How many subjects a control has, over all units.
#[derive(Default)]
struct Extent {
    examined: u64,
    population: u64,
    /// Whether some unit did not say how many there are.
    open: bool,
    samples: BTreeSet<String>,
}

impl<'a> Standings<'a> {
    fn new(frame: Frame<'a>, outcomes: &Outcomes) -> Self {
        let mut planned: BTreeMap<&ControlId, Vec<&PlannedControl>> = BTreeMap::new();
        for control in frame.plan.checks.iter().flat_map(|check| &check.controls) {
            planned.entry(&control.id).or_default().push(control);
        }
        let mut standings = Self {
            planned,
            status: BTreeMap::new(),
            accepted: BTreeSet::new(),
            extents: BTreeMap::new(),
            unevaluated: BTreeSet::new(),
            attested: Vec::new(),
            stand_ins: BTreeMap::new(),
            carried: Vec::new(),
        };
        for unit in outcomes.iter() {
            standings.note(&unit.reasons);
            for (id, outcome) in &unit.controls {
                let status = status(
                    unit,
                    id,
                    outcome,
                    &frame.config.waivers,
                    frame.config.assessment.as_of,
                );
                standings.note(&outcome.reasons);
                if let ControlStatus::Unproven(reasons) = &status {
                    standings.note(reasons);
                }
                let is_accepted = outcome.observations.iter().any(|observation| {
                    let as_of = frame.config.assessment.as_of;
                    let place = (unit.check.as_str(), unit.target.as_deref());
                    waived_by(&frame.config.waivers, as_of, place, id, observation).is_some()
                });
                if is_accepted {
                    standings.accepted.insert(id.clone());
                }
                let joined = match standings.status.remove(id) {
                    Some(before) => before.join(status),
                    None => status,
                };
                standings.status.insert(id.clone(), joined);
                standings.measure(unit, id);
            }
        }
        standings.count(frame, outcomes);
        standings.decide(frame);
        standings
    }

    /// Holds what evidence.toml states of files of several units against what these have counted.
    fn count(&mut self, frame: Frame<'_>, outcomes: &Outcomes) {
        for check in &frame.plan.checks {
            if check.stated_counts.is_empty() {
                continue;
            }
            let mut tallies: BTreeMap<String, u64> = BTreeMap::new();
            for unit in outcomes.iter().filter(|unit| unit.check == check.name) {
                tallies.extend(
                    unit.tallies
                        .iter()
                        .map(|(path, count)| (path.clone(), *count)),
                );
            }
            let reasons: BTreeSet<Reason> = check
                .stated_counts
                .iter()
                .filter_map(|stated| miscounted(stated, &tallies))
                .map(|message| Reason {
                    code: ReasonCode::IncompleteEvidence,
                    check: check.name.clone(),
                    target: None,
                    message,
                })
                .collect();
            if reasons.is_empty() {
                continue;
            }
            self.note(&reasons);
            for control in &check.controls {
                if let Some(status) = self.status.remove(&control.id) {
                    let status = status.join(ControlStatus::Unproven(reasons.clone()));
                    self.status.insert(control.id.clone(), status);
                }
            }
        }
    }

    /// Adds what people decided to what units found out. All of it is a function of the joined
    /// statuses, so that shards still give one answer in any order.
    fn decide(&mut self, frame: Frame<'_>) {
        let config = frame.config;
        let as_of = config.assessment.as_of;
        self.attested = config
            .attestations
            .iter()
            .zip(&frame.citations.attestations)
            .map(|(attestation, cited)| attestation::judge(attestation, cited, as_of))
            .collect();
        for (index, configured) in config.attestations.iter().enumerate() {
            let control = configured
                .control
                .as_deref()
                .and_then(|control| self.status.get_key_value(control));
            if let Some((id, status)) = control
                && let Some(status) = attestation::stand_in(status, &self.attested[index])
            {
                let id = id.clone();
                if status == ControlStatus::Attested {
                    self.stand_ins.insert(id.clone(), index);
                }
                // A failure that somebody accepted stays one, whatever is attested of the rest.
                let status = if self.accepted.contains(&id) {
                    status.join(ControlStatus::Waived)
                } else {
                    status
                };
                self.status.insert(id, status);
            }
        }
        let carried: Vec<Carried> = config
            .subservices
            .iter()
            .zip(&frame.citations.subservices)
            .map(|(subservice, cited)| {
                let scene = Scene {
                    kind: config.assessment.kind,
                    as_of,
                    controls: &self.status,
                    attested: &self.attested,
                };
                subservice::judge(subservice, cited, scene)
            })
            .collect();
        self.carried = carried;
        let decided: Vec<BTreeSet<Reason>> = self
            .attested
            .iter()
            .map(|attested| &attested.status)
            .chain(self.carried.iter().map(|carried| &carried.status))
            .filter_map(|status| match status {
                ControlStatus::Unproven(reasons) => Some(reasons.clone()),
                _ => None,
            })
            .collect();
        for reasons in &decided {
            self.note(reasons);
        }
    }

    /// What stands for a criterion apart from controls: attestations first.
    fn stands(&self, frame: Frame<'_>, criterion: Criterion) -> Vec<(Basis, usize, Stand<'_>)> {
        let attestations = frame.config.attestations.iter().zip(&self.attested);
        let by_attestation = attestations
            .enumerate()
            .filter(|(_, (attestation, _))| attestation.criteria.contains(&criterion))
            .map(|(index, (attestation, attested))| {
                let stand = Stand {
                    name: attestation.label(),
                    status: &attested.status,
                    detail: &attested.detail,
                };
                (Basis::Attestation, index, stand)
            });
        let subservices = frame.config.subservices.iter().zip(&self.carried);
        let by_subservice = subservices
            .enumerate()
            .filter(|(_, (subservice, _))| subservice.criteria.contains(&criterion))
            .map(|(index, (subservice, carried))| {
                let stand = Stand {
                    name: format!("the report of {}", subservice.organisation),
                    status: &carried.status,
                    detail: &carried.detail,
                };
                (Basis::Inheritance, index, stand)
            });
        by_attestation.chain(by_subservice).collect()
    }

    fn note(&mut self, reasons: &BTreeSet<Reason>) {
        self.unevaluated.extend(
            reasons
                .iter()
                .filter(|reason| reason.code.is_unevaluated())
                .cloned(),
        );
    }

    fn measure(&mut self, unit: &UnitOutcome, id: &ControlId) {
        let Some(outcome) = unit.controls.get(id) else {
            return;
        };
        let extent = self.extents.entry(id.clone()).or_default();
        extent.examined = extent.examined.saturating_add(outcome.examined());
        match &outcome.population {
            Some(population) => {
                extent.population += population.size;
                extent.samples.extend(population.sample.clone());
            }
            None => extent.open = true,
        }
    }

    /// The edges of a control, united over the checks that plan it. Where two checks give one edge
    /// different rationales, the first in order counts; an implementing edge outweighs a supporting.
    fn edges(&self, id: &ControlId) -> BTreeMap<Criterion, (Relation, &'a str)> {
        let mut edges = BTreeMap::new();
        for control in self.planned.get(id).into_iter().flatten() {
            for (criterion, relation, rationale) in &control.mappings {
                let edge = (*relation, rationale.as_str());
                edges
                    .entry(*criterion)
                    .and_modify(|known: &mut (Relation, &str)| *known = (*known).min(edge))
                    .or_insert(edge);
            }
        }
        edges
    }

    fn controls(&self, findings: &[Finding]) -> Vec<ControlResult> {
        let mut counts: BTreeMap<&ControlId, Counts> = BTreeMap::new();
        for finding in findings {
            let count = counts.entry(&finding.control).or_default();
            match finding.outcome {
                Outcome::Fail if finding.waiver.is_some() => count.waived += 1,
                Outcome::Fail => count.fail += 1,
                Outcome::Inconclusive => count.inconclusive += 1,
                Outcome::Pass => count.pass += 1,
                Outcome::NotApplicable => count.not_applicable += 1,
            }
        }
        self.planned
            .iter()
            .filter_map(|(&id, planned)| {
                let control =
                    &planned
                        .iter()
                        .map(|planned| &planned.control)
                        .min_by(|one, other| {
                            (&one.title, &one.description).cmp(&(&other.title, &other.description))
                        })?;
                let status = self.status.get(id)?;
                let extent = self.extents.get(id);
                let (reasons, not_applicable) = match status {
                    ControlStatus::Unproven(reasons) => {
                        (reasons.iter().cloned().collect(), Vec::new())
                    }
                    ControlStatus::NotApplicable(why) => {
                        (Vec::new(), why.iter().copied().collect())
                    }
                    _ => (Vec::new(), Vec::new()),
                };
                Some(ControlResult {
                    id: id.clone(),
                    title: control.title.clone(),
                    description: control.description.clone(),
                    severity: control.severity,
                    method: control.method,
                    status: status.name().to_owned(),
                    attestation: self.stand_ins.get(id).copied(),
                    reasons,
                    not_applicable,
                    counts: counts.get(id).copied().unwrap_or_default(),
                    examined: extent.map_or(0, |extent| extent.examined),
                    population: extent
                        .filter(|extent| !extent.open)
                        .map(|extent| extent.population),
                    samples: extent
                        .map(|extent| extent.samples.iter().cloned().collect())
                        .unwrap_or_default(),
                    remediation: control.remediation.clone(),
                    criteria: self
                        .edges(id)
                        .into_iter()
                        .map(|(criterion, (relation, rationale))| CriterionEdge {
                            criterion,
                            relation,
                            rationale: rationale.to_owned(),
                        })
                        .collect(),
                })
            })
            .collect()
    }
}

fn criteria(frame: Frame<'_>, standings: &Standings<'_>) -> Vec<CriterionResult> {
    let mut edges: BTreeMap<Criterion, Vec<(Relation, &ControlId, &str)>> = BTreeMap::new();
    for &id in standings.planned.keys() {
        for (criterion, (relation, rationale)) in standings.edges(id) {
            edges
                .entry(criterion)
                .or_default()
                .push((relation, id, rationale));
        }
    }
    Criterion::all()
        .map(|criterion| {
            let mut serving = edges.remove(&criterion).unwrap_or_default();
            serving.sort();
            let served: Vec<Served<'_>> = serving
                .iter()
                .filter_map(|&(relation, control, _)| {
                    Some(Served {
                        control,
                        relation,
                        status: standings.status.get(control)?,
                    })
                })
                .collect();
            let stands = standings.stands(frame, criterion);
            let (bases, stands): (Vec<(Basis, usize)>, Vec<Stand<'_>>) = stands
                .into_iter()
                .map(|(basis, index, stand)| ((basis, index), stand))
                .unzip();
            let (status, reason, reasons) = place(frame, criterion, &served, &stands);
            CriterionResult {
                id: criterion,
                category: criterion.category(),
                title: criterion.title().to_owned(),
                status,
                reason,
                reasons: reasons.into_iter().collect(),
                severity: None,
                controls: serving
                    .iter()
                    .map(|&(relation, control, rationale)| Edge {
                        control: control.clone(),
                        relation,
                        rationale: rationale.to_owned(),
                        status: standings
                            .status
                            .get(control)
                            .map_or("unproven", ControlStatus::name)
                            .to_owned(),
                    })
                    .collect(),
                standings: bases
                    .into_iter()
                    .zip(&stands)
                    .map(|((basis, index), stand)| Standing {
                        basis,
                        index,
                        holds: !matches!(stand.status, ControlStatus::Unproven(_)),
                        reason: stand.detail.to_owned(),
                    })
                    .collect(),
            }
        })
        .collect()
}

/// Gives each gap the worst severity among the open failures behind it.
fn rate_gaps(criteria: &mut [CriterionResult], findings: &[Finding]) {
    let mut worst: BTreeMap<&ControlId, Severity> = BTreeMap::new();
    for finding in findings {
        if finding.outcome == Outcome::Fail && finding.waiver.is_none() {
            let severity = worst.entry(&finding.control).or_insert(finding.severity);
            *severity = (*severity).max(finding.severity);
        }
    }
    for criterion in criteria {
        if criterion.status == CriterionStatus::Gap {
            criterion.severity = criterion
                .controls
                .iter()
                .filter_map(|edge| worst.get(&edge.control).copied())
                .max();
        }
    }
}

/// Scope comes first; what is in scope and relevant is judged.
fn place(
    frame: Frame<'_>,
    criterion: Criterion,
    served: &[Served<'_>],
    stands: &[Stand<'_>],
) -> (CriterionStatus, String, BTreeSet<Reason>) {
    let config = frame.config;
    if !config.assessment.categories.contains(&criterion.category()) {
        let reason = format!("the category {} was not chosen", criterion.category());
        return (CriterionStatus::OutOfScope, reason, BTreeSet::new());
    }
    if let Some(why) = config.not_relevant.get(&criterion) {
        return (CriterionStatus::NotRelevant, why.clone(), BTreeSet::new());
    }
    let verdict = judge(served, stands, criterion.typical_evidence());
    (verdict.status, verdict.reason, verdict.reasons)
}

fn summary(criteria: &[CriterionResult]) -> Summary {
    let mut summary = Summary::default();
    for criterion in criteria {
        match criterion.status {
            CriterionStatus::Ready => summary.ready += 1,
            CriterionStatus::Excepted => summary.excepted += 1,
            CriterionStatus::Unproven => summary.unproven += 1,
            CriterionStatus::Gap => summary.gap += 1,
            CriterionStatus::NotRelevant => summary.not_relevant += 1,
            CriterionStatus::OutOfScope => summary.out_of_scope += 1,
        }
    }
    summary.relevant = summary.ready + summary.excepted + summary.unproven + summary.gap;
    summary.is_ready = summary.relevant > 0 && summary.ready + summary.excepted == summary.relevant;
    summary
}

fn findings(frame: Frame<'_>, standings: &Standings<'_>, outcomes: Outcomes) -> Vec<Finding> {
    let severities: BTreeMap<&ControlId, Severity> = standings
        .planned
        .iter()
        .filter_map(|(&id, planned)| {
            let severity = planned
                .iter()
                .map(|planned| planned.control.severity)
                .max()?;
            Some((id, severity))
        })
        .collect();
    let as_of = frame.config.assessment.as_of;
    let count = outcomes
        .iter()
        .flat_map(|unit| unit.controls.values())
        .map(|control| control.observations.len())
        .sum();
    let mut findings = Vec::with_capacity(count);
    for unit in outcomes {
        // Shared by all findings of the unit.
        let check: Arc<str> = unit.check.as_str().into();
        let target: Option<Arc<str>> = unit.target.as_deref().map(Into::into);
        for (control, outcome) in unit.controls {
            let own = severities
                .get(&control)
                .copied()
                .unwrap_or(Severity::Critical);
            for observation in outcome.observations {
                let place = (&*check, target.as_deref());
                let waiver = waived_by(&frame.config.waivers, as_of, place, &control, &observation);
                findings.push(finding(
                    &control,
                    &check,
                    target.as_ref(),
                    observation,
                    own,
                    waiver,
                ));
            }
        }
    }
    // Findings that are equal in everything may stand in any order.
    findings.sort_unstable_by(|one, other| order(one).cmp(&order(other)));
    number_twins(&mut findings);
    findings
}

fn finding(
    control: &ControlId,
    check: &Arc<str>,
    target: Option<&Arc<str>>,
    observation: Observation,
    own: Severity,
    waiver: Option<usize>,
) -> Finding {
    let (severity, severity_reason) = match observation.severity {
        Some((severity, reason)) => (severity, Some(reason)),
        None => (own, None),
    };
    Finding {
        id: identity(
            control,
            check,
            target.map(AsRef::as_ref),
            &observation.subject,
        ),
        control: control.clone(),
        check: check.clone(),
        target: target.cloned(),
        subject: observation.subject,
        outcome: observation.outcome,
        waiver,
        severity,
        severity_reason,
        expected: observation.expected,
        actual: observation.actual,
        locations: observation.locations,
        occurred: observation.occurred,
        attributes: observation.attributes,
    }
}

/// What makes a finding the same from run to run: what was judged about what, not how it stands.
fn identity(control: &ControlId, check: &str, target: Option<&str>, subject: &str) -> String {
    /// In bytes, of two digits each: enough that two findings of one result hardly ever share it, short
    /// enough to type.
    const LENGTH: usize = 6;
    let mut digest = Sha256::new();
    for part in [control.as_str(), check, target.unwrap_or(""), subject] {
        digest.update((part.len() as u64).to_le_bytes());
        digest.update(part);
    }
    base16ct::lower::encode_string(&digest.finalize()[..LENGTH])
}

/// The worst first: open failures by severity, accepted ones, what is undecided, then the rest.
fn order(finding: &Finding) -> impl Ord + '_ {
    let rank = match (finding.outcome, finding.waiver) {
        (Outcome::Fail, None) => 0,
        (Outcome::Fail, Some(_)) => 1,
        (Outcome::Inconclusive, _) => 2,
        (Outcome::Pass, _) => 3,
        (Outcome::NotApplicable, _) => 4,
    };
    (
        rank,
        std::cmp::Reverse(finding.severity),
        &finding.control,
        &finding.subject,
        &finding.target,
        &finding.check,
        (&finding.actual, &finding.expected, &finding.locations),
        (&finding.severity_reason, &finding.occurred),
        &finding.attributes,
    )
}

/// Findings about one thing get a number behind their identity, in their order.
fn number_twins(findings: &mut [Finding]) {
    let mut by_id: Vec<usize> = (0..findings.len()).collect();
    by_id.sort_by(|&one, &other| findings[one].id.cmp(&findings[other].id));
    let twins: Vec<(usize, String)> = by_id
        .chunk_by(|&one, &other| findings[one].id == findings[other].id)
        .flat_map(|same| same.iter().zip(1..).skip(1))
        .map(|(&index, count)| (index, format!("{}-{count}", findings[index].id)))
        .collect();
    for (index, id) in twins {
        findings[index].id = id;
    }
}

fn checks(frame: Frame<'_>, outcomes: &Outcomes) -> Vec<CheckResult> {
    let mut units: BTreeMap<&str, Vec<UnitResult>> = BTreeMap::new();
    for unit in outcomes.iter() {
        let (state, failure) = match &unit.state {
            UnitState::Ran => ("ran", None),
            UnitState::Failed(failure) => ("failed", Some(failure.clone())),
            UnitState::NotRun => ("not-run", None),
            UnitState::Disabled => ("disabled", None),
        };
        let ran = unit.state == UnitState::Ran;
        let unread: BTreeSet<&Arc<str>> = unit
            .granted
            .iter()
            .flat_map(|input| &input.files)
            .filter(|file| ran && !unit.read.contains_key(*file))
            .collect();
        units.entry(&unit.check).or_default().push(UnitResult {
            target: unit.target.clone(),
            state: state.to_owned(),
            failure,
            inputs: unit
                .granted
                .iter()
                .map(|input| InputResult {
                    name: input.name.clone(),
                    patterns: input.patterns.clone(),
                    files: input.files.clone(),
                })
                .collect(),
            unread: unread.into_iter().cloned().collect(),
        });
    }
    frame
        .plan
        .checks
        .iter()
        .map(|check| CheckResult {
            name: check.name.clone(),
            plugin: check.plugin_id.clone(),
            config_sha256: base16ct::lower::encode_string(&Sha256::digest(check.config.as_bytes())),
            disabled: check.disabled.clone(),
            units: units.remove(check.name.as_str()).unwrap_or_default(),
        })
        .collect()
}

fn plugins(frame: Frame<'_>) -> Vec<PluginResult> {
    let used: BTreeMap<&str, PluginResult> = frame
        .plan
        .checks
        .iter()
        .filter_map(|check| {
            let plugin = check.plugin.as_ref()?;
            Some((
                check.plugin_id.as_str(),
                PluginResult {
                    id: check.plugin_id.clone(),
                    version: plugin.descriptor.version.clone(),
                    title: plugin.descriptor.title.clone(),
                    sha256: plugin.digest.clone(),
                },
            ))
        })
        .collect();
    used.into_values().collect()
}

/// Every file that was read, by a check or because somebody cites it.
fn evidence(frame: Frame<'_>, outcomes: &Outcomes) -> Vec<EvidenceResult> {
    let mut files: BTreeMap<Arc<str>, EvidenceResult> = BTreeMap::new();
    for cited in decisions::cited_evidence(frame) {
        match files.get_mut(&cited.path) {
            Some(file) => file.read_by.extend(cited.read_by),
            None => {
                files.insert(cited.path.clone(), cited);
            }
        }
    }
    for unit in outcomes.iter() {
        for (path, read) in &unit.read {
            let file = files.entry(path.clone()).or_insert_with(|| EvidenceResult {
                path: path.clone(),
                size: read.size,
                sha256: read.sha256.clone(),
                provenance: read.provenance.clone(),
                read_by: Vec::new(),
            });
            if !file.read_by.contains(&unit.check) {
                file.read_by.push(unit.check.clone());
            }
        }
    }
    let mut files: Vec<EvidenceResult> = files.into_values().collect();
    for file in &mut files {
        file.read_by.sort();
        file.read_by.dedup();
    }
    files
}

/// What is doubtful about the mapping, in this run.
fn mapping(frame: Frame<'_>) -> Vec<MappingNote> {
    let config = frame.config;
    let claims: Vec<Claim<'_>> = frame
        .plan
        .checks
        .iter()
        .flat_map(|check| {
            check.controls.iter().flat_map(|planned| {
                planned
                    .mappings
                    .iter()
                    .map(|(criterion, relation, rationale)| Claim {
                        plugin: &check.plugin_id,
                        control: &planned.control.id,
                        criterion: criterion.id(),
                        relation: *relation,
                        rationale,
                    })
            })
        })
        .collect();
    lint(&claims, &config.relevant().collect(), &config.stood_for())
}
