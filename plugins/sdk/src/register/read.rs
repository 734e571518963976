//! From files to cells: CSV row by row, JSON and YAML as lists of objects.

use crate::words::{key, same_key};
use crate::{At, Check, Column, Document, Item, Kind, Location, Problem};

use super::pages::Pages;
use super::store::{File, Found};
use super::{Field, Register};

/// How deep a path of a field may lead.
const MAX_STEPS: usize = 8;

/// What a service says instead of an answer, or beside it, is no list of records.
const REMARKS: &[&str] = &["errors", "messages", "warnings"];

/// The first of the names under which a field is looked for: that of configuration, or its own. Its aliases
/// follow.
const WHOLE: usize = 0;

/// Reads a file into the register and says how many records it holds, malformed ones included.
pub(super) fn file<C>(
    check: &Check<'_, C>,
    item: &Item,
    register: &mut Register,
    pages: &mut Pages,
) -> usize {
    let path = item.path.to_ascii_lowercase();
    let extension = path.rsplit('.').next().unwrap_or_default();
    let read = match extension {
        "json" => structured(check, item, register, pages, check.json(item)),
        "jsonl" | "ndjson" => lines(check, item, register),
        "yaml" | "yml" => structured(check, item, register, pages, check.yaml(item)),
        _ => table(check, item, register),
    };
    read.unwrap_or_else(|problem| {
        register.problems.push(problem);
        0
    })
}

fn table<C>(check: &Check<'_, C>, item: &Item, register: &mut Register) -> Result<usize, Problem> {
    let mut table = check.csv_with_doubles(item)?;
    let mut file = File::new(item, check.shown_on(item), None);
    file.set_names(table.headers().to_vec());
    let mut columns = Vec::with_capacity(register.spec.fields.len());
    for (index, field) in register.spec.fields.iter().enumerate() {
        let names = headers(register, field, table.headers())
            .map_err(|message| Problem::new(Location::line(&item.path, 1), message))?;
        let found: Vec<Column> = names.iter().filter_map(|name| table.find(name)).collect();
        if !found.is_empty() {
            file.set(index);
        }
        file.set_found(
            index,
            match names.as_slice() {
                [] => Found::Nowhere,
                [name] => Found::In {
                    asked: WHOLE,
                    column: (*name).to_owned(),
                },
                _ => Found::InSeveral,
            },
        );
        columns.push(found);
    }
    if columns.iter().all(Vec::is_empty) {
        return Err(Problem::new(
            file.head(),
            format!(
                "no column is one of a {}'s (the columns are {}; name them in `columns`)",
                register.spec.record,
                crate::brief(&file.names().join(", "), 300)
            ),
        ));
    }
    let file = register.store.add_file(file);
    register.store.reserve(item.size);
    let mut index = 0;
    while let Some(row) = table.next() {
        match row {
            Ok(row) => {
                let joined: Vec<String> = columns
                    .iter()
                    .filter(|parts| parts.len() > 1)
                    .map(|parts| join(parts.iter().map(|&part| row[part].trim())))
                    .collect();
                let (row, mut next) = (&row, joined.iter());
                let cells = columns.iter().map(move |parts| match parts.as_slice() {
                    [] => None,
                    [column] => Some(&row[*column]),
                    _ => next.next().map(String::as_str),
                });
                // Sheets end in rows of nothing but commas.
                if cells.clone().flatten().any(|cell| !cell.trim().is_empty()) {
                    register.store.push(file, row.line(), index, cells);
                }
            }
            Err(problem) => register.problems.push(problem),
        }
        index += 1;
    }
    Ok(table.rows())
}

/// The parts of a field that are filled in, as one text.
fn join<'a>(parts: impl Iterator<Item = &'a str>) -> String {
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}

/// The name of a column for comparisons. `#` stands for the word that it is short for.
fn column_key(name: &str) -> String {
    if name.contains('#') {
        key(&name.replace('#', " number "))
    } else {
        key(name)
    }
}

/// The names under which a file has a field: one, or one for each of its parts, or none.
fn headers<'a>(
    register: &Register,
    field: &Field,
    headers: &'a [String],
) -> Result<Vec<&'a str>, String> {
    if let Some(configured) = register.layout.columns.get(field.name) {
        let wanted = configured.trim();
        let found = headers.iter().find(|header| *header == wanted).or_else(|| {
            headers
                .iter()
                .find(|header| header.eq_ignore_ascii_case(wanted))
        });
        if let Some(found) = found
            && headers.iter().filter(|header| *header == found).count() > 1
        {
            return Err(format!(
                "there are several columns `{found}`, one of which `columns` names for `{}`",
                field.name
            ));
        }
        return found
            .map(|header| vec![header.as_str()])
            .ok_or_else(|| {
                format!(
                    "there is no column `{configured}`, which `columns` names for `{}` (the columns are {})",
                    field.name,
                    crate::brief(&headers.join(", "), 300)
                )
            });
    }
    let names: Vec<&str> = std::iter::once(&field.name)
        .chain(field.aliases)
        .copied()
        .collect();
    if let Some(whole) = only(field, &names, headers)? {
        return Ok(vec![whole]);
    }
    let parts = field
        .parts
        .iter()
        .map(|names| only(field, names, headers))
        .collect::<Result<Option<Vec<_>>, _>>()?;
    Ok(parts.unwrap_or_default())
}

/// The one column that has the first of these names that any has.
fn only<'a>(
    field: &Field,
    names: &[&str],
    headers: &'a [String],
) -> Result<Option<&'a str>, String> {
    for name in names {
        let wanted = column_key(name);
        let mut matching = headers.iter().filter(|header| column_key(header) == wanted);
        if let Some(found) = matching.next() {
            return match matching.next() {
                None => Ok(Some(found)),
                Some(other) => Err(format!(
                    "`{}` may be the column `{found}` or `{other}`; say in `columns` which",
                    field.name
                )),
            };
        }
    }
    Ok(None)
}

fn structured<C>(
    check: &Check<'_, C>,
    item: &Item,
    register: &mut Register,
    pages: &mut Pages,
    document: Result<Document, Problem>,
) -> Result<usize, Problem> {
    let document = document?;
    let root = document.root();
    let (beside, list) = if let Some(pointer) = &register.layout.rows {
        let beside = way(&root, pointer);
        beside.iter().try_for_each(refuse_error)?;
        let list = root.pointer(pointer).ok_or_else(|| {
            root.problem(format!(
                "there is nothing at `{pointer}`, which `rows` names"
            ))
        })?;
        (beside, list)
    } else {
        refuse_error(&root)?;
        (way(&root, "/"), only_list(&root)?)
    };
    if list.kind() != Kind::Array {
        return Err(list.problem(format!(
            "expected a list of {}s (say in `rows` where it stands)",
            register.spec.record
        )));
    }
    let pointer = list.place().pointer.unwrap_or_default();
    let mut file = File::new(item, check.shown_on(item), Some(pointer));
    // Of an empty list nobody can say which fields its records would have had.
    if list.is_empty() {
        file.set_all();
    }
    let file = register.store.add_file(file);
    register.store.reserve(item.size);
    let rows = list.len();
    pages.note(&beside, rows);
    for (index, row) in list.items().enumerate() {
        add(register, file, index, &row);
    }
    name_columns(register, file, list.items().next().as_ref());
    Ok(rows)
}

fn lines<C>(check: &Check<'_, C>, item: &Item, register: &mut Register) -> Result<usize, Problem> {
    let text = check.text(item)?;
    if text.as_str().trim().is_empty() {
        return Err(Problem::new(item.place(), "the file is empty"));
    }
    let file = File::new(item, check.shown_on(item), None);
    let file = register.store.add_file(file);
    register.store.reserve(item.size);
    let mut rows = 0;
    let mut named = false;
    for line in Document::json_lines(&item.path, text.as_str().as_bytes()) {
        match line {
            Ok(document) => {
                add(register, file, rows, &document.root());
                if !named {
                    name_columns(register, file, Some(&document.root()));
                    named = true;
                }
            }
            Err(problem) => register.problems.push(problem),
        }
        rows += 1;
    }
    Ok(rows)
}

fn name_columns(register: &mut Register, file: usize, first: Option<&At<'_>>) {
    let names = first.map_or_else(Vec::new, |row| {
        row.members().map(|(name, _)| name.to_owned()).collect()
    });
    if let Some(file) = register.store.file_mut(file) {
        file.set_names(names);
    }
}

/// The objects through which a JSON Pointer leads, the outermost first.
fn way<'a>(root: &At<'a>, pointer: &str) -> Vec<At<'a>> {
    pointer
        .match_indices('/')
        .map_while(|(end, _)| root.pointer(&pointer[..end]))
        .filter(|at| at.kind() == Kind::Object)
        .collect()
}

/// An answer that tells of an error is not all that was asked for.
fn refuse_error(root: &At<'_>) -> Result<(), Problem> {
    let said = ["error", "errors"]
        .iter()
        .filter_map(|name| root.get_like(name))
        .find(|said| match said.kind() {
            Kind::Null => false,
            Kind::Bool => said.as_bool() == Some(true),
            Kind::Number => said.as_f64() != Some(0.0),
            Kind::String => said.as_str() != Some(""),
            Kind::Array | Kind::Object => !said.is_empty(),
        });
    match said {
        Some(said) => Err(said.problem(format!(
            "the answer tells of an error: {}",
            crate::brief(&said.summary(), 200)
        ))),
        None => Ok(()),
    }
}

/// The document itself, or the only list among its members.
fn only_list<'a>(root: &At<'a>) -> Result<At<'a>, Problem> {
    if root.kind() == Kind::Array {
        return Ok(root.clone());
    }
    let mut lists = root
        .members()
        .filter(|(name, _)| !REMARKS.iter().any(|remark| same_key(remark, name)))
        .map(|(_, member)| member)
        .filter(|member| member.kind() == Kind::Array);
    match (lists.next(), lists.next()) {
        (Some(list), None) => Ok(list),
        (None, _) => Err(root.problem("expected a list of records")),
        (Some(_), Some(_)) => {
            Err(root.problem("the file holds several lists (say in `rows` which one)"))
        }
    }
}

fn add(register: &mut Register, file: usize, index: usize, row: &At<'_>) {
    match cells(register, row) {
        Ok(cells) => {
            for (field, cell) in cells.iter().enumerate() {
                if let Some((_, asked)) = cell {
                    note(register, file, field, *asked, row);
                }
            }
            let line = row.place().line.map_or(0, |line| line as usize);
            let cells = cells
                .iter()
                .map(|cell| cell.as_ref().map(|(text, _)| text.as_str()));
            register.store.push(file, line, index, cells);
        }
        Err(problem) => register.problems.push(problem),
    }
}

/// Notes that a file has a field, and where.
fn note(register: &mut Register, file: usize, field: usize, asked: Option<usize>, row: &At<'_>) {
    // Asked for each cell of a million rows, of which the first one mostly says it all.
    let known =
        |found: &Found| matches!(found, Found::In { asked: before, .. } if Some(*before) == asked);
    let Some(noted) = register.store.file_mut(file) else {
        return;
    };
    noted.set(field);
    if known(noted.found(field)) {
        return;
    }
    let first = *noted.found(field) == Found::Nowhere;
    let found = asked
        .filter(|_| first)
        .and_then(|asked| Some((asked, asked_for(register, field, asked)?)))
        .map_or(Found::InSeveral, |(asked, name)| {
            // How the file writes it; of a path, the path.
            let mut members = row.members().map(|(member, _)| member);
            let column = members.find(|member| same_key(member, name));
            Found::In {
                asked,
                column: column.unwrap_or(name).to_owned(),
            }
        });
    if let Some(noted) = register.store.file_mut(file) {
        noted.set_found(field, found);
    }
}

/// The name under which a field is looked for.
fn asked_for(register: &Register, field: usize, asked: usize) -> Option<&str> {
    let field = register.spec.fields.get(field)?;
    let configured = register.layout.columns.get(field.name);
    match asked.checked_sub(1) {
        None => Some(configured.map_or(field.name, String::as_str)),
        Some(alias) => field.aliases.get(alias).copied(),
    }
}

/// A cell's text, and under which name it was found where that is one.
type Cell = Option<(String, Option<usize>)>;

fn cells(register: &Register, row: &At<'_>) -> Result<Vec<Cell>, Problem> {
    if row.kind() != Kind::Object {
        return Err(row.problem(format!("expected an object, one {}", register.spec.record)));
    }
    register
        .spec
        .fields
        .iter()
        .map(|field| {
            let configured = register.layout.columns.get(field.name);
            let first = |names: &[&str]| names.iter().find_map(|name| follow(row, name));
            let alias = || {
                let mut aliases = field.aliases.iter().enumerate();
                aliases.find_map(|(at, name)| Some((follow(row, name)?, at + 1)))
            };
            let value = match configured {
                Some(path) => follow(row, path).map(|values| (values, WHOLE)),
                None => follow(row, field.name)
                    .map(|values| (values, WHOLE))
                    .or_else(alias),
            };
            let parts = || -> Option<Vec<Vec<At<'_>>>> {
                field.parts.iter().map(|names| first(names)).collect()
            };
            match value {
                Some((values, asked)) => text(field, &values).map(|text| Some((text, Some(asked)))),
                None if configured.is_some() || field.parts.is_empty() => Ok(None),
                None => parts()
                    .map(|parts| {
                        let texts = parts
                            .iter()
                            .map(|values| text(field, values))
                            .collect::<Result<Vec<_>, _>>()?;
                        Ok((join(texts.iter().map(|text| text.trim())), None))
                    })
                    .transpose(),
            }
        })
        .collect()
}

/// The values at the end of a path with dots; a list on the way means each of its elements.
fn follow<'a>(row: &At<'a>, path: &str) -> Option<Vec<At<'a>>> {
    let mut values = vec![row.clone()];
    for step in path.split('.').take(MAX_STEPS) {
        let next: Vec<At<'a>> = values
            .iter()
            .flat_map(elements)
            .filter_map(|value| value.get_like(step))
            .collect();
        if next.is_empty() {
            return None;
        }
        values = next;
    }
    Some(values)
}

fn elements<'a>(value: &At<'a>) -> Vec<At<'a>> {
    if value.kind() == Kind::Array {
        value.items().collect()
    } else {
        vec![value.clone()]
    }
}

fn text(field: &Field, values: &[At<'_>]) -> Result<String, Problem> {
    let mut texts = Vec::new();
    for value in values.iter().flat_map(elements) {
        match value.kind() {
            Kind::Null => {}
            Kind::Object | Kind::Array => {
                return Err(value.problem(format!(
                    "`{}` is {}, expected a text (name a path with dots in `columns`)",
                    field.name,
                    value.summary()
                )));
            }
            Kind::Bool | Kind::Number | Kind::String => texts.push(value.summary()),
        }
    }
    Ok(texts.join("; "))
}
