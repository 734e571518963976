//! The day of a notice, as its text states it: `Last updated: 1 March 2026`, `Version 4, effective
//! 2026-03-01`, `This privacy policy was last reviewed on March 1st, 2026`.
//!
//! A notice tells of other things that were updated too. So what stands before the word has to be about the
//! notice, or nothing, and nothing else may stand between the word and the day.

use tickmark_plugin::Day;

use super::page::Block;

/// What a text says of its day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Dated {
    /// A day, and its line.
    On(Day, usize),
    /// Something in place of a day that cannot be read as one, and its line.
    Unread(String, usize),
}

/// One sentence, or one line that begins as a sentence does.
struct Sentence<'t> {
    text: &'t str,
    words: Vec<String>,
    line: usize,
}

/// What the sentences of these blocks say, in their order.
pub(super) fn dated(blocks: &[Block]) -> Vec<Dated> {
    let sentences: Vec<Sentence<'_>> = blocks.iter().flat_map(sentences).collect();
    let mut said = Vec::new();
    for (index, sentence) in sentences.iter().enumerate() {
        for at in 0..sentence.words.len() {
            if !is_word(&sentence.words, at) || !is_of_notice(&sentence.words[..at]) {
                continue;
            }
            let next = sentences.get(index + 1);
            said.extend(day_after(sentence, at + 1, next));
        }
    }
    said
}

fn sentences(block: &Block) -> Vec<Sentence<'_>> {
    let text = block.text.as_str();
    let mut cuts = vec![0];
    for (at, letter) in text.char_indices() {
        if !matches!(letter, '.' | '!' | '?' | '\n') {
            continue;
        }
        let after = &text[at + letter.len_utf8()..];
        let next = after.trim_start();
        let is_end = letter == '\n' || next.len() < after.len();
        if is_end && next.starts_with(char::is_uppercase) && !starts_with_month(next) {
            cuts.push(text.len() - next.len());
        }
    }
    let ends = cuts.iter().skip(1).copied().chain([text.len()]);
    cuts.iter()
        .zip(ends)
        .filter_map(|(&from, to)| {
            let sentence = text.get(from..to)?;
            Some(Sentence {
                text: sentence,
                words: words(sentence),
                line: block.line + text[..from].matches('\n').count(),
            })
        })
        .collect()
}

/// Whether the next word is a month, as in `1. March 2026`.
fn starts_with_month(text: &str) -> bool {
    const MONTHS: &[&str] = &[
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    words(text)
        .first()
        .is_some_and(|word| MONTHS.iter().any(|month| word.starts_with(month)))
}

/// The words in lower case. A day such as `2026-03-01` is one word.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for word in text.split(|letter: char| !(letter.is_alphanumeric() || letter == '-')) {
        if Day::parse(word).is_ok() {
            words.push(word.to_owned());
        } else {
            let parts = word.split('-').filter(|part| !part.is_empty());
            words.extend(parts.map(str::to_lowercase));
        }
    }
    words
}

/// Whether a word beside which a day stands is at this place.
fn is_word(words: &[String], at: usize) -> bool {
    let before = at.checked_sub(1).map_or("", |before| &words[before]);
    match words[at].as_str() {
        "effective" | "updated" | "reviewed" | "revised" | "modified" | "amended" => true,
        "update" | "review" | "revision" | "modification" | "change" | "changed" => {
            matches!(before, "last" | "latest")
        }
        "force" => before == "in",
        _ => false,
    }
}

const NOUNS: &[&str] = &["notice", "policy", "statement", "page", "version"];
const VERBS: &[&str] = &["is", "was", "has", "became", "becomes", "will"];

/// Whether the words before the one in question are about the notice, or about nothing.
fn is_of_notice(before: &[String]) -> bool {
    const ABOUT: &[&str] = &[
        "a",
        "and",
        "as",
        "be",
        "been",
        "current",
        "date",
        "effective",
        "have",
        "in",
        "last",
        "latest",
        "most",
        "of",
        "our",
        "privacy",
        "recently",
        "reviewed",
        "revised",
        "the",
        "this",
        "updated",
        "v",
        "we",
    ];
    let is_about = |word: &String| {
        let word = word.as_str();
        let is_number = word
            .trim_start_matches('v')
            .chars()
            .all(|c| c.is_ascii_digit());
        is_number
            || [ABOUT, NOUNS, VERBS]
                .iter()
                .any(|words| words.contains(&word))
    };
    let has = |words: &[&str]| before.iter().any(|word| words.contains(&word.as_str()));
    if before.iter().all(is_about) {
        // `It was updated` may be about whatever the sentence before was about.
        return !has(VERBS) || has(NOUNS);
    }
    // `The privacy policy of Acme`, `Acme privacy notice`: the name of the notice right before the word.
    let from = before
        .iter()
        .rposition(|word| !is_about(word))
        .map_or(0, |at| at + 1);
    before[from..].windows(2).any(|two| {
        two[0] == "privacy" && matches!(two[1].as_str(), "notice" | "policy" | "statement")
    })
}

/// The day that follows the word, in the sentence or at the beginning of the next.
fn day_after(sentence: &Sentence<'_>, from: usize, next: Option<&Sentence<'_>>) -> Option<Dated> {
    const BETWEEN: &[&str] = &[
        "and",
        "as",
        "at",
        "date",
        "effective",
        "from",
        "is",
        "last",
        "notice",
        "of",
        "on",
        "our",
        "page",
        "policy",
        "privacy",
        "reviewed",
        "revised",
        "since",
        "statement",
        "the",
        "this",
        "updated",
        "was",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    let rest = &sentence.words[from..];
    // `Reviewed by Dana Whitcombe on 2026-03-01`.
    let is_signed = rest.first().is_some_and(|word| word == "by");
    for (at, word) in rest.iter().enumerate() {
        if let Some(day) = day_at(&rest[at..]) {
            return Some(Dated::On(day, sentence.line));
        }
        if word.starts_with(|first: char| first.is_ascii_digit()) {
            return Some(Dated::Unread(
                sentence.text.trim().to_owned(),
                sentence.line,
            ));
        }
        if !is_signed && !BETWEEN.contains(&word.as_str()) {
            return None;
        }
    }
    let next = next?;
    day_at(&next.words).map(|day| Dated::On(day, next.line))
}

/// The day that a value begins with.
pub(super) fn day_of(value: &str) -> Option<Day> {
    let value = value.trim().trim_matches(['"', '\'']);
    let day = value.get(..10).and_then(|day| Day::parse(day).ok());
    day.or_else(|| day_at(&words(value)))
}

/// The day that these words begin with: `2026-03-01`, `1 March 2026`, `March 1st 2026`, or `March 2026`,
/// of which the first day is taken.
fn day_at(words: &[String]) -> Option<Day> {
    let first = words.first()?;
    if let Ok(day) = Day::parse(first) {
        return Some(day);
    }
    let plain: Vec<&str> = words
        .iter()
        .take(4)
        .map(|word| plain(word))
        .filter(|word| *word != "of")
        .collect();
    let read = |text: &str| {
        ["%d %B %Y", "%d %b %Y", "%B %d %Y", "%b %d %Y"]
            .iter()
            .find_map(|format| Day::parse_as(format, text).ok())
    };
    match plain.as_slice() {
        [one, two, year, ..] if is_year(year) => read(&format!("{one} {two} {year}")),
        [month, year, ..] if is_year(year) => read(&format!("1 {month} {year}")),
        _ => None,
    }
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && word.chars().all(|digit| digit.is_ascii_digit())
}

/// `1st` as `1`, `sept` as `sep`.
fn plain(word: &str) -> &str {
    if word == "sept" {
        return "sep";
    }
    ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|ending| word.strip_suffix(ending))
        .filter(|number| !number.is_empty() && number.chars().all(|digit| digit.is_ascii_digit()))
        .unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<Dated> {
        dated(&[Block {
            text: text.to_owned(),
            line: 1,
        }])
    }

    #[test]
    fn the_day_stands_beside_a_word_about_the_notice() {
        for text in [
            "Effective: 1 March 2026",
            "Effective date: March 1, 2026",
            "Effective as of Sunday, 1 March 2026",
            "Last updated March 1st, 2026",
            "(Last Updated: 1st of March 2026)",
            "Date of last update: March 2026",
            "Last-reviewed 2026-03-01",
            "In force since 1. March 2026",
            "Version 4, effective 2026-03-01.",
            "Privacy notice – last updated 2026-03-01",
            "This privacy policy was last updated on March 1, 2026.",
            "We like clear words. This page was last revised on 1 Mar 2026.",
            "The Acme privacy policy is effective as of March 1, 2026",
            "We last updated this privacy notice on 1 March 2026",
            "Reviewed by Dana Whitcombe on 2026-03-01",
            "Owner: Dana Whitcombe\nEffective: 2026-03-01",
        ] {
            let days: Vec<String> = of(text)
                .into_iter()
                .map(|dated| match dated {
                    Dated::On(day, _) => day.to_string(),
                    Dated::Unread(text, _) => text,
                })
                .collect();
            assert!(
                !days.is_empty() && days.iter().all(|day| day == "2026-03-01"),
                "{text}: {days:?}"
            );
        }
    }

    #[test]
    fn what_else_was_updated_does_not_date_the_notice() {
        for text in [
            "We were pleased when our ISO certificate was updated on 1 October 2026.",
            "We have an ISO certificate. It was updated on 1 October 2026.",
            "our ISO certificate was last\nupdated on 1 October 2026",
            "We updated our ISO certificate on 1 October 2026",
            "Our cookie policy was updated on 1 October 2026",
            "Our list of processors, last updated 2026-10-01, is public.",
            "Updated terms of use apply from 1 October 2026",
            "effective measures, 2026-10-01",
        ] {
            assert_eq!(of(text), [], "{text}");
        }
    }

    #[test]
    fn a_day_that_can_be_two_is_none() {
        assert_eq!(
            of("Last updated: 01/03/2026"),
            [Dated::Unread("Last updated: 01/03/2026".to_owned(), 1)]
        );
    }
}
