//! The formats of a result, and writing each to where it was asked for. What makes a result and what
//! reads a stored one share this.

use std::io::{self, Write};

use super::output::Output;
use super::public;
use super::step_summary;
use super::terminal::Terminal;
use crate::diagnostic::Diagnostic;
use crate::gate::exit;
use crate::readiness::AssessmentResult;
use crate::report::inert::Lines;
use crate::report::{self, Paths, Screen};

/// A format of a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Terminal,
    Json,
    Html,
    Csv,
    Oscal,
    OscalCatalog,
    Ocsf,
    Sarif,
    Gitlab,
    Github,
    Junit,
    Markdown,
}

/// Reads `NAME` or `NAME=PATH`.
pub(super) fn parse_format(text: &str) -> Result<Output<Kind>, String> {
    Output::parse(
        text,
        &[
            ("terminal", Kind::Terminal),
            ("json", Kind::Json),
            ("html", Kind::Html),
            ("csv", Kind::Csv),
            ("oscal", Kind::Oscal),
            ("oscal-catalog", Kind::OscalCatalog),
            ("ocsf", Kind::Ocsf),
            ("sarif", Kind::Sarif),
            ("gitlab", Kind::Gitlab),
            ("github", Kind::Github),
            ("junit", Kind::Junit),
            ("markdown", Kind::Markdown),
        ],
    )
}

/// What reports need to know beside the result.
#[derive(Debug, Clone, Copy)]
pub(super) struct View<'a> {
    /// Whether to cut nothing.
    pub(super) everything: bool,
    /// Whether to show only what is fit for general use.
    pub(super) public: bool,
    /// The exit code to announce and to end with.
    pub(super) exit_code: u8,
    /// What to write behind a subcommand so that it sees the same assessment.
    pub(super) same_assessment: &'a str,
    /// Where evidence and configuration lie.
    pub(super) paths: &'a Paths,
}

/// Writes a result to every output. Ends with the view's exit code, or with the code for wrong usage
/// where an output could not be written: the result exists then, but not where it was asked for.
pub(super) fn write_all(
    outputs: &[Output<Kind>],
    result: &AssessmentResult,
    view: View<'_>,
    terminal: &Terminal,
) -> u8 {
    let failed: Vec<Diagnostic> = outputs
        .iter()
        .filter_map(|output| write(output, result, view, terminal).err())
        .flatten()
        .collect();
    if failed.is_empty() {
        return view.exit_code;
    }
    for diagnostic in &failed {
        terminal.diagnostic(diagnostic);
    }
    terminal.say(&format!(
        "exit {}: not every output could be written",
        exit::USAGE
    ));
    exit::USAGE
}

fn write(
    output: &Output<Kind>,
    result: &AssessmentResult,
    view: View<'_>,
    terminal: &Terminal,
) -> Result<(), Vec<Diagnostic>> {
    if view.public {
        return public::write(output, result, terminal);
    }
    let render = |out: &mut dyn Write| match output.format {
        Kind::Json => report::render_json(result, out),
        Kind::Csv => text(out, |out| report::render_csv(result, out)),
        Kind::Html => text(out, |out| report::render_html(result, out)),
        Kind::Markdown => text(out, |out| report::render_markdown(result, out)),
        Kind::Oscal => json(out, |out| report::render_oscal(result, out)),
        Kind::OscalCatalog => json(out, |out| report::render_oscal_catalog(result, out)),
        Kind::Ocsf => json(out, |out| report::render_ocsf(result, out)),
        Kind::Sarif => report::sarif::render(result, view.paths, out),
        Kind::Gitlab => report::gitlab::render(result, view.paths, out),
        Kind::Github => report::github::render(result, view.paths, out),
        Kind::Junit => report::junit::render(result, view.paths, out),
        Kind::Terminal => {
            let mut palette = terminal.palette;
            palette.enabled &= output.path.is_none();
            let screen = Screen {
                width: terminal.width,
                palette,
                everything: view.everything,
                exit_code: view.exit_code,
                same_assessment: view.same_assessment,
            };
            report::render_terminal(result, screen, out)
        }
    };
    output.write(terminal, render)?;
    match std::env::var_os(step_summary::VARIABLE) {
        Some(path) if output.format == Kind::Github && !path.is_empty() => {
            step_summary::add(result, path.as_ref())
        }
        _ => Ok(()),
    }
}

/// Renders text through a filter that leaves nothing in it that a pipeline would obey.
pub(super) fn text(
    out: &mut dyn Write,
    render: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    through(Lines::new(out), render)
}

/// The same for JSON, whose readers see no difference.
fn json(
    out: &mut dyn Write,
    render: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    through(Lines::json(out), render)
}

fn through(
    mut lines: Lines<'_>,
    render: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    render(&mut lines)?;
    lines.finish()
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
        assert!(parse_format("pdf").is_err());
        assert!(parse_format("json=").is_err());
    }
}
