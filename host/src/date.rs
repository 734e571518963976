//! Whole days. Everything that is judged by date is judged in UTC.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// How many days lie between two days; negative when `to` is the earlier.
pub fn days_between(from: Date, to: Date) -> i64 {
    to.duration_since(from).as_hours() / 24
}

/// The day of a moment, in UTC.
pub fn utc_day(time: Timestamp) -> Date {
    TimeZone::UTC.to_datetime(time).date()
}
