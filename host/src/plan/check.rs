//! One check: its plugin found, its configuration accepted, its controls known.

use std::sync::Arc;

use super::{Materials, PlannedCheck, PlannedControl};
use crate::config::{CheckConfig, Validator};
use crate::criteria::Criterion;
use crate::diagnostic::{Code, Diagnostic, list, nearest};
use crate::evidence::{Listing, Pattern};
use crate::failure::{Failure, FailureKind};
use crate::model::{ControlId, Descriptor, Input};
use crate::plugin::{Broken, Plugin};

pub(super) fn plan_check(
    materials: Materials<'_>,
    check: &CheckConfig,
) -> Result<PlannedCheck, Vec<Diagnostic>> {
    let mut planned = PlannedCheck {
        name: check.name.clone(),
        plugin_id: check.plugin.clone(),
        plugin: None,
        controls: Vec::new(),
        descriptor: None,
        config: "{}".into(),
        limits: check.limits,
        stated_counts: Vec::new(),
        disabled: check.disabled.clone(),
        failure: None,
    };
    let Some(plugin) = materials.plugins.usable.get(&check.plugin) else {
        let broken = materials
            .plugins
            .broken
            .iter()
            .find(|broken| broken.id == check.plugin);
        return match broken {
            // Its file is there, but it is no plugin: the check fails, the others go on.
            Some(broken) => {
                planned.failure = Some(refused(broken));
                Ok(planned)
            }
            None => Err(vec![unknown_plugin(materials, check)]),
        };
    };
    let config = serde_json::Value::Object(check.config.clone());
    accept_config(plugin, check, &config)?;
    planned.config = config.to_string().into();
    planned.plugin = Some(plugin.clone());
    match materials
        .sandbox
        .describe(&plugin.component, Some(&planned.config))
    {
        Ok(descriptor) if descriptor.id == plugin.descriptor.id => {
            accept_inputs(&descriptor, check)?;
            planned.controls = controls(&descriptor).map_err(|error| vec![error])?;
            planned.descriptor = Some(Arc::new(descriptor));
        }
        Ok(descriptor) => {
            planned.failure = Some(Failure::new(
                FailureKind::BadReport,
                format!(
                    "the plugin calls itself `{}` once and `{}` another time",
                    plugin.descriptor.id, descriptor.id
                ),
            ));
        }
        Err(failure) if failure.kind == FailureKind::PluginFailed => {
            return Err(vec![at(
                check,
                "config",
                Diagnostic::error(Code::BadPluginConfig, failure.message).help(format!(
                    "`tickmark plugin inspect {}` shows what can be configured",
                    check.plugin
                )),
            )]);
        }
        Err(failure) => planned.failure = Some(failure),
    }
    if planned.failure.is_some() {
        // What it said of itself without configuration names the controls that are now unproven.
        planned.controls = controls(&plugin.descriptor).map_err(|error| vec![error])?;
    }
    Ok(planned)
}

fn refused(broken: &Broken) -> Failure {
    Failure::new(
        FailureKind::Refused,
        format!(
            "the plugin file `{}` cannot be used: {}",
            broken.name(),
            broken.defect
        ),
    )
}

/// A diagnostic at a key of the check, where there is a file.
fn at(check: &CheckConfig, key: &str, diagnostic: Diagnostic) -> Diagnostic {
    match &check.origin {
        Some(origin) => origin.child(key).at_value(diagnostic, "here"),
        None => diagnostic,
    }
}

fn unknown_plugin(materials: Materials<'_>, check: &CheckConfig) -> Diagnostic {
    let mut known: Vec<&str> = crate::plugin::embedded_ids().collect();
    known.extend(materials.plugins.usable.keys().map(String::as_str));
    let diagnostic = Diagnostic::error(
        Code::UnknownPlugin,
        format!("there is no plugin `{}`", check.plugin),
    );
    let help = match nearest(&check.plugin, known.into_iter()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if materials.plugins.broken.is_empty() => {
            "`tickmark plugin list` shows what there is; `--plugins DIR` adds a directory"
                .to_owned()
        }
        None => format!(
            "these files are no plugins: {}",
            list(
                materials
                    .plugins
                    .broken
                    .iter()
                    .filter_map(|broken| broken.path.to_str())
            )
        ),
    };
    at(check, "plugin", diagnostic.help(help))
}

/// Holds the check's configuration against the plugin's schema.
fn accept_config(
    plugin: &Plugin,
    check: &CheckConfig,
    config: &serde_json::Value,
) -> Result<(), Vec<Diagnostic>> {
    let schema = Validator::from_text(&plugin.descriptor.config_schema).map_err(|error| {
        vec![at(
            check,
            "plugin",
            Diagnostic::error(
                Code::BadPlugin,
                format!("the plugin `{}` is unusable: {error}", check.plugin),
            )
            .help("tell the plugin's author"),
        )]
    })?;
    let refusals = schema.refusals(config);
    if refusals.is_empty() {
        return Ok(());
    }
    Err(refusals
        .iter()
        .map(|refusal| match &check.origin {
            Some(origin) => {
                refusal.diagnostic(&origin.child("config"), Some(Code::BadPluginConfig))
            }
            None => Diagnostic::error(Code::BadPluginConfig, &refusal.message),
        })
        .collect())
}

/// Inputs that the check names must exist.
fn accept_inputs(descriptor: &Descriptor, check: &CheckConfig) -> Result<(), Vec<Diagnostic>> {
    let known = || descriptor.inputs.iter().map(|input| input.name.as_str());
    let tables = [
        ("evidence", check.evidence.keys().collect::<Vec<_>>()),
        ("max-age-days", check.max_age_days.keys().collect()),
        ("accept-undated", check.accept_undated.iter().collect()),
    ];
    let errors: Vec<Diagnostic> = tables
        .into_iter()
        .flat_map(|(table, names)| names.into_iter().map(move |name| (table, name)))
        .filter(|(_, name)| !known().any(|known| known == name.as_str()))
        .map(|(table, name)| {
            let diagnostic = Diagnostic::error(
                Code::UnknownInput,
                format!("the plugin `{}` has no input `{name}`", descriptor.id),
            )
            .help(match nearest(name, known()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("its inputs are {}", list(known())),
            });
            match &check.origin {
                Some(origin) => origin
                    .child(table)
                    .child(name)
                    .at_key(diagnostic, "no such input"),
                None => diagnostic,
            }
        })
        .collect();
    if errors.is_empty() {
        Ok(())
    } else {
        Err(errors)
    }
}

/// The controls with their criteria parsed. A control that serves a criterion which does not exist
/// makes the plugin unusable: nobody knows what its findings mean.
fn controls(descriptor: &Descriptor) -> Result<Vec<PlannedControl>, Diagnostic> {
    descriptor
        .controls
        .iter()
        .map(|control| {
            let mut mappings = control
                .mappings
                .iter()
                .map(|mapping| {
                    // A plugin may pass on the mapping of another tool, in that tool's spelling.
                    let spelled = Criterion::from_spelling(&mapping.criterion);
                    let criterion = spelled.map_err(|error| {
                        Diagnostic::error(
                            Code::BadPlugin,
                            format!(
                                "the plugin `{}` maps its control `{}` wrongly: {error}",
                                descriptor.id, control.id
                            ),
                        )
                        .help("tell the plugin's author")
                    })?;
                    Ok((criterion, mapping.relation, mapping.rationale.clone()))
                })
                .collect::<Result<Vec<_>, Diagnostic>>()?;
            mappings.sort();
            Ok(PlannedControl {
                id: ControlId::new(&descriptor.id, &control.id),
                control: control.clone(),
                mappings,
            })
        })
        .collect()
}

/// The inputs whose lack of files keeps a plugin from being run unasked: its required ones; where none
/// is required, all of them together. With what was looked for.
pub(super) fn unmatched_inputs(plugin: &Plugin, listing: &Listing) -> Vec<(String, Vec<String>)> {
    let inputs = &plugin.descriptor.inputs;
    let matched = |input: &Input| {
        let patterns = Pattern::parse_all(&input.default_globs);
        !listing.matching(&patterns).is_empty()
    };
    let nothing_to_examine = !inputs.iter().any(matched);
    inputs
        .iter()
        .filter(|input| nothing_to_examine || (input.required && !matched(input)))
        .map(|input| (input.name.clone(), input.default_globs.clone()))
        .collect()
}
