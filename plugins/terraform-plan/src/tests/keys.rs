//! Whose key it is.

use super::*;

const KEYS: &str = "customer-managed-keys";
const ARN: &str = "arn:aws:kms:eu-west-1:111122223333:key/0d5b5ec1-0000-4f2e-9d33-7a1b2c3d4e5f";

fn judged(plan: &Plan, kind: &str) -> Outcome {
    let report = plan.configured(&json!({KEYS: [kind]}));
    outcome(&report, KEYS, &format!("{kind}.d"))
}

fn database(plan: Plan, key: &str, expressions: Option<Value>) -> Outcome {
    let plan = plan.resource(
        "aws_db_instance.d",
        json!({"storage_encrypted": true, "kms_key_id": key}),
        json!({}),
        expressions,
        "no-op",
    );
    judged(&plan, "aws_db_instance")
}

#[test]
fn a_key_that_the_service_chose_is_not_ones_own() {
    let chosen = json!({"storage_encrypted": {"constant_value": true}});
    let given = json!({"kms_key_id": {"references": ["var.key"]}});
    let of = |expressions| database(Plan::default(), ARN, expressions);
    assert_eq!(of(Some(chosen)), Outcome::Inconclusive);
    assert_eq!(of(Some(given)), Outcome::Pass);
    assert_eq!(of(None), Outcome::Inconclusive);
}

#[test]
fn a_key_in_the_same_file_is_ones_own() {
    let key = |arn: &str| {
        Plan::default().known("aws_kms_key.k", json!({"arn": arn, "key_id": "0d5b5ec1"}))
    };
    assert_eq!(database(key(ARN), ARN, None), Outcome::Pass);
    assert_eq!(
        database(
            key("arn:aws:kms:eu-west-1:111122223333:key/another"),
            ARN,
            None
        ),
        Outcome::Inconclusive
    );
}

#[test]
fn a_key_that_aws_keeps_for_a_service_is_not_ones_own() {
    let given = || Some(json!({"kms_key_id": {"references": ["data.aws_kms_alias.rds"]}}));
    let arn = "arn:aws:kms:eu-west-1:111122223333:alias/aws/rds";
    assert_eq!(database(Plan::default(), arn, given()), Outcome::Fail);
    let alias = Plan::default().known(
        "data.aws_kms_alias.rds",
        json!({"name": "alias/aws/rds", "arn": arn, "target_key_arn": ARN}),
    );
    assert_eq!(database(alias, ARN, given()), Outcome::Fail);
    let topic = |key: &str| {
        let plan = Plan::default().created(
            "aws_sns_topic.d",
            json!({"kms_master_key_id": key}),
            json!({}),
            json!({"kms_master_key_id": {"constant_value": key}}),
        );
        judged(&plan, "aws_sns_topic")
    };
    assert_eq!(topic("alias/aws/sns"), Outcome::Fail);
    assert_eq!(topic("alias/aws-events"), Outcome::Pass);
}
