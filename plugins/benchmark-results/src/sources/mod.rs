//! One reader a format. Each turns a file into scans, and what it cannot understand into problems.

mod hdf;
mod kube_bench;
mod prowler;
mod xccdf;

use tickmark_plugin::prelude::*;
use tickmark_plugin::reexport::jiff::Timestamp;

use crate::Config;
use crate::config::Scanner;
use crate::results::{Results, Scan, When};

/// Reads every file that was given.
pub(crate) fn read(check: &Check<'_, Config>, report: &mut Report) -> Results {
    let mut results = Results::default();
    for scanner in Scanner::ALL {
        for item in check.items(scanner.input()) {
            let already = results.scans.len();
            match scanner {
                Scanner::Prowler => prowler::read(check, &item, &mut results),
                Scanner::Hdf => hdf::read(check, &item, &mut results),
                Scanner::KubeBench => kube_bench::read(check, &item, &mut results),
                Scanner::Xccdf => xccdf::read(check, &item, &mut results),
            }
            let scans = &mut results.scans[already..];
            for scan in scans.iter_mut() {
                date(scan, &item);
            }
            let rows: usize = scans.iter().map(|scan| scan.rows).sum();
            let broken = results
                .problems
                .iter()
                .filter(|(_, path, _)| **path == *item.path)
                .count();
            report.tally(&item, rows + broken);
        }
    }
    results
}

/// kube-bench does not say when it looked: its report is as old as its collection. The others do, so that a
/// scan of theirs without a time that can be read may be of any age.
fn date(scan: &mut Scan, item: &Item) {
    if let When::Unknown(why) = &scan.when
        && scan.scanner == Scanner::KubeBench
    {
        match item.collected.as_deref().map(Day::parse) {
            Some(Ok(day)) => scan.when = When::On(day),
            _ => {
                scan.when = When::Unknown(format!(
                    "{why}; state when it was collected in evidence.toml"
                ));
            }
        }
    }
}

/// The text of a member; nothing where it is missing, empty or something else.
fn text<'a>(value: &At<'a>, keys: &[&str]) -> Option<&'a str> {
    value
        .path(keys)
        .and_then(|found| found.as_str())
        .map(str::trim)
        .filter(|text| !text.is_empty())
}

/// The day of a time as it is written. Some tools leave out the offset; then the day may be another one
/// by one, which is near enough for the age of a scan.
fn day(time: &str) -> Option<Day> {
    let date = || {
        time.get(..10)
            .filter(|_| time[10..].starts_with(['T', ' ']))
    };
    Day::parse(time).ok().or_else(|| Day::parse(date()?).ok())
}

/// The day of a moment counted in seconds or, as OCSF has it, in milliseconds.
fn epoch_day(moment: i64) -> Option<Day> {
    // In seconds this is the year 5138, in milliseconds 1973.
    const MILLISECONDS_FROM: i64 = 100_000_000_000;
    let time = if moment >= MILLISECONDS_FROM {
        Timestamp::from_millisecond(moment)
    } else {
        Timestamp::from_second(moment)
    };
    Day::parse(&time.ok()?.to_string()).ok()
}

/// The name of a target that only the file's path tells: the path without its ending.
fn target_of(item: &Item) -> &str {
    let path = &*item.path;
    path.rsplit_once('.').map_or(path, |(name, _)| name)
}
