//! What the rules know of an account, whichever identity provider it comes from.
//!
//! What an export does not say stays unknown here, with the reason: no default stands in for it.

use std::fmt;

use tickmark_plugin::{Day, Location};

/// Who holds the accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Provider {
    Okta,
    Entra,
    Google,
}

impl fmt::Display for Provider {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Okta => "okta",
            Self::Entra => "entra",
            Self::Google => "google",
        })
    }
}

/// Whether one can sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum State {
    Active,
    /// Invited, but not yet set up by its holder.
    Pending,
    Disabled,
    Unknown(String),
}

/// Who uses the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    Person,
    Guest,
    Service,
}

/// When somebody signed in last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SignIn {
    On(Day),
    /// Not since this day, on which the provider began to tell.
    NotSince(Day),
    Never,
    Unknown(String),
}

/// How much a factor is worth. Ordered: the greater is the better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Strength {
    /// No second factor at all: e-mail, a security question, a temporary pass (NIST SP 800-63B
    /// accepts none of them as one).
    None,
    /// Restricted by NIST SP 800-63B: SMS and voice.
    Weak,
    /// Codes, pushes, hardware tokens.
    Ordinary,
    /// Bound to the site it signs in to: FIDO2, passkeys, smart cards.
    Resistant,
}

/// What is enrolled for an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Factors {
    /// The best factor whose worth is known.
    pub(crate) best: Strength,
    /// The provider's own word, where it gives no list of factors.
    pub(crate) stated: Option<bool>,
    /// Factors that are unknown here, or whose state is.
    pub(crate) unknown: Vec<String>,
    /// The enrolled factors as the provider names them, or its own word.
    pub(crate) shown: String,
    pub(crate) place: Location,
}

/// One account.
#[derive(Debug, Clone)]
pub(crate) struct Account {
    pub(crate) provider: Provider,
    pub(crate) id: String,
    pub(crate) login: String,
    pub(crate) subject: String,
    pub(crate) state: State,
    pub(crate) used_by: Use,
    pub(crate) sign_in: SignIn,
    pub(crate) created: Option<Day>,
    pub(crate) administrator: Option<bool>,
    pub(crate) factors: Result<Factors, String>,
    /// The day whose state the export shows.
    pub(crate) day: Day,
    pub(crate) place: Location,
}
