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
    /// Whether the roster, exported after the as-of date or knowing of a last day to come, calls the
    /// worker gone.
    pub(super) left_since: bool,
}

impl Worker {
    /// Whether the worker belongs to the organisation on the as-of date, on leave or not.
    pub fn is_current(&self) -> bool {
        matches!(self.standing, Standing::Active | Standing::OnLeave)
    }
}

/// A row of the roster.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// What the row says. Where there is a doubt, only who it is about.
    pub(super) worker: Worker,
    /// Why the row says nothing for sure.
    pub(super) doubt: Option<String>,
}

impl Row {
    pub(super) fn read(record: &Record<'_>, as_of: Day) -> Self {
        let text = |field| record.text(field).unwrap_or_default().to_owned();
        let mut worker = Worker {
            label: record.subject(),
            id: text(&ID),
            name: text(&NAME),
            email: text(&EMAIL).to_lowercase(),
            title: text(&TITLE),
            department: text(&DEPARTMENT),
            manager: text(&MANAGER),
            country: text(&COUNTRY),
            contractor: false,
            start: None,
            end: None,
            standing: Standing::Left,
            left_since: false,
            place: record.place(),
        };
        let doubt = worker.complete(record, as_of).err();
        let doubt = doubt.map(|problem| problem.message);
        Self { worker, doubt }
    }

    /// The worker as people are compared.
    pub(super) fn people(&self) -> People {
        let (name, email) = (&self.worker.name, &self.worker.email);
        // Where logins stand for addresses, they are handles.
        let address = if email.is_empty() || email.contains('@') {
            format!("<{email}>")
        } else {
            format!("@{email}")
        };
        People::parse(&format!("{name} {address}"))
            .or_else(|_| People::parse(&address))
            .unwrap_or_default()
    }
}

impl Worker {
    /// Fills in what may be in doubt.
    fn complete(&mut self, record: &Record<'_>, as_of: Day) -> Result<(), Problem> {
        if self.name.is_empty() && self.email.is_empty() {
            return Err(record.problem("neither `name` nor `email` is stated"));
        }
        self.contractor = record.choice(&KIND, KINDS)?.unwrap_or(false);
        self.start = record.day(&START)?;
        self.end = record.day(&END)?;
        let stated = record.choice(&STATUS, STATES)?;
        self.standing = self.standing(record, stated, as_of)?;
        self.left_since =
            stated == Some(Stated::Left) || self.end.is_some_and(|end| end < record.shown_on());
        Ok(())
    }

    fn standing(
        &self,
        record: &Record<'_>,
        stated: Option<Stated>,
        as_of: Day,
    ) -> Result<Standing, Problem> {
        let (start, end) = (self.start, self.end);
        let gone = end.is_some_and(|end| end < as_of);
        if let (Some(start), Some(end)) = (start, end)
            && end < start
        {
            return Err(record.problem(format!("the last day {end} is before the first, {start}")));
        }
        let future = start.is_some_and(|start| start > as_of);
        match stated {
            // A roster that was exported later knows of later leavers.
            Some(Stated::Left) if end.is_some_and(|end| end >= as_of) && !future => {
                Ok(Standing::Active)
            }
            Some(Stated::Left) => Ok(Standing::Left),
            Some(Stated::Active | Stated::OnLeave)
                if gone || end.is_some_and(|end| end < record.shown_on()) =>
            {
                Err(record.problem(format!(
                    "the status is `{}`, but the last day has passed",
                    record.raw(&STATUS)
                )))
            }
            _ if future => Ok(Standing::NotStarted),
            Some(Stated::Active) => Ok(Standing::Active),
            Some(Stated::OnLeave) => Ok(Standing::OnLeave),
            Some(Stated::Pending) if start.is_none() => Ok(Standing::NotStarted),
            Some(Stated::Pending) => Err(record.problem(
                "the status is of somebody who has not started, but the first day has come",
            )),
            None if gone => Ok(Standing::Left),
            // Without a column for the status the dates tell. In one, a blank tells nothing.
            None if start.is_some()
                && (end.is_some() || record.has(&END) && !record.has(&STATUS)) =>
            {
                Ok(Standing::Active)
            }
            None => Err(record
                .problem("neither the status nor the dates say whether this is a current worker")),
        }
    }
}
