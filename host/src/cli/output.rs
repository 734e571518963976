//! What `--format NAME[=PATH]` means, and writing there.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::terminal::Terminal;
use crate::diagnostic::{Code, Diagnostic};

/// An output: a format, and a file where it does not go to stdout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Output<F> {
    pub(super) format: F,
    pub(super) path: Option<PathBuf>,
}

impl<F: Copy> Output<F> {
    /// Reads `NAME` or `NAME=PATH`, for formats with these names.
    pub(super) fn parse(text: &str, formats: &[(&str, F)]) -> Result<Self, String> {
        let (name, path) = match text.split_once('=') {
            Some((_, "")) => return Err("expected a path behind `=`".to_owned()),
            Some((name, path)) => (name, Some(PathBuf::from(path))),
            None => (text, None),
        };
        match formats.iter().find(|(known, _)| *known == name) {
            Some((_, format)) => Ok(Self {
                format: *format,
                path,
            }),
            None => Err(format!("known formats are {}", list(formats))),
        }
    }
}

impl<F> Output<F> {
    /// Writes what `render` gives to where this output goes.
    pub(super) fn write(
        &self,
        terminal: &Terminal,
        render: impl Fn(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), Vec<Diagnostic>> {
        let failed = |error: io::Error, place: &str| {
            vec![Diagnostic::error(
                Code::UnreadableFile,
                format!("cannot write {place}: {error}"),
            )]
        };
        let Some(path) = &self.path else {
            let mut bytes = Vec::new();
            render(&mut bytes).map_err(|error| failed(error, "the report"))?;
            return terminal.write(&bytes).map(|_| ());
        };
        // Straight into the file: a result of many thousand findings need not be in memory twice.
        let written = File::create(path).and_then(|file| {
            let mut out = BufWriter::new(file);
            render(&mut out)?;
            out.flush()
        });
        written.map_err(|error| failed(error, &path.display().to_string()))
    }
}

/// Names as a sentence lists them.
fn list<F>(formats: &[(&str, F)]) -> String {
    let names: Vec<&str> = formats.iter().map(|(name, _)| *name).collect();
    match names.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        _ => names.concat(),
    }
}

/// Refuses outputs of which it can be known beforehand that they cannot be written: two to one place
/// would overwrite each other, and a long run should not end without its report.
pub(super) fn writable<F>(outputs: &[Output<F>]) -> Result<(), Vec<Diagnostic>> {
    let mut taken = Vec::new();
    for output in outputs {
        let place = output.path.as_deref();
        let real = place.map(real);
        if taken.contains(&real) {
            let place = place.map_or("stdout".to_owned(), |path| path.display().to_string());
            return Err(vec![
                Diagnostic::error(Code::Duplicate, format!("two formats go to {place}"))
                    .help("give each a path of its own, as in `--format json=result.json`"),
            ]);
        }
        taken.push(real);
        if let Some(path) = place {
            accessible(path).map_err(|error| vec![error])?;
        }
    }
    Ok(())
}

/// One name for one file, however it is written, whether or not it is there.
fn real(path: &Path) -> PathBuf {
    let through_parent = || {
        let parent = parent(path).canonicalize().ok()?;
        Some(parent.join(path.file_name()?))
    };
    path.canonicalize()
        .ok()
        .or_else(through_parent)
        .unwrap_or_else(|| path.to_owned())
}

fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// Tries whether a file can be written, and leaves everything as it is.
fn accessible(path: &Path) -> Result<(), Diagnostic> {
    let refuse = |message: String, help: &str| {
        Err(Diagnostic::error(Code::UnreadableFile, message).help(help))
    };
    let cannot = |error: &io::Error| {
        refuse(
            format!("cannot write {}: {error}", path.display()),
            "name a place where you may write",
        )
    };
    match std::fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => refuse(
            format!("{} is a directory", path.display()),
            "name a file in it",
        ),
        Ok(metadata) if metadata.is_file() => {
            let opened = File::options().append(true).open(path);
            opened.map_or_else(|error| cannot(&error), |_| Ok(()))
        }
        // Opening a device or a FIFO would be writing to it.
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let parent = parent(path);
            if !parent.is_dir() {
                return refuse(
                    format!("there is no directory {} to write to", parent.display()),
                    "create it first",
                );
            }
            let tried = tempfile::tempfile_in(parent);
            tried.map_or_else(|error| cannot(&error), |_| Ok(()))
        }
        Err(error) => cannot(&error),
    }
}
