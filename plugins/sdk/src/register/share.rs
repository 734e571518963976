//! Shares: figures in percent, which some tools export as a share of one.

use crate::Problem;

use super::{Field, Record};

/// A figure in percent, which some tools export as a share of one.
#[derive(Debug, Clone, Copy)]
pub struct Share {
    /// The figure as it is written, without `%`.
    pub written: f64,
    /// Whether `%` stands behind it.
    pub marked: bool,
    /// Up to 1 and without `%`, so that it may be either.
    either: bool,
}

impl Share {
    /// A figure that is a percentage, as those of configuration are.
    pub fn percent(written: f64) -> Self {
        Self {
            written,
            marked: true,
            either: false,
        }
    }

    /// A field's figure. What is no percentage is a problem.
    pub fn of(record: &Record<'_>, field: &Field) -> Result<Option<Self>, Problem> {
        let Some(written) = record.number(field)? else {
            return Ok(None);
        };
        if !(0.0..=100.0).contains(&written) {
            return Err(record.problem(format!(
                "`{}` is {written}, which is no percentage",
                field.name
            )));
        }
        let marked = record.raw(field).ends_with('%');
        Ok(Some(Self {
            written,
            marked,
            either: written > 0.0 && written <= 1.0 && !marked,
        }))
    }

    /// The same figure, known to be a percentage.
    #[must_use]
    pub fn in_percent(self) -> Self {
        Self {
            either: false,
            ..self
        }
    }

    /// The percentage, where figures that may be a share are taken for one.
    fn as_share(self) -> f64 {
        if self.either {
            self.written * 100.0
        } else {
            self.written
        }
    }

    /// Whether it is at least another one. Nothing where that depends on what a figure means; two figures of
    /// one row are of one kind.
    pub fn at_least(self, other: Self) -> Option<bool> {
        let percent = self.written >= other.written;
        let share = self.as_share() >= other.as_share();
        (percent == share).then_some(percent)
    }

    /// Why it cannot be compared with another one.
    pub fn unclear(self, other: Self) -> String {
        let figure = if self.either { self } else { other };
        format!(
            "{} may be a percentage or a share of one (write it with `%`)",
            figure.written
        )
    }
}
