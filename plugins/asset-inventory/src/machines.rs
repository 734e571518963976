//! The same machine in two registers, found by serial number, number or name.
//!
//! A name counts as written but for case and spaces: `web-11` and `web-1-1` are two machines. The part of a
//! name before its first dot counts where it belongs to one machine only. Two rows with different serial
//! numbers are two machines, whatever their names.

use tickmark_plugin::register::{Field, Record, Register};

/// What manufacturers leave where a serial number belongs.
const NO_SERIALS: &[&str] = &[
    "0123456789",
    "123456789",
    "defaultstring",
    "none",
    "notspecified",
    "systemserialnumber",
    "tobefilledbyo.e.m.",
    "tobefilledbyoem",
];

/// Shorter texts are no serial numbers.
const SHORTEST_SERIAL: usize = 4;

/// The rows of a register, to be found by the names of their machines.
#[derive(Debug)]
pub(crate) struct Machines<'r> {
    names: &'static [&'static Field],
    serial: Option<&'static Field>,
    exact: Vec<(u64, Record<'r>)>,
    short: Vec<(u64, Record<'r>)>,
}

/// What was found.
#[derive(Debug)]
pub(crate) enum Found<'r> {
    /// The rows of this machine, at least one.
    Rows(Vec<Record<'r>>),
    /// No row.
    None,
    /// Rows that may be of this machine or of another one.
    Unclear(Record<'r>),
}

impl<'r> Machines<'r> {
    pub(crate) fn new(
        register: &'r Register,
        names: &'static [&'static Field],
        serial: Option<&'static Field>,
    ) -> Self {
        let mut exact = Vec::new();
        let mut short = Vec::new();
        for record in register.records() {
            let mut hashes: Vec<u64> = names
                .iter()
                .filter_map(|name| record.text(name))
                .chain(serial.and_then(|serial| serial_of(&record, serial)))
                .map(hash)
                .collect();
            hashes.sort_unstable();
            hashes.dedup();
            exact.extend(hashes.into_iter().map(|hash| (hash, record)));
            let mut hashes: Vec<u64> = shorts(&record, names).map(hash).collect();
            hashes.sort_unstable();
            hashes.dedup();
            short.extend(hashes.into_iter().map(|hash| (hash, record)));
        }
        exact.sort_by_key(|(hash, _)| *hash);
        short.sort_by_key(|(hash, _)| *hash);
        Self {
            names,
            serial,
            exact,
            short,
        }
    }

    /// The rows of the machine that `record` of `among` is about.
    pub(crate) fn find(&self, record: &Record<'r>, among: &Self) -> Found<'r> {
        let serial = among.serial.and_then(|field| serial_of(record, field));
        let fits = |other: &Record<'r>| {
            let theirs = self.serial.and_then(|field| serial_of(other, field));
            match (serial, theirs) {
                (Some(serial), Some(theirs)) => same(serial, theirs),
                _ => true,
            }
        };
        if let Some(serial) = serial
            && let Some(field) = self.serial
        {
            let rows = with(&self.exact, serial, |other| {
                serial_of(other, field).is_some_and(|theirs| same(theirs, serial))
            });
            if !rows.is_empty() {
                return Found::Rows(rows);
            }
        }
        for name in among.names.iter().filter_map(|name| record.text(name)) {
            let rows = with(&self.exact, name, |other| {
                fits(other) && self.named(other).any(|theirs| same(theirs, name))
            });
            if !rows.is_empty() {
                return Found::Rows(rows);
            }
        }
        for short in shorts(record, among.names) {
            let rows = with(&self.short, short, |other| {
                fits(other) && shorts(other, self.names).any(|theirs| same(theirs, short))
            });
            // Two machines that are both called `web-1` somewhere, or two full names that differ.
            let ours = with(&among.short, short, |other| {
                shorts(other, among.names).any(|theirs| same(theirs, short))
            });
            let full = |other: &Record<'r>| self.named(other).all(|name| name.contains('.'));
            let contradict = among
                .names
                .iter()
                .filter_map(|name| record.text(name))
                .any(|name| name.contains('.'));
            match rows.first() {
                None => {}
                Some(_) if contradict && rows.iter().all(full) => {}
                Some(first) if ours.len() > 1 || !self.one_machine(&rows) => {
                    return Found::Unclear(*first);
                }
                Some(_) => return Found::Rows(rows),
            }
        }
        Found::None
    }

    /// Whether rows under one short name have one full name at most.
    fn one_machine(&self, rows: &[Record<'r>]) -> bool {
        let mut full = rows
            .iter()
            .flat_map(|row| self.named(row))
            .filter(|name| name.contains('.'));
        full.next()
            .is_none_or(|first| full.all(|other| same(first, other)))
    }

    fn named<'a>(&'a self, record: &'a Record<'r>) -> impl Iterator<Item = &'r str> + 'a {
        self.names.iter().filter_map(|name| record.text(name))
    }
}

/// The records of an index under a text.
fn with<'r>(
    index: &[(u64, Record<'r>)],
    text: &str,
    is: impl Fn(&Record<'r>) -> bool,
) -> Vec<Record<'r>> {
    let wanted = hash(text);
    let start = index.partition_point(|(hash, _)| *hash < wanted);
    index
        .iter()
        .skip(start)
        .take_while(|(hash, _)| *hash == wanted)
        .map(|(_, record)| *record)
        .filter(is)
        .collect()
}

/// The first labels of a record's names. An address has none.
fn shorts<'a, 'r: 'a>(
    record: &'a Record<'r>,
    names: &'static [&'static Field],
) -> impl Iterator<Item = &'r str> + 'a {
    names
        .iter()
        .filter_map(|name| record.text(name))
        .filter(|name| name.parse::<std::net::IpAddr>().is_err())
        .filter_map(|name| name.split('.').next())
        .filter(|short| !short.is_empty())
}

fn serial_of<'r>(record: &Record<'r>, field: &Field) -> Option<&'r str> {
    record.text(field).filter(|serial| {
        serial.chars().count() >= SHORTEST_SERIAL
            && !NO_SERIALS.iter().any(|none| same(none, serial))
            && serial.chars().any(|letter| letter != '0' && letter != ' ')
    })
}

/// A name as it is compared: without case and spaces, and with one kind of apostrophe.
fn letters(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars()
        .filter(|letter| !letter.is_whitespace())
        .flat_map(char::to_lowercase)
        .map(|letter| if letter == '’' { '\'' } else { letter })
}

fn same(one: &str, other: &str) -> bool {
    letters(one).eq(letters(other))
}

/// FNV-1a, 64 bit. It only sorts; texts are compared when found.
fn hash(text: &str) -> u64 {
    letters(text).fold(0xcbf2_9ce4_8422_2325_u64, |hash, letter| {
        (hash ^ u64::from(u32::from(letter))).wrapping_mul(0x0100_0000_01b3)
    })
}
