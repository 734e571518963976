//! Addresses, ports and what may be forwarded to them.

use super::{Arguments, Value, one};
use crate::address;

/// A TCP port by its number. sshd also takes the names of the server's own `/etc/services`, of which
/// only its own is known here.
fn port_number(word: &str) -> Option<u16> {
    if word == "ssh" {
        return Some(22);
    }
    word.parse().ok().filter(|&port| port > 0)
}

pub(crate) fn port(arguments: &mut Arguments<'_>) -> Result<Value, String> {
    let word = arguments.next()?;
    match port_number(&word) {
        Some(port) => Ok(one(port.to_string())),
        None => Err(format!("`{word}` is no port")),
    }
}

/// Splits `host:port` and `[host]:port`. `None` where brackets are not closed or something else
/// follows them.
fn host_and_port(text: &str) -> Option<(&str, Option<&str>)> {
    let end = if text.starts_with('[') {
        text.find(']')? + 1
    } else {
        text.find([':', '/']).unwrap_or(text.len())
    };
    let (host, rest) = text.split_at(end);
    match rest.chars().next() {
        None => Some((host, None)),
        Some(':' | '/') => Some((host, Some(&rest[1..]))),
        Some(_) => None,
    }
}

pub(crate) fn listen_address(arguments: &mut Arguments<'_>) -> Result<Value, String> {
    let word = arguments.next()?;
    let bare_v6 = !word.contains('[') && word.matches(':').count() > 1;
    if !bare_v6 {
        match host_and_port(&word) {
            Some((_, None)) => {}
            Some((_, Some(port))) if port_number(port).is_some() => {}
            _ => return Err(format!("`{word}` is no address with a port")),
        }
    }
    let rest = arguments.list().unwrap_or_default();
    match rest.as_slice() {
        [] => Ok(one(word)),
        [keyword, domain] if keyword == "rdomain" => Ok(one(format!("{word} rdomain {domain}"))),
        _ => Err("expected `rdomain` and its name after the address".to_owned()),
    }
}

pub(crate) fn addresses(arguments: &mut Arguments<'_>) -> Result<Value, String> {
    let word = arguments.next()?;
    if !address::is_valid(&word) {
        return Err(format!("`{word}` is no list of networks"));
    }
    Ok(one(word))
}

/// `*` or a port.
fn is_permitted_port(text: &str) -> bool {
    text == "*" || port_number(text).is_some()
}

fn permit(arguments: &mut Arguments<'_>, bare_port: bool) -> Result<Value, String> {
    let words = arguments.list()?;
    if words.is_empty() {
        return Err("an argument is missing".to_owned());
    }
    for switch in ["any", "none"] {
        if words.iter().any(|word| word == switch) {
            return if words.len() == 1 {
                Ok(words)
            } else {
                Err(format!("`{switch}` must stand alone"))
            };
        }
    }
    words
        .into_iter()
        .map(|word| {
            let spec = if bare_port && !word.contains(':') {
                format!("*:{word}")
            } else {
                word
            };
            match host_and_port(&spec) {
                Some((_, Some(port))) if is_permitted_port(port) => Ok(spec),
                _ => Err(format!("`{spec}` is no host:port")),
            }
        })
        .collect()
}

pub(crate) fn permit_open(arguments: &mut Arguments<'_>) -> Result<Value, String> {
    permit(arguments, false)
}

pub(crate) fn permit_listen(arguments: &mut Arguments<'_>) -> Result<Value, String> {
    permit(arguments, true)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{reads, refuses};
    use super::*;

    #[test]
    fn addresses_and_ports_are_checked() {
        reads(
            listen_address,
            &[
                ("0.0.0.0", "0.0.0.0"),
                ("::", "::"),
                ("[::1]:2222", "[::1]:2222"),
            ],
        );
        refuses(
            listen_address,
            &["host:0", "[::1", "host:22 rdomain", "host extra x"],
        );
        reads(port, &[("22", "22"), ("ssh", "22")]);
        refuses(port, &["0", "65536", "-1", "nowhere"]);
    }

    #[test]
    fn what_may_be_forwarded_needs_a_port() {
        reads(permit_listen, &[("8080 localhost:*", "*:8080 localhost:*")]);
        refuses(
            permit_open,
            &["host", "host:0", "any host:22", "[::1", "[::1]x:22"],
        );
    }
}
