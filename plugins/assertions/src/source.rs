//! Evidence files as rows or trees, each read once however many assertions look at it.

use std::collections::BTreeMap;
use std::rc::Rc;

use cel::Value;
use tickmark_plugin::{At, Check, Document, Item, Location, Problem, Report, Table};

use crate::config::{Assertions, Format, InputConfig};
use crate::value;

/// All files of all inputs.
pub(crate) struct Sources(BTreeMap<String, Vec<Source>>);

/// One file.
pub(crate) struct Source {
    pub(crate) item: Item,
    pub(crate) content: Result<Content, Problem>,
}

/// What a file holds.
pub(crate) enum Content {
    Rows(Rows),
    Documents(Vec<Document>),
}

/// A table.
pub(crate) struct Rows {
    pub(crate) headers: Vec<String>,
    pub(crate) rows: Vec<Result<Cells, Problem>>,
}

/// One row: a cell for each header.
pub(crate) struct Cells {
    pub(crate) cells: Vec<Box<str>>,
    pub(crate) place: Location,
}

impl Sources {
    /// Reads every input.
    pub(crate) fn read(check: &Check<'_, Assertions>, report: &mut Report) -> Self {
        let mut sources = BTreeMap::new();
        for input in &check.config.inputs {
            let files = check.items(&input.name).into_iter();
            let files = files.map(|item| Source::read(check, input, item));
            sources.insert(input.name.clone(), files.collect::<Vec<_>>());
        }
        let mut tallied = std::collections::BTreeSet::new();
        for source in sources.values().flatten() {
            if let Ok(Content::Rows(rows)) = &source.content
                && tallied.insert(source.item.path.clone())
            {
                report.tally(&source.item, rows.rows.len());
            }
        }
        Self(sources)
    }

    /// The files of an input, sorted by path.
    pub(crate) fn of(&self, input: &str) -> &[Source] {
        self.0.get(input).map_or(&[], Vec::as_slice)
    }
}

impl Source {
    fn read(check: &Check<'_, Assertions>, input: &InputConfig, item: Item) -> Self {
        let content = input
            .format
            .or_else(|| Format::of(&item.path))
            .ok_or_else(|| {
                Problem::new(
                    item.place(),
                    "the file's name does not tell its format; give the input a `format`",
                )
            })
            .and_then(|format| Content::read(check, &item, format));
        Self { item, content }
    }
}

impl Content {
    fn read(check: &Check<'_, Assertions>, item: &Item, format: Format) -> Result<Self, Problem> {
        let documents = match format {
            Format::Csv => return Ok(Self::Rows(Rows::read(check.csv(item)?))),
            Format::Json => vec![check.json(item)?],
            Format::Toml => vec![check.toml(item)?],
            Format::Yaml => Document::yaml_all(&item.path, &check.bytes(item)?)?,
            Format::JsonLines => json_lines(&item.path, &check.bytes(item)?)?,
        };
        if documents.is_empty() {
            return Err(Problem::new(item.place(), "the file holds no document"));
        }
        if documents.iter().all(|document| document.root().is_null()) {
            return Err(Problem::new(item.place(), "the file is empty"));
        }
        Ok(Self::Documents(documents))
    }

    /// The whole file as a value: all rows of a table, or a document.
    pub(crate) fn whole(&self, document: usize) -> Result<Value, Problem> {
        match self {
            Self::Rows(rows) => rows.to_value(),
            Self::Documents(documents) => match documents.get(document) {
                Some(document) => value::of(&document.root()),
                None => Ok(Value::Null),
            },
        }
    }
}

/// One JSON value on each line that is not blank.
fn json_lines(path: &Rc<str>, bytes: &[u8]) -> Result<Vec<Document>, Problem> {
    bytes
        .split(|&byte| byte == b'\n')
        .enumerate()
        .filter(|(_, line)| !line.trim_ascii().is_empty())
        .map(|(before, line)| {
            Document::json(path, line)
                .map(|document| document.shifted(before))
                .map_err(|problem| Problem::new(Location::line(path, before + 1), problem.message))
        })
        .collect()
}

impl Rows {
    fn read<R: std::io::Read>(mut table: Table<R>) -> Self {
        let headers = table.headers().to_vec();
        let columns: Vec<_> = headers.iter().map(|name| table.find(name)).collect();
        let mut rows = Vec::new();
        while let Some(row) = table.next() {
            rows.push(row.map(|row| {
                Cells {
                    cells: columns
                        .iter()
                        .map(|column| column.map_or("", |column| &row[column]).into())
                        .collect(),
                    place: row.place(),
                }
            }));
        }
        Self { headers, rows }
    }

    /// One row as a map.
    pub(crate) fn row(&self, cells: &Cells) -> Value {
        let names = self.headers.iter().map(String::as_str);
        value::map(names.zip(cells.cells.iter().map(|cell| value::text(cell))))
    }

    /// All rows, where all of them can be understood.
    fn to_value(&self) -> Result<Value, Problem> {
        let rows: Result<Vec<Value>, Problem> = self
            .rows
            .iter()
            .map(|row| {
                row.as_ref()
                    .map(|cells| self.row(cells))
                    .map_err(Clone::clone)
            })
            .collect();
        Ok(Value::List(std::sync::Arc::new(rows?)))
    }
}

/// A place and what is there, found by a pattern.
pub(crate) struct Selected<'a> {
    pub(crate) key: String,
    pub(crate) at: At<'a>,
}

/// What a pattern found in a document.
#[derive(Default)]
pub(crate) struct Selection<'a> {
    pub(crate) found: Vec<Selected<'a>>,
    pub(crate) problems: Vec<Problem>,
    /// Lists and objects without anything in them.
    pub(crate) empty: Vec<Location>,
}

/// Finds what a pattern names: a JSON Pointer of which a step may be `*`, every member.
pub(crate) fn select<'a>(document: &'a Document, pattern: &[String]) -> Selection<'a> {
    let mut selection = Selection::default();
    let mut here = vec![Selected {
        key: String::new(),
        at: document.root(),
    }];
    for step in pattern {
        here = here
            .into_iter()
            .flat_map(|one| selection.step(&one.at, step))
            .collect();
    }
    selection.found = here;
    selection
}

impl<'a> Selection<'a> {
    fn step(&mut self, at: &At<'a>, step: &str) -> Vec<Selected<'a>> {
        use tickmark_plugin::Kind;

        let items = || {
            let items = at.items().enumerate();
            items.map(|(index, at)| Selected {
                key: index.to_string(),
                at,
            })
        };
        let members = || {
            at.members().map(|(name, at)| Selected {
                key: name.to_owned(),
                at,
            })
        };
        match (at.kind(), step) {
            (Kind::Array | Kind::Object, "*") if at.is_empty() => {
                self.empty.push(at.place());
                Vec::new()
            }
            (Kind::Array, "*") => items().collect(),
            (Kind::Object, "*") => members().collect(),
            (Kind::Array | Kind::Object, _) => {
                let mut found: Vec<_> = items().chain(members()).collect();
                found.retain(|one| one.key == step);
                if found.is_empty() {
                    self.problems
                        .push(at.problem(format!("there is no `{step}` here")));
                }
                found
            }
            _ => {
                self.problems.push(at.problem(format!(
                    "this is {}, expected a list or an object",
                    value::brief(&at.summary(), value::MAX_SHOWN)
                )));
                Vec::new()
            }
        }
    }
}
