//! What speaks against an answer: files that were not granted, lines that releases read differently,
//! command lines, and output of `sshd -T` that says something else than the files.

use tickmark_plugin::prelude::*;

use super::Trial;
use crate::keywords::Repeated;
use crate::tree::{Blind, GroupId, Tree};
use crate::verdict::Verdict;
use crate::view::{Asked, Origin, View};

/// What to do about an include of which nothing was granted.
pub(super) const COMPLETE_INCLUDES: &str = "grant them, or set includes-complete if there are none";

impl<F: Fn(&View<'_>) -> Verdict> Trial<'_, F> {
    /// A verdict with everything that speaks against it.
    pub(super) fn doubted(
        &self,
        verdict: Verdict,
        asked: &[Asked<'_>],
        groups: &[GroupId],
    ) -> Verdict {
        let Some(tree) = &self.server.tree else {
            return verdict;
        };
        if let Some(doubt) = self.doubt(tree, asked) {
            return Verdict::unclear(doubt);
        }
        let hidden = asked
            .iter()
            .find_map(|asked| Some((asked, self.hidden_before(tree, asked, groups)?)));
        match (hidden, verdict.outcome) {
            (Some((asked, blind)), Outcome::Pass) => Verdict::unclear(format!(
                "{}, but none of the files of `Include {}` was granted, and they may set {} first; \
                 {COMPLETE_INCLUDES}",
                verdict.actual,
                blind.argument,
                asked.key.keyword().name,
            )),
            (Some((_, blind)), Outcome::Fail) => Verdict {
                actual: format!(
                    "{} (none of the files of `Include {}`, which may say otherwise, was granted)",
                    verdict.actual, blind.argument
                ),
                ..verdict
            },
            _ => verdict,
        }
    }

    /// Why neither a pass nor a failure can be told.
    fn doubt(&self, tree: &Tree, asked: &[Asked<'_>]) -> Option<String> {
        let name = |asked: &Asked<'_>| asked.key.keyword().name;
        if let Some(asked) = asked.iter().find(|asked| asked.is_ambiguous()) {
            return Some(format!(
                "OpenSSH before 8.7 takes another value of {} from this line than later releases \
                 do; set openssh-version, or write the line without quotes and comments",
                name(asked)
            ));
        }
        let overridden = tree.overridden.is_some()
            && !(self.server.dump.is_some() && self.config.crypto_policy_shown);
        if overridden && let Some(asked) = asked.iter().find(|asked| asked.key.family().is_some()) {
            return Some(format!(
                "the file says in a comment that command-line options override {} (Red Hat's \
                 system-wide crypto policy); grant the output of `sshd -T $CRYPTO_POLICY` and set \
                 crypto-policy-shown",
                name(asked)
            ));
        }
        asked.iter().find_map(|asked| {
            let written = asked.contradicts(tree, self.server.releases.newest())?;
            Some(format!(
                "sshd -T prints another {} than the files set, which is `{written}`; collect both at \
                 the same time, without -C",
                name(asked)
            ))
        })
    }

    /// An include without granted files that could have set a keyword before the value that was
    /// found.
    fn hidden_before<'t>(
        &self,
        tree: &'t Tree,
        asked: &Asked<'_>,
        groups: &[GroupId],
    ) -> Option<&'t Blind> {
        let added = asked.key.keyword().repeated == Repeated::Added;
        let before = |blind: &Blind, order: Option<usize>| {
            added || order.is_none_or(|order| blind.order <= order)
        };
        let everyone = |blind: &Blind| blind.group.is_none_or(|group| tree.groups[group].always);
        tree.blinds.iter().find(|blind| {
            let own =
                asked.key.in_match() && blind.group.is_some_and(|group| groups.contains(&group));
            match &asked.origin {
                Origin::Blocks(settings) => {
                    let order = settings.first().map(|setting| setting.order);
                    (own || (blind.group.is_some() && everyone(blind))) && before(blind, order)
                }
                Origin::Start(settings) => {
                    let order = settings.first().map(|setting| setting.order);
                    own || (everyone(blind) && before(blind, order))
                }
                Origin::Default => own || (self.server.dump.is_none() && everyone(blind)),
                Origin::Dump(_) => own,
            }
        })
    }
}
