//! The result as one HTML file for people: everything is in it, nothing is fetched, and it can be read
//! without its script and on paper.
//!
//! The templates, the style and the script are files of their own beside this one; the content policy
//! names the digests of the latter two, so that nothing else on the page can run or be styled.

pub(crate) mod escape;
mod first;
mod view;
mod words;

use std::fmt::Display;
use std::io::{self, Write};
use std::sync::LazyLock;

use askama::Template;
use base64ct::{Base64, Encoding};
use sha2::{Digest, Sha256};

use self::first::First;
use self::view::{CategoryView, ControlView, Index};
use self::words::{Counts, InWords, Mark, Marked};
use super::text::first_sentence;
use crate::readiness::{
    AssessmentResult, Comparison, CriterionStatus, FindingChange, GateResult, Readiness,
};

const STYLE: &str = include_str!("report.css");
const SCRIPT: &str = include_str!("report.js");

/// Nothing is allowed but this style and this script (Content Security Policy Level 3).
static POLICY: LazyLock<String> = LazyLock::new(|| {
    let digest = |text: &str| Base64::encode_string(&Sha256::digest(text));
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
        digest(STYLE),
        digest(SCRIPT)
    )
});

/// Writes the result.
pub fn render(result: &AssessmentResult, out: &mut dyn Write) -> io::Result<()> {
    Page::new(result).write_into(&mut *out)?;
    out.write_all(b"\n")
}

#[derive(Template)]
#[template(path = "page.html")]
struct Page<'a> {
    style: &'static str,
    script: &'static str,
    policy: &'static str,
    who: String,
    when: String,
    readiness: &'a Readiness,
    gate: &'a GateResult,
    baseline: Option<&'a Comparison>,
    index: Index<'a>,
    categories: Vec<CategoryView<'a>>,
    controls: Vec<ControlView<'a>>,
    first: First,
    /// Every status with how many criteria have it.
    counts: Vec<(CriterionStatus, Mark<'static>, u32)>,
}

impl<'a> Page<'a> {
    fn new(result: &'a AssessmentResult) -> Self {
        let readiness = &result.readiness;
        let info = &readiness.assessment;
        let index = Index::new(result);
        let controls = index.controls();
        let summary = &readiness.summary;
        Self {
            style: STYLE,
            script: SCRIPT,
            policy: &POLICY,
            who: match (&info.organisation, &info.system) {
                (Some(organisation), Some(system)) => format!("{organisation}, {system}"),
                (Some(one), None) | (None, Some(one)) => one.clone(),
                (None, None) => "Everything that matches".to_owned(),
            },
            when: match info.period {
                Some((start, end)) => format!("Type {}, {start} to {end}", info.kind),
                None => format!("Type {}", info.kind),
            },
            readiness,
            gate: &result.gate,
            baseline: result.baseline.as_ref(),
            categories: index.categories(),
            first: First::new(readiness, &controls),
            index,
            controls,
            counts: CriterionStatus::ALL
                .into_iter()
                .map(|status| (status, words::criterion(status), summary.count(status)))
                .collect(),
        }
    }

    fn verdict(&self) -> Mark<'static> {
        if self.readiness.summary.is_ready {
            Mark {
                letter: "R",
                tone: "good",
                word: "Ready",
            }
        } else {
            Mark {
                letter: "N",
                tone: "bad",
                word: "Not ready",
            }
        }
    }

    /// The failures that are new, those that are fixed and those that are unseen, where there is
    /// a baseline.
    fn changes(&self) -> Vec<(&'static str, &'a [FindingChange])> {
        self.baseline
            .into_iter()
            .flat_map(|baseline| {
                [
                    ("New", &baseline.new[..]),
                    ("Fixed", &baseline.fixed[..]),
                    ("Unseen: not shown to be mended", &baseline.unseen[..]),
                ]
            })
            .collect()
    }

    /// How many things stand in the list of what was not evaluated.
    fn unevaluated(&self) -> usize {
        let readiness = self.readiness;
        readiness.unevaluated.len()
            + readiness.unusable_plugins.len()
            + readiness.ambiguous_plugins.len()
    }
}

/// A number of any type with its noun: templates pass references.
fn counted(count: impl Display, one: &str, several: &str) -> String {
    let count = count.to_string();
    let noun = if count == "1" { one } else { several };
    format!("{count} {noun}")
}

#[cfg(test)]
mod tests;
