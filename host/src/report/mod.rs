//! Results in the forms that people and programs read. One file a format; each writes the whole
//! result and adds or drops no verdict.

mod csv;
#[cfg(test)]
mod exhibit;
pub mod explain;
pub mod inert;
mod json;
pub mod kit;
mod ocsf;
mod oscal;
pub mod plugin;
mod stored;
pub mod style;
mod terminal;
pub mod text;

pub use csv::render as render_csv;
pub use json::{render as render_json, write as write_json};
pub use ocsf::render as render_ocsf;
pub use oscal::{render as render_oscal, render_catalog as render_oscal_catalog};
pub use stored::{ReadError, from_json};
pub use terminal::{Screen, render as render_terminal};
