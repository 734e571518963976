//! What has to cover assets and does: logs, endpoint protection, disk encryption.

use std::collections::BTreeMap;

use tickmark_plugin::Moment;
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
/// enough, unless another one says otherwise that did not see it earlier.
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

/// What an export says of an asset, and as of when.
struct Said {
    /// Nothing where that cannot be understood.
    covers: Option<bool>,
    actual: String,
    place: Location,
    seen: Option<Moment>,
    collected: Moment,
}

impl Said {
    fn of(verdict: Verdict, row: &Record<'_>, seen: Option<Moment>) -> Self {
        let (covers, actual, place) = match verdict {
            Ok((covers, actual)) => (Some(covers), actual, row.place()),
            Err(problem) => (None, problem.message, problem.place),
        };
        Self {
            covers,
            actual,
            place,
            seen,
            collected: row.shown_at(),
        }
    }

    /// Whether this is the later word on the asset than another one. Nothing where nobody can say. Of what was
    /// seen at one time the export that was collected later says what became of it.
    fn is_later_than(&self, other: &Self) -> Option<bool> {
        let (Some(ours), Some(theirs)) = (self.seen, other.seen) else {
            return None;
        };
        let day_alone = ours.is_whole_day() || theirs.is_whole_day();
        if ours == theirs {
            (self.collected != other.collected).then_some(self.collected > other.collected)
        } else if ours.day() == theirs.day() && day_alone {
            None
        } else {
            Some(ours > theirs)
        }
    }

    fn finding(self, asset: &Record<'_>) -> Finding {
        let finding = match self.covers {
            Some(covers) => asset.when(covers),
            None => asset.inconclusive(),
        };
        finding.actual(self.actual).at(self.place)
    }
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
    let said = exports.values().filter_map(|rows| last(rows, &verdict));
    let (good, mut others): (Vec<Said>, Vec<Said>) =
        said.partition(|said| said.covers == Some(true));
    let good = good
        .into_iter()
        .max_by_key(|said| (said.seen, said.collected));
    if let Some(good) = good {
        others.retain(|other| good.is_later_than(other) != Some(true));
        let certain =
            |other: &Said| other.covers == Some(false) && other.is_later_than(&good) == Some(true);
        if !others.is_empty() && !others.iter().all(certain) {
            let told =
                others.swap_remove(others.iter().position(|other| !certain(other)).unwrap_or(0));
            return asset
                .inconclusive()
                .actual(format!(
                    "{}; in another export: {}",
                    good.actual, told.actual
                ))
                .at(good.place)
                .at(told.place);
        }
        if others.is_empty() {
            return good.finding(asset);
        }
    }
    // A row that cannot be understood may be the good one.
    others
        .into_iter()
        .min_by_key(|said| said.covers.is_some())
        .map_or_else(
            || asset.inconclusive().actual("no row"),
            |said| said.finding(asset),
        )
}

/// What the row says that was seen last. Rows of one time that say different things show nothing.
fn last<'r>(rows: &[Record<'r>], verdict: impl Fn(&Record<'r>) -> Verdict) -> Option<Said> {
    let mut latest: Vec<&Record<'r>> = Vec::new();
    let mut when = None;
    for row in rows {
        let seen = match row.moment(&SEEN) {
            Ok(seen) => seen,
            Err(problem) => return Some(Said::of(Err(problem), row, None)),
        };
        if latest.is_empty() || seen > when {
            (latest, when) = (vec![row], seen);
        } else if seen == when {
            latest.push(row);
        }
    }
    let mut told: Option<Said> = None;
    for row in latest {
        let said = Said::of(verdict(row), row, when);
        if said.covers.is_none() {
            return Some(said);
        }
        if told.as_ref().is_some_and(|told| told.covers != said.covers) {
            let contradiction =
                row.problem("several rows were seen at one time, and they contradict each other");
            return Some(Said::of(Err(contradiction), row, when));
        }
        told.get_or_insert(said);
    }
    told
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
