#![doc = include_str!("../README.md")]
#![cfg_attr(not(test), warn(unused_crate_dependencies))]

// The macro writes this crate's name, also in its own tests.
#[cfg(test)]
extern crate self as tickmark_plugin;

mod brief;
mod control;
mod document;
mod evidence;
mod finding;
mod fold;
mod moment;
mod plugin;
mod quotes;
pub mod register;
mod report;
pub mod roster;
pub mod sla;
mod table;
mod text;
mod tokens;
mod when;

pub mod addresses;
#[doc(hidden)]
pub mod bindings;
pub mod configured;
pub mod dates;
#[doc(hidden)]
pub mod guest;
pub mod interval;
pub mod people;
pub mod testing;
pub mod words;

pub use bindings::tickmark::plugin::log::Level;
pub use bindings::tickmark::plugin::types::{
    Attribute, Control, Descriptor, Failure, Finding, Input, Location, Mapping, Method, Outcome,
    Period, Population, Relation, Severity, SeverityChange, Tally,
};
pub use brief::brief;
pub use control::{ControlSpec, Rule, Rules};
pub use document::{At, Document, Kind};
pub use evidence::{Evidence, Item, Problem, ReadError};
pub use moment::{Moment, MomentError};
pub use plugin::{Check, Plugin};
pub use report::{Findings, Report};
pub use table::{Column, Row, Table};
pub use text::{Line, Text};
pub use tickmark_plugin_macros::control;
pub use tokens::known_token;
pub use when::{Day, DayError};

/// The libraries that appear in this crate's interface, so that a plugin uses the same versions.
pub mod reexport {
    pub use jiff;
    pub use schemars;
    pub use serde;
    pub use serde_json;
}

/// What most plugins need.
pub mod prelude {
    pub use crate::{
        At, Check, Column, Control, Day, Document, Evidence, Failure, Finding, Findings, Input,
        Item, Location, Outcome, Plugin, Problem, Report, Row, Rule, Rules, Severity, Table, Text,
        control,
    };
    pub use schemars::JsonSchema;
    pub use serde::Deserialize;
}
