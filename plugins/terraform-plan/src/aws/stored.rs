//! What is stored: encrypted, with whose keys, and for whom.

use super::{ACCOUNT, OFF, more, s3};
use crate::table::Unset::{Fails, Passes, Unclear};
use crate::table::Want::{False, Nothing, OneOf, Set, True};
use crate::table::{Row, Unset, always, judged, key, row};

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

const PROVIDERS_KEY: Unset = Fails("a key of AWS's own is used");

pub(crate) const OWN_KEYS: &[Row] = &[
    judged("aws_s3_bucket", s3::own_key),
    key("aws_ebs_volume", "kms_key_id", PROVIDERS_KEY),
    key("aws_db_instance", "kms_key_id", PROVIDERS_KEY),
    key("aws_rds_cluster", "kms_key_id", PROVIDERS_KEY),
    key("aws_docdb_cluster", "kms_key_id", PROVIDERS_KEY),
    key("aws_neptune_cluster", "kms_key_arn", PROVIDERS_KEY),
    key("aws_redshift_cluster", "kms_key_id", PROVIDERS_KEY),
    key("aws_efs_file_system", "kms_key_id", PROVIDERS_KEY),
    key(
        "aws_dynamodb_table",
        "server_side_encryption.kms_key_arn",
        PROVIDERS_KEY,
    ),
    key("aws_sqs_queue", "kms_master_key_id", PROVIDERS_KEY),
    key("aws_sns_topic", "kms_master_key_id", PROVIDERS_KEY),
    key("aws_kinesis_stream", "kms_key_id", PROVIDERS_KEY),
    key("aws_cloudwatch_log_group", "kms_key_id", PROVIDERS_KEY),
    key("aws_cloudtrail", "kms_key_id", PROVIDERS_KEY),
    key("aws_secretsmanager_secret", "kms_key_id", PROVIDERS_KEY),
    key("aws_backup_vault", "kms_key_arn", PROVIDERS_KEY),
    key(
        "aws_ecr_repository",
        "encryption_configuration.kms_key",
        PROVIDERS_KEY,
    ),
    key(
        "aws_elasticache_replication_group",
        "kms_key_id",
        PROVIDERS_KEY,
    ),
    key(
        "aws_opensearch_domain",
        "encrypt_at_rest.kms_key_id",
        PROVIDERS_KEY,
    ),
];

pub(crate) const KEYS_ROTATED: &[Row] = &[row("aws_kms_key", "enable_key_rotation", True, OFF)
    .only("customer_master_key_spec", OneOf(&["SYMMETRIC_DEFAULT"]))];

pub(crate) const OBJECTS_PRIVATE: &[Row] = &[judged("aws_s3_bucket", s3::not_public)];

const PRIVATE: Unset = Passes("private by default");

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

pub(crate) const VERSIONED: &[Row] = &[judged("aws_s3_bucket", s3::versioned)];

pub(crate) const EXPIRING: &[Row] = &[judged("aws_s3_bucket", s3::expires)];
