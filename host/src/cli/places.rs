//! Where evidence and configuration lie, seen from where the program runs.

use std::path::{Component, Path, PathBuf};

use crate::config::{self, Config};
use crate::diagnostic::{Code, Diagnostic};
use crate::report::Paths;

/// The paths that reports show. `assessed` is the directory or file that was named on the command line.
pub(super) fn paths(config: &Config, assessed: &Path) -> Paths {
    // Without a working directory paths stay as they were given.
    let here = std::env::current_dir().unwrap_or_default();
    let file = if assessed.is_dir() {
        assessed.join(config::FILE_NAME)
    } else {
        assessed.to_owned()
    };
    Paths {
        evidence: seen_from(&here, &config.evidence_root),
        config: config.from_file.then(|| seen_from(&here, &file)),
        checks: config
            .checks
            .iter()
            .filter_map(|check| Some((check.name.clone(), line(check.origin.as_ref()?)?)))
            .collect(),
    }
}

/// The line on which something is configured, as a message about it would say.
fn line(origin: &config::Origin) -> Option<u32> {
    let message = origin.at_value(Diagnostic::error(Code::BadValue, ""), "");
    let (source, span, _) = message.place?;
    let before = source.text.get(..span.start)?;
    u32::try_from(before.matches('\n').count() + 1).ok()
}

/// The path from a directory, with forward slashes and without `.` and `..`; as it was given where it
/// leads elsewhere.
fn seen_from(here: &Path, path: &Path) -> String {
    let whole = plain(&here.join(path));
    let seen = whole.strip_prefix(plain(here)).unwrap_or(path);
    let text = seen.to_string_lossy();
    if cfg!(windows) {
        text.replace('\\', "/")
    } else {
        text.into_owned()
    }
}

/// The path without `.` and `..`, by its letters alone: links are followed by nobody who reads a report.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_relative_to_where_the_program_runs() {
        let here = Path::new("/work/repository");
        for (path, seen) in [
            ("audit/evidence", "audit/evidence"),
            ("./audit/../evidence/", "evidence"),
            ("/work/repository/evidence", "evidence"),
            (".", ""),
            ("/work/other/evidence", "/work/other/evidence"),
            ("../other/evidence", "../other/evidence"),
        ] {
            assert_eq!(seen_from(here, Path::new(path)), seen, "{path}");
        }
    }
}
