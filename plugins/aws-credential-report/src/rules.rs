//! The rules, one function each.

use tickmark_plugin::prelude::*;

use crate::Config;
use crate::report::{Enabled, Reports, Used, User};

/// What each rule judges: all users of all accounts.
pub(crate) struct Subjects<'a> {
    pub(crate) reports: &'a Reports,
    pub(crate) config: &'a Config,
}

pub(crate) type Judge = fn(&Subjects<'_>, &mut Findings<'_>);

/// Every rule of the plugin.
pub(crate) const RULES: &[Rule<Judge>] = &[
    root_mfa,
    root_access_keys_absent,
    root_unused,
    console_mfa,
    access_keys_rotated,
    single_active_key,
    unused_credentials_disabled,
    password_age,
    signing_certificates_rotated,
];

/// Judges each user of one kind. A user for whom `judge` has nothing to say is not a subject.
fn each(
    subjects: &Subjects<'_>,
    findings: &mut Findings<'_>,
    root: bool,
    judge: impl Fn(&User) -> Option<Finding>,
) {
    let users = subjects
        .reports
        .users
        .iter()
        .filter(|user| user.root == root);
    for finding in users.filter_map(judge) {
        findings.push(finding);
    }
    for unclear in &subjects.reports.problems {
        if unclear.root.is_none_or(|is_root| is_root == root) {
            findings.problem(&unclear.subject, &unclear.problem);
        }
    }
    findings.complete(subjects.reports.files.clone());
}

/// The root user signs in with a second factor
///
/// The root user can do everything in the account and cannot be restricted by a policy. Source: CIS
/// AWS Foundations Benchmark 3.0.0, recommendation 1.5. An account whose root credentials were
/// removed (central root access management) has nothing to protect.
#[control(
    severity = Critical,
    method = Configuration,
    implements("CC6.1" = "Sign-in to the most powerful identity must need more than a password."),
    remedy = "Sign in as the root user, open Security credentials and assign an MFA device, best a \
              hardware key; or remove the root credentials of member accounts centrally. Then \
              generate the credential report again.",
)]
pub(crate) fn root_mfa(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    each(subjects, findings, true, |user| {
        let credentials = user.password.enabled != Enabled::No
            || user.keys.iter().any(|key| key.active)
            || user
                .certificates
                .iter()
                .any(|certificate| certificate.active);
        let finding = if user.mfa {
            Finding::pass(&user.subject).actual("mfa_active true")
        } else if credentials {
            Finding::fail(&user.subject).actual("mfa_active false")
        } else if user.more_credentials {
            Finding::inconclusive(&user.subject).actual(MORE_CREDENTIALS)
        } else {
            Finding::not_applicable(&user.subject)
                .actual("the root user has no password, access key or signing certificate")
        };
        Some(finding.expected("mfa_active true").at(user.place.clone()))
    });
}

/// The root user has no active access key
///
/// Keys of the root user cannot be limited and need no second factor. Source: CIS AWS Foundations
/// Benchmark 3.0.0, recommendation 1.4.
#[control(
    severity = Critical,
    method = Configuration,
    implements("CC6.1" = "Programmatic access must not go through an identity that no policy limits."),
    supports("CC6.3" = "Rights by role are without effect while root keys exist."),
    remedy = "Move whatever uses the key to an IAM role, then delete the root user's access keys and \
              generate the credential report again.",
)]
pub(crate) fn root_access_keys_absent(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    each(subjects, findings, true, |user| {
        let finding = match active_keys(user).as_slice() {
            [] if user.more_credentials => {
                Finding::inconclusive(&user.subject).actual(MORE_CREDENTIALS)
            }
            [] => Finding::pass(&user.subject).actual("no active access key"),
            keys => Finding::fail(&user.subject).actual(format!("{} active", keys.join(" and "))),
        };
        Some(
            finding
                .expected("no active access key")
                .at(user.place.clone()),
        )
    });
}

/// The root user is not used for daily work
///
/// Work under the root user cannot be traced to a person. Source: CIS AWS Foundations Benchmark
/// 3.0.0, recommendation 1.7; the number of days is configured (`root-unused-days`).
#[control(
    severity = High,
    method = Configuration,
    implements("CC6.3" = "Work is done under roles with limited rights, not under the unlimited identity."),
    supports("CC6.1" = "Shared use of the root user defeats identification of who acted."),
    remedy = "Find out who used the root user and for what, give that work a role of its own, and keep \
              the root user for the few tasks that need it.",
)]
pub(crate) fn root_unused(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    let limit = i64::from(subjects.config.root_unused_days);
    each(subjects, findings, true, |user| {
        let uses = [
            ("password", user.password.last_used),
            ("access key 1", user.keys[0].last_used),
            ("access key 2", user.keys[1].last_used),
        ];
        let latest = uses
            .into_iter()
            .filter_map(|(name, used)| match used {
                Used::On(day) => Some((day, name)),
                Used::Never | Used::Unknown => None,
            })
            .max();
        let unknown = uses.into_iter().find(|(_, used)| *used == Used::Unknown);
        let last = latest.map(|(day, name)| {
            let ago = user.day.days_since(day);
            (ago, format!("{name} last used {day}, {}", days_ago(ago)))
        });
        let finding = match (last, unknown) {
            (Some((ago, last)), _) if ago <= limit => Finding::fail(&user.subject).actual(last),
            (_, Some((name, _))) => Finding::inconclusive(&user.subject).actual(unknown_use(name)),
            (_, None) if user.more_credentials => {
                Finding::inconclusive(&user.subject).actual(MORE_CREDENTIALS)
            }
            (Some((_, last)), None) => Finding::pass(&user.subject).actual(last),
            (None, None) => Finding::pass(&user.subject).actual("never used"),
        };
        Some(
            finding
                .expected(format!("not used for {limit} days before {}", user.day))
                .at(user.place.clone()),
        )
    });
}

/// Every user with a console password has a second factor
///
/// A guessed, reused or phished password must not be enough to open the console. Source: CIS AWS
/// Foundations Benchmark 3.0.0, recommendation 1.10.
#[control(
    severity = Critical,
    method = Configuration,
    implements("CC6.1" = "Interactive sign-in must need more than a password."),
    supports("CC6.6" = "A stolen password alone is of no use from outside the boundary."),
    remedy = "Assign an MFA device to the user, or delete the console password if the user only works \
              through keys; better, move people to single sign-on. Then generate the report again.",
)]
pub(crate) fn console_mfa(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    each(subjects, findings, false, |user| {
        (user.password.enabled != Enabled::No).then(|| {
            Finding::when(user.mfa, &user.subject)
                .expected("mfa_active true")
                .actual(format!("mfa_active {}", user.mfa))
                .at(user.place.clone())
        })
    });
}

/// Active access keys are renewed in time
///
/// A long-lived key may have leaked long ago without anybody knowing. Source: CIS AWS Foundations
/// Benchmark 3.0.0, recommendation 1.14; the age is configured (`key-max-age-days`).
#[control(
    severity = High,
    method = Configuration,
    implements("CC6.1" = "Long-lived credentials are renewed before an unnoticed leak can be used for long."),
    remedy = "Create a second key, move its users over, make the old key inactive, then delete it; \
              better, replace the key by a role.",
)]
pub(crate) fn access_keys_rotated(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    let limit = i64::from(subjects.config.key_max_age_days);
    each(subjects, findings, false, |user| {
        let keys = ["access key 1", "access key 2"].into_iter().zip(&user.keys);
        renewed(
            user,
            limit,
            user.more_credentials,
            keys.filter(|(_, key)| key.active)
                .map(|(name, key)| (name, key.rotated)),
        )
    });
}

/// No user has two active access keys
///
/// The second key exists for the hours of a rotation. Kept longer, it is a credential that nobody
/// watches. Source: CIS AWS Foundations Benchmark 3.0.0, recommendation 1.13.
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC6.1" = "Fewer long-lived credentials are easier to watch and to renew."),
    remedy = "Find out which of the two keys is in use, make the other inactive, then delete it.",
)]
pub(crate) fn single_active_key(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    each(subjects, findings, false, |user| {
        let active = active_keys(user);
        let finding = match active.as_slice() {
            [_, _, ..] => {
                Finding::fail(&user.subject).actual(format!("{} active", active.join(" and ")))
            }
            _ if user.more_credentials => {
                Finding::inconclusive(&user.subject).actual(MORE_CREDENTIALS)
            }
            [] => return None,
            [key] => Finding::pass(&user.subject).actual(format!("{key} active")),
        };
        Some(
            finding
                .expected("at most one active access key")
                .at(user.place.clone()),
        )
    });
}

/// Credentials that nobody uses are disabled
///
/// An unused credential belongs to a leaver, a finished project or a forgotten script, and nobody
/// would notice its abuse. Source: CIS AWS Foundations Benchmark 3.0.0, recommendation 1.12; the
/// number of days is configured (`unused-days`). A credential that was never used is judged from the
/// day it was made.
#[control(
    severity = High,
    method = Configuration,
    implements("CC6.2" = "Access that is no longer needed is taken away."),
    supports("CC6.3" = "Unused credentials show where rights exceed what the work needs."),
    remedy = "Ask the owner; then delete the console password, or make the access key inactive and \
              delete it after a week in which nothing broke.",
)]
pub(crate) fn unused_credentials_disabled(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    let limit = i64::from(subjects.config.unused_days);
    each(subjects, findings, false, |user| {
        let password = (user.password.enabled != Enabled::No).then_some((
            "password",
            user.password.last_used,
            user.password.changed,
        ));
        let keys = ["access key 1", "access key 2"].into_iter().zip(&user.keys);
        let keys = keys
            .filter(|(_, key)| key.active)
            .map(|(name, key)| (name, key.last_used, key.rotated));
        let idle: Vec<Idle> = password
            .into_iter()
            .chain(keys)
            .map(|(name, used, made)| Idle::of(user, limit, name, used, made))
            .collect();
        if idle.is_empty() && !user.more_credentials {
            return None;
        }
        let described: Vec<&str> = idle.iter().map(|idle| idle.described.as_str()).collect();
        let described = described.join("; ");
        let finding = if idle
            .iter()
            .any(|idle| idle.days.is_some_and(|days| days >= limit))
        {
            Finding::fail(&user.subject).actual(described)
        } else if idle.iter().any(|idle| idle.days.is_none()) {
            Finding::inconclusive(&user.subject).actual(described)
        } else if user.more_credentials {
            Finding::inconclusive(&user.subject).actual(MORE_CREDENTIALS)
        } else {
            Finding::pass(&user.subject).actual(described)
        };
        Some(
            finding
                .expected(format!(
                    "every credential used less than {limit} days before {}",
                    user.day
                ))
                .at(user.place.clone()),
        )
    });
}

/// For how long a credential has lain unused.
struct Idle {
    /// `None` where the report does not say.
    days: Option<i64>,
    described: String,
}

impl Idle {
    /// `made` is when the credential was made or last changed, where the report says so.
    fn of(owner: &User, limit: i64, name: &str, used: Used, made: Option<Day>) -> Self {
        let ago = |day: Day| owner.day.days_since(day);
        // Even where a credential's own day is missing, it cannot be older than its user.
        let (since, event) = match made {
            Some(day) => (day, "made or changed"),
            None => (owner.created, "user created"),
        };
        let unused =
            |how: &str| format!("{name} {how} ({event} {since}, {})", days_ago(ago(since)));
        match used {
            Used::On(day) => Self {
                days: Some(ago(day)),
                described: format!("{name} last used {day}, {}", days_ago(ago(day))),
            },
            Used::Never if made.is_some() || ago(since) < limit => Self {
                days: Some(ago(since)),
                described: unused("never used"),
            },
            Used::Unknown if ago(since) < limit => Self {
                days: Some(ago(since)),
                described: unused("perhaps not used yet"),
            },
            Used::Never => Self {
                days: None,
                described: format!(
                    "{name} never used, and the report does not say when it was made"
                ),
            },
            Used::Unknown => Self {
                days: None,
                described: unknown_use(name),
            },
        }
    }
}

fn days_ago(days: i64) -> String {
    match days {
        0 => "the same day".to_owned(),
        1 => "1 day ago".to_owned(),
        days => format!("{days} days ago"),
    }
}

fn unknown_use(name: &str) -> String {
    format!("the report does not say when {name} was last used")
}

/// Console passwords are renewed in time
///
/// Source: the CIS Password Policy Guide, which advises a yearly change as a backstop behind changes
/// on suspicion; the age is configured (`password-max-age-days`).
#[control(
    severity = Low,
    method = Configuration,
    supports("CC6.1" = "A password that leaked unnoticed stops working some day."),
    remedy = "Set a maximum password age in the account's password policy, or have the user change the \
              password now.",
)]
pub(crate) fn password_age(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    let limit = i64::from(subjects.config.password_max_age_days);
    each(subjects, findings, false, |user| {
        (user.password.enabled != Enabled::No)
            .then(|| {
                renewed(
                    user,
                    limit,
                    false,
                    [("password", user.password.changed)].into_iter(),
                )
            })
            .flatten()
    });
}

/// Active signing certificates are renewed in time
///
/// X.509 signing certificates sign old SOAP requests. They are long-lived credentials like access
/// keys, and most accounts have forgotten theirs. The age is configured (`key-max-age-days`).
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC6.1" = "Signing certificates are credentials and age like keys."),
    remedy = "Delete the certificate if nothing signs SOAP requests with it, else upload a new one and \
              delete the old.",
)]
pub(crate) fn signing_certificates_rotated(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    let limit = i64::from(subjects.config.key_max_age_days);
    each(subjects, findings, false, |user| {
        let names = ["certificate 1", "certificate 2"];
        let certificates = names.into_iter().zip(&user.certificates);
        renewed(
            user,
            limit,
            user.more_credentials,
            certificates
                .filter(|(_, certificate)| certificate.active)
                .map(|(name, certificate)| (name, certificate.rotated)),
        )
    });
}

const MORE_CREDENTIALS: &str =
    "the report says that the user has more keys or certificates than it lists";

fn active_keys(user: &User) -> Vec<&'static str> {
    ["access key 1", "access key 2"]
        .into_iter()
        .zip(&user.keys)
        .filter(|(_, key)| key.active)
        .map(|(name, _)| name)
        .collect()
}

/// Judges the age of a user's credentials of one kind; nothing where there are none. `more` says that
/// there may be further ones, which the report does not list.
fn renewed<'a>(
    user: &User,
    limit: i64,
    more: bool,
    credentials: impl Iterator<Item = (&'a str, Option<Day>)>,
) -> Option<Finding> {
    let ages: Vec<(&str, Option<Day>)> = credentials.collect();
    let too_old = |day: Day| user.day.days_since(day) > limit;
    let described: Vec<String> = ages
        .iter()
        .map(|&(name, day)| match day {
            Some(day) => format!(
                "{name} renewed {day}, {}",
                days_ago(user.day.days_since(day))
            ),
            None => format!("the report does not say when {name} was renewed"),
        })
        .collect();
    let described = described.join("; ");
    let finding = if ages.iter().any(|&(_, day)| day.is_some_and(too_old)) {
        Finding::fail(&user.subject).actual(described)
    } else if ages.iter().any(|(_, day)| day.is_none()) {
        Finding::inconclusive(&user.subject).actual(described)
    } else if more {
        Finding::inconclusive(&user.subject).actual(MORE_CREDENTIALS)
    } else if ages.is_empty() {
        return None;
    } else {
        Finding::pass(&user.subject).actual(described)
    };
    Some(
        finding
            .expected(format!("renewed within {limit} days before {}", user.day))
            .at(user.place.clone()),
    )
}
