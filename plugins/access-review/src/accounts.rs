//! The accounts of all systems, found by name, address or owner.
//!
//! There may be a million of them and a sandbox has little memory, so an account keeps only what
//! the rules ask for, texts lie in [`Texts`], and the indices are sorted lists instead of maps.

mod read;

use std::cmp::Ordering;
use std::rc::Rc;

use tickmark_plugin::words::quoted;
use tickmark_plugin::{Day, Location, Problem};

use crate::owners::Owner;
use crate::systems::{System, Systems};
use crate::texts::{Kept, Texts};
use crate::unclear::{Problems, Unclear};
use crate::words::Use;

pub(crate) use read::read;

/// Every account of every export.
#[derive(Debug)]
pub(crate) struct Accounts {
    texts: Texts,
    rows: Vec<Account>,
    /// Accounts by system and name, each once.
    order: Vec<u32>,
    by_email: Vec<u32>,
    by_person: Vec<u32>,
    pub(crate) systems: Systems,
    exports: Vec<Export>,
    /// Rows and files that could not be understood, and exports that are not there.
    pub(crate) problems: Problems,
}

/// One export file.
#[derive(Debug)]
struct Export {
    path: Rc<str>,
    /// The day whose state it shows.
    day: Day,
}

/// One account.
#[derive(Debug)]
pub(crate) struct Account {
    /// As the export writes it.
    name: Kept,
    /// As names are compared.
    key: Kept,
    /// The first address, as addresses are compared.
    email: Kept,
    pub(crate) owner: Owner,
    pub(crate) created: Created,
    pub(crate) system: u32,
    export: u32,
    line: u32,
    state: State,
}

/// Whether an account can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Known(Use),
    Unclear(Doubt),
}

/// Why nothing can be said of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Doubt {
    /// The status column holds this word, or one too long to keep.
    Status(Kept),
    /// Another status column holds this word, which says the opposite.
    Contradicted(Kept),
    /// A further row of the same export says something else.
    AlsoInLine(u32),
    /// It stands in another export of the system too.
    AlsoInExport(u32),
}

/// When an account was created.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Created {
    /// The export does not say.
    Unknown,
    On(Day),
    /// The export says something that is no date, or a day after its own.
    Unreadable,
}

/// What stands under a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Match {
    Nothing,
    One(u32),
    Several,
}

/// An account with what surrounds it, as rules see it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Subject<'a> {
    pub(crate) index: u32,
    pub(crate) account: &'a Account,
    pub(crate) system: &'a System,
    accounts: &'a Accounts,
}

impl<'a> Subject<'a> {
    /// `SYSTEM/ACCOUNT`.
    pub(crate) fn name(&self) -> String {
        format!("{}/{}", self.system.name, self.account_name())
    }

    /// The account's name within its system, as the export writes it.
    pub(crate) fn account_name(&self) -> &'a str {
        self.accounts.texts.get(self.account.name)
    }

    /// The name as names are compared.
    pub(crate) fn key(&self) -> &'a str {
        self.accounts.texts.get(self.account.key)
    }

    /// The first address, as addresses are compared; empty if there is none.
    pub(crate) fn email(&self) -> &'a str {
        self.accounts.texts.get(self.account.email)
    }

    /// Where the account stands.
    pub(crate) fn place(&self) -> Location {
        self.accounts.place(self.account)
    }

    /// The day whose state the export shows.
    pub(crate) fn day(&self) -> Day {
        self.accounts
            .exports
            .get(self.account.export as usize)
            .map_or(self.system.day, |export| export.day)
    }

    /// Whether the account can be used.
    pub(crate) fn usable(&self) -> Result<Use, Unclear> {
        match self.account.state {
            State::Known(usable) => Ok(usable),
            State::Unclear(doubt) => Err(Unclear::new(
                self.name(),
                Problem::new(self.place(), self.explain(doubt)),
            )),
        }
    }

    fn explain(&self, doubt: Doubt) -> String {
        match doubt {
            Doubt::Status(word) => format!(
                "the status {} is not known; add it to `accounts.live` or `accounts.not-live`",
                quoted(self.accounts.texts.get(word))
            ),
            Doubt::Contradicted(word) => format!(
                "another status column says {}, which contradicts the first; name the right one as `accounts.columns.status`",
                quoted(self.accounts.texts.get(word))
            ),
            Doubt::AlsoInLine(line) => format!(
                "the account also stands in line {line}, and the two rows say different things"
            ),
            Doubt::AlsoInExport(export) => format!(
                "the account also stands in {}; grant one export a system",
                self.accounts
                    .exports
                    .get(export as usize)
                    .map_or("another export", |export| &export.path)
            ),
        }
    }
}

impl Accounts {
    /// Every account by system and name.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Subject<'_>> {
        self.order.iter().filter_map(|&index| self.get(index))
    }

    /// One account.
    pub(crate) fn get(&self, index: u32) -> Option<Subject<'_>> {
        let account = self.rows.get(index as usize)?;
        Some(Subject {
            index,
            account,
            system: self.systems.get(account.system)?,
            accounts: self,
        })
    }

    /// The export files.
    pub(crate) fn files(&self) -> Vec<Location> {
        self.exports
            .iter()
            .map(|export| Location::file(&export.path))
            .collect()
    }

    /// An export file of a system.
    pub(crate) fn file_of(&self, system: u32) -> Option<Location> {
        let first = self
            .order
            .partition_point(|&index| self.row(index).is_some_and(|row| row.system < system));
        let row = self.row(*self.order.get(first)?)?;
        let export = self.exports.get(row.export as usize)?;
        (row.system == system).then(|| Location::file(&export.path))
    }

    /// The account with a name (as names are compared).
    pub(crate) fn by_key(&self, system: u32, key: &str) -> Match {
        self.lookup(&self.order, |row| {
            (row.system, self.texts.get(row.key)).cmp(&(system, key))
        })
    }

    /// The accounts with an address (as addresses are compared).
    pub(crate) fn by_email(&self, system: u32, email: &str) -> Match {
        self.lookup(&self.by_email, |row| {
            (row.system, self.texts.get(row.email)).cmp(&(system, email))
        })
    }

    /// The accounts of a person.
    pub(crate) fn by_person(&self, system: u32, person: u32) -> Match {
        self.lookup(&self.by_person, |row| {
            (row.system, row.person()).cmp(&(system, Some(person)))
        })
    }

    fn lookup(&self, index: &[u32], compare: impl Fn(&Account) -> Ordering) -> Match {
        let compare = |&row: &u32| self.row(row).map_or(Ordering::Greater, &compare);
        let first = index.partition_point(|row| compare(row) == Ordering::Less);
        let rest = &index[first..];
        let count = rest.partition_point(|row| compare(row) == Ordering::Equal);
        match (rest.first(), count) {
            (Some(&row), 1) => Match::One(row),
            (Some(_), 2..) => Match::Several,
            _ => Match::Nothing,
        }
    }

    fn row(&self, index: u32) -> Option<&Account> {
        self.rows.get(index as usize)
    }

    fn place(&self, account: &Account) -> Location {
        let path = self
            .exports
            .get(account.export as usize)
            .map_or("", |export| &export.path);
        Location::line(path, account.line as usize)
    }

    /// Puts rows of the same account together and sorts what finds them.
    fn index(&mut self) {
        let texts = &self.texts;
        let rows = &self.rows;
        let row = |index: u32| &rows[index as usize];
        let mut order: Vec<u32> = (0..).take(rows.len()).collect();
        order.sort_unstable_by(|&one, &other| {
            let (left, right) = (row(one), row(other));
            (left.system, texts.get(left.key), one).cmp(&(
                right.system,
                texts.get(right.key),
                other,
            ))
        });
        let mut kept: Vec<u32> = Vec::with_capacity(order.len());
        for index in order {
            match kept.last() {
                Some(&first) if self.same_account(first, index) => self.merge(first, index),
                _ => kept.push(index),
            }
        }
        self.order = kept;
        let (texts, rows) = (&self.texts, &self.rows);
        let row = |index: u32| &rows[index as usize];
        let having = |has: &dyn Fn(&Account) -> bool| -> Vec<u32> {
            let order = self.order.iter().copied();
            order.filter(|&index| has(row(index))).collect()
        };
        let mut by_email = having(&|account| !account.email.is_empty());
        by_email.sort_unstable_by(|&one, &other| {
            let (left, right) = (row(one), row(other));
            (left.system, texts.get(left.email), one).cmp(&(
                right.system,
                texts.get(right.email),
                other,
            ))
        });
        let mut by_person = having(&|account| account.person().is_some());
        by_person.sort_unstable_by_key(|&index| (row(index).system, row(index).person(), index));
        self.by_email = by_email;
        self.by_person = by_person;
    }

    fn same_account(&self, one: u32, other: u32) -> bool {
        match (self.row(one), self.row(other)) {
            (Some(one), Some(other)) => {
                one.system == other.system && self.texts.get(one.key) == self.texts.get(other.key)
            }
            _ => false,
        }
    }

    /// Takes a further row of an account into its first one. Exports with a row for each right
    /// name an account many times; rows that disagree leave the account in doubt.
    fn merge(&mut self, first: u32, further: u32) {
        let (Some(one), Some(other)) = (self.row(first), self.row(further)) else {
            return;
        };
        if let State::Unclear(_) = one.state {
            return;
        }
        let agree = one.export == other.export
            && one.state == other.state
            && one.owner == other.owner
            && self.texts.get(one.name) == self.texts.get(other.name)
            && self.texts.get(one.email) == self.texts.get(other.email);
        let created = match (one.created, other.created) {
            (Created::On(one), Created::On(other)) => Created::On(one.min(other)),
            (Created::Unreadable, _) | (_, Created::Unreadable) => Created::Unreadable,
            _ => Created::Unknown,
        };
        let doubt = if one.export == other.export {
            Doubt::AlsoInLine(other.line)
        } else {
            Doubt::AlsoInExport(other.export)
        };
        let Some(row) = self.rows.get_mut(first as usize) else {
            return;
        };
        row.created = created;
        if !agree {
            row.state = State::Unclear(doubt);
        }
    }
}

impl Account {
    /// The one person whose account it is.
    pub(crate) fn person(&self) -> Option<u32> {
        match self.owner {
            Owner::Person(person) | Owner::Declared(person) => Some(person),
            _ => None,
        }
    }
}
