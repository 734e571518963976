//! Reading values in tests.

use super::{Arguments, Reader, Value};
use crate::version::Releases;

fn read(reader: Reader, text: &str) -> Result<Value, String> {
    let words = text.split(' ').filter(|word| !word.is_empty());
    let words = words.map(str::to_owned).collect();
    reader(&mut Arguments::new(words, text, Releases::ALL))
}

#[track_caller]
pub(super) fn reads(reader: Reader, cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        let value = read(reader, text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(value.join(" "), *expected, "{text}");
    }
}

#[track_caller]
pub(super) fn refuses(reader: Reader, cases: &[&str]) {
    for text in cases {
        assert!(read(reader, text).is_err(), "{text:?}");
    }
}
