//! The difference between two results, for a person, a program and a pull request.

mod markdown;
mod terminal;

use std::io::{self, Write};

pub use markdown::render as render_markdown;
pub use terminal::render as render_terminal;

use crate::compare::{Difference, Direction, FindingMove};

/// Writes the difference as JSON.
pub fn render_json(difference: &Difference, out: &mut dyn Write) -> io::Result<()> {
    super::write_json(difference, out)
}

/// The directions with what they are called, the best news first.
const DIRECTIONS: [(Direction, &str); 3] = [
    (Direction::BecameReady, "Became ready"),
    (Direction::Fell, "Fell"),
    (Direction::Moved, "Moved otherwise"),
];

/// What is other about a finding. Only tickmark's own words.
fn what_changed(change: &FindingMove) -> String {
    let mut parts = Vec::new();
    if change.before != change.now {
        parts.push("standing");
    }
    if change.severity_before != change.severity_now {
        parts.push("severity");
    }
    if change.other_waiver {
        parts.push("waiver");
    }
    parts.join(" and ")
}

/// The beginning of a digest, enough to tell two apart.
fn short_digest(digest: Option<&str>) -> String {
    const LETTERS: usize = 12;
    match digest {
        Some(digest) => digest.chars().take(LETTERS).collect(),
        None => "absent".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::compare;
    use crate::model::Outcome;
    use crate::readiness::{AssessmentResult, CriterionStatus};
    use crate::report::markdown::document::MOST_BYTES;
    use crate::report::markdown::tests::assert_inert;
    use crate::report::sample::{hostile, sample};
    use crate::report::style::Palette;
    use crate::severity::Severity;

    /// A pair of results between which everything happens that can happen.
    fn pair(first: AssessmentResult) -> (AssessmentResult, AssessmentResult) {
        let mut now = first.clone();
        let readiness = &mut now.readiness;
        readiness.assessment.organisation = Some("Other @team <b>".to_owned());
        for criterion in &mut readiness.criteria {
            criterion.status = match (criterion.id.id(), criterion.status) {
                ("CC6.1" | "CC6.3", _) => CriterionStatus::Ready,
                ("CC6.5", _) => CriterionStatus::Gap,
                (_, status) => status,
            };
        }
        readiness.controls[0].status = "fails".to_owned();
        readiness.controls.remove(1);
        readiness.findings[1].waiver = None;
        readiness.findings[1].severity = Severity::Critical;
        readiness.findings[3].outcome = Outcome::Fail;
        readiness.findings.remove(0);
        let mut fixed = readiness.findings[0].clone();
        fixed.id = "f9".to_owned();
        fixed.outcome = Outcome::Pass;
        readiness.findings.push(fixed);
        readiness.plugins[0].sha256 = "cd".repeat(32);
        readiness.evidence.clear();
        let mut before = first;
        let mut fixed = before.readiness.findings[0].clone();
        fixed.id = "f9".to_owned();
        before.readiness.findings.push(fixed);
        (before, now)
    }

    fn rendered(difference: &Difference) -> [String; 2] {
        let mut outputs = [Vec::new(), Vec::new()];
        let palette = Palette { enabled: false };
        render_terminal(difference, 100, palette, &mut outputs[0]).unwrap();
        render_markdown(difference, &mut outputs[1]).unwrap();
        outputs.map(|bytes| String::from_utf8(bytes).unwrap())
    }

    #[test]
    fn a_difference_reads_as_it_should() {
        let (before, now) = pair(sample());
        let [terminal, markdown] = rendered(&compare(&before, &now));
        insta::assert_snapshot!("terminal", terminal);
        insta::assert_snapshot!("markdown", markdown);
    }

    #[test]
    fn no_difference_is_said_to_be_none() {
        for text in rendered(&compare(&sample(), &sample())) {
            assert!(text.contains("Nothing differs"), "{text}");
            assert!(text.contains("1 known"), "{text}");
        }
    }

    #[test]
    fn no_text_of_a_result_acts() {
        let (before, now) = pair(hostile());
        let difference = compare(&before, &now);
        let [terminal, markdown] = rendered(&difference);
        assert!(
            !terminal.contains(['\u{1b}', '\u{202e}', '\u{200b}']),
            "{terminal}"
        );
        assert_inert(&markdown);
        let mut json = Vec::new();
        render_json(&difference, &mut json).unwrap();
        assert_eq!(
            serde_json::from_slice::<Difference>(&json).unwrap(),
            difference
        );
    }

    #[test]
    fn markdown_stays_below_what_a_comment_holds() {
        let (before, now) = pair(sample());
        let mut difference = compare(&before, &now);
        difference.new = vec![difference.new[0].clone(); 5_000];
        difference.evidence = vec![difference.evidence[0].clone(); 5_000];
        difference.warnings = vec!["long ".repeat(1_000); 500];
        let [_, markdown] = rendered(&difference);
        assert!(markdown.len() <= MOST_BYTES, "{}", markdown.len());
        assert!(markdown.contains("left out because of the length"));
    }
}
