//! Names and lists of names: of users, groups, files, methods, variables and algorithms.

use super::{Arguments, Value, alone, one, or_none};
use crate::address;
use crate::algorithms::Family;
use crate::version::Version;

pub(crate) fn word(arguments: &mut Arguments<'_>) -> Result<Value, String> {
    Ok(one(arguments.next()?))
}

pub(crate) fn word_or_none(arguments: &mut Arguments<'_>) -> Result<Value, String> {
    Ok(one(or_none(arguments.next()?)))
}

pub(crate) fn words(arguments: &mut Arguments<'_>) -> Result<Value, String> {
    arguments.list()
}

pub(crate) fn log_verbose(arguments: &mut Arguments<'_>) -> Result<Value, String> {
    let words = arguments.list()?;
    alone(&words, "none")?;
    Ok(words)
}

fn algorithms(arguments: &mut Arguments<'_>, family: Family) -> Result<Value, String> {
    let list = arguments.next()?;
    family.check(&list, arguments.releases)?;
    Ok(one(list))
}

pub(crate) fn ciphers(arguments: &mut Arguments<'_>) -> Result<Value, String> {
    algorithms(arguments, Family::Ciphers)
}

pub(crate) fn macs(arguments: &mut Arguments<'_>) -> Result<Value, String> {
    algorithms(arguments, Family::Macs)
}

pub(crate) fn key_exchange(arguments: &mut Arguments<'_>) -> Result<Value, String> {
    algorithms(arguments, Family::KeyExchange)
}

/// Methods that are tied to Kerberos (RFC 4462), without `+`, `-` and wildcards. A distribution may have
/// added some.
pub(crate) fn gss_key_exchange(arguments: &mut Arguments<'_>) -> Result<Value, String> {
    let list = arguments.next()?;
    let mut names = list.split(',').filter(|name| !name.is_empty());
    match names.find(|name| !name.starts_with("gss-") || name.contains('*')) {
        Some(name) => Err(format!("`{name}` is no key exchange with GSS-API")),
        None => Ok(one(list)),
    }
}

pub(crate) fn keys(arguments: &mut Arguments<'_>) -> Result<Value, String> {
    algorithms(arguments, Family::Keys)
}

pub(crate) fn ca_signatures(arguments: &mut Arguments<'_>) -> Result<Value, String> {
    algorithms(arguments, Family::CaSignatures)
}

pub(crate) fn users(arguments: &mut Arguments<'_>) -> Result<Value, String> {
    let words = arguments.list()?;
    let invalid = words.iter().find(|word| {
        word.rsplit_once('@')
            .is_some_and(|(_, hosts)| !address::is_valid(hosts))
    });
    match invalid {
        Some(word) => Err(format!("`{word}` names no valid host or network")),
        None => Ok(words),
    }
}

pub(crate) fn accept_env(arguments: &mut Arguments<'_>) -> Result<Value, String> {
    let words = arguments.list()?;
    match words.iter().find(|word| word.contains('=')) {
        Some(word) => Err(format!("`{word}` is no name of an environment variable")),
        None => Ok(words),
    }
}

pub(crate) fn set_env(arguments: &mut Arguments<'_>) -> Result<Value, String> {
    let mut set: Value = Vec::new();
    for word in arguments.list()? {
        let Some((name, _)) = word.split_once('=') else {
            return Err(format!("`{word}` is no NAME=VALUE"));
        };
        let known = set
            .iter()
            .any(|own| own.split_once('=').is_some_and(|(own, _)| own == name));
        if !known {
            set.push(word);
        }
    }
    Ok(set)
}

pub(crate) fn authorized_keys_files(arguments: &mut Arguments<'_>) -> Result<Value, String> {
    let words = arguments.list()?;
    if !arguments.releases.before(Version::new(10, 3)) {
        alone(&words, "none")?;
    }
    Ok(words)
}

pub(crate) fn authentication_methods(arguments: &mut Arguments<'_>) -> Result<Value, String> {
    /// The last is known to Debian's and Red Hat's builds only.
    const METHODS: [&str; 7] = [
        "none",
        "publickey",
        "password",
        "keyboard-interactive",
        "hostbased",
        "gssapi-with-mic",
        "gssapi-keyex",
    ];
    let lists = arguments.list()?;
    if lists.is_empty() {
        return Err("an argument is missing".to_owned());
    }
    if lists.iter().any(|list| list == "any") {
        return if lists.len() == 1 {
            Ok(lists)
        } else {
            Err("`any` must stand alone".to_owned())
        };
    }
    for list in &lists {
        for method in list.split(',') {
            let name = method.split(':').next().unwrap_or_default();
            if !METHODS.contains(&name) {
                return Err(format!("`{method}` is no authentication method"));
            }
        }
    }
    Ok(lists)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{reads, refuses};
    use super::*;

    #[test]
    fn lists_of_names_are_checked() {
        reads(users, &[("alice bob@10.0.0.0/8", "alice bob@10.0.0.0/8")]);
        refuses(users, &["alice@10.0.0.1/8"]);
        refuses(accept_env, &["LANG=C"]);
        reads(set_env, &[("A=1 B=2 A=3", "A=1 B=2")]);
        refuses(set_env, &["A"]);
    }

    #[test]
    fn key_exchange_with_gss_api_has_a_list_without_modifiers() {
        reads(
            gss_key_exchange,
            &[
                (
                    "gss-group14-sha256-,gss-gex-sha1-",
                    "gss-group14-sha256-,gss-gex-sha1-",
                ),
                (",gss-gex-sha1-,", ",gss-gex-sha1-,"),
            ],
        );
        refuses(
            gss_key_exchange,
            &[
                "",
                "+gss-group1-sha1-",
                "-gss-group1-sha1-",
                "gss-*",
                "curve25519-sha256",
                "gss-gex-sha1-,GSS-group1-sha1-",
            ],
        );
    }

    #[test]
    fn methods_are_those_that_sshd_has() {
        reads(
            authentication_methods,
            &[(
                "publickey,password:x publickey",
                "publickey,password:x publickey",
            )],
        );
        refuses(
            authentication_methods,
            &["", "any publickey", "magic", "publickey,"],
        );
    }
}
