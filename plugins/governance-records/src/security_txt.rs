//! `security.txt` as RFC 9116 defines it: fields of a name, a colon and a value, with or without a
//! cleartext signature around them. The signature itself is not verified.

use tickmark_plugin::prelude::*;
use tickmark_plugin::{Line, Moment};

const SIGNED: &str = "-----BEGIN PGP SIGNED MESSAGE-----";
const SIGNATURE: &str = "-----BEGIN PGP SIGNATURE-----";

/// More fields than this are no contact page.
const MAX_FIELDS: usize = 1_000;

/// The fields of one file.
#[derive(Debug, Clone, Default)]
pub(crate) struct SecurityTxt {
    pub(crate) contacts: Vec<(String, Location)>,
    pub(crate) expires: Vec<(String, Location)>,
}

impl SecurityTxt {
    /// Reads the fields. A line that is neither a field, a comment nor blank means that the file is
    /// something else, such as the error page of a web server.
    pub(crate) fn read(item: &Item, text: &Text) -> Result<Self, Problem> {
        let mut fields = Self::default();
        let mut armour = false;
        let mut signed = false;
        let mut count = 0;
        for line in text.lines() {
            let content = line.text.trim_end();
            if !signed && content == SIGNED {
                (signed, armour) = (true, true);
                continue;
            }
            if armour {
                // The armour's own headers end with a blank line.
                armour = !content.is_empty();
                continue;
            }
            if signed && content == SIGNATURE {
                return Ok(fields);
            }
            // A signature escapes lines that begin with a dash.
            let content = if signed {
                content.strip_prefix("- ").unwrap_or(content)
            } else {
                content
            };
            if content.trim().is_empty() || content.starts_with('#') {
                continue;
            }
            count += 1;
            fields.add(content, &line, count)?;
        }
        if signed {
            return Err(Problem::new(item.place(), "the signed message has no end"));
        }
        if count == 0 {
            return Err(Problem::new(item.place(), "the file holds no field"));
        }
        Ok(fields)
    }

    fn add(&mut self, content: &str, line: &Line<'_>, count: usize) -> Result<(), Problem> {
        let is_name = |name: &str| {
            !name.is_empty()
                && name
                    .bytes()
                    .all(|byte| byte.is_ascii_graphic() && byte != b'<')
        };
        let Some((name, value)) = content.split_once(':').filter(|(name, _)| is_name(name)) else {
            return Err(Problem::new(
                line.place(),
                "expected a field such as `Contact: mailto:security@example.com`",
            ));
        };
        if count > MAX_FIELDS {
            return Err(Problem::new(
                line.place(),
                format!("more than {MAX_FIELDS} fields"),
            ));
        }
        let value = (value.trim().to_owned(), line.place());
        match name.to_ascii_lowercase().as_str() {
            "contact" => self.contacts.push(value),
            "expires" => self.expires.push(value),
            _ => {}
        }
        Ok(())
    }
}

/// Whether a contact is a link that people can use: RFC 9116 asks for a URI, and for `https` on the web.
pub(crate) fn is_contact(value: &str) -> bool {
    let Some((scheme, rest)) = value.split_once(':') else {
        return false;
    };
    let is_scheme = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    let fits = match scheme.to_ascii_lowercase().as_str() {
        "mailto" => rest
            .split_once('@')
            .is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.')),
        "https" => rest
            .strip_prefix("//")
            .is_some_and(|rest| rest.contains('.')),
        "tel" => rest.bytes().any(|byte| byte.is_ascii_digit()),
        "http" | "data" | "file" | "javascript" => false,
        _ => !rest.is_empty(),
    };
    is_scheme && fits && !rest.contains(char::is_whitespace)
}

/// The moment of expiry: a time with its offset, as RFC 3339 writes it. Only upper-case letters are
/// written there, some parsers take others.
pub(crate) fn expiry(value: &str) -> Option<Moment> {
    Moment::parse(value, None)
        .ok()
        .filter(|moment| !moment.is_whole_day())
}
