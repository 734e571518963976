//! `tickmark criteria`: the 61 criteria, and how controls are mapped to them.

use clap::Args;

use super::pipeline::{load_config, sandbox};
use super::plugins::{compiler, warn};
use super::terminal::Terminal;
use super::{Outcome, Sources};
use crate::criteria::{Category, Criterion};
use crate::diagnostic::{Code, Diagnostic};
use crate::gate::exit;
use crate::model::Descriptor;
use crate::plugin::{self, Rules};
use crate::readiness::{Claim, lint_mapping};
use crate::report::{self, text::pad};
use crate::sandbox::Cancel;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Write JSON
    #[arg(long)]
    json: bool,
    /// Show what is doubtful about the mapping of controls to criteria: of the checks that PATH
    /// configures, or of every plugin that is there. Ends with 1 where anything is
    #[arg(long)]
    lint: bool,
    #[command(flatten)]
    sources: Sources,
}

pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Outcome {
    if arguments.lint {
        return lint(arguments, terminal);
    }
    let text = if arguments.json {
        let list: Vec<serde_json::Value> = Criterion::all()
            .map(|criterion| {
                serde_json::json!({
                    "id": criterion.id(),
                    "category": criterion.category().name(),
                    "title": criterion.title(),
                    "typical-evidence": criterion.typical_evidence(),
                })
            })
            .collect();
        format!("{:#}\n", serde_json::Value::from(list))
    } else {
        let mut text = String::new();
        for category in Category::ALL {
            text.push_str(&terminal.palette.strong(category.name()));
            text.push('\n');
            for criterion in Criterion::all().filter(|one| one.category() == category) {
                text.push_str(&format_line(criterion, terminal));
            }
        }
        text
    };
    terminal.write(text.as_bytes())
}

/// Without a configuration every plugin is looked at, and all 61 criteria should be covered.
fn lint(arguments: &Arguments, terminal: &Terminal) -> Outcome {
    let config = load_config(&arguments.sources)?;
    let sandbox = sandbox(Cancel::default())?;
    let compiler = compiler(&arguments.sources.cache);
    let configured: Option<Vec<&str>> = config.from_file.then(|| {
        let checks = config.checks.iter();
        checks.map(|check| check.plugin.as_str()).collect()
    });
    let rules = Rules {
        only: configured.as_deref(),
        lock: None,
        strict: arguments.sources.admission.strict_plugins,
    };
    let plugins = plugin::find_by(&sandbox, &compiler, &config.plugins, rules)?;
    warn(terminal, &plugins, &compiler);
    // A check's configuration may change its plugin's controls; without one the plugin speaks for
    // itself.
    let mut descriptors: Vec<Descriptor> = Vec::new();
    for check in &config.checks {
        if !plugins.usable.contains_key(&check.plugin) {
            let message = format!(
                "the check `{}` cannot be examined: its plugin `{}` cannot be used",
                check.name, check.plugin
            );
            return Err(vec![
                Diagnostic::error(Code::UnknownPlugin, message)
                    .help("`tickmark plugin list` shows what there is"),
            ]);
        }
    }
    for (id, plugin) in &plugins.usable {
        let checks: Vec<_> = config
            .checks
            .iter()
            .filter(|check| check.plugin == *id)
            .collect();
        for check in &checks {
            let settings = serde_json::Value::Object(check.config.clone()).to_string();
            let described = sandbox.describe(&plugin.component, Some(&settings));
            descriptors.push(described.map_err(|failure| {
                let message = format!("the check `{}` cannot be examined: {failure}", check.name);
                vec![
                    Diagnostic::error(Code::BadPluginConfig, message)
                        .help("`tickmark check` says what is wrong with it, and where"),
                ]
            })?);
        }
        if checks.is_empty() && !config.from_file {
            descriptors.push(plugin.descriptor.clone());
        }
    }
    let claims: Vec<Claim<'_>> = descriptors.iter().flat_map(claims).collect();
    let relevant = if config.from_file {
        config.relevant().collect()
    } else {
        Criterion::all().collect()
    };
    let notes = lint_mapping(&claims, &relevant, &config.stood_for());
    if arguments.json {
        let mut page = Vec::new();
        report::write_json(&notes, &mut page)
            .map_err(|error| vec![Diagnostic::error(Code::UnreadableFile, error.to_string())])?;
        terminal.write(&page)?;
    } else if notes.is_empty() {
        terminal.show(format!("{} mappings, nothing doubtful\n", claims.len()).as_bytes())?;
    } else {
        let lines: Vec<String> = notes
            .iter()
            .map(|note| format!("{} {}\n", pad(note.code.name(), 17), note.message))
            .collect();
        terminal.show(lines.concat().as_bytes())?;
    }
    Ok(if notes.is_empty() {
        exit::MET
    } else {
        exit::NOT_MET
    })
}

fn claims(descriptor: &Descriptor) -> impl Iterator<Item = Claim<'_>> {
    descriptor.controls.iter().flat_map(|control| {
        control.mappings.iter().map(|mapping| Claim {
            plugin: &descriptor.id,
            control: &control.id,
            criterion: &mapping.criterion,
            relation: mapping.relation,
            rationale: &mapping.rationale,
        })
    })
}

fn format_line(criterion: Criterion, terminal: &Terminal) -> String {
    format!(
        "  {} {} {}\n",
        pad(criterion.id(), 6),
        pad(criterion.title(), 46),
        terminal.palette.faint(criterion.typical_evidence())
    )
}
