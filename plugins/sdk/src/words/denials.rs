//! Texts that name a thing only to say that it is not there: `no cyber`, `security deferred`.

/// Words that take back what is named beside them.
const DENIALS: &[&str] = &[
    "cancelled",
    "canceled",
    "deferred",
    "except",
    "excl",
    "exclude",
    "excluded",
    "excludes",
    "excluding",
    "exclusion",
    "exclusions",
    "never",
    "no",
    "non",
    "none",
    "not",
    "postponed",
    "skipped",
    "without",
];

/// Whether a text has a word that may take back what it names (`General liability - no cyber`). What exactly it
/// takes back is for people to say. `No. 12` is the number of something.
pub fn denies(text: &str) -> bool {
    let parts = text
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|part| !part.is_empty());
    let mut parts = parts.peekable();
    while let Some(part) = parts.next() {
        let is = |word: &&str| part.eq_ignore_ascii_case(word);
        let number = part.eq_ignore_ascii_case("no")
            && parts.peek().is_some_and(|next| is_number_or_mark(next));
        if !number && DENIALS.iter().any(is) {
            return true;
        }
    }
    false
}

/// What follows `No.` where that is short for number: `12`, `CY26`, or the `CY` of `CY-26`.
fn is_number_or_mark(text: &str) -> bool {
    const LONGEST_MARK: usize = 3;
    let mark = text.len() <= LONGEST_MARK && text.bytes().all(|byte| byte.is_ascii_uppercase());
    mark || text.bytes().any(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_back_is_told_from_a_number() {
        for text in [
            "property (cyber excluded)",
            "General liability - no cyber",
            "Budget (No security topics)",
            "security deferred to next meeting",
            "liability excl. cyber",
            "non-cyber",
        ] {
            assert!(denies(text), "{text}");
        }
        for text in [
            "",
            "Cyber",
            "Cyber and technology liability",
            "Cyber policy No. 4711",
            "Cyber no: CY-26",
            "Security notes",
            "Nothing but security",
        ] {
            assert!(!denies(text), "{text}");
        }
    }
}
