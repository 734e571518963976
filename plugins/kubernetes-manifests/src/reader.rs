//! Reads files into documents: YAML streams document by document, as `kubectl` splits them, and
//! JSON.
//!
//! A document that cannot be read costs only itself. Templates that were not rendered are named as
//! such. What no rule reads is counted and let go at once.

use std::rc::Rc;

use tickmark_plugin::Kind as Shape;
use tickmark_plugin::prelude::*;

use crate::Config;
use crate::census::Census;
use crate::field;
use crate::kind::{Kind, Named};

/// Something that could not be understood.
#[derive(Debug)]
pub(crate) struct Unclear {
    pub(crate) subject: String,
    pub(crate) problem: Problem,
    /// What it is, where that is known.
    pub(crate) kind: Option<Kind>,
}

/// How many unreadable documents of one file are reported one by one.
const MOST_PROBLEMS: usize = 20;

/// Everything that was read.
#[derive(Debug, Default)]
pub(crate) struct Files {
    pub(crate) documents: Vec<Document>,
    pub(crate) problems: Vec<Unclear>,
    pub(crate) census: Census,
}

impl Files {
    /// Reads all items of an input.
    pub(crate) fn read(check: &Check<'_, Config>, input: &str) -> Self {
        let mut files = Self::default();
        for item in check.items(input) {
            match check.text(&item) {
                Ok(text) => files.file(&item.path, text.as_str()),
                Err(problem) => files.broken(&item.path, item.path.to_string(), problem),
            }
        }
        files
    }

    fn broken(&mut self, path: &Rc<str>, subject: String, problem: Problem) {
        self.census.record(path);
        self.problems.push(Unclear {
            subject,
            problem,
            kind: None,
        });
    }

    fn file(&mut self, path: &Rc<str>, text: &str) {
        self.content(path, text);
        if !self.census.knows(path) {
            let problem = Problem::new(
                Location::file(path),
                "the file holds no object, only comments or nulls",
            );
            self.broken(path, path.to_string(), problem);
        }
    }

    fn content(&mut self, path: &Rc<str>, text: &str) {
        if text.trim().is_empty() {
            let problem = Problem::new(Location::file(path), "the file is empty");
            return self.broken(path, path.to_string(), problem);
        }
        if let Some((before, _)) = text.split_once('\0') {
            let problem = Problem::new(
                Location::line(path, before.matches('\n').count() + 1),
                "the file holds zero bytes, so it is damaged or no text",
            );
            return self.broken(path, path.to_string(), problem);
        }
        if text.trim_start().starts_with('{') {
            match Document::json(path, text.as_bytes()) {
                Ok(document) => return self.keep(path, document, None),
                // A template may begin with `{{`, and YAML may be written in braces.
                Err(problem) if !path.ends_with(".yaml") && !path.ends_with(".yml") => {
                    return self.broken(path, path.to_string(), named(problem, text));
                }
                Err(_) => {}
            }
        }
        self.stream(path, text);
    }

    fn stream(&mut self, path: &Rc<str>, text: &str) {
        let chunks = chunks(text);
        let several = chunks.len() > 1;
        let mut broken = 0;
        for (index, (lines, chunk)) in chunks.into_iter().enumerate() {
            match Document::yaml_all(path, chunk.as_bytes()) {
                Ok(documents) => {
                    for document in documents {
                        let position = several.then_some(index + 1);
                        self.keep(path, document.shifted(lines), position);
                    }
                }
                Err(mut problem) => {
                    broken += 1;
                    if broken > MOST_PROBLEMS {
                        self.census.record(path);
                        continue;
                    }
                    let before = u32::try_from(lines).unwrap_or(u32::MAX);
                    problem.place.line =
                        Some(problem.place.line.unwrap_or(1).saturating_add(before));
                    let subject = subject_of(path, several.then_some(index + 1));
                    self.broken(path, subject, named(problem, chunk));
                }
            }
        }
        if let Some(more) = broken.checked_sub(MOST_PROBLEMS).filter(|more| *more > 0) {
            self.problems.push(Unclear {
                subject: path.to_string(),
                problem: Problem::new(
                    Location::file(path),
                    format!("{more} more documents cannot be read"),
                ),
                kind: None,
            });
        }
    }

    /// Keeps a document that some rule reads; counts any other.
    fn keep(&mut self, path: &Rc<str>, document: Document, position: Option<usize>) {
        let root = document.root();
        if root.is_null() {
            return;
        }
        if root.kind() != Shape::Object {
            let problem = root.problem("this is no Kubernetes object, which is a map");
            return self.broken(path, subject_of(path, position), problem);
        }
        let text = |key| field::get(&root, key).and_then(|value| value.as_str());
        let (api_version, kind) = match (text("apiVersion"), text("kind")) {
            (Some(version), Some(kind)) => (version, kind),
            (version, _) => {
                let missing = if version.is_none() {
                    "apiVersion"
                } else {
                    "kind"
                };
                let problem = root.problem(format!(
                    "the document has no `{missing}`, so it is no Kubernetes object"
                ));
                return self.broken(path, subject_of(path, position), problem);
            }
        };
        match Kind::named(api_version, kind) {
            _ if is_list(&root, kind) => {}
            Named::Judged(_) | Named::UnknownVersion(_) => {}
            Named::Recipe(what) => {
                let problem = root.problem(format!("this is {what}"));
                return self.broken(path, subject_of(path, position), problem);
            }
            Named::Other => {
                self.census.other(path, api_version, kind);
                return;
            }
        }
        self.census.records(path, 0);
        self.documents.push(document);
    }
}

/// Whether an object is a list of others: `kubectl` writes `List`, the API `PodList` and so on.
pub(crate) fn is_list(at: &At<'_>, kind: &str) -> bool {
    kind == "List" || (kind.ends_with("List") && field::get(at, "items").is_some())
}

fn subject_of(path: &str, position: Option<usize>) -> String {
    match position {
        Some(position) => format!("{path}, document {position}"),
        None => path.to_owned(),
    }
}

/// Names the cause where it is a template.
fn named(problem: Problem, text: &str) -> Problem {
    if text.contains("{{") {
        Problem::new(
            problem.place,
            "this is a template that was not rendered (`{{`); collect the output of `helm template` \
             or what the cluster holds",
        )
    } else {
        problem
    }
}

/// The documents of a YAML stream with how many lines stand before each. A line that begins with
/// `---` ends a document wherever it stands, also inside a block of text (YAML 1.2.2, 9.1.2).
/// Documents that hold nothing but comments and directives are left out.
fn chunks(text: &str) -> Vec<(usize, &str)> {
    let mut chunks = Vec::new();
    let (mut start, mut start_line, mut offset) = (0, 0, 0);
    for (line, content) in text.split_inclusive('\n').enumerate() {
        let rest = content.strip_prefix("---");
        if rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n'])) {
            chunks.push((start_line, &text[start..offset]));
            (start, start_line) = (offset, line);
        }
        offset += content.len();
    }
    chunks.push((start_line, &text[start..]));
    chunks.retain(|(_, chunk)| {
        chunk.lines().any(|line| {
            let line = line.trim();
            !(line.is_empty()
                || line.starts_with(['#', '%'])
                || line == "..."
                || line == "---"
                || line
                    .strip_prefix("--- ")
                    .is_some_and(|rest| rest.trim().starts_with('#')))
        })
    });
    chunks
}
