//! The way through the house: configuration, plugins and evidence to a result.

use std::sync::Arc;

use jiff::Timestamp;

use super::Sources;
use super::plugin::lock;
use super::plugins::{compiler, lock_file, lock_path, warn};
use super::progress::Progress;
use super::terminal::Terminal;
use crate::config::{self, Config};
use crate::date::utc_day;
use crate::diagnostic::{Code, Diagnostic, Seriousness};
use crate::evidence::{Listing, Manifest, Root, RootError};
use crate::gate::{self, Baseline};
use crate::plan::{self, Materials, Plan};
use crate::plugin::{self, Broken, Defect, Plugins, Rules};
use crate::readiness::{AssessmentResult, Frame, assemble};
use crate::run::{self, Runner};
use crate::sandbox::{Cancel, Sandbox};

/// Everything up to the point where plugins would run.
pub(super) struct Prepared {
    pub(super) config: Config,
    pub(super) plan: Arc<Plan>,
    pub(super) plugins: Plugins,
    sandbox: Arc<Sandbox>,
    root: Arc<Root>,
    listing: Listing,
    manifest: Manifest,
    baseline: Option<Baseline>,
    cancel: Cancel,
}

/// What is done with the lock file before a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Locking {
    /// The plugins must be those that it names.
    Obey,
    /// It names the plugins from now on.
    Update,
}

/// Reads the configuration, with what the command line says instead of it.
pub(super) fn load_config(sources: &Sources) -> Result<Config, Vec<Diagnostic>> {
    let today = utc_day(Timestamp::now());
    let mut config = config::load(&sources.path, today)?;
    if let Some(evidence) = &sources.evidence {
        config.evidence_root.clone_from(evidence);
    }
    if let Some(as_of) = sources.as_of {
        config.assessment.as_of = as_of;
    }
    config
        .plugins
        .directories
        .extend(sources.plugins.iter().cloned());
    config.plugins.embedded &= !sources.no_embedded;
    Ok(config)
}

/// Reads the baseline, before anything is run.
fn baseline(config: &Config) -> Result<Option<Baseline>, Diagnostic> {
    let Some(path) = &config.gate.baseline else {
        return Ok(None);
    };
    let baseline = Baseline::read(path)?;
    let info = &config.assessment;
    baseline.is_of(info.organisation.as_deref(), info.system.as_deref())?;
    Ok(Some(baseline))
}

/// Sets the sandbox up.
pub(super) fn sandbox(cancel: Cancel) -> Result<Sandbox, Vec<Diagnostic>> {
    Sandbox::new(cancel)
        .map_err(|error| vec![Diagnostic::error(Code::BadPlugin, error.to_string())])
}

/// Plans the run.
pub(super) fn prepare(
    sources: &Sources,
    locking: Locking,
    terminal: &Terminal,
) -> Result<Prepared, Vec<Diagnostic>> {
    let config = load_config(sources)?;
    prepare_with(config, sources, locking, terminal)
}

/// Plans the run of a configuration that has been read, and perhaps changed.
pub(super) fn prepare_with(
    config: Config,
    sources: &Sources,
    locking: Locking,
    terminal: &Terminal,
) -> Result<Prepared, Vec<Diagnostic>> {
    let baseline = baseline(&config).map_err(|error| vec![error])?;
    let cancel = Cancel::default();
    let sandbox = sandbox(cancel.clone())?;
    let needed: Option<Vec<&str>> = config.from_file.then(|| {
        config
            .checks
            .iter()
            .map(|check| check.plugin.as_str())
            .collect()
    });
    let compiler = compiler(&sources.cache);
    let lock = match locking {
        Locking::Obey => Some(lock_file(
            &sources.path,
            &sources.plugins,
            &sources.admission,
        )?),
        Locking::Update => None,
    };
    let rules = Rules {
        only: needed.as_deref(),
        lock: lock.as_ref(),
        strict: sources.admission.strict_plugins,
    };
    let (plugins, evidence) = rayon::join(
        || plugin::find_by(&sandbox, &compiler, &config.plugins, rules),
        || {
            let root = Root::open(&config.evidence_root)?;
            let listing = Listing::read(&root);
            let (manifest, diagnostics) = Manifest::read(&root, &listing);
            Ok((root, listing, manifest, diagnostics))
        },
    );
    let plugins = plugins?;
    if locking == Locking::Update {
        let path = lock_path(&sources.path);
        let (changes, _) = lock::update(&path, &plugins)?;
        for change in changes {
            terminal.say(&format!("{}: {change}", path.display()));
        }
    }
    let (root, listing, manifest, diagnostics) = evidence.map_err(|error: RootError| {
        vec![
            Diagnostic::error(Code::UnreadableFile, error.to_string())
                .help("set `root` of `[evidence]`, or give `--evidence DIR`"),
        ]
    })?;
    if diagnostics
        .iter()
        .any(|diagnostic| diagnostic.seriousness == Seriousness::Error)
    {
        return Err(diagnostics);
    }
    for warning in &diagnostics {
        terminal.diagnostic(warning);
    }
    let plan = plan::plan(Materials {
        config: &config,
        plugins: &plugins,
        sandbox: &sandbox,
        listing: &listing,
        manifest: &manifest,
    })?;
    warn(terminal, &plugins, &compiler);
    for warning in &plan.warnings {
        terminal.diagnostic(warning);
    }
    Ok(Prepared {
        config,
        plan: Arc::new(plan),
        plugins,
        sandbox: Arc::new(sandbox),
        root: Arc::new(root),
        listing,
        manifest,
        baseline,
        cancel,
    })
}

/// Runs the plan and decides.
pub(super) fn assess(
    prepared: Prepared,
    sources: &Sources,
    terminal: &Terminal,
) -> Result<AssessmentResult, Vec<Diagnostic>> {
    let Prepared {
        config,
        plan,
        plugins,
        sandbox,
        root,
        listing,
        manifest,
        baseline,
        cancel,
    } = prepared;
    let citations = run::cite(&config, &root, &listing, &manifest);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .enable_io()
        .build()
        .map_err(|error| {
            vec![Diagnostic::error(
                Code::UnreadableFile,
                format!("the operating system refuses to run anything: {error}"),
            )]
        })?;
    let runner = Runner {
        sandbox,
        root,
        jobs: sources.jobs.map_or_else(processors, usize::from),
    };
    let outcomes = {
        let mut progress = Progress::new(terminal, plan.units.len(), sources.verbose);
        runtime.block_on(async {
            tokio::spawn(ended_by_interrupts(cancel, gate::exit::UNEVALUATED));
            run::run(&runner, &config, &plan, &mut progress).await
        })
    };
    // A unit that hangs in a read keeps its thread; the program does not wait for it.
    runtime.shutdown_background();
    let (ambiguous, unusable): (Vec<&Broken>, Vec<&Broken>) = plugins
        .broken
        .iter()
        // A check that wants it and has no other of that id says so itself.
        .filter(|broken| {
            plugins.usable.contains_key(&broken.id)
                || plan.checks.iter().all(|check| check.plugin_id != broken.id)
        })
        .partition(|broken| matches!(broken.defect, Defect::Ambiguous(_)));
    let texts = |broken: Vec<&Broken>| -> Vec<String> {
        broken
            .iter()
            .map(|broken| format!("{}: {}", broken.name(), broken.defect))
            .collect()
    };
    let readiness = assemble(
        Frame {
            config: &config,
            plan: &plan,
            citations: &citations,
            unusable_plugins: &texts(unusable),
            ambiguous_plugins: &texts(ambiguous),
        },
        outcomes,
    );
    leave_to_the_system((runner, plan, plugins, listing, manifest));
    let comparison = baseline.map(|baseline| baseline.compare(&readiness));
    let gate = gate::decide(&config.gate, &readiness, comparison.as_ref());
    Ok(AssessmentResult {
        readiness,
        gate,
        baseline: comparison,
    })
}

/// Gives nothing back of what is no longer needed. The program ends soon, and with it goes all its memory at
/// once; piece by piece that takes a tenth of a whole check.
pub(super) fn leave_to_the_system<T>(value: T) {
    std::mem::forget(value);
}

/// Ends all guests at the first interrupt, and the program at the second, with this code: whoever asks
/// twice does not want to wait for a report.
pub(super) async fn ended_by_interrupts(cancel: Cancel, code: u8) {
    if tokio::signal::ctrl_c().await.is_ok() {
        cancel.cancel();
    }
    if tokio::signal::ctrl_c().await.is_ok() {
        std::process::exit(i32::from(code));
    }
}

/// How many things are worth doing at once.
pub(super) fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}
