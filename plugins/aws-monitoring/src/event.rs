//! The events of section 4 of the CIS AWS Foundations Benchmark 3.0.0, as CloudTrail writes them.
//!
//! Each recommendation has sample events that a filter has to match. Names of API calls that AWS has
//! retired (EC2-Classic links) are left out: they can no longer occur.

use crate::config::Event;
use crate::pattern::{Field, Pattern, Truth};

/// A recommendation.
pub(crate) struct Recommendation {
    pub(crate) event: Event,
    pub(crate) number: &'static str,
    pub(crate) title: &'static str,
    pub(crate) samples: Samples,
}

/// Events that have to be noticed.
pub(crate) enum Samples {
    /// Successful calls of a service.
    Calls(&'static str, &'static [&'static str]),
    /// Events with these fields, each with a name.
    Fields(&'static [(&'static str, &'static [(&'static str, Field<'static>)])]),
}

/// One sample event.
#[derive(Clone, Copy)]
pub(crate) enum Sample {
    Call(&'static str, &'static str),
    Fields(&'static str, &'static [(&'static str, Field<'static>)]),
}

const SIGN_IN: &str = "signin.amazonaws.com";

/// What recommendation 4.1 lets a pattern leave out of the calls that were refused: those of the delivery of
/// logs, and a call that tools make to see whether a bucket is theirs.
const UNAUTHORISED_ADDRESS: (&str, Field<'static>) = (
    "sourceIPAddress",
    Field::VariesBut(&["delivery.logs.amazonaws.com"]),
);
const UNAUTHORISED_NAME: (&str, Field<'static>) = ("eventName", Field::VariesBut(&["HeadBucket"]));
const UNAUTHORISED_TYPE: (&str, Field<'static>) = ("eventType", Field::Is("AwsApiCall"));
const ANY_SOURCE: (&str, Field<'static>) = ("eventSource", Field::VariesBut(&[]));

/// Fields that an ordinary event has: a call that succeeded, of a kind that no pattern names.
const ORDINARY: &[(&str, Field<'static>)] = &[
    ("eventName", Field::Other),
    ("eventSource", Field::Other),
    ("sourceIPAddress", Field::Other),
    ("userIdentity.type", Field::Other),
    ("userIdentity.invokedBy", Field::Absent),
    ("userIdentity.arn", Field::Other),
    ("additionalEventData.MFAUsed", Field::Absent),
    ("errorMessage", Field::Absent),
];

pub(crate) const RECOMMENDATIONS: [Recommendation; 15] = [
    Recommendation {
        event: Event::UnauthorisedCalls,
        number: "4.1",
        title: "unauthorised API calls",
        samples: Samples::Fields(&[
            (
                "errorCode Client.UnauthorizedOperation",
                &[
                    ("errorCode", Field::Is("Client.UnauthorizedOperation")),
                    UNAUTHORISED_TYPE,
                    UNAUTHORISED_NAME,
                    ANY_SOURCE,
                    UNAUTHORISED_ADDRESS,
                ],
            ),
            (
                "errorCode AccessDenied",
                &[
                    ("errorCode", Field::Is("AccessDenied")),
                    UNAUTHORISED_TYPE,
                    UNAUTHORISED_NAME,
                    ANY_SOURCE,
                    UNAUTHORISED_ADDRESS,
                ],
            ),
        ]),
    },
    Recommendation {
        event: Event::SignInWithoutMfa,
        number: "4.2",
        title: "console sign-in without MFA",
        samples: Samples::Fields(&[(
            "ConsoleLogin with MFAUsed No",
            &[
                ("eventName", Field::Is("ConsoleLogin")),
                ("eventSource", Field::Is(SIGN_IN)),
                ("eventType", Field::Is("AwsConsoleSignIn")),
                ("additionalEventData.MFAUsed", Field::Is("No")),
                ("userIdentity.type", Field::Is("IAMUser")),
                ("responseElements.ConsoleLogin", Field::Is("Success")),
                ("errorCode", Field::Absent),
                ("errorMessage", Field::Absent),
            ],
        )]),
    },
    Recommendation {
        event: Event::RootUse,
        number: "4.3",
        title: "use of the root user",
        samples: Samples::Fields(&[
            (
                "API calls with userIdentity.type Root",
                &[
                    ("userIdentity.type", Field::Is("Root")),
                    ("userIdentity.invokedBy", Field::Absent),
                    ("eventType", Field::Is("AwsApiCall")),
                    // Sign-ins are the other sample.
                    ("eventName", Field::VariesBut(&["ConsoleLogin"])),
                    ("eventSource", Field::VariesBut(&[SIGN_IN])),
                    ("errorCode", Field::Absent),
                    ("errorMessage", Field::Absent),
                ],
            ),
            (
                "ConsoleLogin with userIdentity.type Root",
                &[
                    ("userIdentity.type", Field::Is("Root")),
                    ("userIdentity.invokedBy", Field::Absent),
                    ("eventType", Field::Is("AwsConsoleSignIn")),
                    ("eventName", Field::Is("ConsoleLogin")),
                    ("eventSource", Field::Is(SIGN_IN)),
                    ("responseElements.ConsoleLogin", Field::Is("Success")),
                    ("errorCode", Field::Absent),
                    ("errorMessage", Field::Absent),
                ],
            ),
        ]),
    },
    calls(
        Event::IamPolicyChanges,
        "4.4",
        "changes of IAM policies",
        "iam.amazonaws.com",
        &[
            "DeleteGroupPolicy",
            "DeleteRolePolicy",
            "DeleteUserPolicy",
            "PutGroupPolicy",
            "PutRolePolicy",
            "PutUserPolicy",
            "CreatePolicy",
            "DeletePolicy",
            "CreatePolicyVersion",
            "DeletePolicyVersion",
            "AttachRolePolicy",
            "DetachRolePolicy",
            "AttachUserPolicy",
            "DetachUserPolicy",
            "AttachGroupPolicy",
            "DetachGroupPolicy",
        ],
    ),
    calls(
        Event::CloudtrailChanges,
        "4.5",
        "changes of CloudTrail",
        "cloudtrail.amazonaws.com",
        &[
            "CreateTrail",
            "UpdateTrail",
            "DeleteTrail",
            "StartLogging",
            "StopLogging",
        ],
    ),
    Recommendation {
        event: Event::SignInFailures,
        number: "4.6",
        title: "failed sign-in to the console",
        samples: Samples::Fields(&[(
            "ConsoleLogin with errorMessage Failed authentication",
            &[
                ("eventName", Field::Is("ConsoleLogin")),
                ("eventSource", Field::Is(SIGN_IN)),
                ("eventType", Field::Is("AwsConsoleSignIn")),
                ("errorCode", Field::Absent),
                ("errorMessage", Field::Is("Failed authentication")),
                ("responseElements.ConsoleLogin", Field::Is("Failure")),
            ],
        )]),
    },
    calls(
        Event::KeyDeletion,
        "4.7",
        "disabling or deletion of KMS keys",
        "kms.amazonaws.com",
        &["DisableKey", "ScheduleKeyDeletion"],
    ),
    calls(
        Event::BucketPolicyChanges,
        "4.8",
        "changes of S3 bucket policies",
        "s3.amazonaws.com",
        &[
            "PutBucketAcl",
            "PutBucketPolicy",
            "PutBucketCors",
            "PutBucketLifecycle",
            "PutBucketReplication",
            "DeleteBucketPolicy",
            "DeleteBucketCors",
            "DeleteBucketLifecycle",
            "DeleteBucketReplication",
        ],
    ),
    calls(
        Event::ConfigChanges,
        "4.9",
        "changes of AWS Config",
        "config.amazonaws.com",
        &[
            "StopConfigurationRecorder",
            "DeleteDeliveryChannel",
            "PutDeliveryChannel",
            "PutConfigurationRecorder",
        ],
    ),
    calls(
        Event::SecurityGroupChanges,
        "4.10",
        "changes of security groups",
        "ec2.amazonaws.com",
        &[
            "AuthorizeSecurityGroupIngress",
            "AuthorizeSecurityGroupEgress",
            "RevokeSecurityGroupIngress",
            "RevokeSecurityGroupEgress",
            "CreateSecurityGroup",
            "DeleteSecurityGroup",
        ],
    ),
    calls(
        Event::NetworkAclChanges,
        "4.11",
        "changes of network ACLs",
        "ec2.amazonaws.com",
        &[
            "CreateNetworkAcl",
            "CreateNetworkAclEntry",
            "DeleteNetworkAcl",
            "DeleteNetworkAclEntry",
            "ReplaceNetworkAclEntry",
            "ReplaceNetworkAclAssociation",
        ],
    ),
    calls(
        Event::GatewayChanges,
        "4.12",
        "changes of network gateways",
        "ec2.amazonaws.com",
        &[
            "CreateCustomerGateway",
            "DeleteCustomerGateway",
            "AttachInternetGateway",
            "CreateInternetGateway",
            "DeleteInternetGateway",
            "DetachInternetGateway",
        ],
    ),
    calls(
        Event::RouteTableChanges,
        "4.13",
        "changes of route tables",
        "ec2.amazonaws.com",
        &[
            "CreateRoute",
            "CreateRouteTable",
            "ReplaceRoute",
            "ReplaceRouteTableAssociation",
            "DeleteRouteTable",
            "DeleteRoute",
            "DisassociateRouteTable",
        ],
    ),
    calls(
        Event::VpcChanges,
        "4.14",
        "changes of VPCs",
        "ec2.amazonaws.com",
        &[
            "CreateVpc",
            "DeleteVpc",
            "ModifyVpcAttribute",
            "AcceptVpcPeeringConnection",
            "CreateVpcPeeringConnection",
            "DeleteVpcPeeringConnection",
            "RejectVpcPeeringConnection",
        ],
    ),
    calls(
        Event::OrganizationsChanges,
        "4.15",
        "changes of the AWS organisation",
        "organizations.amazonaws.com",
        &[
            "AcceptHandshake",
            "AttachPolicy",
            "CreateAccount",
            "CreateOrganizationalUnit",
            "CreatePolicy",
            "DeclineHandshake",
            "DeleteOrganization",
            "DeleteOrganizationalUnit",
            "DeletePolicy",
            "DetachPolicy",
            "DisablePolicyType",
            "EnablePolicyType",
            "InviteAccountToOrganization",
            "LeaveOrganization",
            "MoveAccount",
            "RemoveAccountFromOrganization",
            "UpdatePolicy",
            "UpdateOrganizationalUnit",
        ],
    ),
];

const fn calls(
    event: Event,
    number: &'static str,
    title: &'static str,
    service: &'static str,
    names: &'static [&'static str],
) -> Recommendation {
    Recommendation {
        event,
        number,
        title,
        samples: Samples::Calls(service, names),
    }
}

impl Recommendation {
    pub(crate) fn subject(&self) -> String {
        format!("{} {}", self.number, self.title)
    }

    pub(crate) fn samples(&self) -> Vec<Sample> {
        match self.samples {
            Samples::Calls(service, names) => names
                .iter()
                .map(|name| Sample::Call(service, name))
                .collect(),
            Samples::Fields(samples) => samples
                .iter()
                .map(|(name, fields)| Sample::Fields(name, fields))
                .collect(),
        }
    }
}

impl Sample {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Call(_, name) | Self::Fields(name, _) => name,
        }
    }

    /// Whether a trail that leaves out these sources lacks the event.
    pub(crate) fn left_out(self, sources: &[String]) -> bool {
        match self {
            Self::Call(service, _) => sources.iter().any(|source| source == service),
            Self::Fields(..) => false,
        }
    }

    pub(crate) fn matched_by(self, pattern: &Pattern) -> Truth {
        pattern.matches(&|name| self.field(name))
    }

    fn field(self, name: &str) -> Field<'static> {
        match (self, name) {
            (Self::Call(service, _), "eventSource") => Field::Is(service),
            (Self::Call(_, call), "eventName") => Field::Is(call),
            (Self::Call(..), "eventType") => Field::Is("AwsApiCall"),
            // The calls that count are those that changed something.
            (Self::Call(..), "errorCode" | "errorMessage") => Field::Absent,
            (Self::Call(..), _) => found(&[], name),
            (Self::Fields(_, fields), _) => found(fields, name),
        }
    }
}

/// Whether a pattern matches nearly every event, so that its alarm says nothing of this one.
pub(crate) fn is_indiscriminate(pattern: &Pattern) -> bool {
    let ordinary = pattern.matches(&|name| match name {
        "eventType" => Field::Is("AwsApiCall"),
        "errorCode" => Field::Absent,
        _ => found(ORDINARY, name),
    });
    ordinary == Truth::Yes
}

fn found(fields: &[(&str, Field<'static>)], name: &str) -> Field<'static> {
    fields
        .iter()
        .find(|(field, _)| *field == name)
        .map_or_else(|| unsettled(name), |(_, value)| *value)
}

/// A field that says who acted, and from where, differs from event to event.
fn unsettled(name: &str) -> Field<'static> {
    let who = name.starts_with("userIdentity.") || ["sourceIPAddress", "userAgent"].contains(&name);
    if who { Field::Varies } else { Field::Open }
}
