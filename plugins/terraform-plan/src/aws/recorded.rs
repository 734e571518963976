//! What is recorded and watched.

use super::{OFF, more, s3, trail};
use crate::table::Unset::{Fails, Passes, Unclear};
use crate::table::Want::{AtLeastOrZero, Holds, OneOf, Set, True};
use crate::table::{Row, judged, row};
use crate::verdict::Verdict;

pub(crate) const TRAILS_WHOLE: &[Row] = &[
    row("aws_cloudtrail", "is_multi_region_trail", True, OFF),
    row(
        "aws_cloudtrail",
        "enable_logging",
        True,
        Passes("on by default"),
    ),
    row(
        "aws_cloudtrail",
        "include_global_service_events",
        True,
        Passes("on by default"),
    ),
    judged("aws_cloudtrail", trail::management_events),
];

pub(crate) const TRAILS_PROTECTED: &[Row] = &[
    row("aws_cloudtrail", "enable_log_file_validation", True, OFF),
    row(
        "aws_cloudtrail",
        "kms_key_id",
        Set,
        Fails("log files have no key of their own"),
    ),
];

pub(crate) const FLOWS_LOGGED: &[Row] = &[judged("aws_vpc", more::flows_logged)];

pub(crate) const OBJECT_ACCESS_LOGGED: &[Row] = &[judged("aws_s3_bucket", s3::access_logged)];

pub(crate) const REQUESTS_LOGGED: &[Row] = &[
    row("aws_lb", "access_logs.enabled", True, OFF)
        .only("load_balancer_type", OneOf(&["application"])),
    row("aws_alb", "access_logs.enabled", True, OFF)
        .only("load_balancer_type", OneOf(&["application"])),
    row(
        "aws_elb",
        "access_logs.enabled",
        True,
        Fails("no access logs are configured"),
    )
    .only("access_logs", Set),
    row("aws_elb", "access_logs", Set, OFF),
    row(
        "aws_cloudfront_distribution",
        "logging_config.bucket",
        Set,
        OFF,
    ),
    row(
        "aws_api_gateway_stage",
        "access_log_settings.destination_arn",
        Set,
        OFF,
    ),
    row(
        "aws_apigatewayv2_stage",
        "access_log_settings.destination_arn",
        Set,
        OFF,
    ),
    row(
        "aws_eks_cluster",
        "enabled_cluster_log_types",
        Holds(&["api", "audit", "authenticator"]),
        OFF,
    ),
    row(
        "aws_db_instance",
        "enabled_cloudwatch_logs_exports",
        Set,
        OFF,
    ),
    row(
        "aws_rds_cluster",
        "enabled_cloudwatch_logs_exports",
        Set,
        OFF,
    ),
    row(
        "aws_docdb_cluster",
        "enabled_cloudwatch_logs_exports",
        Set,
        OFF,
    ),
    row(
        "aws_neptune_cluster",
        "enable_cloudwatch_logs_exports",
        Set,
        OFF,
    ),
    row(
        "aws_opensearch_domain",
        "log_publishing_options.enabled",
        True,
        Passes("on where it is configured"),
    )
    .only("log_publishing_options", Set),
    row("aws_opensearch_domain", "log_publishing_options", Set, OFF),
];

pub(crate) const LOGS_KEPT: &[Row] = &[row(
    "aws_cloudwatch_log_group",
    "retention_in_days",
    AtLeastOrZero(|config| config.log_retention_days),
    Passes("kept without end"),
)];

pub(crate) const THREATS_DETECTED: &[Row] = &[
    row(
        "aws_guardduty_detector",
        "enable",
        True,
        Passes("on by default"),
    ),
    judged("aws_securityhub_account", |_, hub| {
        Verdict::pass("Security Hub is enabled", hub.place()).expected("Security Hub is enabled")
    }),
];

pub(crate) const CHANGES_RECORDED: &[Row] = &[
    row(
        "aws_config_configuration_recorder",
        "recording_group.all_supported",
        True,
        Passes("on by default"),
    ),
    row(
        "aws_config_configuration_recorder_status",
        "is_enabled",
        True,
        OFF,
    ),
];

pub(crate) const IMAGES_SCANNED: &[Row] = &[row(
    "aws_ecr_repository",
    "image_scanning_configuration.scan_on_push",
    True,
    Unclear("a setting of the registry may scan instead"),
)];
