//! Whether several people use one account.

use std::collections::BTreeSet;

use tickmark_plugin::prelude::*;

use super::{Candidate, Judged, Needs, Subjects};
use crate::accounts::Subject;
use crate::listing::Listing;
use crate::names::{fits, key, local_part};
use crate::owners::{Owner, Reference};
use crate::roster::Found;
use crate::words::Use;

/// No live account is shared by several people
///
/// What a shared account did cannot be traced to a person, and its password has to change whenever
/// one of them leaves. An account counts as shared when the configuration or the export names
/// several owners, when the export says so, or when its name does (`shared-names`; the default
/// starts with the mailbox names of RFC 2142). A declared service account with one owner is not
/// shared; neither is an account that `owners` gives to one person.
#[control(
    severity = Medium,
    method = Records,
    supports(
        "CC6.2" = "Credentials that several people hold are issued to nobody in particular.",
        "CC6.3" = "A shared account has the rights of several roles at once.",
    ),
    needs("roster"),
    remedy = "Give each person an account of their own and close the shared one. If a program uses it, \
              declare it under `service-accounts`; if just one person does, rename it or say so under \
              `owners`.",
)]
pub(crate) fn no_shared_accounts(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    let mut list = Listing::new(findings);
    if subjects.prepare(Needs::Roster, &mut list) {
        let names = SharedNames::new(&subjects.config.shared_names);
        subjects.each_account(&mut list, |account, usable| {
            (usable == Use::Live).then(|| shared(subjects, account, &names))
        });
    }
    list.complete(subjects.files(Needs::Roster));
}

fn shared(subjects: &Subjects<'_>, account: &Candidate<'_>, names: &SharedNames) -> Judged {
    let judged = match (&account.account.owner, names.in_account(account)) {
        (Owner::Shared(people), _) => account.fail().actual(several(people)).into(),
        (Owner::Service(Some(owner)), _) if matches!(owner.found, Found::One(_)) => {
            account.pass(|finding| {
                finding.actual(format!(
                    "a service account for which {} answers",
                    owner.text
                ))
            })
        }
        (Owner::Declared(person), _) => account.pass(|finding| {
            finding.actual(format!(
                "declared as the account of {} alone",
                subjects.people.name(*person)
            ))
        }),
        (_, Some((part, pattern))) => account
            .fail()
            .actual(format!(
                "the name `{part}` says that several people use it (`shared-names` has `{pattern}`)"
            ))
            .into(),
        (Owner::Person(person), None) => account.pass(|finding| {
            finding.actual(format!(
                "belongs to {} alone",
                subjects.people.name(*person)
            ))
        }),
        (Owner::Service(_), None) => account
            .inconclusive()
            .actual("a service account for which nobody in the roster answers, so who uses it is not known")
            .into(),
        (Owner::Unclear(why), None) => account.inconclusive().actual(why).into(),
        (Owner::Stranger(_) | Owner::Nobody, None) => account
            .inconclusive()
            .actual("its owner is not known; see accounts-owned")
            .into(),
    };
    judged.with(|finding| finding.expected("one user").at(account.place()))
}

/// Names that say that several people use an account.
struct SharedNames {
    /// Without `*` and `?`: most of them, found without trying each.
    exact: BTreeSet<String>,
    patterns: Vec<String>,
}

impl SharedNames {
    fn new(names: &[String]) -> Self {
        let (patterns, exact): (Vec<String>, Vec<String>) = names
            .iter()
            .map(|name| key(name))
            .partition(|name| name.contains(['*', '?']));
        Self {
            exact: exact.into_iter().collect(),
            patterns,
        }
    }

    /// The part of an account's name or address that says so, and the configured name.
    fn in_account<'s>(&'s self, subject: &Subject<'s>) -> Option<(&'s str, &'s str)> {
        let (name, email) = (local_part(subject.key()), local_part(subject.email()));
        [Some(name), (email != name).then_some(email)]
            .into_iter()
            .flatten()
            .find_map(|part| Some((part, self.fitting(part)?)))
    }

    fn fitting(&self, part: &str) -> Option<&str> {
        let exact = self.exact.get(part);
        exact
            .or_else(|| self.patterns.iter().find(|pattern| fits(pattern, part)))
            .map(String::as_str)
    }
}

fn several(people: &[Reference]) -> String {
    let names: Vec<&str> = people.iter().map(|person| &*person.text).collect();
    match names.as_slice() {
        [] => "the export says that it is shared".to_owned(),
        [one] => format!("the export says that it is shared; {one} answers for it"),
        several => format!("used by {}", several.join(", ")),
    }
}
