//! One run of one tool, with everything in it that the rules ask for.

use tickmark_plugin::{At, Day, Item, Kind, Location, Problem, brief};

use crate::Config;
use crate::invocation::{Ended, Health, ended, health};
use crate::observation::{Context, Observation};
use crate::secrets::is_secret_tool;
use crate::tool::{Level, ToolRule, ToolRules, text};

/// A run of a tool.
#[derive(Debug)]
pub(crate) struct Run {
    /// The tool, the file, and where one file holds several runs of a tool which of them.
    pub(crate) subject: String,
    pub(crate) tool: String,
    pub(crate) version: Option<String>,
    pub(crate) place: Location,
    pub(crate) health: Health,
    pub(crate) ended: Ended,
    /// When the file was collected, where that is known.
    pub(crate) collected: Option<Day>,
    /// The day whose state the run shows.
    pub(crate) on: Day,
    pub(crate) rules: Vec<ToolRule>,
    /// The most severe first.
    pub(crate) observations: Vec<Observation>,
    /// Results that could not be understood.
    pub(crate) unclear: Vec<Problem>,
    /// How many results the run lists, whatever they are.
    pub(crate) listed: usize,
    /// Whether the tool looks for nothing but secrets.
    pub(crate) secret_tool: bool,
}

impl Run {
    /// Reads a run. `collected` is the day on which its file was collected, where that is known.
    pub(crate) fn read(
        run: &At<'_>,
        item: &Item,
        collected: Option<Day>,
        as_of: Day,
        config: &Config,
    ) -> Result<Self, Problem> {
        if run.kind() != Kind::Object {
            return Err(run.problem("the run is no object"));
        }
        let driver = run
            .path(&["tool", "driver"])
            .ok_or_else(|| run.problem("the run names no tool"))?;
        let name = text(&driver, "name").ok_or_else(|| driver.problem("the tool has no name"))?;
        let name = brief(&name, 60).into_owned();
        let tool = run.path(&["tool"]).unwrap_or_else(|| run.clone());
        let rules = ToolRules::read(&tool, config);
        let ended = ended(run);
        let on = match &ended {
            Ended::At(day, ..) => *day,
            _ => collected.unwrap_or(as_of),
        };
        // A scan after the day of judgement shows nothing about that day; its recency says so.
        let on = on.min(as_of);
        let artifacts = artifacts(run);
        let overrides = overrides(run, &rules);
        let context = Context {
            artifacts: &artifacts,
            rules: &rules,
            overrides: &overrides,
            on,
            baseline: text(run, "baselineGuid").is_some(),
            config,
        };
        let mut observations = Vec::new();
        let mut unclear = Vec::new();
        let results = run.get("results");
        for result in results.iter().flat_map(At::items) {
            match Observation::read(&result, &context) {
                Ok(Some(observation)) => observations.push(observation),
                Ok(None) => {}
                Err(problem) => unclear.push(problem),
            }
        }
        // Where a report names only some, it names the worst.
        observations.sort_by_key(|observation| std::cmp::Reverse(observation.rating));
        Ok(Self {
            subject: format!("{name} in {}", item.path),
            secret_tool: is_secret_tool(&name, config),
            version: ["semanticVersion", "version", "dottedQuadFileVersion"]
                .into_iter()
                .find_map(|field| text(&driver, field)),
            tool: name,
            place: run.place(),
            health: health(run, config),
            ended,
            collected,
            on,
            listed: results.map_or(0, |results| results.len()),
            rules: rules.rules,
            observations,
            unclear,
        })
    }
}

/// What a run is called beside others of its tool: the category of its automation details, whose last
/// part names the single run (SARIF 2.1.0, 3.17.3).
pub(crate) fn category(run: &At<'_>) -> Option<String> {
    let id = text(&run.get("automationDetails")?, "id")?;
    let (category, _) = id.rsplit_once('/')?;
    (!category.is_empty()).then(|| brief(category, 60).into_owned())
}

fn artifacts(run: &At<'_>) -> Vec<Option<String>> {
    let artifacts = run.get("artifacts");
    artifacts
        .iter()
        .flat_map(At::items)
        .map(|artifact| text(&artifact.get("location")?, "uri"))
        .collect()
}

/// The levels that invocations gave to rules for this run.
fn overrides(run: &At<'_>, rules: &ToolRules) -> Vec<(usize, Level)> {
    let mut changed = Vec::new();
    let invocations = run.get("invocations");
    for invocation in invocations.iter().flat_map(At::items) {
        let list = invocation.get("ruleConfigurationOverrides");
        for change in list.iter().flat_map(At::items) {
            let level = change
                .path(&["configuration", "level"])
                .and_then(|level| Level::parse(level.as_str()?));
            let rule = change
                .get("descriptor")
                .and_then(|of| rules.find(text(&of, "id").as_deref(), &of));
            changed.extend(rule.zip(level));
        }
    }
    changed
}
