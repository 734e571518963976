//! What belongs to what: by value, by reference, through modules, and where nobody can tell.

use super::*;

const VERSIONED: &str = "objects-versioned";

fn enabled() -> Value {
    json!({"versioning_configuration": [{"status": "Enabled"}]})
}

/// A bucket before it is made: nothing of it is known.
fn bucket(plan: Plan, address: &str) -> Plan {
    plan.created(
        address,
        json!({"force_destroy": false}),
        json!({"bucket": true, "id": true, "arn": true, "versioning": true, "logging": true}),
        json!({}),
    )
}

fn versioning(plan: Plan, address: &str, references: Value) -> Plan {
    plan.created(
        address,
        enabled(),
        json!({"bucket": true, "id": true}),
        json!({"bucket": {"references": references}}),
    )
}

#[test]
fn a_reference_leads_to_a_bucket_that_is_yet_to_be_made() {
    let plan = bucket(
        bucket(Plan::default(), "aws_s3_bucket.a"),
        "aws_s3_bucket.b",
    );
    let plan = versioning(
        plan,
        "aws_s3_bucket_versioning.a",
        json!(["aws_s3_bucket.a.id", "aws_s3_bucket.a"]),
    );
    let report = plan.check();
    assert!(
        told(&report, VERSIONED, "aws_s3_bucket.a")
            .starts_with("Pass: versioning_configuration.status is Enabled")
    );
    assert!(
        told(&report, VERSIONED, "aws_s3_bucket.b")
            .starts_with("Fail: no versioning is configured")
    );
}

#[test]
fn a_name_leads_to_a_bucket_also_in_another_file() {
    let text = |plan: Plan| serde_text(&plan.value());
    let buckets = Plan::default()
        .known(
            "aws_s3_bucket.a",
            json!({"bucket": "a", "id": "a", "versioning": []}),
        )
        .known(
            "aws_s3_bucket.b",
            json!({"bucket": "b", "id": "b", "versioning": []}),
        );
    let mut values = enabled();
    values["bucket"] = json!("b");
    let other = Plan::default().known("aws_s3_bucket_versioning.v", values);
    let evidence = MemoryEvidence::new()
        .file("plans", "terraform/production/plan.json", text(buckets))
        .file("plans", "terraform/shared/plan.json", text(other));
    let report = run::<TerraformPlan>("{}", "2026-11-22", &evidence).unwrap();
    assert_eq!(
        outcome(&report, VERSIONED, "aws_s3_bucket.a"),
        Outcome::Fail
    );
    assert_eq!(
        outcome(&report, VERSIONED, "aws_s3_bucket.b"),
        Outcome::Pass
    );
}

#[test]
fn instances_are_paired_by_their_keys() {
    let mut plan = Plan::default();
    for key in ["x", "y"] {
        plan = bucket(plan, &format!("aws_s3_bucket.b[\"{key}\"]"));
    }
    plan = versioning(
        plan,
        "aws_s3_bucket_versioning.v[\"x\"]",
        json!(["aws_s3_bucket.b", "each.key"]),
    );
    let report = plan.check();
    assert_eq!(
        outcome(&report, VERSIONED, "aws_s3_bucket.b[\"x\"]"),
        Outcome::Pass
    );
    assert_eq!(
        outcome(&report, VERSIONED, "aws_s3_bucket.b[\"y\"]"),
        Outcome::Fail
    );
}

#[test]
fn a_reference_that_leads_nowhere_may_lead_anywhere() {
    let plan = versioning(
        bucket(Plan::default(), "aws_s3_bucket.a"),
        "aws_s3_bucket_versioning.v",
        json!(["local.buckets"]),
    );
    assert!(
        told(&plan.check(), VERSIONED, "aws_s3_bucket.a").starts_with(
            "Inconclusive: which bucket a aws_s3_bucket_versioning belongs to is not known"
        )
    );
}

/// A plan with a bucket in one module and its versioning in another, tied by an output and a variable.
fn modular(output: &Value, given: &Value) -> Value {
    let resource = |module: &str, kind: &str, values: Value| {
        let address = format!("{module}.{kind}.this");
        (
            json!({"address": address, "mode": "managed", "type": kind, "name": "this", "values": values}),
            json!({"address": address, "change": {"actions": ["create"],
                   "after_unknown": {"bucket": true, "id": true, "versioning": true}}}),
        )
    };
    let (bucket, bucket_change) = resource(
        "module.store[\"a.b\"]",
        "aws_s3_bucket",
        json!({"force_destroy": false}),
    );
    let (versions, versions_change) =
        resource("module.versions", "aws_s3_bucket_versioning", enabled());
    let module =
        |address: &str, resource: Value| json!({"address": address, "resources": [resource]});
    let configured = |kind: &str, expressions: Value| {
        json!([{"address": format!("{kind}.this"), "mode": "managed",
        "type": kind, "name": "this", "expressions": expressions}])
    };
    json!({
        "format_version": "1.2",
        "planned_values": {"root_module": {"child_modules": [
            module("module.store[\"a.b\"]", bucket), module("module.versions", versions)]}},
        "resource_changes": [bucket_change, versions_change],
        "configuration": {"root_module": {"module_calls": {
            "store": {"module": {
                "outputs": {"name": {"expression": {"references": output}}},
                "resources": configured("aws_s3_bucket", json!({}))}},
            "versions": {
                "expressions": {"bucket_name": {"references": given}},
                "module": {"resources": configured("aws_s3_bucket_versioning",
                    json!({"bucket": {"references": ["var.bucket_name"]}}))}}
        }}}
    })
}

#[test]
fn references_lead_through_variables_and_outputs_of_modules() {
    let bucket = "module.store[\"a.b\"].aws_s3_bucket.this";
    let output = json!(["aws_s3_bucket.this.id", "aws_s3_bucket.this"]);
    let given = json!([
        "module.store[\"a.b\"].name",
        "module.store[\"a.b\"]",
        "module.store"
    ]);
    let report = check(&modular(&output, &given));
    assert_eq!(outcome(&report, VERSIONED, bucket), Outcome::Pass);
    let report = check(&modular(&json!(["local.name"]), &given));
    assert_eq!(outcome(&report, VERSIONED, bucket), Outcome::Inconclusive);
    let report = check(&modular(&output, &json!(["module.other.name"])));
    assert_eq!(outcome(&report, VERSIONED, bucket), Outcome::Inconclusive);
}

#[test]
fn a_circle_of_references_ends() {
    let mut plan = modular(&json!(["var.loop"]), &json!(["module.store.name"]));
    plan["configuration"]["root_module"]["module_calls"]["store"]["expressions"] =
        json!({"loop": {"references": ["module.store.name"]}});
    let report = check(&plan);
    let bucket = "module.store[\"a.b\"].aws_s3_bucket.this";
    assert_eq!(outcome(&report, VERSIONED, bucket), Outcome::Inconclusive);
}

#[test]
fn a_policy_before_apply_is_read_from_its_data_source() {
    let policy = |action: &str| {
        let statement = json!([{"actions": [action], "effect": null, "resources": ["*"], "principals": [],
            "condition": [], "not_actions": null, "not_resources": null}]);
        let plan = Plan::default()
            .created(
                "data.aws_iam_policy_document.d",
                json!({"statement": statement, "source_policy_documents": null}),
                json!({"json": true, "id": true, "statement": [{"actions": [false], "resources": [false]}]}),
                json!({}),
            )
            .created(
                "aws_iam_policy.p",
                json!({"name": "p"}),
                json!({"policy": true}),
                json!({"policy": {"references": ["data.aws_iam_policy_document.d.json", "data.aws_iam_policy_document.d"]}}),
            );
        outcome(&plan.check(), "full-rights-absent", "aws_iam_policy.p")
    };
    assert_eq!(policy("*"), Outcome::Fail);
    assert_eq!(policy("s3:GetObject"), Outcome::Pass);
    let unknown = Plan::default().created(
        "aws_iam_policy.p",
        json!({"name": "p"}),
        json!({"policy": true}),
        json!({"policy": {"references": ["aws_s3_bucket.b.arn"]}}),
    );
    assert_eq!(
        outcome(&unknown.check(), "full-rights-absent", "aws_iam_policy.p"),
        Outcome::Inconclusive
    );
}

#[test]
fn a_network_needs_a_flow_log_of_its_own() {
    let plan = Plan::default()
        .known("aws_vpc.a", json!({"id": "vpc-1"}))
        .known("aws_vpc.b", json!({"id": "vpc-2"}))
        .known(
            "aws_flow_log.l",
            json!({"vpc_id": "vpc-1", "traffic_type": "ALL"}),
        );
    let report = plan.check();
    assert_eq!(
        outcome(&report, "network-flows-logged", "aws_vpc.a"),
        Outcome::Pass
    );
    assert_eq!(
        outcome(&report, "network-flows-logged", "aws_vpc.b"),
        Outcome::Fail
    );
}

#[test]
fn a_cluster_is_spread_by_its_instances() {
    let cluster = || {
        Plan::default().known(
            "aws_rds_cluster.c",
            json!({"cluster_identifier": "main", "db_cluster_instance_class": null}),
        )
    };
    let instance = |plan: Plan, name: &str| {
        plan.known(
            &format!("aws_rds_cluster_instance.{name}"),
            json!({"cluster_identifier": "main", "publicly_accessible": false}),
        )
    };
    let one = instance(cluster(), "a");
    assert_eq!(
        outcome(&one.check(), "spread-over-zones", "aws_rds_cluster.c"),
        Outcome::Fail
    );
    let two = instance(one, "b");
    assert_eq!(
        outcome(&two.check(), "spread-over-zones", "aws_rds_cluster.c"),
        Outcome::Pass
    );
    let placed = |zones: [&str; 2]| {
        let plan = zones
            .iter()
            .enumerate()
            .fold(cluster(), |plan, (number, zone)| {
                plan.known(
                    &format!("aws_rds_cluster_instance.i{number}"),
                    json!({"cluster_identifier": "main", "availability_zone": zone}),
                )
            });
        outcome(&plan.check(), "spread-over-zones", "aws_rds_cluster.c")
    };
    assert_eq!(placed(["eu-central-1a", "eu-central-1a"]), Outcome::Fail);
    assert_eq!(placed(["eu-central-1a", "eu-central-1b"]), Outcome::Pass);
}

#[test]
fn a_plain_name_means_what_has_it_in_the_same_file() {
    let group = |plan: Plan| {
        plan.known(
            "aws_autoscaling_group.web",
            json!({"name": "web", "id": "web", "min_size": 2, "max_size": 6}),
        )
    };
    let policy = |plan: Plan| {
        plan.known(
            "aws_autoscaling_policy.web",
            json!({"autoscaling_group_name": "web", "policy_type": "TargetTrackingScaling", "enabled": true}),
        )
    };
    let scales = |files: &[(&str, Plan)]| {
        let evidence = files
            .iter()
            .fold(MemoryEvidence::new(), |evidence, (path, plan)| {
                evidence.file("plans", path, serde_text(&plan.value()))
            });
        let report = run::<TerraformPlan>("{}", "2026-11-22", &evidence).unwrap();
        outcome(&report, "capacity-scales", "aws_autoscaling_group.web")
    };
    let here = "terraform/production/plan.json";
    let there = "terraform/staging/plan.json";
    assert_eq!(
        scales(&[(here, policy(group(Plan::default())))]),
        Outcome::Pass
    );
    assert_eq!(
        scales(&[
            (here, group(Plan::default())),
            (there, policy(Plan::default()))
        ]),
        Outcome::Inconclusive,
        "of another account, perhaps"
    );
}

#[test]
fn what_a_bucket_had_before_version_four_still_counts() {
    let of = |values: Value, control: &str| {
        outcome(
            &Plan::default().known("aws_s3_bucket.b", values).check(),
            control,
            "aws_s3_bucket.b",
        )
    };
    assert_eq!(
        of(json!({"versioning": [{"enabled": true}]}), VERSIONED),
        Outcome::Pass
    );
    assert_eq!(
        of(json!({"versioning": [{"enabled": false}]}), VERSIONED),
        Outcome::Fail
    );
    assert_eq!(
        of(
            json!({"logging": [{"target_bucket": "logs"}]}),
            "object-access-logged"
        ),
        Outcome::Pass
    );
    assert_eq!(
        of(json!({"logging": []}), "object-access-logged"),
        Outcome::Fail
    );
}

#[test]
fn only_confidential_buckets_must_forget() {
    let of = |tags: Value, rules: Value| {
        let plan = Plan::default()
            .known(
                "aws_s3_bucket.b",
                json!({"bucket": "b", "tags": tags, "tags_all": tags, "lifecycle_rule": []}),
            )
            .known(
                "aws_s3_bucket_lifecycle_configuration.l",
                json!({"bucket": "b", "rule": rules}),
            );
        outcome(
            &plan.check(),
            "confidential-objects-expire",
            "aws_s3_bucket.b",
        )
    };
    let confidential = || json!({"data-classification": "Confidential"});
    let rule = |status: &str| json!([{"status": status, "expiration": [{"days": 30}]}]);
    assert_eq!(of(confidential(), rule("Enabled")), Outcome::Pass);
    assert_eq!(of(confidential(), rule("Disabled")), Outcome::Fail);
    assert_eq!(
        of(json!({"data-classification": "public"}), rule("Disabled")),
        Outcome::NotApplicable
    );
    assert_eq!(of(json!({}), rule("Enabled")), Outcome::NotApplicable);
}
