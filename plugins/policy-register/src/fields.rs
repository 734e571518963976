//! Finding the fields of a document or a register row under whatever names they go by.

use std::collections::BTreeMap;
use std::io::Read;

use tickmark_plugin::words::key;
use tickmark_plugin::{At, Column, Kind, Row, Table};

use crate::settings::{FieldKind, Names};
use crate::value::{Stated, Value};
use crate::words::quoted;

/// The fields of one document or row, by what they say, in the order in which their names are
/// configured.
#[derive(Debug, Default)]
pub(crate) struct FieldMap(BTreeMap<FieldKind, Vec<(usize, Stated)>>);

impl FieldMap {
    /// The fields of a document's front matter.
    pub(crate) fn of_document(root: &At<'_>, names: &Names) -> Self {
        let mut fields = Self::default();
        fields.collect(root, names, "");
        for (name, member) in root.members() {
            if member.kind() == Kind::Object && names.is_section(&key(name)) {
                fields.collect(&member, names, "");
            }
        }
        fields
    }

    fn collect(&mut self, table: &At<'_>, names: &Names, prefix: &str) {
        for (name, member) in table.members() {
            let path = format!("{prefix}{}", key(name));
            self.add(names.find(&path), name, || Value::of(&member));
            // Names have few parts, so this goes no deeper than the longest of them.
            if member.kind() == Kind::Object && names.leads_through(&path) {
                self.collect(&member, names, &format!("{path}."));
            }
        }
    }

    fn add(&mut self, says: &[(FieldKind, usize)], name: &str, value: impl Fn() -> Value) {
        for &(kind, rank) in says {
            let name = name.to_owned();
            let value = value();
            self.0
                .entry(kind)
                .or_default()
                .push((rank, Stated { name, value }));
        }
    }

    /// The fields that say one thing, best name first.
    pub(crate) fn take(&mut self, kind: FieldKind) -> Vec<Stated> {
        let mut stated = self.0.remove(&kind).unwrap_or_default();
        stated.sort_by_key(|(rank, _)| *rank);
        stated.into_iter().map(|(_, stated)| stated).collect()
    }

    /// Whether no field is known at all.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The columns of a register.
#[derive(Debug)]
pub(crate) struct Columns<'a> {
    columns: Vec<Named<'a>>,
    all: Vec<Column>,
}

/// A column with what it says.
#[derive(Debug)]
struct Named<'a> {
    header: String,
    column: Column,
    says: &'a [(FieldKind, usize)],
}

impl<'a> Columns<'a> {
    /// Finds the columns. A register that does not name its policies is a problem.
    pub(crate) fn find<R: Read>(table: &Table<R>, names: &'a Names) -> Result<Self, String> {
        let columns: Vec<Named<'a>> = table
            .headers()
            .iter()
            .filter_map(|header| {
                let says = names.find(&key(header));
                let column = table.find(header)?;
                (!says.is_empty()).then(|| Named {
                    header: header.clone(),
                    column,
                    says,
                })
            })
            .collect();
        let identifies =
            |(kind, _): &(FieldKind, usize)| matches!(kind, FieldKind::Title | FieldKind::Id);
        if columns
            .iter()
            .any(|named| named.says.iter().any(identifies))
        {
            let all = table.headers().iter();
            let all = all.filter_map(|header| table.find(header)).collect();
            Ok(Self { columns, all })
        } else {
            Err(format!(
                "no column is known to hold a policy's title or identifier (the columns are {}); \
                 name it in `fields`",
                quoted(table.headers())
            ))
        }
    }

    /// Whether a row has nothing in any column, as spreadsheets leave them below a table.
    pub(crate) fn is_blank(&self, row: &Row<'_>) -> bool {
        self.all.iter().all(|column| row[*column].trim().is_empty())
    }

    /// The fields of a row.
    pub(crate) fn fields(&self, row: &Row<'_>) -> FieldMap {
        let mut fields = FieldMap::default();
        for named in &self.columns {
            fields.add(named.says, &named.header, || {
                Value::cell(row.place(), &row[named.column])
            });
        }
        fields
    }
}
