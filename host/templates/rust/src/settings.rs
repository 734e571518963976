//! Settings files: lines `key = value`, `#` begins a comment.

use tickmark_plugin::prelude::*;

use crate::Config;

/// One setting, and where it stands.
#[derive(Debug)]
pub(crate) struct Setting {
    pub(crate) key: String,
    pub(crate) value: String,
    pub(crate) place: Location,
}

/// Reads a file. A line that is no setting makes the whole file a problem: nobody knows what it was
/// meant to say.
pub(crate) fn read(check: &Check<'_, Config>, item: &Item) -> Result<Vec<Setting>, Problem> {
    let text = check.text(item)?;
    let mut settings = Vec::new();
    for line in text.lines() {
        let content = line.text.split('#').next().unwrap_or_default().trim();
        if content.is_empty() {
            continue;
        }
        let Some((key, value)) = content.split_once('=') else {
            return Err(Problem::new(
                line.place(),
                "the line is no setting, expected `key = value`",
            ));
        };
        settings.push(Setting {
            key: key.trim().to_owned(),
            value: value.trim().to_owned(),
            place: line.place(),
        });
    }
    Ok(settings)
}
