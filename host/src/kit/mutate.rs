//! Damaged versions of an evidence file.
//!
//! Every version depends on the file's bytes and on nothing else, so that a plugin that fell over one
//! falls over it again. What a version is for stands in its name.

use std::fmt;

use sha2::{Digest, Sha256};

/// At how many places a file is cut off.
const CUTS: u8 = 10;
/// How many versions have single bytes changed, and how many bytes each.
const FLIPS: u8 = 4;
const FLIPPED_BYTES: u32 = 8;
/// How large a grown file is, in bytes.
const HUGE: usize = 4 * 1024 * 1024;
/// How long a line gets, in bytes.
const LONG_LINE: usize = 1024 * 1024;
/// How deep structures get; beyond what a parser without a bound survives.
const DEEP: usize = 100_000;

/// A way to damage a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mutation {
    /// Nothing is left.
    Empty,
    /// Only white space is left.
    Blank,
    /// Zero bytes instead of the content.
    Zeros,
    /// All byte values instead of the content.
    Binary,
    /// Cut off after some tenths of its length.
    Cut(u8),
    /// The last byte is missing.
    CutLast,
    /// UTF-16 with a byte order mark.
    Utf16LittleEndian,
    /// The same, the other way round.
    Utf16BigEndian,
    /// A byte order mark before UTF-8.
    ByteOrderMark,
    /// Letters in Latin-1 inside.
    Latin1,
    /// Half of a surrogate pair, encoded.
    Surrogate,
    /// Zero bytes inside.
    ZerosInside,
    /// Windows' line ends.
    CrLf,
    /// Line ends of old Macintoshes.
    Cr,
    /// No line ends.
    OneLine,
    /// One line of a mebibyte.
    LongLine,
    /// The content twice.
    Twice,
    /// The lines in reverse order.
    Reversed,
    /// Every other line is missing.
    HalfTheLines,
    /// Some bytes are changed; the number tells such versions apart.
    Flips(u8),
    /// Quotes are opened and not closed.
    Quotes,
    /// Numbers are larger than any integer type.
    LargeNumbers,
    /// Escape sequences, bidirectional overrides and line breaks in the words.
    Injection,
    /// The content again and again, up to several mebibytes.
    Huge,
    /// Brackets, nested very deep.
    DeepBrackets,
    /// Objects or tables, nested very deep.
    DeepObjects,
}

impl Mutation {
    /// Those that leave nothing of the content.
    pub(super) const DESTROYING: [Self; 4] = [Self::Empty, Self::Blank, Self::Zeros, Self::Binary];
    /// Those that cost much time.
    pub(super) const HEAVY: [Self; 4] = [
        Self::LongLine,
        Self::Huge,
        Self::DeepBrackets,
        Self::DeepObjects,
    ];

    /// All others, in a fixed order.
    pub(super) fn light() -> Vec<Self> {
        let cuts = (1..CUTS).map(Self::Cut);
        let flips = (1..=FLIPS).map(Self::Flips);
        let others = [
            Self::CutLast,
            Self::Utf16LittleEndian,
            Self::Utf16BigEndian,
            Self::ByteOrderMark,
            Self::Latin1,
            Self::Surrogate,
            Self::ZerosInside,
            Self::CrLf,
            Self::Cr,
            Self::OneLine,
            Self::Twice,
            Self::Reversed,
            Self::HalfTheLines,
            Self::Quotes,
            Self::LargeNumbers,
            Self::Injection,
        ];
        cuts.chain(others).chain(flips).collect()
    }

    /// Whether a file that is left like this says visibly that it is damaged. An empty file may be
    /// meant.
    pub(super) fn is_garbage(self) -> bool {
        matches!(self, Self::Zeros | Self::Binary)
    }

    /// Whether nothing of the content is left.
    pub(super) fn destroys(self) -> bool {
        Self::DESTROYING.contains(&self)
    }

    /// The damaged version of a file. The path's extension says what nesting looks like in it.
    pub(super) fn apply(self, path: &str, sample: &[u8]) -> Vec<u8> {
        let text = || String::from_utf8_lossy(sample);
        let inside = |bytes: &[u8]| {
            let middle = sample.len() / 2;
            [&sample[..middle], bytes, &sample[middle..]].concat()
        };
        match self {
            Self::Empty => Vec::new(),
            Self::Blank => b" \n\t\n\n".to_vec(),
            Self::Zeros => vec![0; sample.len().max(1)],
            Self::Binary => (0..=u8::MAX).cycle().take(sample.len().max(256)).collect(),
            Self::Cut(tenths) => sample[..sample.len() * usize::from(tenths) / 10].to_vec(),
            Self::CutLast => sample[..sample.len().saturating_sub(1)].to_vec(),
            Self::Utf16LittleEndian => utf16(&text(), u16::to_le_bytes),
            Self::Utf16BigEndian => utf16(&text(), u16::to_be_bytes),
            Self::ByteOrderMark => [b"\xef\xbb\xbf", sample].concat(),
            Self::Latin1 => inside(b"\xe4\xf6\xfc"),
            Self::Surrogate => inside(b"\xed\xa0\x80"),
            Self::ZerosInside => inside(b"\0\0"),
            Self::CrLf => text().replace("\r\n", "\n").replace('\n', "\r\n").into(),
            Self::Cr => text().replace("\r\n", "\n").replace('\n', "\r").into(),
            Self::OneLine => text().replace(['\r', '\n'], " ").into(),
            Self::LongLine => inside(&vec![b'x'; LONG_LINE]),
            Self::Twice => sample.repeat(2),
            Self::Reversed => lines(&text(), |lines| lines.reverse()),
            Self::HalfTheLines => lines(&text(), |lines| {
                let mut number = 0;
                lines.retain(|_| {
                    number += 1;
                    number % 2 == 1
                });
            }),
            Self::Flips(number) => flip(sample, number),
            Self::Quotes => inside(b"\"'`\"\"'"),
            Self::LargeNumbers => large_numbers(&text()).into(),
            Self::Injection => inject(path, &text()).into(),
            Self::Huge => sample.repeat((HUGE / sample.len().max(1)).max(1)),
            Self::DeepBrackets => nested("[", "]", path),
            Self::DeepObjects => match extension(path) {
                "json" | "yaml" | "yml" => nested("{\"a\":", "}", path),
                "toml" => format!("a = {}1{}\n", "{a=".repeat(DEEP), "}".repeat(DEEP)).into(),
                _ => nested("(", ")", path),
            },
        }
    }
}

impl fmt::Display for Mutation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            Self::Cut(tenths) => return write!(formatter, "cut-after-{tenths}0-percent"),
            Self::Flips(number) => return write!(formatter, "changed-bytes-{number}"),
            Self::Empty => "empty",
            Self::Blank => "blank",
            Self::Zeros => "zeros",
            Self::Binary => "binary",
            Self::CutLast => "cut-last-byte",
            Self::Utf16LittleEndian => "utf-16-le",
            Self::Utf16BigEndian => "utf-16-be",
            Self::ByteOrderMark => "byte-order-mark",
            Self::Latin1 => "latin-1",
            Self::Surrogate => "lone-surrogate",
            Self::ZerosInside => "zeros-inside",
            Self::CrLf => "crlf",
            Self::Cr => "cr",
            Self::OneLine => "one-line",
            Self::LongLine => "long-line",
            Self::Twice => "twice",
            Self::Reversed => "reversed-lines",
            Self::HalfTheLines => "half-the-lines",
            Self::Quotes => "open-quotes",
            Self::LargeNumbers => "large-numbers",
            Self::Injection => "injection",
            Self::Huge => "huge",
            Self::DeepBrackets => "deep-brackets",
            Self::DeepObjects => "deep-objects",
        };
        formatter.write_str(name)
    }
}

/// What stands behind the last dot of a file's name.
pub(super) fn extension(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or("", |(_, extension)| extension)
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    std::iter::once(0xfeff)
        .chain(text.encode_utf16())
        .flat_map(bytes)
        .collect()
}

fn lines(text: &str, change: impl FnOnce(&mut Vec<&str>)) -> Vec<u8> {
    let mut lines: Vec<&str> = text.lines().collect();
    change(&mut lines);
    let mut text = lines.join("\n");
    text.push('\n');
    text.into()
}

/// Some bytes changed, at places that depend on the content.
fn flip(sample: &[u8], number: u8) -> Vec<u8> {
    let mut changed = sample.to_vec();
    if changed.is_empty() {
        return changed;
    }
    let content = Sha256::digest(sample);
    for count in 0..FLIPPED_BYTES {
        let mut digest = Sha256::new();
        digest.update(content);
        digest.update([number]);
        digest.update(count.to_le_bytes());
        let random = digest.finalize();
        let place = random[..8].iter().fold(0_usize, |sum, &byte| {
            sum.wrapping_mul(256) + usize::from(byte)
        });
        let length = changed.len();
        changed[place % length] ^= random[8] | 1;
    }
    changed
}

/// Every number replaced by one that no integer type holds.
fn large_numbers(text: &str) -> String {
    let mut large = String::with_capacity(text.len() * 2);
    let mut is_inside = false;
    for letter in text.chars() {
        let is_digit = letter.is_ascii_digit();
        if is_digit && !is_inside {
            large.push_str("99999999999999999999999999999999999999999");
        } else if !is_digit {
            large.push(letter);
        }
        is_inside = is_digit;
    }
    large
}

/// Text that acts on readers, behind the first long word of every line.
fn inject(path: &str, text: &str) -> String {
    const RAW: &str = "\u{1b}[31m\u{202e}\u{200b}\u{7}\u{9b}2J<b>=1+1|`";
    const ESCAPED: &str = r"\u001b[31m\u202e\u200b\u0007\n\r<b>=1+1|`";
    const LONG: usize = 4;
    let payload = match extension(path) {
        "json" => ESCAPED,
        _ => RAW,
    };
    let mut injected = String::with_capacity(text.len() * 2);
    for line in text.split_inclusive('\n') {
        let mut length = 0;
        let end = line.char_indices().find_map(|(index, letter)| {
            let is_end = length >= LONG && !letter.is_alphanumeric();
            length = if letter.is_alphanumeric() {
                length + 1
            } else {
                0
            };
            is_end.then_some(index)
        });
        let (before, after) = line.split_at(end.unwrap_or(0));
        injected.push_str(before);
        if end.is_some() {
            injected.push_str(payload);
        }
        injected.push_str(after);
    }
    injected
}

fn nested(open: &str, close: &str, path: &str) -> Vec<u8> {
    let start = match extension(path) {
        "toml" | "conf" | "ini" | "cfg" => "a = ",
        _ => "",
    };
    format!("{start}{}1{}\n", open.repeat(DEEP), close.repeat(DEEP)).into()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn all() -> Vec<Mutation> {
        let mut all = Mutation::light();
        all.extend(Mutation::DESTROYING);
        all.extend(Mutation::HEAVY);
        all
    }

    #[test]
    fn every_mutation_has_a_name_of_its_own() {
        let names: BTreeSet<String> = all().iter().map(ToString::to_string).collect();
        assert_eq!(names.len(), all().len());
    }

    #[test]
    fn the_same_file_is_damaged_the_same_way() {
        let sample = b"user,active\nann,true\nbob,17\n";
        for mutation in all() {
            assert_eq!(
                mutation.apply("a.csv", sample),
                mutation.apply("a.csv", sample)
            );
        }
    }

    #[test]
    fn every_mutation_changes_an_ordinary_file_and_takes_an_empty_one() {
        let sample = b"{\n  \"user\": \"annette\",\n  \"age\": 17\n}\n";
        for mutation in all() {
            assert_ne!(mutation.apply("a.json", sample), sample, "{mutation}");
            mutation.apply("a.json", b"");
        }
    }

    #[test]
    fn injected_text_stays_within_the_words_that_it_follows() {
        assert_eq!(
            inject("a.json", "{\"name\": \"annette\"}"),
            "{\"name\\u001b[31m\\u202e\\u200b\\u0007\\n\\r<b>=1+1|`\": \"annette\"}"
        );
        assert!(inject("a.csv", "annette,1\n").starts_with("annette\u{1b}[31m"));
    }
}
