//! Files that are damaged, of another kind, or hold nothing.

use tickmark_plugin::Plugin as _;
use tickmark_plugin::testing::damaged;

use super::*;

fn sample() -> Value {
    let policy =
        json!({"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}).to_string();
    Plan::default()
        .known("aws_s3_bucket.b", json!({"bucket": "b", "versioning": [{"enabled": true}]}))
        .known("aws_db_instance.d", json!({"storage_encrypted": true, "multi_az": true, "replicate_source_db": null}))
        .known("aws_iam_policy.p", json!({"policy": policy}))
        .known("aws_security_group.g", json!({"ingress": [{"from_port": 22, "to_port": 22, "protocol": "tcp", "cidr_blocks": ["0.0.0.0/0"]}]}))
        .value()
}

#[test]
fn damaged_files_are_told_and_nothing_in_them_passes() {
    for (name, bytes) in damaged(serde_text(&sample()).as_bytes()) {
        let evidence = MemoryEvidence::new().file("plans", FILE, bytes);
        let report = run::<TerraformPlan>("{}", "2026-11-22", &evidence).unwrap();
        for control in TerraformPlan::controls(Some(&crate::Config::default())) {
            let outcomes = report.outcomes(&control.id);
            assert_eq!(
                outcomes,
                [("production", Outcome::Inconclusive)],
                "{name}: {}",
                control.id
            );
        }
    }
}

#[test]
fn other_files_are_told_apart() {
    for (plan, expected) in [
        (
            json!({"version": 4, "terraform_version": "1.9.8", "lineage": "x", "resources": []}),
            "this is Terraform's own state file",
        ),
        (
            json!({"format_version": "2.0", "planned_values": {}}),
            "format_version 2.0 is not supported",
        ),
        (
            json!({"format_version": "1.0"}),
            "expected either planned_values (a plan) or values (a state)",
        ),
        (json!([]), "there is no format_version"),
        (
            json!({"format_version": "1.2", "planned_values": {}, "errored": true}),
            "planning ended with an error",
        ),
        (
            json!({"format_version": "1.2", "planned_values": {}, "complete": false}),
            "the plan leaves changes out",
        ),
    ] {
        let report = check(&plan);
        let [finding] = report.about("storage-encrypted", "production")[..] else {
            panic!("{plan}");
        };
        assert_eq!(finding.outcome, Outcome::Inconclusive);
        assert!(finding.actual.starts_with(expected), "{}", finding.actual);
    }
}

#[test]
fn a_plan_without_databases_says_so() {
    let report = Plan::default()
        .known("aws_vpc.v", json!({"id": "vpc-1"}))
        .check();
    let population = report
        .populations
        .iter()
        .find(|population| population.control == "backups-kept")
        .unwrap();
    assert_eq!(population.size, 0);
    assert_eq!(
        population.shown_by[0].pointer.as_deref(),
        Some("/planned_values")
    );
    assert_eq!(report.tallies[0].records, 1);
}

#[test]
fn a_malformed_resource_does_not_hide_the_others() {
    let mut plan = sample();
    plan["planned_values"]["root_module"]["resources"][1]["type"] = json!(7);
    let report = check(&plan);
    let subject = "production: /planned_values/root_module/resources/1";
    assert_eq!(
        report.about("backups-kept", subject)[0].outcome,
        Outcome::Inconclusive
    );
    assert_eq!(
        outcome(&report, "objects-versioned", "aws_s3_bucket.b"),
        Outcome::Pass
    );
    assert_eq!(report.tallies[0].records, 4);
}

#[test]
fn values_of_the_wrong_kind_never_pass() {
    for wrong in [
        json!("x"),
        json!(1),
        json!([1]),
        json!({"a": 1}),
        json!([[]]),
    ] {
        let report = Plan::default()
            .known("aws_ebs_volume.v", json!({"encrypted": wrong}))
            .known("aws_security_group.g", json!({"ingress": [wrong]}))
            .known("aws_iam_policy.p", json!({"policy": wrong}))
            .check();
        for (control, address) in [
            ("storage-encrypted", "aws_ebs_volume.v"),
            ("administration-ports-closed", "aws_security_group.g"),
            ("full-rights-absent", "aws_iam_policy.p"),
        ] {
            assert_ne!(
                outcome(&report, control, address),
                Outcome::Pass,
                "{control}: {wrong}"
            );
        }
    }
}

#[test]
fn a_resource_that_the_plan_forgets_to_list_shows_only_what_it_says() {
    let mut plan = Plan::default()
        .known("aws_ebs_volume.v", json!({"encrypted": true}))
        .known(
            "aws_db_instance.d",
            json!({"multi_az": null, "replicate_source_db": null}),
        )
        .known("aws_vpc.v", json!({}))
        .value();
    plan["resource_changes"] = json!([]);
    plan["planned_values"]["root_module"]["resources"][1]["values"] =
        json!({"replicate_source_db": null});
    let report = check(&plan);
    assert_eq!(
        outcome(&report, "storage-encrypted", "aws_ebs_volume.v"),
        Outcome::Pass
    );
    assert_eq!(
        outcome(&report, "spread-over-zones", "aws_db_instance.d"),
        Outcome::Inconclusive
    );
}

#[test]
fn a_state_is_read_like_a_plan() {
    let state = json!({"format_version": "1.0", "terraform_version": "1.9.8", "values": {"root_module": {
        "resources": [{"address": "aws_ebs_volume.v", "mode": "managed", "type": "aws_ebs_volume", "name": "v",
                       "values": {"encrypted": true}}]}}});
    let report = check(&state);
    let finding = finding(&report, "storage-encrypted", "aws_ebs_volume.v");
    assert_eq!(finding.outcome, Outcome::Pass);
    assert_eq!(finding.attributes[0].value, "none: this is a state");
}

#[test]
fn a_type_whose_key_nobody_knows_is_refused() {
    let config = r#"{"customer-managed-keys": ["aws_nothing"]}"#;
    let failure = examine(config, &serde_text(&sample())).unwrap_err();
    assert!(matches!(failure, Failure::Config(text) if text.contains("`aws_nothing`")));
}

#[test]
fn the_manual_says_what_the_plugin_describes() {
    tickmark_plugin::testing::hold_manual::<TerraformPlan>(env!("CARGO_MANIFEST_DIR"));
}
