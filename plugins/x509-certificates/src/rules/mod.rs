//! The rules, by what they look at. Signatures, revocation and lists of roots are no rule's affair.

mod chain;
mod names;
mod strength;
mod validity;

use tickmark_plugin::prelude::*;

use crate::Config;
use crate::certificate::Certificate;
use crate::files::{Files, Link};

/// What each rule judges.
pub(crate) struct Subjects<'a> {
    pub(crate) files: &'a Files,
    pub(crate) config: &'a Config,
    pub(crate) as_of: Day,
}

pub(crate) type Judge = fn(&Subjects<'_>, &mut Findings<'_>);

/// The rules that need no further knowledge.
pub(crate) const RULES: &[Rule<Judge>] = &[
    validity::certificates_current,
    validity::validity_span,
    strength::key_strength,
    strength::signature_algorithm,
    strength::private_keys_absent,
    chain::chain_in_order,
    chain::authorities_marked,
    names::alternative_names,
    names::server_authentication,
];

/// The rules that need to know which names are called.
pub(crate) const NAMED: &[Rule<Judge>] = &[names::expected_names];

/// Where a certificate stands in its chain.
#[derive(Debug, Clone, Copy)]
struct Position {
    /// The leaf is 0.
    index: usize,
    last: bool,
}

impl Position {
    fn is_leaf(self) -> bool {
        self.index == 0
    }
}

/// Judges the certificates for which `concerns` holds; those that cannot be read are inconclusive.
fn judge(
    subjects: &Subjects<'_>,
    findings: &mut Findings<'_>,
    concerns: impl Fn(Position) -> bool,
    judge: impl Fn(Position, &Certificate, &str) -> Finding,
) {
    for chain in &subjects.files.chains {
        for (index, link) in chain.links.iter().enumerate() {
            let position = Position {
                index,
                last: index + 1 == chain.links.len(),
            };
            if concerns(position) {
                findings.push(verdict(link, |certificate| {
                    judge(position, certificate, &link.subject)
                }));
            }
        }
        // What is cut off within a certificate is told there.
        if let Some(problem) = &chain.cut
            && chain.links.iter().all(|link| link.place != problem.place)
        {
            findings.problem(&chain.path, problem);
        }
    }
    close(subjects, findings);
}

fn verdict(link: &Link, judge: impl FnOnce(&Certificate) -> Finding) -> Finding {
    match &link.certificate {
        Ok(certificate) => judge(certificate).at(link.place.clone()),
        Err(problem) => Finding::inconclusive(&link.subject)
            .expected("a readable certificate")
            .actual(&problem.message)
            .at(problem.place.clone()),
    }
}

/// Tells what could not be read and that everything else was judged.
fn close(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    for (path, problem) in &subjects.files.unread {
        findings.problem(path, problem);
    }
    findings.complete(subjects.files.places.clone());
}
