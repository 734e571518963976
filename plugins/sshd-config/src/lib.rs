//! The configuration of OpenSSH servers, read as sshd itself reads it.
//!
//! `words` cuts lines, `keywords` and `values` know what may stand in them, `tree` puts a server's
//! files together with their `Include` and `Match` lines, `dump` reads the output of `sshd -T`, and
//! `servers` sorts the granted files into servers. A `view` answers what holds for one kind of
//! connection on one release; `judge` asks the `rules` about every such view and weighs what they say
//! (`verdict`) against what the evidence cannot show. Nothing but the rules and `weak` knows which
//! settings are good. `brief` keeps the report's texts short.

mod address;
mod algorithms;
mod brief;
mod config;
mod criteria;
mod dump;
pub mod effective;
mod judge;
mod keywords;
mod layout;
mod pattern;
mod rules;
mod servers;
mod tree;
mod values;
mod verdict;
mod version;
mod view;
mod weak;
mod words;

use tickmark_plugin::Attribute;
use tickmark_plugin::prelude::*;

pub use config::{Config, Forwarding, KeyboardInteractive, LogLevel, RootLogin};
use judge::Subjects;
use rules::RULES;
use servers::Fleet;

/// The plugin.
#[derive(Debug)]
pub struct SshdConfig;

tickmark_plugin::export!(SshdConfig);

const CONFIGURATION: &str = "server-config";

impl Plugin for SshdConfig {
    const ID: &'static str = "sshd-config";
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");
    const TITLE: &'static str = "OpenSSH server configuration";
    const DESCRIPTION: &'static str = "Reads sshd_config with the files that it includes, and the \
         output of sshd -T, as sshd itself does, and decides for each server, and for each Match \
         block that overrides something, how people sign in, which cryptography is accepted, what \
         may be forwarded and what is logged. Where a file says nothing, the defaults of portable \
         OpenSSH 7.4 to 10.5 decide; those of FreeBSD's and other patched builds may differ, and \
         sshd -T shows them.";

    type Config = Config;

    fn inputs(_: Option<&Config>) -> Vec<Input> {
        vec![
            Input::new(
                CONFIGURATION,
                "Configuration of OpenSSH servers, each server's under a directory that stands for \
                 its /, as in hosts/bastion-1/etc/ssh/sshd_config: that file and everything it \
                 includes, usually etc/ssh/sshd_config.d/*.conf. Best with the output of \
                 `sshd -T`, which shows what holds where the files say nothing, beside it as \
                 hosts/bastion-1/sshd-T.txt.",
            )
            .required()
            .glob("**/sshd_config")
            .glob("**/sshd_config.d/*.conf")
            .glob("**/crypto-policies/back-ends/opensshserver.config")
            .glob("**/sshd-T.txt")
            .glob("**/*.sshd-T.txt")
            .max_age_days(30),
        ]
    }

    fn controls(_: Option<&Config>) -> Vec<Control> {
        RULES.controls()
    }

    fn check(check: &Check<'_, Config>) -> Result<Report, Failure> {
        let fleet = Fleet::read(check, CONFIGURATION, &rules::reads());
        let mut report = Report::new();
        let subjects = Subjects {
            fleet: &fleet,
            config: &check.config,
        };
        for rule in RULES {
            (rule.check)(&subjects, &mut report.rule(rule));
        }
        report.attributes.extend(unused(&fleet));
        Ok(report)
    }
}

/// Files in servers' directories that their sshd does not read. They decide nothing, but somebody may
/// believe that they do.
fn unused(fleet: &Fleet) -> Option<Attribute> {
    let paths: Vec<&str> = fleet.unused.iter().map(|path| &**path).collect();
    (!paths.is_empty()).then(|| Attribute {
        key: "not-read-by-sshd".to_owned(),
        value: brief::text(paths.join(", ")),
    })
}

#[cfg(test)]
mod tests;
