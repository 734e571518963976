//! What is recorded, and for how long.

use tickmark_plugin::prelude::*;

use crate::table::{Scene, judge};
use crate::{aws, azure, google};

/// The audit trail covers all regions
///
/// Each trail of AWS CloudTrail is examined: all regions, on, and with selectors, if any, that record
/// all management events. What happens in a region that nobody uses is what an attacker counts on. Source: CIS AWS Foundations Benchmark 3.0.0, recommendation 3.1.
#[control(
    severity = High,
    method = Configuration,
    implements("CC7.2" = "Every use of the cloud's interfaces is recorded, so that the unusual can be found."),
    supports("CC2.1" = "Records of what happened are complete."),
    remedy = "Set is_multi_region_trail, leave enable_logging and include_global_service_events on, \
              and record management events beside whatever the selectors name.",
)]
pub(crate) fn audit_trail_whole(scene: &Scene<'_, '_>, findings: &mut Findings<'_>) {
    judge(scene, &[aws::TRAILS_WHOLE], findings);
}

/// The audit trail cannot be altered unnoticed
///
/// Each trail of AWS CloudTrail is examined for validation of its log files and a key of its own.
/// Source: CIS AWS Foundations Benchmark 3.0.0, recommendations 3.2 and 3.5.
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC7.2" = "Records that can be altered unnoticed show nothing about an attack."),
    supports("CC2.1" = "Records of what happened can be relied upon."),
    remedy = "Set enable_log_file_validation and kms_key_id.",
)]
pub(crate) fn audit_trail_protected(scene: &Scene<'_, '_>, findings: &mut Findings<'_>) {
    judge(scene, &[aws::TRAILS_PROTECTED], findings);
}

/// Network flows are recorded
///
/// Networks of AWS need a flow log, subnets of Google Cloud a log configuration; flow logs of Azure
/// must be on. Source: CIS AWS Foundations Benchmark 3.0.0, recommendation 3.7; CIS Google Cloud
/// Foundation Benchmark 3.0.0, recommendation 3.8; CIS Microsoft Azure Foundations Benchmark 2.1.0,
/// recommendation 5.1.5.
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC7.2" = "Unusual connections can be found, and found again after an incident."),
    supports("CC6.6" = "What crosses the boundary leaves a record."),
    remedy = "Add aws_flow_log for the network, log_config for the subnet, or turn the flow log on.",
)]
pub(crate) fn network_flows_logged(scene: &Scene<'_, '_>, findings: &mut Findings<'_>) {
    judge(
        scene,
        &[aws::FLOWS_LOGGED, google::FLOWS_LOGGED, azure::FLOWS_LOGGED],
        findings,
    );
}

/// Services record their requests
///
/// Load balancers, distributions, API stages, databases, search domains and Kubernetes control planes
/// are examined. Source: AWS Security Hub controls ELB.5, CloudFront.5, APIGateway.9, RDS.9, RDS.34 and
/// EKS.8.
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC7.2" = "Unusual requests can be found, and found again after an incident."),
    remedy = "Turn the service's access or audit log on and send it where logs are kept.",
)]
pub(crate) fn requests_logged(scene: &Scene<'_, '_>, findings: &mut Findings<'_>) {
    judge(
        scene,
        &[
            aws::REQUESTS_LOGGED,
            google::REQUESTS_LOGGED,
            azure::REQUESTS_LOGGED,
        ],
        findings,
    );
}

/// Access to stored objects is recorded
///
/// Buckets are examined; those that take the logs of others are not applicable. Source: AWS Security
/// Hub control S3.9.
#[control(
    severity = Low,
    method = Configuration,
    supports("CC7.2" = "Unusual reading of stored data can be found."),
    remedy = "Add aws_s3_bucket_logging (or logging, in Google Cloud), or record data events in the \
              audit trail and waive this.",
)]
pub(crate) fn object_access_logged(scene: &Scene<'_, '_>, findings: &mut Findings<'_>) {
    judge(
        scene,
        &[aws::OBJECT_ACCESS_LOGGED, google::OBJECT_ACCESS_LOGGED],
        findings,
    );
}

/// Logs are kept long enough
///
/// An attack is often found after months. Source: AWS Security Hub control CloudWatch.16; the number
/// of days is configured (`log-retention-days`).
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC7.2" = "What happened before an incident was noticed can still be read."),
    remedy = "Set retention_in_days (or retention_days) to the number of days that is asked for.",
)]
pub(crate) fn logs_kept(scene: &Scene<'_, '_>, findings: &mut Findings<'_>) {
    judge(
        scene,
        &[aws::LOGS_KEPT, google::LOGS_KEPT, azure::LOGS_KEPT],
        findings,
    );
}

/// Threats are looked for
///
/// Detectors of Amazon GuardDuty, AWS Security Hub and plans of Microsoft Defender for Cloud are
/// examined. That somebody acts on what they find is shown elsewhere. Source: AWS Security Hub control
/// GuardDuty.1; CIS Microsoft Azure Foundations Benchmark 2.1.0, section 2.1.
#[control(
    severity = High,
    method = Configuration,
    implements("CC7.2" = "The system is watched for signs of malicious acts."),
    remedy = "Set enable of aws_guardduty_detector, or tier of \
              azurerm_security_center_subscription_pricing to Standard.",
)]
pub(crate) fn threats_detected(scene: &Scene<'_, '_>, findings: &mut Findings<'_>) {
    judge(
        scene,
        &[aws::THREATS_DETECTED, azure::THREATS_DETECTED],
        findings,
    );
}

/// Changes of the configuration are recorded
///
/// Recorders of AWS Config are examined: on, and for all types of resources. Source: CIS AWS
/// Foundations Benchmark 3.0.0, recommendation 3.3.
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC7.1" = "Changes that nobody planned can be found."),
    supports("CC2.1" = "What there is, and how it was configured when, is recorded."),
    remedy = "Set recording_group.all_supported of aws_config_configuration_recorder and is_enabled of \
              aws_config_configuration_recorder_status.",
)]
pub(crate) fn configuration_recorded(scene: &Scene<'_, '_>, findings: &mut Findings<'_>) {
    judge(scene, &[aws::CHANGES_RECORDED], findings);
}

/// Container images are scanned when they arrive
///
/// Repositories of Amazon ECR are examined. Source: AWS Security Hub control ECR.1. That findings are
/// mended in time is shown by the scanner's reports.
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC7.1" = "Known vulnerabilities in images are found."),
    remedy = "Set image_scanning_configuration.scan_on_push, or scan the whole registry.",
)]
pub(crate) fn images_scanned(scene: &Scene<'_, '_>, findings: &mut Findings<'_>) {
    judge(scene, &[aws::IMAGES_SCANNED], findings);
}
