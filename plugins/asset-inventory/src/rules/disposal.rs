//! Assets that are no longer in use: sanitised, with a method, a day and a certificate.

use tickmark_plugin::prelude::*;
use tickmark_plugin::register::Record;
use tickmark_plugin::words;

use crate::config::{Config, Kind};
use crate::machines::{Found, Machines};
use crate::registers::{Registers, kind_and_status};
use crate::specs::{
    ASSET, CERTIFICATE, HOST, KIND, PERFORMED_BY, RETIRED, SANITISATION, SANITISED, SERIAL, STATUS,
    Sanitisation, Status,
};
use crate::words::{GONE, SANITISATIONS};

/// Media of retired assets are sanitised in time
///
/// Each asset with media of its own that is retired stands in the log of disposals with a method that
/// leaves no data behind (NIST SP 800-88 revision 1), the day and a certificate. Machines of a cloud are left out:
/// their media are the provider's. What was lost or stolen counts as retired, and what has left the premises
/// so, sold or given away has no time left. Source of the default: see `disposal-days`.
#[control(
    severity = High,
    method = Records,
    implements("CC6.5" = "No device leaves before its data is beyond recovery, and that is recorded."),
    supports("C1.2" = "Confidential data on retired media is destroyed."),
    supports("P4.3" = "Personal data on retired media is destroyed."),
    needs("assets", "disposals"),
    remedy = "Sanitise the media by clear, purge or destroy, obtain a certificate, and record method, day \
              and certificate in the log of disposals.",
)]
pub(crate) fn retired_assets_sanitised(registers: &Registers<'_, '_>, findings: &mut Findings<'_>) {
    let disposals = &registers.disposals;
    if disposals.is_absent() {
        return;
    }
    let needs = [&ASSET, &SANITISATION, &SANITISED, &CERTIFICATE];
    disposals.report_problems(findings, &needs);
    let doubtful = !disposals.problems(&needs).is_empty();
    let assets = Machines::new(&registers.assets, &[&ASSET, &HOST], Some(&SERIAL));
    let rows = Machines::new(disposals, &[&ASSET], Some(&SERIAL));
    let config = registers.config();
    let days = i64::from(config.disposal_days);
    registers
        .assets
        .judge(findings, &[&ASSET, &KIND, &STATUS], |record| {
            let (kind, status) = kind_and_status(record)?;
            if status != Status::Retired || !has_media(kind) {
                return Ok(None);
            }
            let retired = record.day(&RETIRED)?;
            let finding = match rows.find(record, &assets) {
                Found::None => match retired.map(|day| record.shown_on().days_since(day)) {
                    Some(ago) if (0..=days).contains(&ago) && !is_gone(record) => record
                        .not_applicable()
                        .actual(format!("retired {ago} days ago, not sanitised yet")),
                    _ if doubtful => record
                        .inconclusive()
                        .actual("not found in the log of disposals, part of which cannot be read"),
                    _ if is_gone(record) => record.fail().actual(format!(
                        "{}, and not in the log of disposals",
                        record.raw(&STATUS)
                    )),
                    _ => record.fail().actual("not in the log of disposals"),
                },
                Found::Unclear(row) => record
                    .inconclusive()
                    .actual("the disposal may be of this asset or of another one")
                    .at(row.place()),
                Found::Rows(found) => sanitised(record, &found, retired, config),
            };
            Ok(Some(finding.expected(format!(
                "sanitised, with day and certificate, within {days} days of retirement"
            ))))
        });
}

/// The best of an asset's disposals.
fn sanitised(
    asset: &Record<'_>,
    rows: &[Record<'_>],
    retired: Option<Day>,
    config: &Config,
) -> Finding {
    let mut told = asset.inconclusive().actual("no row");
    for row in rows {
        let finding = match flaws(row, config) {
            Err(problem) => asset
                .inconclusive()
                .actual(problem.message)
                .at(problem.place),
            Ok((flaws, _)) if !flaws.is_empty() => {
                asset.fail().actual(flaws.join(", ")).at(row.place())
            }
            Ok((_, done)) => {
                let took = retired.zip(done).map(|(from, done)| done.days_since(from));
                match took {
                    Some(took) if took > i64::from(config.disposal_days) => asset
                        .fail()
                        .actual(format!("sanitised {took} days after retirement"))
                        .at(row.place()),
                    // What was erased and then used again holds data again.
                    Some(took) if -took > i64::from(config.disposal_days) => asset
                        .fail()
                        .actual(format!("sanitised {} days before retirement", -took))
                        .at(row.place()),
                    _ => {
                        return asset
                            .pass()
                            .actual(format!(
                                "{}, {}, {}",
                                row.raw(&SANITISATION),
                                row.raw(&SANITISED),
                                row.raw(&CERTIFICATE)
                            ))
                            .at(row.place());
                    }
                }
            }
        };
        told = finding;
    }
    told
}

/// What is wrong with a disposal, and the day on which it was done.
fn flaws(row: &Record<'_>, config: &Config) -> Result<(Vec<String>, Option<Day>), Problem> {
    let mut flaws = Vec::new();
    match row.choice(&SANITISATION, SANITISATIONS)? {
        None => flaws.push("no method".to_owned()),
        Some(Sanitisation::By(method)) if config.accepted_methods.contains(&method) => {}
        Some(Sanitisation::By(_) | Sanitisation::Insufficient) => {
            flaws.push(format!("`{}` is not accepted", row.raw(&SANITISATION)));
        }
    }
    let done = row.day(&SANITISED)?;
    match done {
        None => flaws.push("no day".to_owned()),
        Some(day) if day > row.shown_on() => flaws.push(format!("planned for {day}")),
        Some(_) => {}
    }
    if row.reference(&CERTIFICATE).is_none() {
        flaws.push("no certificate".to_owned());
    }
    Ok((flaws, done))
}

/// Every disposal is recorded with method, day, certificate and who did it
///
/// The log of disposals by itself: rows of assets that the inventory no longer has are judged too.
#[control(
    severity = Medium,
    method = Records,
    supports("CC6.5" = "The record of each disposal is complete."),
    supports("C1.2" = "How confidential data was destroyed can be shown."),
    needs("disposals"),
    remedy = "Complete the row from the certificate, or sanitise the media again where there is none.",
)]
pub(crate) fn disposals_recorded(registers: &Registers<'_, '_>, findings: &mut Findings<'_>) {
    let needs = [
        &ASSET,
        &SANITISATION,
        &SANITISED,
        &CERTIFICATE,
        &PERFORMED_BY,
    ];
    registers.disposals.judge(findings, &needs, |record| {
        let (mut flaws, _) = flaws(record, registers.config())?;
        if record.text(&ASSET).is_none() {
            flaws.push("no asset".to_owned());
        }
        if record.text(&PERFORMED_BY).is_none() {
            flaws.push("nobody who did it".to_owned());
        }
        let finding = if flaws.is_empty() {
            record.pass().actual("all stated")
        } else {
            record.fail().actual(flaws.join(", "))
        };
        Ok(Some(finding.expected(
            "an accepted method, the day, a certificate and who did it",
        )))
    });
}

/// Whether an asset is out of reach.
fn is_gone(asset: &Record<'_>) -> bool {
    let status = words::words(asset.raw(&STATUS));
    GONE.contains(&status.as_str())
}

/// Whether an asset of a kind has media that outlive its use.
fn has_media(kind: Kind) -> bool {
    match kind {
        Kind::Server | Kind::Laptop | Kind::Network | Kind::Mobile | Kind::Media => true,
        Kind::VirtualServer | Kind::DataStore | Kind::Other => false,
    }
}
