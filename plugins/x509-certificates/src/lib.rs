//! X.509 certificates that servers show: whether they are current, strong, whole and for the names
//! that customers call.
//!
//! `files` finds the blocks of PEM files, `certificate` takes out of each certificate what the rules
//! ask, `rules` judges. Signatures are not verified: every client of a server does that already, while
//! nobody but its owner looks at what is still to come.

mod algorithms;
mod certificate;
mod config;
mod files;
mod names;
mod rules;

use tickmark_plugin::prelude::*;

pub use config::{Config, SelfSigned};
use files::Files;
use rules::{NAMED, RULES, Subjects};

/// The plugin.
#[derive(Debug)]
pub struct X509Certificates;

tickmark_plugin::export!(X509Certificates);

const CERTIFICATES: &str = "certificates";

impl Plugin for X509Certificates {
    const ID: &'static str = "x509-certificates";
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");
    const TITLE: &'static str = "X.509 server certificates";
    const DESCRIPTION: &'static str = "Reads the certificate chains that servers send (PEM) and \
         decides for each certificate whether it stays valid long enough, whether its key and \
         signature are strong, whether the chain is in order and each authority may issue, and \
         whether the leaf names what it serves. Signatures and revocation are not verified, and no \
         list of trusted roots is consulted.";

    type Config = Config;

    fn inputs(_: Option<&Config>) -> Vec<Input> {
        vec![
            Input::new(
                CERTIFICATES,
                "Certificate chains as servers send them, one PEM file an endpoint with the leaf \
                 first: `openssl s_client -connect HOST:443 -servername HOST -showcerts < \
                 /dev/null > HOST.pem`, or the `fullchain.pem` of an ACME client. Private keys do \
                 not belong in evidence.",
            )
            .required()
            .glob("tls/**/*.{pem,crt,cer}")
            .glob("certificates/**/*.{pem,crt,cer}")
            .max_age_days(30),
        ]
    }

    fn controls(config: Option<&Config>) -> Vec<Control> {
        // Without names to hold the certificates against, nothing could ever decide the control.
        let named = config.is_none_or(|config| !config.expected_names.is_empty());
        let mut controls = RULES.controls();
        controls.extend(NAMED.controls().into_iter().filter(|_| named));
        controls
    }

    fn check(check: &Check<'_, Config>) -> Result<Report, Failure> {
        check.config.validate()?;
        let mut report = Report::new();
        let files = Files::read(check, CERTIFICATES, &mut report);
        let subjects = Subjects {
            files: &files,
            config: &check.config,
            as_of: check.as_of,
        };
        let named = NAMED
            .iter()
            .filter(|_| !check.config.expected_names.is_empty());
        for rule in RULES.iter().chain(named) {
            (rule.check)(&subjects, &mut report.rule(rule));
        }
        Ok(report)
    }
}

#[cfg(test)]
mod tests;
