//! What stands before a Markdown page in YAML (`---`) or TOML (`+++`), as site generators keep it.

use tickmark_plugin::Day;
use tickmark_plugin::words::key;

use super::dated::day_of;

/// The page with empty lines in place of its front matter, so that places stay what they are. Else the lines
/// of the front matter would be read as a heading, because `---` below them underlines one.
pub(super) fn cut(text: &str) -> (Vec<&str>, String) {
    let front: Vec<&str> = text.lines().take(length(text)).collect();
    let rest = text.lines().skip(front.len());
    let page: Vec<&str> = front.iter().map(|_| "").chain(rest).collect();
    (front, page.join("\n"))
}

/// How many lines the front matter has, with its marks. None where a rule is drawn at the top of a page.
fn length(text: &str) -> usize {
    let mut lines = text.lines();
    let ends: &[&str] = match lines.next().map(str::trim_end) {
        Some("---") => &["---", "..."],
        Some("+++") => &["+++"],
        _ => return 0,
    };
    let first = lines.clone().next();
    if first.and_then(member).is_none() {
        return 0;
    }
    lines
        .position(|line| ends.contains(&line.trim_end()))
        .map_or(0, |between| between + 2)
}

/// A line's key and value.
fn member(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once([':', '='])?;
    let is_name = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_' | ' ');
    (!name.trim().is_empty() && name.chars().all(is_name)).then_some((name, value))
}

/// The days that the front matter states, with their lines.
pub(super) fn days(front: &[&str]) -> impl Iterator<Item = (Day, usize)> {
    const KEYS: &[&str] = &[
        "dateeffective",
        "datemodified",
        "datereviewed",
        "daterevised",
        "dateupdated",
        "effective",
        "effectivedate",
        "effectivefrom",
        "effectiveon",
        "effectivesince",
        "inforce",
        "inforcesince",
        "lastmod",
        "lastmodified",
        "lastreview",
        "lastreviewed",
        "lastrevised",
        "lastrevision",
        "lastupdate",
        "lastupdated",
        "lastupdatedon",
        "modified",
        "reviewdate",
        "reviewed",
        "reviewedon",
        "revised",
        "revisedon",
        "updated",
        "updatedat",
        "updatedon",
    ];
    front.iter().enumerate().filter_map(|(index, line)| {
        let (name, value) = member(line)?;
        let day = KEYS
            .contains(&key(name).as_str())
            .then(|| day_of(value))??;
        Some((day, index + 1))
    })
}
