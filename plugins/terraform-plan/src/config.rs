//! What can be configured, with defaults and the source of each.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tickmark_plugin::addresses::Widest;

/// Thresholds, and what the organisation asks for beyond what all should.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Config {
    /// Whether a resource passes only if its values are already in force: the plan does not change
    /// it, or the file is a state. By default a plan is taken for what will be in force.
    pub require_applied: bool,
    /// Ports of remote administration that must not be open to the world. The default is that of CIS
    /// AWS Foundations Benchmark 3.0.0, recommendations 5.2 and 5.3: SSH and RDP.
    #[schemars(length(min = 1))]
    pub administration_ports: Vec<u16>,
    /// Ports of databases and caches that must not be open to the world. The default lists those of
    /// AWS Security Hub control EC2.19 that belong to data stores, and those of Oracle, Redis,
    /// Redshift, Cassandra, Mongo and Memcached.
    #[schemars(length(min = 1))]
    pub database_ports: Vec<u16>,
    /// An IPv4 range with a shorter prefix (in bits) counts as the world, so that two halves do not
    /// pass where the whole fails. The default of 8 is the longest prefix that was ever given to one
    /// organisation.
    #[schemars(range(min = 1, max = 32))]
    pub widest_ipv4_prefix: u8,
    /// The same for IPv6. The default of 16 lies above every prefix that registries hand out.
    #[schemars(range(min = 1, max = 128))]
    pub widest_ipv6_prefix: u8,
    /// For how many days logs are kept at least. The default of 365 covers a Type 2 period of twelve
    /// months; it is also that of AWS Security Hub control CloudWatch.16.
    #[schemars(range(min = 1, max = 3653))]
    pub log_retention_days: u32,
    /// For how many days backups are kept at least. The default of 7 is that of AWS Security Hub
    /// control RDS.11.
    #[schemars(range(min = 1, max = 3653))]
    pub backup_retention_days: u32,
    /// After how many days at most a key is renewed, where the number can be set. The default of 365
    /// is the yearly rotation of AWS KMS; CIS Google Cloud Foundation Benchmark 3.0.0,
    /// recommendation 1.10, asks for 90.
    #[schemars(range(min = 1, max = 3650))]
    pub key_rotation_days: u32,
    /// How long passwords of IAM users are at least, in characters. The default of 14 is that of CIS
    /// AWS Foundations Benchmark 3.0.0, recommendation 1.8.
    #[schemars(range(min = 6, max = 128))]
    pub password_min_length: u32,
    /// How many former passwords are refused. The default of 24 is that of CIS AWS Foundations
    /// Benchmark 3.0.0, recommendation 1.9.
    #[schemars(range(min = 1, max = 24))]
    pub password_reuse_prevention: u32,
    /// Resource types whose data must be encrypted with a key of the organisation's own, as in
    /// `aws_db_instance`. Default: none, because encryption with the provider's keys is encryption.
    #[schemars(inner(regex(pattern = r"^[a-z][a-z0-9_]*$")))]
    pub customer_managed_keys: Vec<String>,
    /// The tag or label that says how confidential an object store's content is.
    #[schemars(length(min = 1))]
    pub classification_tag: String,
    /// The values of that tag which mark confidential content, of which old objects must be removed
    /// by a rule.
    pub confidential_values: Vec<String>,
}

impl Config {
    /// The widest ranges of addresses that are less than the world.
    pub(crate) fn widest(&self) -> Widest {
        Widest {
            ipv4: self.widest_ipv4_prefix,
            ipv6: self.widest_ipv6_prefix,
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            require_applied: false,
            administration_ports: vec![22, 3389],
            database_ports: vec![
                1433, 1434, 1521, 3306, 4333, 5432, 5439, 5500, 6379, 9042, 9200, 9300, 11211,
                27017,
            ],
            widest_ipv4_prefix: Widest::default().ipv4,
            widest_ipv6_prefix: Widest::default().ipv6,
            log_retention_days: 365,
            backup_retention_days: 7,
            key_rotation_days: 365,
            password_min_length: 14,
            password_reuse_prevention: 24,
            customer_managed_keys: Vec::new(),
            classification_tag: "data-classification".to_owned(),
            confidential_values: vec!["confidential".to_owned(), "restricted".to_owned()],
        }
    }
}
