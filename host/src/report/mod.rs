//! Results in the forms that people and programs read. One file a format; each writes the whole
//! result and adds or drops no verdict.

mod csv;
#[cfg(test)]
mod exhibit;
pub mod explain;
mod json;
pub mod kit;
mod ocsf;
mod oscal;
pub mod plugin;
pub mod style;
mod terminal;
pub mod text;

pub use csv::render as render_csv;
pub use json::{ReadError, from_json, render as render_json};
pub use ocsf::render as render_ocsf;
pub use oscal::{render as render_oscal, render_catalog as render_oscal_catalog};
pub use terminal::{Screen, render as render_terminal};
