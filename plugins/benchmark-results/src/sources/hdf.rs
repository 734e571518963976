//! The Heimdall Data Format: what InSpec's `json` reporter writes, and many converters to it.
//!
//! A control is judged as a whole, as Heimdall does: an error outweighs a failure, a failure a pass. A
//! control of which some tests were skipped is not taken for passed. What a test printed is not
//! copied, since it may hold secrets; the test's description is.

use std::collections::BTreeMap;

use tickmark_plugin::Kind;
use tickmark_plugin::prelude::*;
use tickmark_plugin::reexport::jiff::Timestamp;

use super::{day, target_of, text};
use crate::Config;
use crate::config::{Rating, Scanner};
use crate::results::{About, Exception, Results, Row, Scan, Until, Verdict};
use crate::words::{brief, count};

pub(super) fn read(check: &Check<'_, Config>, item: &Item, results: &mut Results) {
    let document = match check.json(item) {
        Ok(document) => document,
        Err(problem) => return results.problem(Scanner::Hdf, item, problem),
    };
    let root = document.root();
    let profiles = match root.get("profiles") {
        Some(profiles) if profiles.kind() == Kind::Array => profiles,
        _ => {
            let problem = root.problem(
                "this is no report of InSpec in full; write it with `inspec exec --reporter json`, \
                 not `json-min`",
            );
            return results.problem(Scanner::Hdf, item, problem);
        }
    };
    let target = text(&root, &["platform", "target_id"]).unwrap_or_else(|| target_of(item));
    let mut scan = Scan::new(Scanner::Hdf, target, root.place());
    for (control, outer) in controls(&profiles) {
        match row(&control, &outer, &mut scan) {
            Ok((about, row)) => scan.add(about, row),
            Err(problem) => results.problem(Scanner::Hdf, item, problem),
        }
    }
    for profile in profiles.items().filter(is_outer) {
        let name = text(&profile, &["name"]).unwrap_or("unnamed profile");
        let version = text(&profile, &["version"]).unwrap_or_default();
        let joint = if scan.benchmark.is_empty() { "" } else { ", " };
        let named = format!("{joint}{name} {version}");
        scan.benchmark.push_str(named.trim_end());
        if let Some(status @ ("skipped" | "failed")) = text(&profile, &["status"]) {
            let why = text(&profile, &["status_message"])
                .or_else(|| text(&profile, &["skip_message"]))
                .unwrap_or("no reason is given");
            let problem = profile.problem(format!(
                "the profile {} was not run ({status}): {}",
                brief(name, 60),
                brief(why, 150)
            ));
            results.problem(Scanner::Hdf, item, problem);
        }
    }
    results.file(Scanner::Hdf, item, vec![scan], true);
}

/// Whether a profile was named on the command line, not drawn in by another.
fn is_outer(profile: &At<'_>) -> bool {
    text(profile, &["parent_profile"]).is_none()
}

/// The controls, each as it has results and as its outermost profile describes it. A profile that
/// wraps others repeats their controls; those are one and the same. Profiles that have nothing to do with
/// each other may use the same numbers.
fn controls<'a>(profiles: &At<'a>) -> Vec<(At<'a>, At<'a>)> {
    let mut found: Vec<(At<'a>, At<'a>)> = Vec::new();
    let mut known: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let parents: BTreeMap<&str, &str> = profiles
        .items()
        .filter_map(|profile| {
            Some((
                member(&profile, "name")?,
                member(&profile, "parent_profile")?,
            ))
        })
        .collect();
    let (outer, inner): (Vec<_>, Vec<_>) = profiles.items().partition(is_outer);
    for profile in outer.iter().chain(&inner) {
        let root = outermost(member(profile, "name").unwrap_or_default(), &parents);
        for control in profile.get("controls").iter().flat_map(At::items) {
            let key = member(&control, "id").map(|id| (root, id));
            let same = key.and_then(|key| known.get(&key)).copied();
            match same.map(|at| &mut found[at].0) {
                Some(first) if !has_results(first) => *first = control,
                Some(first) if !has_results(&control) || results(first) == results(&control) => {}
                _ => {
                    if let Some(key) = key {
                        known.entry(key).or_insert(found.len());
                    }
                    found.push((control.clone(), control));
                }
            }
        }
    }
    found
}

/// The profile that draws in, over however many others, the one of this name.
fn outermost<'a>(name: &'a str, parents: &BTreeMap<&'a str, &'a str>) -> &'a str {
    let mut outermost = name;
    // A circle of profiles ends at some one of them.
    for _ in 0..parents.len() {
        match parents.get(outermost) {
            Some(parent) => outermost = parent,
            None => break,
        }
    }
    outermost
}

fn member<'a>(of: &At<'a>, name: &str) -> Option<&'a str> {
    text(of, &[name])
}

/// What a control's tests came to, for telling a repetition from another control.
fn results<'a>(control: &At<'a>) -> Vec<(Option<&'a str>, Option<&'a str>)> {
    let results = control.get("results");
    let results = results.iter().flat_map(At::items);
    results
        .map(|result| (member(&result, "status"), member(&result, "code_desc")))
        .collect()
}

fn has_results(control: &At<'_>) -> bool {
    control
        .get("results")
        .is_some_and(|results| !results.is_empty())
}

fn row(control: &At<'_>, outer: &At<'_>, scan: &mut Scan) -> Result<(About, Row), Problem> {
    let id = text(control, &["id"]).ok_or_else(|| control.problem("the control has no `id`"))?;
    let mut tests: BTreeMap<Verdict, Vec<At<'_>>> = BTreeMap::new();
    let results: Vec<At<'_>> = control.get("results").iter().flat_map(At::items).collect();
    for result in &results {
        if let Some(day) = text(result, &["start_time"]).and_then(started) {
            scan.seen_on(day);
        }
        tests
            .entry(verdict(result))
            .or_default()
            .push(result.clone());
    }
    let of = |verdict| tests.get(&verdict).map_or(0, Vec::len);
    let (rating, concerns) = rating(outer);
    let waiver = waiver(outer).or_else(|| waiver(control));
    let attested = outer
        .get("attestation_data")
        .filter(|data| !data.is_null() && !data.is_empty());
    let verdict = if results.is_empty() || of(Verdict::Error) > 0 {
        Verdict::Error
    } else if !concerns {
        Verdict::NotApplicable
    } else if of(Verdict::Fail) > 0 {
        Verdict::Fail
    } else if of(Verdict::Unchecked) > 0 {
        if attested.is_some() {
            Verdict::Manual
        } else {
            Verdict::Unchecked
        }
    } else {
        Verdict::Pass
    };
    let deciding = tests.get(&verdict).and_then(|tests| tests.first());
    let described = deciding
        .and_then(|test| text(test, &["code_desc"]))
        .map_or_else(String::new, |what| format!(": {}", brief(what, 140)));
    let total = count(results.len(), "test");
    let note = match verdict {
        Verdict::Error if results.is_empty() => "no test of it has a result".to_owned(),
        Verdict::Error => format!("{} of {total} ended with an error{described}", of(verdict)),
        Verdict::Fail => format!("{} of {total} failed{described}", of(verdict)),
        Verdict::Unchecked => {
            let why = deciding
                .and_then(|test| text(test, &["skip_message"]))
                .unwrap_or("no reason is given");
            format!("{} of {total} skipped: {}", of(verdict), brief(why, 140))
        }
        Verdict::Manual => "a person attested to it in the report".to_owned(),
        Verdict::NotApplicable => "its impact is 0".to_owned(),
        Verdict::Pass | Verdict::NotSelected => format!("{total} passed"),
    };
    let place = deciding
        .and_then(|test| test.get("status"))
        .or_else(|| control.get("id"))
        .map_or_else(|| control.place(), |at| at.place());
    let about = About {
        check: brief(id, 120),
        title: brief(text(outer, &["title"]).unwrap_or(id), 160),
        rating,
        tags: nist(outer),
        section: String::new(),
    };
    let row = Row {
        resource: String::new(),
        verdict,
        note,
        place,
        exception: waiver.filter(|_| verdict != Verdict::Pass),
    };
    Ok((about, row))
}

fn verdict(result: &At<'_>) -> Verdict {
    if result
        .get("backtrace")
        .is_some_and(|trace| !trace.is_null())
    {
        return Verdict::Error;
    }
    match text(result, &["status"]) {
        Some("passed") => Verdict::Pass,
        Some("failed") => Verdict::Fail,
        Some("skipped") => Verdict::Unchecked,
        _ => Verdict::Error,
    }
}

/// InSpec's bands of impact, and whether the control concerns the target at all: Heimdall takes an
/// impact of 0 for not applicable.
fn rating(control: &At<'_>) -> (Rating, bool) {
    let Some(impact) = control.get("impact") else {
        return (Rating::Unrated, true);
    };
    if let Some(word) = impact.as_str() {
        return (Rating::parse(word), word != "none");
    }
    let rating = match impact.as_f64() {
        Some(impact) if impact >= 0.9 => Rating::Critical,
        Some(impact) if impact >= 0.7 => Rating::High,
        Some(impact) if impact >= 0.4 => Rating::Medium,
        Some(impact) if impact > 0.0 => Rating::Low,
        Some(_) => return (Rating::Info, false),
        None => Rating::Unrated,
    };
    (rating, true)
}

fn waiver(control: &At<'_>) -> Option<Exception> {
    let waived = control
        .get("waiver_data")
        .filter(|waived| !waived.is_empty())?;
    let until = match waived.get("expiration_date") {
        Some(date) if !date.is_null() => {
            let written = date.summary();
            let first: String = written.chars().take(10).collect();
            Day::parse(&first).map_or_else(|_| Until::Unreadable(brief(&written, 40)), Until::Day)
        }
        _ => Until::Open,
    };
    Some(Exception {
        kind: "waived in InSpec",
        reason: text(&waived, &["justification"]).map(|why| brief(why, 150)),
        until,
    })
}

/// The controls of NIST SP 800-53 that the profile's author names, as in `AC-17 (2)`.
fn nist(control: &At<'_>) -> std::collections::BTreeSet<String> {
    control
        .path(&["tags", "nist"])
        .iter()
        .flat_map(At::items)
        .filter_map(|tag| tag.as_str().map(|tag| tag.trim().to_ascii_uppercase()))
        .collect()
}

/// The day of a result: RFC 3339, or as Ruby prints a time.
fn started(time: &str) -> Option<Day> {
    match Timestamp::strptime("%Y-%m-%d %H:%M:%S %z", time) {
        Ok(time) => Day::parse(&time.to_string()).ok(),
        Err(_) => day(time),
    }
}
