//! `tickmark plugin new`: a plugin that builds and passes its own tests at once.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;

use crate::cli::Outcome;
use crate::cli::terminal::Terminal;
use crate::cli::word;
use crate::diagnostic::{Code, Diagnostic};
use crate::plugin::{Language, TemplateError, embedded_ids, write_template};

#[derive(Debug, Args)]
pub(in crate::cli) struct Arguments {
    /// The plugin's name, which is also its id: lower-case letters, digits and hyphens
    name: String,
    /// The language to write it in
    #[arg(long, value_enum, value_name = "LANGUAGE")]
    lang: Language,
    /// Where to write it [default: a new directory with the plugin's name]
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Outcome {
    let name = &arguments.name;
    if embedded_ids().any(|id| id == name) {
        return Err(vec![
            Diagnostic::error(
                Code::Duplicate,
                format!("`{name}` is the name of a plugin that came with the program"),
            )
            .help("two plugins with one name cannot be used together; choose another"),
        ]);
    }
    let directory = arguments.dir.clone().unwrap_or_else(|| name.into());
    let written = write_template(arguments.lang, name, &directory).map_err(|error| {
        let diagnostic = Diagnostic::error(Code::BadValue, error.to_string());
        vec![match error {
            TemplateError::Exists(_) => diagnostic.help("choose another name, or `--dir`"),
            _ => diagnostic,
        }]
    })?;
    let place = word(&written.directory);
    let mut text = format!("{place}: {} files\n", written.files.len());
    let _ = write!(
        text,
        "\nnext:\n  cd {place}\n  {}\n  tickmark plugin test .\n  tickmark check --plugins dist {}\n\nREADME.md says what the build needs.\n",
        arguments.lang.build_command(),
        example(&written.files)
    );
    terminal.write(text.as_bytes())
}

/// A golden case, which is an assessment that can be checked.
fn example(files: &[PathBuf]) -> String {
    files
        .iter()
        .find(|file| file.starts_with("cases") && file.ends_with("tickmark.toml"))
        .and_then(|file| file.parent())
        .map_or_else(|| "DIR".to_owned(), word)
}
