//! Users as Okta, Entra ID and Google Workspace answer them.
//!
//! An element is recognised by the member that holds its sign-in name, so that pages may have been
//! joined into one list.

use tickmark_plugin::{At, Day, Problem, brief};

use crate::Config;
use crate::account::{Account, Factors, Provider, SignIn, State, Strength, Use};

/// Reads one user. `asked_sign_ins` says whether the answer holds `signInActivity` at all, which Graph
/// leaves out both where it was not asked for and where nobody ever signed in.
pub(crate) fn read(
    user: &At<'_>,
    config: &Config,
    day: Day,
    asked_sign_ins: bool,
) -> Result<Account, Problem> {
    let text = |key: &str| user.get(key).and_then(|at| at.as_str());
    let (provider, login) = if let Some(profile) = user.get("profile") {
        (
            Provider::Okta,
            profile.get("login").and_then(|at| at.as_str()),
        )
    } else if user.get("userPrincipalName").is_some() {
        (Provider::Entra, text("userPrincipalName"))
    } else if user.get("primaryEmail").is_some() {
        (Provider::Google, text("primaryEmail"))
    } else {
        return Err(user.problem(
            "the element is no user of Okta (`profile.login`), Entra ID (`userPrincipalName`) or \
             Google Workspace (`primaryEmail`)",
        ));
    };
    let filled = |value: Option<&str>, name: &str| {
        value
            .map(str::trim)
            .filter(|value| !value.is_empty())
            .map(str::to_lowercase)
            .ok_or_else(|| user.problem(format!("the user has no {name}")))
    };
    let login = filled(login, "sign-in name")?;
    let id = filled(text("id"), "`id`")?;
    let guest = provider == Provider::Entra
        && text("userType").is_some_and(|kind| kind.eq_ignore_ascii_case("guest"));
    let (sign_in, created, administrator, factors) = match provider {
        Provider::Okta => (
            okta_sign_in(user),
            text("created"),
            None,
            Err("no answer of `/api/v1/users/{id}/factors` for this user".to_owned()),
        ),
        Provider::Entra => (
            entra_sign_in(user, asked_sign_ins),
            text("createdDateTime"),
            None,
            Err("no `userRegistrationDetails` for this user".to_owned()),
        ),
        Provider::Google => (
            google_sign_in(user),
            text("creationTime"),
            google_administrator(user),
            google_factors(user),
        ),
    };
    Ok(Account {
        subject: format!("{provider}/{login}"),
        state: state(provider, user),
        used_by: used_by(&login, guest, config),
        created: created.and_then(|time| Day::parse(time).ok()),
        sign_in,
        administrator,
        factors,
        day,
        place: user.place(),
        provider,
        id,
        login,
    })
}

pub(crate) fn used_by(login: &str, guest: bool, config: &Config) -> Use {
    let domain = login.rsplit_once('@').map_or("", |(_, domain)| domain);
    let named = |names: &[String], name: &str| {
        names.iter().any(|entry| {
            entry
                .trim()
                .trim_start_matches('@')
                .eq_ignore_ascii_case(name)
        })
    };
    if named(&config.service_accounts, login) {
        Use::Service
    } else if guest || (!domain.is_empty() && named(&config.guest_domains, domain)) {
        Use::Guest
    } else {
        Use::Person
    }
}

fn state(provider: Provider, user: &At<'_>) -> State {
    let flag = |key: &str, disabled: bool| match user.get(key).map(|at| at.as_bool()) {
        Some(Some(value)) if value == disabled => State::Disabled,
        Some(Some(_)) => State::Active,
        _ => State::Unknown(format!("the export does not say `{key}`")),
    };
    match provider {
        Provider::Entra => flag("accountEnabled", false),
        Provider::Google => match flag("suspended", true) {
            State::Active if user.get("archived").and_then(|at| at.as_bool()) == Some(true) => {
                State::Disabled
            }
            state => state,
        },
        Provider::Okta => match user.get("status").and_then(|at| at.as_str()) {
            Some("ACTIVE" | "RECOVERY" | "LOCKED_OUT" | "PASSWORD_EXPIRED") => State::Active,
            Some("PROVISIONED") => State::Pending,
            Some("STAGED" | "SUSPENDED" | "DEPROVISIONED") => State::Disabled,
            Some(other) => State::Unknown(format!("unknown status `{}`", brief(other, 60))),
            None => State::Unknown("the export does not say `status`".to_owned()),
        },
    }
}

fn day_of(at: &At<'_>) -> SignIn {
    match at.as_str().map(Day::parse) {
        Some(Ok(day)) => SignIn::On(day),
        _ => SignIn::Unknown(format!("`{}` is not a time", brief(&at.summary(), 60))),
    }
}

fn okta_sign_in(user: &At<'_>) -> SignIn {
    match user.get("lastLogin") {
        Some(at) if at.is_null() => SignIn::Never,
        Some(at) => day_of(&at),
        None => SignIn::Unknown("the export does not say `lastLogin`".to_owned()),
    }
}

/// Since when Entra ID tells successful sign-ins from attempts: 1 December 2023 (Microsoft Graph,
/// `signInActivity`).
const SUCCESSES_KNOWN_SINCE: &str = "2023-12-01";

fn entra_sign_in(user: &At<'_>, asked: bool) -> SignIn {
    let Some(activity) = user.get("signInActivity").filter(|at| !at.is_null()) else {
        return if asked {
            SignIn::Never
        } else {
            SignIn::Unknown("`signInActivity` was not asked for".to_owned())
        };
    };
    let mut latest = SignIn::Never;
    // A failed attempt of somebody else is no use of the account, so a success is what counts where
    // the answer knows it.
    let success = activity.get("lastSuccessfulSignInDateTime");
    let keys = ["lastSignInDateTime", "lastNonInteractiveSignInDateTime"];
    let attempts: Vec<At<'_>> = keys.iter().filter_map(|key| activity.get(key)).collect();
    if success.as_ref().is_some_and(At::is_null) {
        return if attempts.iter().all(At::is_null) {
            SignIn::Never
        } else {
            Day::parse(SUCCESSES_KNOWN_SINCE).map_or(SignIn::Never, SignIn::NotSince)
        };
    }
    let times = success.map_or(attempts, |at| vec![at]);
    if times.is_empty() {
        return SignIn::Unknown("`signInActivity` holds no time".to_owned());
    }
    for at in times.iter().filter(|at| !at.is_null()) {
        match (day_of(at), &latest) {
            (SignIn::On(day), SignIn::On(before)) if day <= *before => {}
            (SignIn::On(day), _) => latest = SignIn::On(day),
            (unknown, _) => return unknown,
        }
    }
    latest
}

fn google_sign_in(user: &At<'_>) -> SignIn {
    match user.get("lastLoginTime") {
        // How the Directory API writes that nobody ever signed in.
        Some(at)
            if at
                .as_str()
                .is_some_and(|time| time.starts_with("1970-01-01T")) =>
        {
            SignIn::Never
        }
        Some(at) => day_of(&at),
        None => SignIn::Unknown("the export does not say `lastLoginTime`".to_owned()),
    }
}

fn google_administrator(user: &At<'_>) -> Option<bool> {
    let flag = |key: &str| user.get(key).and_then(|at| at.as_bool());
    match (flag("isAdmin"), flag("isDelegatedAdmin")) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    }
}

fn google_factors(user: &At<'_>) -> Result<Factors, String> {
    let at = user
        .get("isEnrolledIn2Sv")
        .ok_or("the export does not say `isEnrolledIn2Sv`")?;
    let enrolled = at
        .as_bool()
        .ok_or("`isEnrolledIn2Sv` is neither true nor false")?;
    Ok(Factors {
        best: Strength::None,
        stated: Some(enrolled),
        unknown: Vec::new(),
        shown: format!("isEnrolledIn2Sv {enrolled}"),
        place: at.place(),
    })
}
