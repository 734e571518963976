//! `tickmark init`: a commented tickmark.toml for the evidence that is there.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;
use jiff::Timestamp;

use super::Outcome;
use super::pipeline::sandbox;
use super::plugins::{CacheArguments, compiler, warn};
use super::terminal::Terminal;
use crate::config::{FILE_NAME, PluginSources};
use crate::date::utc_day;
use crate::diagnostic::{Code, Diagnostic};
use crate::evidence::{Listing, Pattern, Root};
use crate::gate::exit;
use crate::model::Input;
use crate::plugin::{self, Plugin};
use crate::report::text::{first_sentence, wrap};
use crate::sandbox::Cancel;

/// How wide comments are, in columns.
const COMMENT_WIDTH: usize = 96;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The directory to write to; evidence is looked for in its folder `evidence`
    #[arg(default_value = ".")]
    path: PathBuf,
    /// Overwrite a tickmark.toml that is there
    #[arg(long)]
    force: bool,
    /// A directory of plugins beside those that came with the program
    #[arg(long, value_name = "DIR")]
    plugins: Vec<PathBuf>,
    #[command(flatten)]
    cache: CacheArguments,
}

pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Outcome {
    let error = |message: String, help: &str| {
        vec![Diagnostic::error(Code::UnreadableFile, message).help(help)]
    };
    if !arguments.path.is_dir() {
        return Err(error(
            format!("{} is no directory", arguments.path.display()),
            "name the directory that holds the evidence folder",
        ));
    }
    let file = arguments.path.join(FILE_NAME);
    if file.exists() && !arguments.force {
        return Err(error(
            format!("{} is there already", file.display()),
            "`--force` overwrites it",
        ));
    }
    let sources = PluginSources {
        embedded: true,
        directories: arguments.plugins.clone(),
    };
    let compiler = compiler(&arguments.cache);
    let plugins = plugin::find(&sandbox(Cancel::default())?, &compiler, &sources, None)?;
    warn(terminal, &plugins, &compiler);
    let folder = arguments.path.join("evidence");
    let root = if folder.is_dir() { "evidence" } else { "." };
    let listing = Root::open(&arguments.path.join(root))
        .map(|root| Listing::read(&root))
        .map_err(|problem| error(problem.to_string(), "make the folder readable"))?;

    let usable: Vec<&Plugin> = plugins.usable.values().map(AsRef::as_ref).collect();
    let (found, absent): (Vec<&Plugin>, Vec<&Plugin>) = usable.into_iter().partition(|plugin| {
        plugin
            .descriptor
            .inputs
            .iter()
            .any(|input| !files(input, &listing).is_empty())
    });
    let text = compose(root, &found, &absent, &listing);
    std::fs::write(&file, text).map_err(|problem| {
        error(
            format!("cannot write {}: {problem}", file.display()),
            "choose a directory that you may write to",
        )
    })?;
    terminal.say(&format!(
        "wrote {} with {} of {} checks; next: fill in [assessment], then `tickmark check {}`",
        file.display(),
        found.len(),
        found.len() + absent.len(),
        arguments.path.display()
    ));
    Ok(exit::MET)
}

fn files(input: &Input, listing: &Listing) -> Vec<String> {
    listing
        .matching(&Pattern::parse_all(&input.default_globs))
        .into_iter()
        .map(|entry| entry.path.to_string())
        .collect()
}

fn compose(root: &str, found: &[&Plugin], absent: &[&Plugin], listing: &Listing) -> String {
    let today = utc_day(Timestamp::now());
    let mut text = format!(
        r#"# What is assessed, and as of when. `tickmark schema config` prints a schema for editors.
[assessment]
organisation = "Your organisation"
system = "Your system"
# 1: design as of a date. 2: operation through a period, with
# period = {{ start = 2026-01-01, end = 2026-06-30 }}
type = 1
# The day on which readiness is judged; without it, today.
# as-of = {today}
# Security is always in scope. Others: availability, processing-integrity, confidentiality, privacy.
categories = ["security"]

# Where the evidence lies. An evidence.toml in it says when and how files were collected:
#   [[evidence]]
#   path = "aws/credential-report.csv"
#   collected = {today}T08:00:00Z
#   source = "AWS IAM"
[evidence]
root = "{root}"

# Criteria that do not concern the system, each with the reason.
[scope.not-relevant]
# "CC6.4" = "No premises of our own; physical access is the cloud provider's."

# What decides between exit codes 0 and 1. Without rules, every failing control does.
[gate]
# fail-on = "medium"
# require-ready = ["CC6.1"]
# minimum-ready = 50
"#
    );
    for plugin in found {
        check(&mut text, plugin, listing, "");
    }
    let (told, absent): (Vec<&Plugin>, Vec<&Plugin>) = absent
        .iter()
        .partition(|plugin| reads_what_it_is_told(plugin));
    if !absent.is_empty() {
        text.push_str("\n# Plugins for which there is no evidence yet:\n");
        for plugin in absent {
            check(&mut text, plugin, listing, "# ");
        }
    }
    if !told.is_empty() {
        text.push_str(
            "\n# Plugins that apply rules of your own to files that you name; see `tickmark plugin inspect`:\n",
        );
        for plugin in told {
            let _ = writeln!(
                text,
                "# - {}: {}",
                plugin.descriptor.id, plugin.descriptor.title
            );
        }
    }
    text
}

/// Whether a plugin looks for nothing by itself. A check of it needs evidence and configuration that only
/// its user knows, so that none can be proposed.
fn reads_what_it_is_told(plugin: &Plugin) -> bool {
    plugin
        .descriptor
        .inputs
        .iter()
        .all(|input| input.default_globs.is_empty())
}

/// One check, each line behind `comment`. Writing to a string cannot fail.
fn check(text: &mut String, plugin: &Plugin, listing: &Listing, comment: &str) {
    let descriptor = &plugin.descriptor;
    let _ = write!(
        text,
        "\n{comment}# {}: {} controls; `tickmark plugin inspect {}` shows them.\n{comment}[[check]]\n{comment}plugin = {:?}\n",
        descriptor.title,
        descriptor.controls.len(),
        descriptor.id,
        descriptor.id
    );
    let _ = writeln!(text, "{comment}[check.evidence]");
    for input in &descriptor.inputs {
        let files = files(input, listing);
        for line in wrap(first_sentence(&input.description), COMMENT_WIDTH, 0) {
            let _ = writeln!(text, "{comment}# {line}");
        }
        let _ = match files.as_slice() {
            [] => writeln!(text, "{comment}# found nothing for it"),
            [one] => writeln!(text, "{comment}# found {one:?}"),
            [one, ..] => writeln!(
                text,
                "{comment}# found {} files, {one:?} first",
                files.len()
            ),
        };
        // What the plugin looks for by itself, written out so that it can be changed. A pattern that is
        // named has to match something, so that those which match nothing are only told.
        let matches = |glob: &&String| {
            Pattern::parse(glob)
                .is_ok_and(|pattern| !listing.matching(std::slice::from_ref(&pattern)).is_empty())
        };
        let (matching, others): (Vec<&String>, Vec<&String>) =
            input.default_globs.iter().partition(matches);
        let (named, told) = if matching.is_empty() {
            (others, Vec::new())
        } else {
            (matching, others)
        };
        let quoted = |globs: &[&String]| -> Vec<String> {
            globs.iter().map(|glob| format!("{glob:?}")).collect()
        };
        if !told.is_empty() {
            let _ = writeln!(
                text,
                "{comment}# other usual places: {}",
                quoted(&told).join(", ")
            );
        }
        let globs = quoted(&named);
        let off = if files.is_empty() && !input.required {
            "# "
        } else {
            ""
        };
        let _ = writeln!(
            text,
            "{comment}{off}{} = [{}]",
            input.name,
            globs.join(", ")
        );
    }
}
