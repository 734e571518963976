//! What the plugin says of itself.

use std::collections::BTreeSet;

use super::super::bench::Bench;
use super::super::outcome::{Problem, Tested};
use crate::criteria::Criterion;
use crate::evidence::Pattern;
use crate::failure::FailureKind;
use crate::model::{Control, Descriptor, Mapping, Relation};

/// How often the plugin is asked what it is, for each configuration.
const ASKED: usize = 3;
/// Fewer words are no sentence.
const WORDS: usize = 4;

/// It describes itself the same way each time, in fresh instances.
pub(super) fn stable(bench: &Bench<'_>) -> Tested {
    let (sandbox, plugin) = (&bench.kit.sandbox, &bench.plugin);
    let configured = bench.cases().flat_map(|case| {
        case.plan
            .checks
            .iter()
            .map(|check| (Some(check.config.to_string()), Some(case.name.as_str())))
    });
    let asked: BTreeSet<(Option<String>, Option<&str>)> =
        [(None, None), (Some("{}".to_owned()), None)]
            .into_iter()
            .chain(configured)
            .collect();
    let mut problems = Vec::new();
    for (config, case) in &asked {
        let named = |problem: Problem| match case {
            Some(case) => problem.in_case(case),
            None => problem,
        };
        let with = match config {
            None => "without configuration".to_owned(),
            Some(config) => format!("configured with {config}"),
        };
        let mut answers =
            (0..ASKED).map(|_| sandbox.describe(&plugin.component, config.as_deref()));
        let Some(first) = answers.next() else {
            continue;
        };
        match &first {
            Ok(descriptor) if descriptor.id != plugin.descriptor.id => {
                problems.push(named(Problem::error(format!(
                    "it calls itself `{}`, but {with} `{}`",
                    plugin.descriptor.id, descriptor.id
                ))));
            }
            // A plugin may want to be configured, and may say so.
            Err(failure) if failure.kind != FailureKind::PluginFailed => {
                problems.push(named(Problem::error(format!(
                    "{with} it cannot describe itself: {failure}"
                ))));
                continue;
            }
            _ => {}
        }
        if answers.any(|answer| answer != first) {
            problems.push(named(
                Problem::error(format!("{with} it describes itself differently each time")).help(
                    "do not let a hash map's order, a counter or chance into the description",
                ),
            ));
        }
    }
    let times = asked.len() * ASKED;
    Tested::new(
        "describes-itself",
        format!("asked {times} times what it is"),
        problems,
    )
}

/// Every control serves criteria that exist, and says why.
pub(super) fn mappings(bench: &Bench<'_>) -> Tested {
    let mut problems = Vec::new();
    let (mut edges, mut implements) = (0, false);
    for descriptor in descriptors(bench) {
        for control in &descriptor.controls {
            for mapping in &control.mappings {
                edges += 1;
                implements |= mapping.relation == Relation::Implements;
                problems.extend(mapping_problems(control, mapping));
            }
        }
    }
    if !implements {
        problems.push(
            Problem::warning("no control implements a criterion")
                .help("supporting controls alone never make a criterion ready"),
        );
    }
    Tested::new(
        "mappings",
        super::plural(edges, "mapping to a criterion", "mappings to criteria"),
        problems,
    )
}

fn mapping_problems(control: &Control, mapping: &Mapping) -> Vec<Problem> {
    let mut problems = Vec::new();
    if let Err(error) = mapping.criterion.parse::<Criterion>() {
        problems.push(
            Problem::error(format!("`{}` is mapped wrongly: {error}", control.id))
                .help("`tickmark criteria` lists all 61"),
        );
    }
    let rationale = mapping.rationale.trim();
    let edge = format!(
        "`{}` {} {}",
        control.id,
        mapping.relation.name(),
        mapping.criterion
    );
    if rationale == control.title || rationale == control.description {
        problems.push(
            Problem::error(format!("{edge}, and the rationale repeats the control"))
                .help("say why this control says something about this criterion"),
        );
    } else if rationale.split_whitespace().count() < WORDS {
        problems.push(
            Problem::error(format!(
                "{edge}, and the rationale `{rationale}` is no sentence"
            ))
            .help("say why this control says something about this criterion"),
        );
    }
    problems
}

/// Controls and inputs are explained, and default patterns can match something.
pub(super) fn texts(bench: &Bench<'_>) -> Tested {
    let mut problems = Vec::new();
    let (mut controls, mut inputs) = (BTreeSet::new(), BTreeSet::new());
    for descriptor in descriptors(bench) {
        if descriptor.description.trim().is_empty() {
            problems.push(Problem::error(
                "the plugin does not say what it reads and decides",
            ));
        }
        for control in &descriptor.controls {
            controls.insert(control.id.clone());
            for (what, text) in [
                ("description", &control.description),
                ("remediation", &control.remediation),
            ] {
                if text.trim().is_empty() {
                    problems.push(Problem::error(format!("`{}` has no {what}", control.id)));
                } else if *text == control.title {
                    problems.push(Problem::warning(format!(
                        "the {what} of `{}` repeats its title",
                        control.id
                    )));
                }
            }
        }
        for input in &descriptor.inputs {
            inputs.insert(input.name.clone());
            if input.description.trim().is_empty() {
                problems.push(
                    Problem::error(format!("the input `{}` is not described", input.name))
                        .help("say what the files are and how to obtain them"),
                );
            }
            if input.default_globs.is_empty() {
                problems.push(Problem::warning(format!(
                    "the input `{}` has no default pattern, so it has to be configured each time",
                    input.name
                )));
            }
            for glob in &input.default_globs {
                if let Err(error) = Pattern::parse(glob) {
                    problems.push(
                        Problem::error(format!(
                            "a default pattern of the input `{}` matches nothing: {error}",
                            input.name
                        ))
                        .help(error.help()),
                    );
                }
            }
        }
    }
    Tested::new(
        "texts",
        format!(
            "{}, {}",
            super::plural(controls.len(), "control", "controls"),
            super::plural(inputs.len(), "input", "inputs")
        ),
        problems,
    )
}

/// What the plugin says of itself, without configuration and in each case.
fn descriptors<'a>(bench: &'a Bench<'_>) -> Vec<&'a Descriptor> {
    let mut descriptors = vec![&bench.plugin.descriptor];
    for case in bench.cases() {
        for check in &case.plan.checks {
            if let Some(descriptor) = check.descriptor.as_deref()
                && !descriptors.contains(&descriptor)
            {
                descriptors.push(descriptor);
            }
        }
    }
    descriptors
}
