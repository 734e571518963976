//! IP type-of-service values.

use super::{Arguments, Value};

/// Names of IP type-of-service values, as sshd prints them.
const SERVICES: [(&str, u16); 25] = [
    ("af11", 0x28),
    ("af12", 0x30),
    ("af13", 0x38),
    ("af21", 0x48),
    ("af22", 0x50),
    ("af23", 0x58),
    ("af31", 0x68),
    ("af32", 0x70),
    ("af33", 0x78),
    ("af41", 0x88),
    ("af42", 0x90),
    ("af43", 0x98),
    ("cs0", 0x00),
    ("cs1", 0x20),
    ("cs2", 0x40),
    ("cs3", 0x60),
    ("cs4", 0x80),
    ("cs5", 0xa0),
    ("cs6", 0xc0),
    ("cs7", 0xe0),
    ("ef", 0xb8),
    ("le", 0x04),
    ("lowdelay", 0x10),
    ("throughput", 0x08),
    ("reliability", 0x04),
];

fn service(word: &str) -> Result<String, String> {
    if word.eq_ignore_ascii_case("none") {
        return Ok("none".to_owned());
    }
    let named = SERVICES
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(word));
    let value = named.map(|&(_, value)| value).or_else(|| {
        match word.strip_prefix("0x").or_else(|| word.strip_prefix("0X")) {
            Some(digits) => u16::from_str_radix(digits, 16).ok(),
            None if word.len() > 1 && word.starts_with('0') => u16::from_str_radix(word, 8).ok(),
            None => word.parse().ok(),
        }
    });
    let value = value
        .filter(|&value| value <= 0xff)
        .ok_or_else(|| format!("`{word}` is no type of service"))?;
    let name = SERVICES.iter().find(|&&(_, own)| own == value);
    Ok(name.map_or_else(|| format!("0x{value:02x}"), |(name, _)| (*name).to_owned()))
}

pub(crate) fn ip_qos(arguments: &mut Arguments<'_>) -> Result<Value, String> {
    let interactive = service(&arguments.next()?)?;
    let bulk = match arguments.words.next() {
        Some(word) => service(&word)?,
        None => interactive.clone(),
    };
    Ok(vec![interactive, bulk])
}

#[cfg(test)]
mod tests {
    use super::super::testing::{reads, refuses};
    use super::*;

    #[test]
    fn services_are_named_where_they_have_a_name() {
        reads(
            ip_qos,
            &[
                ("af21 cs1", "af21 cs1"),
                ("0x10", "lowdelay lowdelay"),
                ("none 1", "none 0x01"),
            ],
        );
        refuses(ip_qos, &["256", "fast"]);
    }
}
