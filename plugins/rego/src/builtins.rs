//! Built-in functions that the engine leaves out here, because its own bring a clock, Unicode tables
//! or the standard library's network types: regular expressions, two of time, and address ranges.

use std::net::IpAddr;

use anyhow::{Result, anyhow, bail};
use jiff::Timestamp;
use regex_lite::{Regex, RegexBuilder};
use regorus::{Engine, Value};
use tickmark_plugin::Day;

/// The largest compiled regular expression, in bytes.
const MAX_REGEX: usize = 256 * 1024;
/// The most pieces that a search returns.
const MAX_PIECES: usize = 100_000;

type Builtin = fn(&[Value]) -> Result<Value>;

/// Adds the functions to an engine. The current time is the day's first moment.
pub(crate) fn add(engine: &mut Engine, today: Day) -> Result<()> {
    let now = nanoseconds(timestamp(&format!("{today}T00:00:00Z"))?)?;
    engine.add_extension(
        "time.now_ns".into(),
        0,
        Box::new(move |_: Vec<Value>| Ok(Value::from(now))),
    )?;
    let functions: [(&str, u8, Builtin); 9] = [
        ("time.parse_rfc3339_ns", 1, parse_time),
        ("regex.match", 2, is_match),
        ("re_match", 2, is_match),
        ("regex.is_valid", 1, is_valid),
        ("regex.replace", 3, replace),
        ("regex.split", 2, split),
        ("regex.find_n", 3, find_n),
        ("regex.find_all_string_submatch_n", 3, find_groups_n),
        ("net.cidr_contains", 2, cidr_contains),
    ];
    for (name, arguments, function) in functions {
        let extension = move |arguments: Vec<Value>| function(&arguments);
        engine.add_extension(name.into(), arguments, Box::new(extension))?;
    }
    Ok(())
}

fn text(arguments: &[Value], index: usize) -> Result<&str> {
    match arguments.get(index) {
        Some(Value::String(text)) => Ok(text),
        _ => bail!("argument {} must be a string", index + 1),
    }
}

/// How many pieces are asked for; a negative number asks for all.
fn most(arguments: &[Value]) -> Result<usize> {
    let number = arguments.get(2).map_or(Ok(-1), Value::as_i64)?;
    Ok(usize::try_from(number)
        .unwrap_or(usize::MAX)
        .min(MAX_PIECES))
}

fn regex(pattern: &str) -> Result<Regex> {
    RegexBuilder::new(pattern)
        .size_limit(MAX_REGEX)
        .build()
        .map_err(|error| anyhow!("the regular expression cannot be used: {error}"))
}

fn nanoseconds(time: Timestamp) -> Result<i64> {
    i64::try_from(time.as_nanosecond())
        .map_err(|_| anyhow!("the time is outside the years 1678 to 2262"))
}

fn parse_time(arguments: &[Value]) -> Result<Value> {
    Ok(nanoseconds(timestamp(text(arguments, 0)?)?)?.into())
}

/// The reason that the library gives is left out: its texts would weigh more than all functions here.
fn timestamp(text: &str) -> Result<Timestamp> {
    text.parse()
        .map_err(|_| anyhow!("the text is no RFC 3339 time"))
}

fn is_match(arguments: &[Value]) -> Result<Value> {
    Ok(regex(text(arguments, 0)?)?
        .is_match(text(arguments, 1)?)
        .into())
}

#[expect(clippy::unnecessary_wraps, reason = "the others can fail")]
fn is_valid(arguments: &[Value]) -> Result<Value> {
    Ok(text(arguments, 0)
        .is_ok_and(|text| regex(text).is_ok())
        .into())
}

fn replace(arguments: &[Value]) -> Result<Value> {
    let [subject, pattern, with] = [0, 1, 2].map(|index| text(arguments, index));
    let replaced = regex(pattern?)?.replace_all(subject?, with?).into_owned();
    Ok(replaced.into())
}

fn split(arguments: &[Value]) -> Result<Value> {
    let pieces = regex(text(arguments, 0)?)?;
    let pieces = pieces.split(text(arguments, 1)?).take(MAX_PIECES);
    Ok(pieces.map(Value::from).collect::<Vec<_>>().into())
}

fn find_n(arguments: &[Value]) -> Result<Value> {
    let found = regex(text(arguments, 0)?)?;
    let found = found.find_iter(text(arguments, 1)?).take(most(arguments)?);
    Ok(found
        .map(|found| Value::from(found.as_str()))
        .collect::<Vec<_>>()
        .into())
}

fn find_groups_n(arguments: &[Value]) -> Result<Value> {
    let found = regex(text(arguments, 0)?)?;
    let found = found
        .captures_iter(text(arguments, 1)?)
        .take(most(arguments)?);
    Ok(found
        .map(|groups| {
            let groups = groups
                .iter()
                .map(|group| Value::from(group.map_or("", |group| group.as_str())));
            Value::from(groups.collect::<Vec<_>>())
        })
        .collect::<Vec<_>>()
        .into())
}

fn cidr_contains(arguments: &[Value]) -> Result<Value> {
    let (network, bits) = range(text(arguments, 0)?)?;
    let (inner, inner_bits) = range(text(arguments, 1)?)?;
    Ok((bits <= inner_bits && same_network(network, inner, bits)).into())
}

/// An address and how many of its bits name the network.
fn range(text: &str) -> Result<(IpAddr, u8)> {
    let wrong = || anyhow!("the text is no IP address or CIDR range");
    let (address, bits) = match text.split_once('/') {
        Some((address, bits)) => (address, Some(bits.parse::<u8>().map_err(|_| wrong())?)),
        None => (text, None),
    };
    let address: IpAddr = address.parse().map_err(|_| wrong())?;
    let all = if address.is_ipv4() { 32 } else { 128 };
    let bits = bits.unwrap_or(all);
    if bits > all {
        return Err(wrong());
    }
    Ok((address, bits))
}

fn same_network(one: IpAddr, other: IpAddr, bits: u8) -> bool {
    let shared = |one: u128, other: u128, all: u8| {
        bits == 0
            || (one ^ other)
                .checked_shr(u32::from(all - bits))
                .unwrap_or(0)
                == 0
    };
    match (one, other) {
        (IpAddr::V4(one), IpAddr::V4(other)) => {
            shared(one.to_bits().into(), other.to_bits().into(), 32)
        }
        (IpAddr::V6(one), IpAddr::V6(other)) => shared(one.to_bits(), other.to_bits(), 128),
        _ => false,
    }
}
