//! A resource's values with their three states: known, unset, unknown until apply.
//!
//! Terraform leaves a value out of `planned_values` both when it will be known only after apply and
//! when the provider's schema does not have it; `after_unknown` and the configuration tell these apart.

use tickmark_plugin::Kind;
use tickmark_plugin::prelude::*;

use crate::plan::{Change, Resource};

/// What is known of one value.
#[derive(Debug, Clone)]
pub(crate) struct Leaf<'d> {
    pub(crate) state: State<'d>,
    /// What shows it.
    pub(crate) at: At<'d>,
    /// Whether the configuration names it. Nothing where the configuration is not shown.
    pub(crate) configured: Option<bool>,
}

#[derive(Debug, Clone)]
pub(crate) enum State<'d> {
    Known {
        value: At<'d>,
        /// Mirrors the value where parts of it are unknown.
        unknown: Option<At<'d>>,
        secret: bool,
    },
    /// Nothing is configured, so the provider's or the cloud's default applies.
    Unset,
    /// Neither the values nor what is unknown names it: this version of the provider does not have it.
    Absent,
    /// Known only after apply.
    Unknown,
}

/// A value with what is unknown, secret and configured at the same place.
#[derive(Debug, Clone)]
pub(crate) struct View<'d> {
    value: Option<At<'d>>,
    unknown: Option<At<'d>>,
    sensitive: Option<At<'d>>,
    config: Option<At<'d>>,
    /// The closest place that exists.
    near: At<'d>,
    /// The configuration has the block around this value, and not this value.
    unconfigured: bool,
    /// The plan does not say what is unknown.
    blind: bool,
}

impl<'d> Resource<'d> {
    pub(crate) fn view(&self) -> View<'d> {
        View {
            value: Some(self.values.clone()),
            unknown: self.unknown.clone(),
            sensitive: self.sensitive.clone(),
            config: self.config.as_ref().and_then(|it| it.get("expressions")),
            near: self.values.clone(),
            unconfigured: false,
            blind: self.change == Change::Unlisted,
        }
    }

    /// All values at the end of a path such as `rule.lifecycle.delete_after`; lists on the way are
    /// taken element by element.
    pub(crate) fn leaves(&self, path: &str) -> Vec<Leaf<'d>> {
        self.view().leaves(path)
    }

    /// The one value of an attribute of the resource itself.
    pub(crate) fn leaf(&self, key: &str) -> Leaf<'d> {
        self.view().get(key).leaf()
    }

    /// A text, where it is known.
    pub(crate) fn text(&self, key: &str) -> Option<&'d str> {
        self.values.get(key).and_then(|value| value.as_str())
    }

    /// Where the resource stands.
    pub(crate) fn place(&self) -> Location {
        self.values.place()
    }
}

impl<'d> View<'d> {
    pub(crate) fn get(&self, key: &str) -> Self {
        let value = self.value.as_ref().and_then(|value| value.get(key));
        let config = self.config.as_ref().and_then(|config| config.get(key));
        let all_unknown = self.is_unknown();
        Self {
            near: value.clone().unwrap_or_else(|| self.near.clone()),
            unconfigured: config.is_none()
                && self
                    .config
                    .as_ref()
                    .is_some_and(|config| config.kind() == Kind::Object),
            unknown: if all_unknown {
                self.unknown.clone()
            } else {
                self.unknown.as_ref().and_then(|unknown| unknown.get(key))
            },
            sensitive: if self.is_secret() {
                self.sensitive.clone()
            } else {
                self.sensitive
                    .as_ref()
                    .and_then(|sensitive| sensitive.get(key))
            },
            value,
            config,
            blind: self.blind,
        }
    }

    fn is_unknown(&self) -> bool {
        self.unknown.as_ref().and_then(At::as_bool) == Some(true)
    }

    fn is_secret(&self) -> bool {
        self.sensitive.as_ref().and_then(At::as_bool) == Some(true)
    }

    /// The elements of a list. `None` where they are not known, or where there is no list.
    pub(crate) fn items(&self) -> Option<Vec<Self>> {
        let value = match &self.value {
            _ if self.is_unknown() => return None,
            Some(value) if value.kind() == Kind::Array => value,
            Some(value) if value.is_null() => return Some(Vec::new()),
            None if !self.blind => return Some(Vec::new()),
            _ => return None,
        };
        let mut unknown = self.unknown.iter().flat_map(At::items);
        let mut sensitive = self.sensitive.iter().flat_map(At::items);
        let listed = self
            .config
            .as_ref()
            .is_some_and(|config| config.kind() == Kind::Array);
        let mut config = self.config.iter().flat_map(At::items);
        Some(
            value
                .items()
                .map(|item| Self {
                    near: item.clone(),
                    value: Some(item),
                    unknown: unknown.next(),
                    sensitive: if self.is_secret() {
                        self.sensitive.clone()
                    } else {
                        sensitive.next()
                    },
                    config: if listed { config.next() } else { None },
                    unconfigured: false,
                    blind: self.blind,
                })
                .collect(),
        )
    }

    pub(crate) fn leaf(&self) -> Leaf<'d> {
        let known = self.value.as_ref().filter(|value| !value.is_null());
        let (state, at) = match (known, &self.value) {
            // An attribute that nobody configured and that is unknown gets its default. A block may
            // also come from a `dynamic` block, which the configuration does not show.
            _ if self.is_unknown() => (
                if self.unconfigured {
                    State::Unset
                } else {
                    State::Unknown
                },
                self.unknown.as_ref().unwrap_or(&self.near),
            ),
            (Some(value), _) => (
                State::Known {
                    value: value.clone(),
                    unknown: self.unknown.clone(),
                    secret: self.is_secret(),
                },
                value,
            ),
            (None, Some(null)) => (State::Unset, null),
            (None, None) if self.blind || self.unknown.as_ref().is_some_and(holds_unknown) => {
                (State::Unknown, self.unknown.as_ref().unwrap_or(&self.near))
            }
            (None, None) => (State::Absent, &self.near),
        };
        let configured = match &self.config {
            Some(_) => Some(true),
            None => self.unconfigured.then_some(false),
        };
        Leaf {
            state,
            at: at.clone(),
            configured,
        }
    }

    /// All values at the end of a path.
    pub(crate) fn leaves(&self, path: &str) -> Vec<Leaf<'d>> {
        let keys: Vec<&str> = path.split('.').collect();
        let mut found = Vec::new();
        self.walk(&keys, &mut found);
        found
    }

    fn walk(&self, keys: &[&str], found: &mut Vec<Leaf<'d>>) {
        let Some((key, rest)) = keys.split_first() else {
            found.push(self.leaf());
            return;
        };
        let next = self.get(key);
        if rest.is_empty() {
            found.push(next.leaf());
            return;
        }
        let unknown = next.is_unknown() || (next.value.is_none() && next.blind);
        if unknown {
            found.push(Leaf {
                state: State::Unknown,
                at: next.unknown.clone().unwrap_or_else(|| next.near.clone()),
                configured: None,
            });
            return;
        }
        match next.value.as_ref().map(At::kind) {
            Some(Kind::Object) => next.walk(rest, found),
            Some(Kind::Array) if !next.near.is_empty() => {
                for item in next.items().unwrap_or_default() {
                    if item.is_unknown() {
                        found.push(item.leaf());
                    } else {
                        item.walk(rest, found);
                    }
                }
            }
            Some(_) => found.push(Leaf {
                state: State::Unset,
                at: next.near,
                configured: None,
            }),
            None => found.push(Leaf {
                state: State::Absent,
                at: next.near,
                configured: None,
            }),
        }
    }
}

impl<'d> Leaf<'d> {
    pub(crate) fn place(&self) -> Location {
        self.at.place()
    }

    /// The value, where it is known.
    pub(crate) fn known(&self) -> Option<&At<'d>> {
        match &self.state {
            State::Known { value, .. } => Some(value),
            _ => None,
        }
    }

    pub(crate) fn is_unknown(&self) -> bool {
        matches!(self.state, State::Unknown)
    }

    /// Whether a known list or object has parts that are not known.
    pub(crate) fn partly_unknown(&self) -> bool {
        match &self.state {
            State::Known {
                unknown: Some(unknown),
                ..
            } => holds_unknown(unknown),
            _ => false,
        }
    }

    /// Whether the value, or a part of it, is not shown.
    pub(crate) fn is_open(&self) -> bool {
        matches!(self.state, State::Unknown | State::Absent) || self.partly_unknown()
    }
}

/// Whether a mirror of values marks any of them as unknown.
fn holds_unknown(mirror: &At<'_>) -> bool {
    let mut open = vec![mirror.clone()];
    while let Some(value) = open.pop() {
        if value.as_bool() == Some(true) {
            return true;
        }
        open.extend(value.items());
        open.extend(value.members().map(|(_, member)| member));
    }
    false
}
