//! What can be reached from outside.

use tickmark_plugin::prelude::*;

use crate::table::{Scene, judge};
use crate::{aws, azure, google};

/// Object storage is closed to the public
///
/// For a bucket of S3 the public access block of the bucket or its account decides; without one an
/// open ACL or policy fails it. Source: CIS AWS Foundations Benchmark 3.0.0, recommendation 2.1.4;
/// CIS Google Cloud Foundation Benchmark 3.0.0, recommendation 5.1; CIS Microsoft Azure Foundations
/// Benchmark 2.1.0, recommendation 3.17.
#[control(
    severity = Critical,
    method = Configuration,
    implements("CC6.6" = "Nobody outside reads or writes stored objects without being known."),
    supports("CC6.1" = "Access to stored objects is given to identities, not to everybody."),
    supports("C1.1" = "Confidential objects are not published by mistake."),
    remedy = "Add aws_s3_bucket_public_access_block with all four switches (or enforce public access \
              prevention, or forbid public containers). Serve public files through a distribution.",
)]
pub(crate) fn object_storage_private(scene: &Scene<'_, '_>, findings: &mut Findings<'_>) {
    judge(
        scene,
        &[
            aws::OBJECTS_PRIVATE,
            google::OBJECTS_PRIVATE,
            azure::OBJECTS_PRIVATE,
        ],
        findings,
    );
}

/// Data stores and cluster endpoints are not public
///
/// Databases, search domains, brokers, snapshots, images and Kubernetes API endpoints are examined.
/// Source: AWS Security Hub controls RDS.1, RDS.2, Redshift.1, ES.2 and EKS.1.
#[control(
    severity = Critical,
    method = Configuration,
    implements("CC6.6" = "Data stores cannot be reached from outside the network boundary."),
    supports("C1.1" = "Confidential data is not offered to the world."),
    remedy = "Make the endpoint private, or name the address ranges that need it; share snapshots \
              with named accounts only.",
)]
pub(crate) fn data_stores_private(scene: &Scene<'_, '_>, findings: &mut Findings<'_>) {
    judge(
        scene,
        &[aws::DATA_PRIVATE, google::DATA_PRIVATE, azure::DATA_PRIVATE],
        findings,
    );
}

/// No administration port is open to the world
///
/// Every rule of a security group or firewall for incoming traffic is examined by itself. Source: CIS
/// AWS Foundations Benchmark 3.0.0, recommendations 5.2 and 5.3; CIS Google Cloud Foundation Benchmark
/// 3.0.0, recommendations 3.6 and 3.7; CIS Microsoft Azure Foundations Benchmark 2.1.0,
/// recommendations 6.1 and 6.2. The ports are configured (`administration-ports`).
#[control(
    severity = Critical,
    method = Configuration,
    implements("CC6.6" = "Administration from outside must pass something more than an open port."),
    remedy = "Limit the rule to the addresses of a VPN or bastion, or drop it for a session manager.",
)]
pub(crate) fn administration_ports_closed(scene: &Scene<'_, '_>, findings: &mut Findings<'_>) {
    judge(
        scene,
        &[
            aws::ADMINISTRATION_CLOSED,
            google::ADMINISTRATION_CLOSED,
            azure::ADMINISTRATION_CLOSED,
        ],
        findings,
    );
}

/// No database port is open to the world
///
/// Every rule of a security group or firewall for incoming traffic is examined by itself. Source: AWS
/// Security Hub control EC2.19. The ports are configured (`database-ports`).
#[control(
    severity = Critical,
    method = Configuration,
    implements("CC6.6" = "Databases take connections from inside the boundary only."),
    remedy = "Let the rule name the security group of the application instead of an address range.",
)]
pub(crate) fn database_ports_closed(scene: &Scene<'_, '_>, findings: &mut Findings<'_>) {
    judge(
        scene,
        &[
            aws::DATABASES_CLOSED,
            google::DATABASES_CLOSED,
            azure::DATABASES_CLOSED,
        ],
        findings,
    );
}

/// Instance metadata is given to sessions only (version 2)
///
/// Version 1 of the metadata service hands an instance's credentials to whoever makes the instance
/// send one request. Source: CIS AWS Foundations Benchmark 3.0.0, recommendation 5.6.
#[control(
    severity = High,
    method = Configuration,
    supports("CC6.1" = "Credentials of instances are not handed out through a forged request."),
    supports("CC6.6" = "A flaw in a public application does not open the account behind it."),
    remedy = "Set metadata_options.http_tokens to required in instances and launch templates.",
)]
pub(crate) fn instance_metadata_guarded(scene: &Scene<'_, '_>, findings: &mut Findings<'_>) {
    judge(scene, &[aws::METADATA_GUARDED], findings);
}
