//! Label selectors, as `metav1.LabelSelector` defines them.

use std::collections::BTreeMap;

use tickmark_plugin::prelude::*;

use crate::field::{self, Read};

pub(crate) type Labels<'a> = BTreeMap<&'a str, &'a str>;

/// A selector: everything that it demands must hold.
#[derive(Debug)]
pub(crate) struct Selector<'a> {
    demands: Vec<Demand<'a>>,
}

#[derive(Debug)]
struct Demand<'a> {
    key: &'a str,
    operator: Operator,
    values: Vec<&'a str>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    In,
    NotIn,
    Exists,
    DoesNotExist,
}

impl<'a> Selector<'a> {
    /// The empty selector, which selects everything.
    pub(crate) fn everything() -> Self {
        Self {
            demands: Vec::new(),
        }
    }

    /// Reads a selector's object.
    pub(crate) fn read(at: &At<'a>) -> Read<Self> {
        let mut demands = Vec::new();
        if let Some(labels) = field::object(at, "matchLabels")? {
            for (key, value) in field::members(&labels) {
                demands.push(Demand {
                    key,
                    operator: Operator::In,
                    values: vec![text_of(&value, key)?],
                });
            }
        }
        for expression in field::list(at, "matchExpressions")? {
            let key = field::text(&expression, "key")?
                .ok_or_else(|| expression.problem("the expression has no `key`"))?
                .0;
            let operator = match field::text(&expression, "operator")?.map(|(text, _)| text) {
                Some("In") => Operator::In,
                Some("NotIn") => Operator::NotIn,
                Some("Exists") => Operator::Exists,
                Some("DoesNotExist") => Operator::DoesNotExist,
                _ => {
                    return Err(expression.problem(
                        "the expression's `operator` is none of In, NotIn, Exists, DoesNotExist",
                    ));
                }
            };
            let values = field::texts(&expression, "values")?
                .into_iter()
                .map(|(value, _)| value)
                .collect();
            demands.push(Demand {
                key,
                operator,
                values,
            });
        }
        Ok(Self { demands })
    }

    /// Whether it selects everything.
    pub(crate) fn is_empty(&self) -> bool {
        self.demands.is_empty()
    }

    /// Whether it selects what has these labels.
    pub(crate) fn matches(&self, labels: &Labels<'_>) -> bool {
        self.demands.iter().all(|demand| {
            let value = labels.get(demand.key);
            match demand.operator {
                Operator::In => value.is_some_and(|value| demand.values.contains(value)),
                Operator::NotIn => value.is_none_or(|value| !demand.values.contains(value)),
                Operator::Exists => value.is_some(),
                Operator::DoesNotExist => value.is_none(),
            }
        })
    }
}

fn text_of<'a>(value: &At<'a>, key: &str) -> Read<&'a str> {
    value
        .as_str()
        .ok_or_else(|| value.problem(format!("the label `{key}` is not text; quote it")))
}

/// The labels of an object's `metadata`; none where it has none.
pub(crate) fn labels<'a>(metadata: Option<&At<'a>>) -> Read<Labels<'a>> {
    let Some(labels) = metadata
        .map(|metadata| field::object(metadata, "labels"))
        .transpose()?
        .flatten()
    else {
        return Ok(Labels::new());
    };
    field::members(&labels)
        .into_iter()
        .map(|(key, value)| Ok((key, text_of(&value, key)?)))
        .collect()
}
