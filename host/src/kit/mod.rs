//! The author's test kit: golden cases, and what must hold for any plugin.
//!
//! Both run the component in the real sandbox, through the same steps as `tickmark check`: what holds
//! here holds there. Nothing here knows what a plugin is about, and nothing here prints.

mod bench;
mod cases;
mod conformance;
mod golden;
mod mutate;
mod outcome;
mod project;
mod synthetic;
mod trial;

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use crate::plugin::Plugin;
use crate::run::Observer;
use crate::sandbox::{Cancel, Sandbox};

use bench::Bench;
pub use golden::{EXPECTED_NAME, Golden};
pub use outcome::{
    Problem, TEST_VERSION, TestResult, TestSummary, Tested, TestedPlugin, Verdict, Weight,
};
pub use project::Project;

/// What to test, and how.
#[derive(Debug)]
pub struct Kit {
    /// Where the component runs.
    pub sandbox: Arc<Sandbox>,
    /// Ends everything that runs there.
    pub cancel: Cancel,
    /// How many runs at once; at least one.
    pub jobs: usize,
    /// The component and its cases.
    pub project: Project,
    /// Whether what the plugin says now becomes what is expected.
    pub update: bool,
    /// Whether to test what must hold for any plugin.
    pub conformance: bool,
    /// Where to keep damaged evidence that a plugin fell over.
    pub keep: Option<PathBuf>,
}

/// Tests a plugin, or reports why its component cannot be loaded. Fails only where the operating
/// system refuses to give the kit a place to work in.
pub fn test(
    kit: &Kit,
    plugin: Result<Plugin, String>,
    observer: &mut dyn Observer,
) -> io::Result<TestResult> {
    let plugin = match plugin {
        Ok(plugin) => Arc::new(plugin),
        Err(why) => return Ok(unusable(kit, &why)),
    };
    let tested = TestedPlugin {
        id: plugin.descriptor.id.clone(),
        version: plugin.descriptor.version.clone(),
        sha256: plugin.digest.clone(),
    };
    let mut bench = Bench::new(kit, plugin)?;
    let mut cases = Vec::new();
    for (name, directory) in &kit.project.cases {
        cases.push(cases::test(&mut bench, name, directory, observer)?);
    }
    let conformance = if kit.conformance {
        if kit.project.cases.is_empty() {
            synthetic::add(&mut bench)?;
        }
        conformance::test(&bench)?
    } else {
        Vec::new()
    };
    Ok(TestResult::new(Some(tested), cases, conformance))
}

/// A component that cannot be loaded: nothing else can be said about it.
fn unusable(kit: &Kit, why: &str) -> TestResult {
    let cases = kit
        .project
        .cases
        .keys()
        .map(|name| Tested::skipped(name, "the component cannot be loaded"))
        .collect();
    let loads = Tested::new(
        conformance::LOADS,
        "the component is loaded and describes itself",
        vec![Problem::error(format!("it cannot be loaded: {why}"))],
    );
    TestResult::new(None, cases, vec![loads])
}
