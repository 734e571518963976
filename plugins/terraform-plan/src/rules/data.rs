//! Data at rest and on its way.

use tickmark_plugin::prelude::*;

use crate::table::{Scene, judge, judge_some};
use crate::{aws, azure, google};

/// Stored data is encrypted
///
/// Volumes, databases, file systems, queues, streams and caches are examined; what a service always
/// encrypts passes with that reason. Whoever gets hold of a disk, a snapshot or a backup must not be
/// able to read it. Source: CIS AWS Foundations Benchmark 3.0.0, recommendations 2.2.1, 2.3.1 and
/// 2.4.1, and the encryption controls of AWS Security Hub.
#[control(
    severity = High,
    method = Configuration,
    implements("CC6.1" = "Encryption keeps stored data from whoever reaches the storage without being given access."),
    supports("C1.1" = "Confidential data is protected where it is kept."),
    remedy = "Turn encryption on in the resource's configuration. Most databases and volumes must be \
              replaced by an encrypted copy: plan the migration before you apply.",
)]
pub(crate) fn storage_encrypted(scene: &Scene<'_, '_>, findings: &mut Findings<'_>) {
    judge(
        scene,
        &[aws::ENCRYPTED, google::ENCRYPTED, azure::ENCRYPTED],
        findings,
    );
}

/// Data that needs it is encrypted with keys of one's own
///
/// Only resource types that the configuration names (`customer-managed-keys`) are examined. A key of
/// one's own can be withdrawn, and its use is logged; a provider's key cannot.
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC6.1" = "Who may use the key is decided and recorded by the organisation itself."),
    supports("C1.1" = "Confidential data stays unreadable without a key that the organisation controls."),
    remedy = "Create a key, allow the service to use it, and name it in the resource's configuration.",
)]
pub(crate) fn customer_managed_keys(scene: &Scene<'_, '_>, findings: &mut Findings<'_>) {
    judge_some(
        scene,
        &[aws::OWN_KEYS, google::OWN_KEYS, azure::OWN_KEYS],
        &scene.config.customer_managed_keys,
        findings,
    );
}

/// Encryption keys are renewed by themselves
///
/// Symmetric keys of AWS KMS, keys of Google Cloud KMS for encryption, and keys of Azure Key Vault are
/// examined. A key that is never renewed protects ever more data. Source: CIS AWS Foundations
/// Benchmark 3.0.0, recommendation 3.6; the number of days is configured (`key-rotation-days`).
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC6.1" = "Renewal bounds what a leaked key can read."),
    remedy = "Turn automatic rotation on (aws_kms_key.enable_key_rotation, \
              google_kms_crypto_key.rotation_period, azurerm_key_vault_key.rotation_policy).",
)]
pub(crate) fn keys_rotated(scene: &Scene<'_, '_>, findings: &mut Findings<'_>) {
    judge(
        scene,
        &[aws::KEYS_ROTATED, google::KEYS_ROTATED, azure::KEYS_ROTATED],
        findings,
    );
}

/// Data is encrypted on its way
///
/// Listeners, distributions, brokers, caches and buckets are examined: they take encrypted
/// connections only, or send others to where these are taken. Source: CIS AWS Foundations Benchmark
/// 3.0.0, recommendation 2.1.1, and the controls of AWS Security Hub for ELB, CloudFront, ElastiCache
/// and OpenSearch.
#[control(
    severity = High,
    method = Configuration,
    implements("CC6.7" = "What is transmitted can be read by its receiver only."),
    remedy = "Use HTTPS or TLS, redirect HTTP to HTTPS, and deny requests without TLS in bucket \
              policies (aws:SecureTransport).",
)]
pub(crate) fn transport_encrypted(scene: &Scene<'_, '_>, findings: &mut Findings<'_>) {
    judge(
        scene,
        &[
            aws::TRANSPORT_ENCRYPTED,
            google::TRANSPORT_ENCRYPTED,
            azure::TRANSPORT_ENCRYPTED,
        ],
        findings,
    );
}

/// Nothing older than TLS 1.2 is spoken
///
/// TLS 1.0 and 1.1 have been withdrawn (RFC 8996). Where the provider names a set of protocol
/// versions, sets that this plugin does not know decide nothing.
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC6.7" = "Withdrawn versions of TLS do not protect what is transmitted as well."),
    remedy = "Choose a policy with TLS 1.2 as its oldest version, for example \
              ELBSecurityPolicy-TLS13-1-2-2021-06 or TLSv1.2_2021.",
)]
pub(crate) fn tls_current(scene: &Scene<'_, '_>, findings: &mut Findings<'_>) {
    judge(
        scene,
        &[aws::TLS_CURRENT, google::TLS_CURRENT, azure::TLS_CURRENT],
        findings,
    );
}

/// Object stores keep earlier versions
///
/// What is overwritten or deleted by mistake or by an attacker can be restored. Source: AWS Security
/// Hub control S3.14.
#[control(
    severity = Medium,
    method = Configuration,
    implements("PI1.5" = "Stored items survive being overwritten or deleted."),
    supports("A1.2" = "Lost objects can be recovered."),
    remedy = "Turn versioning on (aws_s3_bucket_versioning, google_storage_bucket.versioning, \
              azurerm_storage_account.blob_properties) and let a lifecycle rule remove old versions.",
)]
pub(crate) fn objects_versioned(scene: &Scene<'_, '_>, findings: &mut Findings<'_>) {
    judge(
        scene,
        &[aws::VERSIONED, google::VERSIONED, azure::VERSIONED],
        findings,
    );
}

/// Confidential objects are deleted by a rule
///
/// Only object stores whose tag or label marks them as confidential are examined
/// (`classification-tag`, `confidential-values`), because not every store holds what must be deleted.
/// Whether the number of days fits what was promised to customers is for people to judge.
#[control(
    severity = Medium,
    method = Configuration,
    supports("C1.2" = "A rule deletes confidential objects without anybody having to remember."),
    remedy = "Add an enabled lifecycle rule that expires objects after the time that was promised.",
)]
pub(crate) fn confidential_objects_expire(scene: &Scene<'_, '_>, findings: &mut Findings<'_>) {
    judge(
        scene,
        &[aws::EXPIRING, google::EXPIRING, azure::EXPIRING],
        findings,
    );
}
