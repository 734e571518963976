//! Many runs of single units, each with one thing changed.
//!
//! A worker has a copy of a unit's evidence in a directory of its own, changes one file there, runs
//! the unit through the ordinary runner and puts the file back.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tempfile::TempDir;
use tokio::runtime::Runtime;

use super::bench::{Assessment, Bench, Unobserved, run_in, runtime};
use super::mutate::Mutation;
use crate::failure::FailureKind;
use crate::plan::{Plan, PlannedUnit};
use crate::readiness::{UnitOutcome, UnitState};

/// How many trials are started before anybody looks at how they went.
const BATCH: usize = 16;
/// After so many time-outs the rest would only cost time.
const TIME_OUTS: usize = 3;
/// How long a run on a file that was made very large may take. Whether it ends in time is worth a
/// warning at most, so that nobody should wait long for it.
const HEAVY_TIME: Duration = Duration::from_secs(3);

/// One run with one thing changed.
#[derive(Debug, Clone)]
pub(super) struct Trial {
    /// The assessment, by its position on the bench.
    pub(super) assessment: usize,
    /// The unit, by its position in the plan.
    pub(super) unit: usize,
    pub(super) change: Change,
}

impl Trial {
    /// Whether it is known to cost much time.
    pub(super) fn is_heavy(&self) -> bool {
        matches!(
            self.change,
            Change::Evidence { mutation, .. } if Mutation::HEAVY.contains(&mutation)
        )
    }
}

/// What is changed.
#[derive(Debug, Clone)]
pub(super) enum Change {
    /// One evidence file.
    Evidence { path: String, mutation: Mutation },
    /// The configuration that the plugin gets, past all checks.
    Config(Arc<str>),
}

/// What trials came to.
#[derive(Debug, Default)]
pub(super) struct Trials {
    /// In the order in which they were asked for.
    pub(super) ran: Vec<(Trial, UnitOutcome)>,
    /// How many were not run, because too many before them took too long or the run was interrupted.
    pub(super) left_out: usize,
}

/// Runs trials side by side.
pub(super) fn run(bench: &Bench<'_>, trials: Vec<Trial>) -> io::Result<Trials> {
    let mut workers = (0..bench.kit.jobs.max(1))
        .map(|_| Worker::new())
        .collect::<io::Result<Vec<_>>>()?;
    let mut done = Trials::default();
    let mut waiting = trials.into_iter().peekable();
    while waiting.peek().is_some() {
        let slow = done.ran.iter().filter(|(trial, outcome)| !trial.is_heavy() && {
            matches!(&outcome.state, UnitState::Failed(failure) if failure.kind == FailureKind::TimedOut)
        });
        if bench.kit.cancel.is_cancelled() || slow.count() >= TIME_OUTS {
            done.left_out = waiting.count();
            break;
        }
        let batch: Vec<Trial> = waiting.by_ref().take(BATCH).collect();
        done.ran.extend(run_batch(bench, &mut workers, batch)?);
    }
    Ok(done)
}

fn run_batch(
    bench: &Bench<'_>,
    workers: &mut [Worker],
    batch: Vec<Trial>,
) -> io::Result<Vec<(Trial, UnitOutcome)>> {
    let next = AtomicUsize::new(0);
    let taken = |worker: &mut Worker| {
        let mut outcomes = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(trial) = batch.get(index) else {
                return Ok(outcomes);
            };
            outcomes.push((index, worker.run(bench, trial)?));
        }
    };
    let ended: Vec<io::Result<Vec<_>>> = std::thread::scope(|scope| {
        let threads: Vec<_> = workers
            .iter_mut()
            .map(|worker| scope.spawn(|| taken(worker)))
            .collect();
        threads
            .into_iter()
            .map(|thread| {
                thread
                    .join()
                    .unwrap_or_else(|_| Err(io::Error::other("a thread of the test kit failed")))
            })
            .collect()
    });
    let mut outcomes = BTreeMap::new();
    for part in ended {
        outcomes.extend(part?);
    }
    batch
        .into_iter()
        .enumerate()
        .map(|(index, trial)| match outcomes.remove(&index).flatten() {
            Some(outcome) => Ok((trial, outcome)),
            None => Err(io::Error::other("a trial has no outcome")),
        })
        .collect()
}

/// The plan of one unit alone. What its collector stated about numbers of records would stand in for
/// the plugin's own care, so it is left out.
pub(super) fn alone(plan: &Plan, unit: usize) -> Plan {
    let unit = &plan.units[unit];
    Plan {
        checks: vec![plan.checks[unit.check].clone()],
        units: vec![PlannedUnit {
            check: 0,
            stated_counts: Vec::new(),
            ..unit.clone()
        }],
        idle: Vec::new(),
        warnings: Vec::new(),
    }
}

/// A thread's own things.
struct Worker {
    runtime: Runtime,
    /// Copies of evidence, by assessment and unit.
    stages: BTreeMap<(usize, usize), TempDir>,
}

impl Worker {
    fn new() -> io::Result<Self> {
        Ok(Self {
            runtime: runtime()?,
            stages: BTreeMap::new(),
        })
    }

    fn run(&mut self, bench: &Bench<'_>, trial: &Trial) -> io::Result<Option<UnitOutcome>> {
        let assessment = &bench.assessments[trial.assessment];
        let mut plan = alone(&assessment.plan, trial.unit);
        match &trial.change {
            Change::Config(text) => {
                let check = &mut plan.checks[0];
                check.config = text.clone();
                // What a plugin tests may depend on its configuration, and an assessment asks for it
                // under the very configuration that it runs with.
                let described = bench
                    .kit
                    .sandbox
                    .describe(&bench.plugin.component, Some(text));
                if let Ok(descriptor) = described {
                    check.descriptor = Some(Arc::new(descriptor));
                }
                self.run_on(bench, assessment, plan, &assessment.root)
            }
            Change::Evidence { path, mutation } => {
                let stage = self.stage(assessment, trial)?;
                let file = stage.join(path);
                let sample = std::fs::read(&file)?;
                let changed = mutation.apply(path, &sample);
                resize(&mut plan, path, changed.len() as u64);
                if trial.is_heavy() {
                    let limits = &mut plan.checks[0].limits;
                    limits.time = limits.time.min(HEAVY_TIME);
                }
                std::fs::write(&file, changed)?;
                let outcome = self.run_on(bench, assessment, plan, &stage);
                std::fs::write(&file, sample)?;
                outcome
            }
        }
    }

    fn run_on(
        &self,
        bench: &Bench<'_>,
        assessment: &Assessment,
        plan: Plan,
        root: &Path,
    ) -> io::Result<Option<UnitOutcome>> {
        let outcomes = run_in(
            &self.runtime,
            bench.kit,
            &assessment.config,
            &Arc::new(plan),
            root,
            1,
            &mut Unobserved,
        )?;
        Ok(outcomes.into_iter().next())
    }

    fn stage(&mut self, assessment: &Assessment, trial: &Trial) -> io::Result<PathBuf> {
        let key = (trial.assessment, trial.unit);
        if let Some(stage) = self.stages.get(&key) {
            return Ok(stage.path().to_owned());
        }
        let stage = tempfile::tempdir()?;
        let items = assessment.plan.units[trial.unit]
            .inputs
            .iter()
            .flat_map(|input| &input.items);
        for item in items {
            copy(&assessment.root, stage.path(), &item.path)?;
        }
        let path = stage.path().to_owned();
        self.stages.insert(key, stage);
        Ok(path)
    }
}

/// Copies a file from beneath one directory to beneath another. The copy can be written to, whatever
/// the original allows.
pub(super) fn copy(from: &Path, to: &Path, path: &str) -> io::Result<()> {
    let target = to.join(path);
    if let Some(directory) = target.parent() {
        std::fs::create_dir_all(directory)?;
    }
    std::fs::write(target, std::fs::read(from.join(path))?)
}

fn resize(plan: &mut Plan, path: &str, size: u64) {
    let items = plan.units[0]
        .inputs
        .iter_mut()
        .flat_map(|input| &mut input.items);
    for item in items.filter(|item| *item.path == *path) {
        item.size = size;
    }
}
