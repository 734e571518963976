//! What does something only by what is attached to it: scaling policies, selections, rules, and blocks
//! of an account.

use super::*;

const SCALES: &str = "capacity-scales";

fn group(policy: Value) -> String {
    let mut values = json!({"autoscaling_group_name": "portal"});
    for (name, value) in policy.as_object().unwrap() {
        values[name] = value.clone();
    }
    let plan = Plan::default()
        .known(
            "aws_autoscaling_group.g",
            json!({"name": "portal", "min_size": 2, "max_size": 9}),
        )
        .known("aws_autoscaling_policy.p", values);
    told(&plan.check(), SCALES, "aws_autoscaling_group.g")
}

#[test]
fn a_group_scales_by_a_policy_that_adds() {
    let tracking = json!({"policy_type": "TargetTrackingScaling"});
    assert!(
        group(tracking).starts_with("Pass: min_size is 2, max_size is 9; a policy is attached")
    );
    let up = json!({"policy_type": "SimpleScaling", "scaling_adjustment": 1});
    assert!(group(up).starts_with("Pass"));
    let down = json!({"policy_type": "SimpleScaling", "scaling_adjustment": -1});
    assert!(group(down).contains("the attached policy only takes capacity away"));
    let steps = |by: Value| json!({"policy_type": "StepScaling", "step_adjustment": by});
    let both = json!([{"scaling_adjustment": -1}, {"scaling_adjustment": 2}]);
    assert!(group(steps(both)).starts_with("Pass"));
    let down = json!([{"scaling_adjustment": -1}, {"scaling_adjustment": -2}]);
    assert!(group(steps(down)).starts_with("Fail"));
    let off = json!({"policy_type": "TargetTrackingScaling", "enabled": false});
    assert!(group(off).contains("the attached policy is disabled"));
    let forecast = |mode: Value| json!({"policy_type": "PredictiveScaling", "predictive_scaling_configuration": [{"mode": mode}]});
    assert!(group(forecast(json!(null))).contains("the attached policy only forecasts"));
    assert!(group(forecast(json!("ForecastAndScale"))).starts_with("Pass"));
}

#[test]
fn a_schedule_that_adds_nothing_is_no_scaling() {
    let group = |group: Value, schedule: Value| {
        let mut values = json!({"name": "portal", "min_size": 2, "max_size": 9});
        for (name, value) in group.as_object().unwrap() {
            values[name] = value.clone();
        }
        let mut attached = json!({"autoscaling_group_name": "portal"});
        for (name, value) in schedule.as_object().unwrap() {
            attached[name] = value.clone();
        }
        let plan = Plan::default()
            .known("aws_autoscaling_group.g", values)
            .known("aws_autoscaling_schedule.s", attached);
        told(&plan.check(), SCALES, "aws_autoscaling_group.g")
    };
    let day = || json!({"min_size": -1, "max_size": -1, "desired_capacity": 6});
    assert!(group(json!({}), day()).starts_with("Pass"));
    let night = json!({"min_size": 0, "max_size": 0, "desired_capacity": 0});
    assert!(group(json!({}), night).contains("the attached schedule adds nothing"));
    let idle = json!({"suspended_processes": ["ScheduledActions"]});
    assert!(group(idle, day()).contains("the process ScheduledActions is suspended"));
    let other = json!({"suspended_processes": ["AlarmNotification"]});
    assert!(group(other, day()).starts_with("Pass"));
}

#[test]
fn a_suspended_target_does_not_scale() {
    let target = |state: Value, kind: &str, attached: Value| {
        let mut values = json!({"resource_id": "service/a/b"});
        for (name, value) in attached.as_object().unwrap() {
            values[name] = value.clone();
        }
        let plan = Plan::default()
            .known(
                "aws_appautoscaling_target.t",
                json!({"resource_id": "service/a/b", "min_capacity": 2, "max_capacity": 8,
                       "suspended_state": state}),
            )
            .known(&format!("{kind}.p"), values);
        outcome(&plan.check(), SCALES, "aws_appautoscaling_target.t")
    };
    let policy = |state: Value| {
        let tracking = json!({"policy_type": "TargetTrackingScaling"});
        target(state, "aws_appautoscaling_policy", tracking)
    };
    assert_eq!(policy(json!([])), Outcome::Pass);
    let off = |out: bool, scheduled: bool| {
        json!([{"dynamic_scaling_in_suspended": true, "dynamic_scaling_out_suspended": out,
                "scheduled_scaling_suspended": scheduled}])
    };
    assert_eq!(policy(off(false, true)), Outcome::Pass);
    assert_eq!(policy(off(true, false)), Outcome::Fail);
    let action = |state: Value, least: &str| {
        let action =
            json!({"scalable_target_action": [{"min_capacity": least, "max_capacity": "9"}]});
        target(state, "aws_appautoscaling_scheduled_action", action)
    };
    assert_eq!(action(json!([]), "4"), Outcome::Pass);
    assert_eq!(action(json!([]), "0"), Outcome::Fail);
    assert_eq!(action(off(true, false), "4"), Outcome::Pass);
    assert_eq!(action(off(false, true), "4"), Outcome::Fail);
}

#[test]
fn each_dimension_of_a_target_needs_a_policy_of_its_own() {
    let target = |plan: Plan, name: &str| {
        plan.known(
            &format!("aws_appautoscaling_target.{name}"),
            json!({"resource_id": "table/orders", "min_capacity": 5, "max_capacity": 50,
                   "scalable_dimension": format!("dynamodb:table:{name}")}),
        )
    };
    let plan = target(target(Plan::default(), "Read"), "Write").known(
        "aws_appautoscaling_policy.p",
        json!({"resource_id": "table/orders", "policy_type": "TargetTrackingScaling",
               "scalable_dimension": "dynamodb:table:Read"}),
    );
    let report = plan.check();
    let of = |name: &str| {
        let address = format!("aws_appautoscaling_target.{name}");
        outcome(&report, SCALES, &address)
    };
    assert_eq!(of("Read"), Outcome::Pass);
    assert_eq!(of("Write"), Outcome::Fail);
}

#[test]
fn a_target_before_apply_is_found_by_reference() {
    let target = |plan: Plan, name: &str| {
        plan.created(
            &format!("aws_appautoscaling_target.{name}"),
            json!({"min_capacity": 2, "max_capacity": 8,
                   "scalable_dimension": "ecs:service:DesiredCount"}),
            json!({"resource_id": true, "id": true}),
            json!({"resource_id": {"references": ["aws_ecs_service.api.name", "aws_ecs_service.api"]}}),
        )
    };
    let plan = target(target(Plan::default(), "api"), "jobs").created(
        "aws_appautoscaling_policy.p",
        json!({"policy_type": "TargetTrackingScaling", "scalable_dimension": "ecs:service:DesiredCount"}),
        json!({"resource_id": true}),
        json!({"resource_id": {"references":
            ["aws_appautoscaling_target.api.resource_id", "aws_appautoscaling_target.api"]}}),
    );
    let report = plan.check();
    assert_eq!(
        outcome(&report, SCALES, "aws_appautoscaling_target.api"),
        Outcome::Pass
    );
    assert_eq!(
        outcome(&report, SCALES, "aws_appautoscaling_target.jobs"),
        Outcome::Fail
    );
}

#[test]
fn a_backup_plan_backs_up_what_a_selection_names() {
    let plan = || {
        Plan::default().known(
            "aws_backup_plan.p",
            json!({"id": "daily", "rule": [{"lifecycle": [{"delete_after": 35}]}]}),
        )
    };
    let of = |plan: Plan| outcome(&plan.check(), "backups-kept", "aws_backup_plan.p");
    assert_eq!(of(plan()), Outcome::Fail);
    let selection = |id: &str| {
        plan().known(
            "aws_backup_selection.s",
            json!({"plan_id": id, "name": "all"}),
        )
    };
    assert_eq!(of(selection("daily")), Outcome::Pass);
    assert_eq!(of(selection("hourly")), Outcome::Fail);
    let machine = Plan::default()
        .known(
            "azurerm_backup_policy_vm.p",
            json!({"id": "/policies/p", "retention_daily": [{"count": 14}]}),
        )
        .known(
            "azurerm_backup_protected_vm.v",
            json!({"backup_policy_id": "/policies/p"}),
        );
    assert_eq!(
        outcome(
            &machine.check(),
            "backups-kept",
            "azurerm_backup_policy_vm.p"
        ),
        Outcome::Pass
    );
}

#[test]
fn a_rule_may_undo_the_redirect_of_a_listener() {
    let listener = |rule: Value| {
        let plan = Plan::default()
            .known(
                "aws_lb_listener.l",
                json!({"id": "listener/80", "protocol": "HTTP",
                       "default_action": [{"type": "redirect", "redirect": [{"protocol": "HTTPS"}]}]}),
            )
            .known(
                "aws_lb_listener_rule.r",
                json!({"listener_arn": "listener/80", "action": [rule]}),
            );
        told(&plan.check(), "transport-encrypted", "aws_lb_listener.l")
    };
    let forward = json!({"type": "forward", "redirect": []});
    assert!(listener(forward).starts_with("Fail: a rule takes plain HTTP (forward)"));
    let plain = json!({"type": "redirect", "redirect": [{"protocol": "HTTP"}]});
    assert!(listener(plain).starts_with("Fail: a rule redirects to HTTP"));
    let secure = json!({"type": "redirect", "redirect": [{"protocol": "HTTPS"}]});
    assert!(listener(secure).starts_with("Pass"));
    // `#{protocol}` keeps what came.
    let kept = json!({"type": "redirect", "redirect": [{"protocol": "#{protocol}"}]});
    assert!(listener(kept).starts_with("Fail"));
}

#[test]
fn a_block_of_an_account_is_for_buckets_of_that_account() {
    let flags = || {
        json!({"block_public_acls": true, "block_public_policy": true,
               "ignore_public_acls": true, "restrict_public_buckets": true})
    };
    let of = |provider: &str, account: Value| {
        let mut plan = Plan::default()
            .created(
                "aws_s3_bucket.b",
                json!({"bucket": "b", "acl": "public-read"}),
                json!({}),
                json!({}),
            )
            .created(
                "aws_s3_account_public_access_block.a",
                flags(),
                json!({"account_id": true}),
                account,
            )
            .known(
                "data.aws_caller_identity.me",
                json!({"account_id": "482913057716"}),
            )
            .value();
        let configured = &mut plan["configuration"]["root_module"]["resources"];
        configured[1]["provider_config_key"] = json!(provider);
        configured.as_array_mut().unwrap().push(json!({
            "address": "data.aws_caller_identity.me", "mode": "data", "type": "aws_caller_identity",
            "name": "me", "provider_config_key": "aws", "expressions": {}
        }));
        told(&check(&plan), "object-storage-private", "aws_s3_bucket.b")
    };
    let of = |provider, account| of(provider, account).split_once(':').unwrap().0.to_owned();
    let none = || json!({});
    let me = json!({"account_id": {"references":
        ["data.aws_caller_identity.me.account_id", "data.aws_caller_identity.me"]}});
    assert_eq!(of("aws", none()), "Pass");
    assert_eq!(of("aws", me.clone()), "Pass");
    assert_eq!(of("aws.audit", none()), "Fail");
    assert_eq!(of("aws.audit", me), "Inconclusive");
    let other = json!({"account_id": {"constant_value": "104477302911"}});
    assert_eq!(of("aws", other), "Inconclusive");
    // A state does not say which provider made what.
    let state = Plan::default()
        .known("aws_s3_bucket.b", json!({"bucket": "b"}))
        .known("aws_s3_account_public_access_block.a", flags());
    assert_eq!(
        outcome(&state.check(), "object-storage-private", "aws_s3_bucket.b"),
        Outcome::Inconclusive
    );
}
