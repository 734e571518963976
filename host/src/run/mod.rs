//! Running a plan: units side by side, each in a sandbox of its own.

mod cite;
mod texts;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::config::{AssessmentKind, Config};
use crate::evidence::{Granted, Root};
use crate::failure::{Failure, FailureKind};
use crate::plan::{Plan, PlannedCheck, PlannedUnit};
use crate::readiness::{Outcomes, UnitOutcome};
use crate::sandbox::{LogLine, Request, Sandbox};

use texts::Texts;

pub use cite::cite;

/// How much longer than its limit a unit may take before it is given up: the engine ends a guest
/// that computes, this ends one that hangs in a read (a dead network drive, say).
const GRACE: Duration = Duration::from_secs(2);
/// How often an observer learns that time passes.
const TICK: Duration = Duration::from_millis(100);

/// What a run needs.
#[derive(Debug, Clone)]
pub struct Runner {
    /// Where units run.
    pub sandbox: Arc<Sandbox>,
    /// Where evidence is read.
    pub root: Arc<Root>,
    /// How many units run at once; at least one.
    pub jobs: usize,
}

/// What happens while a plan runs. Implementations show it; none of it reaches the result.
pub trait Observer {
    /// Time has passed.
    fn tick(&mut self) {}
    /// A unit has ended.
    fn unit_ended(&mut self, check: &str, target: Option<&str>, log: &[LogLine]);
}

/// Runs every unit of a plan.
pub async fn run(
    runner: &Runner,
    config: &Config,
    plan: &Arc<Plan>,
    observer: &mut dyn Observer,
) -> Outcomes {
    let places = Arc::new(Semaphore::new(runner.jobs.max(1)));
    let (period, as_of) = (period(config), config.assessment.as_of.to_string());
    let mut running = JoinSet::new();
    let mut ledger = Ledger {
        plan,
        observer,
        outcomes: plan.units.iter().map(|_| None).collect(),
        texts: Texts::default(),
    };
    for (index, unit) in plan.units.iter().enumerate() {
        let check = &plan.checks[unit.check];
        let (Some(plugin), Some(descriptor), true) = (&check.plugin, &check.descriptor, unit.runs)
        else {
            ledger.enter(index, UnitOutcome::not_run(check, unit), &[]);
            continue;
        };
        let Some(place) = ledger.wait(places.clone().acquire_owned()).await.ok() else {
            // Nobody closes the semaphore. Were it closed, the ledger would find units missing.
            break;
        };
        while let Some(ended) = running.try_join_next() {
            ledger.take(ended);
        }
        let request = Request {
            config: check.config.clone(),
            as_of: as_of.clone(),
            period: period.clone(),
            target: unit.target.clone(),
        };
        let granted = grant(runner, check, unit);
        let (plugin, descriptor) = (plugin.clone(), descriptor.clone());
        let (sandbox, limits) = (runner.sandbox.clone(), check.limits);
        running.spawn(async move {
            // The place is this task's, not the thread's: a thread that hangs must not keep it.
            let _place = place;
            let work = tokio::task::spawn_blocking(move || {
                sandbox.check(&plugin.component, &descriptor, &request, granted, &limits)
            });
            let ended = match tokio::time::timeout(limits.time + GRACE, work).await {
                Ok(Ok(completed)) => Ok(completed),
                Ok(Err(panic)) => Err(Failure::new(
                    FailureKind::Refused,
                    format!("the host failed while it ran the plugin: {panic}"),
                )),
                Err(_) => Err(crate::sandbox::timed_out(limits.time)),
            };
            (index, ended)
        });
    }
    while let Some(ended) = ledger.wait(running.join_next()).await {
        ledger.take(ended);
    }
    ledger.close()
}

type Ended = (usize, Result<crate::sandbox::Completed, Failure>);

/// One place for each unit's outcome. A unit whose outcome never arrives has failed: it must not
/// vanish from what is merged.
struct Ledger<'a> {
    plan: &'a Plan,
    observer: &'a mut dyn Observer,
    outcomes: Vec<Option<UnitOutcome>>,
    texts: Texts,
}

impl Ledger<'_> {
    /// Waits for something, and lets the observer know that time passes.
    async fn wait<T>(&mut self, future: impl Future<Output = T>) -> T {
        let mut future = std::pin::pin!(future);
        loop {
            match tokio::time::timeout(TICK, &mut future).await {
                Ok(done) => return done,
                Err(_) => self.observer.tick(),
            }
        }
    }

    fn enter(&mut self, index: usize, outcome: UnitOutcome, log: &[LogLine]) {
        self.observer
            .unit_ended(&outcome.check, outcome.target.as_deref(), log);
        self.outcomes[index] = Some(outcome);
    }

    fn take(&mut self, ended: Result<Ended, tokio::task::JoinError>) {
        // A task that was lost is found missing when the ledger is closed.
        let Ok((index, ended)) = ended else {
            return;
        };
        let unit = &self.plan.units[index];
        let check = &self.plan.checks[unit.check];
        match ended {
            Ok(mut completed) => {
                if let Ok(report) = &mut completed.outcome {
                    self.texts.share(report);
                }
                let outcome =
                    UnitOutcome::completed(check, unit, completed.outcome, completed.reads);
                self.enter(index, outcome, &completed.log);
            }
            Err(failure) => self.enter(index, UnitOutcome::lost(check, unit, failure), &[]),
        }
    }

    fn close(self) -> Outcomes {
        let plan = self.plan;
        self.outcomes
            .into_iter()
            .zip(&plan.units)
            .map(|(outcome, unit)| {
                outcome.unwrap_or_else(|| {
                    let failure =
                        Failure::new(FailureKind::Refused, "the host lost the plugin's answer");
                    UnitOutcome::lost(&plan.checks[unit.check], unit, failure)
                })
            })
            .collect()
    }
}

fn grant(runner: &Runner, check: &PlannedCheck, unit: &PlannedUnit) -> Granted {
    let inputs = unit
        .inputs
        .iter()
        .map(|input| (input.name.clone(), input.items.clone()))
        .collect();
    Granted::new(runner.root.clone(), inputs, check.limits.file_bytes)
}

fn period(config: &Config) -> Option<(String, String)> {
    match config.assessment.kind {
        AssessmentKind::Type1 => None,
        AssessmentKind::Type2 { start, end } => Some((start.to_string(), end.to_string())),
    }
}
