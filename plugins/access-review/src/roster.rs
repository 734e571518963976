//! The roster: who works here, since when and until when.
//!
//! A person is known by e-mail address and employee number. Several rows with the same one are the
//! same person, who was hired again, as long as their periods lie apart; otherwise nothing is said
//! about that person.

mod people;
mod read;

pub(crate) use people::{Doubt, Employment, Found, People, Standing};
pub(crate) use read::read;
