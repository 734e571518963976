//! Reads rosters and puts rows of the same person together.

use std::collections::BTreeMap;
use std::io::Read;
use std::rc::Rc;

use tickmark_plugin::dates::Dates;
use tickmark_plugin::prelude::*;
use tickmark_plugin::words::quoted;

use super::people::{Employment, People, Person};
use crate::config::{Config, Names, RosterSource};
use crate::header::Header;
use crate::names::{employee_key, filled, parts};
use crate::source::{Source as _, Sources};
use crate::texts::LONGEST;
use crate::unclear::Unclear;
use crate::words::{Employed, Words, employment_status};

const KEY: &str = "roster.columns";

/// Reads every roster that was granted. Counts each file's rows into `report`.
pub(crate) fn read(check: &Check<'_, Config>, input: &str, report: &mut Report) -> People {
    let mut people = People::new(check.config.ignore_plus_tags);
    let mut entries = Vec::new();
    let mut sources = Sources::new(&check.config.roster);
    for item in check.items(input) {
        people.files.push(item.place());
        let day = check.shown_on(&item);
        if people
            .oldest
            .as_ref()
            .is_none_or(|(oldest, _)| day < *oldest)
        {
            people.oldest = Some((day, item.place()));
        }
        let source = sources.entry_for(&item);
        match read_item(check, &item, source, &mut people, &mut entries) {
            Ok(rows) => report.tally(&item, rows),
            Err(problem) => {
                people.incomplete = true;
                people
                    .problems
                    .push(Unclear::new(item.path.to_string(), problem));
            }
        }
    }
    for source in sources.unused() {
        people.incomplete = true;
        people.problems.push(source.absent("roster"));
    }
    put_together(entries, &mut people);
    people
}

fn read_item(
    check: &Check<'_, Config>,
    item: &Item,
    source: Option<&RosterSource>,
    people: &mut People,
    entries: &mut Vec<Entry>,
) -> Result<usize, Problem> {
    let mut table = check.csv(item)?;
    let columns = Columns::find(item, &table, source)?;
    let reader = Reader {
        columns,
        dates: Dates::new(
            source
                .iter()
                .flat_map(|source| source.date_formats.iter().map(String::as_str)),
        ),
        day: check.shown_on(item),
        path: item.path.clone(),
    };
    while let Some(row) = table.next() {
        match row.and_then(|row| reader.entry(&row, people)) {
            Ok(entry) => entries.push(entry),
            Err(problem) => {
                people.incomplete = true;
                people
                    .problems
                    .push(Unclear::new(item.path.to_string(), problem));
            }
        }
    }
    if table.rows() == 0 {
        return Err(Problem::new(item.place(), "the roster lists nobody"));
    }
    Ok(table.rows())
}

/// One row.
struct Entry {
    number: Option<String>,
    /// The number as the roster writes it.
    written: Option<String>,
    /// The primary address first.
    emails: Vec<String>,
    /// Whether the first of `emails` is the primary address and not only a further one.
    primary: bool,
    employment: Employment,
    doubt: Option<Problem>,
}

struct Columns {
    number: Option<Column>,
    email: Option<Column>,
    aliases: Vec<Column>,
    /// The most telling one first.
    status: Vec<(Column, Words<Employed>)>,
    start: Option<Column>,
    /// Different systems keep the last day at work, the end of the contract and the like apart.
    end: Vec<Column>,
    manager: Option<Column>,
    kind: Option<Column>,
}

impl Columns {
    fn find<R: Read>(
        item: &Item,
        table: &Table<R>,
        source: Option<&RosterSource>,
    ) -> Result<Self, Problem> {
        let header = Header::new(item, table, KEY);
        let defaults = crate::config::RosterColumns::default();
        let named = source.map_or(&defaults, |source| &source.columns);
        let number = header.column("employee-id", named.employee_id.as_ref(), NUMBER)?;
        let email = header.column("email", named.email.as_ref(), EMAIL)?;
        if number.is_none() && email.is_none() {
            return Err(header.missing("email", "e-mail addresses or employee numbers"));
        }
        let status = header.all_named("status", named.status.as_ref(), STATUS)?;
        let end = named.end_date.clone().map(Names::One);
        let end = header.columns("end-date", end.as_ref(), END)?;
        if status.is_empty() && end.is_empty() {
            return Err(header.missing("end-date", "the last day or the status of a person"));
        }
        let taught = |(column, name): (Column, String)| {
            let mut words = employment_status(&name);
            if let Some(source) = source {
                words.teach(Employed::Active, &source.active);
                words.teach(Employed::Left, &source.left);
                words.teach(Employed::Pending, &source.pending);
            }
            (column, words)
        };
        let status = status.into_iter().map(taught).collect();
        Ok(Self {
            number,
            email,
            aliases: header.columns("aliases", named.aliases.as_ref(), ALIASES)?,
            status,
            start: header.column("start-date", named.start_date.as_ref(), START)?,
            end,
            manager: header.column("manager", named.manager.as_ref(), MANAGER)?,
            kind: header.column("type", named.r#type.as_ref(), KIND)?,
        })
    }
}

const NUMBER: &[&str] = &[
    "employeeid",
    "employeenumber",
    "employeeno",
    "workerid",
    "staffid",
    "personnelnumber",
    "id",
];
const EMAIL: &[&str] = &[
    "workemail",
    "workemailaddress",
    "primaryworkemail",
    "businessemail",
    "companyemail",
    "email",
    "emailaddress",
    "primaryemail",
];
const ALIASES: &[&str] = &[
    "aliases",
    "alias",
    "emailaliases",
    "secondaryemail",
    "secondaryemails",
    "otheremails",
    "additionalemails",
    "formeremail",
    "previousemail",
];
const STATUS: &[&str] = &[
    "status",
    "employmentstatus",
    "employeestatus",
    "workerstatus",
    "active",
    "isactive",
    "currentemployee",
];
const START: &[&str] = &[
    "startdate",
    "hiredate",
    "dateofhire",
    "hiredon",
    "joindate",
    "joiningdate",
    "dateofjoining",
    "employmentstartdate",
    "start",
];
/// Of several that are filled the earliest counts: access is needed until the last day at work, which
/// comes before the legal end.
const END: &[&str] = &[
    "lastday",
    "lastdayofwork",
    "lastworkingday",
    "enddate",
    "terminationdate",
    "dateoftermination",
    "leavedate",
    "leavingdate",
    "dateofleaving",
    "exitdate",
    "separationdate",
    "employmentenddate",
    "end",
];
const MANAGER: &[&str] = &[
    "manager",
    "manageremail",
    "supervisor",
    "supervisoremail",
    "reportsto",
    "reportingto",
    "linemanager",
];
const KIND: &[&str] = &[
    "type",
    "workertype",
    "employmenttype",
    "employeetype",
    "contracttype",
];

/// Reads the rows of one file.
struct Reader {
    columns: Columns,
    dates: Dates,
    /// The day whose state the file shows.
    day: Day,
    path: Rc<str>,
}

impl Reader {
    /// A row as far as it can be understood. A row that names nobody is a problem; one that names
    /// somebody but contradicts itself leaves that person in doubt.
    fn entry(&self, row: &Row<'_>, people: &People) -> Result<Entry, Problem> {
        let problem = |message: String| Problem::new(row.place(), message);
        let written = self
            .columns
            .number
            .and_then(|column| filled(&row[column]))
            .filter(|number| number.len() <= LONGEST);
        let number = written.map(employee_key);
        let mut emails = Vec::new();
        let mut malformed = None;
        for column in self.columns.email.iter().chain(&self.columns.aliases) {
            for part in parts(&row[*column]) {
                match people.email(part) {
                    Some(email) => emails.push(email),
                    None => malformed = Some(part.to_owned()),
                }
            }
        }
        let primary = self
            .columns
            .email
            .is_some_and(|column| parts(&row[column]).any(|part| people.email(part).is_some()));
        if number.is_none() && emails.is_empty() {
            return Err(problem(match malformed {
                Some(text) => format!(
                    "{} is no e-mail address, and there is no employee number, so the row names nobody",
                    quoted(&text)
                ),
                None => "the row has neither an e-mail address nor an employee number".into(),
            }));
        }
        let mut employment = Employment {
            start: None,
            end: None,
            manager: text(row, self.columns.manager),
            kind: text(row, self.columns.kind),
            path: self.path.clone(),
            line: row.line(),
        };
        let doubt = match malformed {
            Some(text) => Err(format!("{} is no e-mail address", quoted(&text))),
            None => self.period(row, &mut employment),
        };
        Ok(Entry {
            number,
            written: written.map(str::to_owned),
            emails,
            primary,
            employment,
            doubt: doubt.err().map(problem),
        })
    }

    /// Reads first day, last day and status into `employment`; says where they contradict each
    /// other on the day that the roster shows.
    fn period(&self, row: &Row<'_>, employment: &mut Employment) -> Result<(), String> {
        let date = |name: &str, column: Option<Column>| {
            column
                .and_then(|column| filled(&row[column]))
                .map(|text| {
                    self.dates
                        .read(text)
                        .map_err(|message| format!("{name}: {message}"))
                })
                .transpose()
        };
        employment.start = date("first day", self.columns.start)?;
        for &column in &self.columns.end {
            let end = date("last day", Some(column))?;
            employment.end = employment.end.into_iter().chain(end).min();
        }
        let (start, end, day) = (employment.start, employment.end, self.day);
        if let (Some(start), Some(end)) = (start, end)
            && start > end
        {
            return Err(format!("the first day {start} is after the last day {end}"));
        }
        let Some(((column, words), further)) = self.columns.status.split_first() else {
            return Ok(());
        };
        let word = &row[*column];
        let Some(status) = words.meaning(word) else {
            return Err(format!(
                "the status {} is not known; add it to `roster.active`, `roster.left` or `roster.pending`",
                quoted(word)
            ));
        };
        // Leavers keep a `full time` in a further column; that somebody has left is never meant so.
        let gone = further
            .iter()
            .find(|(column, words)| words.meaning(&row[*column]) == Some(Employed::Left));
        if let (Some((column, _)), Employed::Active | Employed::Pending) = (gone, status) {
            return Err(format!(
                "the status is {}, but {} in another column; name the right one as `{KEY}.status`",
                quoted(word),
                quoted(&row[*column])
            ));
        }
        let contradiction = match (status, start, end) {
            (Employed::Active, _, Some(end)) if end < day => {
                format!("the last day {end} has passed")
            }
            (Employed::Left, _, None) => "there is no last day".to_owned(),
            (Employed::Left, _, Some(end)) if end > day => {
                format!("the last day {end} lies ahead")
            }
            (Employed::Pending, None, _) => "there is no first day".to_owned(),
            (Employed::Pending, Some(start), _) if start < day => {
                format!("the first day {start} has passed")
            }
            _ => return Ok(()),
        };
        Err(format!(
            "the status is {}, but on {day}, which the roster shows, {contradiction}",
            quoted(word)
        ))
    }
}

fn text(row: &Row<'_>, column: Option<Column>) -> Option<String> {
    column
        .and_then(|column| filled(&row[column]))
        .map(str::to_owned)
}

/// Puts rows of the same person together: the same employee number or the same primary address.
fn put_together(entries: Vec<Entry>, people: &mut People) {
    let mut groups = Groups::new(entries.len());
    let mut by_number: BTreeMap<&str, usize> = BTreeMap::new();
    let mut by_email: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, entry) in entries.iter().enumerate() {
        if let Some(number) = &entry.number {
            groups.join(*by_number.entry(number).or_insert(index), index);
        }
        if let Some(email) = entry.emails.first().filter(|_| entry.primary) {
            groups.join(*by_email.entry(email).or_insert(index), index);
        }
    }
    let mut persons: BTreeMap<usize, Vec<Entry>> = BTreeMap::new();
    for (index, entry) in entries.into_iter().enumerate() {
        persons.entry(groups.root(index)).or_default().push(entry);
    }
    for entries in persons.into_values() {
        add_person(entries, people);
    }
}

fn add_person(mut entries: Vec<Entry>, people: &mut People) {
    entries.sort_by_key(|entry| entry.employment.start);
    let name = entries
        .iter()
        .rev()
        .find_map(|entry| entry.emails.first().or(entry.number.as_ref()))
        .cloned()
        .unwrap_or_default();
    let doubt = entries
        .iter()
        .find_map(|entry| entry.doubt.clone())
        .or_else(|| overlap(&entries))
        .or_else(|| strangers(&entries));
    if let Some(problem) = &doubt {
        people
            .problems
            .push(Unclear::new(format!("roster/{name}"), problem.clone()));
    }
    let person = Person {
        name,
        employments: entries
            .iter()
            .map(|entry| entry.employment.clone())
            .collect(),
        doubt,
    };
    people.add(
        person,
        entries.iter().flat_map(|entry| &entry.emails),
        entries.iter().filter_map(|entry| entry.number.as_ref()),
    );
}

/// Whether one employment begins before the one before it has ended.
fn overlap(entries: &[Entry]) -> Option<Problem> {
    entries.windows(2).find_map(|pair| {
        let [earlier, later] = pair else { return None };
        let (earlier, later) = (&earlier.employment, &later.employment);
        let apart = matches!((earlier.end, later.start), (Some(end), Some(start)) if end < start);
        (!apart).then(|| {
            Problem::new(
                later.place(),
                format!(
                    "this person also stands in line {} of {}, and the two periods do not lie apart",
                    earlier.line, earlier.path
                ),
            )
        })
    })
}

/// Whether one number stands for two people: two lists may each count from 1, and `0009` may be another than
/// `9`. Somebody who came back, with a new address in the same list, keeps the number as it is written.
fn strangers(entries: &[Entry]) -> Option<Problem> {
    let addressed: Vec<(&Entry, &String)> = entries
        .iter()
        .filter(|entry| entry.primary)
        .filter_map(|entry| Some((entry, entry.emails.first()?)))
        .collect();
    addressed.windows(2).find_map(|pair| {
        let [(earlier, one), (later, other)] = *pair else {
            return None;
        };
        let alike = earlier.number.is_some() && earlier.number == later.number;
        let elsewhere = earlier.employment.path != later.employment.path
            || earlier.written != later.written;
        (alike && one != other && elsewhere).then(|| {
            let (earlier, later) = (&earlier.employment, &later.employment);
            Problem::new(
                later.place(),
                format!(
                    "{other} has the number of {one} in line {} of {}, which may be another person; give both rows the same address, or different numbers",
                    earlier.line, earlier.path
                ),
            )
        })
    })
}

/// Which rows belong together (union-find).
struct Groups(Vec<usize>);

impl Groups {
    fn new(size: usize) -> Self {
        Self((0..size).collect())
    }

    fn root(&mut self, mut index: usize) -> usize {
        while self.0[index] != index {
            self.0[index] = self.0[self.0[index]];
            index = self.0[index];
        }
        index
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        // The earlier row leads, so that people keep the order of the files.
        let (first, second) = (one.min(other), one.max(other));
        self.0[second] = first;
    }
}
