//! Regions and accounts in ARNs and in the paths of files.
//!
//! Many answers of AWS say neither, so that the region has to stand in the file's path: in a folder
//! (`aws/production/eu-central-1/`) or in its name (`get-detector-eu-central-1.json`).

/// The parts of an Amazon Resource Name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Arn<'a> {
    pub(crate) region: &'a str,
    pub(crate) account: &'a str,
    pub(crate) resource: &'a str,
}

impl<'a> Arn<'a> {
    /// Reads `arn:aws:logs:eu-central-1:111122223333:log-group:trail`.
    pub(crate) fn parse(text: &'a str) -> Option<Self> {
        let mut parts = text.splitn(6, ':');
        if parts.next() != Some("arn") {
            return None;
        }
        let _partition = parts.next()?;
        let _service = parts.next()?;
        Some(Self {
            region: parts.next()?,
            account: parts.next()?,
            resource: parts.next().filter(|resource| !resource.is_empty())?,
        })
    }
}

/// The words that stand before the number of a region.
const DIRECTIONS: [&str; 9] = [
    "north",
    "south",
    "east",
    "west",
    "central",
    "northeast",
    "northwest",
    "southeast",
    "southwest",
];

/// The one region that a text names; nothing if it names several.
pub(crate) fn region_in(text: &str) -> Option<String> {
    let mut found: Option<String> = None;
    for run in text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-') {
        let words: Vec<&str> = run.split('-').collect();
        for (at, pair) in words.windows(2).enumerate() {
            let (direction, number) = (pair[0], pair[1]);
            let number_ok =
                (1..=2).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
            if !DIRECTIONS.contains(&direction) || !number_ok {
                continue;
            }
            let Some(start) = beginning(&words[..at]) else {
                continue;
            };
            let region = words[start..at + 2].join("-");
            if found.as_ref().is_some_and(|other| *other != region) {
                return None;
            }
            found = Some(region);
        }
    }
    found
}

/// Where a region begins whose direction follows the words: `eu`, `us-gov`, `eusc-de`.
fn beginning(words: &[&str]) -> Option<usize> {
    let last = words.len().checked_sub(1)?;
    let lower = |word: &str, lengths: &[usize]| {
        lengths.contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_lowercase())
    };
    let partition = words[last] == "gov" || words[last].starts_with("iso");
    let sovereign = last > 0 && words[last - 1] == "eusc";
    if last > 0 && (partition || sovereign) {
        Some(last - 1)
    } else {
        lower(words[last], &[2]).then_some(last)
    }
}

/// Whether a text fits a pattern in which `*` stands for any characters.
pub(crate) fn fits(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut at, mut seen) = (0, 0);
    let mut retry = None;
    while seen < text.len() {
        if pattern.get(at) == Some(&b'*') {
            retry = Some((at, seen));
            at += 1;
        } else if pattern.get(at) == Some(&text[seen]) {
            at += 1;
            seen += 1;
        } else if let Some((star, from)) = retry {
            retry = Some((star, from + 1));
            at = star + 1;
            seen = from + 1;
        } else {
            return false;
        }
    }
    pattern[at..].iter().all(|&byte| byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_names_one_region_or_none() {
        for (path, region) in [
            (
                "aws/production/eu-central-1/vpcs.json",
                Some("eu-central-1"),
            ),
            ("aws/get-detector-us-east-1.json", Some("us-east-1")),
            ("aws/get-detector_us-gov-west-1.json", Some("us-gov-west-1")),
            ("aws/ap-southeast-2.json", Some("ap-southeast-2")),
            ("aws/eusc-de-east-1/hub.json", Some("eusc-de-east-1")),
            (
                "aws/eu-west-1/get-detector-eu-west-1.json",
                Some("eu-west-1"),
            ),
            ("aws/eu-west-1/get-detector-eu-west-2.json", None),
            ("aws/production/describe-vpcs.json", None),
            ("aws/bastion-east-1/describe-vpcs.json", None),
            ("", None),
        ] {
            assert_eq!(region_in(path).as_deref(), region, "{path}");
        }
    }

    #[test]
    fn an_arn_has_six_parts() {
        let arn = Arn::parse("arn:aws:logs:eu-west-1:111122223333:log-group:a/b:*").unwrap();
        assert_eq!(arn.region, "eu-west-1");
        assert_eq!(arn.account, "111122223333");
        assert_eq!(arn.resource, "log-group:a/b:*");
        assert_eq!(Arn::parse("arn:aws:logs"), None);
        assert_eq!(Arn::parse("log-group"), None);
    }

    #[test]
    fn a_star_stands_for_any_characters() {
        for (pattern, text, expected) in [
            ("*", "", true),
            ("AccessDenied*", "AccessDeniedException", true),
            (
                "*UnauthorizedOperation",
                "Client.UnauthorizedOperation",
                true,
            ),
            ("a*b*c", "a-b-b-c", true),
            ("a*b", "a-b-c", false),
            ("", "a", false),
            ("abc", "ab", false),
        ] {
            assert_eq!(fits(pattern, text), expected, "{pattern} {text}");
        }
    }
}
