//! Amazon Web Services: what is safe, resource type by resource type. Sources are the provider's
//! documentation (version 5 and 6) for attributes and defaults, and AWS's for what a service does by
//! itself.

mod firewall;
mod identity;
mod more;
mod s3;

use crate::plan::Resource;
use crate::table::Unset::{Fails, Passes, Skips, Unclear};
use crate::table::Want::{
    AtLeast, AtLeastOrZero, Begins, False, Holds, Nothing, OneOf, Set, Several, True,
};
use crate::table::{Row, Scene, always, judged, row};
use crate::verdict::Verdict;

pub(crate) use identity::{FULL_RIGHTS, PUBLIC_POLICIES, SERVICE_WIDE_RIGHTS};

const OFF: crate::table::Unset = Fails("off by default");
const ACCOUNT: crate::table::Unset = Unclear("a default of the account decides");

pub(crate) const ENCRYPTED: &[Row] = &[
    always(
        "aws_s3_bucket",
        "S3 encrypts every object since January 2023; that cannot be switched off",
    ),
    always("aws_dynamodb_table", "DynamoDB encrypts all tables"),
    always(
        "aws_cloudwatch_log_group",
        "CloudWatch Logs encrypts all log groups",
    ),
    always(
        "aws_secretsmanager_secret",
        "Secrets Manager encrypts all secrets",
    ),
    always("aws_backup_vault", "AWS Backup encrypts all vaults"),
    always(
        "aws_fsx_lustre_file_system",
        "FSx encrypts all file systems",
    ),
    always(
        "aws_fsx_windows_file_system",
        "FSx encrypts all file systems",
    ),
    always("aws_fsx_ontap_file_system", "FSx encrypts all file systems"),
    always(
        "aws_fsx_openzfs_file_system",
        "FSx encrypts all file systems",
    ),
    always("aws_msk_cluster", "MSK encrypts all clusters at rest"),
    always("aws_ecr_repository", "ECR encrypts all repositories"),
    row("aws_ebs_volume", "encrypted", True, ACCOUNT),
    row("aws_ebs_snapshot_copy", "encrypted", True, ACCOUNT),
    row(
        "aws_ebs_encryption_by_default",
        "enabled",
        True,
        Passes("on by default for this resource"),
    ),
    row("aws_ami_copy", "encrypted", True, OFF),
    row("aws_instance", "root_block_device.encrypted", True, ACCOUNT),
    row("aws_instance", "ebs_block_device.encrypted", True, ACCOUNT).only("ebs_block_device", Set),
    row(
        "aws_launch_template",
        "block_device_mappings.ebs.encrypted",
        True,
        ACCOUNT,
    ),
    row(
        "aws_launch_configuration",
        "root_block_device.encrypted",
        True,
        ACCOUNT,
    ),
    row("aws_db_instance", "storage_encrypted", True, OFF).only("replicate_source_db", Nothing),
    row(
        "aws_rds_cluster",
        "storage_encrypted",
        True,
        Unclear("the engine's mode decides"),
    ),
    row(
        "aws_rds_global_cluster",
        "storage_encrypted",
        True,
        Unclear("the source cluster decides"),
    ),
    row("aws_docdb_cluster", "storage_encrypted", True, OFF),
    row("aws_neptune_cluster", "storage_encrypted", True, OFF),
    row(
        "aws_redshift_cluster",
        "encrypted",
        True,
        Unclear("the provider's version decides"),
    ),
    row("aws_efs_file_system", "encrypted", True, OFF),
    row(
        "aws_elasticache_replication_group",
        "at_rest_encryption_enabled",
        True,
        Unclear("the engine decides"),
    ),
    row(
        "aws_opensearch_domain",
        "encrypt_at_rest.enabled",
        True,
        OFF,
    ),
    row(
        "aws_elasticsearch_domain",
        "encrypt_at_rest.enabled",
        True,
        OFF,
    ),
    row(
        "aws_dax_cluster",
        "server_side_encryption.enabled",
        True,
        OFF,
    ),
    row(
        "aws_kinesis_stream",
        "encryption_type",
        OneOf(&["KMS"]),
        OFF,
    ),
    row(
        "aws_kinesis_firehose_delivery_stream",
        "server_side_encryption.enabled",
        True,
        OFF,
    )
    .only("kinesis_source_configuration", Nothing),
    row("aws_sns_topic", "kms_master_key_id", Set, OFF),
    judged("aws_sqs_queue", more::queue_encrypted),
    row(
        "aws_workspaces_workspace",
        "root_volume_encryption_enabled",
        True,
        OFF,
    ),
    row(
        "aws_workspaces_workspace",
        "user_volume_encryption_enabled",
        True,
        OFF,
    ),
];

const PROVIDERS_KEY: crate::table::Unset = Fails("a key of AWS's own is used");

pub(crate) const OWN_KEYS: &[Row] = &[
    judged("aws_s3_bucket", s3::own_key),
    row("aws_ebs_volume", "kms_key_id", Set, PROVIDERS_KEY),
    row("aws_db_instance", "kms_key_id", Set, PROVIDERS_KEY),
    row("aws_rds_cluster", "kms_key_id", Set, PROVIDERS_KEY),
    row("aws_docdb_cluster", "kms_key_id", Set, PROVIDERS_KEY),
    row("aws_neptune_cluster", "kms_key_arn", Set, PROVIDERS_KEY),
    row("aws_redshift_cluster", "kms_key_id", Set, PROVIDERS_KEY),
    row("aws_efs_file_system", "kms_key_id", Set, PROVIDERS_KEY),
    row(
        "aws_dynamodb_table",
        "server_side_encryption.kms_key_arn",
        Set,
        PROVIDERS_KEY,
    ),
    row("aws_sqs_queue", "kms_master_key_id", Set, PROVIDERS_KEY),
    row("aws_sns_topic", "kms_master_key_id", Set, PROVIDERS_KEY),
    row("aws_kinesis_stream", "kms_key_id", Set, PROVIDERS_KEY),
    row("aws_cloudwatch_log_group", "kms_key_id", Set, PROVIDERS_KEY),
    row("aws_cloudtrail", "kms_key_id", Set, PROVIDERS_KEY),
    row(
        "aws_secretsmanager_secret",
        "kms_key_id",
        Set,
        PROVIDERS_KEY,
    ),
    row("aws_backup_vault", "kms_key_arn", Set, PROVIDERS_KEY),
    row(
        "aws_ecr_repository",
        "encryption_configuration.kms_key",
        Set,
        PROVIDERS_KEY,
    ),
    row(
        "aws_elasticache_replication_group",
        "kms_key_id",
        Set,
        PROVIDERS_KEY,
    ),
    row(
        "aws_opensearch_domain",
        "encrypt_at_rest.kms_key_id",
        Set,
        PROVIDERS_KEY,
    ),
];

pub(crate) const KEYS_ROTATED: &[Row] = &[row("aws_kms_key", "enable_key_rotation", True, OFF)
    .only("customer_master_key_spec", OneOf(&["SYMMETRIC_DEFAULT"]))];

pub(crate) const OBJECTS_PRIVATE: &[Row] = &[judged("aws_s3_bucket", s3::not_public)];

const PRIVATE: crate::table::Unset = Passes("private by default");

pub(crate) const DATA_PRIVATE: &[Row] = &[
    row("aws_db_instance", "publicly_accessible", False, PRIVATE),
    row(
        "aws_rds_cluster_instance",
        "publicly_accessible",
        False,
        PRIVATE,
    ),
    row(
        "aws_neptune_cluster_instance",
        "publicly_accessible",
        False,
        PRIVATE,
    ),
    row(
        "aws_dms_replication_instance",
        "publicly_accessible",
        False,
        Unclear("DMS decides"),
    ),
    row(
        "aws_redshift_cluster",
        "publicly_accessible",
        False,
        Unclear("the provider's version decides"),
    ),
    row(
        "aws_redshiftserverless_workgroup",
        "publicly_accessible",
        False,
        PRIVATE,
    ),
    row("aws_mq_broker", "publicly_accessible", False, PRIVATE),
    row(
        "aws_opensearch_domain",
        "vpc_options.subnet_ids",
        Set,
        Fails("the endpoint is public"),
    ),
    row(
        "aws_elasticsearch_domain",
        "vpc_options.subnet_ids",
        Set,
        Fails("the endpoint is public"),
    ),
    row(
        "aws_msk_cluster",
        "broker_node_group_info.connectivity_info.public_access.type",
        OneOf(&["DISABLED"]),
        Passes("off by default"),
    ),
    judged("aws_db_snapshot", more::snapshot_private),
    judged("aws_db_cluster_snapshot", more::snapshot_private),
    row("aws_ami_launch_permission", "group", Nothing, PRIVATE),
    judged("aws_eks_cluster", more::cluster_endpoint),
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

const DAYS: crate::table::Want = AtLeast(|config| config.backup_retention_days);

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

const HTTPS: crate::table::Want = OneOf(&["redirect-to-https", "https-only"]);

/// AWS's ready-made policies that end at TLS 1.2, and those that still allow older versions.
const ELB_TLS: crate::table::Want = Begins(
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
        Begins(&["TLSv1.2", "TLSv1.3"], &["SSLv3", "TLSv1_", "TLSv1.1"]),
        Fails("TLSv1 by default"),
    )
    .only("viewer_certificate.cloudfront_default_certificate", False),
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

pub(crate) const VERSIONED: &[Row] = &[judged("aws_s3_bucket", s3::versioned)];

pub(crate) const EXPIRING: &[Row] = &[judged("aws_s3_bucket", s3::expires)];

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

pub(crate) const SCALING: &[Row] = &[
    judged("aws_autoscaling_group", more::group_scales),
    judged("aws_appautoscaling_target", more::target_scales),
    row(
        "aws_dynamodb_table",
        "billing_mode",
        OneOf(&["PAY_PER_REQUEST"]),
        Skips("capacity is provisioned"),
    )
    .only("billing_mode", OneOf(&["PAY_PER_REQUEST"])),
];

pub(crate) const IMAGES_SCANNED: &[Row] = &[row(
    "aws_ecr_repository",
    "image_scanning_configuration.scan_on_push",
    True,
    Unclear("a setting of the registry may scan instead"),
)];

/// An object store that nobody marked as confidential is no subject of rules about confidential
/// content. Nothing where it is marked.
pub(crate) fn unclassified<'e, 'd>(
    scene: &Scene<'e, 'd>,
    store: &'e Resource<'d>,
    attributes: &[&str],
) -> Option<Verdict> {
    let tag = &scene.config.classification_tag;
    let mut unknown = None;
    for attribute in attributes {
        let tags = store.leaf(attribute);
        if let Some(value) = tags.known().and_then(|tags| tags.get(tag))
            && let Some(class) = value.as_str()
        {
            let confidential = scene
                .config
                .confidential_values
                .iter()
                .any(|known| known.eq_ignore_ascii_case(class));
            return (!confidential).then(|| {
                let what = format!("{tag} is {}", tickmark_plugin::brief(class, 60));
                Verdict::not_applicable(what, value.place())
            });
        }
        if tags.is_unknown() || tags.partly_unknown() {
            unknown = Some(tags.place());
        }
    }
    Some(match unknown {
        // The provider adds tags of its own to `tags_all`; what `tags` holds is known.
        Some(place)
            if !s3::is_unset(&store.leaf("tags").state) && store.leaf("tags").is_unknown() =>
        {
            Verdict::unclear(
                format!("whether there is a tag {tag} is known after apply"),
                place,
            )
        }
        _ => Verdict::not_applicable(format!("there is no tag {tag}"), store.place()),
    })
}
