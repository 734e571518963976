//! The table of AWS, and what holds for every table.

use super::*;

#[test]
fn each_row_tells_safe_from_unsafe() {
    for (control, address, values, expected) in rows::aws() {
        let report = Plan::default().known(address, values.clone()).check();
        let told = told(&report, control, address);
        let (told, place) = told.split_once(" @ ").unwrap();
        assert_eq!(told, expected, "{control}: {address} with {values}");
        assert!(
            place.starts_with("/planned_values/root_module/resources/0/values"),
            "{place}"
        );
    }
}

#[test]
fn the_deciding_value_is_cited_where_it_stands() {
    let plan = Plan::default().known("aws_ebs_volume.v", json!({"size": 8, "encrypted": false}));
    let report = plan.check();
    let place = &finding(&report, "storage-encrypted", "aws_ebs_volume.v").locations[0];
    let text = serde_text(&plan.value());
    let line = text.lines().nth(place.line.unwrap() as usize - 1).unwrap();
    assert!(line.contains("\"encrypted\": false"), "{line}");
    assert_eq!(
        place.pointer.as_deref(),
        Some("/planned_values/root_module/resources/0/values/encrypted")
    );
}

#[test]
fn a_value_that_is_known_only_after_apply_decides_nothing() {
    let report = Plan::default()
        .created(
            "aws_ebs_volume.v",
            json!({"size": 8}),
            json!({"encrypted": true}),
            json!({"encrypted": {"references": ["var.encrypted"]}}),
        )
        .check();
    assert_eq!(
        told(&report, "storage-encrypted", "aws_ebs_volume.v"),
        "Inconclusive: encrypted is known only after apply @ \
         /resource_changes/0/change/after_unknown/encrypted"
    );
}

#[test]
fn what_nobody_configured_gets_its_default_before_apply_too() {
    let queue = |expressions| {
        let unknown = json!({"sqs_managed_sse_enabled": true, "arn": true});
        let values = json!({"name": "jobs", "kms_master_key_id": null});
        let report = Plan::default()
            .created("aws_sqs_queue.q", values, unknown, expressions)
            .check();
        outcome(&report, "storage-encrypted", "aws_sqs_queue.q")
    };
    assert_eq!(
        queue(json!({"name": {"constant_value": "jobs"}})),
        Outcome::Pass
    );
    assert_eq!(
        queue(json!({"sqs_managed_sse_enabled": {"references": ["var.on"]}})),
        Outcome::Inconclusive
    );
}

#[test]
fn thresholds_are_those_of_the_configuration() {
    let plan = Plan::default().known(
        "aws_cloudwatch_log_group.g",
        json!({"retention_in_days": 30}),
    );
    let report = plan.configured(&json!({"log-retention-days": 30}));
    assert_eq!(
        outcome(&report, "logs-kept", "aws_cloudwatch_log_group.g"),
        Outcome::Pass
    );
    let plan = Plan::default().known("aws_db_instance.d", json!({"kms_key_id": null}));
    assert!(plan.check().outcomes("customer-managed-keys").is_empty());
    let report = plan.configured(&json!({"customer-managed-keys": ["aws_db_instance"]}));
    assert_eq!(
        outcome(&report, "customer-managed-keys", "aws_db_instance.d"),
        Outcome::Fail
    );
}

#[test]
fn a_plan_is_no_proof_where_only_what_is_applied_counts() {
    let volume = || json!({"encrypted": true});
    let plan = Plan::default()
        .known("aws_ebs_volume.there", volume())
        .created("aws_ebs_volume.planned", volume(), json!({}), json!({}));
    let report = plan.configured(&json!({"require-applied": true}));
    assert_eq!(
        outcome(&report, "storage-encrypted", "aws_ebs_volume.there"),
        Outcome::Pass
    );
    assert_eq!(
        told(&report, "storage-encrypted", "aws_ebs_volume.planned")
            .split(" @")
            .next(),
        Some("Inconclusive: planned and not applied (create): encrypted is true")
    );
}

#[test]
fn a_secret_is_judged_and_not_shown() {
    let mut plan = Plan::default()
        .known(
            "aws_sns_topic.t",
            json!({"kms_master_key_id": "alias/hidden"}),
        )
        .value();
    plan["planned_values"]["root_module"]["resources"][0]["sensitive_values"] =
        json!({"kms_master_key_id": true});
    let report = check(&plan);
    let finding = finding(&report, "storage-encrypted", "aws_sns_topic.t");
    assert_eq!(finding.outcome, Outcome::Pass);
    assert_eq!(finding.actual, "kms_master_key_id is (sensitive)");
}
