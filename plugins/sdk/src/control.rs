//! Controls as plugins write them: constants that hold a description and the function that
//! decides.

use crate::{Control, Mapping, Method, Relation, Severity};

/// A control's description, as the `#[control]` attribute collects it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ControlSpec {
    /// The control's id within its plugin.
    pub id: &'static str,
    /// A short statement that is true when the control passes.
    pub title: &'static str,
    /// What is examined and why an auditor cares.
    pub description: &'static str,
    /// How much a failure matters, where a finding does not say otherwise.
    pub severity: Severity,
    /// What kind of evidence decides it.
    pub method: Method,
    /// Criterion, relation, rationale.
    pub mappings: &'static [(&'static str, Relation, &'static str)],
    /// What to do about a failure.
    pub remedy: &'static str,
    /// The inputs without which it cannot be decided.
    pub needs: &'static [&'static str],
}

impl ControlSpec {
    /// The control as the contract has it.
    pub fn to_control(self) -> Control {
        Control {
            id: self.id.to_owned(),
            title: self.title.to_owned(),
            description: self.description.to_owned(),
            severity: self.severity,
            method: self.method,
            mappings: self
                .mappings
                .iter()
                .map(|&(criterion, relation, rationale)| Mapping {
                    criterion: criterion.to_owned(),
                    relation,
                    rationale: rationale.to_owned(),
                })
                .collect(),
            remediation: self.remedy.to_owned(),
            needs: self.needs.iter().map(|&name| name.to_owned()).collect(),
            attributes: Vec::new(),
        }
    }
}

/// A control together with the function that decides it.
///
/// `F` is a plain function pointer; what it takes is the plugin's own affair, usually a prepared
/// subject and a [`Findings`](crate::Findings) to fill.
#[derive(Debug, Clone, Copy)]
pub struct Rule<F> {
    /// What `describe` says of it.
    pub control: ControlSpec,
    /// What decides it.
    pub check: F,
}

/// Several rules, whatever their functions take.
pub trait Rules {
    /// The rules' controls, in their order.
    fn specs(&self) -> impl Iterator<Item = ControlSpec>;

    /// The rules' controls as the contract has them.
    fn controls(&self) -> Vec<Control> {
        self.specs().map(ControlSpec::to_control).collect()
    }
}

impl<F> Rules for [Rule<F>] {
    fn specs(&self) -> impl Iterator<Item = ControlSpec> {
        self.iter().map(|rule| rule.control)
    }
}
