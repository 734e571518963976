//! Configuration × plugins × evidence × targets: what will be run, and with what.
//!
//! Nothing has run yet when a [`Plan`] exists, except that plugins have described themselves. Each
//! unit carries exactly what it will be granted, and for each control everything that is already
//! known to stand in its way.

mod check;
mod inputs;
mod reason;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::config::{CheckConfig, Config, Targets};
use crate::criteria::Criterion;
use crate::diagnostic::{Code, Diagnostic, list, nearest};
use crate::evidence::{Listing, Manifest, Pattern};
use crate::failure::Failure;
use crate::limits::Limits;
use crate::model::{Control, ControlId, Relation};
use crate::plugin::{Plugin, Plugins};
use crate::sandbox::Sandbox;

pub use inputs::{PlannedInput, StatedCount};
pub use reason::{Reason, ReasonCode};

/// What will be run.
#[derive(Debug)]
pub struct Plan {
    /// The checks, sorted by name.
    pub checks: Vec<PlannedCheck>,
    /// The units, sorted by check and target.
    pub units: Vec<PlannedUnit>,
    /// Plugins that are not run because there is nothing for them to examine. Only without a
    /// configuration file.
    pub idle: Vec<IdlePlugin>,
    /// What is doubtful in the configuration and keeps nothing from being run.
    pub warnings: Vec<Diagnostic>,
}

/// A plugin for which there is no evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdlePlugin {
    /// The plugin's id.
    pub plugin: String,
    /// The inputs that nothing matches and that it cannot do without, each with what was looked for.
    pub missing: Vec<(String, Vec<String>)>,
}

/// One configured use of a plugin.
#[derive(Debug, Clone)]
pub struct PlannedCheck {
    /// Unique among the checks.
    pub name: String,
    /// The plugin's id.
    pub plugin_id: String,
    /// The plugin; `None` where it cannot be used.
    pub plugin: Option<Arc<Plugin>>,
    /// What it tests under this configuration.
    pub controls: Vec<PlannedControl>,
    /// What the plugin said of itself under this configuration; `None` where it could not.
    pub descriptor: Option<Arc<crate::model::Descriptor>>,
    /// Its configuration, as JSON text.
    pub config: Arc<str>,
    /// Limits for each unit.
    pub limits: Limits,
    /// How many records evidence of several of its units should hold together.
    pub stated_counts: Vec<StatedCount>,
    /// Why it is switched off.
    pub disabled: Option<String>,
    /// Why it cannot be run at all.
    pub failure: Option<Failure>,
}

/// A control with its edges to criteria, each of which is known to exist.
#[derive(Debug, Clone)]
pub struct PlannedControl {
    /// `PLUGIN/CONTROL`.
    pub id: ControlId,
    /// What it is.
    pub control: Control,
    /// The criteria that it serves, sorted: criterion, relation, rationale.
    pub mappings: Vec<(Criterion, Relation, String)>,
}

/// One run of a plugin.
#[derive(Debug, Clone)]
pub struct PlannedUnit {
    /// The check, by its position in the plan.
    pub check: usize,
    /// The thing examined, where the check is spread over many.
    pub target: Option<String>,
    /// What it is granted, by input, sorted by name.
    pub inputs: Vec<PlannedInput>,
    /// How many records its evidence should hold.
    pub stated_counts: Vec<StatedCount>,
    /// What already stands in the way of each control, in the order of the check's controls.
    pub standing: Vec<BTreeSet<Reason>>,
    /// Whether there is anything to run it on.
    pub runs: bool,
}

/// What there is to plan with.
#[derive(Debug, Clone, Copy)]
pub struct Materials<'a> {
    /// What was decided.
    pub config: &'a Config,
    /// The plugins.
    pub plugins: &'a Plugins,
    /// Where plugins describe themselves.
    pub sandbox: &'a Sandbox,
    /// The files.
    pub listing: &'a Listing,
    /// Where they come from.
    pub manifest: &'a Manifest,
}

/// Plans a run, or says everything that is wrong with the configuration.
pub fn plan(materials: Materials<'_>) -> Result<Plan, Vec<Diagnostic>> {
    let mut plan = Plan {
        checks: Vec::new(),
        units: Vec::new(),
        idle: Vec::new(),
        warnings: Vec::new(),
    };
    let config = materials.config;
    let mut checks: Vec<Cow<'_, CheckConfig>> = Vec::new();
    if config.from_file {
        checks.extend(config.checks.iter().map(Cow::Borrowed));
        checks.sort_by(|one, other| one.name.cmp(&other.name));
    } else {
        for plugin in materials.plugins.usable.values() {
            let check = default_check(plugin);
            let missing = check::unmatched_inputs(plugin, materials.listing);
            if missing.is_empty() {
                checks.push(Cow::Owned(check));
            } else {
                plan.idle.push(IdlePlugin {
                    plugin: check.plugin,
                    missing,
                });
            }
        }
    }
    // Plugins describe themselves meanwhile, which takes longer than all the rest.
    let planned: Vec<_> = checks
        .par_iter()
        .enumerate()
        .map(|(index, check)| {
            check::plan_check(materials, check).map(|mut planned| {
                let units = units(materials, index, &planned, check);
                planned.stated_counts = inputs::counts_over(materials, &units);
                (planned, units)
            })
        })
        .collect();
    let mut diagnostics = Vec::new();
    for one in planned {
        match one {
            Ok((check, units)) => {
                plan.checks.push(check);
                plan.units.extend(units);
            }
            Err(errors) => diagnostics.extend(errors),
        }
    }
    if config.from_file {
        plan.warnings = unknown_controls(config, &plan);
        diagnostics.extend(clashing_controls(&checks, &plan));
    }
    if diagnostics.is_empty() {
        Ok(plan)
    } else {
        Err(diagnostics)
    }
}

/// The check that stands for a plugin where nothing is configured.
fn default_check(plugin: &Plugin) -> CheckConfig {
    let id = plugin.descriptor.id.clone();
    CheckConfig {
        name: id.clone(),
        plugin: id,
        evidence: BTreeMap::new(),
        config: serde_json::Map::new(),
        targets: Targets::None,
        max_age_days: BTreeMap::new(),
        accept_undated: BTreeSet::new(),
        limits: Limits::default(),
        disabled: None,
        origin: None,
    }
}

/// The units of the check at this position.
fn units(
    materials: Materials<'_>,
    index: usize,
    planned: &PlannedCheck,
    check: &CheckConfig,
) -> Vec<PlannedUnit> {
    targets(&check.targets, materials)
        .into_iter()
        .map(|target| inputs::plan_unit(materials, index, planned, check, target))
        .collect()
}

/// The targets of a check, sorted; `None` stands for the check itself. A pattern that finds no target
/// still gives one unit, so that the check does not vanish.
fn targets(targets: &Targets, materials: Materials<'_>) -> Vec<Option<String>> {
    match targets {
        Targets::None => vec![None],
        Targets::Listed(names) => names.iter().cloned().map(Some).collect(),
        Targets::Found(pattern) => {
            let found = found_targets(pattern, materials);
            if found.is_empty() {
                vec![None]
            } else {
                found.into_iter().map(Some).collect()
            }
        }
    }
}

/// The targets that files, directories or the manifest name. One whose directory is empty, or whose file
/// was collected and is gone, is a target without evidence and not no target.
fn found_targets(pattern: &Pattern, materials: Materials<'_>) -> BTreeSet<String> {
    let Some(find) = pattern.target_finder() else {
        return BTreeSet::new();
    };
    let files = materials.listing.entries().map(|entry| &*entry.path);
    files
        .chain(materials.listing.directories())
        .chain(materials.manifest.absent_paths())
        .filter_map(find)
        .collect()
}

/// Checks that plan one control and mean two: by its title, or by the criteria that it serves. What one of
/// them shows would count for the other.
fn clashing_controls(checks: &[Cow<'_, CheckConfig>], plan: &Plan) -> Vec<Diagnostic> {
    let edges = |control: &PlannedControl| -> BTreeSet<(Criterion, Relation)> {
        let mappings = control.mappings.iter();
        mappings
            .map(|(criterion, relation, _)| (*criterion, *relation))
            .collect()
    };
    let mut known: BTreeMap<&ControlId, (&str, &PlannedControl)> = BTreeMap::new();
    let mut clashes = Vec::new();
    for check in &plan.checks {
        for control in &check.controls {
            let (first, other) = *known
                .entry(&control.id)
                .or_insert((check.name.as_str(), control));
            let same =
                other.control.title == control.control.title && edges(other) == edges(control);
            if same {
                continue;
            }
            let diagnostic = Diagnostic::error(
                Code::Duplicate,
                format!(
                    "the checks `{first}` and `{}` both have a control `{}`, and mean two by it: its title or \
                     its criteria differ",
                    check.name, control.id
                ),
            )
            .help("give one of them another id, or both the same title and criteria");
            let configured = checks
                .iter()
                .find(|configured| configured.name == check.name);
            let origin = configured.and_then(|configured| configured.origin.as_ref());
            clashes.push(match origin {
                Some(origin) => origin.at_value(diagnostic, "the second"),
                None => diagnostic,
            });
        }
    }
    clashes
}

/// Waivers, attestations and answers to user-entity controls that name a control which no configured
/// check has. They show nothing and accept nothing, which their author should know.
fn unknown_controls(config: &Config, plan: &Plan) -> Vec<Diagnostic> {
    let known: BTreeSet<&str> = plan
        .checks
        .iter()
        .flat_map(|check| &check.controls)
        .map(|control| control.id.as_str())
        .collect();
    let waivers = config.waivers.iter().map(|waiver| {
        let origin = waiver.origin.as_ref().map(|origin| origin.child("control"));
        ("a waiver", waiver.control.as_str(), origin)
    });
    let attestations = config.attestations.iter().filter_map(|attestation| {
        let origin = attestation
            .origin
            .as_ref()
            .map(|origin| origin.child("control"));
        Some(("an attestation", attestation.control.as_deref()?, origin))
    });
    let answers = config.subservices.iter().flat_map(|subservice| {
        let expected = subservice.user_entity_controls.iter().enumerate();
        expected.flat_map(move |(index, expected)| {
            let names = expected.controls.iter().enumerate();
            names.map(move |(place, control)| {
                let origin = subservice.origin.as_ref().map(|origin| {
                    let here = origin.child("user-entity-control").child(index);
                    here.child("controls").child(place)
                });
                ("a user-entity control", control.as_str(), origin)
            })
        })
    });
    waivers
        .chain(attestations)
        .chain(answers)
        .filter(|(_, control, _)| !known.contains(control))
        .map(|(what, control, origin)| {
            let diagnostic = Diagnostic::warning(
                Code::UnknownControl,
                format!("{what} names `{control}`, which no configured check has"),
            )
            .help(match nearest(control, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("known controls are {}", list(known.iter().copied())),
            });
            match origin {
                Some(origin) => origin.at_value(diagnostic, "here"),
                None => diagnostic,
            }
        })
        .collect()
}

/// How many whole days old something is on a day; negative when it is from a later day.
pub(crate) fn age(collected: jiff::Timestamp, as_of: Date) -> i64 {
    crate::date::days_between(crate::date::utc_day(collected), as_of)
}
