//! All accounts of all files, put together by the users' ids and sign-in names.

use std::collections::{BTreeMap, BTreeSet};

use tickmark_plugin::prelude::*;
use tickmark_plugin::{Kind, brief};

use crate::account::{Account, Factors, Provider};
use crate::pages::Pages;
use crate::{ADMINISTRATORS, Config, FACTORS, USERS, console, factors, users};

/// What a problem keeps from being judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    Users,
    Factors,
    Administrators,
}

/// Something that could not be understood.
#[derive(Debug)]
pub(crate) struct Unclear {
    pub(crate) scope: Scope,
    pub(crate) subject: String,
    pub(crate) problem: Problem,
}

/// Everything the rules judge.
#[derive(Debug, Default)]
pub(crate) struct Directory {
    pub(crate) accounts: Vec<Account>,
    pub(crate) unclear: Vec<Unclear>,
    pub(crate) files: Vec<Location>,
    /// By provider and the lower-case key that the file goes by, which is an id or a sign-in name.
    factors: BTreeMap<(Provider, String), Result<Factors, Problem>>,
    administrators: BTreeMap<(Provider, String), (bool, Location)>,
    /// Whether Okta's administrators were asked for.
    roles: bool,
}

impl Directory {
    pub(crate) fn read(check: &Check<'_, Config>, report: &mut Report) -> Self {
        let mut directory = Self::default();
        for (input, scope) in [
            (USERS, Scope::Users),
            (FACTORS, Scope::Factors),
            (ADMINISTRATORS, Scope::Administrators),
        ] {
            let mut pages = Pages::default();
            for item in check.items(input) {
                let read = if scope == Scope::Users && console::is_download(&item) {
                    directory.download(&item, check)
                } else {
                    check.json(&item).and_then(|document| {
                        directory.file(scope, &item, &document.root(), &mut pages, check)
                    })
                };
                match read {
                    Ok(records) => report.tally(&item, records),
                    Err(problem) => directory.unclear(scope, &item.path, problem),
                }
            }
            for (subject, problem) in pages.missing() {
                directory.unclear(scope, &subject, problem);
            }
        }
        directory.join();
        directory
    }

    fn unclear(&mut self, scope: Scope, subject: &str, problem: Problem) {
        self.unclear.push(Unclear {
            scope,
            subject: subject.to_owned(),
            problem,
        });
    }

    fn download(&mut self, item: &Item, check: &Check<'_, Config>) -> Result<usize, Problem> {
        self.files.push(item.place());
        let users = console::read(check, item)?;
        let rows = users.len();
        for user in users {
            match user {
                Ok(account) => self.accounts.push(account),
                Err(problem) => {
                    let line = problem.place.line.unwrap_or_default();
                    let subject = format!("{}:{line}", brief(&item.path, 120));
                    self.unclear(Scope::Users, &subject, problem);
                }
            }
        }
        Ok(rows)
    }

    fn file(
        &mut self,
        scope: Scope,
        item: &Item,
        root: &At<'_>,
        pages: &mut Pages,
        check: &Check<'_, Config>,
    ) -> Result<usize, Problem> {
        match scope {
            Scope::Users => {
                self.files.push(item.place());
                let list = pages.elements(root)?;
                if list.is_empty() {
                    return Err(list.problem("the answer holds no user at all"));
                }
                let asked = list
                    .items()
                    .any(|user| user.get("signInActivity").is_some());
                for user in list.items() {
                    match users::read(&user, &check.config, check.shown_on(item), asked) {
                        Ok(account) => self.accounts.push(account),
                        Err(problem) => {
                            let subject = element(item, &user);
                            self.unclear(scope, &subject, problem);
                        }
                    }
                }
                Ok(list.len())
            }
            Scope::Factors => self.factors(item, root, pages, &check.config.phishing_resistant),
            Scope::Administrators => {
                let list = pages.elements(root)?;
                self.roles = true;
                for user in list.items() {
                    if let Some(id) = user.get("id").and_then(|at| at.as_str()) {
                        let key = (Provider::Okta, id.to_lowercase());
                        self.administrators.insert(key, (true, user.place()));
                    } else {
                        let problem = user.problem("the element has no `id`");
                        self.unclear(scope, &element(item, &user), problem);
                    }
                }
                Ok(list.len())
            }
        }
    }

    fn factors(
        &mut self,
        item: &Item,
        root: &At<'_>,
        pages: &mut Pages,
        resistant: &[String],
    ) -> Result<usize, Problem> {
        let details = |at: &At<'_>| {
            at.get("isMfaRegistered").is_some() || at.get("methodsRegistered").is_some()
        };
        let by_user = root.kind() == Kind::Object
            && !root.is_empty()
            && root.get("value").is_none()
            && root.members().all(|(_, list)| list.kind() == Kind::Array);
        if by_user {
            for (id, list) in root.members() {
                self.okta_factors(id, &list, resistant);
            }
            return Ok(root.len());
        }
        let plain = root.kind() == Kind::Array && !root.items().any(|at| details(&at));
        if plain {
            let name = item.path.rsplit('/').next().unwrap_or_default();
            let name = name.strip_suffix(".json").unwrap_or(name);
            let id = factors::okta_user(root)?.unwrap_or_else(|| name.to_owned());
            self.okta_factors(&id, root, resistant);
            return Ok(root.len());
        }
        let list = pages.elements(root)?;
        for user in list.items() {
            let text = |key: &str| user.get(key).and_then(|at| at.as_str());
            let Some(id) = text("id").or_else(|| text("userPrincipalName")) else {
                let subject = element(item, &user);
                let problem = user.problem("the element has neither `id` nor `userPrincipalName`");
                self.unclear(Scope::Factors, &subject, problem);
                continue;
            };
            let key = (Provider::Entra, id.to_lowercase());
            self.keep_factors(key.clone(), factors::entra(&user, resistant), &user);
            match user.get("isAdmin").map(|at| (at.as_bool(), at.place())) {
                Some((Some(admin), place)) => {
                    self.administrators.insert(key, (admin, place));
                }
                Some((None, place)) => {
                    let problem = Problem::new(place, "`isAdmin` is neither true nor false");
                    self.unclear(Scope::Administrators, &format!("entra/{id}"), problem);
                }
                None => {}
            }
        }
        Ok(list.len())
    }

    fn okta_factors(&mut self, id: &str, list: &At<'_>, resistant: &[String]) {
        let key = (Provider::Okta, id.to_lowercase());
        self.keep_factors(key, factors::okta(list, resistant), list);
    }

    fn keep_factors(
        &mut self,
        key: (Provider, String),
        factors: Result<Factors, Problem>,
        at: &At<'_>,
    ) {
        let twice = self.factors.contains_key(&key);
        let factors = if twice {
            Err(at.problem("this user's factors are given twice"))
        } else {
            factors
        };
        self.factors.insert(key, factors);
    }

    /// Gives each account its factors and rights, and names what belongs to no account.
    fn join(&mut self) {
        let mut seen = BTreeSet::new();
        let mut twice = Vec::new();
        let mut used = BTreeSet::new();
        for account in &mut self.accounts {
            let keys = [&account.id, &account.login].map(|key| (account.provider, key.clone()));
            if keys.iter().any(|key| seen.contains(key)) {
                twice.push((account.subject.clone(), account.place.clone()));
            }
            let known = keys.iter().find(|key| self.factors.contains_key(*key));
            if let Some(factors) = known.and_then(|key| self.factors.get(key)) {
                account.factors = factors.clone().map_err(|problem| problem.message);
            }
            if keys[0] != keys[1] && keys.iter().all(|key| self.factors.contains_key(key)) {
                let why = "this user's factors are given twice, by number and by login";
                account.factors = Err(why.to_owned());
            }
            if account.provider == Provider::Okta && self.roles {
                account.administrator = Some(false);
            }
            if let Some((admin, _)) = keys.iter().find_map(|key| self.administrators.get(key)) {
                account.administrator = Some(*admin);
            }
            used.extend(keys.iter().cloned());
            seen.extend(keys);
        }
        for (subject, place) in twice {
            let problem = Problem::new(place, "the exports hold this user twice");
            self.unclear(Scope::Users, &subject, problem);
        }
        let places = |factors: &Result<Factors, Problem>| match factors {
            Ok(factors) => factors.place.clone(),
            Err(problem) => problem.place.clone(),
        };
        let strangers = self
            .factors
            .iter()
            .map(|(key, factors)| (Scope::Factors, key, places(factors)))
            .chain(
                self.administrators
                    .iter()
                    .filter(|(_, (admin, _))| *admin)
                    .map(|(key, (_, place))| (Scope::Administrators, key, place.clone())),
            )
            .filter(|(_, key, _)| !used.contains(*key))
            .map(|(scope, (provider, id), place)| Unclear {
                scope,
                subject: format!("{provider}/{id}"),
                problem: Problem::new(place, "the export of users does not hold this user"),
            });
        let strangers: Vec<Unclear> = strangers.collect();
        self.unclear.extend(strangers);
        self.factors.clear();
    }
}

/// An element that cannot be named otherwise.
fn element(item: &Item, at: &At<'_>) -> String {
    let pointer = at.place().pointer.unwrap_or_default();
    format!("{}#{}", brief(&item.path, 120), brief(&pointer, 60))
}
