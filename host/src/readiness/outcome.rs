//! What one unit found out, and sets of such outcomes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::evidence::{Provenance, ReadLog};
use crate::failure::{Failure, FailureKind};
use crate::model::{ControlId, Observation, Population, Report};
use crate::plan::{PlannedCheck, PlannedUnit, Reason, ReasonCode, StatedCount};

/// A set of outcomes. Joining sets is their union.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcomes(BTreeSet<UnitOutcome>);

impl Outcomes {
    /// The union of two sets.
    pub fn join(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// The outcomes, sorted by check and target.
    pub fn iter(&self) -> impl Iterator<Item = &UnitOutcome> {
        self.0.iter()
    }
}

impl IntoIterator for Outcomes {
    type Item = UnitOutcome;
    type IntoIter = std::collections::btree_set::IntoIter<UnitOutcome>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl FromIterator<UnitOutcome> for Outcomes {
    fn from_iter<T: IntoIterator<Item = UnitOutcome>>(outcomes: T) -> Self {
        Self(outcomes.into_iter().collect())
    }
}

/// How a unit went.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum UnitState {
    /// It gave a report.
    Ran,
    /// It gave none.
    Failed(Failure),
    /// It was not run, because something that it requires is missing.
    NotRun,
    /// Its check is switched off.
    Disabled,
}

/// What one unit found out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnitOutcome {
    /// The check.
    pub check: String,
    /// The target, where the check is spread over many.
    pub target: Option<String>,
    /// How it went.
    pub state: UnitState,
    /// What it found out, by control.
    pub controls: BTreeMap<ControlId, ControlOutcome>,
    /// What it was granted.
    pub granted: Vec<GrantedInput>,
    /// What it read, by path.
    pub read: BTreeMap<Arc<str>, EvidenceRead>,
    /// What is unproven for reasons of the unit as a whole, whether or not it has controls.
    pub reasons: BTreeSet<Reason>,
    /// How many records it counted, by file.
    pub tallies: BTreeMap<String, u64>,
    /// Further facts about the unit as a whole.
    pub attributes: BTreeMap<String, String>,
}

/// What a unit found out about one control.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ControlOutcome {
    /// The observations, sorted.
    pub observations: Vec<Observation>,
    /// How many subjects there are, if the plugin says.
    pub population: Option<Box<Population>>,
    /// What stands in the way of proof.
    pub reasons: BTreeSet<Reason>,
}

impl ControlOutcome {
    /// How many subjects were examined. A subject with several observations counts once; an
    /// observation that stands for several subjects says so in its attribute `subjects`.
    pub fn examined(&self) -> u64 {
        let named: BTreeSet<&str> = self
            .observations
            .iter()
            .map(|observation| &*observation.subject)
            .collect();
        let more = self
            .observations
            .iter()
            .filter_map(|observation| observation.attributes.get("subjects")?.parse::<u64>().ok())
            .fold(0_u64, |sum, count| {
                sum.saturating_add(count.saturating_sub(1))
            });
        more.saturating_add(named.len() as u64)
    }
}

/// What a unit was granted for one input.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct GrantedInput {
    /// The input's name.
    pub name: String,
    /// What was looked for.
    pub patterns: Vec<String>,
    /// The files.
    pub files: Vec<Arc<str>>,
}

/// A file as a unit read it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct EvidenceRead {
    /// In bytes.
    pub size: u64,
    /// In hexadecimal.
    pub sha256: String,
    /// How far the unit read, in bytes.
    pub bytes_read: u64,
    /// Where the file comes from, if that is known.
    pub provenance: Option<Arc<Provenance>>,
}

impl UnitOutcome {
    /// The outcome of a unit that was not run.
    pub fn not_run(check: &PlannedCheck, unit: &PlannedUnit) -> Self {
        let state = match (&check.failure, &check.disabled) {
            (_, Some(_)) => UnitState::Disabled,
            (Some(failure), None) => UnitState::Failed(failure.clone()),
            (None, None) => UnitState::NotRun,
        };
        Self::new(check, unit, state, Report::default(), ReadLog::default())
    }

    /// The outcome of a unit that was run.
    pub fn completed(
        check: &PlannedCheck,
        unit: &PlannedUnit,
        outcome: Result<Report, Failure>,
        reads: ReadLog,
    ) -> Self {
        let (state, report) = match outcome {
            Ok(report) => (UnitState::Ran, report),
            Err(failure) => (UnitState::Failed(failure), Report::default()),
        };
        Self::new(check, unit, state, report, reads)
    }

    fn new(
        check: &PlannedCheck,
        unit: &PlannedUnit,
        state: UnitState,
        report: Report,
        reads: ReadLog,
    ) -> Self {
        let reason = |code: ReasonCode, message: String| Reason {
            code,
            check: check.name.clone(),
            target: unit.target.clone(),
            message,
        };
        let mut common = BTreeSet::new();
        if let UnitState::Failed(failure) = &state {
            common.insert(reason(failure.kind.into(), failure.message.clone()));
        }
        if let (UnitState::Disabled, Some(why)) = (&state, &check.disabled) {
            common.insert(reason(
                ReasonCode::CheckDisabled,
                format!("the check `{}` is switched off: {why}", check.name),
            ));
        }
        for (path, refusal) in &reads.refused {
            common.insert(reason(
                ReasonCode::UnreadableInput,
                format!("`{path}` was not read: {refusal}"),
            ));
        }
        if state == UnitState::Ran {
            common.extend(
                unit.stated_counts
                    .iter()
                    .filter_map(|stated| miscounted(stated, &report.tallies))
                    .map(|message| reason(ReasonCode::IncompleteEvidence, message)),
            );
        }
        let flawed: BTreeMap<&str, &Reason> = unit
            .inputs
            .iter()
            .flat_map(|input| &input.flawed)
            .map(|(path, reason)| (&**path, reason))
            .collect();
        let mut controls: BTreeMap<ControlId, ControlOutcome> = check
            .controls
            .iter()
            .zip(&unit.standing)
            .map(|(control, standing)| {
                let outcome = ControlOutcome {
                    reasons: standing.union(&common).cloned().collect(),
                    ..ControlOutcome::default()
                };
                (control.id.clone(), outcome)
            })
            .collect();
        for of_one_control in by_control(report.observations) {
            let Some(first) = of_one_control.first() else {
                continue;
            };
            let id = ControlId::new(&check.plugin_id, &first.control);
            // The sandbox refuses reports about undeclared controls, so each has its place.
            let outcome = controls.entry(id).or_default();
            outcome.reasons.extend(
                of_one_control
                    .iter()
                    .flat_map(|observation| &observation.locations)
                    .filter_map(|location| flawed.get(&*location.path))
                    .map(|&reason| reason.clone()),
            );
            if outcome.observations.is_empty() {
                outcome.observations = of_one_control;
            } else {
                outcome.observations.extend(of_one_control);
            }
        }
        for population in report.populations {
            let id = ControlId::new(&check.plugin_id, &population.control);
            controls.entry(id).or_default().population = Some(population.into());
        }
        Self {
            check: check.name.clone(),
            target: unit.target.clone(),
            state,
            controls,
            granted: granted(unit),
            read: evidence_read(unit, reads),
            reasons: common,
            tallies: report.tallies,
            attributes: report.attributes,
        }
    }

    /// A failure that is not the plugin's doing, for a unit whose outcome never arrived.
    pub fn lost(check: &PlannedCheck, unit: &PlannedUnit, failure: Failure) -> Self {
        debug_assert_ne!(failure.kind, FailureKind::PluginFailed);
        Self::completed(check, unit, Err(failure), ReadLog::default())
    }
}

/// The observations of each control in a list that holds no more room than it needs: there may be a hundred
/// thousand such lists, most with one observation.
fn by_control(observations: Vec<Observation>) -> impl Iterator<Item = Vec<Observation>> {
    let sizes: Vec<usize> = observations
        .chunk_by(|one, other| one.control == other.control)
        .map(<[Observation]>::len)
        .collect();
    let mut observations = observations.into_iter();
    sizes
        .into_iter()
        .map(move |size| observations.by_ref().take(size).collect())
}

fn evidence_read(unit: &PlannedUnit, reads: ReadLog) -> BTreeMap<Arc<str>, EvidenceRead> {
    let provenance: BTreeMap<&str, &Arc<Provenance>> = unit
        .inputs
        .iter()
        .flat_map(|input| &input.items)
        .filter_map(|item| Some((&*item.path, item.provenance.as_ref()?)))
        .collect();
    reads
        .read
        .into_iter()
        .map(|(path, record)| {
            let read = EvidenceRead {
                size: record.size,
                sha256: base16ct::lower::encode_string(&record.sha256),
                bytes_read: record.bytes_read,
                provenance: provenance.get(&*path).map(|&known| known.clone()),
            };
            (path, read)
        })
        .collect()
}

fn granted(unit: &PlannedUnit) -> Vec<GrantedInput> {
    unit.inputs
        .iter()
        .map(|input| GrantedInput {
            name: input.name.clone(),
            patterns: input.patterns.clone(),
            files: input.items.iter().map(|item| item.path.clone()).collect(),
        })
        .collect()
}

/// How what was counted contradicts a stated count. Nothing where something was not counted.
pub(super) fn miscounted(stated: &StatedCount, tallies: &BTreeMap<String, u64>) -> Option<String> {
    let counted = stated
        .files
        .iter()
        .map(|file| tallies.get(&**file))
        .sum::<Option<u64>>()?;
    (counted != stated.items).then(|| {
        let files = crate::diagnostic::list(stated.files.iter().map(|file| &**file));
        format!(
            "evidence.toml states {} records for {files}, the plugin found {counted}",
            stated.items
        )
    })
}
