//! The fields at the head of a document: where they begin and end, and what they hold.
//!
//! Read are YAML between `---` and `---` (or `...`), as Jekyll and Hugo have it; TOML between `+++`;
//! a JSON object; and YAML that starts at once and ends at `---`, as strongdm/comply has it. Lines
//! are those of the file.

use std::rc::Rc;

use tickmark_plugin::{Document, Kind, Location, Problem, Text};

/// The longest name that a field at the very start of a document can have. Longer ones are prose
/// with a colon in it.
const MAX_NAME: usize = 40;

/// A format of front matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Yaml,
    /// YAML without a line that opens it.
    BareYaml,
    Toml,
    Json,
}

/// What stands at the head of a document.
#[derive(Debug)]
pub(crate) enum Head {
    /// Fields, and a text beneath them.
    Fields(Document),
    /// No front matter at all.
    Plain,
}

/// Reads the head of a document.
pub(crate) fn read(path: &Rc<str>, bytes: &[u8]) -> Result<Head, Problem> {
    let text = Text::new(path, bytes)?;
    if text.as_str().contains('\0') {
        return Err(Problem::new(
            Location::file(path),
            "the file holds zero bytes; it is damaged or not a text",
        ));
    }
    let lines: Vec<&str> = text.as_str().lines().collect();
    let Some(start) = lines.iter().position(|line| !line.trim().is_empty()) else {
        return Err(Problem::new(Location::file(path), "the file is empty"));
    };
    let Some(format) = format_of(lines[start]) else {
        return Ok(Head::Plain);
    };
    let first = match format {
        Format::Yaml | Format::Toml => start + 1,
        Format::BareYaml | Format::Json => start,
    };
    let Some(length) = lines[first..].iter().position(|line| ends(format, line)) else {
        if format == Format::BareYaml {
            return Ok(Head::Plain);
        }
        return Err(Problem::new(
            Location::line(path, start + 1),
            "the front matter begins here and never ends",
        ));
    };
    let end = first + length;
    // The closing brace is part of the JSON, the other closing lines are not part of anything.
    let last = if format == Format::Json { end + 1 } else { end };
    let document = parse(path, format, &lines[first..last], first)?;
    let fields = document.root().kind() == Kind::Object;
    if !fields && format == Format::BareYaml {
        return Ok(Head::Plain);
    }
    if !fields || document.root().is_empty() {
        return Err(Problem::new(
            Location::line(path, start + 1),
            "the front matter holds no fields",
        ));
    }
    if lines[end + 1..].iter().all(|line| line.trim().is_empty()) {
        return Err(Problem::new(
            Location::line(path, end + 1),
            "the document ends with its front matter; a policy needs a text",
        ));
    }
    Ok(Head::Fields(document))
}

/// What a document's first line says of its front matter.
fn format_of(line: &str) -> Option<Format> {
    match line.trim_end() {
        "---" => Some(Format::Yaml),
        "+++" => Some(Format::Toml),
        "{" => Some(Format::Json),
        line => starts_with_field(line).then_some(Format::BareYaml),
    }
}

/// Whether a line is a field and its value, as in `name: Access Policy`.
fn starts_with_field(line: &str) -> bool {
    line.split_once(':').is_some_and(|(name, value)| {
        !name.is_empty()
            && name.len() <= MAX_NAME
            && name
                .chars()
                .all(|letter| letter.is_ascii_alphanumeric() || " _-\"'".contains(letter))
            && (value.is_empty() || value.starts_with([' ', '\t']))
    })
}

fn ends(format: Format, line: &str) -> bool {
    let line = line.trim_end();
    match format {
        Format::Yaml => line == "---" || line == "...",
        Format::BareYaml => line == "---",
        Format::Toml => line == "+++",
        Format::Json => line == "}",
    }
}

/// Parses front matter that stands after so many other lines.
fn parse(
    path: &Rc<str>,
    format: Format,
    lines: &[&str],
    before: usize,
) -> Result<Document, Problem> {
    let content = lines.join("\n");
    if content.trim().is_empty() {
        return Err(Problem::new(
            Location::line(path, before),
            "the front matter holds no fields",
        ));
    }
    let parsed = match format {
        Format::Yaml | Format::BareYaml => Document::yaml(path, content.as_bytes()),
        Format::Toml => Document::toml(path, content.as_bytes()),
        Format::Json => Document::json(path, content.as_bytes()),
    };
    match parsed {
        Ok(document) => Ok(document.shifted(before)),
        Err(mut problem) => {
            let before = u32::try_from(before).unwrap_or(u32::MAX);
            problem.place.line = problem.place.line.map(|line| line.saturating_add(before));
            problem.message = match problem.message.strip_prefix("the file") {
                Some(rest) => format!("the front matter{rest}"),
                None => format!("front matter: {}", problem.message),
            };
            Err(problem)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(text: &str) -> Result<Head, Problem> {
        read(&Rc::from("policies/a.md"), text.as_bytes())
    }

    /// The text and line of a field.
    fn field(text: &str, name: &str) -> (String, Option<u32>) {
        let Head::Fields(document) = head(text).unwrap() else {
            panic!("{text:?} has no front matter");
        };
        let value = document.root().get(name).unwrap();
        (value.summary(), value.place().line)
    }

    #[test]
    fn each_format_is_read_with_the_lines_of_the_file() {
        for (text, line) in [
            ("---\ntitle: A\nowner: B\n---\nText\n", 3),
            ("---\ntitle: A\nowner: B\n...\nText\n", 3),
            ("\n\n---\nowner: B\n---\nText\n", 4),
            ("\u{feff}---\nowner: B\n---\nText\n", 2),
            ("---\r\ntitle: A\r\nowner: B\r\n---\r\nText\r\n", 3),
            ("--- \nowner: B\n--- \nText", 2),
            ("+++\ntitle = 'A'\nowner = 'B'\n+++\nText\n", 3),
            ("{\n\"title\": \"A\",\n\"owner\": \"B\"\n}\nText\n", 3),
            ("title: A\nowner: B\n---\nText\n", 2),
            ("owner: B\ntitle: A\n---\n# Heading\n---\n", 1),
        ] {
            assert_eq!(
                field(text, "owner"),
                ("B".to_owned(), Some(line)),
                "{text:?}"
            );
        }
    }

    #[test]
    fn markdown_without_front_matter_is_plain() {
        for text in [
            "# Policy\n\nText\n",
            "Text\n\n---\n\nMore\n",
            "Note: this has no end\n",
            "See https://example.com: here\n---\n",
            "- a\n- b\n---\n",
            "```\n---\na: b\n---\n",
            "Title\n---\nText\n",
            "-----\nowner: B\n-----\n",
        ] {
            assert!(matches!(head(text), Ok(Head::Plain)), "{text:?}");
        }
    }

    #[test]
    fn broken_front_matter_is_named_with_its_line() {
        for (text, line) in [
            ("---\ntitle: A\nowner: B\n", Some(1)),
            ("---\ntitle: A\nowner: [B\n---\nText\n", None),
            ("---\ntitle: A\ntitle: B\n---\nText\n", Some(3)),
            ("\n---\ntitle: A\n\tb: c\n---\nText\n", Some(3)),
            ("+++\ntitle = A\n+++\nText\n", Some(2)),
            // Where a key had to follow.
            ("{\n\"a\": 1,\n}\nText\n", Some(3)),
            ("name: \"A\"b: c\n---\nText\n", Some(1)),
            ("---\n---\nText\n", Some(1)),
            ("---\n# nothing\n---\nText\n", None),
            ("---\nJust a paragraph\n---\nText\n", Some(1)),
            ("---\n- a\n---\nText\n", Some(1)),
            ("---\ntitle: A\n---\n\n  \n", Some(3)),
            ("", None),
            ("\n \n", None),
            ("a\0b", None),
        ] {
            let problem = head(text).expect_err(text);
            if line.is_some() {
                assert_eq!(problem.place.line, line, "{text:?}: {problem}");
            }
        }
    }

    #[test]
    fn other_encodings_are_named_not_guessed() {
        let path = Rc::from("policies/a.md");
        let utf16 = read(&path, b"\xff\xfe-\0-\0-\0").unwrap_err();
        assert!(utf16.message.contains("UTF-16"));
        let latin1 = read(&path, b"---\nowner: J\xf6rg\n---\nText\n").unwrap_err();
        assert_eq!(latin1.place.line, Some(2));
    }
}
