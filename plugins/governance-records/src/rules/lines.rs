//! Reporting lines.

use tickmark_plugin::prelude::*;
use tickmark_plugin::roster::{Holder, Roster, Standing, Worker};

use crate::records::Records;

/// Longer lines are taken for a mistake.
const MAX_LEVELS: usize = 50;

/// Reporting lines lead to the top
///
/// Every current worker reports to a current worker, and the line ends, without a circle, at one of at most
/// `heads` people who report to nobody. Auditors ask for the organisation chart; a chart with people who
/// left, or with loose ends, shows that nobody keeps it.
#[control(
    severity = Low,
    method = Records,
    implements("CC1.3" = "Reporting lines are established and lead to those who direct the organisation."),
    needs("roster"),
    remedy = "Correct the manager in the HR system and export the roster again.",
)]
pub(crate) fn reporting_lines_resolve(records: &Records<'_>, findings: &mut Findings<'_>) {
    let roster = &records.roster;
    let current = || roster.workers().filter(|worker| worker.is_current());
    let heads = current().filter(|worker| worker.manager.is_empty()).count();
    let no_managers = heads == current().count();
    let most = records.config.heads as usize;
    roster.judge(findings, |worker| {
        if !worker.is_current() {
            return Ok(None);
        }
        let finding = if !worker.manager.is_empty() {
            line(roster, worker)
        } else if no_managers && heads > 1 {
            Finding::inconclusive(&worker.label).actual("the roster states no managers")
        } else {
            Finding::when(heads <= most, &worker.label)
                .actual(format!("reports to nobody, as do {} others", heads - 1))
        };
        Ok(Some(finding.expected(format!(
            "a line of current workers to one of at most {most} without a manager"
        ))))
    });
}

fn line(roster: &Roster, worker: &Worker) -> Finding {
    let mut above = vec![&worker.place];
    let mut at = worker;
    while !at.manager.is_empty() {
        let manager = match roster.holder(&at.manager) {
            Holder::Worker(manager) | Holder::Title(manager) => manager,
            Holder::Nobody | Holder::Unnamed => return broken(worker, at, "is not in the roster"),
            Holder::Unclear(why) => {
                let manager = tickmark_plugin::brief(&at.manager, 80);
                return Finding::inconclusive(&worker.label)
                    .actual(format!("the manager {manager}: {why}"));
            }
        };
        match manager.standing {
            Standing::Left => return broken(worker, at, "has left"),
            Standing::NotStarted => return broken(worker, at, "has not started"),
            Standing::Active | Standing::OnLeave => {}
        }
        if above.contains(&&manager.place) {
            return Finding::fail(&worker.label)
                .actual(format!("the line runs in a circle at {}", manager.label));
        }
        if above.len() > MAX_LEVELS {
            return Finding::inconclusive(&worker.label)
                .actual(format!("more than {MAX_LEVELS} levels"));
        }
        above.push(&manager.place);
        at = manager;
    }
    Finding::pass(&worker.label).actual(format!("{} levels up to {}", above.len() - 1, at.label))
}

/// A break, here or further up.
fn broken(worker: &Worker, at: &Worker, why: &str) -> Finding {
    let manager = tickmark_plugin::brief(&at.manager, 80);
    let above = if worker.place == at.place {
        String::new()
    } else {
        format!(" (above {})", at.label)
    };
    Finding::fail(&worker.label).actual(format!("the manager {manager}{above} {why}"))
}
