//! Users as the administration consoles of Google Workspace and Entra ID download them, as CSV.
//!
//! A download says less than an answer of the API: neither tells administrators, and Entra ID's tells
//! no sign-in. What it does not say stays unknown.

use tickmark_plugin::brief;
use tickmark_plugin::prelude::*;

use crate::Config;
use crate::account::{Account, Factors, Provider, SignIn, State, Strength};
use crate::users::used_by;

/// How Google writes times.
const TIME: &str = "%Y/%m/%d %H:%M:%S";

const STATUS: &str = "Status [READ ONLY]";
const LAST_SIGN_IN: &str = "Last Sign In [READ ONLY]";
const ENROLLED: &str = "2sv Enrolled [READ ONLY]";

/// The columns that name a user: sign-in name and id.
const GOOGLE: [&[&str]; 2] = [&["Email Address [Required]", "Email Address"], &[]];
const ENTRA: [&[&str]; 2] = [&["userPrincipalName"], &["id", "objectId"]];

/// Whether a file is such a download and no answer of an API.
pub(crate) fn is_download(item: &Item) -> bool {
    item.path.to_ascii_lowercase().ends_with(".csv")
}

/// The users of one file, each row as an account or as what is wrong with it.
pub(crate) fn read(
    check: &Check<'_, Config>,
    item: &Item,
) -> Result<Vec<Result<Account, Problem>>, Problem> {
    let mut table = check.csv(item)?;
    let find = |names: &[&str]| names.iter().find_map(|name| table.find(name));
    let (provider, login, id) = [(Provider::Google, GOOGLE), (Provider::Entra, ENTRA)]
        .into_iter()
        .find_map(|(provider, [login, id])| Some((provider, find(login)?, find(id))))
        .ok_or_else(|| {
            Problem::new(
                item.place(),
                format!(
                    "the file is no download of Google Workspace (`Email Address [Required]`) or \
                     Entra ID (`userPrincipalName`); its columns are {}",
                    brief(&table.headers().join(", "), 300)
                ),
            )
        })?;
    let names = match provider {
        Provider::Google => [STATUS, LAST_SIGN_IN, ENROLLED].as_slice(),
        _ => &["accountEnabled", "userType"],
    };
    let columns: Vec<_> = names.iter().map(|name| (*name, table.find(name))).collect();
    let day = check.shown_on(item);
    let mut users = Vec::new();
    while let Some(row) = table.next() {
        users.push(row.and_then(|row| {
            // A cell that is empty says as little as a column that is not there.
            let cell = |name: &str| {
                let (_, column) = columns.iter().find(|(known, _)| *known == name)?;
                Some(row[(*column)?].trim()).filter(|text| !text.is_empty())
            };
            let login = row[login].trim().to_lowercase();
            if login.is_empty() {
                return Err(Problem::new(row.place(), "the user has no sign-in name"));
            }
            let guest = cell("userType").is_some_and(|kind| kind.eq_ignore_ascii_case("guest"));
            let id = id.map(|id| row[id].trim().to_lowercase());
            Ok(Account {
                subject: format!("{provider}/{login}"),
                state: match provider {
                    Provider::Google => google_state(cell(STATUS)),
                    _ => entra_state(cell("accountEnabled")),
                },
                used_by: used_by(&login, guest, &check.config),
                sign_in: match provider {
                    Provider::Google => sign_in(cell(LAST_SIGN_IN)),
                    _ => SignIn::Unknown(
                        "a download of Entra ID does not say when somebody signed in; collect the \
                         answer of Graph with `signInActivity`"
                            .to_owned(),
                    ),
                },
                created: None,
                administrator: None,
                factors: match provider {
                    Provider::Google => enrolled(cell(ENROLLED), row.place()),
                    _ => Err("no `userRegistrationDetails` for this user".to_owned()),
                },
                day,
                place: row.place(),
                provider,
                id: id
                    .filter(|id| !id.is_empty())
                    .unwrap_or_else(|| login.clone()),
                login,
            })
        }));
    }
    if users.is_empty() {
        return Err(Problem::new(item.place(), "the file holds no user at all"));
    }
    Ok(users)
}

fn silent(column: &str) -> String {
    format!("the file does not say `{column}`")
}

fn google_state(status: Option<&str>) -> State {
    match status.map(str::to_lowercase).as_deref() {
        Some("active") => State::Active,
        Some("suspended" | "archived") => State::Disabled,
        Some(other) => State::Unknown(format!("unknown status `{}`", brief(other, 60))),
        None => State::Unknown(silent(STATUS)),
    }
}

fn entra_state(enabled: Option<&str>) -> State {
    match enabled.map(flag) {
        Some(Some(true)) => State::Active,
        Some(Some(false)) => State::Disabled,
        Some(None) => State::Unknown("`accountEnabled` is neither true nor false".to_owned()),
        None => State::Unknown(silent("accountEnabled")),
    }
}

fn sign_in(time: Option<&str>) -> SignIn {
    match time {
        Some(text) if text.eq_ignore_ascii_case("never logged in") => SignIn::Never,
        Some(text) => Day::parse_as(TIME, text).map_or_else(
            |_| SignIn::Unknown(format!("`{}` is not a time", brief(text, 60))),
            SignIn::On,
        ),
        None => SignIn::Unknown(silent(LAST_SIGN_IN)),
    }
}

fn enrolled(cell: Option<&str>, place: Location) -> Result<Factors, String> {
    let text = cell.ok_or_else(|| silent(ENROLLED))?;
    let enrolled = flag(text).ok_or_else(|| format!("`{ENROLLED}` is neither true nor false"))?;
    Ok(Factors {
        best: Strength::None,
        stated: Some(enrolled),
        unknown: Vec::new(),
        shown: format!("{ENROLLED} {enrolled}"),
        place,
    })
}

fn flag(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}
