//! Texts that would act on a reader: what people write into the configuration goes into every report.

use serde_json::Value;

use crate::clean::{Form, make_visible};
use crate::config::document::Origin;
use crate::diagnostic::{Code, Diagnostic};

/// Keys whose texts are explanations and may have several lines.
const EXPLANATIONS: [&str; 6] = [
    "disabled",
    "expects",
    "not-relevant",
    "reason",
    "statement",
    "without-evidence",
];

/// Every text in the file that holds control or invisible characters. A plugin's own configuration is
/// not looked at: it goes to the plugin as it is, and what comes back is cleaned.
pub(super) fn refusals(document: &Value, root: &Origin) -> Vec<Diagnostic> {
    let mut refusals = Vec::new();
    walk(document, root, Form::Line, &mut refusals);
    refusals
}

fn walk(value: &Value, origin: &Origin, form: Form, refusals: &mut Vec<Diagnostic>) {
    match value {
        Value::String(text) => {
            let visible = make_visible(text, form);
            if visible != *text {
                let diagnostic = Diagnostic::error(
                    Code::BadValue,
                    format!("the text holds characters that cannot be seen: {visible}"),
                )
                .help("write what a reader of the reports should see");
                refusals.push(origin.at_value(diagnostic, "here"));
            }
        }
        Value::Array(list) => {
            for (index, one) in list.iter().enumerate() {
                walk(one, &origin.child(index), form, refusals);
            }
        }
        Value::Object(table) => {
            for (key, one) in table.iter().filter(|(key, _)| *key != "config") {
                let form = if EXPLANATIONS.contains(&key.as_str()) {
                    Form::Block
                } else {
                    form
                };
                walk(one, &origin.child(key), form, refusals);
            }
        }
        _ => {}
    }
}
