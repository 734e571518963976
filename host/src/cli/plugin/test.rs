//! `tickmark plugin test`: the author's test kit.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::super::output::{Output, writable};
use super::super::pipeline::{ended_by_interrupts, processors, sandbox};
use super::super::plugins::{CacheArguments, compiler};
use super::super::progress::Progress;
use super::super::terminal::Terminal;
use super::super::{Outcome, word};
use crate::diagnostic::{Code, Diagnostic};
use crate::gate::exit;
use crate::kit::{self, Kit, Project, TestResult};
use crate::plugin;
use crate::report::kit::{Page, render_human, render_json, render_junit};
use crate::sandbox::Cancel;

#[derive(Debug, Args)]
#[command(after_help = "\
A golden case is a small assessment in DIR/cases/NAME: tickmark.toml, evidence/, and expected.json,
which --update writes. Conformance is what must hold for any plugin: it describes itself the same way
each time, refuses wrong configuration, survives damaged evidence and never passes on account of it.

Exit codes: 0 everything that was tested holds; 1 something does not; 3 there is nothing to test.")]
pub(in crate::cli) struct Arguments {
    /// A plugin's folder, with its component in `dist` and its cases in `cases`; or a component alone
    #[arg(default_value = ".", value_name = "DIR|WASM")]
    path: PathBuf,
    /// The component, where it is not the only one in `dist`
    #[arg(long, value_name = "FILE")]
    component: Option<PathBuf>,
    /// Write what the plugin says now to each case's expected.json
    #[arg(long)]
    update: bool,
    /// Run this case only; may be repeated
    #[arg(long, value_name = "CASE")]
    only: Vec<String>,
    /// Run the golden cases only
    #[arg(long)]
    no_conformance: bool,
    /// Keep damaged evidence that the plugin did not take well in this directory
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
    /// What to write, and where: human, json or junit, to stdout or to a file; may be repeated
    #[arg(long, value_name = "NAME[=PATH]", default_value = "human", value_parser = parse_format)]
    format: Vec<Output<Kind>>,
    /// How many runs at once [default: the number of processors]
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
    #[command(flatten)]
    cache: CacheArguments,
    /// Show what the plugin logs in the golden cases
    #[arg(long, short)]
    verbose: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Human,
    Json,
    Junit,
}

fn parse_format(text: &str) -> Result<Output<Kind>, String> {
    Output::parse(
        text,
        &[
            ("human", Kind::Human),
            ("json", Kind::Json),
            ("junit", Kind::Junit),
        ],
    )
}

pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Outcome {
    writable(&arguments.format)?;
    let project = Project::find(&arguments.path, arguments.component.as_deref())
        .and_then(|project| project.only(&arguments.only))
        .map_err(|diagnostic| vec![diagnostic])?;
    let cancel = Cancel::default();
    let sandbox = sandbox(cancel.clone())?;
    end_on_interrupt(cancel.clone());
    let compiler = compiler(&arguments.cache);
    let plugin = plugin::load(&sandbox, &compiler, &project.component);
    if let Some(warning) = compiler.warning() {
        terminal.diagnostic(&warning);
    }
    let kit = Kit {
        sandbox: Arc::new(sandbox),
        cancel,
        jobs: arguments.jobs.map_or_else(processors, usize::from),
        project,
        update: arguments.update,
        conformance: !arguments.no_conformance,
        keep: arguments.keep.clone(),
    };
    let result = {
        let mut progress = Progress::new(terminal, kit.project.cases.len(), arguments.verbose);
        kit::test(&kit, plugin, &mut progress).map_err(|error| {
            vec![
                Diagnostic::error(
                    Code::UnreadableFile,
                    format!("the plugin cannot be tested here: {error}"),
                )
                .help("the kit works in a temporary directory; TMPDIR names another one"),
            ]
        })?
    };
    let code = if result.holds() {
        exit::MET
    } else {
        exit::NOT_MET
    };
    for format in &arguments.format {
        write(format, &result, arguments, code, terminal)?;
    }
    Ok(code)
}

/// An interrupt ends the runs and then the report says so.
fn end_on_interrupt(cancel: Cancel) {
    // Without this thread an interrupt ends the program at once, which is just as well.
    let _ = std::thread::Builder::new()
        .name("interrupt".to_owned())
        .spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_io()
                .build();
            if let Ok(runtime) = runtime {
                runtime.block_on(ended_by_interrupts(cancel, exit::NOT_MET));
            }
        });
}

fn write(
    output: &Output<Kind>,
    result: &TestResult,
    arguments: &Arguments,
    code: u8,
    terminal: &Terminal,
) -> Result<(), Vec<Diagnostic>> {
    let render = |out: &mut dyn Write| match output.format {
        Kind::Json => render_json(result, out),
        Kind::Junit => render_junit(result, out),
        Kind::Human => {
            let mut palette = terminal.palette;
            palette.enabled &= output.path.is_none();
            let page = Page {
                width: terminal.width,
                palette,
                command: &command(arguments),
                exit_code: code,
            };
            render_human(result, page, out)
        }
    };
    output.write(terminal, render)
}

/// What to write to test the same thing again.
fn command(arguments: &Arguments) -> String {
    let mut words = vec!["tickmark plugin test".to_owned()];
    if arguments.path.as_os_str() != "." {
        words.push(word(&arguments.path));
    }
    if let Some(component) = &arguments.component {
        words.extend(["--component".to_owned(), word(component)]);
    }
    for case in &arguments.only {
        words.extend(["--only".to_owned(), word(case.as_ref())]);
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_is_a_name_and_perhaps_a_path() {
        assert_eq!(
            parse_format("junit=out.xml"),
            Ok(Output {
                format: Kind::Junit,
                path: Some("out.xml".into())
            })
        );
        assert!(parse_format("terminal").is_err());
        assert!(parse_format("json=").is_err());
    }
}
