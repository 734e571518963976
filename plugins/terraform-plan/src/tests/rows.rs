//! What each row of the table of AWS says: pass, fail, inconclusive, not applicable.

use super::*;

/// Control, resource, values, what the finding says.
pub(super) type Case = (&'static str, &'static str, Value, &'static str);

/// A trail that covers everything, but for what is given.
fn trail(selectors: Value) -> Value {
    let mut trail = json!({"is_multi_region_trail": true, "enable_logging": true,
                           "include_global_service_events": true});
    for (name, value) in selectors.as_object().unwrap() {
        trail[name] = value.clone();
    }
    trail
}

#[expect(clippy::too_many_lines, reason = "a table")]
pub(super) fn aws() -> Vec<Case> {
    vec![
        (
            "storage-encrypted",
            "aws_ebs_volume.v",
            json!({"encrypted": true}),
            "Pass: encrypted is true",
        ),
        (
            "storage-encrypted",
            "aws_ebs_volume.v",
            json!({"encrypted": false}),
            "Fail: encrypted is false",
        ),
        (
            "storage-encrypted",
            "aws_ebs_volume.v",
            json!({"encrypted": null}),
            "Inconclusive: encrypted is not set: a default of the account decides",
        ),
        (
            "storage-encrypted",
            "aws_db_instance.d",
            json!({"storage_encrypted": false, "replicate_source_db": null}),
            "Fail: storage_encrypted is false",
        ),
        (
            "storage-encrypted",
            "aws_db_instance.d",
            json!({"storage_encrypted": false, "replicate_source_db": "main"}),
            "NotApplicable: replicate_source_db is main",
        ),
        (
            "storage-encrypted",
            "aws_launch_template.t",
            json!({"block_device_mappings": [{"ebs": [{"encrypted": "true"}]}, {"ebs": [{"encrypted": "false"}]}]}),
            "Fail: block_device_mappings.ebs.encrypted is false",
        ),
        (
            "storage-encrypted",
            "aws_launch_template.t",
            json!({"block_device_mappings": [{"ebs": [{"encrypted": "true"}]}]}),
            "Pass: block_device_mappings.ebs.encrypted is true",
        ),
        (
            "storage-encrypted",
            "aws_opensearch_domain.s",
            json!({"encrypt_at_rest": []}),
            "Fail: encrypt_at_rest.enabled is not set: off by default",
        ),
        (
            "storage-encrypted",
            "aws_kinesis_stream.s",
            json!({"encryption_type": "NONE"}),
            "Fail: encryption_type is NONE",
        ),
        (
            "storage-encrypted",
            "aws_sqs_queue.q",
            json!({"kms_master_key_id": null, "sqs_managed_sse_enabled": false}),
            "Fail: sqs_managed_sse_enabled is false and kms_master_key_id is not set",
        ),
        (
            "storage-encrypted",
            "aws_sqs_queue.q",
            json!({"kms_master_key_id": "alias/q", "sqs_managed_sse_enabled": false}),
            "Pass: kms_master_key_id is set",
        ),
        (
            "storage-encrypted",
            "aws_dynamodb_table.t",
            json!({}),
            "Pass: DynamoDB encrypts all tables",
        ),
        (
            "storage-encrypted",
            "aws_sns_topic.t",
            json!({"kms_master_key_id": ""}),
            "Fail: kms_master_key_id is not set: off by default",
        ),
        (
            "keys-rotated",
            "aws_kms_key.k",
            json!({"enable_key_rotation": true, "customer_master_key_spec": "SYMMETRIC_DEFAULT"}),
            "Pass: enable_key_rotation is true",
        ),
        (
            "keys-rotated",
            "aws_kms_key.k",
            json!({"enable_key_rotation": false, "customer_master_key_spec": "SYMMETRIC_DEFAULT"}),
            "Fail: enable_key_rotation is false",
        ),
        (
            "keys-rotated",
            "aws_kms_key.k",
            json!({"enable_key_rotation": false, "customer_master_key_spec": "RSA_4096"}),
            "NotApplicable: customer_master_key_spec is RSA_4096",
        ),
        (
            "data-stores-private",
            "aws_db_instance.d",
            json!({"publicly_accessible": true}),
            "Fail: publicly_accessible is true",
        ),
        (
            "data-stores-private",
            "aws_db_instance.d",
            json!({"publicly_accessible": null}),
            "Pass: publicly_accessible is not set: private by default",
        ),
        (
            "data-stores-private",
            "aws_db_instance.d",
            json!({}),
            "Inconclusive: the plan says nothing of publicly_accessible, not even that it is unset",
        ),
        (
            "data-stores-private",
            "aws_db_instance.d",
            json!({"publicly_accessible": "maybe"}),
            "Inconclusive: publicly_accessible is maybe, which decides nothing",
        ),
        (
            "data-stores-private",
            "aws_db_snapshot.s",
            json!({"shared_accounts": ["all"]}),
            "Fail: shared_accounts holds all",
        ),
        (
            "data-stores-private",
            "aws_ami_launch_permission.p",
            json!({"group": "all"}),
            "Fail: group is all",
        ),
        (
            "data-stores-private",
            "aws_eks_cluster.c",
            json!({"vpc_config": [{"endpoint_public_access": true, "public_access_cidrs": ["0.0.0.0/0"]}]}),
            "Fail: public for 0.0.0.0/0",
        ),
        (
            "data-stores-private",
            "aws_eks_cluster.c",
            json!({"vpc_config": [{"endpoint_public_access": true, "public_access_cidrs": ["203.0.113.0/24"]}]}),
            "Pass: public only for 203.0.113.0/24",
        ),
        (
            "data-stores-private",
            "aws_eks_cluster.c",
            json!({"vpc_config": [{"endpoint_public_access": false}]}),
            "Pass: vpc_config.endpoint_public_access is false",
        ),
        (
            "audit-trail-whole",
            "aws_cloudtrail.t",
            json!({"is_multi_region_trail": true, "enable_logging": true, "include_global_service_events": true}),
            "Pass: is_multi_region_trail is true; enable_logging is true; include_global_service_events is true",
        ),
        (
            "audit-trail-whole",
            "aws_cloudtrail.t",
            json!({"is_multi_region_trail": true, "enable_logging": false, "include_global_service_events": true}),
            "Fail: enable_logging is false",
        ),
        (
            "audit-trail-whole",
            "aws_cloudtrail.t",
            trail(
                json!({"event_selector": [{"include_management_events": false, "read_write_type": "All"}]}),
            ),
            "Fail: a selector leaves management events out",
        ),
        (
            "audit-trail-whole",
            "aws_cloudtrail.t",
            trail(
                json!({"event_selector": [{"include_management_events": true, "read_write_type": "WriteOnly"}]}),
            ),
            "Fail: a selector records WriteOnly events",
        ),
        (
            "audit-trail-whole",
            "aws_cloudtrail.t",
            trail(json!({"advanced_event_selector": [{"field_selector": [
                {"field": "eventCategory", "equals": ["Data"]},
                {"field": "resources.type", "equals": ["AWS::S3::Object"]}]}]})),
            "Fail: a selector leaves management events out",
        ),
        (
            "audit-trail-whole",
            "aws_cloudtrail.t",
            trail(json!({"advanced_event_selector": [{"field_selector": [
                {"field": "eventCategory", "equals": ["Management"]},
                {"field": "readOnly", "equals": ["false"]}]}]})),
            "Fail: a selector records management events only by readOnly",
        ),
        (
            "audit-trail-whole",
            "aws_cloudtrail.t",
            trail(json!({"advanced_event_selector": [{"field_selector": [
                {"field": "eventCategory", "equals": ["Management"]},
                {"field": "eventSource", "not_equals": ["kms.amazonaws.com"]}]}]})),
            "Pass: is_multi_region_trail is true; enable_logging is true; include_global_service_events is true; \
             a selector records all management events",
        ),
        (
            "full-rights-absent",
            "aws_iam_role.r",
            json!({"managed_policy_arns": ["arn:aws:iam::aws:policy/AdministratorAccess"], "inline_policy": []}),
            "Fail: managed_policy_arns has AdministratorAccess",
        ),
        (
            "full-rights-absent",
            "aws_iam_role.r",
            json!({"managed_policy_arns": null, "inline_policy": [{"name": "all", "policy":
                "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"arn:aws:*\"}]}"}]}),
            "Fail: a statement allows * on *",
        ),
        (
            "full-rights-absent",
            "aws_iam_role.r",
            json!({"managed_policy_arns": null, "inline_policy": [{"name": "", "policy": ""}]}),
            "NotApplicable: no policy is attached; no inline policy",
        ),
        (
            "full-rights-absent",
            "aws_iam_role_policy_attachments_exclusive.a",
            json!({"policy_arns": ["arn:aws:iam::aws:policy/AdministratorAccess"]}),
            "Fail: policy_arns has AdministratorAccess",
        ),
        (
            "full-rights-absent",
            "aws_ssoadmin_managed_policy_attachment.a",
            json!({"managed_policy_arn": "arn:aws:iam::aws:policy/AdministratorAccess"}),
            "Fail: managed_policy_arn has AdministratorAccess",
        ),
        (
            "full-rights-absent",
            "aws_ssoadmin_permission_set_inline_policy.p",
            json!({"inline_policy": "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*:*\",\"Resource\":\"*\"}}"}),
            "Fail: a statement allows * on *",
        ),
        (
            "audit-trail-protected",
            "aws_cloudtrail.t",
            json!({"enable_log_file_validation": true, "kms_key_id": null}),
            "Fail: kms_key_id is not set: log files have no key of their own",
        ),
        (
            "logs-kept",
            "aws_cloudwatch_log_group.g",
            json!({"retention_in_days": 30}),
            "Fail: retention_in_days is 30",
        ),
        (
            "logs-kept",
            "aws_cloudwatch_log_group.g",
            json!({"retention_in_days": 0}),
            "Pass: retention_in_days is 0",
        ),
        (
            "logs-kept",
            "aws_cloudwatch_log_group.g",
            json!({"retention_in_days": 400}),
            "Pass: retention_in_days is 400",
        ),
        (
            "requests-logged",
            "aws_eks_cluster.c",
            json!({"enabled_cluster_log_types": ["api"]}),
            "Fail: enabled_cluster_log_types is a list of 1",
        ),
        (
            "requests-logged",
            "aws_lb.l",
            json!({"load_balancer_type": "network", "access_logs": []}),
            "NotApplicable: load_balancer_type is network",
        ),
        (
            "requests-logged",
            "aws_lb.l",
            json!({"load_balancer_type": "application", "access_logs": [{"enabled": true}]}),
            "Pass: access_logs.enabled is true",
        ),
        (
            "threats-detected",
            "aws_guardduty_detector.g",
            json!({"enable": false}),
            "Fail: enable is false",
        ),
        (
            "configuration-recorded",
            "aws_config_configuration_recorder_status.s",
            json!({"is_enabled": true}),
            "Pass: is_enabled is true",
        ),
        (
            "backups-kept",
            "aws_db_instance.d",
            json!({"backup_retention_period": 3, "replicate_source_db": null}),
            "Fail: backup_retention_period is 3",
        ),
        (
            "backups-kept",
            "aws_db_instance.d",
            json!({"backup_retention_period": 7, "replicate_source_db": ""}),
            "Pass: backup_retention_period is 7",
        ),
        (
            "backups-kept",
            "aws_dynamodb_table.t",
            json!({"point_in_time_recovery": []}),
            "Fail: point_in_time_recovery.enabled is not set: off by default",
        ),
        (
            "backups-kept",
            "aws_backup_plan.p",
            json!({"rule": [{"lifecycle": [{"delete_after": 35}]}, {"lifecycle": [{"delete_after": 2}]}]}),
            "Fail: rule.lifecycle.delete_after is 2; no aws_backup_selection belongs to the plan, which backs up nothing",
        ),
        (
            "deletion-protected",
            "aws_rds_cluster.c",
            json!({"deletion_protection": true}),
            "Pass: deletion_protection is true",
        ),
        (
            "spread-over-zones",
            "aws_db_instance.d",
            json!({"multi_az": false, "replicate_source_db": null}),
            "Fail: multi_az is false",
        ),
        (
            "spread-over-zones",
            "aws_autoscaling_group.g",
            json!({"vpc_zone_identifier": ["subnet-1", "subnet-2"], "availability_zones": null}),
            "Pass: zones or subnets: 2",
        ),
        (
            "transport-encrypted",
            "aws_lb_listener.l",
            json!({"protocol": "HTTP", "default_action": [{"type": "forward", "redirect": []}]}),
            "Fail: protocol is HTTP, without a redirect to HTTPS",
        ),
        (
            "transport-encrypted",
            "aws_lb_listener.l",
            json!({"protocol": "HTTP", "default_action": [{"type": "redirect", "redirect": [{"protocol": "HTTPS"}]}]}),
            "Pass: HTTP, redirected to HTTPS",
        ),
        (
            "transport-encrypted",
            "aws_lb_listener.l",
            json!({"protocol": "TCP"}),
            "NotApplicable: protocol is TCP: whatever is behind the listener may encrypt",
        ),
        (
            "tls-current",
            "aws_lb_listener.l",
            json!({"protocol": "HTTPS", "ssl_policy": "ELBSecurityPolicy-2016-08"}),
            "Fail: ssl_policy is ELBSecurityPolicy-2016-08",
        ),
        (
            "tls-current",
            "aws_lb_listener.l",
            json!({"protocol": "HTTPS", "ssl_policy": "ELBSecurityPolicy-TLS13-1-2-2021-06"}),
            "Pass: ssl_policy is ELBSecurityPolicy-TLS13-1-2-2021-06",
        ),
        (
            "tls-current",
            "aws_lb_listener.l",
            json!({"protocol": "HTTPS", "ssl_policy": "ELBSecurityPolicy-of-tomorrow"}),
            "Inconclusive: ssl_policy is ELBSecurityPolicy-of-tomorrow, which decides nothing",
        ),
        (
            "instance-metadata-guarded",
            "aws_instance.i",
            json!({"metadata_options": [{"http_endpoint": "enabled", "http_tokens": "optional"}]}),
            "Fail: metadata_options.http_tokens is optional",
        ),
        (
            "instance-metadata-guarded",
            "aws_instance.i",
            json!({"metadata_options": [{"http_endpoint": "disabled", "http_tokens": "optional"}]}),
            "NotApplicable: metadata_options.http_endpoint is disabled",
        ),
        (
            "password-policy",
            "aws_iam_account_password_policy.p",
            json!({"minimum_password_length": 8, "password_reuse_prevention": 24}),
            "Fail: minimum_password_length is 8",
        ),
        (
            "capacity-scales",
            "aws_appautoscaling_target.t",
            json!({"min_capacity": 2, "max_capacity": 10}),
            "Fail: min_capacity is 2, max_capacity is 10; no scaling policy is attached",
        ),
        (
            "capacity-scales",
            "aws_appautoscaling_target.t",
            json!({"min_capacity": 2, "max_capacity": 2}),
            "Fail: min_capacity is 2, max_capacity is 2",
        ),
        (
            "images-scanned",
            "aws_ecr_repository.r",
            json!({"image_scanning_configuration": [{"scan_on_push": false}]}),
            "Fail: image_scanning_configuration.scan_on_push is false",
        ),
    ]
}
