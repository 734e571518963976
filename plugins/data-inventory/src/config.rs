//! What can be configured, with defaults and the source of each.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tickmark_plugin::register::Layout;

/// Classes, thresholds, and how the registers are laid out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Config {
    /// The classes of the classification scheme. A store of another class is not classified.
    pub classes: Vec<String>,
    /// The classes whose stores have to be encrypted and private.
    pub confidential_classes: Vec<String>,
    /// The most days since a row of the inventory was reviewed. The default of 366 is a year (CIS
    /// Controls 8.1, safeguard 3.2: review the data inventory annually).
    #[schemars(range(min = 1, max = 3650))]
    pub inventory_review_days: u32,
    /// Within how many days a customer's data is deleted after the end, where the row states no due
    /// date. The default of 30 is customary in data processing agreements.
    #[schemars(range(min = 1, max = 3650))]
    pub customer_deletion_days: u32,
    /// For how many days a store that holds personal data counts as new and needs an assessment. The
    /// default of 366 covers the year since the last review.
    #[schemars(range(min = 1, max = 3650))]
    pub new_store_days: u32,
    /// How the inventory is laid out.
    pub data_stores: Layout,
    /// How the report of the oldest records is laid out.
    pub oldest_records: Layout,
    /// How the disposal log is laid out.
    pub disposals: Layout,
    /// How the register of customers who left is laid out.
    pub customer_exits: Layout,
    /// How the log of confidentiality agreements is laid out.
    pub agreements: Layout,
    /// How the register of impact assessments is laid out.
    pub assessments: Layout,
    /// How the log of uses and exports is laid out.
    pub data_uses: Layout,
}

impl Default for Config {
    fn default() -> Self {
        let texts = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect();
        Self {
            classes: texts(&["public", "internal", "confidential", "restricted"]),
            confidential_classes: texts(&["confidential", "restricted"]),
            inventory_review_days: 366,
            customer_deletion_days: 30,
            new_store_days: 366,
            data_stores: Layout::default(),
            oldest_records: Layout::default(),
            disposals: Layout::default(),
            customer_exits: Layout::default(),
            agreements: Layout::default(),
            assessments: Layout::default(),
            data_uses: Layout::default(),
        }
    }
}
