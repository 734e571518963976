//! Users of an identity provider: who can sign in, with which second factor, and who administers.
//!
//! `pages`, `users` and `factors` read the answers of Okta, Entra ID and Google Workspace, `console` what
//! the consoles of the latter two download, `directory` puts them together, `rules` judges one account
//! at a time. What an export does not say stays unknown.

mod account;
mod config;
mod console;
mod directory;
mod factors;
mod pages;
mod rules;
mod users;

use tickmark_plugin::prelude::*;

pub use config::Config;
use directory::Directory;
use rules::{RULES, Subjects};

/// The plugin.
#[derive(Debug)]
pub struct IdentityProvider;

tickmark_plugin::export!(IdentityProvider);

const USERS: &str = "users";
const FACTORS: &str = "factors";
const ADMINISTRATORS: &str = "administrators";

impl Plugin for IdentityProvider {
    const ID: &'static str = "identity-provider";
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");
    const TITLE: &'static str = "Users and second factors of an identity provider";
    const DESCRIPTION: &'static str = "Reads users, enrolled factors and administrators as the APIs \
         of Okta, Microsoft Entra ID and Google Workspace answer them, and decides whether everybody \
         who can sign in has a second factor, whether it is a good one, whether unused accounts are \
         disabled, and whether administrators are few and well protected. It shows what is enrolled, \
         not whether the sign-on policy asks for it.";

    type Config = Config;

    fn inputs(_: Option<&Config>) -> Vec<Input> {
        vec![
            Input::new(
                USERS,
                "All users, all pages. Okta: `GET /api/v1/users?limit=200`, the pages joined into \
                 one list (`jq -s add`). Entra ID: `GET https://graph.microsoft.com/v1.0/users\
                 ?$select=id,userPrincipalName,accountEnabled,userType,createdDateTime,\
                 signInActivity`. Google Workspace: `GET https://admin.googleapis.com/admin/\
                 directory/v1/users?customer=my_customer&maxResults=500`. JSON as it was answered, \
                 one file a page or joined into one list. Or the CSV that \"Download users\" gives in \
                 the consoles of Google Workspace and Entra ID, with all columns: it tells no \
                 administrators, and that of Entra ID no sign-in.",
            )
            .required()
            .glob("okta/**/users*.json")
            .glob("entra/**/users*.json")
            .glob("google-workspace/**/users*.json")
            .glob("google-workspace/**/User_Download*.csv")
            .glob("entra/**/exportUsers*.csv")
            .max_age_days(30),
            Input::new(
                FACTORS,
                "Enrolled factors. Okta: `GET /api/v1/users/{id}/factors` for each user, one file a \
                 user named `{id}.json`, or one object with the users' ids as keys. Entra ID: `GET \
                 https://graph.microsoft.com/v1.0/reports/authenticationMethods/\
                 userRegistrationDetails`. Google Workspace gives them with the users.",
            )
            .glob("okta/**/factors*.json")
            .glob("okta/**/factors/*.json")
            .glob("entra/**/userRegistrationDetails*.json")
            .glob("entra/**/user-registration-details*.json")
            .max_age_days(30),
            Input::new(
                ADMINISTRATORS,
                "Users with administrative roles in Okta: `GET /api/v1/iam/assignees/users`, all \
                 pages. Entra ID tells them with the factors, Google Workspace with the users.",
            )
            .glob("okta/**/administrators*.json")
            .max_age_days(30),
        ]
    }

    fn controls(_: Option<&Config>) -> Vec<Control> {
        RULES.controls()
    }

    fn check(check: &Check<'_, Config>) -> Result<Report, Failure> {
        check.config.validate()?;
        let mut report = Report::new();
        let directory = Directory::read(check, &mut report);
        let subjects = Subjects {
            directory: &directory,
            config: &check.config,
        };
        for rule in RULES {
            (rule.check)(&subjects, &mut report.rule(rule));
        }
        Ok(report)
    }
}

#[cfg(test)]
mod tests;
