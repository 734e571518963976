//! `tickmark check`: the main job.

use clap::Args;

use super::formats::{Kind, View, parse_format, write_all};
use super::gate::GateArguments;
use super::output::{Output, writable};
use super::pipeline::{Locking, assess, leave_to_the_system, load_config, prepare_with};
use super::places::paths;
use super::public;
use super::terminal::Terminal;
use super::{Outcome, Sources};
use crate::plan::Plan;

#[derive(Debug, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of the command line, and they do not exclude each other"
)]
pub(super) struct Arguments {
    #[command(flatten)]
    sources: Sources,
    /// What to write, and where, to stdout or to a file; may be repeated
    #[arg(long, value_name = "NAME[=PATH]", default_value = "terminal", value_parser = parse_format)]
    format: Vec<Output<Kind>>,
    /// Show every gap and every reason, however many there are
    #[arg(long)]
    all: bool,
    /// Only what is fit for general use: criteria and where they stand, without evidence, reasons and
    /// names
    #[arg(long, conflicts_with_all = ["all", "dry_run"])]
    public: bool,
    /// Write the plugins of this run into tickmark.lock first
    #[arg(long, conflicts_with_all = ["locked", "no_locked", "dry_run"])]
    update_lock: bool,
    /// Show what would be run on what, and run nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    gate: GateArguments,
}

pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Outcome {
    writable(&arguments.format)?;
    if arguments.public {
        public::allow(&arguments.format)?;
    }
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
        return terminal.show(text.as_bytes());
    }
    let paths = paths(&prepared.config, &arguments.sources.path);
    let result = assess(prepared, &arguments.sources, terminal)?;
    let view = View {
        everything: arguments.all,
        public: arguments.public,
        exit_code: arguments.gate.exit_code(result.gate.exit_code),
        same_assessment: &arguments.sources.repeated(),
        paths: &paths,
    };
    let code = write_all(&arguments.format, &result, view, terminal);
    leave_to_the_system(result);
    Ok(code)
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
