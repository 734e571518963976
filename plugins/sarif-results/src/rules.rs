//! The rules: about scans, about open results, and about the rules of tools that configuration groups.

mod open;
mod scans;

use tickmark_plugin::prelude::*;

use crate::Config;
use crate::log::Scans;

pub(crate) use open::judge_group;
use open::{findings_fixed_in_time, no_secrets_open, suppressions_justified};
use scans::{code_scans_recent, expected_tools_ran, scans_succeeded};

/// What decides a control: it looks at all scans.
pub(crate) type Judge = fn(&Scans, &Config, &mut Findings<'_>);

/// The control that is only declared where tools are expected.
pub(crate) const EXPECTED_TOOLS: &str = "expected-tools-ran";

/// Every rule of the plugin.
pub(crate) const RULES: &[Rule<Judge>] = &[
    scans_succeeded,
    code_scans_recent,
    expected_tools_ran,
    findings_fixed_in_time,
    no_secrets_open,
    suppressions_justified,
];
