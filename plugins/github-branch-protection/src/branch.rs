//! A branch that is judged, with everything that binds it or might.

use tickmark_plugin::prelude::*;

use crate::demand::{Bypass, Demands};

/// A branch with everything that the evidence says about its protection.
#[derive(Debug)]
pub(crate) struct Branch<'a> {
    /// `owner/name:branch`.
    pub(crate) subject: String,
    /// Why its protection does not matter, and where that stands.
    pub(crate) excused: Option<(&'static str, &'a Location)>,
    /// Whether it is only taken for the default branch, because of its name.
    pub(crate) assumed_default: bool,
    /// What binds it for certain.
    pub(crate) bindings: Vec<Binding<'a>>,
    /// What may bind it too.
    pub(crate) open: Vec<Open<'a>>,
    /// What shows that there is nothing else.
    pub(crate) nothing_else: Vec<Nothing<'a>>,
}

impl<'a> Branch<'a> {
    /// A branch of which nothing is known yet.
    pub(crate) fn new(
        subject: String,
        excused: Option<(&'static str, &'a Location)>,
        assumed_default: bool,
    ) -> Self {
        Self {
            subject,
            excused,
            assumed_default,
            bindings: Vec::new(),
            open: Vec::new(),
            nothing_else: Vec::new(),
        }
    }
}

/// What shows that one of GitHub's mechanisms adds nothing.
#[derive(Debug)]
pub(crate) struct Nothing<'a> {
    pub(crate) why: &'static str,
    pub(crate) place: &'a Location,
}

/// A branch protection rule or ruleset that binds a branch.
#[derive(Debug, Clone)]
pub(crate) struct Binding<'a> {
    /// As a sentence names it.
    pub(crate) name: String,
    pub(crate) demands: &'a Demands,
    pub(crate) bypass: Bypass,
}

/// Something that may bind a branch.
#[derive(Debug)]
pub(crate) struct Open<'a> {
    /// What it would demand; nothing where it could demand anything.
    pub(crate) binding: Option<Binding<'a>>,
    pub(crate) why: String,
    pub(crate) place: Option<&'a Location>,
}
