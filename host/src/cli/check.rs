//! `tickmark check`: the main job.

use std::io::Write;

use clap::Args;

use super::gate::GateArguments;
use super::output::{Output, distinct};
use super::pipeline::{Locking, assess, load_config, prepare_with};
use super::terminal::Terminal;
use super::{Outcome, Sources};
use crate::diagnostic::Diagnostic;
use crate::gate::exit;
use crate::plan::Plan;
use crate::readiness::AssessmentResult;
use crate::report::{self, Screen};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    sources: Sources,
    /// What to write, and where: terminal or json, to stdout or to a file; may be repeated
    #[arg(long, value_name = "NAME[=PATH]", default_value = "terminal", value_parser = parse_format)]
    format: Vec<Output<Kind>>,
    /// Show every gap and every reason, however many there are
    #[arg(long)]
    all: bool,
    /// Write the plugins of this run into tickmark.lock first
    #[arg(long, conflicts_with_all = ["locked", "no_locked", "dry_run"])]
    update_lock: bool,
    /// Show what would be run on what, and run nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    gate: GateArguments,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Terminal,
    Json,
}

fn parse_format(text: &str) -> Result<Output<Kind>, String> {
    Output::parse(text, &[("terminal", Kind::Terminal), ("json", Kind::Json)])
}

pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Outcome {
    distinct(&arguments.format)?;
    let locking = if arguments.update_lock {
        Locking::Update
    } else {
        Locking::Obey
    };
    let mut config = load_config(&arguments.sources)?;
    arguments.gate.apply(&mut config)?;
    let prepared = prepare_with(config, &arguments.sources, locking, terminal)?;
    if arguments.dry_run {
        let text = describe(&prepared.plan);
        return terminal.write(text.as_bytes());
    }
    let result = assess(prepared, &arguments.sources, terminal)?;
    let code = arguments.gate.exit_code(result.gate.exit_code);
    let mut failed = Vec::new();
    for format in &arguments.format {
        if let Err(errors) = write(format, &result, arguments, code, terminal) {
            failed.extend(errors);
        }
    }
    if failed.is_empty() {
        return Ok(code);
    }
    // The result exists, but not where it was asked for.
    for diagnostic in &failed {
        terminal.diagnostic(diagnostic);
    }
    terminal.say(&format!(
        "exit {}: not every output could be written",
        exit::USAGE
    ));
    Ok(exit::USAGE)
}

fn write(
    output: &Output<Kind>,
    result: &AssessmentResult,
    arguments: &Arguments,
    code: u8,
    terminal: &Terminal,
) -> Result<(), Vec<Diagnostic>> {
    let render = |out: &mut dyn Write| match output.format {
        Kind::Json => report::render_json(result, out),
        Kind::Terminal => {
            let mut palette = terminal.palette;
            palette.enabled &= output.path.is_none();
            let screen = Screen {
                width: terminal.width,
                palette,
                everything: arguments.all,
                exit_code: code,
                same_assessment: &arguments.sources.repeated(),
            };
            report::render_terminal(result, screen, out)
        }
    };
    output.write(terminal, render)
}

/// The plan in words, for `--dry-run`.
fn describe(plan: &Plan) -> String {
    use std::fmt::Write as _;
    let mut text = String::new();
    // Writing to a string cannot fail.
    for unit in &plan.units {
        let check = &plan.checks[unit.check];
        let target = unit
            .target
            .as_ref()
            .map(|target| format!(" [{target}]"))
            .unwrap_or_default();
        let state = match (&check.disabled, &check.failure) {
            (Some(why), _) => format!("switched off: {why}"),
            (None, Some(failure)) => format!("cannot run: {failure}"),
            (None, None) if !unit.runs => "cannot run: a required input has no files".to_owned(),
            (None, None) => "would run".to_owned(),
        };
        let _ = writeln!(
            text,
            "{}{target} ({}): {state}",
            check.name, check.plugin_id
        );
        for input in &unit.inputs {
            let _ = writeln!(text, "  {} ({})", input.name, input.patterns.join(", "));
            for item in &input.items {
                let _ = writeln!(text, "    {}", item.path);
            }
            for reason in input.flawed.values().chain(&input.missing) {
                let _ = writeln!(text, "    {}: {}", reason.code.name(), reason.message);
            }
        }
    }
    for idle in &plan.idle {
        let _ = writeln!(
            text,
            "{}: would not run, nothing matches its inputs",
            idle.plugin
        );
        for (input, patterns) in &idle.missing {
            let _ = writeln!(text, "  {input} ({})", patterns.join(", "));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_is_a_name_and_perhaps_a_path() {
        assert_eq!(
            parse_format("json=out.json"),
            Ok(Output {
                format: Kind::Json,
                path: Some("out.json".into())
            })
        );
        assert!(parse_format("html").is_err());
        assert!(parse_format("json=").is_err());
    }
}
