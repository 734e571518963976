//! Numbers, spans of time, sizes and limits.

use super::{Arguments, Value, alone, one, or_none};
use crate::version::{Releases, Version};

fn integer(word: &str) -> Result<i32, String> {
    match word.parse::<i32>() {
        Ok(number) if number >= 0 => Ok(number),
        _ => Err(format!("`{word}` is not a number from 0 to {}", i32::MAX)),
    }
}

pub(crate) fn int(arguments: &mut Arguments<'_>) -> Result<Value, String> {
    Ok(one(integer(&arguments.next()?)?.to_string()))
}

pub(crate) fn int_or_none(arguments: &mut Arguments<'_>) -> Result<Value, String> {
    let word = arguments.next()?;
    if word == "none" {
        return Ok(one(word));
    }
    Ok(one(integer(&word)?.to_string()))
}

/// A span of time in seconds: numbers, each with a unit or without one.
fn seconds(text: &str, releases: Releases) -> Option<i32> {
    let mut total: i32 = 0;
    let mut rest = text;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let digits = rest
            .strip_prefix('+')
            .filter(|_| releases.before(Version::new(9, 8)))
            .unwrap_or(rest);
        let end = digits
            .find(|letter: char| !letter.is_ascii_digit())
            .unwrap_or(digits.len());
        let (number, unit) = digits.split_at(end);
        let number: i32 = number.parse().ok()?;
        let mut letters = unit.chars();
        let factor = match letters.next() {
            None | Some('s' | 'S') => 1,
            Some('m' | 'M') => 60,
            Some('h' | 'H') => 60 * 60,
            Some('d' | 'D') => 24 * 60 * 60,
            Some('w' | 'W') => 7 * 24 * 60 * 60,
            Some(_) => return None,
        };
        total = total.checked_add(number.checked_mul(factor)?)?;
        rest = letters.as_str();
    }
    Some(total)
}

pub(crate) fn time(arguments: &mut Arguments<'_>) -> Result<Value, String> {
    let word = arguments.next()?;
    match seconds(&word, arguments.releases) {
        Some(seconds) => Ok(one(seconds.to_string())),
        None => Err(format!(
            "`{word}` is no span of time such as 90, 10m or 1h30m"
        )),
    }
}

pub(crate) fn time_or_none(arguments: &mut Arguments<'_>) -> Result<Value, String> {
    let value = match arguments.words.as_slice().first() {
        Some(word) if word.eq_ignore_ascii_case("none") => Ok(one(or_none(arguments.next()?))),
        _ => time(arguments),
    };
    value.map(|value| match value.first().map(String::as_str) {
        Some("0") => vec!["none".to_owned()],
        _ => value,
    })
}

/// A number with a binary scale such as `512M`.
fn scaled(text: &str) -> Option<i64> {
    const SCALES: &str = "BKMGTPE";
    let text = text.strip_prefix('+').unwrap_or(text);
    let end = text
        .find(|letter: char| !letter.is_ascii_digit() && letter != '.')
        .unwrap_or(text.len());
    let (number, scale) = text.split_at(end);
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if fraction.contains('.') {
        return None;
    }
    let whole: i64 = if whole.is_empty() {
        0
    } else {
        whole.parse().ok()?
    };
    let mut letters = scale.chars();
    let Some(letter) = letters.next() else {
        return Some(whole);
    };
    if letters
        .next()
        .is_some_and(|letter| letter.is_ascii_alphanumeric())
    {
        return None;
    }
    let power = SCALES.find(letter.to_ascii_uppercase())?;
    let factor = 1024_i64.checked_pow(u32::try_from(power).ok()?)?;
    let digits: String = fraction.chars().take(6).collect();
    let part = match digits.parse::<i64>() {
        Ok(part) => {
            let divisor = 10_i64.pow(u32::try_from(digits.len()).ok()?);
            i64::try_from(i128::from(part) * i128::from(factor) / i128::from(divisor)).ok()?
        }
        Err(_) => 0,
    };
    whole.checked_mul(factor)?.checked_add(part)
}

pub(crate) fn rekey_limit(arguments: &mut Arguments<'_>) -> Result<Value, String> {
    let word = arguments.next()?;
    let bytes = if word == "default" {
        0
    } else {
        scaled(&word).ok_or_else(|| format!("`{word}` is no size such as 512M"))?
    };
    if bytes != 0 && bytes < 16 {
        return Err(format!("`{word}` is smaller than 16 bytes"));
    }
    let interval = match arguments.words.as_slice().first() {
        None => "0".to_owned(),
        Some(word) if word == "none" => {
            arguments.next()?;
            "0".to_owned()
        }
        Some(_) => time(arguments)?.concat(),
    };
    Ok(vec![bytes.to_string(), interval])
}

/// Whole numbers that are separated by colons, at the front of a text.
fn colon_numbers(text: &str) -> Vec<i32> {
    let mut numbers = Vec::new();
    let mut rest = text;
    loop {
        let sign = usize::from(rest.starts_with(['-', '+']));
        let end = rest[sign..]
            .find(|letter: char| !letter.is_ascii_digit())
            .map_or(rest.len(), |length| sign + length);
        let Ok(number) = rest[..end].parse() else {
            return numbers;
        };
        numbers.push(number);
        match rest[end..].strip_prefix(':') {
            Some(after) => rest = after,
            None => return numbers,
        }
    }
}

pub(crate) fn max_startups(arguments: &mut Arguments<'_>) -> Result<Value, String> {
    let word = arguments.next()?;
    let numbers = colon_numbers(&word);
    let spec = match *numbers.as_slice() {
        [begin, rate, full, ..] if begin > 0 && begin <= full && (1..=100).contains(&rate) => {
            Some((begin, rate, full))
        }
        [full] if full > 0 => Some((full, 30, full)),
        _ => None,
    };
    match spec {
        Some((begin, rate, full)) => Ok(one(format!("{begin}:{rate}:{full}"))),
        None => Err(format!("`{word}` is no limit such as 10:30:100")),
    }
}

pub(crate) fn net_block_size(arguments: &mut Arguments<'_>) -> Result<Value, String> {
    let word = arguments.next()?;
    match *colon_numbers(&word).as_slice() {
        [four] if (0..=32).contains(&four) => Ok(one(format!("{four}:128"))),
        [four, six, ..] if (0..=32).contains(&four) && (0..=128).contains(&six) => {
            Ok(one(format!("{four}:{six}")))
        }
        _ => Err(format!(
            "`{word}` is no pair of mask lengths such as 32:128"
        )),
    }
}

pub(crate) fn penalties(arguments: &mut Arguments<'_>) -> Result<Value, String> {
    let words = arguments.list()?;
    for word in &words {
        let switch = word.eq_ignore_ascii_case("yes") || word.eq_ignore_ascii_case("no");
        if !switch && !word.contains(':') {
            return Err(format!("`{word}` is no penalty such as authfail:5s"));
        }
    }
    alone(&words, "no")?;
    alone(&words, "yes")?;
    Ok(words)
}

pub(crate) fn bind_mask(arguments: &mut Arguments<'_>) -> Result<Value, String> {
    let word = arguments.next()?;
    let end = word
        .find(|letter| !('0'..='7').contains(&letter))
        .unwrap_or(word.len());
    match u32::from_str_radix(&word[..end], 8) {
        Ok(mask) if mask <= 0o777 => Ok(one(format!("0{mask:o}"))),
        _ => Err(format!("`{word}` is no octal mask from 0 to 0777")),
    }
}

pub(crate) fn channel_timeout(arguments: &mut Arguments<'_>) -> Result<Value, String> {
    let words = arguments.list()?;
    if words.is_empty() {
        return Err("an argument is missing".to_owned());
    }
    alone(&words, "none")?;
    let invalid = words.iter().find(|word| {
        !word.eq_ignore_ascii_case("none")
            && word.split_once('=').is_none_or(|(kind, interval)| {
                kind.is_empty() || seconds(interval, arguments.releases).is_none()
            })
    });
    match invalid {
        Some(word) => Err(format!("`{word}` is no channel type with a time")),
        None => Ok(words.into_iter().map(or_none).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{reads, refuses};
    use super::*;

    #[test]
    fn times_are_summed_in_seconds() {
        reads(
            time,
            &[
                ("0", "0"),
                ("90", "90"),
                ("10m", "600"),
                ("1h30M", "5400"),
                ("1w2d3h4m5s", "788645"),
                ("5m30", "330"),
            ],
        );
        refuses(
            time,
            &[
                "",
                "m",
                "10x",
                "-5",
                "1h-1",
                "99999999999",
                "100000w",
                "1.5s",
            ],
        );
        reads(
            time_or_none,
            &[("NONE", "none"), ("0", "none"), ("1m", "60")],
        );
    }

    #[test]
    fn numbers_are_whole_and_not_negative() {
        reads(
            int,
            &[("0", "0"), ("007", "7"), ("2147483647", "2147483647")],
        );
        refuses(int, &["", "-1", "2147483648", "4x", "four"]);
        reads(int_or_none, &[("none", "none"), ("3", "3")]);
    }

    #[test]
    fn sizes_and_limits_are_read_as_sshd_reads_them() {
        reads(
            rekey_limit,
            &[
                ("default none", "0 0"),
                ("512M 1h", "536870912 3600"),
                ("1.5k", "1536 0"),
                ("1G none", "1073741824 0"),
            ],
        );
        refuses(rekey_limit, &["5", "1X", "1Kx", "1G soon", "1.2.3"]);
        reads(max_startups, &[("10:30:60", "10:30:60"), ("5", "5:30:5")]);
        refuses(max_startups, &["10:30", "0", "100:30:60", "10:0:60", "x"]);
        reads(net_block_size, &[("24:64", "24:64")]);
        refuses(net_block_size, &["33", "24:129"]);
        reads(bind_mask, &[("0177", "0177"), ("77", "077")]);
        refuses(bind_mask, &["8", "01000"]);
    }

    #[test]
    fn channels_have_a_time() {
        reads(channel_timeout, &[("session=5m *=1h", "session=5m *=1h")]);
        refuses(channel_timeout, &["session", "none x=1", "=5m"]);
    }
}
