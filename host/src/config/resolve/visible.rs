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

/// Every text in the file that holds control or invisible characters. A check's `config` is not looked
/// at: it goes to the plugin as it is, and what comes back is cleaned.
pub(super) fn refusals(document: &Value, root: &Origin) -> Vec<Diagnostic> {
    let mut refusals = Vec::new();
    for (key, table) in document.as_object().into_iter().flatten() {
        let here = root.child(key);
        match table {
            Value::Array(checks) if key == "check" => {
                for (index, check) in checks.iter().enumerate() {
                    let fields = check.as_object().into_iter().flatten();
                    for (key, field) in fields.filter(|(key, _)| *key != "config") {
                        let here = here.child(index).child(key);
                        walk(field, &here, form(key, Form::Line), &mut refusals);
                    }
                }
            }
            table => walk(table, &here, Form::Line, &mut refusals),
        }
    }
    refusals
}

/// What a key's texts may hold; below an explanation everything is one.
fn form(key: &str, around: Form) -> Form {
    if EXPLANATIONS.contains(&key) {
        Form::Block
    } else {
        around
    }
}

fn walk(value: &Value, origin: &Origin, around: Form, refusals: &mut Vec<Diagnostic>) {
    match value {
        Value::String(text) => {
            let visible = make_visible(text, around);
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
                walk(one, &origin.child(index), around, refusals);
            }
        }
        Value::Object(table) => {
            for (key, one) in table {
                walk(one, &origin.child(key), form(key, around), refusals);
            }
        }
        _ => {}
    }
}
