//! The inventory itself: owned, and complete as far as other tools can tell.

use tickmark_plugin::prelude::*;
use tickmark_plugin::register::Register;

use crate::machines::{Found, Machines};
use crate::registers::{Registers, in_scope, kind_and_status};
use crate::specs::{ASSET, HOST, KIND, OWNER, RETIRED, SEEN, SERIAL, STATUS, Status};

/// Every asset in scope has an owner
///
/// Each asset that is in use names an owner; where the roster is given, somebody who works here. `teams`
/// count too. What nobody owns, nobody patches or retires.
#[control(
    severity = Medium,
    method = Records,
    supports("CC2.1" = "An inventory with owners is the ground on which controls are measured."),
    supports("CC6.1" = "Information assets are identified, each with somebody who answers for it."),
    supports("CC1.5" = "Somebody is accountable for each asset."),
    needs("assets"),
    remedy = "Name an owner who works here for each asset, and hand assets over when people leave. Name \
              teams that own assets in `teams`.",
)]
pub(crate) fn assets_owned(registers: &Registers<'_, '_>, findings: &mut Findings<'_>) {
    let teams = &registers.config().teams;
    registers
        .assets
        .judge(findings, &[&ASSET, &STATUS, &KIND, &OWNER], |record| {
            let (_, status) = kind_and_status(record)?;
            let concerned = status == Status::InUse && in_scope(record)?;
            Ok(concerned.then(|| registers.roster.owner_finding(record, &OWNER, teams)))
        });
}

/// Machines that other tools see stand in the inventory
///
/// Each machine that endpoint protection or device management saw is an asset of the inventory, and none
/// was seen after its asset was retired. An inventory that misses machines makes every other measure of
/// coverage too good.
#[control(
    severity = Medium,
    method = Records,
    supports("CC2.1" = "The inventory is held against what other systems see."),
    supports("CC6.1" = "Machines that nobody recorded are found."),
    needs("assets", "agents", "devices"),
    remedy = "Add the machine to the inventory with its owner, or remove it from the tool where it is \
              gone. Find out why a retired machine still reports.",
)]
pub(crate) fn machines_inventoried(registers: &Registers<'_, '_>, findings: &mut Findings<'_>) {
    let seen: [&Register; 2] = [&registers.agents, &registers.devices];
    if registers.assets.is_absent() || seen.iter().any(|register| register.is_absent()) {
        return;
    }
    registers
        .assets
        .report_problems(findings, &[&ASSET, &STATUS]);
    let doubtful = !registers.assets.problems(&[&ASSET, &STATUS]).is_empty();
    let assets = Machines::new(&registers.assets, &[&ASSET, &HOST], Some(&SERIAL));
    for register in seen {
        register.report_problems(findings, &[&HOST]);
        if !register.has(&HOST) {
            continue;
        }
        let machines = Machines::new(register, &[&HOST], Some(&SERIAL));
        for record in register.records() {
            let expected = "an asset of the inventory that is not retired";
            let finding = match assets.find(&record, &machines) {
                Found::None if doubtful => record
                    .inconclusive()
                    .actual("not found in the inventory, part of which cannot be read"),
                Found::None => record.fail().actual("not in the inventory"),
                Found::Unclear(asset) => record
                    .inconclusive()
                    .actual(format!("may be `{}` or another asset", asset.subject()))
                    .at(asset.place()),
                Found::Rows(rows) => {
                    let judged = rows.iter().map(|asset| {
                        let retired = kind_and_status(asset)?.1 == Status::Retired;
                        let after = match (record.day(&SEEN)?, asset.day(&RETIRED)?) {
                            (Some(seen), Some(day)) => seen > day,
                            _ => true,
                        };
                        Ok::<_, Problem>((retired && after, asset))
                    });
                    match judged.collect::<Result<Vec<_>, _>>() {
                        Err(problem) => record
                            .inconclusive()
                            .actual(problem.message)
                            .at(problem.place),
                        Ok(judged) => match judged.iter().find(|(retired, _)| !retired) {
                            Some((_, asset)) => record
                                .pass()
                                .actual(format!("asset {}", asset.subject()))
                                .at(asset.place()),
                            None => record
                                .fail()
                                .actual(format!(
                                    "seen {} although its asset is retired",
                                    record.raw(&SEEN)
                                ))
                                .at(rows[0].place()),
                        },
                    }
                }
            };
            findings.push(finding.expected(expected));
        }
    }
    let files = seen.iter().flat_map(|register| register.files().to_vec());
    findings.complete(files.collect());
}
