//! Enrolled factors as Okta and Entra ID answer them, and what each kind is worth.

use std::collections::BTreeSet;

use tickmark_plugin::{At, Problem, brief};

use crate::account::{Factors, Strength};

/// How many unknown factors a finding names.
const NAMED: usize = 3;

/// What a factor is worth, by the provider's name for it.
fn strength(name: &str, resistant: &[String]) -> Option<Strength> {
    if resistant.iter().any(|entry| entry.trim() == name) {
        return Some(Strength::Resistant);
    }
    Some(match name {
        // Okta's `factorType`, then Graph's `methodsRegistered`.
        "webauthn"
        | "u2f"
        | "fido2"
        | "fido2SecurityKey"
        | "passKeyDeviceBound"
        | "passKeyDeviceBoundAuthenticator"
        | "passKeyDeviceBoundWindowsHello"
        | "windowsHelloForBusiness"
        | "macOsSecureEnclaveKey" => Strength::Resistant,
        // Okta FastPass resists phishing only where the sign-on policy demands it.
        "push"
        | "signed_nonce"
        | "token"
        | "token:hardware"
        | "token:hotp"
        | "token:software:totp"
        | "microsoftAuthenticatorPush"
        | "microsoftAuthenticatorPasswordless"
        | "softwareOneTimePasscode"
        | "hardwareOneTimePasscode" => Strength::Ordinary,
        "sms" | "call" | "mobilePhone" | "alternateMobilePhone" | "officePhone" => Strength::Weak,
        "email" | "question" | "securityQuestion" | "temporaryAccessPass" | "none" => {
            Strength::None
        }
        _ => return None,
    })
}

fn worth<'a>(
    place: &At<'_>,
    names: impl IntoIterator<Item = &'a str>,
    resistant: &[String],
) -> Factors {
    let mut shown = Vec::new();
    let mut unknown = Vec::new();
    let mut best = Strength::None;
    for name in names {
        match strength(name, resistant) {
            Some(known) => best = best.max(known),
            None if unknown.len() < NAMED => {
                unknown.push(format!("unknown factor `{}`", brief(name, 40)));
            }
            None => {}
        }
        shown.push(name);
    }
    shown.sort_unstable();
    shown.dedup();
    Factors {
        best,
        stated: None,
        unknown,
        shown: if shown.is_empty() {
            "no factor enrolled".to_owned()
        } else {
            brief(&shown.join(", "), 200).into_owned()
        },
        place: place.place(),
    }
}

/// Okta's list of one user's factors. Only active ones count.
pub(crate) fn okta(list: &At<'_>, resistant: &[String]) -> Result<Factors, Problem> {
    let mut names = Vec::new();
    let mut unclear = Vec::new();
    for factor in list.items() {
        let text = |key: &str| factor.get(key).and_then(|at| at.as_str());
        let name = text("factorType")
            .ok_or_else(|| factor.problem("the element has no `factorType` and is no factor"))?;
        match text("status") {
            Some("ACTIVE") => names.push(name),
            Some(
                "PENDING_ACTIVATION" | "NOT_SETUP" | "INACTIVE" | "DISABLED" | "EXPIRED"
                | "ENROLLED",
            ) => {}
            status => unclear.push(format!(
                "`{}` has the unknown status `{}`",
                brief(name, 40),
                brief(status.unwrap_or_default(), 40)
            )),
        }
    }
    let mut factors = worth(list, names, resistant);
    unclear.truncate(NAMED);
    factors.unknown.extend(unclear);
    Ok(factors)
}

/// The user to whom the links of Okta's factors lead, where they have links. A list of several users'
/// factors would lend one the factors of another.
pub(crate) fn okta_user(list: &At<'_>) -> Result<Option<String>, Problem> {
    let users: BTreeSet<Option<String>> = list
        .items()
        .map(|factor| {
            let href = factor.path(&["_links", "self", "href"])?.as_str()?;
            let (_, rest) = href.split_once("/api/v1/users/")?;
            let id = rest.split('/').next()?;
            (!id.is_empty()).then(|| id.to_lowercase())
        })
        .collect();
    if users.len() > 1 {
        return Err(list.problem(
            "the list holds factors of several users: keep one file a user, or an object with the \
             users' ids as keys",
        ));
    }
    Ok(users.into_iter().next().flatten())
}

/// An element of Graph's `userRegistrationDetails`.
pub(crate) fn entra(details: &At<'_>, resistant: &[String]) -> Result<Factors, Problem> {
    let stated = match details.get("isMfaRegistered") {
        Some(at) => Some(
            at.as_bool()
                .ok_or_else(|| at.problem("`isMfaRegistered` is neither true nor false"))?,
        ),
        None => None,
    };
    let Some(methods) = details.get("methodsRegistered") else {
        let stated =
            stated.ok_or_else(|| details.problem("the element says nothing of second factors"))?;
        return Ok(Factors {
            stated: Some(stated),
            shown: format!("isMfaRegistered {stated}"),
            ..worth(details, [], resistant)
        });
    };
    let names: Vec<&str> = methods
        .items()
        .map(|at| {
            at.as_str()
                .ok_or_else(|| at.problem("the method is no text"))
        })
        .collect::<Result<_, _>>()?;
    if methods.kind() != tickmark_plugin::Kind::Array {
        return Err(methods.problem("`methodsRegistered` is no list"));
    }
    let mut factors = worth(&methods, names, resistant);
    let contradicts = match stated {
        Some(true) => factors.best == Strength::None && factors.unknown.is_empty(),
        Some(false) => factors.best > Strength::None,
        None => false,
    };
    if contradicts {
        factors.best = Strength::None;
        factors.unknown = vec![format!(
            "isMfaRegistered {} contradicts methodsRegistered: {}",
            stated.unwrap_or_default(),
            factors.shown
        )];
    } else {
        factors.stated = stated;
    }
    Ok(factors)
}
