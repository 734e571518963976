//! What a plugin is: a line in a list, a page, or JSON.

use std::collections::BTreeSet;
use std::io::{self, Write};

use comfy_table::Table;
use serde_json::{Value, json};

use super::style::Palette;
use super::text::{shorten, wrap};
use crate::clean::{Form, clean};
use crate::model::Control;
use crate::plugin::Plugin;

/// Beyond this width lines get hard to read.
const WIDEST: usize = 120;

/// A table without lines, as wide as the terminal at most.
fn table<const COLUMNS: usize>(width: usize, header: [&str; COLUMNS]) -> Table {
    let mut table = Table::new();
    table
        .load_preset(comfy_table::presets::NOTHING)
        .set_content_arrangement(comfy_table::ContentArrangement::Dynamic)
        .set_width(u16::try_from(width.min(WIDEST)).unwrap_or(u16::MAX))
        .set_header(header);
    table
}

/// Writes a list of plugins, a line each.
pub fn list<'a>(
    plugins: impl Iterator<Item = &'a Plugin>,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut table = table(
        width,
        ["id", "version", "from", "controls", "what it reads"],
    );
    for plugin in plugins {
        table.add_row([
            plugin.descriptor.id.clone(),
            plugin.descriptor.version.clone(),
            plugin.origin.to_string(),
            plugin.descriptor.controls.len().to_string(),
            plugin.descriptor.title.clone(),
        ]);
    }
    writeln!(out, "{}", table.trim_fmt())
}

/// Writes everything that is known about a plugin.
pub fn render(
    plugin: &Plugin,
    width: usize,
    palette: Palette,
    out: &mut dyn Write,
) -> io::Result<()> {
    let descriptor = &plugin.descriptor;
    writeln!(
        out,
        "{} {}",
        palette.strong(&format!("{} {}", descriptor.id, descriptor.version)),
        palette.faint(&format!("· {}", descriptor.title))
    )?;
    for line in wrap(
        &descriptor.description,
        width.min(WIDEST).saturating_sub(2),
        0,
    ) {
        writeln!(out, "  {line}")?;
    }
    writeln!(out)?;
    for (label, text) in [
        ("from", plugin.origin.to_string()),
        ("sha256", plugin.digest.clone()),
        ("size", format!("{} bytes", plugin.size)),
        ("made with", made_with(plugin)),
        ("asks for", asked_for(&plugin.interfaces().imports)),
        ("imports", names(&plugin.interfaces().imports)),
        ("exports", names(&plugin.interfaces().exports)),
    ] {
        for (number, line) in wrap(&text, width.min(WIDEST).saturating_sub(13), 0)
            .iter()
            .enumerate()
        {
            let label = if number == 0 { label } else { "" };
            writeln!(out, "  {label:<10} {line}")?;
        }
    }
    writeln!(out, "\n{}", palette.strong("Inputs"))?;
    writeln!(out, "{}", inputs(plugin, width).trim_fmt())?;
    writeln!(out, "\n{}", palette.strong("Controls"))?;
    writeln!(out, "{}", controls(plugin, width).trim_fmt())?;
    writeln!(out, "\n{}", palette.strong("Configuration"))?;
    match configuration(plugin, width) {
        Some(table) => writeln!(out, "{}", table.trim_fmt()),
        None => writeln!(out, "  nothing to configure"),
    }
}

/// The languages and tools that left their names in the component.
fn made_with(plugin: &Plugin) -> String {
    let made_with = &plugin.interfaces().made_with;
    if made_with.is_empty() {
        return "nothing is said".to_owned();
    }
    let kinds: Vec<String> = made_with
        .iter()
        .map(|(kind, tools)| {
            let tools: Vec<&str> = tools.iter().map(String::as_str).collect();
            format!("{kind}: {}", tools.join(", "))
        })
        .collect();
    kinds.join("; ")
}

/// What a component may do, in words: everything beyond is refused before it runs.
fn asked_for(imports: &BTreeSet<String>) -> String {
    const AUTHORITY: [(&str, &str); 9] = [
        ("tickmark:plugin/evidence", "its evidence"),
        ("tickmark:plugin/log", "a log"),
        ("wasi:cli/environment", "variables (there are none)"),
        ("wasi:cli/stdin", "input (there is none)"),
        ("wasi:cli/std", "output (kept for --verbose)"),
        ("wasi:clocks/", "clocks (they stand at the as-of date)"),
        ("wasi:filesystem/", "files (refused)"),
        ("wasi:random/", "random bytes (from a seed)"),
        ("wasi:sockets/", "the network (refused)"),
    ];
    let asked: Vec<&str> = AUTHORITY
        .into_iter()
        .filter(|(prefix, _)| {
            imports.iter().any(|name| {
                name.starts_with(prefix)
                    && (*prefix != "wasi:cli/std" || !name.starts_with("wasi:cli/stdin"))
            })
        })
        .map(|(_, authority)| authority)
        .collect();
    if asked.is_empty() {
        "nothing".to_owned()
    } else {
        asked.join(", ")
    }
}

fn names(names: &BTreeSet<String>) -> String {
    if names.is_empty() {
        return "nothing".to_owned();
    }
    let names: Vec<String> = names.iter().map(|name| clean(name, Form::Line)).collect();
    names.join(", ")
}

fn inputs(plugin: &Plugin, width: usize) -> Table {
    let mut table = table(
        width,
        ["name", "required", "max age", "default files", "what"],
    );
    for input in &plugin.descriptor.inputs {
        table.add_row([
            input.name.clone(),
            if input.required { "yes" } else { "no" }.to_owned(),
            input
                .max_age_days
                .map_or("any".to_owned(), |days| format!("{days} days")),
            input.default_globs.join("\n"),
            input.description.clone(),
        ]);
    }
    table
}

fn controls(plugin: &Plugin, width: usize) -> Table {
    let mut table = table(width, ["control", "severity", "criteria", "what"]);
    for control in &plugin.descriptor.controls {
        let criteria: Vec<String> = control
            .mappings
            .iter()
            .map(|mapping| format!("{} {}", mapping.relation.name(), mapping.criterion))
            .collect();
        table.add_row([
            control.id.clone(),
            control.severity.to_string(),
            criteria.join("\n"),
            control.title.clone(),
        ]);
    }
    table
}

/// The top level of a configuration schema as a table. The schema is the plugin's own text, so
/// every string of it is cleaned here.
fn configuration(plugin: &Plugin, width: usize) -> Option<Table> {
    /// Longer defaults are shown by `--json`.
    const DEFAULT: usize = 40;
    let schema: Value = serde_json::from_str(&plugin.descriptor.config_schema).ok()?;
    let properties = schema.get("properties")?.as_object()?;
    let mut table = table(width, ["key", "type", "default", "what"]);
    for (key, property) in properties {
        let kind = match property.get("type") {
            Some(Value::String(kind)) => kind.clone(),
            Some(Value::Array(kinds)) => kinds
                .iter()
                .filter_map(Value::as_str)
                .collect::<Vec<_>>()
                .join(" or "),
            _ => "see schema".to_owned(),
        };
        let default = property
            .get("default")
            .map(|value| shorten(&value.to_string(), DEFAULT))
            .unwrap_or_default();
        let description = property
            .get("description")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        table.add_row([key, &kind, &default, &description].map(|text| clean(text, Form::Line)));
    }
    Some(table)
}

/// A plugin as JSON.
pub fn to_json(plugin: &Plugin) -> Value {
    let descriptor = &plugin.descriptor;
    json!({
        "id": descriptor.id,
        "version": descriptor.version,
        "title": descriptor.title,
        "description": descriptor.description,
        "from": plugin.origin.to_string(),
        "sha256": plugin.digest,
        "size": plugin.size,
        "made-with": plugin.interfaces().made_with,
        "imports": plugin.interfaces().imports,
        "exports": plugin.interfaces().exports,
        "inputs": descriptor.inputs.iter().map(|input| json!({
            "name": input.name,
            "description": input.description,
            "default-globs": input.default_globs,
            "required": input.required,
            "max-age-days": input.max_age_days,
        })).collect::<Vec<_>>(),
        "controls": descriptor.controls.iter().map(control_json).collect::<Vec<_>>(),
        "config-schema": serde_json::from_str::<Value>(&descriptor.config_schema)
            .unwrap_or(Value::Null),
    })
}

fn control_json(control: &Control) -> Value {
    json!({
        "id": control.id,
        "title": control.title,
        "description": control.description,
        "severity": control.severity,
        "method": control.method,
        "mappings": control.mappings.iter().map(|mapping| json!({
            "criterion": mapping.criterion,
            "relation": mapping.relation,
            "rationale": mapping.rationale,
        })).collect::<Vec<_>>(),
        "remediation": control.remediation,
        "needs": control.needs,
    })
}
