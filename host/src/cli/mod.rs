//! The command line: arguments parsed, then resolved once; each subcommand wires the library's steps
//! together and has no logic of its own. Only this module reads the environment and the clock.

mod check;
mod criteria;
mod diff;
mod explain;
mod formats;
mod gate;
mod init;
mod output;
mod pipeline;
mod places;
mod plugin;
mod plugins;
mod progress;
mod public;
mod report;
mod schema;
mod step_summary;
mod stored;
mod terminal;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

use crate::diagnostic::{Code, Diagnostic};
use crate::gate::exit;
use crate::sandbox::compile_worker;

use plugins::{AdmissionArguments, CacheArguments};
use terminal::Terminal;

/// Says for each of the 61 SOC 2 Trust Services Criteria whether you are ready, why, and on what
/// evidence.
///
/// Exit codes, the highest that applies: 0 the gate is met; 1 it is not; 2 something configured could
/// not be evaluated; 3 configuration or usage is wrong and nothing was run.
#[derive(Debug, Parser)]
#[command(name = "tickmark", version, about, max_term_width = 100)]
struct Arguments {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// What every subcommand takes.
#[derive(Debug, Args)]
struct Global {
    /// When to use colours
    #[arg(long, global = true, value_enum, default_value_t = Colour::Auto, value_name = "WHEN")]
    color: Colour,
    /// Show no progress and no warnings
    #[arg(long, short, global = true)]
    quiet: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Colour {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Examine the evidence and say where every criterion stands
    Check(check::Arguments),
    /// Show why a criterion, control or finding stands where it stands, or what a reason means
    Explain(explain::Arguments),
    /// Show a stored result in other formats
    Report(report::Arguments),
    /// Show what has changed between two results
    Diff(diff::Arguments),
    /// List the 61 criteria
    Criteria(criteria::Arguments),
    /// Write a commented tickmark.toml for the evidence that is there
    Init(init::Arguments),
    /// List, inspect, lock and compile plugins
    #[command(subcommand)]
    Plugin(plugin::Command),
    /// Print a JSON Schema, for editors and for readers of results
    Schema(schema::Arguments),
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
    /// Compile a component from stdin to stdout, within limits
    #[command(hide = true, name = crate::sandbox::WORKER)]
    CompileWorker {
        /// CPU time
        cpu_seconds: u64,
        /// Address space
        address_space_mib: u64,
    },
}

/// Where an assessment's parts come from.
#[derive(Debug, Clone, Args)]
struct Sources {
    /// A directory with tickmark.toml and evidence, or the file itself
    #[arg(default_value = ".")]
    path: PathBuf,
    /// A further directory of plugins
    #[arg(long, value_name = "DIR")]
    plugins: Vec<PathBuf>,
    /// Leave out the plugins that came with the program
    #[arg(long)]
    no_embedded: bool,
    #[command(flatten)]
    admission: AdmissionArguments,
    #[command(flatten)]
    cache: CacheArguments,
    /// The evidence folder, instead of the configured one
    #[arg(long, value_name = "DIR")]
    evidence: Option<PathBuf>,
    /// The day (UTC) on which readiness is judged, instead of the configured one
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    as_of: Option<Date>,
    /// How many plugins run at once [default: the number of processors]
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
    /// Show what plugins log
    #[arg(long, short)]
    verbose: bool,
}

impl Sources {
    /// What to write behind another subcommand so that it sees the same assessment, with a space
    /// before it.
    fn repeated(&self) -> String {
        let mut words = vec![String::new()];
        if self.path.as_os_str() != "." {
            words.push(word(&self.path));
        }
        for directory in &self.plugins {
            words.extend(["--plugins".to_owned(), word(directory)]);
        }
        if self.no_embedded {
            words.push("--no-embedded".to_owned());
        }
        words.extend(self.admission.repeated().map(str::to_owned));
        if let Some(directory) = &self.evidence {
            words.extend(["--evidence".to_owned(), word(directory)]);
        }
        if let Some(day) = self.as_of {
            words.extend(["--as-of".to_owned(), day.to_string()]);
        }
        words.join(" ")
    }
}

/// A path as a shell's word; what a shell would not leave alone stands in quotes.
fn word(path: &Path) -> String {
    let text = path.display().to_string();
    let is_plain = |letter: char| letter.is_alphanumeric() || "/._-+@:,".contains(letter);
    if text.chars().all(is_plain) {
        text
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}

fn parse_date(text: &str) -> Result<Date, String> {
    match text.parse::<Date>() {
        Ok(date) if text.len() == "YYYY-MM-DD".len() => Ok(date),
        _ => Err("expected a calendar day, as in 2026-11-22".to_owned()),
    }
}

/// Runs the program.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let is_mistake = error.use_stderr();
            // Nothing is left to do when even this cannot be printed.
            let _ = error.print();
            return ExitCode::from(if is_mistake { exit::USAGE } else { exit::MET });
        }
    };
    let terminal = Terminal::new(&arguments.global);
    survive_large_files();
    let outcome = match arguments.command {
        Command::Check(arguments) => check::run(&arguments, &terminal),
        Command::Explain(arguments) => explain::run(&arguments, &terminal),
        Command::Report(arguments) => report::run(&arguments, &terminal),
        Command::Diff(arguments) => diff::run(&arguments, &terminal),
        Command::Criteria(arguments) => criteria::run(&arguments, &terminal),
        Command::Init(arguments) => init::run(&arguments, &terminal),
        Command::Plugin(command) => plugin::run(&command, &terminal),
        Command::Schema(arguments) => schema::run(&arguments, &terminal),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "tickmark", &mut script);
            terminal.write(&script)
        }
        Command::Man => manual().and_then(|page| terminal.write(&page)),
        Command::CompileWorker {
            cpu_seconds,
            address_space_mib,
        } => return compile_worker(cpu_seconds, address_space_mib),
    };
    match outcome {
        Ok(code) => ExitCode::from(code),
        Err(diagnostics) => {
            for diagnostic in &diagnostics {
                terminal.diagnostic(diagnostic);
            }
            terminal.say(&format!(
                "exit {}: configuration or usage is wrong, nothing was run",
                exit::USAGE
            ));
            ExitCode::from(exit::USAGE)
        }
    }
}

/// Makes writing beyond a file-size limit an error like a full disk, instead of the program's end.
#[cfg(unix)]
fn survive_large_files() {
    let signal = rustix::process::Signal::XFSZ.as_raw();
    // Nobody asks whether it came: the write says so. Without the handler all is as it was.
    let _ = signal_hook::flag::register(signal, std::sync::Arc::default());
}

#[cfg(not(unix))]
fn survive_large_files() {}

/// The program's manual: one page for the command and each subcommand.
fn manual() -> Result<Vec<u8>, Vec<Diagnostic>> {
    let mut page = Vec::new();
    let mut command = Arguments::command();
    command.build();
    render_manual(command, &mut page).map_err(|error| {
        vec![Diagnostic::error(
            Code::UnreadableFile,
            format!("cannot write the manual: {error}"),
        )]
    })?;
    Ok(page)
}

fn render_manual(command: clap::Command, page: &mut Vec<u8>) -> std::io::Result<()> {
    let subcommands: Vec<clap::Command> = command
        .get_subcommands()
        .filter(|command| !command.is_hide_set() && command.get_name() != "help")
        .cloned()
        .collect();
    clap_mangen::Man::new(command).render(page)?;
    for subcommand in subcommands {
        render_manual(subcommand, page)?;
    }
    Ok(())
}

/// How a subcommand ends: with an exit code, or with what is wrong before anything ran.
type Outcome = Result<u8, Vec<Diagnostic>>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Arguments::command().debug_assert();
    }
}
