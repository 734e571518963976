//! Rules on what is switched on in each region.

use tickmark_plugin::prelude::*;

use super::Subjects;
use crate::estate::{Estate, regionless};
use crate::regional::{Detector, RecorderStatus};
use crate::source::{FLOW_LOGS, RECORDERS, VPCS};
use crate::verdict::Verdict;

/// Judges each region in which a service is expected.
fn each_region(
    subjects: &Subjects<'_>,
    findings: &mut Findings<'_>,
    expected: &str,
    judge: impl Fn(&Estate, &str) -> Verdict,
) {
    for region in subjects.estate.expected_regions(subjects.config) {
        findings.push(judge(subjects.estate, &region).finding(&region, expected));
    }
    unnamed(subjects, findings);
}

/// Says that the regions are not configured: the evidence cannot show that none was forgotten.
fn unnamed(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    let config = subjects.config;
    if config.regions.is_empty() && !subjects.estate.expected_regions(config).is_empty() {
        findings.push(
            Finding::inconclusive("regions")
                .expected("`regions` names every region that is enabled in the account")
                .actual(
                    "`regions` is not configured, so that nobody would see a region that was \
                     forgotten; name those that `aws account list-regions \
                     --region-opt-status-contains ENABLED ENABLED_BY_DEFAULT` lists",
                ),
        );
    }
}

/// Names each expected region for which `answered` knows no answer of a command.
pub(super) fn unanswered(
    subjects: &Subjects<'_>,
    findings: &mut Findings<'_>,
    command: &str,
    answered: impl Fn(&str) -> bool,
) {
    for region in subjects.estate.expected_regions(subjects.config) {
        if !answered(&region) {
            let expected = format!("an answer of {command}");
            findings.push(no_answer(command).finding(&region, &expected));
        }
    }
    unnamed(subjects, findings);
}

fn no_answer(command: &str) -> Verdict {
    Verdict::unknown(format!("no answer of {command} of this region"), Vec::new())
}

/// GuardDuty is enabled in every region
///
/// GuardDuty reads the account's API calls, DNS queries and flow logs and reports what looks like an
/// attack. It sees only regions in which it is on. Each expected region is examined (`regions`; without
/// it, those that the evidence names, and whether others are forgotten stays open). Source: AWS
/// Foundational Security Best Practices, control `GuardDuty.1`. Whether anybody reads its findings is not
/// shown here.
#[control(
    severity = High,
    method = Configuration,
    implements("CC7.2" = "The activity of the account is watched continuously for signs of attack."),
    supports("CC6.8" = "Traffic of known malicious software is noticed."),
    needs("detectors"),
    remedy = "Enable GuardDuty in the region, best for the whole organisation by a delegated \
              administrator; then collect list-detectors and get-detector again.",
)]
pub(crate) fn guardduty(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    each_region(
        subjects,
        findings,
        "an enabled detector",
        |estate, region| {
            let of_region: Vec<&Detector> = estate
                .detectors
                .iter()
                .filter(|detector| detector.region.as_deref() == Some(region))
                .collect();
            let stated = of_region.iter().any(|detector| !detector.only_names());
            Verdict::one(
                of_region
                    .iter()
                    .filter(|detector| !(stated && detector.only_names()))
                    .map(|detector| detector.verdict()),
                no_answer("list-detectors"),
            )
        },
    );
}

/// AWS Config records every resource in every region
///
/// A change that opens a system can be found only where the former and the new state are on record. A
/// recorder has to run without failure in each expected region and record all types of resources;
/// global ones (users, roles) have to be recorded in at least one. Source: CIS AWS Foundations
/// Benchmark 3.0.0, recommendation 3.3.
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC7.1" = "Changes of configuration are on record, so that new weaknesses can be detected."),
    supports("CC7.2" = "Unusual changes of resources can be seen."),
    needs("recorders", "recorder-status"),
    remedy = "Start a recorder of all supported resources in the region, and include global resource \
              types in one region; then collect recorders and their status again.",
)]
pub(crate) fn config_recorder(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    let expected = "a running recorder of all supported resources";
    each_region(subjects, findings, expected, |estate, region| {
        let of_region = |of: &Option<String>| of.as_deref() == Some(region);
        let recorders = estate.recorders.iter().filter(|it| of_region(&it.region));
        let verdicts = recorders.map(|recorder| {
            let status = estate
                .recorder_status
                .iter()
                .filter(|status| of_region(&status.region) && status.name == recorder.name)
                .map(RecorderStatus::verdict);
            let none = Verdict::unknown(
                "no answer of describe-configuration-recorder-status",
                vec![recorder.place.clone()],
            );
            Verdict::all([recorder.records_all(), Verdict::one(status, none)])
        });
        // An account has one recorder of its own in a region.
        Verdict::one(
            verdicts,
            estate.absent(RECORDERS, Some(region), "no recorder"),
        )
    });
    let estate = subjects.estate;
    for recorder in estate.recorders.iter().filter(|it| it.region.is_none()) {
        findings.problem(&recorder.name, &regionless(recorder.place.clone()));
    }
    if estate.places(RECORDERS, None).is_empty() {
        return;
    }
    let global = estate.recorders.iter().map(|recorder| {
        let region = recorder.region.as_deref().unwrap_or("an unnamed region");
        Verdict::flag(
            recorder.global,
            "includeGlobalResourceTypes",
            &recorder.place,
        )
        .named(region)
    });
    let none = estate.absent(RECORDERS, None, "no recorder");
    findings.push(Verdict::any(global, none).finding(
        "global resources",
        "includeGlobalResourceTypes true in at least one region",
    ));
}

/// Security Hub is enabled in every region
///
/// Security Hub brings findings together and checks the account against standards; which ones is not
/// shown here. Source: CIS AWS Foundations Benchmark 3.0.0, recommendation 4.16 (level 2).
#[control(
    severity = Low,
    method = Configuration,
    supports("CC7.1" = "Weak configuration is checked for and brought together in one place."),
    supports("CC7.2" = "Findings of several detectors are brought together."),
    needs("security-hub"),
    remedy = "`aws securityhub enable-security-hub --region REGION`, then collect describe-hub again.",
)]
pub(crate) fn security_hub(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    each_region(subjects, findings, "a HubArn", |estate, region| {
        let of_region = estate
            .hubs
            .iter()
            .filter(|hub| hub.region.as_deref() == Some(region));
        Verdict::one(
            of_region.map(|hub| {
                let place = vec![hub.place.clone()];
                if hub.subscribed {
                    Verdict::yes("a HubArn", place)
                } else {
                    Verdict::no("AWS answered that the account is not subscribed", place)
                }
            }),
            no_answer("describe-hub"),
        )
    });
    for hub in subjects.estate.hubs.iter().filter(|it| it.region.is_none()) {
        findings.problem(&hub.place.path, &regionless(hub.place.clone()));
    }
}

/// Every VPC has an active flow log
///
/// Flow logs show which traffic was accepted and rejected, without which a breach cannot be followed.
/// The flow log has to be of the VPC as a whole. VPCs have to be listed for each expected region
/// (`regions`). Source: CIS AWS Foundations Benchmark 3.0.0, recommendation 3.7, which accepts any kind of
/// traffic.
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC7.2" = "Traffic is recorded, so that unusual connections can be seen."),
    supports("CC7.3" = "What a security event reached can be told from the recorded traffic."),
    needs("vpcs", "flow-logs"),
    remedy = "Create a flow log of the VPC, or delete the VPC where it is an unused default; then \
              collect VPCs and flow logs of the region again.",
)]
pub(crate) fn flow_logs(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    let estate = subjects.estate;
    let mut by_vpc: std::collections::BTreeMap<&str, Vec<Verdict>> =
        std::collections::BTreeMap::new();
    for log in &estate.flow_logs {
        by_vpc.entry(&log.resource).or_default().push(log.verdict());
    }
    for vpc in &estate.vpcs {
        let foreign = vpc
            .owner
            .as_ref()
            .filter(|owner| !estate.accounts.contains(*owner));
        if let Some(owner) = foreign {
            findings.push(
                Finding::not_applicable(vpc.subject())
                    .expected("an active flow log")
                    .actual(format!("shared by account {owner}, whose VPC it is"))
                    .at(vpc.place.clone()),
            );
            continue;
        }
        let none = estate.absent(FLOW_LOGS, vpc.region.as_deref(), "no flow log of the VPC");
        let of_vpc = by_vpc.remove(vpc.id.as_str()).unwrap_or_default();
        let finding = Verdict::any(of_vpc, none).finding(&vpc.subject(), "an active flow log");
        findings.push(finding.at(vpc.place.clone()));
    }
    unanswered(subjects, findings, "describe-vpcs", |region| {
        estate.answered_for(VPCS, region)
    });
}
