//! Address ranges, and which of them are so wide that they mean the world.

use std::net::IpAddr;

use tickmark_plugin::brief;
use tickmark_plugin::prelude::*;

use crate::field::Read;

/// Ranges with a shorter prefix mean the world: nobody owns more than a `/8` of IPv4, the size of
/// the largest private network (RFC 1918, section 3).
const WIDEST_IPV4_PREFIX: u8 = 8;
/// The same for IPv6, of which registries get a `/12` and operators far less.
const WIDEST_IPV6_PREFIX: u8 = 16;

/// Whether a range such as `192.0.2.0/24` means the world. Two halves of it do, one by one.
pub(crate) fn is_world(range: &str, at: &At<'_>) -> Read<bool> {
    wide(range.trim()).ok_or_else(|| {
        at.problem(format!(
            "`{}` is no address range such as 192.0.2.0/24",
            brief(range, 60)
        ))
    })
}

fn wide(range: &str) -> Option<bool> {
    let (address, length) = range.split_once('/')?;
    let length: u8 = length.parse().ok()?;
    match address.parse().ok()? {
        IpAddr::V4(_) if length <= 32 => Some(length < WIDEST_IPV4_PREFIX),
        IpAddr::V6(address) if length <= 128 => Some(if address.to_ipv4_mapped().is_some() {
            length < 96 + WIDEST_IPV4_PREFIX
        } else {
            length < WIDEST_IPV6_PREFIX
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_of_the_world_are_the_world() {
        for world in [
            "0.0.0.0/0",
            "128.0.0.0/1",
            "::/0",
            "2000::/3",
            "::ffff:0.0.0.0/96",
        ] {
            assert_eq!(wide(world), Some(true), "{world}");
        }
        for narrow in ["10.0.0.0/8", "192.0.2.1/32", "2001:db8::/32"] {
            assert_eq!(wide(narrow), Some(false), "{narrow}");
        }
        for unknown in ["0.0.0.0", "anywhere/0", "10.0.0.0/33", ""] {
            assert_eq!(wide(unknown), None, "{unknown}");
        }
    }
}
