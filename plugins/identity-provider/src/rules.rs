//! The rules, one function each.

use tickmark_plugin::prelude::*;

use crate::Config;
use crate::account::{Account, SignIn, State, Strength, Use};
use crate::directory::{Directory, Scope};

/// What each rule judges: all accounts.
pub(crate) struct Subjects<'a> {
    pub(crate) directory: &'a Directory,
    pub(crate) config: &'a Config,
}

pub(crate) type Judge = fn(&Subjects<'_>, &mut Findings<'_>);

/// Every rule of the plugin.
pub(crate) const RULES: &[Rule<Judge>] = &[
    second_factor,
    no_weak_factors_only,
    administrators_phishing_resistant,
    unused_accounts_disabled,
    administrators_few,
    service_accounts_unprivileged,
    guests_second_factor,
    unused_guests_disabled,
];

const UNKNOWN_RIGHTS: &str = "the exports do not say whether the account has administrative rights";

/// Judges each account that is not disabled. One for which `judge` has nothing to say is no subject.
fn each(
    subjects: &Subjects<'_>,
    findings: &mut Findings<'_>,
    scopes: &[Scope],
    judge: impl Fn(&Account) -> Option<Finding>,
) {
    let directory = subjects.directory;
    for account in &directory.accounts {
        if account.state == State::Disabled {
            continue;
        }
        let Some(finding) = judge(account) else {
            continue;
        };
        findings.push(match &account.state {
            State::Unknown(why) => Finding::inconclusive(&account.subject)
                .expected(&finding.expected)
                .actual(why)
                .at(account.place.clone()),
            _ => finding,
        });
    }
    unclear(directory, findings, scopes);
    findings.complete(directory.files.clone());
}

fn unclear(directory: &Directory, findings: &mut Findings<'_>, scopes: &[Scope]) {
    for unclear in &directory.unclear {
        if unclear.scope == Scope::Users || scopes.contains(&unclear.scope) {
            findings.problem(&unclear.subject, &unclear.problem);
        }
    }
}

/// Judges the factors that are enrolled for an account; `least` is the worst that will do.
fn factors(account: &Account, least: Strength, expected: &str) -> Finding {
    let subject = &account.subject;
    let finding = match &account.factors {
        Err(reason) => Finding::inconclusive(subject)
            .actual(reason)
            .at(account.place.clone()),
        Ok(factors) => {
            let enrolled = least == Strength::Weak && factors.stated == Some(true);
            let kinds_unknown = factors.stated == Some(true) && factors.best == Strength::None;
            let finding = if factors.best >= least || enrolled {
                Finding::pass(subject).actual(&factors.shown)
            } else if account.state == State::Pending {
                Finding::not_applicable(subject).actual(format!(
                    "not activated by its holder yet; {}",
                    factors.shown
                ))
            } else if !factors.unknown.is_empty() {
                Finding::inconclusive(subject).actual(factors.unknown.join("; "))
            } else if kinds_unknown {
                Finding::inconclusive(subject)
                    .actual(format!("{}, but not which kind of factor", factors.shown))
            } else {
                Finding::fail(subject).actual(&factors.shown)
            };
            finding.at(factors.place.clone())
        }
    };
    finding.expected(expected)
}

/// Judges when an account was used last.
fn unused(account: &Account, limit_days: u32) -> Finding {
    let limit = i64::from(limit_days);
    let subject = &account.subject;
    let ago = |day: Day| account.day.days_since(day);
    let days = |day: Day| match ago(day) {
        1 => "1 day".to_owned(),
        days => format!("{days} days"),
    };
    let finding = match (&account.sign_in, account.created) {
        (SignIn::On(day), _) if ago(*day) < 0 => Finding::inconclusive(subject).actual(format!(
            "last sign-in {day} is after the export of {}",
            account.day
        )),
        (SignIn::On(day), _) => Finding::when(ago(*day) <= limit, subject)
            .actual(format!("last sign-in {day}, {} ago", days(*day))),
        (SignIn::Never, Some(day)) if ago(day) >= 0 => Finding::when(ago(day) <= limit, subject)
            .actual(format!("never signed in, created {day}, {} ago", days(day))),
        (SignIn::Never, _) => Finding::inconclusive(subject)
            .actual("never signed in, and the export does not say since when the account exists"),
        (SignIn::NotSince(day), Some(created)) if created >= *day => {
            return unused(
                &Account {
                    sign_in: SignIn::Never,
                    ..account.clone()
                },
                limit_days,
            );
        }
        (SignIn::NotSince(day), _) => Finding::when(ago(*day) <= limit, subject).actual(format!(
            "no successful sign-in since {day}, {} ago",
            days(*day)
        )),
        (SignIn::Unknown(why), _) => Finding::inconclusive(subject).actual(why),
    };
    finding
        .expected(format!(
            "signed in to within {limit} days before {}, or disabled",
            account.day
        ))
        .at(account.place.clone())
}

/// Everybody who can sign in has a second factor
///
/// A guessed, reused or phished password must not be enough. Accounts of people are examined that are
/// not suspended; e-mail and security questions are no second factor (NIST SP 800-63B). Enrolment is
/// shown, not that the sign-on policy asks for the factor. Source: CIS Controls 8.1, safeguards 6.3
/// and 6.4.
#[control(
    severity = Critical,
    method = Configuration,
    implements("CC6.1" = "Identities that sign in to the organisation's systems hold more than a password."),
    supports("CC6.6" = "A stolen password alone is of no use from outside the boundary."),
    remedy = "Have the person enrol a passkey, security key or authenticator app, or suspend the \
              account; let the sign-on policy demand enrolment. Then export users and factors again.",
)]
pub(crate) fn second_factor(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    each(subjects, findings, &[Scope::Factors], |account| {
        (account.used_by == Use::Person)
            .then(|| factors(account, Strength::Weak, "an enrolled second factor"))
    });
}

/// Nobody relies on SMS or voice alone
///
/// Messages and calls can be diverted by whoever takes over the telephone number. Source: NIST SP
/// 800-63B, which calls the telephone network a restricted authenticator. Google's answer does not tell
/// the kinds of factors, so that its users stay unproven here.
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC6.1" = "A second factor that can be diverted protects sign-in less."),
    remedy = "Have the person enrol a passkey, security key or authenticator app and take SMS and \
              voice out of the allowed factors.",
)]
pub(crate) fn no_weak_factors_only(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    each(subjects, findings, &[Scope::Factors], |account| {
        (account.used_by == Use::Person).then(|| {
            factors(
                account,
                Strength::Ordinary,
                "a second factor other than SMS and voice",
            )
        })
    });
}

/// Administrators hold a phishing-resistant factor
///
/// Whoever takes over an administrator takes over every account. Codes and pushes can be relayed by a
/// false sign-in page; FIDO2, passkeys and smart cards cannot. Source: CIS Microsoft 365 Foundations
/// Benchmark 3.1.0, recommendation 5.2.2.5; further kinds are configured (`phishing-resistant`).
#[control(
    severity = High,
    method = Configuration,
    supports("CC6.1" = "The identities that can change all others have the strongest sign-in."),
    supports("CC6.6" = "Administration from outside the boundary withstands phishing."),
    remedy = "Give the administrator a security key or passkey, demand it in the sign-on policy for \
              administrators, and export the factors again.",
)]
pub(crate) fn administrators_phishing_resistant(
    subjects: &Subjects<'_>,
    findings: &mut Findings<'_>,
) {
    let expected = "a phishing-resistant factor (FIDO2, passkey, smart card)";
    let scopes = [Scope::Factors, Scope::Administrators];
    each(subjects, findings, &scopes, |account| {
        match account.administrator {
            Some(false) => None,
            Some(true) => Some(factors(account, Strength::Resistant, expected)),
            None => Some(
                Finding::inconclusive(&account.subject)
                    .expected(expected)
                    .actual(UNKNOWN_RIGHTS)
                    .at(account.place.clone()),
            ),
        }
    });
}

/// Accounts that nobody uses are disabled
///
/// Nobody notices when an unused account is taken over, and it is often one that should have gone with
/// its holder. Source: CIS Controls 8.1, safeguard 5.3; the days are configured (`unused-days`).
#[control(
    severity = High,
    method = Configuration,
    supports("CC6.2" = "Access that is no longer needed is taken away, also where no leaver was reported."),
    supports("CC6.3" = "Rights that nobody uses are removed."),
    remedy = "Ask the holder or manager whether the account is still needed; suspend it if not, then \
              export the users again.",
)]
pub(crate) fn unused_accounts_disabled(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    each(subjects, findings, &[], |account| {
        (account.used_by == Use::Person).then(|| unused(account, subjects.config.unused_days))
    });
}

/// There are a few administrators, but more than one
///
/// Each administrator is a way to everything; a single one leaves nobody to act when it is lost. All
/// administrative roles count. Source: CIS Microsoft 365 Foundations Benchmark 3.1.0, recommendation
/// 1.1.3; the numbers are configured.
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC6.3" = "Rights over all accounts are held by few, as least privilege demands."),
    remedy = "Take administrative roles from those who do not need them daily, or appoint a second \
              administrator; then export the administrators again.",
)]
pub(crate) fn administrators_few(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    let (least, most) = (
        subjects.config.min_administrators as usize,
        subjects.config.max_administrators as usize,
    );
    let directory = subjects.directory;
    let mut providers: Vec<_> = directory.accounts.iter().map(|one| one.provider).collect();
    providers.sort_unstable();
    providers.dedup();
    for provider in providers {
        let active: Vec<&Account> = directory
            .accounts
            .iter()
            .filter(|account| account.provider == provider && account.state != State::Disabled)
            .collect();
        let unknown = active.iter().find(|account| {
            account.administrator.is_none()
                || (account.administrator == Some(true)
                    && matches!(account.state, State::Unknown(_)))
        });
        let mut administrators: Vec<&&Account> = active
            .iter()
            .filter(|account| account.administrator == Some(true))
            .collect();
        administrators.sort_by(|one, other| one.login.cmp(&other.login));
        let subject = format!("{provider} administrators");
        let named: Vec<&str> = administrators
            .iter()
            .take(5)
            .map(|account| account.login.as_str())
            .collect();
        let finding = match unknown {
            Some(account) => Finding::inconclusive(subject)
                .actual(format!("{}: {UNKNOWN_RIGHTS}", account.login))
                .at(account.place.clone()),
            None => Finding::when((least..=most).contains(&administrators.len()), subject).actual(
                format!(
                    "{} ({}{})",
                    administrators.len(),
                    named.join(", "),
                    if administrators.len() > named.len() {
                        ", …"
                    } else {
                        ""
                    }
                ),
            ),
        };
        let mut finding = finding.expected(format!("{least} to {most} administrators"));
        for account in administrators.iter().take(5) {
            finding = finding.at(account.place.clone());
        }
        if administrators.is_empty()
            && let Some(file) = directory.files.first()
        {
            finding = finding.at(file.clone());
        }
        findings.push(finding);
    }
    unclear(directory, findings, &[Scope::Administrators]);
    findings.complete(directory.files.clone());
}

/// Accounts that are excused from a second factor hold no administrative rights
///
/// Accounts of programs are named in the configuration (`service-accounts`) and are not asked for a
/// second factor, so they must not be a way around it. Source: CIS Controls 8.1, safeguards 5.5 and 6.5.
#[control(
    severity = High,
    method = Configuration,
    supports("CC6.1" = "No account with rights over others signs in with a password alone."),
    supports("CC6.3" = "Accounts of programs hold only the rights that their task needs."),
    remedy = "Take the administrative role from the account, or replace it by an API client with \
              limited scopes; then export the administrators again.",
)]
pub(crate) fn service_accounts_unprivileged(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    for name in &subjects.config.service_accounts {
        let name = name.trim().to_lowercase();
        let accounts = &subjects.directory.accounts;
        if !accounts.iter().any(|account| account.login == name) {
            findings.push(
                Finding::inconclusive(format!("service account {name}"))
                    .expected("an account of the exports")
                    .actual("`service-accounts` names an account that the exports do not hold"),
            );
        }
    }
    each(subjects, findings, &[Scope::Administrators], |account| {
        (account.used_by == Use::Service).then(|| {
            let finding = match account.administrator {
                Some(admin) => Finding::when(!admin, &account.subject).actual(if admin {
                    "an administrator"
                } else {
                    "no administrative rights"
                }),
                None => Finding::inconclusive(&account.subject).actual(UNKNOWN_RIGHTS),
            };
            finding
                .expected("no administrative rights")
                .at(account.place.clone())
        })
    });
}

/// Guests have a second factor
///
/// People of other organisations sign in from where nobody sees their devices. A guest without a factor
/// here may be asked for one at home, which these exports do not show, and so stays unproven. Source:
/// CIS Controls 8.1, safeguard 6.3.
#[control(
    severity = High,
    method = Configuration,
    supports("CC6.6" = "People from outside the boundary hold more than a password."),
    remedy = "Demand a second factor of guests in the sign-on policy and have them enrol here; where \
              their home organisation's factor is trusted, keep that decision as an attestation.",
)]
pub(crate) fn guests_second_factor(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    each(subjects, findings, &[Scope::Factors], |account| {
        (account.used_by == Use::Guest).then(|| {
            let mut finding = factors(account, Strength::Weak, "an enrolled second factor");
            if finding.outcome == Outcome::Fail {
                finding.outcome = Outcome::Inconclusive;
                finding.actual +=
                    "; whether the guest's own organisation asks for one is not shown";
            }
            finding
        })
    });
}

/// Guests that do not come any more are disabled
///
/// Nobody tells when a partner's people leave. Source: CIS Controls 8.1, safeguard 5.3; the days are
/// configured (`guest-unused-days`).
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC6.2" = "Access of outside people ends when they no longer use it."),
    remedy = "Remove the guest, or have whoever invited it confirm the need; then export the users \
              again.",
)]
pub(crate) fn unused_guests_disabled(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    each(subjects, findings, &[], |account| {
        (account.used_by == Use::Guest).then(|| unused(account, subjects.config.guest_unused_days))
    });
}
