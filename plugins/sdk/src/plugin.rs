//! The trait that a plugin implements, and what it is given.

use std::io::Read;
use std::rc::Rc;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use crate::{
    Control, Day, Descriptor, Document, Evidence, Failure, Input, Item, Period, Problem, ReadError,
    Report, Table, Text,
};

/// A tickmark plugin.
///
/// Implement it for a unit struct and hand that to [`export!`](crate::export).
pub trait Plugin: 'static {
    /// Names the plugin in configuration and results; it never changes.
    const ID: &'static str;
    /// The plugin's own version; usually `env!("CARGO_PKG_VERSION")`.
    const VERSION: &'static str;
    /// A few words, as in `OpenSSH server configuration`.
    const TITLE: &'static str;
    /// What the plugin reads and what it decides.
    const DESCRIPTION: &'static str;

    /// What can be configured. Its JSON Schema, with defaults and doc comments, is what the host
    /// checks configuration against; use `#[serde(deny_unknown_fields, default)]`.
    type Config: DeserializeOwned + JsonSchema;

    /// The named slots for evidence. `config` is there when a configured check asks.
    fn inputs(config: Option<&Self::Config>) -> Vec<Input>;

    /// What can be tested. `config` is there when a configured check asks.
    fn controls(config: Option<&Self::Config>) -> Vec<Control>;

    /// Examines the evidence.
    fn check(check: &Check<'_, Self::Config>) -> Result<Report, Failure>;

    /// What `describe` answers.
    fn descriptor(config: Option<&Self::Config>) -> Descriptor {
        Descriptor {
            id: Self::ID.to_owned(),
            version: Self::VERSION.to_owned(),
            title: Self::TITLE.to_owned(),
            description: Self::DESCRIPTION.to_owned(),
            controls: Self::controls(config),
            inputs: Self::inputs(config),
            config_schema: schemars::schema_for!(Self::Config).as_value().to_string(),
            attributes: Vec::new(),
        }
    }
}

/// One check: a plugin's configuration, its evidence and the day on which to judge.
pub struct Check<'a, C> {
    /// The configuration, already read.
    pub config: C,
    /// The day on which readiness is judged: the only "now".
    pub as_of: Day,
    /// The period of a Type 2 assessment.
    pub period: Option<Period>,
    /// The thing examined, where one check is spread over many.
    pub target: Option<String>,
    /// The evidence that was granted.
    pub evidence: &'a dyn Evidence,
}

impl<C> Check<'_, C> {
    /// The items of an input, sorted by path. An input that the descriptor does not declare is the
    /// plugin's own mistake and reads as empty.
    pub fn items(&self, input: &str) -> Vec<Item> {
        self.evidence.list(input).unwrap_or_default()
    }

    /// An item's bytes.
    pub fn bytes(&self, item: &Item) -> Result<Vec<u8>, Problem> {
        self.evidence
            .read(&item.path)
            .map_err(|error| unreadable(item, &error))
    }

    /// An item as text.
    pub fn text(&self, item: &Item) -> Result<Text, Problem> {
        Text::new(&item.path, &self.bytes(item)?)
    }

    /// An item as JSON.
    pub fn json(&self, item: &Item) -> Result<Document, Problem> {
        Document::json(&item.path, &self.bytes(item)?)
    }

    /// An item as JSON lines, each line by itself: a line that is no JSON is a problem, and the others
    /// are read.
    pub fn json_lines(&self, item: &Item) -> Result<Vec<Result<Document, Problem>>, Problem> {
        Ok(Document::json_lines(&item.path, &self.bytes(item)?).collect())
    }

    /// An item as YAML that holds one document.
    pub fn yaml(&self, item: &Item) -> Result<Document, Problem> {
        Document::yaml(&item.path, &self.bytes(item)?)
    }

    /// An item as TOML.
    pub fn toml(&self, item: &Item) -> Result<Document, Problem> {
        Document::toml(&item.path, &self.bytes(item)?)
    }

    /// An item as CSV, read piece by piece.
    pub fn csv<'c>(&'c self, item: &Item) -> Result<Table<Box<dyn Read + 'c>>, Problem> {
        let reader = self
            .evidence
            .open(&item.path)
            .map_err(|error| unreadable(item, &error))?;
        Table::new(&item.path, reader)
    }

    /// An item as CSV whose header row may have a name twice.
    pub(crate) fn csv_with_doubles<'c>(
        &'c self,
        item: &Item,
    ) -> Result<Table<Box<dyn Read + 'c>>, Problem> {
        let reader = self
            .evidence
            .open(&item.path)
            .map_err(|error| unreadable(item, &error))?;
        Table::with_doubles(&item.path, reader)
    }

    /// The first day of what is assessed: that of the period, or so many days before the as-of date
    /// where there is no period.
    pub fn since(&self, days: u32) -> Day {
        self.period
            .as_ref()
            .and_then(|period| Day::parse(&period.start).ok())
            .unwrap_or_else(|| self.as_of.plus_days(-i64::from(days)))
    }

    /// The last day that has to be covered: that of the period, or the as-of date.
    pub fn until(&self) -> Day {
        self.period
            .as_ref()
            .and_then(|period| Day::parse(&period.end).ok())
            .unwrap_or(self.as_of)
    }

    /// The day on which an item shows the state of things: when it was collected, where its
    /// provenance says so, else the as-of date.
    pub fn shown_on(&self, item: &Item) -> Day {
        item.collected
            .as_deref()
            .and_then(|time| Day::parse(time).ok())
            .unwrap_or(self.as_of)
    }
}

fn unreadable(item: &Item, error: &ReadError) -> Problem {
    Problem::new(item.place(), format!("the file cannot be read: {error}"))
}

/// A named slot for evidence, built from left to right.
impl Input {
    /// An input that the plugin can do without, with no default files and no maximum age.
    pub fn new(name: &str, description: &str) -> Self {
        Self {
            name: name.to_owned(),
            description: description.to_owned(),
            default_globs: Vec::new(),
            required: false,
            max_age_days: None,
        }
    }

    /// Without it the plugin examines nothing.
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// A pattern for files to take when the configuration names none.
    pub fn glob(mut self, pattern: &str) -> Self {
        self.default_globs.push(pattern.to_owned());
        self
    }

    /// The greatest age at which the files still show something.
    pub fn max_age_days(mut self, days: u32) -> Self {
        self.max_age_days = Some(days);
        self
    }
}

/// Keeps `Rc<str>` out of the plugins that make items in tests.
impl Item {
    /// An item without provenance.
    pub fn new(path: &str, size: u64) -> Self {
        Self {
            path: Rc::from(path),
            size,
            collected: None,
        }
    }
}
