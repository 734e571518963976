//! A plugin's manual, written from what it describes.
//!
//! The table that people read and the answer that the host gets come from one place, so that they
//! cannot drift apart.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::Value;

use crate::{Control, Input, Method, Plugin, Relation, Severity};

/// What stands at the end of every manual, so that nobody edits it by hand.
const NOTE: &str = "<!-- Written from the plugin's description by its tests; set TICKMARK_UPDATE=1 to write it anew. -->\n";

/// The manual of a plugin as it describes itself without configuration.
pub fn manual<P: Plugin>() -> String {
    let descriptor = P::descriptor(None);
    let mut text = format!("# {}\n\n{}\n", P::TITLE, paragraph(P::DESCRIPTION));
    inputs(&mut text, &descriptor.inputs);
    controls(&mut text, &descriptor.controls);
    let mut schema: Value = serde_json::from_str(&descriptor.config_schema).unwrap_or_default();
    // Whether objects keep their order depends on what else is built; the manual must not.
    schema.sort_all_objects();
    configuration(&mut text, &schema);
    text.push('\n');
    text.push_str(NOTE);
    text
}

/// Holds the `README.md` in a plugin's folder to be its manual; pass `env!("CARGO_MANIFEST_DIR")`.
///
/// # Panics
///
/// When the file says something else. With `TICKMARK_UPDATE=1` in the environment it is written anew.
pub fn hold_manual<P: Plugin>(folder: &str) {
    let path = Path::new(folder).join("README.md");
    let manual = manual::<P>();
    if std::env::var_os("TICKMARK_UPDATE").is_some_and(|value| value == "1") {
        std::fs::write(&path, &manual)
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == manual,
        "{} is not what the plugin describes; run its tests with TICKMARK_UPDATE=1 and read what changed",
        path.display()
    );
}

fn inputs(text: &mut String, inputs: &[Input]) {
    if inputs.is_empty() {
        return;
    }
    text.push_str("\n## Evidence\n\n| input | files by default | greatest age | what it is |\n|---|---|---|---|\n");
    for input in inputs {
        let globs: Vec<String> = input
            .default_globs
            .iter()
            .map(|glob| format!("`{}`", cell(glob)))
            .collect();
        let globs = if globs.is_empty() {
            "none".to_owned()
        } else {
            globs.join(", ")
        };
        let age = input
            .max_age_days
            .map_or_else(|| "any".to_owned(), |days| format!("{days} days"));
        let required = if input.required { " (required)" } else { "" };
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "| `{}`{required} | {globs} | {age} | {} |",
            input.name,
            cell(&input.description)
        );
    }
}

fn controls(text: &mut String, controls: &[Control]) {
    if controls.is_empty() {
        text.push_str("\n## Controls\n\nControls come from the configuration.\n");
        return;
    }
    text.push_str(
        "\n## Controls\n\n| control | severity | decided by | criteria |\n|---|---|---|---|\n",
    );
    for control in controls {
        let edges: Vec<String> = control
            .mappings
            .iter()
            .map(|mapping| {
                let relation = match mapping.relation {
                    Relation::Implements => "implements",
                    Relation::Supports => "supports",
                };
                format!(
                    "{relation} **{}**: {}",
                    mapping.criterion,
                    cell(&mapping.rationale)
                )
            })
            .collect();
        let _ = writeln!(
            text,
            "| [`{}`](#{}) | {} | {} | {} |",
            control.id,
            control.id,
            severity(control.severity),
            method(control.method),
            edges.join("<br>")
        );
    }
    for control in controls {
        let _ = write!(
            text,
            "\n### {}\n\n**{}.** {}\n",
            control.id,
            control.title.trim_end_matches('.'),
            paragraph(&control.description)
        );
        if !control.needs.is_empty() {
            let _ = write!(text, "\nNeeds `{}`.\n", control.needs.join("`, `"));
        }
        let _ = write!(text, "\nMended by: {}\n", paragraph(&control.remediation));
    }
}

fn configuration(text: &mut String, schema: &Value) {
    let Some(properties) = schema["properties"]
        .as_object()
        .filter(|all| !all.is_empty())
    else {
        return;
    };
    text.push_str("\n## Configuration\n\n| key | default | meaning |\n|---|---|---|\n");
    for (name, property) in properties {
        let default = match &property["default"] {
            Value::Null => String::new(),
            value if value.as_object().is_some_and(|object| object.len() > 3) => {
                "see schema".to_owned()
            }
            value => {
                let shown = value.to_string();
                if shown.chars().count() > 80 {
                    "see schema".to_owned()
                } else {
                    format!("`{}`", cell(&shown))
                }
            }
        };
        let _ = writeln!(
            text,
            "| `{name}` | {default} | {} |",
            cell(property["description"].as_str().unwrap_or_default())
        );
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Low => "low",
        Severity::Medium => "medium",
        Severity::High => "high",
        Severity::Critical => "critical",
    }
}

fn method(method: Method) -> &'static str {
    match method {
        Method::Configuration => "configuration",
        Method::Records => "records",
        Method::Document => "document",
    }
}

fn cell(text: &str) -> String {
    paragraph(text).replace('|', "\\|")
}

/// One paragraph a line, as Markdown wants it in tables.
fn paragraph(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}
