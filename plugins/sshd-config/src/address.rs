//! Lists of addresses as `Match Address` and `AllowUsers user@network` hold them.

use std::net::IpAddr;

use crate::pattern::{self, Listed};

/// A network in CIDR notation, or one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Network {
    address: IpAddr,
    bits: u32,
}

/// How an entry of a list reads.
enum Entry {
    Network(Network),
    /// Not an address: sshd takes it for a pattern on the address as text.
    Pattern,
    /// A network whose mask is too long or cuts its own address; sshd refuses it.
    Inconsistent,
}

/// The longest entry that sshd takes for an address.
const MAX_ADDRESS: usize = 63;

fn entry(text: &str) -> Entry {
    let (address, mask) = match text.split_once('/') {
        Some((address, mask)) => (address, Some(mask)),
        None => (text, None),
    };
    let bits = match mask {
        Some(mask) if !mask.starts_with(|first: char| first.is_ascii_digit()) => {
            return Entry::Pattern;
        }
        Some(mask) => match mask.parse::<u32>() {
            Ok(bits) if bits <= 128 => Some(bits),
            _ => return Entry::Pattern,
        },
        None => None,
    };
    let Ok(address) = address.parse::<IpAddr>() else {
        return Entry::Pattern;
    };
    if text.len() > MAX_ADDRESS {
        return Entry::Pattern;
    }
    let (value, width) = number(address);
    let bits = bits.unwrap_or(width);
    let host = width.checked_sub(bits);
    match host {
        Some(host)
            if value
                .checked_shr(host)
                .unwrap_or(0)
                .checked_shl(host)
                .unwrap_or(0)
                == value =>
        {
            Entry::Network(Network { address, bits })
        }
        _ => Entry::Inconsistent,
    }
}

/// An address as a number, and how many bits it has.
fn number(address: IpAddr) -> (u128, u32) {
    match address {
        IpAddr::V4(four) => (u128::from(four.to_bits()), 32),
        IpAddr::V6(six) => (six.to_bits(), 128),
    }
}

impl Network {
    fn holds(self, address: IpAddr) -> bool {
        let (own, width) = number(self.address);
        let (other, other_width) = number(address);
        let host = width.saturating_sub(self.bits);
        width == other_width
            && own.checked_shr(host).unwrap_or(0) == other.checked_shr(host).unwrap_or(0)
    }
}

/// Whether sshd accepts the list.
pub(crate) fn is_valid(list: &str) -> bool {
    list.split(',').all(|item| {
        let item = item.strip_prefix('!').unwrap_or(item);
        !item.is_empty() && !matches!(entry(item), Entry::Inconsistent)
    })
}

/// Whether an address is in a valid list.
pub(crate) fn list(address: &str, list: &str) -> Listed {
    let Ok(numeric) = address.parse::<IpAddr>() else {
        return Listed::No;
    };
    let mut listed = Listed::No;
    for item in list.split(',') {
        let (excluded, item) = match item.strip_prefix('!') {
            Some(item) => (true, item),
            None => (false, item),
        };
        let found = match entry(item) {
            Entry::Network(network) => network.holds(numeric),
            Entry::Pattern => pattern::matches(address, item),
            Entry::Inconsistent => false,
        };
        match (found, excluded) {
            (true, true) => return Listed::Excluded,
            (true, false) => listed = Listed::Yes,
            _ => {}
        }
    }
    listed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_hold_their_addresses() {
        for (address, networks, expected) in [
            ("10.1.2.3", "10.0.0.0/8", Listed::Yes),
            ("10.1.2.3", "10.0.0.0/8,!10.1.0.0/16", Listed::Excluded),
            ("11.1.2.3", "10.0.0.0/8", Listed::No),
            ("11.1.2.3", "0.0.0.0/0", Listed::Yes),
            ("192.168.0.7", "192.168.0.*", Listed::Yes),
            ("2001:db8::1", "2001:db8::/32", Listed::Yes),
            ("2001:db8::1", "2001:0db8:0:0::1", Listed::Yes),
            ("::1", "0.0.0.0/0", Listed::No),
            ("::1", "::/0", Listed::Yes),
        ] {
            assert_eq!(list(address, networks), expected, "{address} {networks}");
        }
    }

    #[test]
    fn a_mask_that_cuts_its_own_address_is_refused() {
        for (text, valid) in [
            ("10.0.0.0/8", true),
            ("10.0.0.1/8", false),
            ("10.0.0.0/33", false),
            ("2001:db8::/32", true),
            ("2001:db8::1/32", false),
            ("0.0.0.0/0", true),
            ("::/0", true),
            ("10.*", true),
            ("example.org/24", true),
            ("", false),
            ("10.0.0.1,", false),
            ("!", false),
        ] {
            assert_eq!(is_valid(text), valid, "{text}");
        }
    }
}
