//! Names of servers and what a certificate's alternative names cover (RFC 9525, section 6.3).
//!
//! Names are compared as they stand in the DNS, in A-labels and without regard to case. A common name
//! covers nothing.

use std::fmt;
use std::net::IpAddr;

/// One alternative name of a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum AltName {
    /// In lower case.
    Dns(String),
    Ip(IpAddr),
    /// A mail address, a URI, or something that cannot be read.
    Other,
}

impl AltName {
    pub(crate) fn dns(text: &str) -> Self {
        if is_host(text.strip_prefix("*.").unwrap_or(text)) {
            Self::Dns(text.to_ascii_lowercase())
        } else {
            Self::Other
        }
    }

    pub(crate) fn ip(bytes: &[u8]) -> Self {
        if let Ok(four) = <[u8; 4]>::try_from(bytes) {
            Self::Ip(four.into())
        } else if let Ok(sixteen) = <[u8; 16]>::try_from(bytes) {
            Self::Ip(sixteen.into())
        } else {
            Self::Other
        }
    }

    /// A wildcard for all names of a top-level domain, which clients refuse.
    pub(crate) fn is_too_wide(&self) -> bool {
        matches!(self, Self::Dns(name) if name.strip_prefix("*.").is_some_and(|rest| !rest.contains('.')))
    }

    /// Whether a client that calls `wanted` may take this name for it.
    pub(crate) fn covers(&self, wanted: &Wanted) -> bool {
        match (self, wanted) {
            (Self::Ip(own), Wanted::Ip(other)) => own == other,
            (Self::Dns(own), Wanted::Dns(other)) if own == other => true,
            (Self::Dns(own), Wanted::Dns(other)) => {
                // The wildcard stands for exactly one whole label.
                !self.is_too_wide()
                    && own.strip_prefix("*.").is_some_and(|parent| {
                        other
                            .split_once('.')
                            .is_some_and(|(label, rest)| label != "*" && rest == parent)
                    })
            }
            _ => false,
        }
    }
}

impl fmt::Display for AltName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dns(name) => formatter.write_str(name),
            Self::Ip(address) => address.fmt(formatter),
            Self::Other => formatter.write_str("a name of another kind"),
        }
    }
}

/// A name that has to be covered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Wanted {
    Dns(String),
    Ip(IpAddr),
}

impl Wanted {
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        if let Ok(address) = text.parse() {
            return Ok(Self::Ip(address));
        }
        if is_host(text.strip_prefix("*.").unwrap_or(text)) {
            return Ok(Self::Dns(text.to_ascii_lowercase()));
        }
        Err(format!(
            "`{text}` is no name of a host (expected one such as `api.example.com`, with `xn--` labels \
             for other scripts and without scheme, port or final dot) and no IP address"
        ))
    }
}

impl fmt::Display for Wanted {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dns(name) => formatter.write_str(name),
            Self::Ip(address) => address.fmt(formatter),
        }
    }
}

/// Letters, digits, hyphens and underscores in labels of 1 to 63 characters.
fn is_host(text: &str) -> bool {
    text.len() <= 253
        && text.split('.').all(|label| {
            (1..=63).contains(&label.len())
                && label
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
        })
}
