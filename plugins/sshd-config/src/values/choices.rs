//! Values that are one of a few words.

use super::{Arguments, Value, one};
use crate::version::Version;

/// Reads one of several words, whatever their case. Each choice is what may be written and what is
/// meant.
fn choice(arguments: &mut Arguments<'_>, choices: &[(&str, &str)]) -> Result<Value, String> {
    let word = arguments.next()?;
    let found = choices
        .iter()
        .find(|(written, _)| written.eq_ignore_ascii_case(&word));
    let refused = || {
        let choices: Vec<&str> = choices.iter().map(|(written, _)| *written).collect();
        format!("`{word}` is none of {}", choices.join(", "))
    };
    found.map(|(_, meant)| one(*meant)).ok_or_else(refused)
}

pub(crate) fn flag(arguments: &mut Arguments<'_>) -> Result<Value, String> {
    choice(arguments, &[("yes", "yes"), ("no", "no")])
}

pub(crate) fn ignore_rhosts(arguments: &mut Arguments<'_>) -> Result<Value, String> {
    if !arguments.releases.reach(Version::new(8, 2)) {
        return flag(arguments);
    }
    choice(
        arguments,
        &[("yes", "yes"), ("no", "no"), ("shosts-only", "shosts-only")],
    )
}

pub(crate) fn address_family(arguments: &mut Arguments<'_>) -> Result<Value, String> {
    choice(
        arguments,
        &[("inet", "inet"), ("inet6", "inet6"), ("any", "any")],
    )
}

pub(crate) fn root_login(arguments: &mut Arguments<'_>) -> Result<Value, String> {
    choice(
        arguments,
        &[
            ("prohibit-password", "prohibit-password"),
            ("without-password", "prohibit-password"),
            ("forced-commands-only", "forced-commands-only"),
            ("yes", "yes"),
            ("no", "no"),
        ],
    )
}

pub(crate) fn compression(arguments: &mut Arguments<'_>) -> Result<Value, String> {
    choice(
        arguments,
        &[("yes", "yes"), ("delayed", "yes"), ("no", "no")],
    )
}

pub(crate) fn gateway_ports(arguments: &mut Arguments<'_>) -> Result<Value, String> {
    choice(
        arguments,
        &[
            ("clientspecified", "clientspecified"),
            ("yes", "yes"),
            ("no", "no"),
        ],
    )
}

pub(crate) fn forwarding(arguments: &mut Arguments<'_>) -> Result<Value, String> {
    choice(
        arguments,
        &[
            ("yes", "yes"),
            ("all", "yes"),
            ("no", "no"),
            ("remote", "remote"),
            ("local", "local"),
        ],
    )
}

pub(crate) fn tunnel(arguments: &mut Arguments<'_>) -> Result<Value, String> {
    let word = arguments.next()?;
    // Unlike most words this one is compared with its case.
    match word.as_str() {
        "no" | "point-to-point" | "ethernet" | "yes" => Ok(one(word)),
        _ => Err(format!(
            "`{word}` is none of no, point-to-point, ethernet, yes"
        )),
    }
}

pub(crate) fn user_environment(arguments: &mut Arguments<'_>) -> Result<Value, String> {
    if arguments.releases.reach(Version::new(7, 8)) {
        // Anything but yes and no is a list of names.
        return Ok(one(arguments.next()?));
    }
    flag(arguments)
}

pub(crate) fn public_key_options(arguments: &mut Arguments<'_>) -> Result<Value, String> {
    let words = arguments.list()?;
    let known = ["touch-required", "verify-required"];
    let unknown = words.iter().find(|word| {
        !word.eq_ignore_ascii_case("none")
            && !known.iter().any(|own| own.eq_ignore_ascii_case(word))
    });
    if let Some(word) = unknown {
        return Err(format!(
            "`{word}` is none of none, touch-required, verify-required"
        ));
    }
    let set: Value = known
        .iter()
        .filter(|own| words.iter().any(|word| word.eq_ignore_ascii_case(own)))
        .map(|&own| own.to_owned())
        .collect();
    Ok(if set.is_empty() {
        vec!["none".to_owned()]
    } else {
        set
    })
}

pub(crate) fn log_facility(arguments: &mut Arguments<'_>) -> Result<Value, String> {
    const FACILITIES: [&str; 12] = [
        "DAEMON", "USER", "AUTH", "AUTHPRIV", "LOCAL0", "LOCAL1", "LOCAL2", "LOCAL3", "LOCAL4",
        "LOCAL5", "LOCAL6", "LOCAL7",
    ];
    choice(arguments, &FACILITIES.map(|name| (name, name)))
}

pub(crate) fn log_level(arguments: &mut Arguments<'_>) -> Result<Value, String> {
    choice(
        arguments,
        &[
            ("QUIET", "QUIET"),
            // Debian's name for it.
            ("SILENT", "QUIET"),
            ("FATAL", "FATAL"),
            ("ERROR", "ERROR"),
            ("INFO", "INFO"),
            ("VERBOSE", "VERBOSE"),
            ("DEBUG", "DEBUG"),
            ("DEBUG1", "DEBUG"),
            ("DEBUG2", "DEBUG2"),
            ("DEBUG3", "DEBUG3"),
        ],
    )
}

pub(crate) fn fingerprint_hash(arguments: &mut Arguments<'_>) -> Result<Value, String> {
    const HASHES: [&str; 5] = ["MD5", "SHA1", "SHA256", "SHA384", "SHA512"];
    choice(arguments, &HASHES.map(|name| (name, name)))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{reads, refuses};
    use super::*;

    #[test]
    fn words_are_read_whatever_their_case_and_brought_into_sshds_spelling() {
        reads(flag, &[("YES", "yes"), ("No", "no")]);
        refuses(flag, &["true", "1", ""]);
        reads(root_login, &[("without-password", "prohibit-password")]);
        reads(forwarding, &[("all", "yes"), ("LOCAL", "local")]);
        reads(log_level, &[("debug1", "DEBUG"), ("silent", "QUIET")]);
        reads(compression, &[("delayed", "yes")]);
        refuses(tunnel, &["YES"]);
    }

    #[test]
    fn options_of_public_keys_are_brought_into_one_order() {
        reads(
            public_key_options,
            &[
                ("none", "none"),
                (
                    "verify-required touch-required",
                    "touch-required verify-required",
                ),
            ],
        );
        refuses(public_key_options, &["touch"]);
    }
}
