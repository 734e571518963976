//! What has to cover assets and does: logs, endpoint protection, disk encryption.

use std::collections::BTreeMap;

use tickmark_plugin::prelude::*;
use tickmark_plugin::register::{Field, Record, Register};
use tickmark_plugin::words::same_key;

use crate::config::Kind;
use crate::machines::{Found, Machines};
use crate::registers::{Registers, in_scope, kind_and_status};
use crate::specs::{
    AGENT_STATE, ASSET, ENCRYPTION, HOST, KIND, RESTRICTED, SEEN, SERIAL, SOURCE_STATE, STATUS,
    Status,
};
use crate::words::{AGENT_STATES, ENCRYPTIONS, RESTRICTIONS, SOURCE_STATES};

/// What a row of the covering register says: whether it covers, and in which words.
type Verdict = Result<(bool, String), Problem>;

/// What must cover which assets.
struct Coverage<'a> {
    by: &'a Register,
    /// The fields that the covering register needs.
    needs: &'a [&'a Field],
    serial: Option<&'static Field>,
    kinds: &'a [Kind],
    /// What covers, as in `an agent`.
    what: &'a str,
    expected: String,
}

/// Every asset in scope that has to be logged is a log source that delivers
///
/// Each server, data store and network device of the inventory (see `logged-kinds`) is a source of the log
/// platform, switched on, with an event in the last days. An auditor asks first whether the logs are
/// complete. Source of the default: see `log-seen-days`.
#[control(
    severity = High,
    method = Records,
    implements("CC2.1" = "The information on which monitoring stands comes from every asset in scope."),
    supports("CC7.2" = "Anomalies are only seen on assets whose logs arrive."),
    needs("assets", "log-sources"),
    remedy = "Send the asset's logs to the platform, and raise an alert when a source falls silent.",
)]
pub(crate) fn assets_logged(registers: &Registers<'_, '_>, findings: &mut Findings<'_>) {
    let config = registers.config();
    let days = config.log_seen_days;
    let coverage = Coverage {
        by: &registers.log_sources,
        needs: &[&HOST, &SEEN],
        serial: None,
        kinds: &config.logged_kinds,
        what: "log source",
        expected: format!("a log source with an event in the last {days} days"),
    };
    covered(registers, findings, &coverage, |_, source| {
        if source.choice(&SOURCE_STATE, SOURCE_STATES)? == Some(false) {
            return Ok((
                false,
                format!("the source is {}", source.raw(&SOURCE_STATE)),
            ));
        }
        seen(source, days, "last event")
    });
}

/// Every machine in scope runs endpoint protection that reports
///
/// Each server and laptop of the inventory (see `protected-kinds`) has an agent that protects and was
/// seen lately. One hundred percent of the inventory, not of the machines that the console knows. Source
/// of the defaults: see `agent-seen-days` and `laptop-seen-days`.
#[control(
    severity = High,
    method = Records,
    implements("CC6.8" = "Malicious software is looked for on every machine in scope."),
    supports("CC7.2" = "What endpoint protection sees reaches those who watch."),
    supports("CC6.7" = "Devices that carry data are guarded by an agent."),
    needs("assets", "agents"),
    remedy = "Install the agent, or repair it, and have the console report agents that fall silent. Mark \
              what the system does not contain as out of scope in the inventory.",
)]
pub(crate) fn endpoints_protected(registers: &Registers<'_, '_>, findings: &mut Findings<'_>) {
    let config = registers.config();
    let coverage = Coverage {
        by: &registers.agents,
        needs: &[&HOST, &SEEN],
        serial: Some(&SERIAL),
        kinds: &config.protected_kinds,
        what: "agent",
        expected: format!(
            "an agent, seen in the last {} days ({} on laptops)",
            config.agent_seen_days, config.laptop_seen_days
        ),
    };
    covered(registers, findings, &coverage, |kind, agent| {
        let days = match kind {
            Kind::Laptop => config.laptop_seen_days,
            _ => config.agent_seen_days,
        };
        let (fresh, when) = seen(agent, days, "agent last seen")?;
        Ok(match unprotected(agent) {
            _ if !fresh => (false, when),
            Ok(None) => (true, when),
            Ok(Some(why)) => (false, why),
            Err(problem) => return Err(problem),
        })
    });
}

/// Why an agent does not protect, if it does not. An export that says nothing of it shows a machine, and no
/// protection.
fn unprotected(agent: &Record<'_>) -> Result<Option<String>, Problem> {
    let state = agent.choice(&AGENT_STATE, AGENT_STATES)?;
    if state == Some(false) {
        return Ok(Some(format!("the agent is {}", agent.raw(&AGENT_STATE))));
    }
    let restricted = agent.choice(&RESTRICTED, RESTRICTIONS)?;
    if restricted == Some(true) {
        let said = agent.raw(&RESTRICTED);
        return Ok(Some(format!("the agent is restricted: {said}")));
    }
    // `na` is what an agent reports that nothing restricts; it is no value to other fields.
    let unrestricted = restricted == Some(false) || same_key(agent.raw(&RESTRICTED), "na");
    // A word for something unknown leaves open what the state alone would have said.
    let undecided = state.is_none() || !agent.raw(&RESTRICTED).is_empty();
    if undecided && !unrestricted {
        return Err(agent.problem(
            "the export does not say whether the agent protects (name the column of \
             `agent-state` or `restricted` in `columns`)",
        ));
    }
    Ok(None)
}

/// The disks of all laptops are encrypted
///
/// Each laptop of the inventory is known to the device management, which shows its disk encrypted as a
/// whole and saw it lately. A laptop that is lost is then a loss of hardware, not of data. A state that
/// covers part of the disk, or that is still being reached, is none.
#[control(
    severity = High,
    method = Records,
    implements("CC6.7" = "Data that leaves the premises on laptops is protected by encryption."),
    supports("CC6.1" = "Data at rest on laptops is encrypted."),
    supports("C1.1" = "Confidential data on laptops is protected."),
    needs("assets", "devices"),
    remedy = "Enrol the laptop in device management with a profile that enforces disk encryption and \
              escrows the recovery key.",
)]
pub(crate) fn laptop_disks_encrypted(registers: &Registers<'_, '_>, findings: &mut Findings<'_>) {
    let days = registers.config().laptop_seen_days;
    let coverage = Coverage {
        by: &registers.devices,
        needs: &[&HOST, &ENCRYPTION, &SEEN],
        serial: Some(&SERIAL),
        kinds: &[Kind::Laptop],
        what: "managed device",
        expected: format!("a managed device with an encrypted disk, seen in the last {days} days"),
    };
    covered(registers, findings, &coverage, |_, device| {
        match device.choice(&ENCRYPTION, ENCRYPTIONS)? {
            None => Err(device.problem("the export states no encryption")),
            Some(false) => Ok((false, format!("encryption: {}", device.raw(&ENCRYPTION)))),
            Some(true) => {
                let (ok, when) = seen(device, days, "last seen")?;
                Ok((ok, format!("encrypted, {when}")))
            }
        }
    });
}

/// Judges each asset in scope and in use by the rows that cover it. In each export the row decides that was
/// seen last: a machine that was enrolled anew leaves its old row behind. One export in which it is good is
/// enough.
fn covered(
    registers: &Registers<'_, '_>,
    findings: &mut Findings<'_>,
    coverage: &Coverage<'_>,
    verdict: impl Fn(Kind, &Record<'_>) -> Verdict,
) {
    if coverage.by.is_absent() {
        return;
    }
    coverage.by.report_problems(findings, coverage.needs);
    if coverage.needs.iter().any(|field| !coverage.by.has(field)) {
        return;
    }
    let doubtful = !coverage.by.problems(coverage.needs).is_empty();
    let assets = Machines::new(&registers.assets, &[&ASSET, &HOST], Some(&SERIAL));
    let others = Machines::new(coverage.by, &[&HOST], coverage.serial);
    registers
        .assets
        .judge(findings, &[&ASSET, &KIND, &STATUS], |record| {
            let (kind, status) = kind_and_status(record)?;
            if status != Status::InUse || !coverage.kinds.contains(&kind) || !in_scope(record)? {
                return Ok(None);
            }
            let finding = match others.find(record, &assets) {
                Found::None if doubtful => record.inconclusive().actual(format!(
                    "no {} is found, but part of the export cannot be read",
                    coverage.what
                )),
                Found::None => record.fail().actual(format!("no {}", coverage.what)),
                Found::Unclear(row) => record
                    .inconclusive()
                    .actual(format!(
                        "`{}` may be of this asset or of another one",
                        row.subject()
                    ))
                    .at(row.place()),
                Found::Rows(rows) => best(record, &rows, |row| verdict(kind, row)),
            };
            Ok(Some(finding.expected(&coverage.expected)))
        });
}

fn best<'r>(
    asset: &Record<'_>,
    rows: &[Record<'r>],
    verdict: impl Fn(&Record<'r>) -> Verdict,
) -> Finding {
    let mut exports: BTreeMap<String, Vec<Record<'r>>> = BTreeMap::new();
    for row in rows {
        exports.entry(row.place().path).or_default().push(*row);
    }
    let mut told: Option<Finding> = None;
    for rows in exports.values() {
        let (outcome, actual, place) = match last(rows, &verdict) {
            Ok(((true, actual), place)) => return asset.pass().actual(actual).at(place),
            Ok(((false, actual), place)) => (Outcome::Fail, actual, place),
            Err(problem) => (Outcome::Inconclusive, problem.message, problem.place),
        };
        let mut finding = asset.inconclusive().actual(actual).at(place);
        finding.outcome = outcome;
        // A row that cannot be understood may be the good one.
        let replaces = told
            .as_ref()
            .is_none_or(|told| told.outcome == Outcome::Fail && finding.outcome != Outcome::Fail);
        if replaces {
            told = Some(finding);
        }
    }
    told.unwrap_or_else(|| asset.inconclusive().actual("no row"))
}

/// What the row says that was seen last. Rows of one time that say different things show nothing.
fn last<'r>(
    rows: &[Record<'r>],
    verdict: impl Fn(&Record<'r>) -> Verdict,
) -> Result<((bool, String), Location), Problem> {
    let mut latest: Vec<&Record<'r>> = Vec::new();
    let mut when = None;
    for row in rows {
        let seen = row.moment(&SEEN)?;
        if latest.is_empty() || seen > when {
            (latest, when) = (vec![row], seen);
        } else if seen == when {
            latest.push(row);
        }
    }
    let mut told: Option<((bool, String), Location)> = None;
    for row in latest {
        let said = verdict(row)?;
        if told.as_ref().is_some_and(|((good, _), _)| *good != said.0) {
            return Err(
                row.problem("several rows were seen at one time, and they contradict each other")
            );
        }
        told.get_or_insert((said, row.place()));
    }
    told.ok_or_else(|| Problem::new(Location::file(""), "no row"))
}

/// Whether a row was seen in so many days before its file shows the state. A time in the future shows
/// nothing.
fn seen(row: &Record<'_>, days: u32, what: &str) -> Verdict {
    let Some(day) = row.day(&SEEN)? else {
        return Ok((false, format!("{what}: never")));
    };
    let ago = row.shown_on().days_since(day);
    // Clocks and zones make a day of difference.
    if ago < -1 {
        return Err(row.problem(format!("{what} {day} lies in the future")));
    }
    Ok((ago <= i64::from(days), format!("{what} {day}")))
}
