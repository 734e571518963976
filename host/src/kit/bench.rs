//! The plugin under test on the way that every assessment takes: plan, run, outcomes.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tempfile::TempDir;
use tokio::runtime::Runtime;

use super::Kit;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Seriousness};
use crate::evidence::{Listing, Manifest, Root};
use crate::plan::{self, Materials, Plan, PlannedUnit};
use crate::plugin::{Plugin, Plugins};
use crate::readiness::{Outcomes, UnitOutcome, UnitState};
use crate::run::{self, Observer, Runner};
use crate::sandbox::LogLine;

/// The plugin, and the assessments that it is tested on.
#[derive(Debug)]
pub(super) struct Bench<'a> {
    pub(super) kit: &'a Kit,
    pub(super) plugin: Arc<Plugin>,
    /// Assessments that could be planned and were run.
    pub(super) assessments: Vec<Assessment>,
    runtime: Runtime,
}

/// One assessment and what it came to.
#[derive(Debug)]
pub(super) struct Assessment {
    /// The case's name.
    pub(super) name: String,
    pub(super) config: Config,
    pub(super) plan: Arc<Plan>,
    pub(super) root: PathBuf,
    pub(super) outcomes: Outcomes,
    /// The directory that goes with it, where the kit made it up.
    pub(super) home: Option<TempDir>,
}

impl Assessment {
    /// What a unit came to.
    pub(super) fn outcome(&self, unit: &PlannedUnit) -> Option<&UnitOutcome> {
        let check = &self.plan.checks[unit.check].name;
        self.outcomes
            .iter()
            .find(|outcome| outcome.check == *check && outcome.target == unit.target)
    }

    /// The units that gave a report, by their position in the plan.
    pub(super) fn units_that_ran(&self) -> impl Iterator<Item = (usize, &PlannedUnit)> {
        self.plan.units.iter().enumerate().filter(|(_, unit)| {
            self.outcome(unit)
                .is_some_and(|outcome| outcome.state == UnitState::Ran)
        })
    }
}

/// An observer for runs that nobody watches.
pub(super) struct Unobserved;

impl Observer for Unobserved {
    fn unit_ended(&mut self, _: &str, _: Option<&str>, _: &[LogLine]) {}
}

/// What drives runs: one for each thread that starts some.
pub(super) fn runtime() -> io::Result<Runtime> {
    tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
}

impl<'a> Bench<'a> {
    pub(super) fn new(kit: &'a Kit, plugin: Arc<Plugin>) -> io::Result<Self> {
        Ok(Self {
            kit,
            plugin,
            assessments: Vec::new(),
            runtime: runtime()?,
        })
    }

    /// The assessments that come from cases, not from the kit.
    pub(super) fn cases(&self) -> impl Iterator<Item = &Assessment> {
        self.assessments
            .iter()
            .filter(|assessment| assessment.home.is_none())
    }

    /// Plans a run of this plugin alone, on the evidence beneath a directory.
    pub(super) fn plan(&self, config: &Config, root: &Path) -> Result<Plan, Vec<Diagnostic>> {
        let root = Root::open(root)
            .map_err(|error| vec![Diagnostic::error(Code::UnreadableFile, error.to_string())])?;
        let listing = Listing::read(&root);
        let (manifest, diagnostics) = Manifest::read(&root, &listing);
        if diagnostics
            .iter()
            .any(|diagnostic| diagnostic.seriousness == Seriousness::Error)
        {
            return Err(diagnostics);
        }
        let mut plugins = Plugins::default();
        plugins
            .usable
            .insert(self.plugin.descriptor.id.clone(), self.plugin.clone());
        plan::plan(Materials {
            config,
            plugins: &plugins,
            sandbox: &self.kit.sandbox,
            listing: &listing,
            manifest: &manifest,
        })
    }

    /// Runs a plan.
    pub(super) fn run(
        &self,
        config: &Config,
        plan: &Arc<Plan>,
        root: &Path,
        jobs: usize,
        observer: &mut dyn Observer,
    ) -> io::Result<Outcomes> {
        run_in(&self.runtime, self.kit, config, plan, root, jobs, observer)
    }
}

/// Runs a plan on the evidence beneath a directory.
pub(super) fn run_in(
    runtime: &Runtime,
    kit: &Kit,
    config: &Config,
    plan: &Arc<Plan>,
    root: &Path,
    jobs: usize,
    observer: &mut dyn Observer,
) -> io::Result<Outcomes> {
    let root = Root::open(root).map_err(io::Error::other)?;
    let runner = Runner {
        sandbox: kit.sandbox.clone(),
        root: Arc::new(root),
        jobs,
    };
    Ok(runtime.block_on(run::run(&runner, config, plan, observer)))
}
