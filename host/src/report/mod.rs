//! Results in the forms that people and programs read. One file a format; each writes the whole
//! result and adds or drops no verdict.

mod contradiction;
pub mod coverage;
mod csv;
pub mod diff;
pub mod explain;
mod failures;
pub mod github;
pub mod gitlab;
#[cfg(test)]
mod hostile;
mod html;
pub mod inert;
mod json;
pub mod junit;
pub mod kit;
mod markdown;
mod markup;
mod ocsf;
mod oscal;
mod paths;
pub mod plugin;
pub mod public;
#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod samples;
pub mod sarif;
mod stored;
pub mod style;
mod terminal;
pub mod text;

pub use csv::render as render_csv;
pub use html::render as render_html;
pub use json::{render as render_json, write as write_json};
pub use markdown::render as render_markdown;
pub use ocsf::render as render_ocsf;
pub use oscal::{render as render_oscal, render_catalog as render_oscal_catalog};
pub use paths::Paths;
pub use stored::{ReadError, from_json};
pub use terminal::{Screen, render as render_terminal};
