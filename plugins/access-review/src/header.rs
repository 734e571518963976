//! Which column of a file holds what.

use tickmark_plugin::prelude::*;

use crate::config::Names;
use crate::names::plain;

/// The header row of a file, with the names in the form in which they are compared.
pub(crate) struct Header<'t, R> {
    table: &'t Table<R>,
    place: Location,
    plain: Vec<String>,
    /// Where in the configuration the columns of this file can be named, as in `accounts.columns`.
    key: &'static str,
}

impl<'t, R: std::io::Read> Header<'t, R> {
    pub(crate) fn new(item: &Item, table: &'t Table<R>, key: &'static str) -> Self {
        Self {
            table,
            place: Location::line(&item.path, 1),
            plain: table.headers().iter().map(|name| plain(name)).collect(),
            key,
        }
    }

    /// The columns with these names in the configuration, else those with any of the known names
    /// (in plain form), the most telling first. Empty if there are none.
    pub(crate) fn columns(
        &self,
        what: &str,
        configured: Option<&Names>,
        known: &[&str],
    ) -> Result<Vec<Column>, Problem> {
        match configured {
            Some(names) => names
                .iter()
                .map(|name| {
                    self.table.column(name).map_err(|problem| {
                        self.problem(format!(
                            "{} (the configuration names it as `{}.{what}`)",
                            problem.message, self.key
                        ))
                    })
                })
                .collect(),
            None => known
                .iter()
                .filter_map(|name| self.known(name).transpose())
                .collect(),
        }
    }

    /// The one column with this name in the configuration, else the most telling known one.
    pub(crate) fn column(
        &self,
        what: &str,
        configured: Option<&String>,
        known: &[&str],
    ) -> Result<Option<Column>, Problem> {
        let found = self.named(what, configured, known)?;
        Ok(found.map(|(column, _)| column))
    }

    /// The same with the column's name in plain form, from which words in it get their meaning.
    pub(crate) fn named(
        &self,
        what: &str,
        configured: Option<&String>,
        known: &[&str],
    ) -> Result<Option<(Column, String)>, Problem> {
        if let Some(name) = configured {
            let names = Names::One(name.clone());
            let columns = self.columns(what, Some(&names), &[])?;
            return Ok(columns.first().map(|&column| (column, plain(name))));
        }
        known
            .iter()
            .find_map(|&name| {
                let column = self.known(name).transpose()?;
                Some(column.map(|column| (column, name.to_owned())))
            })
            .transpose()
    }

    /// The same with every known column, the most telling first, so that they can be compared. The
    /// configuration names one.
    pub(crate) fn all_named(
        &self,
        what: &str,
        configured: Option<&String>,
        known: &[&str],
    ) -> Result<Vec<(Column, String)>, Problem> {
        let Some(first) = self.named(what, configured, known)? else {
            return Ok(Vec::new());
        };
        let further = known
            .iter()
            .filter(|name| configured.is_none() && **name != first.1)
            .filter_map(|name| Some((self.known(name).ok()??, (*name).to_owned())));
        Ok(std::iter::once(first.clone()).chain(further).collect())
    }

    /// Says that a column is missing, and how to name it.
    pub(crate) fn missing(&self, what: &str, meaning: &str) -> Problem {
        let columns: Vec<String> = self
            .table
            .headers()
            .iter()
            .map(|name| format!("`{name}`"))
            .collect();
        self.problem(format!(
            "no column is known to hold {meaning}; name it as `{}.{what}` (the columns are {}){}",
            self.key,
            columns.join(", "),
            self.other_separator()
        ))
    }

    /// Whether there is a column with each of these plain names.
    pub(crate) fn has_all(&self, names: &[&str]) -> bool {
        names
            .iter()
            .all(|name| self.plain.iter().any(|plain| plain == name))
    }

    /// A hint where the file is separated by something that is not looked for.
    fn other_separator(&self) -> &'static str {
        match self.table.headers() {
            [only] if only.contains('\t') => {
                "; its fields seem to be separated by tabs, expected `,` or `;`"
            }
            _ => "",
        }
    }

    fn known(&self, name: &str) -> Result<Option<Column>, Problem> {
        let mut matching = self
            .table
            .headers()
            .iter()
            .zip(&self.plain)
            .filter(|(_, plain)| *plain == name)
            .map(|(header, _)| header);
        let Some(header) = matching.next() else {
            return Ok(None);
        };
        if let Some(other) = matching.next() {
            return Err(self.problem(format!(
                "the columns `{header}` and `{other}` have the same meaning; name the right one in `{}`",
                self.key
            )));
        }
        Ok(self.table.find(header))
    }

    fn problem(&self, message: String) -> Problem {
        Problem::new(self.place.clone(), message)
    }
}
