//! The cells of a register, packed: one text for all of them, four bytes a cell, twelve a row.
//!
//! A million rows of eight fields take some fifty megabytes beside their text.

use std::rc::Rc;

use crate::{Day, Item, Location, Moment};

#[derive(Debug, Clone)]
pub(super) struct Store {
    width: usize,
    text: String,
    /// Where each cell ends in `text`; a cell begins where the one before it ends.
    ends: Vec<u32>,
    rows: Vec<Place>,
    files: Vec<File>,
}

/// Where a row stands.
#[derive(Debug, Clone, Copy)]
struct Place {
    file: u32,
    line: u32,
    /// The row's number in its list, for JSON and YAML.
    index: u32,
}

/// A file that could be read.
#[derive(Debug, Clone)]
pub(super) struct File {
    path: Rc<str>,
    shown_on: Day,
    /// The same to the second, where the file's provenance says so.
    collected: Option<Moment>,
    /// Bit by bit which fields the file has.
    fields: u64,
    names: Vec<String>,
    /// In which column each field was found.
    columns: Vec<Found>,
    /// The pointer to the list that holds the rows, where the file is structured.
    list: Option<String>,
}

/// In which column of a file a field was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    Nowhere,
    /// Under which of its names the field was looked for, and how the file writes it.
    In {
        asked: usize,
        column: String,
    },
    /// In one column here and in another there, or in parts.
    InSeveral,
}

impl File {
    pub(super) fn new(item: &Item, shown_on: Day, list: Option<String>) -> Self {
        let collected = item.collected.as_deref();
        Self {
            path: item.path.clone(),
            shown_on,
            collected: collected.and_then(|time| Moment::parse(time, None).ok()),
            fields: 0,
            names: Vec::new(),
            columns: Vec::new(),
            list,
        }
    }

    pub(super) fn set(&mut self, field: usize) {
        self.fields |= 1_u64
            .checked_shl(u32::try_from(field).unwrap_or(64))
            .unwrap_or(0);
    }

    pub(super) fn set_all(&mut self) {
        self.fields = u64::MAX;
    }

    pub(super) fn found(&self, field: usize) -> &Found {
        self.columns.get(field).unwrap_or(&Found::Nowhere)
    }

    pub(super) fn set_found(&mut self, field: usize, found: Found) {
        if self.columns.len() <= field {
            self.columns.resize(field + 1, Found::Nowhere);
        }
        self.columns[field] = found;
    }

    pub(super) fn set_names(&mut self, names: Vec<String>) {
        self.names = names;
    }

    pub(super) fn has(&self, field: usize) -> bool {
        let bit = 1_u64
            .checked_shl(u32::try_from(field).unwrap_or(64))
            .unwrap_or(0);
        self.fields & bit != 0
    }

    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    /// Where the names of the columns stand.
    pub(super) fn head(&self) -> Location {
        match self.list {
            None => Location::line(&self.path, 1),
            Some(_) => Location::file(&self.path),
        }
    }
}

impl Store {
    pub(super) fn new(width: usize) -> Self {
        Self {
            width,
            text: String::new(),
            ends: Vec::new(),
            rows: Vec::new(),
            files: Vec::new(),
        }
    }

    /// Makes room for a file, so that the text does not grow by doubling.
    pub(super) fn reserve(&mut self, bytes: u64) {
        const MOST: usize = 128 * 1024 * 1024;
        let bytes = usize::try_from(bytes).unwrap_or(MOST).min(MOST);
        self.text.reserve_exact(bytes);
    }

    pub(super) fn add_file(&mut self, file: File) -> usize {
        self.files.push(file);
        self.files.len() - 1
    }

    pub(super) fn file_mut(&mut self, file: usize) -> Option<&mut File> {
        self.files.get_mut(file)
    }

    pub(super) fn files(&self) -> &[File] {
        &self.files
    }

    /// Adds a row. `cells` has one text for each field; without one the cell is empty.
    pub(super) fn push<'a>(
        &mut self,
        file: usize,
        line: usize,
        index: usize,
        cells: impl Iterator<Item = Option<&'a str>>,
    ) {
        let before = self.ends.len();
        for cell in cells.take(self.width) {
            self.text.push_str(cell.unwrap_or_default());
            self.ends
                .push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        }
        let end = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        self.ends.resize(before + self.width, end);
        self.rows.push(Place {
            file: u32::try_from(file).unwrap_or(u32::MAX),
            line: u32::try_from(line).unwrap_or(u32::MAX),
            index: u32::try_from(index).unwrap_or(u32::MAX),
        });
    }

    pub(super) fn rows(&self) -> usize {
        self.rows.len()
    }

    /// A cell; empty where there is none.
    pub(super) fn cell(&self, row: usize, field: usize) -> &str {
        let at = row * self.width + field;
        let start = match at.checked_sub(1) {
            None => 0,
            Some(before) => self.ends.get(before).copied().unwrap_or(0),
        };
        let end = self.ends.get(at).copied().unwrap_or(0);
        self.text
            .get(start as usize..end as usize)
            .unwrap_or_default()
    }

    pub(super) fn file_of(&self, row: usize) -> Option<&File> {
        self.files.get(self.rows.get(row)?.file as usize)
    }

    pub(super) fn place(&self, row: usize) -> Location {
        let (Some(place), Some(file)) = (self.rows.get(row), self.file_of(row)) else {
            return Location::file("");
        };
        let location = Location::line(&file.path, place.line as usize);
        match &file.list {
            None => location,
            Some(list) => location.pointer(format!("{list}/{}", place.index)),
        }
    }

    pub(super) fn shown_on(&self, row: usize) -> Option<Day> {
        Some(self.file_of(row)?.shown_on)
    }

    /// The time at which a row's file was collected, where it is known.
    pub(super) fn collected(&self, row: usize) -> Option<Moment> {
        self.file_of(row)?.collected
    }

    /// Forgets rows. `rows` is sorted.
    pub(super) fn remove(&mut self, rows: &[usize]) {
        if rows.is_empty() {
            return;
        }
        let mut kept = Self::new(self.width);
        kept.files = std::mem::take(&mut self.files);
        for row in 0..self.rows() {
            if rows.binary_search(&row).is_err() {
                let place = self.rows[row];
                kept.push(
                    place.file as usize,
                    place.line as usize,
                    place.index as usize,
                    (0..self.width).map(|field| Some(self.cell(row, field))),
                );
            }
        }
        *self = kept;
    }
}
