//! The rules, one function each.

mod events;
mod regions;
mod trails;

use tickmark_plugin::prelude::*;

use crate::Config;
use crate::estate::Estate;

/// What each rule judges: the whole account.
pub(crate) struct Subjects<'a> {
    pub(crate) estate: &'a Estate,
    pub(crate) config: &'a Config,
}

pub(crate) type Judge = fn(&Subjects<'_>, &mut Findings<'_>);

/// Every rule of the plugin.
pub(crate) const RULES: &[Rule<Judge>] = &[
    trails::trail_all_regions,
    trails::trail_validation,
    trails::trail_encryption,
    events::events_alarmed,
    trails::log_retention,
    regions::flow_logs,
    regions::guardduty,
    regions::config_recorder,
    regions::security_hub,
    DATA_EVENTS,
];

/// Declared only where it is configured.
const DATA_EVENTS: Rule<Judge> = trails::trail_data_events;

/// The rules that apply with a configuration.
pub(crate) fn claimed(config: Option<&Config>) -> Vec<Rule<Judge>> {
    RULES
        .iter()
        .filter(|rule| {
            rule.control.id != DATA_EVENTS.control.id
                || config.is_none_or(|config| config.data_events)
        })
        .copied()
        .collect()
}

/// Judges the account, and names what could not be understood of what the rule needs.
pub(crate) fn judge(rule: &Rule<Judge>, subjects: &Subjects<'_>, report: &mut Report) {
    let estate = subjects.estate;
    let mut findings = report.rule(rule);
    let needs = rule.control.needs;
    if estate.accounts.len() > 1 {
        let accounts: Vec<&str> = estate.accounts.iter().map(String::as_str).collect();
        findings.push(
            Finding::inconclusive("accounts")
                .expected("evidence of one account")
                .actual(format!(
                    "the evidence is of the accounts {}; make a check or a target for each",
                    accounts.join(", ")
                )),
        );
        return;
    }
    (rule.check)(subjects, &mut findings);
    for unclear in &estate.unclear {
        if needs.contains(&unclear.input) {
            findings.problem(&unclear.subject, &unclear.problem);
        }
    }
    let shown_by: Vec<Location> = needs
        .first()
        .map(|input| estate.places(input, None))
        .unwrap_or_default();
    let control = rule.control.id;
    let examined = report.findings.iter().any(|it| it.control == control);
    if examined || !shown_by.is_empty() {
        report.rule(rule).complete(shown_by);
    }
}
