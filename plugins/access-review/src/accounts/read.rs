//! Reads account exports.

use tickmark_plugin::dates::Dates;
use tickmark_plugin::prelude::*;
use tickmark_plugin::words::quoted;

use super::{Account, Accounts, Created, Doubt, Export, State};
use crate::config::{AccountColumns, AccountSource, Config};
use crate::header::Header;
use crate::layout::Layout;
use crate::names::{filled, key, parts};
use crate::owners::{Claims, Owners};
use crate::roster::People;
use crate::source::{Source as _, Sources, system_of};
use crate::systems::Systems;
use crate::texts::{LONGEST, Texts};
use crate::unclear::{Problems, Unclear};
use crate::words::{Kind, Use, Words, account_kind};

const KEY: &str = "accounts.columns";

/// What a system is called when nothing says so.
const UNNAMED: &str = "accounts";

/// Reads every account export that was granted. Counts each file's rows into `report`.
pub(crate) fn read(
    check: &Check<'_, Config>,
    input: &str,
    people: &People,
    report: &mut Report,
) -> Result<Accounts, Failure> {
    let owners = Owners::new(&check.config, people)?;
    let mut accounts = Accounts {
        texts: Texts::default(),
        rows: Vec::new(),
        order: Vec::new(),
        by_email: Vec::new(),
        by_person: Vec::new(),
        systems: Systems::new(&check.config)?,
        exports: Vec::new(),
        problems: Problems::default(),
    };
    let mut sources = Sources::new(&check.config.accounts);
    for item in check.items(input) {
        let source = sources.entry_for(&item);
        match read_item(check, &item, source, people, &owners, &mut accounts) {
            Ok(rows) => report.tally(&item, rows),
            Err(problem) => accounts
                .problems
                .push(Unclear::new(item.path.to_string(), problem)),
        }
    }
    for source in sources.unused() {
        accounts.problems.push(source.absent(input));
    }
    let absent = accounts.systems.absent().map(|name| {
        Unclear::absent(
            name,
            "the configuration names this system under `systems`, but no export shows an account of it",
        )
    });
    for absent in absent.collect::<Vec<_>>() {
        accounts.problems.push(absent);
    }
    accounts.index();
    Ok(accounts)
}

fn read_item(
    check: &Check<'_, Config>,
    item: &Item,
    source: Option<&AccountSource>,
    people: &People,
    owners: &Owners<'_>,
    accounts: &mut Accounts,
) -> Result<usize, Problem> {
    let day = check.shown_on(item);
    let export = u32::try_from(accounts.exports.len()).unwrap_or(u32::MAX);
    accounts.exports.push(Export {
        path: item.path.clone(),
        day,
    });
    let mut table = check.csv(item)?;
    let header = Header::new(item, &table, KEY);
    let layout = source
        .and_then(|source| source.preset)
        .map_or_else(|| Layout::recognised(&header), Layout::of);
    let reader = Reader {
        columns: Columns::find(&header, layout, source)?,
        dates: Dates::new(
            layout.date_formats.iter().copied().chain(
                source
                    .iter()
                    .flat_map(|source| source.date_formats.iter().map(String::as_str)),
            ),
        ),
        system: source
            .and_then(|source| source.system.clone())
            .or_else(|| system_of(&item.path))
            .unwrap_or_else(|| UNNAMED.to_owned()),
        day,
        export,
        people,
        owners,
    };
    let before = accounts.rows.len();
    let problems = accounts.problems.count();
    while let Some(row) = table.next() {
        if let Err(problem) = row.and_then(|row| reader.take(&row, accounts)) {
            accounts
                .problems
                .push(Unclear::new(item.path.to_string(), problem));
        }
    }
    if accounts.rows.len() == before && accounts.problems.count() == problems {
        return Err(Problem::new(
            item.place(),
            "the export lists no account at all, so it does not show a system in use",
        ));
    }
    Ok(table.rows())
}

struct Columns {
    account: Vec<Column>,
    email: Vec<Column>,
    employee_id: Option<Column>,
    /// The most telling one first.
    status: Vec<(Column, Words<Use>)>,
    created: Option<Column>,
    kind: Option<(Column, Words<Kind>)>,
    owner: Option<Column>,
    system: Option<Column>,
}

impl Columns {
    fn find<R: std::io::Read>(
        header: &Header<'_, R>,
        layout: &Layout,
        source: Option<&AccountSource>,
    ) -> Result<Self, Problem> {
        let defaults = AccountColumns::default();
        let named = source.map_or(&defaults, |source| &source.columns);
        let account = header.columns("account", named.account.as_ref(), layout.account)?;
        if account.is_empty() {
            return Err(header.missing("account", "the account's name"));
        }
        let system = match source.and_then(|source| source.system.as_ref()) {
            Some(_) => None,
            None => header.column("system", named.system.as_ref(), layout.system)?,
        };
        Ok(Self {
            account,
            email: header.columns("email", named.email.as_ref(), layout.email)?,
            employee_id: header.column(
                "employee-id",
                named.employee_id.as_ref(),
                layout.employee_id,
            )?,
            status: status(header, layout, source, named.status.as_ref())?,
            created: header.column("created", named.created.as_ref(), layout.created)?,
            kind: header
                .column("type", named.r#type.as_ref(), layout.kind)?
                .map(|column| (column, account_kind())),
            owner: header.column("owner", named.owner.as_ref(), layout.owner)?,
            system,
        })
    }
}

/// The status columns with what their words mean; none where every account listed is live.
fn status<R: std::io::Read>(
    header: &Header<'_, R>,
    layout: &Layout,
    source: Option<&AccountSource>,
    named: Option<&String>,
) -> Result<Vec<(Column, Words<Use>)>, Problem> {
    let all_live = source.is_some_and(|source| source.all_live);
    if all_live && named.is_none() {
        return Ok(Vec::new());
    }
    let columns = header.all_named("status", named, layout.status)?;
    if columns.is_empty() {
        if layout.all_live {
            return Ok(Vec::new());
        }
        return Err(header.missing(
            "status",
            "whether an account can be used (or, if the export lists only accounts that can, set `accounts.all-live`)",
        ));
    }
    let taught = |(column, name): (Column, String)| {
        let mut words = layout.status_words(&name);
        if let Some(source) = source {
            words.teach(Use::Live, &source.live);
            words.teach(Use::NotLive, &source.not_live);
        }
        (column, words)
    };
    Ok(columns.into_iter().map(taught).collect())
}

/// Why a row does not say whether its account can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unusable<'r> {
    /// The status column holds this word.
    Unknown(&'r str),
    /// Another status column holds this word.
    Contradicted(&'r str),
}

/// Reads the rows of one file.
struct Reader<'a> {
    columns: Columns,
    dates: Dates,
    /// The system of rows that do not say it themselves.
    system: String,
    /// The day whose state the file shows.
    day: Day,
    export: u32,
    people: &'a People,
    owners: &'a Owners<'a>,
}

impl Reader<'_> {
    /// Takes a row among the accounts. A row that names no account is a problem; one that names an
    /// account but is unclear leaves that account in doubt.
    fn take(&self, row: &Row<'_>, accounts: &mut Accounts) -> Result<(), Problem> {
        let problem = |message: String| Problem::new(row.place(), message);
        let usable = self.usable(row);
        let Some(name) = self
            .columns
            .account
            .iter()
            .find_map(|&column| filled(&row[column]))
        else {
            // A licence report also lists people without an account.
            if usable == Ok(Use::NotLive) {
                return Ok(());
            }
            return Err(problem("the row names no account".into()));
        };
        let system_name = match self.columns.system {
            Some(column) => filled(&row[column])
                .filter(|name| name.len() <= LONGEST)
                .ok_or_else(|| problem("the row does not say which system it is about".into()))?,
            None => &self.system,
        };
        let Some(system) = accounts.systems.note(system_name, self.day) else {
            return Err(problem(format!(
                "there are too many systems; is the column for `{KEY}.system` the right one?"
            )));
        };
        let plain = accounts
            .systems
            .get(system)
            .map_or("", |system| &system.plain);
        let claims = self.claims(row, name);
        let owner = self.owners.owner(plain, &claims);
        let lowered = key(name);
        let kept = accounts.texts.keep(name).and_then(|kept| {
            let same = lowered == name;
            Some((
                kept,
                if same {
                    kept
                } else {
                    accounts.texts.keep(&lowered)?
                },
            ))
        });
        let Some((kept_name, kept_key)) = kept else {
            return Err(problem(format!(
                "the account's name has more than {LONGEST} bytes: {}",
                quoted(name)
            )));
        };
        let email = claims
            .emails
            .first()
            .and_then(|email| accounts.texts.keep(email))
            .unwrap_or_default();
        let state = match usable {
            Ok(usable) => State::Known(usable),
            Err(Unusable::Unknown(word)) => {
                State::Unclear(Doubt::Status(accounts.texts.keep(word).unwrap_or_default()))
            }
            Err(Unusable::Contradicted(word)) => State::Unclear(Doubt::Contradicted(
                accounts.texts.keep(word).unwrap_or_default(),
            )),
        };
        accounts.rows.push(Account {
            name: kept_name,
            key: kept_key,
            email,
            owner,
            created: self.created(row),
            system,
            export: self.export,
            line: u32::try_from(row.line()).unwrap_or(u32::MAX),
            state,
        });
        Ok(())
    }

    /// Whether the account can be used. Of further status columns only the words that are known
    /// count, because a `state` may also be a part of a country.
    fn usable<'r>(&self, row: &'r Row<'_>) -> Result<Use, Unusable<'r>> {
        let Some(((column, words), further)) = self.columns.status.split_first() else {
            return Ok(Use::Live);
        };
        let word = &row[*column];
        let usable = words.meaning(word).ok_or(Unusable::Unknown(word))?;
        let contradiction = further.iter().find(|(column, words)| {
            words
                .meaning(&row[*column])
                .is_some_and(|other| other != usable)
        });
        match contradiction {
            Some((column, _)) => Err(Unusable::Contradicted(&row[*column])),
            None => Ok(usable),
        }
    }

    fn created(&self, row: &Row<'_>) -> Created {
        let Some(text) = self.columns.created.and_then(|column| filled(&row[column])) else {
            return Created::Unknown;
        };
        match self.dates.read(text) {
            Ok(day) if day <= self.day => Created::On(day),
            _ => Created::Unreadable,
        }
    }

    fn claims<'r>(&self, row: &'r Row<'_>, account: &'r str) -> Claims<'r> {
        let field = |column: Option<Column>| column.and_then(|column| filled(&row[column]));
        Claims {
            account,
            emails: self
                .columns
                .email
                .iter()
                .flat_map(|&column| parts(&row[column]))
                .filter_map(|part| self.people.email(part))
                .collect(),
            employee_id: field(self.columns.employee_id),
            owner: field(self.columns.owner),
            kind: self
                .columns
                .kind
                .as_ref()
                .and_then(|(column, words)| words.meaning(&row[*column])),
        }
    }
}
