//! Holds one score against its minimum.

use tickmark_plugin::prelude::*;

use crate::config::Risk;
use crate::rules::Subjects;
use crate::scores::{Card, Score};

/// What Scorecard says when a repository has nothing that the check is about.
const NOTHING: [(&str, &str); 4] = [
    ("Dangerous-Workflow", "no workflows found"),
    ("Token-Permissions", "No tokens found"),
    ("Pinned-Dependencies", "no dependencies found"),
    ("Signed-Releases", "no releases found"),
];

/// Holds a check's score in each repository against its minimum.
pub(crate) fn judge(
    subjects: &Subjects<'_>,
    control: &str,
    check: &str,
    risk: Risk,
    findings: &mut Findings<'_>,
) {
    let minimum = subjects.config.minimum(control, risk);
    let expected = format!("{check} at {minimum} of 10 or more (risk {})", risk.name());
    for card in &subjects.scores.cards {
        match card.scores(check) {
            Ok(scores) => {
                for score in scores {
                    findings.push(finding(card, check, score, minimum).expected(&expected));
                }
            }
            Err(place) => findings.push(
                Finding::inconclusive(&card.repository)
                    .expected(&expected)
                    .actual(format!("{check} is not among the results"))
                    .at(place.clone()),
            ),
        }
    }
}

fn finding(card: &Card, check: &str, score: &Score, minimum: i64) -> Finding {
    let repository = &card.repository;
    let nothing = NOTHING
        .iter()
        .any(|(of, reason)| *of == check && score.reason.eq_ignore_ascii_case(reason));
    let finding = match score.value {
        -1 if nothing => Finding::not_applicable(repository).actual(&score.reason),
        -1 => Finding::inconclusive(repository)
            .actual(format!("Scorecard cannot say: {}", score.reason)),
        value => {
            let warning = score
                .warning
                .as_ref()
                .filter(|_| value < minimum)
                .map_or_else(String::new, |warning| format!("; {warning}"));
            Finding::when(value >= minimum, repository)
                .actual(format!("{value} of 10: {}{warning}", score.reason))
        }
    };
    score
        .annotations
        .iter()
        .fold(finding.at(score.place.clone()), |finding, annotation| {
            finding.attribute("annotation", annotation)
        })
}
