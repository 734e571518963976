//! What survives a failure, a mistake or a busy day.

use tickmark_plugin::prelude::*;

use crate::table::{Scene, judge};
use crate::{aws, azure, google};

/// Data is backed up, and backups are kept long enough
///
/// Databases, tables, caches, file systems and backup plans are examined; a plan has to have something
/// that it backs up. That a backup can be restored is shown by a restore, not here. Source: AWS Security
/// Hub controls RDS.11, DynamoDB.2 and ElastiCache.1; the number of days is configured
/// (`backup-retention-days`).
#[control(
    severity = High,
    method = Configuration,
    implements("A1.2" = "Data is backed up by the system itself and can be recovered."),
    supports("PI1.5" = "Stored items can be restored."),
    remedy = "Set the retention to the number of days that is asked for, and turn point-in-time \
              recovery on.",
)]
pub(crate) fn backups_kept(scene: &Scene<'_, '_>, findings: &mut Findings<'_>) {
    judge(
        scene,
        &[aws::BACKED_UP, google::BACKED_UP, azure::BACKED_UP],
        findings,
    );
}

/// Databases and key vaults are protected against deletion
///
/// What counts is a setting of the service, which binds everybody; what forbids deletion to Terraform
/// alone does not. Databases of Azure have no such setting: a management lock has to cover them, their
/// server or their resource group. Source: AWS Security Hub controls RDS.7, RDS.8 and DynamoDB.6; CIS
/// Microsoft Azure Foundations Benchmark 2.1.0, recommendations 8.5 and 10.1.
#[control(
    severity = Medium,
    method = Configuration,
    supports("A1.2" = "One wrong command does not take a database away."),
    remedy = "Set deletion_protection (in Google Cloud settings.deletion_protection_enabled, \
              enable_drop_protection or delete_protection_state), or attach an azurerm_management_lock.",
)]
pub(crate) fn deletion_protected(scene: &Scene<'_, '_>, findings: &mut Findings<'_>) {
    judge(
        scene,
        &[
            aws::DELETION_PROTECTED,
            google::DELETION_PROTECTED,
            azure::DELETION_PROTECTED,
        ],
        findings,
    );
}

/// Services survive the loss of a zone
///
/// Databases, caches, search domains, brokers, clusters and groups of instances are examined. Source:
/// AWS Security Hub controls RDS.5, ElastiCache.3, AutoScaling.2 and Opensearch.6.
#[control(
    severity = Medium,
    method = Configuration,
    implements("A1.2" = "The loss of one data centre does not stop the service."),
    remedy = "Turn the multi-zone setting on, add a second instance to the cluster, or add subnets in \
              other zones.",
)]
pub(crate) fn spread_over_zones(scene: &Scene<'_, '_>, findings: &mut Findings<'_>) {
    judge(
        scene,
        &[aws::SPREAD, google::SPREAD, azure::SPREAD],
        findings,
    );
}

/// Capacity grows with demand
///
/// Groups of instances and scalable targets are examined: there is room to grow, and something makes
/// them grow. Tables that are paid per request have no capacity to plan.
#[control(
    severity = Low,
    method = Configuration,
    implements("A1.1" = "Further capacity is added when demand asks for it."),
    remedy = "Set max_size above min_size and attach a scaling policy that adds capacity.",
)]
pub(crate) fn capacity_scales(scene: &Scene<'_, '_>, findings: &mut Findings<'_>) {
    judge(
        scene,
        &[aws::SCALING, google::SCALING, azure::SCALING],
        findings,
    );
}
