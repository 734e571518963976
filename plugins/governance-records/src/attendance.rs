//! Who was at a meeting, of those whom its list of attendees names: lists name the absent too.

use tickmark_plugin::words::{is_placeholder, words};

/// Words beside the name of somebody who was not there, or above the names of several.
const ABSENCES: &[&str] = &[
    "absence",
    "absences",
    "absent",
    "absentee",
    "absentees",
    "apologies",
    "apology",
    "declined",
    "excused",
    "not",
    "proxy",
    "regrets",
    "show",
    "unable",
];

/// Those who were there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Attendance<'a> {
    pub(crate) present: Vec<&'a str>,
    /// Whether the list tells of an absence and not whose.
    pub(crate) unclear: bool,
}

/// Reads a list of attendees. What stands after `Apologies:` was not there, up to the next heading.
pub(crate) fn attendance(list: &str) -> Attendance<'_> {
    let mut present = Vec::new();
    let mut unclear = false;
    let mut absent_from_here = false;
    for item in items(list) {
        let name = match item.split_once(':') {
            Some((heading, name)) => {
                absent_from_here = tells_absence(heading);
                name.trim()
            }
            None => item,
        };
        if is_placeholder(name) {
            continue;
        }
        let alone = words(name).split(' ').all(|word| ABSENCES.contains(&word));
        if alone {
            unclear |= !absent_from_here;
        } else if !absent_from_here && !tells_absence(name) {
            present.push(name);
        }
    }
    Attendance { present, unclear }
}

fn tells_absence(text: &str) -> bool {
    words(text).split(' ').any(|word| ABSENCES.contains(&word))
}

/// The parts of a list between semicolons, commas, bars and line breaks, but for those in parentheses.
pub(crate) fn items(list: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_usize;
    list.split(move |letter| {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && matches!(letter, ';' | ',' | '|' | '\n')
    })
    .map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_who_sent_apologies_were_not_there() {
        for (list, present, unclear) in [
            ("Ann Doe; Tess Kay", vec!["Ann Doe", "Tess Kay"], false),
            (
                "Ann Doe (chair), Tess Kay",
                vec!["Ann Doe (chair)", "Tess Kay"],
                false,
            ),
            (
                "Present: Ann Doe; Tess Kay",
                vec!["Ann Doe", "Tess Kay"],
                false,
            ),
            ("Ann Doe; Tess Kay (apologies)", vec!["Ann Doe"], false),
            ("Ann Doe; Tess Kay (ill, absent)", vec!["Ann Doe"], false),
            ("Ann Doe; Tess Kay - excused", vec!["Ann Doe"], false),
            ("Ann Doe; Tess Kay (did not attend)", vec!["Ann Doe"], false),
            (
                "Apologies: Tess Kay, Bo Li; Present: Ann Doe",
                vec!["Ann Doe"],
                false,
            ),
            (
                "Ann Doe; Tess Kay, apologies",
                vec!["Ann Doe", "Tess Kay"],
                true,
            ),
            ("Ann Doe; Tess Kay (no show)", vec!["Ann Doe"], false),
            (
                "Tess Kay (independent, non-executive)",
                vec!["Tess Kay (independent, non-executive)"],
                false,
            ),
            ("", vec![], false),
        ] {
            assert_eq!(attendance(list), Attendance { present, unclear }, "{list}");
        }
    }
}
