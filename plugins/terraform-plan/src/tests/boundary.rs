//! Openings, public buckets and policies.

use super::*;

const OPEN: &str = "administration-ports-closed";
const DATABASES: &str = "database-ports-closed";
const PUBLIC: &str = "object-storage-private";

fn rule(from: i64, to: i64, ranges: Value) -> Value {
    json!({"type": "ingress", "protocol": "tcp", "from_port": from, "to_port": to,
           "cidr_blocks": ranges, "ipv6_cidr_blocks": null, "prefix_list_ids": null})
}

fn told_of(address: &str, values: Value, control: &str) -> String {
    let report = Plan::default().known(address, values).check();
    let told = told(&report, control, address);
    told.split(" @ ").next().unwrap().to_owned()
}

#[test]
fn a_rule_of_its_own_is_judged_by_ports_and_ranges() {
    let address = "aws_security_group_rule.r";
    let world = json!(["0.0.0.0/0"]);
    for (values, expected) in [
        (
            rule(22, 22, world.clone()),
            "Fail: port 22 from 0.0.0.0/0, which includes 22",
        ),
        (
            rule(20, 30, world.clone()),
            "Fail: ports 20 to 30 from 0.0.0.0/0, which includes 22",
        ),
        (
            rule(443, 443, world.clone()),
            "Pass: port 443 from 0.0.0.0/0",
        ),
        (
            rule(22, 22, json!(["10.0.0.0/8"])),
            "Pass: port 22 from 10.0.0.0/8",
        ),
        (
            rule(22, 22, json!(["0.0.0.0/1", "128.0.0.0/1"])),
            "Fail: port 22 from 0.0.0.0/1, 128.0.0.0/1, which includes 22",
        ),
    ] {
        assert_eq!(told_of(address, values, OPEN), expected);
    }
    let mut all = rule(0, 0, json!([]));
    all["protocol"] = json!("-1");
    all["ipv6_cidr_blocks"] = json!(["::/0"]);
    assert_eq!(
        told_of(address, all.clone(), OPEN),
        "Fail: all ports from ::/0, which includes 22, 3389"
    );
    all["type"] = json!("egress");
    assert_eq!(
        told_of(address, all, OPEN),
        "NotApplicable: a rule for outgoing traffic"
    );
    let mut icmp = rule(8, 0, world);
    icmp["protocol"] = json!("icmp");
    assert_eq!(told_of(address, icmp, OPEN), "Pass: no TCP or UDP port");
    let mut listed = rule(22, 22, json!([]));
    listed["prefix_list_ids"] = json!(["pl-1"]);
    assert_eq!(
        told_of(address, listed, OPEN),
        "Inconclusive: port 22 from no address range; the plan does not show what the prefix list holds"
    );
}

#[test]
fn rules_of_the_newer_kind_are_judged_too() {
    let values = json!({"ip_protocol": "tcp", "from_port": 5432, "to_port": 5432,
                        "cidr_ipv4": "0.0.0.0/0", "cidr_ipv6": null, "prefix_list_id": null});
    let address = "aws_vpc_security_group_ingress_rule.r";
    assert_eq!(
        told_of(address, values.clone(), DATABASES),
        "Fail: port 5432 from 0.0.0.0/0, which includes 5432"
    );
    assert_eq!(
        told_of(address, values, OPEN),
        "Pass: port 5432 from 0.0.0.0/0"
    );
}

#[test]
fn each_rule_inside_a_group_counts() {
    let ingress = |ranges| {
        json!({"from_port": 22, "to_port": 22, "protocol": "tcp", "cidr_blocks": ranges,
                         "ipv6_cidr_blocks": [], "prefix_list_ids": [], "security_groups": [], "self": false})
    };
    let group =
        json!({"ingress": [ingress(json!(["10.1.0.0/16"])), ingress(json!(["0.0.0.0/0"]))]});
    let report = Plan::default().known("aws_security_group.g", group).check();
    assert_eq!(
        told(&report, OPEN, "aws_security_group.g"),
        "Fail: port 22 from 0.0.0.0/0, which includes 22 @ \
         /planned_values/root_module/resources/0/values/ingress/1"
    );
    assert_eq!(
        told_of("aws_security_group.g", json!({"ingress": []}), OPEN),
        "Pass: no rule lets anything in"
    );
}

#[test]
fn a_group_whose_rules_are_unknown_is_not_called_closed() {
    let unknown = || json!({"id": true, "ingress": true});
    let group = Plan::default().created(
        "aws_security_group.g",
        json!({"name": "g"}),
        unknown(),
        json!({}),
    );
    assert_eq!(
        outcome(&group.check(), OPEN, "aws_security_group.g"),
        Outcome::Inconclusive
    );
    let with_rule = group.created(
        "aws_security_group_rule.r",
        rule(443, 443, json!(["0.0.0.0/0"])),
        json!({"security_group_id": true}),
        json!({"security_group_id": {"references": ["aws_security_group.g.id", "aws_security_group.g"]}}),
    );
    assert_eq!(
        outcome(&with_rule.check(), OPEN, "aws_security_group.g"),
        Outcome::NotApplicable
    );
}

#[test]
fn ranges_that_are_known_only_after_apply_decide_only_harmless_ports() {
    let unknown = |port: i64| {
        let values =
            json!({"type": "ingress", "protocol": "tcp", "from_port": port, "to_port": port});
        let report = Plan::default()
            .created(
                "aws_security_group_rule.r",
                values,
                json!({"cidr_blocks": [true]}),
                json!({"cidr_blocks": {"references": ["aws_eip.e.public_ip"]}}),
            )
            .check();
        outcome(&report, OPEN, "aws_security_group_rule.r")
    };
    assert_eq!(unknown(22), Outcome::Inconclusive);
    assert_eq!(unknown(443), Outcome::Pass);
}

fn switches(on: bool) -> Value {
    json!({"bucket": "logs", "block_public_acls": true, "block_public_policy": true,
           "ignore_public_acls": on, "restrict_public_buckets": true})
}

#[test]
fn a_bucket_is_private_by_its_block() {
    let bucket = || {
        Plan::default().known(
            "aws_s3_bucket.b",
            json!({"bucket": "logs", "acl": "public-read"}),
        )
    };
    let of = |plan: Plan| {
        let report = plan.check();
        told(&report, PUBLIC, "aws_s3_bucket.b")
            .split(" @ ")
            .next()
            .unwrap()
            .to_owned()
    };
    assert_eq!(of(bucket()), "Fail: the ACL is public-read");
    assert_eq!(
        of(bucket().known("aws_s3_bucket_public_access_block.p", switches(true))),
        "Pass: public access is blocked for the bucket"
    );
    assert_eq!(
        of(bucket().known("aws_s3_account_public_access_block.p", switches(true))),
        "Inconclusive: public access is blocked for an account, and whether the bucket is in it is \
         not shown; the ACL is public-read"
    );
    assert_eq!(
        of(bucket().known("aws_s3_bucket_public_access_block.p", switches(false))),
        "Fail: the ACL is public-read"
    );
    let plain = Plan::default().known("aws_s3_bucket.b", json!({"bucket": "logs", "acl": null}));
    assert!(of(plain).starts_with("Inconclusive: no public access block is shown"));
    let plain = Plan::default()
        .known("aws_s3_bucket.b", json!({"bucket": "logs"}))
        .known("aws_s3_bucket_public_access_block.p", switches(false));
    assert_eq!(of(plain), "Fail: ignore_public_acls is false");
}

fn policy(statement: &Value) -> String {
    json!({"Version": "2012-10-17", "Statement": [statement]}).to_string()
}

#[test]
fn a_policy_for_everybody_opens_a_bucket_unless_a_condition_binds_the_caller() {
    let bucket = |statement: &Value| {
        let report = Plan::default()
            .known("aws_s3_bucket.b", json!({"bucket": "logs"}))
            .known(
                "aws_s3_bucket_policy.p",
                json!({"bucket": "logs", "policy": policy(statement)}),
            )
            .check();
        told(&report, PUBLIC, "aws_s3_bucket.b")
    };
    let open =
        json!({"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"});
    assert!(bucket(&open).starts_with("Fail: the policy allows something to everybody"));
    let mut bound = open;
    bound["Condition"] = json!({"StringEquals": {"aws:PrincipalOrgID": "o-1"}});
    assert!(bucket(&bound).starts_with("Inconclusive: no public access block"));
}

#[test]
fn a_policy_demands_tls_for_all_objects_of_a_bucket_and_from_everywhere() {
    let judged = |resource: Value, condition: Value| {
        let statement = json!({"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": resource, "Condition": condition});
        let report = Plan::default()
            .known("aws_s3_bucket.b", json!({"bucket": "logs"}))
            .known(
                "aws_s3_bucket_policy.p",
                json!({"bucket": "logs", "policy": policy(&statement)}),
            )
            .check();
        told(&report, "transport-encrypted", "aws_s3_bucket.b")
    };
    let both = json!(["arn:aws:s3:::logs", "arn:aws:s3:::logs/*"]);
    let plain = json!({"Bool": {"aws:SecureTransport": "false"}});
    let demanded = judged(both.clone(), plain.clone());
    assert!(
        demanded.starts_with("Pass: a statement denies requests without TLS"),
        "{demanded}"
    );
    for (resource, condition) in [
        (json!(["arn:aws:s3:::logs"]), plain.clone()),
        (
            json!(["arn:aws:s3:::logs", "arn:aws:s3:::logs/tmp/*"]),
            plain,
        ),
        (
            both,
            json!({"Bool": {"aws:SecureTransport": "false"}, "IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}),
        ),
    ] {
        let judged = judged(resource, condition);
        assert!(judged.starts_with("Fail: no statement denies"), "{judged}");
    }
}

#[test]
fn policies_that_let_everybody_in_are_found() {
    let of = |statement: Value| {
        told_of(
            "aws_sqs_queue_policy.p",
            json!({"policy": policy(&statement)}),
            "resource-policies-closed",
        )
    };
    let allow = |principal: Value| json!({"Effect": "Allow", "Principal": principal, "Action": "*", "Resource": "*"});
    assert_eq!(
        of(allow(json!("*"))),
        "Fail: a statement allows everybody (principal *)"
    );
    assert_eq!(
        of(allow(json!({"AWS": ["arn:aws:iam::1:root", "*"]}))),
        "Fail: a statement allows everybody (principal *)"
    );
    assert_eq!(
        of(allow(json!({"Service": "sns.amazonaws.com"}))),
        "Pass: no statement allows everybody"
    );
    let with = |condition: Value| {
        let mut statement = allow(json!("*"));
        statement["Condition"] = condition;
        of(statement)
    };
    assert_eq!(
        with(json!({"ArnLike": {"aws:SourceArn": "arn:aws:sns:eu-central-1:1:t"}})),
        "Pass: principal * is bound to known callers by a condition"
    );
    for bound in [
        json!({"ArnLike": {"aws:SourceArn": "arn:aws:s3:*:*:uploads"}}),
        json!({"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:111122223333:*"}}),
        json!({"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-a1b2c3d4e5/r-ab12/*"}}),
        json!({"StringLike": {"aws:userid": "AROAEXAMPLEEXAMPLE1234:*"}}),
        json!({"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "10.0.0.0/8"]}}),
    ] {
        let told = with(bound);
        assert!(told.starts_with("Pass: principal * is bound"), "{told}");
    }
    for loose in [
        json!({"Bool": {"aws:SecureTransport": "true"}}),
        json!({"StringNotEquals": {"aws:SourceAccount": "1"}}),
        json!({"StringEqualsIfExists": {"aws:SourceAccount": "1"}}),
        json!({"StringLike": {"aws:SourceAccount": "*"}}),
        json!({"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}),
        json!({"IpAddress": {"aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"]}}),
        json!({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/Admin"}}),
        json!({"StringLike": {"aws:PrincipalAccount": "**"}}),
        json!({"StringLike": {"aws:PrincipalAccount": "1*"}}),
        json!({"StringLike": {"aws:PrincipalOrgID": "o-*"}}),
        json!({"ArnLike": {"aws:SourceArn": "arn:aws:s3:::*"}}),
        json!({"StringEquals": {"aws:SourceAccount": ["111122223333", "${aws:username}"]}}),
    ] {
        assert_eq!(
            with(loose),
            "Fail: a statement allows everybody (principal *)"
        );
    }
    assert_eq!(
        told_of(
            "aws_sqs_queue_policy.p",
            json!({"policy": "{"}),
            "resource-policies-closed"
        ),
        "Inconclusive: the policy is not valid JSON: value or end of sequence expected: the policy ends too early"
    );
}

#[test]
fn rights_without_bounds_are_found() {
    let full = "full-rights-absent";
    let wide = "service-wide-rights-absent";
    let of = |statement: Value, control| {
        told_of(
            "aws_iam_policy.p",
            json!({"policy": policy(&statement)}),
            control,
        )
    };
    let allow =
        |action: Value, on: Value| json!({"Effect": "Allow", "Action": action, "Resource": on});
    assert_eq!(
        of(allow(json!("*"), json!(["*"])), full),
        "Fail: a statement allows * on *"
    );
    assert_eq!(
        of(allow(json!(["s3:*"]), json!("*")), full),
        "Pass: no statement allows * on *"
    );
    assert_eq!(
        of(allow(json!(["s3:*"]), json!("*")), wide),
        "Fail: a statement allows s3:* on *"
    );
    for everything in ["arn:aws:s3:::*", "arn:aws:*", "arn:aws:s3:*:*:*"] {
        let told = of(allow(json!("s3:*"), json!(everything)), wide);
        assert!(told.starts_with("Fail: a statement allows s3:*"), "{told}");
    }
    assert_eq!(
        of(allow(json!("s3:*"), json!("arn:aws:s3:::logs/*")), wide),
        "Pass: no statement allows a whole service on *"
    );
    assert_eq!(
        of(
            json!({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}),
            full
        ),
        "Fail: a statement allows all but some actions (NotAction) on *"
    );
    assert_eq!(
        of(
            json!({"Effect": "Deny", "Action": "*", "Resource": "*"}),
            full
        ),
        "Pass: a statement denies"
    );
    assert_eq!(
        told_of(
            "aws_iam_role_policy_attachment.a",
            json!({"policy_arn": "arn:aws:iam::aws:policy/AdministratorAccess"}),
            full
        ),
        "Fail: policy_arn is AdministratorAccess"
    );
}

#[test]
fn everybody_but_some_is_everybody_in_a_document_too() {
    let statement = json!([{"effect": "Allow", "actions": ["sqs:*"], "resources": ["*"], "principals": [],
        "not_principals": [{"type": "AWS", "identifiers": ["arn:aws:iam::111122223333:root"]}],
        "condition": [], "not_actions": null, "not_resources": null}]);
    let plan = Plan::default()
        .created(
            "data.aws_iam_policy_document.d",
            json!({"statement": statement, "source_policy_documents": null}),
            json!({"json": true, "id": true}),
            json!({}),
        )
        .created(
            "aws_sqs_queue_policy.p",
            json!({}),
            json!({"policy": true}),
            json!({"policy": {"references": ["data.aws_iam_policy_document.d.json", "data.aws_iam_policy_document.d"]}}),
        );
    assert_eq!(
        outcome(
            &plan.check(),
            "resource-policies-closed",
            "aws_sqs_queue_policy.p"
        ),
        Outcome::Fail
    );
}

#[test]
fn policies_of_queues_and_topics_in_place_are_judged() {
    let open =
        policy(&json!({"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}));
    for address in ["aws_sqs_queue.q", "aws_sns_topic.t"] {
        let of = |values: Value| {
            let report = Plan::default().known(address, values).check();
            outcome(&report, "resource-policies-closed", address)
        };
        assert_eq!(of(json!({"name": "n", "policy": open})), Outcome::Fail);
        assert_eq!(
            of(json!({"name": "n", "policy": ""})),
            Outcome::NotApplicable
        );
        // The provider fills in what nobody configures.
        let unset = Plan::default().created(
            address,
            json!({"name": "n"}),
            json!({"policy": true}),
            json!({}),
        );
        assert_eq!(
            outcome(&unset.check(), "resource-policies-closed", address),
            Outcome::NotApplicable
        );
    }
}

#[test]
fn a_demand_of_tls_for_what_is_known_only_after_apply_is_open() {
    let of = |resources: Value, unknown: Value| {
        let statement = json!([{"effect": "Deny", "actions": ["s3:*"], "resources": resources,
            "principals": [{"type": "*", "identifiers": ["*"]}], "not_principals": [],
            "condition": [{"test": "Bool", "variable": "aws:SecureTransport", "values": ["false"]}],
            "not_actions": null, "not_resources": null}]);
        let plan = Plan::default()
            .known("aws_s3_bucket.b", json!({"bucket": "logs"}))
            .created(
                "data.aws_iam_policy_document.d",
                json!({"statement": statement, "source_policy_documents": null}),
                json!({"json": true, "id": true, "statement": [{"resources": unknown}]}),
                json!({}),
            )
            .created(
                "aws_s3_bucket_policy.p",
                json!({"bucket": "logs"}),
                json!({"policy": true}),
                json!({"policy": {"references": ["data.aws_iam_policy_document.d.json", "data.aws_iam_policy_document.d"]}}),
            );
        outcome(&plan.check(), "transport-encrypted", "aws_s3_bucket.b")
    };
    let whole = "arn:aws:s3:::logs/*";
    assert_eq!(of(json!([whole]), json!([false])), Outcome::Pass);
    assert_eq!(of(json!([null]), json!([true])), Outcome::Inconclusive);
    assert_eq!(
        of(json!([null, whole]), json!([true, false])),
        Outcome::Pass
    );
    assert_eq!(
        of(json!(["arn:aws:s3:::logs"]), json!([false])),
        Outcome::Fail
    );
}
