//! Follows the references of a configuration, through variables and outputs of modules, to resources.

use std::ops::Bound;

use tickmark_plugin::prelude::*;

use super::{Links, MAX_HOPS, Target, texts};
use crate::plan::{Resource, join, module_names, steps};

/// The way from one resource.
pub(super) struct Way<'w, 'e, 'd> {
    pub(super) links: &'w Links<'e, 'd>,
    pub(super) from: &'w Resource<'d>,
    pub(super) kind: &'w str,
    pub(super) target: &'w mut Target,
    pub(super) hops: usize,
}

impl<'d> Way<'_, '_, 'd> {
    /// Follows references made in a module instance. `user` is the resource or module call that makes
    /// them, whose `for_each` they may mean.
    pub(super) fn follow(
        &mut self,
        references: &[&'d str],
        module: &'d str,
        user: Option<&At<'d>>,
    ) {
        self.hops += 1;
        if self.hops > MAX_HOPS {
            self.target.open = true;
            return;
        }
        let mut seen: Vec<(String, Option<&str>)> = Vec::new();
        for reference in references {
            let steps = steps(reference);
            match steps.as_slice() {
                ["each", ..] => {
                    // `each.value` is an element of what `for_each` goes over; `each.key` only picks.
                    if reference.starts_with("each.value") {
                        let over = user.and_then(|user| user.get("for_each_expression"));
                        let over = texts(over.and_then(|it| it.get("references")).as_ref());
                        if over.is_empty() {
                            self.target.open = true;
                        }
                        self.follow(&over, module, None);
                    }
                }
                // Also the module as a whole, which stands beside its output.
                ["count" | "path" | "terraform" | "self", ..] | ["module", _] => {}
                ["var", name, ..] => self.variable(name, module),
                ["module", call, output, ..] => self.output(call, output, module),
                ["local", ..] => self.target.open = true,
                ["data", kind, name, ..] => self.place(&mut seen, kind, name, module, true),
                [kind, name, ..] => self.place(&mut seen, kind, name, module, false),
                _ => self.target.open = true,
            }
        }
    }

    /// A resource in the same module. A list of references names it again without its index.
    fn place(
        &mut self,
        seen: &mut Vec<(String, Option<&'d str>)>,
        kind: &'d str,
        name: &'d str,
        module: &'d str,
        data: bool,
    ) {
        let (name, index) = name
            .split_once('[')
            .map_or((name, None), |(name, index)| (name, Some(index)));
        let index = index.map(|index| index.trim_end_matches(']').trim_matches('"'));
        let key = format!("{data}{kind}.{name}");
        if seen.iter().any(|(known, _)| *known == key) {
            return;
        }
        seen.push((key, index));
        if self.kind != kind {
            // Something that the value mentions, as a policy does.
            return;
        }
        let place = (self.from.file, module, kind, name, data);
        let links = self.links;
        let Some(numbers) = links.placed.get(&place) else {
            // To be destroyed, or not expanded yet.
            self.target.open = true;
            return;
        };
        let resources = &links.estate.resources;
        let index = index.or(self.from.index.as_deref());
        let same: Vec<usize> = numbers
            .iter()
            .copied()
            .filter(|&number| numbers.len() == 1 || resources[number].index.as_deref() == index)
            .collect();
        let found = if same.is_empty() { numbers } else { &same };
        for &number in found {
            if !self.target.found.contains(&number) {
                self.target.found.push(number);
            }
        }
    }

    fn variable(&mut self, name: &str, module: &'d str) {
        let steps = steps(module);
        let Some(call) = steps.last() else {
            // A variable of the root module holds text that names nothing here.
            self.target.open = true;
            return;
        };
        let parent = module
            .len()
            .checked_sub(call.len() + "module.".len())
            .map_or("", |end| module[..end].trim_end_matches('.'));
        let call = self
            .config(parent)
            .and_then(|config| config.path(&["module_calls", call.split('[').next()?]));
        let given = call
            .as_ref()
            .and_then(|call| call.path(&["expressions", name]));
        let references = texts(given.and_then(|it| it.get("references")).as_ref());
        if references.is_empty() {
            self.target.open = true;
        }
        self.follow(&references, parent, call.as_ref());
    }

    fn output(&mut self, call: &str, output: &str, module: &str) {
        let name = call.split('[').next().unwrap_or(call);
        let output = output.split('[').next().unwrap_or(output);
        let prefix = join(module, &format!("module.{name}"));
        let instances: Vec<&'d str> = {
            let from = (Bound::Included(prefix.as_str()), Bound::Unbounded);
            let mut found: Vec<&'d str> = self
                .links
                .modules
                .get(&self.from.file)
                .into_iter()
                .flat_map(|modules| modules.range::<str, _>(from))
                .copied()
                .take_while(|address| address.starts_with(prefix.as_str()))
                .filter(|address| {
                    let rest = &address[prefix.len()..];
                    rest.is_empty() || (rest.starts_with('[') && steps(rest).len() == 1)
                })
                .collect();
            if call.contains('[') {
                let exact = join(module, &format!("module.{call}"));
                found.retain(|address| *address == exact);
            }
            found
        };
        let value = instances.first().and_then(|instance| {
            self.config(instance)?
                .path(&["outputs", output, "expression", "references"])
        });
        let references = texts(value.as_ref());
        if references.is_empty() {
            self.target.open = true;
        }
        for instance in instances {
            self.follow(&references, instance, None);
        }
    }

    fn config(&self, module: &str) -> Option<&At<'d>> {
        self.links.estate.files[self.from.file]
            .modules
            .get(&module_names(module).join("."))
    }
}
