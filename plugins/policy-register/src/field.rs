//! One fact about a policy: absent, known, or stated in a way that leaves it open.

use tickmark_plugin::Location;
use tickmark_plugin::people::Likeness;

use crate::value::{Content, Stated};

/// A fact about a policy.
#[derive(Debug, Clone)]
pub(crate) enum Field<T> {
    /// Nobody states it. The note tells of a field that is there but empty.
    Absent(Option<Unclear>),
    Known(Known<T>),
    /// It is stated, but not so that it can be used.
    Unclear(Unclear),
}

/// A fact, how it is written, and where.
#[derive(Debug, Clone)]
pub(crate) struct Known<T> {
    pub(crate) value: T,
    pub(crate) shown: String,
    pub(crate) places: Vec<Location>,
}

/// What stands in the way of a fact, and where.
#[derive(Debug, Clone)]
pub(crate) struct Unclear {
    pub(crate) message: String,
    pub(crate) places: Vec<Location>,
}

/// Two statements of one fact that are not the same.
#[derive(Debug, Clone)]
pub(crate) struct Disagreement {
    pub(crate) message: String,
    /// Whether they are certainly two different things.
    pub(crate) certain: bool,
}

impl<T> Field<T> {
    /// Reads a fact from every field that states it. Fields that contradict each other leave it
    /// open.
    pub(crate) fn read(
        label: &str,
        stated: &[Stated],
        parse: impl Fn(&Stated) -> Result<Option<(T, String)>, String>,
        compare: impl Fn(&T, &T) -> Likeness,
    ) -> Self {
        stated
            .iter()
            .map(|stated| {
                let places = vec![stated.value.place.clone()];
                match parse(stated) {
                    Ok(Some((value, shown))) => Self::Known(Known {
                        value,
                        shown,
                        places,
                    }),
                    Ok(None) => Self::Absent(Some(Unclear {
                        message: format!(
                            "`{}` is {}",
                            stated.name,
                            stated.value.content.describe()
                        ),
                        places,
                    })),
                    Err(error) => Self::Unclear(Unclear {
                        message: format!("`{}`: {error}", stated.name),
                        places,
                    }),
                }
            })
            .reduce(|one, other| Joint::default().of(label, one, other, &compare))
            .unwrap_or(Self::Absent(None))
    }

    /// The fact, where it is known.
    pub(crate) fn known(&self) -> Option<&Known<T>> {
        match self {
            Self::Known(known) => Some(known),
            _ => None,
        }
    }
}

/// Two sources being put together, fact by fact.
#[derive(Debug, Default)]
pub(crate) struct Joint {
    /// Where they contradict each other.
    pub(crate) disagreements: Vec<Disagreement>,
}

impl Joint {
    /// What two sources say of one fact. A contradiction leaves it open and is noted.
    pub(crate) fn of<T>(
        &mut self,
        label: &str,
        one: Field<T>,
        other: Field<T>,
        compare: impl Fn(&T, &T) -> Likeness,
    ) -> Field<T> {
        match (one, other) {
            (Field::Unclear(unclear), _) | (_, Field::Unclear(unclear)) => Field::Unclear(unclear),
            (Field::Known(mut one), Field::Known(other)) => {
                let likeness = compare(&one.value, &other.value);
                let message = format!(
                    "the {label} is `{}` ({}) and `{}` ({})",
                    one.shown,
                    path(&one.places),
                    other.shown,
                    path(&other.places)
                );
                one.places.extend(other.places);
                if likeness == Likeness::Same {
                    return Field::Known(one);
                }
                self.disagreements.push(Disagreement {
                    message: message.clone(),
                    certain: likeness == Likeness::Different,
                });
                Field::Unclear(Unclear {
                    message,
                    places: one.places,
                })
            }
            (Field::Known(known), Field::Absent(_)) | (Field::Absent(_), Field::Known(known)) => {
                Field::Known(known)
            }
            (Field::Absent(one), Field::Absent(other)) => Field::Absent(one.or(other)),
        }
    }
}

fn path(places: &[Location]) -> &str {
    places.first().map_or("", |place| place.path.as_str())
}

/// Two values that are the same or not, with no doubt.
pub(crate) fn equal<T: PartialEq>(one: &T, other: &T) -> Likeness {
    if one == other {
        Likeness::Same
    } else {
        Likeness::Different
    }
}

impl Stated {
    /// The text of a field that holds a single one; `None` where it holds nothing.
    pub(crate) fn single(&self) -> Result<Option<&str>, String> {
        match &self.value.content {
            Content::Text(text) => Ok(Some(text)),
            Content::Nothing | Content::Placeholder(_) => Ok(None),
            other => Err(format!(
                "{} where a single value is expected",
                other.describe()
            )),
        }
    }
}
