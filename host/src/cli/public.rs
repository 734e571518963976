//! `tickmark check --public`: which formats have a public form, and writing it.

use std::io::{self, Write};

use super::formats::{Kind, text};
use super::output::Output;
use super::terminal::Terminal;
use crate::diagnostic::{Code, Diagnostic};
use crate::readiness::AssessmentResult;
use crate::report::public::{PublicSummary, json, markdown, terminal as for_terminal};
use crate::report::style::Palette;

/// How a format writes the summary: width and colours are for a terminal.
type Render = fn(&PublicSummary, usize, Palette, &mut dyn Write) -> io::Result<()>;

/// The formats that have a public form. Whatever is not named here has none, so that a new format shows
/// nothing by accident.
const PUBLIC: [(Kind, Render); 3] = [
    (Kind::Terminal, for_terminal),
    (Kind::Json, |summary, _, _, out| json(summary, out)),
    (Kind::Markdown, |summary, _, _, out| markdown(summary, out)),
];

/// Refuses formats without a public form, before anything is run.
pub(super) fn allow(outputs: &[Output<Kind>]) -> Result<(), Vec<Diagnostic>> {
    let known: Vec<Kind> = PUBLIC.iter().map(|(kind, _)| *kind).collect();
    only(outputs, &known)
}

fn only(outputs: &[Output<Kind>], known: &[Kind]) -> Result<(), Vec<Diagnostic>> {
    if outputs.iter().all(|output| known.contains(&output.format)) {
        Ok(())
    } else {
        Err(refusal())
    }
}

fn refusal() -> Vec<Diagnostic> {
    vec![
        Diagnostic::error(
            Code::BadValue,
            "a format has no public form, because it is made of findings and evidence",
        )
        .help("with `--public`, use terminal, json or markdown"),
    ]
}

/// Writes the public summary of a result.
pub(super) fn write(
    output: &Output<Kind>,
    result: &AssessmentResult,
    terminal: &Terminal,
) -> Result<(), Vec<Diagnostic>> {
    let Some((_, render)) = PUBLIC.iter().find(|(kind, _)| *kind == output.format) else {
        return Err(refusal());
    };
    let summary = PublicSummary::of(result);
    let mut palette = terminal.palette;
    palette.enabled &= output.path.is_none();
    output.write(terminal, |out| {
        text(out, |out| render(&summary, terminal.width, palette, out))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_that_is_not_named_as_public_is_refused() {
        let outputs = [Kind::Json, Kind::Markdown].map(|format| Output { format, path: None });
        assert!(allow(&outputs).is_ok());
        assert!(only(&outputs, &[Kind::Markdown]).is_err());
    }
}
