//! What a plugin says of itself, held against the contract.

use std::collections::BTreeSet;

use super::texts::{
    Checked, MAX_EXPLANATION, MAX_ID, MAX_SENTENCE, MAX_TITLE, attributes, bad, count, id,
    required, severity, shown, text, unique,
};
use super::v0_1_0::{Descriptor as RawDescriptor, raw};
use crate::clean::Form;
use crate::model::{Control, Descriptor, Input, Mapping, Method, Relation};

/// The most that a description may hold.
const MAX_CONTROLS: usize = 1000;
const MAX_INPUTS: usize = 64;
const MAX_GLOBS: usize = 64;
/// The longest schema, in bytes; how it is used is for `config` to judge.
const MAX_SCHEMA: usize = 256 * 1024;

/// Checks a description.
pub(super) fn descriptor(raw: RawDescriptor) -> Checked<Descriptor> {
    let plugin = id(raw.id, "the plugin id")?;
    count(raw.inputs.len(), MAX_INPUTS, "inputs")?;
    count(raw.controls.len(), MAX_CONTROLS, "controls")?;
    let mut inputs = raw
        .inputs
        .into_iter()
        .map(input)
        .collect::<Checked<Vec<_>>>()?;
    inputs.sort_by(|one, other| one.name.cmp(&other.name));
    unique(inputs.iter().map(|input| input.name.as_str()), "input")?;
    let names: BTreeSet<&str> = inputs.iter().map(|input| input.name.as_str()).collect();
    let mut controls = raw
        .controls
        .into_iter()
        .map(|raw| control(raw, &names))
        .collect::<Checked<Vec<_>>>()?;
    controls.sort_by(|one, other| one.id.cmp(&other.id));
    unique(
        controls.iter().map(|control| control.id.as_str()),
        "control",
    )?;
    if controls.is_empty() {
        return Err(bad("the plugin declares no control"));
    }
    if raw.config_schema.len() > MAX_SCHEMA {
        return Err(bad(format_args!(
            "the configuration schema has more than {MAX_SCHEMA} bytes"
        )));
    }
    Ok(Descriptor {
        id: plugin,
        version: required(raw.version, MAX_ID, Form::Line, "the version")?,
        title: required(raw.title, MAX_TITLE, Form::Line, "the title")?,
        description: text(
            raw.description,
            MAX_EXPLANATION,
            Form::Block,
            "the description",
        )?,
        controls,
        inputs,
        config_schema: raw.config_schema,
        attributes: attributes(raw.attributes, "the description")?,
    })
}

fn input(raw: raw::Input) -> Checked<Input> {
    let name = id(raw.name, "the input")?;
    count(raw.default_globs.len(), MAX_GLOBS, "default patterns")?;
    Ok(Input {
        description: text(
            raw.description,
            MAX_EXPLANATION,
            Form::Block,
            "an input's description",
        )?,
        default_globs: raw
            .default_globs
            .into_iter()
            .map(|glob| text(glob, MAX_SENTENCE, Form::Line, "a default pattern"))
            .collect::<Checked<_>>()?,
        required: raw.required,
        max_age_days: raw.max_age_days,
        name,
    })
}

fn control(raw: raw::Control, inputs: &BTreeSet<&str>) -> Checked<Control> {
    let id = id(raw.id, "the control")?;
    let what = |field: &str| format!("the {field} of the control `{id}`");
    let mut mappings = raw
        .mappings
        .into_iter()
        .map(|mapping| {
            Ok(Mapping {
                criterion: required(mapping.criterion, MAX_ID, Form::Line, what("criterion"))?,
                relation: match mapping.relation {
                    raw::Relation::Implements => Relation::Implements,
                    raw::Relation::Supports => Relation::Supports,
                },
                rationale: required(
                    mapping.rationale,
                    MAX_SENTENCE,
                    Form::Line,
                    what("rationale"),
                )?,
            })
        })
        .collect::<Checked<Vec<_>>>()?;
    mappings.sort();
    if mappings.is_empty() {
        return Err(bad(format_args!("the control `{id}` serves no criterion")));
    }
    unique(
        mappings.iter().map(|mapping| mapping.criterion.as_str()),
        &format!("mapping of `{id}` to"),
    )?;
    let needs = raw
        .needs
        .into_iter()
        .map(|need| {
            if inputs.contains(need.as_str()) {
                Ok(need)
            } else {
                Err(bad(format_args!(
                    "the control `{id}` needs the undeclared input `{}`",
                    shown(&need)
                )))
            }
        })
        .collect::<Checked<BTreeSet<_>>>()?;
    Ok(Control {
        title: required(raw.title, MAX_TITLE, Form::Line, what("title"))?,
        description: text(
            raw.description,
            MAX_EXPLANATION,
            Form::Block,
            what("description"),
        )?,
        severity: severity(raw.severity),
        method: match raw.method {
            raw::Method::Configuration => Method::Configuration,
            raw::Method::Records => Method::Records,
            raw::Method::Document => Method::Document,
        },
        mappings,
        remediation: required(
            raw.remediation,
            MAX_EXPLANATION,
            Form::Block,
            what("remediation"),
        )?,
        needs: needs.into_iter().collect(),
        attributes: attributes(raw.attributes, what("attributes"))?,
        id,
    })
}
