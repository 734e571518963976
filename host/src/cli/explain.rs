//! `tickmark explain`: why something stands where it stands.

use std::path::PathBuf;

use clap::Args;

use super::pipeline::{Locking, assess, prepare};
use super::terminal::Terminal;
use super::{Outcome, Sources, stored};
use crate::criteria::Criterion;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::plan::ReasonCode;
use crate::report::explain;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// A criterion (CC6.1), a control (aws-credential-report/root-mfa), a finding's id, or the code
    /// of a reason (stale-input)
    name: String,
    #[command(flatten)]
    sources: Sources,
    /// A result that `check --format json` wrote, instead of a new run
    #[arg(long, value_name = "FILE", conflicts_with = "path")]
    result: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Outcome {
    let mut page = Vec::new();
    let unwritable =
        |error: std::io::Error| vec![Diagnostic::error(Code::UnreadableFile, error.to_string())];
    let code = ReasonCode::ALL
        .into_iter()
        .find(|code| code.name() == arguments.name);
    if let Some(code) = code {
        explain::render_code(code, terminal.width, &mut page).map_err(unwritable)?;
        return terminal.show(&page);
    }
    let result = if let Some(path) = &arguments.result {
        stored::read(path)?
    } else {
        let prepared = prepare(&arguments.sources, Locking::Obey, terminal)?;
        assess(prepared, &arguments.sources, terminal)?
    };
    // Criteria are understood in the spellings of other tools too.
    let spelled = Criterion::from_spelling(&arguments.name).map(Criterion::id);
    let name = spelled.unwrap_or(&arguments.name);
    let Some(subject) = explain::find(&result, name) else {
        let mut known = explain::names(&result);
        for code in ReasonCode::ALL {
            known.push(code.name());
        }
        let near = nearest(&arguments.name, known.into_iter());
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`tickmark criteria` lists the criteria; `tickmark check --format json` names controls and findings".to_owned(),
        };
        return Err(vec![
            Diagnostic::error(
                Code::BadValue,
                format!(
                    "`{}` is no criterion, control, finding or reason of this run",
                    arguments.name
                ),
            )
            .help(help),
        ]);
    };
    explain::render(
        &result,
        subject,
        terminal.width,
        terminal.palette,
        &mut page,
    )
    .map_err(unwritable)?;
    terminal.show(&page)
}
