//! Points and spans of time as CEL values.
//!
//! The interpreter's own types stand on a library that brings a database of all time zones, which is
//! larger than everything else here. These do what evidence needs: compare, add and subtract.

use std::any::Any;
use std::cmp::Ordering;

use cel::ExecutionError;
use cel::common::traits::{Adder, Comparer, Subtractor};
use cel::common::types::{DURATION_TYPE, TIMESTAMP_TYPE, Type};
use cel::common::value::{CowVal, StaticVal, Val};
use jiff::{SignedDuration, Timestamp};
use tickmark_plugin::Day;

static MOMENT: Type = TIMESTAMP_TYPE;
static SPAN: Type = DURATION_TYPE;

/// A `timestamp`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Moment(pub(crate) Timestamp);

/// A `duration`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span(pub(crate) SignedDuration);

impl Moment {
    /// Reads RFC 3339 with an offset, or a day, which begins at midnight in UTC.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        text.parse()
            .ok()
            .or_else(|| Day::parse(text).ok().and_then(Self::start_of))
            .map(Self)
    }

    /// The first moment of a day.
    pub(crate) fn of(day: Day) -> Option<Self> {
        Self::start_of(day).map(Self)
    }

    fn start_of(day: Day) -> Option<Timestamp> {
        format!("{day}T00:00:00Z").parse().ok()
    }

    /// The day in UTC.
    pub(crate) fn day(self) -> Option<Day> {
        Day::parse(&self.0.to_string()).ok()
    }
}

fn overload(operator: &str, left: &Type, right: &Type) -> ExecutionError {
    let types = [left, right].map(|one| one.name().to_owned());
    ExecutionError::no_such_overload(operator, types.to_vec())
}

fn overflow() -> ExecutionError {
    ExecutionError::function_error("timestamp", "the result is outside the years 1 to 9999")
}

impl Val for Moment {
    fn get_type(&self) -> &Type {
        &MOMENT
    }

    fn cel_type() -> &'static Type {
        &MOMENT
    }

    fn as_adder<'b, 'v>(&'b self) -> Option<&'b (dyn Adder + 'v)>
    where
        Self: 'v,
    {
        Some(self)
    }

    fn as_subtractor<'b, 'v>(&'b self) -> Option<&'b (dyn Subtractor + 'v)>
    where
        Self: 'v,
    {
        Some(self)
    }

    fn as_comparer(&self) -> Option<&dyn Comparer> {
        Some(self)
    }

    fn equals(&self, other: &dyn Val) -> bool {
        other.downcast_ref::<Self>() == Some(self)
    }

    fn clone_as_boxed<'v>(&self) -> Box<dyn Val + 'v> {
        Box::new(*self)
    }

    fn as_any(&self) -> Option<&dyn Any> {
        Some(self)
    }
}

impl StaticVal for Moment {}

impl Adder for Moment {
    fn add<'b, 'v>(&'b self, right: &(dyn Val + 'v)) -> Result<CowVal<'b, 'v>, ExecutionError>
    where
        Self: 'v,
    {
        let span = right
            .downcast_ref::<Span>()
            .ok_or_else(|| overload("_+_", self.get_type(), right.get_type()))?;
        let sum = self.0.checked_add(span.0).map_err(|_| overflow())?;
        Ok(CowVal::owned(Self(sum)))
    }
}

impl Subtractor for Moment {
    fn sub<'b, 'v>(&'b self, right: &(dyn Val + 'v)) -> Result<CowVal<'b, 'v>, ExecutionError>
    where
        Self: 'v,
    {
        if let Some(span) = right.downcast_ref::<Span>() {
            let rest = self.0.checked_sub(span.0).map_err(|_| overflow())?;
            return Ok(CowVal::owned(Self(rest)));
        }
        let earlier = right
            .downcast_ref::<Self>()
            .ok_or_else(|| overload("_-_", self.get_type(), right.get_type()))?;
        Ok(CowVal::owned(Span(self.0.duration_since(earlier.0))))
    }
}

impl Comparer for Moment {
    fn compare(&self, right: &dyn Val) -> Result<Ordering, ExecutionError> {
        right
            .downcast_ref::<Self>()
            .map(|right| self.0.cmp(&right.0))
            .ok_or_else(|| overload("compare", self.get_type(), right.get_type()))
    }
}

impl Val for Span {
    fn get_type(&self) -> &Type {
        &SPAN
    }

    fn cel_type() -> &'static Type {
        &SPAN
    }

    fn as_adder<'b, 'v>(&'b self) -> Option<&'b (dyn Adder + 'v)>
    where
        Self: 'v,
    {
        Some(self)
    }

    fn as_comparer(&self) -> Option<&dyn Comparer> {
        Some(self)
    }

    fn equals(&self, other: &dyn Val) -> bool {
        other.downcast_ref::<Self>() == Some(self)
    }

    fn clone_as_boxed<'v>(&self) -> Box<dyn Val + 'v> {
        Box::new(*self)
    }

    fn as_any(&self) -> Option<&dyn Any> {
        Some(self)
    }
}

impl StaticVal for Span {}

impl Adder for Span {
    fn add<'b, 'v>(&'b self, right: &(dyn Val + 'v)) -> Result<CowVal<'b, 'v>, ExecutionError>
    where
        Self: 'v,
    {
        if let Some(right) = right.downcast_ref::<Self>() {
            let sum = self.0.checked_add(right.0).ok_or_else(overflow)?;
            return Ok(CowVal::owned(Self(sum)));
        }
        let moment = right
            .downcast_ref::<Moment>()
            .ok_or_else(|| overload("_+_", self.get_type(), right.get_type()))?;
        let sum = moment.0.checked_add(self.0).map_err(|_| overflow())?;
        Ok(CowVal::owned(Moment(sum)))
    }
}

impl Comparer for Span {
    fn compare(&self, right: &dyn Val) -> Result<Ordering, ExecutionError> {
        right
            .downcast_ref::<Self>()
            .map(|right| self.0.cmp(&right.0))
            .ok_or_else(|| overload("compare", self.get_type(), right.get_type()))
    }
}
