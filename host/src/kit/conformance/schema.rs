//! The configuration: a schema that keeps mistakes out, and a plugin that survives those that get in.

use std::collections::BTreeSet;
use std::io;

use serde_json::{Map, Value, json};

use super::super::bench::Bench;
use super::super::outcome::{Problem, Tested};
use super::super::trial::{self, Change, Trial};
use crate::config::Validator;
use crate::failure::FailureKind;
use crate::readiness::UnitState;
use crate::schema::followed;

/// The dialect that the contract demands.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";
/// A key that no plugin has.
const UNKNOWN: &str = "tickmark-test-unknown-key";
/// How many wrong configurations are tried at most.
const MOST: usize = 200;

/// The schema is one, describes an object, and lets no unknown key pass.
pub(super) fn closed(bench: &Bench<'_>) -> Tested {
    let text = &bench.plugin.descriptor.config_schema;
    let name = "schema";
    let detail = "the configuration's schema";
    let validator = match Validator::from_text(text) {
        Ok(validator) => validator,
        Err(error) => return Tested::new(name, detail, vec![Problem::error(error.to_string())]),
    };
    let schema = validator.schema();
    let mut problems = Vec::new();
    match schema.get("$schema") {
        None => {}
        Some(Value::String(dialect)) if dialect.trim_end_matches('#') == DIALECT => {}
        Some(other) => problems.push(Problem::error(format!(
            "the schema is written in {other}, expected \"{DIALECT}\""
        ))),
    }
    let takes = |value: &Value| validator.refusals(value).is_empty();
    if takes(&json!([])) || takes(&json!("x")) {
        problems.push(
            Problem::error("the schema's top level accepts what is no object")
                .help("add `\"type\": \"object\"`"),
        );
    }
    let mut base = base(bench, &validator);
    base.insert(UNKNOWN.to_owned(), json!(1));
    let refused = validator.refusals(&Value::Object(base));
    if !refused
        .iter()
        .any(|refusal| refusal.pointer == format!("/{UNKNOWN}"))
    {
        problems.push(
            Problem::error("the schema accepts unknown keys, so a misspelt one changes nothing")
                .help("add `\"additionalProperties\": false` to the top level"),
        );
    }
    let mut open = Vec::new();
    open_objects(schema, "", &mut open);
    problems.extend(
        open.into_iter()
            .filter(|place| !place.is_empty())
            .map(|place| {
                Problem::warning(format!(
                    "the object at `{place}` of the schema accepts unknown keys"
                ))
                .help("add `\"additionalProperties\": false` there")
            }),
    );
    Tested::new(name, detail, problems)
}

/// Each property refuses something: other types, and numbers beyond its range.
pub(super) fn refuses(bench: &Bench<'_>) -> Tested {
    let name = "refuses-bad-config";
    let Ok(validator) = Validator::from_text(&bench.plugin.descriptor.config_schema) else {
        return Tested::skipped(name, "the schema cannot be used");
    };
    let base = base(bench, &validator);
    let properties = properties(validator.schema());
    let mut problems = Vec::new();
    let (mut refused, mut tried) = (0, 0);
    for (key, property) in &properties {
        let mut accepts_all = true;
        for value in wrong_types() {
            tried += 1;
            if accepts(&validator, &base, key, &value) {
                continue;
            }
            accepts_all = false;
            refused += 1;
        }
        if accepts_all {
            problems.push(
                Problem::error(format!("`{key}` accepts values of every type"))
                    .help("give it a `type`"),
            );
        }
        for (limit, value) in beyond(validator.schema(), property) {
            tried += 1;
            if accepts(&validator, &base, key, &value) {
                problems.push(Problem::error(format!(
                    "`{key}` accepts {value}, which is beyond its `{limit}`"
                )));
            } else {
                refused += 1;
            }
        }
        if is_number(validator.schema(), property)
            && beyond(validator.schema(), property).is_empty()
        {
            problems.push(
                Problem::warning(format!("`{key}` is a number without a range"))
                    .help("add `minimum` and `maximum`"),
            );
        }
    }
    let detail = if properties.is_empty() {
        "there is nothing to configure".to_owned()
    } else {
        format!(
            "{refused} of {tried} odd values for {} refused",
            super::plural(properties.len(), "key", "keys")
        )
    };
    Tested::new(name, detail, problems)
}

/// Given a wrong configuration all the same, the plugin refuses it or works; it does not crash.
pub(super) fn survives(bench: &Bench<'_>) -> io::Result<Tested> {
    let name = "survives-bad-config";
    let configs = wrong_configs(bench);
    let mut problems = Vec::new();
    for config in &configs {
        match bench
            .kit
            .sandbox
            .describe(&bench.plugin.component, Some(config))
        {
            Ok(_) => {}
            Err(failure) if failure.kind == FailureKind::PluginFailed => {}
            Err(failure) => {
                problems.push(Problem::error(format!(
                    "asked to describe itself when configured with {}: {failure}",
                    shortened(config)
                )));
                if failure.kind == FailureKind::TimedOut {
                    break;
                }
            }
        }
    }
    let mut detail = format!(
        "described itself with {}",
        super::plural(configs.len(), "wrong configuration", "wrong configurations")
    );
    let place = bench
        .assessments
        .iter()
        .enumerate()
        .find_map(|(index, assessment)| {
            let (unit, _) = assessment.units_that_ran().next()?;
            Some((index, unit))
        });
    if let Some((assessment, unit)) = place {
        let trials = configs
            .iter()
            .map(|config| Trial {
                assessment,
                unit,
                change: Change::Config(config.as_str().into()),
            })
            .collect();
        let trials = trial::run(bench, trials)?;
        for (trial, outcome) in &trials.ran {
            let (Change::Config(config), UnitState::Failed(failure)) =
                (&trial.change, &outcome.state)
            else {
                continue;
            };
            if failure.kind != FailureKind::PluginFailed {
                problems.push(
                    Problem::error(format!("configured with {}: {failure}", shortened(config)))
                        .in_case(&bench.assessments[assessment].name),
                );
            }
        }
        detail.push_str(", and ran with them");
    }
    Ok(Tested::new(name, detail, problems))
}

/// A configuration that the schema accepts: none, or that of a case.
fn base(bench: &Bench<'_>, validator: &Validator) -> Map<String, Value> {
    let empty = Map::new();
    let configured = bench
        .cases()
        .flat_map(|case| &case.config.checks)
        .map(|check| &check.config);
    std::iter::once(&empty)
        .chain(configured)
        .find(|config| {
            validator
                .refusals(&Value::Object((*config).clone()))
                .is_empty()
        })
        .unwrap_or(&empty)
        .clone()
}

fn accepts(validator: &Validator, base: &Map<String, Value>, key: &str, value: &Value) -> bool {
    let mut config = base.clone();
    config.insert(key.to_owned(), value.clone());
    let start = format!("/{}", key.replace('~', "~0").replace('/', "~1"));
    !validator
        .refusals(&Value::Object(config))
        .iter()
        .any(|refusal| {
            refusal
                .pointer
                .strip_prefix(&start)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
}

/// A value of each type of JSON.
fn wrong_types() -> [Value; 7] {
    [
        Value::Null,
        json!(true),
        json!(12.5),
        json!(-1),
        json!("\u{0}no such value"),
        json!([[[]]]),
        json!({ UNKNOWN: {} }),
    ]
}

/// Configurations that are wrong in one way each, as text; some are not even JSON.
fn wrong_configs(bench: &Bench<'_>) -> Vec<String> {
    let mut configs: Vec<String> = ["", "{", "[]", "null", "\"x\"", "{\"a\": NaN}", "\u{0}"]
        .map(str::to_owned)
        .to_vec();
    let nested = "[".repeat(10_000) + &"]".repeat(10_000);
    configs.push(format!("{{\"{UNKNOWN}\": {nested}}}"));
    if let Ok(validator) = Validator::from_text(&bench.plugin.descriptor.config_schema) {
        let base = base(bench, &validator);
        let with = |key: &str, value: Value| {
            let mut config = base.clone();
            config.insert(key.to_owned(), value);
            Value::Object(config).to_string()
        };
        configs.push(with(UNKNOWN, json!(1)));
        for (key, property) in &properties(validator.schema()) {
            configs.extend(wrong_types().map(|value| with(key, value)));
            configs.extend(
                beyond(validator.schema(), property)
                    .into_iter()
                    .map(|(_, value)| with(key, value)),
            );
        }
    }
    configs.truncate(MOST);
    configs
}

/// The properties of the top level, by name.
fn properties(schema: &Value) -> Vec<(String, Value)> {
    schema
        .get("properties")
        .and_then(Value::as_object)
        .map(|properties| {
            properties
                .iter()
                .map(|(key, property)| (key.clone(), property.clone()))
                .collect()
        })
        .unwrap_or_default()
}

fn is_number(schema: &Value, property: &Value) -> bool {
    let kind = followed(schema, property).get("type");
    let is_number = |kind: &Value| kind == "integer" || kind == "number";
    match kind {
        Some(Value::Array(kinds)) => kinds.iter().any(is_number),
        Some(kind) => is_number(kind),
        None => false,
    }
}

/// For each limit of a number a value beyond it.
fn beyond(schema: &Value, property: &Value) -> Vec<(&'static str, Value)> {
    let property = followed(schema, property);
    [
        ("minimum", -1.0),
        ("exclusiveMinimum", 0.0),
        ("maximum", 1.0),
        ("exclusiveMaximum", 0.0),
    ]
    .into_iter()
    .filter_map(|(limit, step)| {
        let value = property.get(limit)?;
        let beyond = match value.as_i64() {
            // The steps are whole numbers.
            Some(whole) if step < 0.0 => json!(i128::from(whole) - 1),
            Some(whole) if step > 0.0 => json!(i128::from(whole) + 1),
            Some(whole) => json!(whole),
            None => json!(value.as_f64()? + step),
        };
        Some((limit, beyond))
    })
    .collect()
}

/// Objects with known properties that let others pass, as JSON Pointers into the schema.
fn open_objects(schema: &Value, place: &str, open: &mut Vec<String>) {
    let closing: BTreeSet<&str> = ["additionalProperties", "unevaluatedProperties"].into();
    match schema {
        Value::Object(members) => {
            let describes = members.get("properties").is_some_and(Value::is_object);
            if describes && !closing.iter().any(|key| members.contains_key(*key)) {
                open.push(place.to_owned());
            }
            for (key, member) in members {
                // Values, not schemas.
                if !["const", "enum", "default", "examples"].contains(&key.as_str()) {
                    open_objects(member, &format!("{place}/{key}"), open);
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                open_objects(item, &format!("{place}/{index}"), open);
            }
        }
        _ => {}
    }
}

fn shortened(config: &str) -> String {
    const MOST: usize = 120;
    let text = crate::clean::clean(config, crate::clean::Form::Line);
    format!("`{}`", crate::report::text::shorten(&text, MOST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_beyond_a_range_lie_just_outside() {
        let schema = json!({"$defs": {"days": {"type": "integer", "minimum": 1, "maximum": 60}}});
        let property = json!({"$ref": "#/$defs/days"});
        assert_eq!(
            beyond(&schema, &property),
            [("minimum", json!(0)), ("maximum", json!(61))]
        );
        assert!(is_number(&schema, &property));
    }

    #[test]
    fn an_object_that_lets_unknown_keys_pass_is_found_wherever_it_is() {
        let schema = json!({
            "properties": {"a": {"properties": {"b": {}}}, "c": {"default": {"properties": {}}}},
            "additionalProperties": false,
        });
        let mut open = Vec::new();
        open_objects(&schema, "", &mut open);
        assert_eq!(open, ["/properties/a"]);
    }
}
