//! Intervals as people write them.

use super::*;

fn months(text: &str) -> Option<u32> {
    match Interval::parse(text) {
        Ok(Interval { months, days: 0 }) => Some(months),
        _ => None,
    }
}

#[test]
fn the_forms_that_people_write_are_read() {
    for text in [
        "12 months",
        "12-month",
        "12m",
        "1 year",
        "1y",
        "one year",
        "annual",
        "Annually",
        "yearly",
        "every year",
        "once a year",
        "Every 12 months",
        "P1Y",
        "P12M",
        "annually or upon significant change",
        "Annual (sooner if needed)",
        "once every twelve months",
    ] {
        assert_eq!(months(text), Some(12), "{text}");
    }
    for (text, expected) in [
        ("6 months", 6),
        ("Semiannual", 6),
        ("semi-annually", 6),
        ("half-yearly", 6),
        ("twice a year", 6),
        ("every six months", 6),
        ("Quarterly", 3),
        ("every quarter", 3),
        ("monthly", 1),
        ("biennial", 24),
        ("every two years", 24),
        ("2 years", 24),
        ("P1Y6M", 18),
        ("1 year 6 months", 18),
    ] {
        assert_eq!(months(text), Some(expected), "{text}");
    }
    for (text, days) in [("365 days", 365), ("365d", 365), ("P90D", 90), ("52w", 364)] {
        assert_eq!(
            Interval::parse(text),
            Ok(Interval { months: 0, days }),
            "{text}"
        );
    }
}

#[test]
fn what_is_unclear_is_refused() {
    for text in [
        "",
        "365",
        "0 days",
        "P",
        "P0D",
        "biannual",
        "never",
        "on change",
        "as needed",
        "continuous",
        "annually, quarterly for critical systems",
        "Quarterly · working group",
        "12 moons",
        "months",
        "99999999999 years",
        "4000000000 years",
        "1 year 2",
        "P1YT5H",
        "-1 year",
        "1.5 years",
        "12 6 months",
    ] {
        assert!(Interval::parse(text).is_err(), "{text}");
    }
}

#[test]
fn a_bare_number_takes_the_unit_of_its_field() {
    assert_eq!(Unit::of_field("review_cycle_days"), Some(Unit::Days));
    assert_eq!(
        Unit::of_field("Review Interval (months)"),
        Some(Unit::Months)
    );
    assert_eq!(Unit::of_field("review_interval"), None);
    assert_eq!(
        Interval::counted("12", Unit::Months),
        Ok(Interval::of_months(12))
    );
    assert!(Interval::counted("twelve-ish", Unit::Months).is_err());
}

#[test]
fn months_are_calendar_months() {
    let day = |text| Day::parse(text).unwrap();
    let after = |text, from| Interval::parse(text).unwrap().after(day(from));
    assert_eq!(after("12 months", "2025-11-22"), day("2026-11-22"));
    assert_eq!(after("1 month", "2026-01-31"), day("2026-02-28"));
    assert_eq!(after("12 months", "2024-02-29"), day("2025-02-28"));
    assert_eq!(after("365 days", "2023-11-22"), day("2024-11-21"));
    assert_eq!(after("100 years", "9998-01-01"), day("9998-01-01"));
}

#[test]
fn an_interval_reads_back_as_it_is_shown() {
    for text in ["12 months", "1 month", "90 days", "1 month 1 day"] {
        let interval = Interval::parse(text).unwrap();
        assert_eq!(interval.to_string(), text);
    }
    assert!(
        Interval::parse("365 days")
            .unwrap()
            .about_equals(Interval::of_months(12))
    );
    assert!(!Interval::of_months(6).about_equals(Interval::of_months(12)));
}
