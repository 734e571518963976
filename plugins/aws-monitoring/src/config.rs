//! What can be configured, with defaults and the source of each.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tickmark_plugin::Failure;

use crate::place;

/// Regions, thresholds and what is alarmed on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Config {
    /// The regions in which GuardDuty, Config, Security Hub and the lists of VPCs and log groups are
    /// expected, as in `eu-central-1`. Name every region that is enabled in the account. Without it the
    /// regions that the evidence happens to name are examined; as that cannot show that none is
    /// forgotten, these controls stay open.
    pub regions: Vec<String>,
    /// The fewest days for which a log group keeps its events. The default of 365 is that of AWS Security
    /// Hub control `CloudWatch.16`.
    #[schemars(range(min = 1, max = 3653))]
    pub min_retention_days: u32,
    /// Log groups that may keep their events for less, because what they hold is no record of
    /// security, as in `/aws/lambda/*-debug`; `*` stands for any characters.
    pub short_lived_log_groups: Vec<String>,
    /// What somebody is alarmed of: by default everything in section 4 of the CIS AWS Foundations
    /// Benchmark 3.0.0. Leave out what another system detects, and keep the evidence of that.
    pub alarmed_events: Vec<Event>,
    /// Whether object-level events of S3 have to be recorded too, which adds the control
    /// `trail-data-events` (CIS AWS Foundations Benchmark 3.0.0, recommendations 3.8 and 3.9; both are
    /// of level 2).
    pub data_events: bool,
}

/// The recommendations 4.1 to 4.15.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// 4.1
    UnauthorisedCalls,
    /// 4.2
    SignInWithoutMfa,
    /// 4.3
    RootUse,
    /// 4.4
    IamPolicyChanges,
    /// 4.5
    CloudtrailChanges,
    /// 4.6
    SignInFailures,
    /// 4.7
    KeyDeletion,
    /// 4.8
    BucketPolicyChanges,
    /// 4.9
    ConfigChanges,
    /// 4.10
    SecurityGroupChanges,
    /// 4.11
    NetworkAclChanges,
    /// 4.12
    GatewayChanges,
    /// 4.13
    RouteTableChanges,
    /// 4.14
    VpcChanges,
    /// 4.15
    OrganizationsChanges,
}

impl Default for Config {
    fn default() -> Self {
        use Event::{
            BucketPolicyChanges, CloudtrailChanges, ConfigChanges, GatewayChanges,
            IamPolicyChanges, KeyDeletion, NetworkAclChanges, OrganizationsChanges, RootUse,
            RouteTableChanges, SecurityGroupChanges, SignInFailures, SignInWithoutMfa,
            UnauthorisedCalls, VpcChanges,
        };
        Self {
            regions: Vec::new(),
            min_retention_days: 365,
            short_lived_log_groups: Vec::new(),
            alarmed_events: vec![
                UnauthorisedCalls,
                SignInWithoutMfa,
                RootUse,
                IamPolicyChanges,
                CloudtrailChanges,
                SignInFailures,
                KeyDeletion,
                BucketPolicyChanges,
                ConfigChanges,
                SecurityGroupChanges,
                NetworkAclChanges,
                GatewayChanges,
                RouteTableChanges,
                VpcChanges,
                OrganizationsChanges,
            ],
            data_events: false,
        }
    }
}

impl Config {
    /// Refuses what no schema can express.
    pub(crate) fn validate(&self) -> Result<(), Failure> {
        for region in &self.regions {
            if place::region_in(region).as_deref() != Some(region) {
                return Err(Failure::Config(format!(
                    "`{region}` in `regions` is no region of AWS (for example `eu-central-1` is)"
                )));
            }
        }
        if self.alarmed_events.is_empty() {
            return Err(Failure::Config(
                "`alarmed-events` is empty; leave it out to expect all of them".to_owned(),
            ));
        }
        Ok(())
    }
}
