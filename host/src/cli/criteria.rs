//! `tickmark criteria`: the 61 criteria, and how controls are mapped to them.

use clap::Args;

use super::pipeline::{load_config, sandbox};
use super::plugins::{compiler, warn};
use super::terminal::Terminal;
use super::{Outcome, Sources};
use crate::criteria::{Category, Criterion};
use crate::gate::exit;
use crate::model::Descriptor;
use crate::plugin::{self, Rules};
use crate::readiness::{Claim, lint_mapping};
use crate::report::text::pad;
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
    for (id, plugin) in &plugins.usable {
        let checks: Vec<_> = config
            .checks
            .iter()
            .filter(|check| check.plugin == *id)
            .collect();
        for check in &checks {
            let settings = serde_json::Value::Object(check.config.clone()).to_string();
            if let Ok(descriptor) = sandbox.describe(&plugin.component, Some(&settings)) {
                descriptors.push(descriptor);
            }
        }
        if checks.is_empty() && !config.from_file {
            descriptors.push(plugin.descriptor.clone());
        }
    }
    let claims: Vec<Claim<'_>> = descriptors.iter().flat_map(claims).collect();
    let attested = config.attestations.iter().map(|one| &one.criteria);
    let carried = config.subservices.iter().map(|one| &one.criteria);
    let stood_for = attested.chain(carried).flatten().copied().collect();
    let relevant = if config.from_file {
        config.relevant().collect()
    } else {
        Criterion::all().collect()
    };
    let notes = lint_mapping(&claims, &relevant, &stood_for);
    let text = if arguments.json {
        serde_json::to_string_pretty(&notes).unwrap_or_default() + "\n"
    } else if notes.is_empty() {
        format!("{} mappings, nothing doubtful\n", claims.len())
    } else {
        notes.iter().fold(String::new(), |text, note| {
            format!("{text}{} {}\n", pad(note.code.name(), 17), note.message)
        })
    };
    terminal.write(text.as_bytes())?;
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
