//! Whose an account is.
//!
//! The configuration decides first (`owners`, `service-accounts`), then what the export says of the
//! account's kind and owner, then employee number and addresses. All of them must lead to one
//! person; where they lead to two, nobody is taken for the owner.

use std::collections::BTreeMap;
use std::fmt;

use tickmark_plugin::Failure;
use tickmark_plugin::words::quoted;

use crate::config::{Config, ServiceAccounts};
use crate::names::{employee_key, fits, key, parts, plain};
use crate::roster::{Found, People};
use crate::words::Kind;

/// Whose an account is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Owner {
    /// One person, by number or address.
    Person(u32),
    /// One person, by the configuration.
    Declared(u32),
    /// A program's, for which somebody answers.
    Service(Option<Reference>),
    /// Several people's, by configuration or export.
    Shared(Box<[Reference]>),
    /// Somebody's who does not stand in the roster; the text says who, and by what.
    Stranger(Box<str>),
    /// Two people could be meant, or the export contradicts itself.
    Unclear(Box<str>),
    /// Nobody's that the evidence shows.
    Nobody,
}

/// A person as the configuration or an export names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reference {
    pub(crate) text: Box<str>,
    pub(crate) found: Found,
}

impl Reference {
    pub(crate) fn new(text: &str, people: &People) -> Self {
        Self {
            text: text.trim().into(),
            found: people.find(text),
        }
    }
}

/// What an export says of an account, as far as it tells whose it is.
#[derive(Debug, Default)]
pub(crate) struct Claims<'a> {
    /// The account's name; an address in it counts as one.
    pub(crate) account: &'a str,
    /// In the form in which addresses are compared.
    pub(crate) emails: Vec<String>,
    pub(crate) employee_id: Option<&'a str>,
    pub(crate) owner: Option<&'a str>,
    pub(crate) kind: Option<Kind>,
}

/// Decides whose accounts are.
pub(crate) struct Owners<'a> {
    people: &'a People,
    /// By system (plain) and account (key).
    declared: BTreeMap<(String, String), Vec<&'a str>>,
    services: Vec<Service<'a>>,
}

/// An entry of `service-accounts` in the form in which it is compared.
struct Service<'a> {
    system: Option<String>,
    pattern: String,
    owner: &'a str,
}

impl<'a> Owners<'a> {
    pub(crate) fn new(config: &'a Config, people: &'a People) -> Result<Self, Failure> {
        let mut declared = BTreeMap::new();
        for (name, owners) in &config.owners {
            let Some((system, account)) = name.split_once('/') else {
                return Err(Failure::Config(format!(
                    "`owners` has the key `{name}`, expected SYSTEM/ACCOUNT"
                )));
            };
            let owners: Vec<&str> = owners.iter().collect();
            if owners.is_empty() {
                return Err(Failure::Config(format!(
                    "`owners` names nobody for `{name}`"
                )));
            }
            if declared
                .insert((plain(system), key(account)), owners)
                .is_some()
            {
                return Err(Failure::Config(format!("`owners` has `{name}` twice")));
            }
        }
        Ok(Self {
            people,
            declared,
            services: config.service_accounts.iter().map(Service::new).collect(),
        })
    }

    /// Whose an account of a system (plain name) is.
    pub(crate) fn owner(&self, system: &str, claims: &Claims<'_>) -> Owner {
        let account = key(claims.account);
        if !self.declared.is_empty()
            && let Some(owners) = self.declared.get(&(system.to_owned(), account.clone()))
        {
            return match owners.as_slice() {
                [owner] => self.declared_owner(owner),
                owners => Owner::Shared(
                    owners
                        .iter()
                        .map(|owner| Reference::new(owner, self.people))
                        .collect(),
                ),
            };
        }
        if let Some(service) = self
            .services
            .iter()
            .find(|service| service.covers(system, &account))
        {
            let answers = Reference::new(service.owner, self.people);
            // A pattern may fit more than it was meant for.
            if service.pattern.contains(['*', '?'])
                && let Owner::Person(person) = self.person(claims, None)
                && answers.found != Found::One(person)
            {
                return Owner::Unclear(
                    format!(
                        "{} under `service-accounts` fits it, but it leads to {}; make the pattern narrower, or name the account there",
                        quoted(&service.pattern),
                        self.people.name(person)
                    )
                    .into(),
                );
            }
            return Owner::Service(Some(answers));
        }
        let named = self.named_owners(claims.owner);
        match claims.kind {
            Some(Kind::Shared) => Owner::Shared(named.into_boxed_slice()),
            // Several people who answer for a program are as good as none.
            Some(Kind::Service) | None if named.len() > 1 => {
                Owner::Shared(named.into_boxed_slice())
            }
            Some(Kind::Service) => Owner::Service(named.into_iter().next()),
            None => self.person(claims, named.first()),
        }
    }

    fn declared_owner(&self, owner: &str) -> Owner {
        match self.people.find(owner) {
            Found::One(person) => Owner::Declared(person),
            Found::Nobody => {
                Owner::Stranger(format!("its declared owner {}", quoted(owner)).into())
            }
            Found::Several => Owner::Unclear(
                format!(
                    "several people of the roster have {}, its declared owner",
                    quoted(owner)
                )
                .into(),
            ),
        }
    }

    /// The people in an owner column.
    fn named_owners(&self, text: Option<&str>) -> Vec<Reference> {
        const NOBODY: &[&str] = &["noowner", "unknown", "notaperson"];
        parts(text.unwrap_or_default())
            .filter(|part| !NOBODY.contains(&plain(part).as_str()))
            .map(|part| Reference::new(part, self.people))
            .collect()
    }

    /// The one person to whom everything leads.
    fn person(&self, claims: &Claims<'_>, named: Option<&Reference>) -> Owner {
        let mut leads = Vec::new();
        if let Some(reference) = named {
            leads.push(Lead::new("owner", &reference.text, reference.found));
        }
        if let Some(number) = claims.employee_id {
            let found = self.people.by_number(&employee_key(number));
            // A roster without numbers says nothing about them.
            if found != Found::Nobody || self.people.has_numbers() {
                leads.push(Lead::new("employee number", number, found));
            }
        }
        let own = self.people.email(claims.account);
        for email in claims.emails.iter().chain(&own) {
            let found = self.people.by_email(email);
            // An account may have private addresses besides the one in the roster.
            if found != Found::Nobody {
                leads.push(Lead::new("address", email, found));
            }
        }
        self.resolve(&leads)
    }

    fn resolve(&self, leads: &[Lead<'_>]) -> Owner {
        let mut person: Option<(u32, &Lead<'_>)> = None;
        for lead in leads {
            match (lead.found, person) {
                (Found::One(one), None) => person = Some((one, lead)),
                (Found::One(one), Some((other, earlier))) if one != other => {
                    return Owner::Unclear(
                        format!(
                            "{earlier} leads to {}, {lead} to {}",
                            self.people.name(other),
                            self.people.name(one)
                        )
                        .into(),
                    );
                }
                (Found::Several, _) => {
                    return Owner::Unclear(
                        format!("several people of the roster have {lead}").into(),
                    );
                }
                _ => {}
            }
        }
        let stranger = leads.iter().find(|lead| lead.found == Found::Nobody);
        match (person, stranger) {
            (Some((person, _)), None) => Owner::Person(person),
            (Some((person, lead)), Some(stranger)) => Owner::Unclear(
                format!(
                    "{lead} leads to {}, but {stranger} is not in the roster",
                    self.people.name(person)
                )
                .into(),
            ),
            (None, Some(stranger)) => Owner::Stranger(stranger.to_string().into()),
            (None, None) => Owner::Nobody,
        }
    }
}

/// Something that an export says of an account and whom it leads to.
struct Lead<'a> {
    what: &'static str,
    text: &'a str,
    found: Found,
}

impl<'a> Lead<'a> {
    fn new(what: &'static str, text: &'a str, found: Found) -> Self {
        Self { what, text, found }
    }
}

impl fmt::Display for Lead<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "its {} {}", self.what, quoted(self.text))
    }
}

impl<'a> Service<'a> {
    fn new(entry: &'a ServiceAccounts) -> Self {
        Self {
            system: entry.system.as_deref().map(plain),
            pattern: key(&entry.account),
            owner: &entry.owner,
        }
    }

    fn covers(&self, system: &str, account: &str) -> bool {
        self.system.as_ref().is_none_or(|name| name == system) && fits(&self.pattern, account)
    }
}
