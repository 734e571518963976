//! Ranges of IP addresses, and which of them are so wide that they mean the world.

use std::net::IpAddr;

/// The shortest prefixes that are less than the world.
#[derive(Debug, Clone, Copy)]
pub struct Widest {
    /// For IPv4, also where it is written as IPv6 (`::ffff:0.0.0.0/96`).
    pub ipv4: u8,
    /// For IPv6.
    pub ipv6: u8,
}

impl Default for Widest {
    /// Nobody owns more than a `/8` of IPv4, the size of the largest private network (RFC 1918,
    /// section 3). Of IPv6, registries get a `/12` and operators far less.
    fn default() -> Self {
        Self { ipv4: 8, ipv6: 16 }
    }
}

/// Whether a range such as `192.0.2.0/24` is wider than `widest`, and so means the world: two halves of
/// it do, one by one. `None` for what is no range.
pub fn is_world(range: &str, widest: Widest) -> Option<bool> {
    let (address, length) = range.trim().split_once('/')?;
    let length: u8 = length.parse().ok()?;
    match address.parse().ok()? {
        IpAddr::V4(_) if length <= 32 => Some(length < widest.ipv4),
        IpAddr::V6(address) if length <= 128 => Some(match address.to_ipv4_mapped() {
            Some(_) => length < 96 + widest.ipv4,
            None => length < widest.ipv6,
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_of_the_world_are_the_world() {
        let told = |range| is_world(range, Widest::default());
        for world in [
            "0.0.0.0/0",
            " 0.0.0.0/0 ",
            "128.0.0.0/1",
            "0.0.0.0/7",
            "::/0",
            "2000::/3",
            "::ffff:0.0.0.0/96",
        ] {
            assert_eq!(told(world), Some(true), "{world}");
        }
        for narrow in [
            "10.0.0.0/8",
            "192.0.2.1/32",
            "2001:db8::/32",
            "fd00::/16",
            "::ffff:10.0.0.0/104",
        ] {
            assert_eq!(told(narrow), Some(false), "{narrow}");
        }
        for unknown in ["0.0.0.0", "anywhere/0", "10.0.0.0/33", "::/129", ""] {
            assert_eq!(told(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn how_wide_is_too_wide_can_be_said() {
        let widest = Widest { ipv4: 24, ipv6: 48 };
        assert_eq!(is_world("192.0.2.0/23", widest), Some(true));
        assert_eq!(is_world("192.0.2.0/24", widest), Some(false));
        assert_eq!(is_world("2001:db8::/32", widest), Some(true));
    }
}
