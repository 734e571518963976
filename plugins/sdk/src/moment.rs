//! Moments, for what is counted in hours.
//!
//! Records state a time with its offset, a time without one (whose offset is then configured), or a
//! whole day. Nothing here knows the zone of the machine.

use std::fmt;

use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};
use thiserror::Error;

use crate::Day;

/// A moment in UTC, or a whole day where a record states no time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    at: Timestamp,
    whole_day: bool,
}

/// A text that is no moment.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MomentError {
    /// A time of which nobody says where on earth it was read.
    #[error(
        "`{0}` is a time without its offset (write it as in 2026-11-22T09:30:00Z, or configure `utc-offset`)"
    )]
    NoOffset(String),
    /// Anything else.
    #[error(
        "`{0}` is not a date or time (expected YYYY-MM-DD or an RFC 3339 time; name other forms in `date-formats`)"
    )]
    Unreadable(String),
}

impl Moment {
    /// Reads a day, an RFC 3339 time, or where `offset` is given a time without an offset
    /// (`2026-11-22 09:30`), which it takes at that offset from UTC.
    pub fn parse(text: &str, offset: Option<Offset>) -> Result<Self, MomentError> {
        let text = text.trim();
        if text.len() == 10
            && let Ok(date) = text.parse::<Date>()
        {
            return Ok(Self::on(date));
        }
        if let Ok(at) = text.parse::<Timestamp>() {
            return Ok(Self::at(at));
        }
        let time = text
            .parse::<DateTime>()
            .map_err(|_| MomentError::Unreadable(brief(text)))?;
        Self::local(time, offset).ok_or_else(|| MomentError::NoOffset(brief(text)))
    }

    /// Reads a moment in a format of `strftime`: a day, a time with its offset (`%z`), or a time at
    /// `offset`.
    pub fn parse_as(format: &str, text: &str, offset: Option<Offset>) -> Result<Self, MomentError> {
        let text = text.trim();
        let unreadable = || MomentError::Unreadable(brief(text));
        let parts = jiff::fmt::strtime::parse(format, text).map_err(|_| unreadable())?;
        if parts.offset().is_some() {
            return parts.to_timestamp().map(Self::at).map_err(|_| unreadable());
        }
        if parts.hour().is_none() {
            return parts.to_date().map(Self::on).map_err(|_| unreadable());
        }
        let time = parts.to_datetime().map_err(|_| unreadable())?;
        Self::local(time, offset).ok_or_else(|| MomentError::NoOffset(brief(text)))
    }

    fn at(at: Timestamp) -> Self {
        Self {
            at,
            whole_day: false,
        }
    }

    fn on(date: Date) -> Self {
        let at = Offset::UTC
            .to_timestamp(date.at(0, 0, 0, 0))
            // The calendar's last days lie within the range of timestamps at offset zero.
            .unwrap_or(Timestamp::MAX);
        Self {
            at,
            whole_day: true,
        }
    }

    fn local(time: DateTime, offset: Option<Offset>) -> Option<Self> {
        offset?.to_timestamp(time).ok().map(Self::at)
    }

    /// The moment at which a day ends.
    pub(crate) fn end_of(day: Day) -> Self {
        Self {
            whole_day: false,
            ..Self::from(day.plus_days(1))
        }
    }

    /// The day in UTC.
    pub fn day(self) -> Day {
        Day::of(TimeZone::UTC.to_datetime(self.at).date())
    }

    /// Whether no time of the day is known.
    pub fn is_whole_day(self) -> bool {
        self.whole_day
    }

    /// The hours from `earlier` to this moment, negative when `earlier` is later. Where one of the two
    /// is a whole day, whole days are counted.
    pub fn hours_since(self, earlier: Self) -> f64 {
        if self.whole_day || earlier.whole_day {
            let days = self.day().days_since(earlier.day());
            // Days of the calendar are few enough for an exact f64.
            return i32::try_from(days).map_or(f64::MAX, f64::from) * 24.0;
        }
        self.at.duration_since(earlier.at).as_secs_f64() / 3600.0
    }

    /// The fewest and the most hours that can lie between `earlier` and this moment. A whole day may be any
    /// moment of it.
    pub fn span_since(self, earlier: Self) -> (f64, f64) {
        let span = self.at.duration_since(earlier.at).as_secs_f64() / 3600.0;
        let day = |moment: Self| if moment.whole_day { 24.0 } else { 0.0 };
        (span - day(earlier), span + day(self))
    }

    /// The moment so many hours later. Of a whole day, the hours are rounded up to days.
    pub fn plus_hours(self, hours: u32) -> Self {
        let hours = if self.whole_day {
            hours.div_ceil(24).saturating_mul(24)
        } else {
            hours
        };
        Self {
            at: self
                .at
                .saturating_add(SignedDuration::from_hours(i64::from(hours)))
                .unwrap_or(Timestamp::MAX),
            ..self
        }
    }
}

impl From<Day> for Moment {
    fn from(day: Day) -> Self {
        Self::on(day.date())
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.whole_day {
            self.day().fmt(formatter)
        } else {
            self.at.fmt(formatter)
        }
    }
}

fn brief(text: &str) -> String {
    crate::brief(text, 60).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> Moment {
        Moment::parse(text, None).unwrap()
    }

    #[test]
    fn times_are_compared_wherever_they_were_written() {
        let earlier = moment("2026-11-22T10:00:00+02:00");
        let later = moment("2026-11-22T09:30:00Z");
        assert!((later.hours_since(earlier) - 1.5).abs() < 1e-9);
        assert_eq!(earlier.to_string(), "2026-11-22T08:00:00Z");
    }

    #[test]
    fn a_time_without_an_offset_needs_one() {
        assert!(matches!(
            Moment::parse("2026-11-22 09:30", None),
            Err(MomentError::NoOffset(_))
        ));
        let offset = Offset::from_hours(2).unwrap();
        assert_eq!(
            Moment::parse("2026-11-22 01:30", Some(offset))
                .unwrap()
                .day(),
            Day::parse("2026-11-21").unwrap()
        );
    }

    #[test]
    fn whole_days_are_counted_as_days() {
        assert!(
            (moment("2026-11-24").hours_since(moment("2026-11-22T23:00:00Z")) - 48.0).abs() < 1e-9
        );
        let (fewest, most) = moment("2026-11-24").span_since(moment("2026-11-22T23:00:00Z"));
        assert!((fewest - 25.0).abs() < 1e-9 && (most - 49.0).abs() < 1e-9);
        let (fewest, most) = moment("2026-11-24").span_since(moment("2026-11-22"));
        assert!((fewest - 24.0).abs() < 1e-9 && (most - 72.0).abs() < 1e-9);
        assert_eq!(moment("2026-11-22").plus_hours(30), moment("2026-11-24"));
        assert_eq!(
            moment("2026-11-22T10:00:00Z").plus_hours(30),
            moment("2026-11-23T16:00:00Z")
        );
    }

    #[test]
    fn other_forms_are_read_when_named() {
        assert_eq!(
            Moment::parse_as("%d.%m.%Y", "22.11.2026", None).unwrap(),
            moment("2026-11-22")
        );
        assert_eq!(
            Moment::parse_as("%Y/%m/%d %H:%M %z", "2026/11/22 10:00 +0200", None).unwrap(),
            moment("2026-11-22T08:00:00Z")
        );
        assert!(Moment::parse_as("%d.%m.%Y %H:%M", "22.11.2026 10:00", None).is_err());
        assert!(Moment::parse_as("%d.%m.%Y", "31.02.2026", None).is_err());
    }
}
