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
use crate::schema::followed;

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

/// A configuration schema as a table, a line for each key, those inside objects too. The schema is the
/// plugin's own text, so every string of it is cleaned here.
fn configuration(plugin: &Plugin, width: usize) -> Option<Table> {
    let schema: Value = serde_json::from_str(&plugin.descriptor.config_schema).ok()?;
    let mut rows = Vec::new();
    add_keys(&schema, &schema, "", &mut rows);
    if rows.is_empty() {
        return None;
    }
    let mut table = table(width, ["key", "type", "default", "what"]);
    for row in rows {
        table.add_row(row.map(|text| clean(&text, Form::Line)));
    }
    Some(table)
}

/// Adds a row for each property of an object's schema.
fn add_keys(root: &Value, object: &Value, prefix: &str, rows: &mut Vec<[String; 4]>) {
    /// Longer defaults are shown by `--json`.
    const DEFAULT: usize = 40;
    /// Enough for any page, and an end to schemas that hold themselves.
    const MOST: usize = 200;
    let Some(properties) = object.get("properties").and_then(Value::as_object) else {
        return;
    };
    for (key, property) in properties {
        if rows.len() >= MOST || prefix.len() > DEFAULT * 4 {
            return;
        }
        let target = followed(root, property);
        // What stands beside a reference is about this key, so that it comes first.
        let text = |name: &str| property.get(name).or_else(|| target.get(name));
        let default = text("default")
            .map(|value| shorten(&value.to_string(), DEFAULT))
            .unwrap_or_default();
        let description = text("description")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let path = format!("{prefix}{key}");
        rows.push([path.clone(), kind(root, target), default, description]);
        add_keys(root, target, &format!("{path}."), rows);
        if let Some(items) = target.get("items") {
            add_keys(root, followed(root, items), &format!("{path}[]."), rows);
        }
    }
}

/// What kind of value a schema describes, in words.
fn kind(root: &Value, schema: &Value) -> String {
    kind_within(root, schema, 0)
}

/// The same, inside so many lists.
fn kind_within(root: &Value, schema: &Value, lists: usize) -> String {
    /// Nobody reads on beyond, and a list can hold itself.
    const MOST: usize = 3;
    let list = |values: &[Value]| {
        values
            .iter()
            .map(|value| {
                value
                    .as_str()
                    .map_or_else(|| value.to_string(), str::to_owned)
            })
            .collect::<Vec<_>>()
            .join(" or ")
    };
    if let Some(Value::Array(values)) = schema.get("enum") {
        return list(values);
    }
    let range = match (schema.get("minimum"), schema.get("maximum")) {
        (Some(least), Some(most)) => format!(" {least} to {most}"),
        (Some(least), None) => format!(" from {least}"),
        (None, Some(most)) => format!(" to {most}"),
        (None, None) => String::new(),
    };
    match schema.get("type") {
        Some(Value::String(kind)) if kind == "array" => match schema.get("items") {
            Some(items)
                if lists < MOST && (items.get("type").is_some() || items.get("$ref").is_some()) =>
            {
                let items = kind_within(root, followed(root, items), lists + 1);
                format!("list of {items}")
            }
            _ => "list".to_owned(),
        },
        Some(Value::String(kind)) => format!("{kind}{range}"),
        Some(Value::Array(kinds)) => format!("{}{range}", list(kinds)),
        _ => "see --json".to_owned(),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(schema: &Value) -> Vec<[String; 4]> {
        let mut rows = Vec::new();
        add_keys(schema, schema, "", &mut rows);
        rows
    }

    #[test]
    fn keys_inside_objects_lists_and_references_have_lines_of_their_own() {
        let schema = json!({
            "properties": {
                "days": { "$ref": "#/$defs/days", "description": "How long." },
                "sources": { "type": "array", "items": { "properties": {
                    "kind": { "enum": ["csv", "json"], "default": "csv" },
                } } },
                "odd": { "anyOf": [] },
            },
            "$defs": { "days": { "type": "integer", "minimum": 1, "maximum": 9, "description": "Days." } },
        });
        let row = |cells: [&str; 4]| cells.map(str::to_owned);
        assert_eq!(
            keys(&schema),
            [
                row(["days", "integer 1 to 9", "", "How long."]),
                row(["sources", "list", "", ""]),
                row(["sources[].kind", "csv or json", "\"csv\"", ""]),
                row(["odd", "see --json", "", ""]),
            ]
        );
    }

    #[test]
    fn a_schema_that_holds_itself_ends() {
        let schema = json!({ "properties": { "a": { "$ref": "#" }, "b": { "$ref": "#" } } });
        assert_eq!(keys(&schema).len(), 200);
        let list = json!({ "properties": { "a": { "type": "array", "items": { "$ref": "#/properties/a" } } } });
        assert_eq!(keys(&list)[0][1], "list of list of list of list");
    }
}
