//! One worker, and where status and dates together say that they stand.

use super::fields::{
    COUNTRY, DEPARTMENT, EMAIL, END, ID, KIND, KINDS, MANAGER, NAME, START, STATES, STATUS, Stated,
    TITLE,
};
use crate::people::People;
use crate::register::Record;
use crate::{Day, Location, Problem};

/// Where a worker stands on the as-of date. The last day still belongs to the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// At work.
    Active,
    /// Employed, and away.
    OnLeave,
    /// Gone.
    Left,
    /// Not there yet.
    NotStarted,
}

/// One worker.
#[derive(Debug, Clone)]
pub struct Worker {
    /// The subject of findings: number and name.
    pub label: String,
    /// The worker's number; empty where none is stated, as with the further texts.
    pub id: String,
    /// The full name.
    pub name: String,
    /// The address at work, in lower case.
    pub email: String,
    /// The job title.
    pub title: String,
    /// The department.
    pub department: String,
    /// Whom the worker reports to, as written.
    pub manager: String,
    /// The country of work.
    pub country: String,
    /// Whether the roster says that this is no employee.
    pub contractor: bool,
    /// The first day.
    pub start: Option<Day>,
    /// The last day.
    pub end: Option<Day>,
    /// On the as-of date.
    pub standing: Standing,
    /// Where it is said.
    pub place: Location,
    pub(super) people: People,
}

impl Worker {
    /// Whether the worker belongs to the organisation on the as-of date, on leave or not.
    pub fn is_current(&self) -> bool {
        matches!(self.standing, Standing::Active | Standing::OnLeave)
    }
}

/// Reads a row of the roster.
pub(super) fn worker(record: &Record<'_>, as_of: Day) -> Result<Worker, Problem> {
    let text = |field| record.text(field).unwrap_or_default().to_owned();
    let (name, email) = (text(&NAME), text(&EMAIL).to_lowercase());
    if name.is_empty() && email.is_empty() {
        return Err(record.problem("neither `name` nor `email` is stated"));
    }
    let people = People::parse(&format!("{name} <{email}>"))
        .or_else(|_| People::parse(&email))
        .unwrap_or_default();
    Ok(Worker {
        label: record.subject(),
        id: text(&ID),
        people,
        name,
        email,
        title: text(&TITLE),
        department: text(&DEPARTMENT),
        manager: text(&MANAGER),
        country: text(&COUNTRY),
        contractor: record.choice(&KIND, KINDS)?.unwrap_or(false),
        start: record.day(&START)?,
        end: record.day(&END)?,
        standing: standing(record, as_of)?,
        place: record.place(),
    })
}

fn standing(record: &Record<'_>, as_of: Day) -> Result<Standing, Problem> {
    let (start, end) = (record.day(&START)?, record.day(&END)?);
    let gone = end.is_some_and(|end| end < as_of);
    if let (Some(start), Some(end)) = (start, end)
        && end < start
    {
        return Err(record.problem(format!("the last day {end} is before the first, {start}")));
    }
    let future = start.is_some_and(|start| start > as_of);
    match record.choice(&STATUS, STATES)? {
        // A roster that was exported later knows of later leavers.
        Some(Stated::Left) if end.is_some_and(|end| end >= as_of) && !future => {
            Ok(Standing::Active)
        }
        Some(Stated::Left) => Ok(Standing::Left),
        Some(Stated::Active | Stated::OnLeave) if gone => Err(record.problem(format!(
            "the status is `{}`, but the last day has passed",
            record.raw(&STATUS)
        ))),
        _ if future => Ok(Standing::NotStarted),
        Some(Stated::Active) => Ok(Standing::Active),
        Some(Stated::OnLeave) => Ok(Standing::OnLeave),
        Some(Stated::Pending) if start.is_none() => Ok(Standing::NotStarted),
        Some(Stated::Pending) => Err(record
            .problem("the status is of somebody who has not started, but the first day has come")),
        None if gone => Ok(Standing::Left),
        None if start.is_some() && record.has(&END) => Ok(Standing::Active),
        None => {
            Err(record
                .problem("neither the status nor the dates say whether this is a current worker"))
        }
    }
}
