//! Reports of kube-bench: the CIS Kubernetes Benchmark on one node or cluster.
//!
//! The report names neither the node nor the time: the file's path stands for the first, the
//! collection for the second. `WARN` means three things there, which are told apart here: left to a
//! person, could not be carried out, and not met but not scored.

use tickmark_plugin::Kind;
use tickmark_plugin::prelude::*;

use super::{target_of, text};
use crate::Config;
use crate::config::{Rating, Scanner};
use crate::results::{About, Exception, Results, Row, Scan, Until, Verdict};
use crate::words::brief;

/// kube-bench's kinds of results, in the order of its totals.
const KINDS: [(&str, &str, &str); 4] = [
    ("PASS", "pass", "total_pass"),
    ("FAIL", "fail", "total_fail"),
    ("WARN", "warn", "total_warn"),
    ("INFO", "info", "total_info"),
];

type Totals = [i64; 4];

pub(super) fn read(check: &Check<'_, Config>, item: &Item, results: &mut Results) {
    let document = match check.json(item) {
        Ok(document) => document,
        Err(problem) => return results.problem(Scanner::KubeBench, item, problem),
    };
    let root = document.root();
    // Without `--nototals` the list stands beside the totals.
    let list = root.get("Controls").unwrap_or_else(|| root.clone());
    if list.kind() != Kind::Array {
        let problem =
            root.problem("this is no report of kube-bench; write it with `kube-bench --json`");
        return results.problem(Scanner::KubeBench, item, problem);
    }
    let mut scan = Scan::new(Scanner::KubeBench, target_of(item), list.place());
    let mut problems = Vec::new();
    let mut totals = Totals::default();
    for controls in list.items() {
        let counted = file_of_controls(&controls, &mut scan, &mut problems);
        compare(
            &controls,
            counted,
            true,
            "this part of the benchmark",
            &mut scan,
        );
        for (total, count) in totals.iter_mut().zip(counted) {
            *total += count;
        }
        if let Some(version) = text(&controls, &["version"])
            && !scan.benchmark.contains(version)
        {
            let joint = if scan.benchmark.is_empty() { "" } else { ", " };
            scan.benchmark = format!("{}{joint}{}", scan.benchmark, brief(version, 30));
        }
    }
    if let Some(stated) = root.get("Totals") {
        compare(&stated, totals, true, "the report", &mut scan);
    }
    for problem in problems {
        results.problem(Scanner::KubeBench, item, problem);
    }
    results.file(Scanner::KubeBench, item, vec![scan], true);
}

fn file_of_controls(controls: &At<'_>, scan: &mut Scan, problems: &mut Vec<Problem>) -> Totals {
    let mut totals = Totals::default();
    let Some(groups) = controls.get("tests").filter(|tests| !tests.is_null()) else {
        // A part of which no check was chosen has `"tests": null`.
        if controls.get("tests").is_none() {
            problems
                .push(controls.problem("there are no `tests`: this is no report of kube-bench"));
        }
        return totals;
    };
    for group in groups.items() {
        let mut counted = Totals::default();
        let section = text(&group, &["desc"]).unwrap_or_default();
        for result in group.get("results").iter().flat_map(At::items) {
            match row(&result, section) {
                Ok((kind, about, row)) => {
                    counted[kind] += 1;
                    scan.add(about, row);
                }
                Err(problem) => problems.push(problem),
            }
        }
        compare(&group, counted, false, "this section", scan);
        for (total, count) in totals.iter_mut().zip(counted) {
            *total += count;
        }
    }
    totals
}

fn row(result: &At<'_>, section: &str) -> Result<(usize, About, Row), Problem> {
    let number = text(result, &["test_number"])
        .ok_or_else(|| result.problem("the result has no `test_number`"))?;
    let status = result
        .get("status")
        .ok_or_else(|| result.problem(format!("the result of {number} has no `status`")))?;
    let word = status.as_str().unwrap_or_default();
    let kind = KINDS
        .iter()
        .position(|(name, _, _)| *name == word)
        .ok_or_else(|| status.problem(format!("the status `{}` is not known", brief(word, 40))))?;
    let reason = text(result, &["reason"]);
    let manual =
        text(result, &["type"]) == Some("manual") || reason == Some("Test marked as a manual test");
    let skipped = text(result, &["type"]) == Some("skip") || reason == Some("Test marked as skip");
    let scored = result.get("scored").and_then(|scored| scored.as_bool());
    let verdict = match word {
        "PASS" => Verdict::Pass,
        "FAIL" => Verdict::Fail,
        "INFO" if skipped => Verdict::Unchecked,
        "INFO" => Verdict::NotApplicable,
        _ if manual => Verdict::Manual,
        // An audit that could not run, or a check for which kube-bench has no test.
        _ if reason.is_some() => Verdict::Error,
        _ => Verdict::Fail,
    };
    let actual = text(result, &["actual_value"])
        .filter(|actual| is_plain(actual))
        .map(|actual| format!("kube-bench found {actual}"));
    let wanted =
        text(result, &["expected_result"]).map(|wanted| format!("it wants {}", brief(wanted, 100)));
    let said: Vec<String> = actual.into_iter().chain(wanted).collect();
    let about = About {
        check: brief(number, 40),
        title: brief(text(result, &["test_desc"]).unwrap_or(number), 160),
        // kube-bench rates nothing; what CIS does not score does not lower a benchmark's result.
        rating: if scored == Some(false) {
            Rating::Low
        } else {
            Rating::Unrated
        },
        section: section.trim().to_ascii_lowercase(),
        ..About::default()
    };
    let row = Row {
        resource: String::new(),
        verdict,
        note: reason.map_or_else(|| said.join("; "), |reason| brief(reason, 200)),
        place: status.place(),
        exception: skipped.then_some(Exception {
            kind: "skipped in kube-bench",
            reason: None,
            until: Until::Unsaid,
        }),
    };
    Ok((kind, about, row))
}

/// Holds the totals that kube-bench states against the rows.
fn compare(stated: &At<'_>, counted: Totals, total: bool, what: &str, scan: &mut Scan) {
    for ((word, short, long), count) in KINDS.iter().zip(counted) {
        let key = if total { long } else { short };
        if let Some(at) = stated.get(key)
            && at.as_i64() != Some(count)
        {
            scan.contradictions.push(at.problem(format!(
                "{what} states {} results {word}, and {count} are there",
                brief(&at.summary(), 30)
            )));
        }
    }
}

/// Whether a value is a setting such as `permissions=600`. Most checks read the list of processes, whose
/// arguments may hold secrets.
fn is_plain(actual: &str) -> bool {
    actual.len() <= 60 && !actual.contains(char::is_whitespace)
}
