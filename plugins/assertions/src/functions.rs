//! What expressions can call beyond the standard library: dates, regular expressions, and equality
//! that does not hide a mistake.
//!
//! In CEL `"5" != 5` is true, so a cell that was never turned into a number would pass. Here values
//! of kinds that can never be equal are an error instead, which makes the finding inconclusive.

#![expect(
    clippy::needless_pass_by_value,
    reason = "the interpreter prescribes what functions take"
)]

use cel::common::traits::Iterable;
use cel::common::types::{
    CelBool, CelInt, CelString, DYN_TYPE, INT_TYPE, Kind, STRING_TYPE, TIMESTAMP_TYPE,
};
use cel::common::value::{CowVal, Val};
use cel::{DeclarationError, Env, ExecutionError};
use jiff::SignedDuration;
use tickmark_plugin::Day;

use crate::moment::{Moment, Span};

/// What `==`, `!=` and `in` become when an expression is read.
pub(crate) const SAME: &str = "same@value";
pub(crate) const DIFFERS: &str = "differs@value";
pub(crate) const AMONG: &str = "among@values";

/// The largest compiled regular expression, in bytes.
const MAX_REGEX: usize = 256 * 1024;

/// Every function that an expression may call by its name.
pub(crate) const NAMES: &[&str] = &[
    "bool",
    "bytes",
    "charAt",
    "contains",
    "date",
    "days",
    "days_between",
    "double",
    "duration",
    "dyn",
    "endsWith",
    "format",
    "indexOf",
    "int",
    "join",
    "lastIndexOf",
    "lowerAscii",
    "matches",
    "replace",
    "reverse",
    "size",
    "split",
    "startsWith",
    "string",
    "substring",
    "timestamp",
    "trim",
    "type",
    "uint",
    "upperAscii",
];

type Called<'b, 'v> = Result<CowVal<'b, 'v>, ExecutionError>;

/// The environment that expressions are evaluated in.
pub(crate) fn environment() -> Result<Env, DeclarationError> {
    let mut env = Env::default().with_optional_support(false).with_stdlib();
    env.add_extension(cel::extensions::strings)?;
    let text = || vec![STRING_TYPE, STRING_TYPE];
    let any = || vec![DYN_TYPE, DYN_TYPE];
    env.add_overload("matches", "matches", text(), matches)?;
    env.add_member_overload(
        "matches",
        "string.matches",
        STRING_TYPE,
        vec![STRING_TYPE],
        matches,
    )?;
    env.add_overload("timestamp", "timestamp", vec![DYN_TYPE], timestamp)?;
    env.add_overload("date", "date", text(), date)?;
    env.add_overload("duration", "duration", vec![STRING_TYPE], duration)?;
    env.add_overload("days", "days", vec![INT_TYPE], days)?;
    env.add_overload("days_between", "days_between", any(), days_between)?;
    env.add_overload(
        "string",
        "timestamp_to_string",
        vec![TIMESTAMP_TYPE],
        text_of_moment,
    )?;
    env.add_overload(SAME, SAME, any(), same)?;
    env.add_overload(DIFFERS, DIFFERS, any(), differs)?;
    env.add_overload(AMONG, AMONG, any(), among)?;
    Ok(env)
}

fn argument<'x>(
    arguments: &'x [CowVal<'_, '_>],
    index: usize,
    function: &str,
) -> Result<&'x str, ExecutionError> {
    arguments
        .get(index)
        .and_then(|value| value.as_ref().downcast_ref::<CelString<'_>>())
        .map(CelString::inner)
        .ok_or_else(|| ExecutionError::function_error(function, "expected a text"))
}

fn matches<'b, 'v>(arguments: Vec<CowVal<'b, 'v>>) -> Called<'b, 'v> {
    let text = argument(&arguments, 0, "matches")?;
    let pattern = argument(&arguments, 1, "matches")?;
    let regex = regex_lite::RegexBuilder::new(pattern)
        .size_limit(MAX_REGEX)
        .build()
        .map_err(|error| ExecutionError::function_error("matches", error))?;
    Ok(CowVal::owned(CelBool::from(regex.is_match(text))))
}

/// A moment from a text or a moment.
fn moment(value: &dyn Val, function: &str) -> Result<Moment, ExecutionError> {
    if let Some(moment) = value.downcast_ref::<Moment>() {
        return Ok(*moment);
    }
    let text = value.downcast_ref::<CelString<'_>>().map(CelString::inner);
    text.and_then(Moment::parse).ok_or_else(|| {
        let shown = text.map_or_else(|| value.get_type().name().to_owned(), |text| format!("`{text}`"));
        ExecutionError::function_error(
            function,
            format!("{shown} is no time (expected YYYY-MM-DD or RFC 3339 with an offset; `date(text, format)` reads others)"),
        )
    })
}

fn timestamp<'b, 'v>(arguments: Vec<CowVal<'b, 'v>>) -> Called<'b, 'v> {
    match arguments.as_slice() {
        [value] => Ok(CowVal::owned(moment(value.as_ref(), "timestamp")?)),
        _ => Err(ExecutionError::invalid_argument_count(1, arguments.len())),
    }
}

fn date<'b, 'v>(arguments: Vec<CowVal<'b, 'v>>) -> Called<'b, 'v> {
    let text = argument(&arguments, 0, "date")?;
    let format = argument(&arguments, 1, "date")?;
    Day::parse_as(format, text)
        .ok()
        .and_then(Moment::of)
        .map(CowVal::owned)
        .ok_or_else(|| {
            ExecutionError::function_error("date", format!("`{text}` is no day in `{format}`"))
        })
}

fn duration<'b, 'v>(arguments: Vec<CowVal<'b, 'v>>) -> Called<'b, 'v> {
    let text = argument(&arguments, 0, "duration")?;
    text.parse::<SignedDuration>()
        .map(|span| CowVal::owned(Span(span)))
        .map_err(|_| ExecutionError::function_error("duration", format!("`{text}` is no duration")))
}

fn days<'b, 'v>(arguments: Vec<CowVal<'b, 'v>>) -> Called<'b, 'v> {
    const HOURS: i64 = 24;
    arguments
        .first()
        .and_then(|value| value.as_ref().downcast_ref::<CelInt>())
        .and_then(|days| days.inner().checked_mul(HOURS))
        .and_then(SignedDuration::try_from_hours)
        .map(|span| CowVal::owned(Span(span)))
        .ok_or_else(|| ExecutionError::function_error("days", "the number of days is too large"))
}

fn days_between<'b, 'v>(arguments: Vec<CowVal<'b, 'v>>) -> Called<'b, 'v> {
    let name = "days_between";
    let [from, to] = arguments.as_slice() else {
        return Err(ExecutionError::invalid_argument_count(2, arguments.len()));
    };
    let from = moment(from.as_ref(), name)?.day();
    let to = moment(to.as_ref(), name)?.day();
    from.zip(to)
        .map(|(from, to)| CowVal::owned(CelInt::from(to.days_since(from))))
        .ok_or_else(|| ExecutionError::function_error(name, "the time has no day"))
}

fn text_of_moment<'b, 'v>(arguments: Vec<CowVal<'b, 'v>>) -> Called<'b, 'v> {
    match arguments.as_slice() {
        [value] => Ok(CowVal::owned(CelString::from(
            moment(value.as_ref(), "string")?.0.to_string(),
        ))),
        _ => Err(ExecutionError::invalid_argument_count(1, arguments.len())),
    }
}

/// Whether values of two kinds can be equal at all.
fn comparable(left: &dyn Val, right: &dyn Val) -> bool {
    let number = |kind| matches!(kind, Kind::Int | Kind::UInt | Kind::Double);
    let (left, right) = (left.get_type().kind(), right.get_type().kind());
    left == right
        || left == Kind::NullType
        || right == Kind::NullType
        || number(left) && number(right)
}

fn equal(left: &dyn Val, right: &dyn Val, operator: &str) -> Result<bool, ExecutionError> {
    if comparable(left, right) {
        return Ok(left.equals(right));
    }
    let [left, right] = [left, right].map(|value| value.get_type().name().to_owned());
    Err(ExecutionError::function_error(
        operator,
        format!("a {left} is never equal to a {right}; convert one of them"),
    ))
}

fn same<'b, 'v>(arguments: Vec<CowVal<'b, 'v>>) -> Called<'b, 'v> {
    both(&arguments, "==", |equal| equal)
}

fn differs<'b, 'v>(arguments: Vec<CowVal<'b, 'v>>) -> Called<'b, 'v> {
    both(&arguments, "!=", |equal| !equal)
}

fn both<'b, 'v>(
    arguments: &[CowVal<'b, 'v>],
    operator: &str,
    answer: fn(bool) -> bool,
) -> Called<'b, 'v> {
    let [left, right] = arguments else {
        return Err(ExecutionError::invalid_argument_count(2, arguments.len()));
    };
    let equal = equal(left.as_ref(), right.as_ref(), operator)?;
    Ok(CowVal::owned(CelBool::from(answer(equal))))
}

fn among<'b, 'v>(arguments: Vec<CowVal<'b, 'v>>) -> Called<'b, 'v> {
    let [value, container] = arguments.as_slice() else {
        return Err(ExecutionError::invalid_argument_count(2, arguments.len()));
    };
    let found = match container.as_ref().as_iterable() {
        Some(list) if container.as_ref().get_type().kind() == Kind::List => {
            among_items(value.as_ref(), list)?
        }
        _ => container
            .as_ref()
            .as_container()
            .ok_or_else(|| {
                let name = container.as_ref().get_type().name();
                ExecutionError::function_error("in", format!("a {name} contains nothing"))
            })?
            .contains(value.as_ref())?,
    };
    Ok(CowVal::owned(CelBool::from(found)))
}

/// Whether a value is in a list, of which at least one element has to be comparable with it.
fn among_items(value: &dyn Val, list: &dyn Iterable) -> Result<bool, ExecutionError> {
    let mut items = list.iter();
    let mut mismatch = None;
    let mut match_possible = false;
    while let Some(item) = items.next() {
        match equal(value, item, "in") {
            Ok(true) => return Ok(true),
            Ok(false) => match_possible = true,
            Err(error) => mismatch = Some(error),
        }
    }
    match mismatch {
        Some(error) if !match_possible => Err(error),
        _ => Ok(false),
    }
}
