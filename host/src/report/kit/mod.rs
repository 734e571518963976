//! What testing a plugin came to, for people and for programs. One file a format.

mod human;
mod json;
mod junit;

pub use human::{Page, render as render_human};
pub use json::render as render_json;
pub use junit::render as render_junit;
