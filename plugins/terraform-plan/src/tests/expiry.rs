//! Rules that remove what is old, on S3 and on Google Cloud Storage.

use super::*;

const EXPIRES: &str = "confidential-objects-expire";

fn google(rules: Value) -> Outcome {
    let labels = json!({"data-classification": "confidential"});
    let plan = Plan::default().known(
        "google_storage_bucket.b",
        json!({"labels": labels, "effective_labels": labels, "lifecycle_rule": rules}),
    );
    outcome(&plan.check(), EXPIRES, "google_storage_bucket.b")
}

fn s3(rule: Value) -> Outcome {
    let tags = json!({"data-classification": "confidential"});
    let plan = Plan::default()
        .known(
            "aws_s3_bucket.b",
            json!({"bucket": "b", "tags": tags, "tags_all": tags, "lifecycle_rule": []}),
        )
        .known(
            "aws_s3_bucket_lifecycle_configuration.l",
            json!({"bucket": "b", "rule": [rule]}),
        );
    outcome(&plan.check(), EXPIRES, "aws_s3_bucket.b")
}

#[test]
fn one_rule_of_several_may_delete() {
    let colder = json!({"action": [{"type": "SetStorageClass", "storage_class": "ARCHIVE"}],
                        "condition": [{"age": 90}]});
    let delete = json!({"action": [{"type": "Delete", "storage_class": ""}],
                        "condition": [{"age": 730, "num_newer_versions": 0, "with_state": "ANY",
                                       "matches_prefix": [], "custom_time_before": ""}]});
    assert_eq!(google(json!([colder, delete])), Outcome::Pass);
    assert_eq!(google(json!([colder])), Outcome::Fail);
    assert_eq!(google(json!([])), Outcome::Fail);
}

#[test]
fn a_rule_for_earlier_versions_leaves_the_objects() {
    let delete = |condition: Value| {
        google(json!([{"action": [{"type": "Delete"}], "condition": [condition]}]))
    };
    for condition in [
        json!({"num_newer_versions": 3}),
        json!({"age": 30, "with_state": "ARCHIVED"}),
        json!({"days_since_noncurrent_time": 30}),
        json!({"noncurrent_time_before": "2026-01-01"}),
    ] {
        assert_eq!(delete(condition.clone()), Outcome::Fail, "{condition}");
    }
    let earlier = json!({"status": "Enabled",
                         "noncurrent_version_expiration": [{"noncurrent_days": 30}]});
    assert_eq!(s3(earlier), Outcome::Fail);
}

#[test]
fn a_rule_for_some_objects_says_nothing_of_the_others() {
    let delete = |condition: Value| {
        google(json!([{"action": [{"type": "Delete"}], "condition": [condition]}]))
    };
    for condition in [
        json!({"age": 30, "matches_prefix": ["tmp/"]}),
        json!({"age": 30, "matches_suffix": [".bak"]}),
        json!({"days_since_custom_time": 30}),
    ] {
        let answer = delete(condition.clone());
        assert_eq!(answer, Outcome::Inconclusive, "{condition}");
    }
    let rule = |filter: Value| {
        s3(json!({"status": "Enabled", "expiration": [{"days": 30}], "filter": filter}))
    };
    assert_eq!(rule(json!([{"prefix": "tmp/"}])), Outcome::Inconclusive);
    let tagged = json!([{"and": [{"prefix": "", "tags": {"old": "yes"}}]}]);
    assert_eq!(rule(tagged), Outcome::Inconclusive);
    let everything =
        json!([{"and": [], "prefix": "", "tag": [], "object_size_greater_than": null}]);
    assert_eq!(rule(everything), Outcome::Pass);
    assert_eq!(
        s3(json!({"status": "Enabled", "expiration": [{"days": 30}], "prefix": "tmp/"})),
        Outcome::Inconclusive
    );
}

#[test]
fn a_filter_known_only_after_apply_decides_nothing() {
    let tags = json!({"data-classification": "confidential"});
    let plan = Plan::default()
        .known(
            "aws_s3_bucket.b",
            json!({"bucket": "b", "tags": tags, "tags_all": tags, "lifecycle_rule": []}),
        )
        .created(
            "aws_s3_bucket_lifecycle_configuration.l",
            json!({"bucket": "b", "rule": [{"status": "Enabled", "expiration": [{"days": 30}],
                                            "filter": [{}]}]}),
            json!({"rule": [{"expiration": [{}], "filter": [{"prefix": true}]}]}),
            json!({"bucket": {"constant_value": "b"},
                   "rule": [{"status": {"constant_value": "Enabled"},
                             "expiration": [{"days": {"constant_value": 30}}],
                             "filter": [{"prefix": {"references": ["random_id.p.hex", "random_id.p"]}}]}]}),
        );
    assert_eq!(
        outcome(&plan.check(), EXPIRES, "aws_s3_bucket.b"),
        Outcome::Inconclusive
    );
}
