//! Findings of Prowler 4 and 5 in OCSF: one object for each check and resource.
//!
//! Prowler writes its verdict into `status_code`; OCSF's own `status` says only whether the finding is
//! muted. Its `time` counts seconds, although OCSF wants milliseconds, and its `time_dt` has no offset.

use std::collections::{BTreeMap, BTreeSet};

use tickmark_plugin::prelude::*;

use super::{day, epoch_day, text};
use crate::Config;
use crate::config::{Rating, Scanner};
use crate::elements::{self, Element};
use crate::results::{About, Exception, Results, Row, Scan, Until, Verdict};
use crate::words::brief;

/// OCSF's number for a suppressed finding.
const SUPPRESSED: i64 = 3;

pub(super) fn read(check: &Check<'_, Config>, item: &Item, results: &mut Results) {
    let reader = match check.evidence.open(&item.path) {
        Ok(reader) => reader,
        Err(error) => {
            let problem = Problem::new(item.place(), format!("the file cannot be read: {error}"));
            return results.problem(Scanner::Prowler, item, problem);
        }
    };
    let mut scans = BTreeMap::new();
    let mut problems = Vec::new();
    let read = elements::for_each(&item.path, reader, |element| {
        if let Err(problem) = element.and_then(|element| finding(&element, &mut scans)) {
            problems.push(problem);
        }
    });
    problems.extend(read.err());
    let whole = problems.is_empty();
    for problem in problems {
        results.problem(Scanner::Prowler, item, problem);
    }
    let scans = scans.into_values().collect();
    results.file(Scanner::Prowler, item, scans, whole);
}

fn finding(element: &Element, scans: &mut BTreeMap<String, Scan>) -> Result<(), Problem> {
    let root = element.root();
    let broken = |at: &At<'_>, message: String| Problem::new(element.place(at), message);
    let product = text(&root, &["metadata", "product", "name"])
        .or_else(|| text(&root, &["metadata", "product", "vendor_name"]));
    if !product.is_some_and(|name| name.eq_ignore_ascii_case("prowler")) {
        return Err(broken(
            &root,
            format!(
                "this is no finding of Prowler in OCSF (product {}); write it with `prowler \
                 --output-formats json-ocsf`",
                brief(product.unwrap_or("not named"), 60)
            ),
        ));
    }
    let name = text(&root, &["metadata", "event_code"])
        .or_else(|| text(&root, &["finding_info", "analytic", "uid"]))
        .ok_or_else(|| {
            broken(
                &root,
                "the finding names no check (`event_code`)".to_owned(),
            )
        })?;
    let target =
        target(&root).ok_or_else(|| broken(&root, "the finding names no account".to_owned()))?;
    let resource = root
        .get("resources")
        .and_then(|resources| resources.items().next());
    let resource = resource
        .as_ref()
        .and_then(|one| text(one, &["uid"]).or_else(|| text(one, &["name"])))
        .unwrap_or_default();
    let (verdict, doubt, at) = verdict(&root);
    let place = element.place(at.as_ref().unwrap_or(&root));
    let note = doubt.unwrap_or_else(|| {
        text(&root, &["status_detail"])
            .or_else(|| text(&root, &["message"]))
            .unwrap_or_default()
            .to_owned()
    });
    let about = About {
        check: brief(name, 120),
        title: brief(text(&root, &["finding_info", "title"]).unwrap_or(name), 160),
        rating: Rating::parse(text(&root, &["severity"]).unwrap_or_default()),
        tags: tags(&root),
        section: String::new(),
    };
    let row = Row {
        resource: brief(resource, 120),
        verdict,
        note: brief(&note, 200),
        place,
        exception: exception(&root, verdict),
    };
    let scan = scans
        .entry(target.to_owned())
        .or_insert_with(|| Scan::new(Scanner::Prowler, target, element.place(&root)));
    let epoch = |keys: &[&str]| {
        root.path(keys)
            .and_then(|time| time.as_i64())
            .and_then(epoch_day)
    };
    let seen = epoch(&["time"])
        .or_else(|| epoch(&["finding_info", "created_time"]))
        .or_else(|| day(text(&root, &["time_dt"])?));
    if let Some(day) = seen {
        scan.seen_on(day);
    }
    scan.add(about, row);
    Ok(())
}

/// The account, project, subscription or cluster.
fn target<'a>(root: &At<'a>) -> Option<&'a str> {
    text(root, &["cloud", "account", "uid"])
        .or_else(|| text(root, &["unmapped", "provider_uid"]))
        .or_else(|| {
            // Findings about Kubernetes named no cluster before Prowler 5.
            let container = root
                .path(&["metadata", "profiles"])?
                .items()
                .any(|profile| profile.as_str() == Some("container"));
            container.then_some("kubernetes")
        })
}

fn verdict<'a>(root: &At<'a>) -> (Verdict, Option<String>, Option<At<'a>>) {
    let at = root
        .get("status_code")
        .or_else(|| root.path(&["compliance", "status"]));
    let Some(word) = at.as_ref().and_then(At::as_str) else {
        return (
            Verdict::Error,
            Some("the finding has no `status_code`".to_owned()),
            at,
        );
    };
    let verdict = match word.to_ascii_uppercase().as_str() {
        "PASS" => Verdict::Pass,
        "FAIL" => Verdict::Fail,
        "MANUAL" => Verdict::Manual,
        // Says that the finding is muted, and no longer what it was.
        "MUTED" => Verdict::Unchecked,
        _ => {
            let doubt = format!("the status `{}` is not known", brief(word, 40));
            return (Verdict::Error, Some(doubt), at);
        }
    };
    (verdict, None, at)
}

/// A muted finding that does not pass. Prowler keeps the reason in its mutelist alone.
fn exception(root: &At<'_>, verdict: Verdict) -> Option<Exception> {
    let muted = verdict == Verdict::Unchecked
        || root.get("status_id").and_then(|id| id.as_i64()) == Some(SUPPRESSED)
        || text(root, &["status"]).is_some_and(|status| status.eq_ignore_ascii_case("suppressed"));
    (muted && verdict != Verdict::Pass).then_some(Exception {
        kind: "muted in Prowler",
        reason: None,
        until: Until::Unsaid,
    })
}

/// The requirements of SOC 2 that Prowler itself names.
fn tags(root: &At<'_>) -> BTreeSet<String> {
    let Some(compliance) = root.path(&["unmapped", "compliance"]) else {
        return BTreeSet::new();
    };
    compliance
        .members()
        .filter(|(framework, _)| framework.to_ascii_uppercase().starts_with("SOC2"))
        .flat_map(|(_, requirements)| {
            requirements
                .items()
                .filter_map(|requirement| requirement.as_str().map(str::to_ascii_lowercase))
                .collect::<Vec<_>>()
        })
        .collect()
}
