//! How services stay up, and how they are reached.

use super::{OFF, firewall, more, s3, scaling};
use crate::table::Unset::{Fails, Passes, Skips, Unclear};
use crate::table::Want::{AtLeast, Begins, NoneOf, Nothing, OneOf, Set, Several, True};
use crate::table::{Row, Want, judged, row};

const DAYS: Want = AtLeast(|config| config.backup_retention_days);

pub(crate) const BACKED_UP: &[Row] = &[
    row(
        "aws_db_instance",
        "backup_retention_period",
        DAYS,
        Fails("no backups by default"),
    )
    .only("replicate_source_db", Nothing),
    row(
        "aws_rds_cluster",
        "backup_retention_period",
        DAYS,
        Fails("one day by default"),
    ),
    row(
        "aws_docdb_cluster",
        "backup_retention_period",
        DAYS,
        Fails("one day by default"),
    ),
    row(
        "aws_neptune_cluster",
        "backup_retention_period",
        DAYS,
        Fails("one day by default"),
    ),
    row(
        "aws_redshift_cluster",
        "automated_snapshot_retention_period",
        DAYS,
        Fails("one day by default"),
    ),
    row(
        "aws_elasticache_replication_group",
        "snapshot_retention_limit",
        DAYS,
        Fails("no snapshots by default"),
    )
    .only("engine", OneOf(&["redis", "valkey"])),
    row(
        "aws_dynamodb_table",
        "point_in_time_recovery.enabled",
        True,
        OFF,
    ),
    judged("aws_efs_file_system", more::file_system_backed_up),
    row(
        "aws_backup_plan",
        "rule.lifecycle.delete_after",
        DAYS,
        Passes("kept without end"),
    ),
    judged("aws_backup_plan", more::plan_selects),
    row(
        "aws_fsx_windows_file_system",
        "automatic_backup_retention_days",
        DAYS,
        Passes("7 days by default"),
    ),
    row(
        "aws_fsx_ontap_file_system",
        "automatic_backup_retention_days",
        DAYS,
        Fails("none by default"),
    ),
    row(
        "aws_fsx_openzfs_file_system",
        "automatic_backup_retention_days",
        DAYS,
        Fails("none by default"),
    ),
];

pub(crate) const DELETION_PROTECTED: &[Row] = &[
    row("aws_db_instance", "deletion_protection", True, OFF).only("replicate_source_db", Nothing),
    row("aws_rds_cluster", "deletion_protection", True, OFF),
    row("aws_rds_global_cluster", "deletion_protection", True, OFF),
    row("aws_docdb_cluster", "deletion_protection", True, OFF),
    row("aws_neptune_cluster", "deletion_protection", True, OFF),
    row(
        "aws_dynamodb_table",
        "deletion_protection_enabled",
        True,
        OFF,
    ),
];

pub(crate) const SPREAD: &[Row] = &[
    row("aws_db_instance", "multi_az", True, OFF).only("replicate_source_db", Nothing),
    judged("aws_rds_cluster", more::cluster_spread),
    row(
        "aws_elasticache_replication_group",
        "multi_az_enabled",
        True,
        OFF,
    ),
    row(
        "aws_opensearch_domain",
        "cluster_config.zone_awareness_enabled",
        True,
        OFF,
    ),
    row("aws_redshift_cluster", "multi_az", True, OFF),
    judged("aws_autoscaling_group", more::group_spread),
    row(
        "aws_mq_broker",
        "deployment_mode",
        OneOf(&["ACTIVE_STANDBY_MULTI_AZ", "CLUSTER_MULTI_AZ"]),
        OFF,
    ),
    row(
        "aws_eks_cluster",
        "vpc_config.subnet_ids",
        Several(2),
        Fails("no subnets are set"),
    ),
    row("aws_dms_replication_instance", "multi_az", True, OFF),
];

pub(crate) const SCALING: &[Row] = &[
    judged("aws_autoscaling_group", scaling::group),
    judged("aws_appautoscaling_target", scaling::target),
    row(
        "aws_dynamodb_table",
        "billing_mode",
        OneOf(&["PAY_PER_REQUEST"]),
        Skips("capacity is provisioned"),
    )
    .only("billing_mode", OneOf(&["PAY_PER_REQUEST"])),
];

const HTTPS: Want = OneOf(&["redirect-to-https", "https-only"]);

pub(crate) const TRANSPORT_ENCRYPTED: &[Row] = &[
    judged("aws_lb_listener", more::listener_encrypted),
    judged("aws_alb_listener", more::listener_encrypted),
    row(
        "aws_cloudfront_distribution",
        "default_cache_behavior.viewer_protocol_policy",
        HTTPS,
        OFF,
    ),
    row(
        "aws_cloudfront_distribution",
        "ordered_cache_behavior.viewer_protocol_policy",
        HTTPS,
        OFF,
    )
    .only("ordered_cache_behavior", Set),
    // `preferred` takes plain connections too.
    row(
        "aws_elasticache_replication_group",
        "transit_encryption_mode",
        NoneOf(&["preferred"]),
        Skips("required where transit encryption is on"),
    ),
    row(
        "aws_elasticache_replication_group",
        "transit_encryption_enabled",
        True,
        Unclear("the engine decides"),
    ),
    row(
        "aws_opensearch_domain",
        "domain_endpoint_options.enforce_https",
        True,
        Unclear("the engine decides"),
    ),
    row(
        "aws_opensearch_domain",
        "node_to_node_encryption.enabled",
        True,
        OFF,
    ),
    row(
        "aws_msk_cluster",
        "encryption_info.encryption_in_transit.client_broker",
        OneOf(&["TLS"]),
        Passes("TLS by default"),
    ),
    judged("aws_s3_bucket", s3::tls_only),
];

/// AWS's ready-made policies that end at TLS 1.2, and those that still allow older versions.
const ELB_TLS: Want = Begins(
    &[
        "ELBSecurityPolicy-TLS13-1-2-",
        "ELBSecurityPolicy-TLS13-1-3-",
        "ELBSecurityPolicy-TLS-1-2-",
        "ELBSecurityPolicy-FS-1-2-",
    ],
    &[
        "ELBSecurityPolicy-20",
        "ELBSecurityPolicy-TLS-1-0-",
        "ELBSecurityPolicy-TLS-1-1-",
        "ELBSecurityPolicy-TLS13-1-0-",
        "ELBSecurityPolicy-TLS13-1-1-",
        "ELBSecurityPolicy-FS-1-1-",
        "ELBSecurityPolicy-FS-2018",
    ],
);

pub(crate) const TLS_CURRENT: &[Row] = &[
    row(
        "aws_lb_listener",
        "ssl_policy",
        ELB_TLS,
        Unclear("ELB chooses a policy"),
    )
    .only("protocol", OneOf(&["HTTPS", "TLS"])),
    row(
        "aws_alb_listener",
        "ssl_policy",
        ELB_TLS,
        Unclear("ELB chooses a policy"),
    )
    .only("protocol", OneOf(&["HTTPS", "TLS"])),
    row(
        "aws_cloudfront_distribution",
        "viewer_certificate.minimum_protocol_version",
        Begins(&["TLSv1.2", "TLSv1.3"], &["SSLv3", "TLSv1"]),
        Fails("TLSv1 by default"),
    ),
    row(
        "aws_api_gateway_domain_name",
        "security_policy",
        Begins(&["TLS_1_2", "SecurityPolicy_TLS13"], &["TLS_1_0"]),
        Unclear("API Gateway chooses"),
    ),
    row(
        "aws_apigatewayv2_domain_name",
        "domain_name_configuration.security_policy",
        OneOf(&["TLS_1_2"]),
        Fails("it is required"),
    ),
    row(
        "aws_opensearch_domain",
        "domain_endpoint_options.tls_security_policy",
        Begins(&["Policy-Min-TLS-1-2-"], &["Policy-Min-TLS-1-0-"]),
        Unclear("OpenSearch chooses"),
    ),
];

pub(crate) const ADMINISTRATION_CLOSED: &[Row] = &[
    judged("aws_security_group", firewall::administration),
    judged("aws_default_security_group", firewall::administration),
    judged("aws_security_group_rule", firewall::administration),
    judged(
        "aws_vpc_security_group_ingress_rule",
        firewall::administration,
    ),
];

pub(crate) const DATABASES_CLOSED: &[Row] = &[
    judged("aws_security_group", firewall::databases),
    judged("aws_default_security_group", firewall::databases),
    judged("aws_security_group_rule", firewall::databases),
    judged("aws_vpc_security_group_ingress_rule", firewall::databases),
];

pub(crate) const METADATA_GUARDED: &[Row] = &[
    row(
        "aws_instance",
        "metadata_options.http_tokens",
        OneOf(&["required"]),
        Unclear("the image and a default of the account decide"),
    )
    .only("metadata_options.http_endpoint", OneOf(&["enabled"])),
    row(
        "aws_launch_template",
        "metadata_options.http_tokens",
        OneOf(&["required"]),
        Unclear("the image and a default of the account decide"),
    ),
    row(
        "aws_launch_configuration",
        "metadata_options.http_tokens",
        OneOf(&["required"]),
        OFF,
    ),
    row(
        "aws_ec2_instance_metadata_defaults",
        "http_tokens",
        OneOf(&["required"]),
        Unclear("no preference"),
    ),
];

pub(crate) const PASSWORDS: &[Row] = &[
    row(
        "aws_iam_account_password_policy",
        "minimum_password_length",
        AtLeast(|config| config.password_min_length),
        Fails("6 by default"),
    ),
    row(
        "aws_iam_account_password_policy",
        "password_reuse_prevention",
        AtLeast(|config| config.password_reuse_prevention),
        OFF,
    ),
];
