//! The rules, one function each, grouped by what they guard.

mod changes;
mod outsiders;
mod runners;
mod scripts;
mod secrets;
mod supply;
mod tokens;

use tickmark_plugin::prelude::*;

use crate::Config;
use crate::files::{File, Job, Step};

/// What each rule judges: all files of the evidence.
pub(crate) struct Subjects<'s, 'a> {
    pub(crate) files: &'s [File<'a>],
    pub(crate) config: &'s Config,
}

pub(crate) type Judge = fn(&Subjects<'_, '_>, &mut Findings<'_>);

/// Every rule of the plugin.
pub(crate) const RULES: &[Rule<Judge>] = &[
    supply::actions_pinned,
    supply::container_images_pinned,
    tokens::token_permissions_limited,
    tokens::checkout_token_not_kept,
    scripts::scripts_without_untrusted_input,
    scripts::unsafe_commands_off,
    outsiders::outsiders_code_without_rights,
    runners::own_runners_unreachable,
    secrets::secrets_handed_over_by_name,
    secrets::secrets_out_of_scripts,
    secrets::no_credentials_in_clear,
    changes::required_jobs_run,
];

impl<'s, 'a> Subjects<'s, 'a> {
    fn workflows(&self) -> impl Iterator<Item = &'s File<'a>> {
        self.files.iter().filter(|file| file.workflow)
    }

    fn jobs(&self) -> impl Iterator<Item = (&'s File<'a>, &'s Job<'a>)> {
        self.files
            .iter()
            .flat_map(|file| file.jobs.iter().map(move |job| (file, job)))
    }

    fn steps(&self) -> impl Iterator<Item = (&'s File<'a>, &'s Job<'a>, &'s Step<'a>)> {
        self.jobs()
            .flat_map(|(file, job)| job.steps.iter().map(move |step| (file, job, step)))
    }
}
