//! Reads review records and finds the accounts that they are about.

use std::collections::BTreeMap;

use tickmark_plugin::dates::Dates;
use tickmark_plugin::prelude::*;
use tickmark_plugin::words::quoted;

use super::{Decision, Foreign, Lead, Removed, Reviewer, Reviews};
use crate::accounts::{Accounts, Match};
use crate::config::{Config, ReviewColumns, ReviewSource};
use crate::header::Header;
use crate::names::{filled, key, parts, plain};
use crate::owners::Reference;
use crate::roster::{Found, People};
use crate::source::{Source as _, Sources, system_of};
use crate::texts::{Kept, LONGEST};
use crate::unclear::Unclear;
use crate::words::{Verdict, Words, decision};

const KEY: &str = "reviews.columns";

/// More reviewed systems without an export than this are a wrong column.
const MOST_FOREIGN: usize = 1000;

/// Reads every review record that was granted. Counts each file's rows into `report`.
pub(crate) fn read(
    check: &Check<'_, Config>,
    input: &str,
    people: &People,
    accounts: &Accounts,
    report: &mut Report,
) -> Reviews {
    let mut reading = Reading {
        reviews: Reviews::default(),
        reviewers: BTreeMap::new(),
        names: BTreeMap::new(),
        people,
        accounts,
        as_of: check.as_of,
    };
    let mut sources = Sources::new(&check.config.reviews);
    for item in check.items(input) {
        reading.reviews.records.push(item.path.clone());
        let source = sources.entry_for(&item);
        match reading.item(check, &item, source) {
            Ok(rows) => report.tally(&item, rows),
            Err(problem) => {
                reading.reviews.incomplete = true;
                reading
                    .reviews
                    .problems
                    .push(Unclear::new(item.path.to_string(), problem));
            }
        }
    }
    let mut reviews = reading.reviews;
    for source in sources.unused() {
        reviews.incomplete = true;
        reviews.problems.push(source.absent(input));
    }
    reviews.index(i64::from(check.config.review_window_days));
    reviews
}

/// What is known while records are read.
struct Reading<'a> {
    reviews: Reviews,
    /// Reviewers by what the records call them.
    reviewers: BTreeMap<Box<str>, u32>,
    /// Names of reviews.
    names: BTreeMap<Box<str>, u32>,
    people: &'a People,
    accounts: &'a Accounts,
    as_of: Day,
}

struct Columns {
    system: Option<Column>,
    account: Option<Column>,
    email: Option<Column>,
    entitlement: Option<Column>,
    reviewer: Vec<Column>,
    decision: (Column, Words<Verdict>),
    reviewed_on: Column,
    review: Option<Column>,
    removed_on: Option<Column>,
}

impl Columns {
    fn find<R: std::io::Read>(
        header: &Header<'_, R>,
        source: Option<&ReviewSource>,
    ) -> Result<Self, Problem> {
        let defaults = ReviewColumns::default();
        let named = source.map_or(&defaults, |source| &source.columns);
        let account = header.column("account", named.account.as_ref(), ACCOUNT)?;
        let email = header.column("email", named.email.as_ref(), EMAIL)?;
        if account.is_none() && email.is_none() {
            return Err(header.missing("account", "the reviewed account"));
        }
        let Some((column, name)) = header.named("decision", named.decision.as_ref(), DECISION)?
        else {
            return Err(header.missing("decision", "the decision"));
        };
        let mut words = decision(&name);
        if let Some(source) = source {
            words.teach(Verdict::Keep, &source.keep);
            words.teach(Verdict::Revoke, &source.revoke);
            words.teach(Verdict::Modify, &source.modify);
            words.teach(Verdict::Undecided, &source.undecided);
        }
        let Some(reviewed_on) =
            header.column("reviewed-on", named.reviewed_on.as_ref(), REVIEWED_ON)?
        else {
            return Err(header.missing("reviewed-on", "the day of the decision"));
        };
        let reviewer = header.columns("reviewer", named.reviewer.as_ref(), REVIEWER)?;
        if reviewer.is_empty() {
            return Err(header.missing("reviewer", "who decided"));
        }
        let system = match source.and_then(|source| source.system.as_ref()) {
            Some(_) => None,
            None => header.column("system", named.system.as_ref(), SYSTEM)?,
        };
        Ok(Self {
            system,
            account,
            email,
            entitlement: header.column("entitlement", named.entitlement.as_ref(), ENTITLEMENT)?,
            reviewer,
            decision: (column, words),
            reviewed_on,
            review: header.column("review", named.review.as_ref(), REVIEW)?,
            removed_on: header.column("removed-on", named.removed_on.as_ref(), REMOVED_ON)?,
        })
    }
}

const SYSTEM: &[&str] = &[
    "system",
    "systemname",
    "application",
    "applicationname",
    "app",
    "appname",
    "resource",
    "resourcename",
    "resourcedisplayname",
    "platform",
    "tool",
];
const ACCOUNT: &[&str] = &[
    "accountid",
    "account",
    "accountname",
    "username",
    "login",
    "loginname",
    "userprincipalname",
    "principalupn",
    "upn",
    "samaccountname",
    "userid",
];
const EMAIL: &[&str] = &[
    "email",
    "useremail",
    "emailaddress",
    "accountemail",
    "primaryemail",
    "workemail",
    "mail",
    "user",
];
const ENTITLEMENT: &[&str] = &[
    "entitlement",
    "entitlementname",
    "role",
    "rolename",
    "permission",
    "permissionset",
    "group",
    "groupname",
];
const REVIEWER: &[&str] = &[
    "revieweremail",
    "revieweremailaddress",
    "reviewerupn",
    "reviewer",
    "reviewedby",
    "approver",
    "certifier",
    "decidedby",
];
const DECISION: &[&str] = &[
    "decision",
    "reviewdecision",
    "reviewresult",
    "outcome",
    "result",
    "verdict",
    "accessappropriate",
    "action",
];
const REVIEWED_ON: &[&str] = &[
    "reviewedon",
    "reviewedat",
    "reviewdate",
    "revieweddate",
    "datereviewed",
    "decidedon",
    "decidedat",
    "decisiondate",
    "certifiedon",
    "signedoffon",
    "date",
];
const REVIEW: &[&str] = &[
    "review",
    "reviewid",
    "reviewname",
    "accessreviewid",
    "campaign",
    "campaignid",
    "campaignname",
    "certification",
    "quarter",
];
const REMOVED_ON: &[&str] = &[
    "removedon",
    "removedat",
    "revokedon",
    "revokedat",
    "remediatedon",
    "remediatedat",
    "remediationdate",
    "applieddate",
    "dateremoved",
];

/// What a file says of all its rows.
struct File {
    columns: Columns,
    dates: Dates,
    /// The system of rows that do not say it themselves.
    system: Option<String>,
    path: std::rc::Rc<str>,
    record: u32,
}

impl Reading<'_> {
    fn item(
        &mut self,
        check: &Check<'_, Config>,
        item: &Item,
        source: Option<&ReviewSource>,
    ) -> Result<usize, Problem> {
        let mut table = check.csv(item)?;
        let header = Header::new(item, &table, KEY);
        let columns = Columns::find(&header, source)?;
        let only = self.accounts.systems.only();
        let system = source
            .and_then(|source| source.system.clone())
            .or_else(|| system_of(&item.path))
            .or_else(|| {
                let system = self.accounts.systems.get(only?)?;
                Some(system.name.clone())
            });
        if columns.system.is_none() && system.is_none() {
            return Err(header.missing("system", "the reviewed system (or set `reviews.system`)"));
        }
        let file = File {
            columns,
            dates: Dates::new(
                source
                    .iter()
                    .flat_map(|source| source.date_formats.iter().map(String::as_str)),
            ),
            system,
            path: item.path.clone(),
            record: u32::try_from(self.reviews.records.len() - 1).unwrap_or(u32::MAX),
        };
        let before = self.reviews.matched.len();
        while let Some(row) = table.next() {
            let taken = row
                .map_err(|problem| Unclear::new(item.path.to_string(), problem))
                .and_then(|row| self.take(&file, &row));
            match taken {
                Ok(row) => self.reviews.matched.extend(row),
                // What is missed may stand in it.
                Err(unclear) => {
                    self.reviews.incomplete = true;
                    self.reviews.problems.push(unclear);
                }
            }
        }
        self.settle(before);
        Ok(table.rows())
    }

    /// Decides which accounts the rows of a file are about. As soon as one row names an account of
    /// a system as its export does, all are taken to do so; otherwise addresses and owners decide.
    fn settle(&mut self, first: usize) {
        let mut by_name: BTreeMap<u32, bool> = BTreeMap::new();
        for row in &self.reviews.matched[first..] {
            *by_name.entry(row.system).or_default() |= row.account != Lead::Nothing;
        }
        let mut unclear = Vec::new();
        for row in &mut self.reviews.matched[first..] {
            if by_name.get(&row.system) == Some(&false) {
                row.account = row.otherwise;
            }
            if row.account == Lead::Several {
                unclear.push(*row);
            }
        }
        for row in unclear {
            let name = self.subject(row.system, self.reviews.name(&row));
            let message = format!(
                "the row fits several accounts of the system; name the account itself in `{KEY}.account`"
            );
            let problem = Problem::new(self.reviews.place(&row), message);
            self.reviews.problems.push(Unclear::new(name, problem));
        }
    }

    fn subject(&self, system: u32, account: &str) -> String {
        let system = self.accounts.systems.get(system);
        format!("{}/{account}", system.map_or("", |system| &system.name))
    }

    /// A row about a system with an export; rows about others are only counted.
    fn take(&mut self, file: &File, row: &Row<'_>) -> Result<Option<Decision>, Unclear> {
        let problem = |message: String| Problem::new(row.place(), message);
        let in_file =
            |message: &str| Unclear::new(file.path.to_string(), problem(message.to_owned()));
        let field = |column: Option<Column>| column.and_then(|column| filled(&row[column]));
        let columns = &file.columns;
        let system_name = match columns.system {
            Some(column) => filled(&row[column]),
            None => file.system.as_deref(),
        }
        .ok_or_else(|| in_file("the row does not say which system was reviewed"))?;
        let (account, email) = (field(columns.account), field(columns.email));
        let name = account
            .or(email)
            .ok_or_else(|| in_file("the row names no account"))?;
        if system_name.len().max(name.len()) > LONGEST {
            return Err(in_file("the name of the system or account is too long"));
        }
        let unclear =
            |message: String| Unclear::new(format!("{system_name}/{name}"), problem(message));
        let (column, words) = &columns.decision;
        let word = &row[*column];
        let verdict = match filled(word) {
            None => Verdict::Undecided,
            Some(word) => words.meaning(word).ok_or_else(|| {
                unclear(format!(
                    "the decision {} is not known; add it to `reviews.keep`, `reviews.revoke`, `reviews.modify` or `reviews.undecided`",
                    quoted(word)
                ))
            })?,
        };
        let day = match verdict {
            Verdict::Undecided => None,
            _ => Some(self.day(file, &row[columns.reviewed_on]).map_err(unclear)?),
        };
        let Some(system) = self.accounts.systems.find(system_name) else {
            self.count_foreign(system_name, verdict, row.place());
            return Ok(None);
        };
        let reviewer = columns
            .reviewer
            .iter()
            .find_map(|&column| filled(&row[column]))
            .unwrap_or_default();
        let account_lead = account.map_or(Lead::Nothing, |account| {
            lead(self.accounts.by_key(system, &key(account)))
        });
        let kept = match account_lead {
            // The account's own name will do.
            Lead::One(_) => Kept::default(),
            _ => self.reviews.texts.keep(name).unwrap_or_default(),
        };
        let may_be_listed = account_lead == Lead::Nothing
            && self.by_owner(system, Some(name), None) != Lead::Nothing;
        Ok(Some(Decision {
            may_be_listed,
            account: account_lead,
            otherwise: match account_lead {
                Lead::Nothing => self.by_owner(system, account, email),
                known => known,
            },
            system,
            name: kept,
            day,
            verdict,
            entitlement: field(columns.entitlement).is_some(),
            removed: self.removed(file, field(columns.removed_on)),
            reviewer: self.reviewer(reviewer),
            review: field(columns.review).map_or(0, |name| self.review(name)),
            record: file.record,
            line: u32::try_from(row.line()).unwrap_or(u32::MAX),
        }))
    }

    fn day(&self, file: &File, text: &str) -> Result<Day, String> {
        let text = filled(text).ok_or("there is a decision, but no day on which it was made")?;
        let day = file.dates.read(text)?;
        if day > self.as_of {
            return Err(format!(
                "the decision is dated {day}, after {}, the day of judgement",
                self.as_of
            ));
        }
        Ok(day)
    }

    fn removed(&self, file: &File, text: Option<&str>) -> Removed {
        match text.map(|text| file.dates.read(text)) {
            None => Removed::Unsaid,
            Some(Ok(day)) if day <= self.as_of => Removed::On(day),
            Some(_) => Removed::Unreadable,
        }
    }

    /// The account that is called like a row's address, has it, or belongs to the person with it.
    fn by_owner(&self, system: u32, account: Option<&str>, email: Option<&str>) -> Lead {
        for text in [email, account].into_iter().flatten() {
            if let Match::One(index) = self.accounts.by_key(system, &key(text)) {
                return Lead::One(index);
            }
            if let Some(address) = self.people.email(text) {
                let lead = lead(self.accounts.by_email(system, &address));
                if lead != Lead::Nothing {
                    return lead;
                }
            }
            if let Found::One(person) = self.people.find(text) {
                let lead = lead(self.accounts.by_person(system, person));
                if lead != Lead::Nothing {
                    return lead;
                }
            }
        }
        Lead::Nothing
    }

    fn count_foreign(&mut self, name: &str, verdict: Verdict, place: Location) {
        let plain = plain(name);
        let foreign = &mut self.reviews.foreign;
        let plain = if foreign.len() < MOST_FOREIGN || foreign.contains_key(&plain) {
            plain
        } else {
            String::new()
        };
        let entry = foreign.entry(plain).or_insert_with(|| Foreign {
            name: name.to_owned(),
            revoked: 0,
            place: None,
        });
        if verdict == Verdict::Revoke {
            entry.revoked += 1;
            entry.place.get_or_insert(place);
        }
    }

    fn reviewer(&mut self, text: &str) -> u32 {
        if let Some(&known) = self.reviewers.get(text) {
            return known;
        }
        let index = u32::try_from(self.reviews.reviewers.len()).unwrap_or(u32::MAX);
        self.reviews.reviewers.push(Reviewer {
            text: text.into(),
            people: parts(text)
                .map(|part| Reference::new(part, self.people))
                .collect(),
        });
        self.reviewers.insert(text.into(), index);
        index
    }

    fn review(&mut self, name: &str) -> u32 {
        let next = u32::try_from(self.names.len()).unwrap_or(u32::MAX - 1) + 1;
        *self.names.entry(name.into()).or_insert(next)
    }
}

fn lead(found: Match) -> Lead {
    match found {
        Match::Nothing => Lead::Nothing,
        Match::One(index) => Lead::One(index),
        Match::Several => Lead::Several,
    }
}
