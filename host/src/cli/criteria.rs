//! `tickmark criteria`: the 61 criteria.

use clap::Args;

use super::Outcome;
use super::terminal::Terminal;
use crate::criteria::{Category, Criterion};
use crate::report::text::pad;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Write JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Outcome {
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

fn format_line(criterion: Criterion, terminal: &Terminal) -> String {
    format!(
        "  {} {} {}\n",
        pad(criterion.id(), 6),
        pad(criterion.title(), 46),
        terminal.palette.faint(criterion.typical_evidence())
    )
}
