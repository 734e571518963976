//! From exports to changes, one at a time, so that a log of any length needs little memory.

mod flat;
mod forge;
mod pages;

use std::io::Read;

use tickmark_plugin::prelude::*;
use tickmark_plugin::{Evidence, ReadError};

use crate::Config;
use crate::change::Change;
use pages::Pages;

/// What one record of the log is.
pub(crate) type Entry = Result<Option<Change>, Problem>;

/// How a file is laid out, by the end of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Json,
    JsonLines,
    Flat,
}

fn form(path: &str) -> Form {
    match path
        .rsplit('.')
        .next()
        .map(str::to_ascii_lowercase)
        .as_deref()
    {
        Some("json") => Form::Json,
        Some("jsonl" | "ndjson") => Form::JsonLines,
        _ => Form::Flat,
    }
}

/// Reads every change of the input and hands it on: a change, nothing for one that was not merged, or a problem.
pub(crate) fn changes(
    check: &Check<'_, Config>,
    report: &mut Report,
    mut take: impl FnMut(Entry, &mut Report),
) {
    let mut flat = false;
    let mut pages = Pages::default();
    for item in check.items("changes") {
        let read = match form(&item.path) {
            Form::Json => array(check, &item, report, &mut pages, &mut take),
            Form::JsonLines => lines(check, &item, report, &mut take),
            Form::Flat => {
                flat = true;
                Ok(())
            }
        };
        if let Err(problem) = read {
            take(Err(problem), report);
        }
    }
    if let Some(problem) = pages.missing() {
        take(Err(problem), report);
    }
    if flat {
        flat::read(check, report, &mut take);
    }
}

fn array(
    check: &Check<'_, Config>,
    item: &Item,
    report: &mut Report,
    pages: &mut Pages,
    take: &mut impl FnMut(Entry, &mut Report),
) -> Result<(), Problem> {
    let document = check.json(item)?;
    let root = document.root();
    pages::refuse_errors(&root)?;
    let list = if let Some(pointer) = &check.config.changes.rows {
        root.pointer(pointer).ok_or_else(|| {
            root.problem(format!(
                "there is nothing at `{pointer}`, which `rows` names"
            ))
        })?
    } else {
        let connection = connection(&root);
        pages.note(&connection);
        connection.get("nodes").unwrap_or(connection)
    };
    if list.kind() != tickmark_plugin::Kind::Array {
        return Err(list.problem("expected a list of changes (say in `rows` where it stands)"));
    }
    report.tally(item, list.len());
    for change in list.items() {
        take(forge::change(&change, item, check.shown_on(item)), report);
    }
    Ok(())
}

/// What holds the list in an answer of GraphQL, or the value itself.
fn connection<'a>(root: &At<'a>) -> At<'a> {
    [
        &["data", "repository", "pullRequests"][..],
        &["data", "search"],
        &["pullRequests"],
    ]
    .into_iter()
    .find_map(|path| root.path(path).filter(|found| found.get("nodes").is_some()))
    .unwrap_or_else(|| root.clone())
}

fn lines(
    check: &Check<'_, Config>,
    item: &Item,
    report: &mut Report,
    take: &mut impl FnMut(Entry, &mut Report),
) -> Result<(), Problem> {
    let bytes = check.bytes(item)?;
    let mut rows = 0;
    for line in Document::json_lines(&item.path, &bytes) {
        rows += 1;
        match line {
            Ok(document) => take(
                forge::change(&document.root(), item, check.shown_on(item)),
                report,
            ),
            Err(problem) => take(Err(problem), report),
        }
    }
    report.tally(item, rows);
    Ok(())
}

/// The evidence without the structured files of the input `changes`, which are read here.
struct FlatOnly<'a>(&'a dyn Evidence);

impl Evidence for FlatOnly<'_> {
    fn list(&self, input: &str) -> Result<Vec<Item>, ReadError> {
        let mut items = self.0.list(input)?;
        items.retain(|item| form(&item.path) == Form::Flat);
        Ok(items)
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        self.0.read(path)
    }

    fn open<'b>(&'b self, path: &str) -> Result<Box<dyn Read + 'b>, ReadError> {
        self.0.open(path)
    }
}
