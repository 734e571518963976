//! How much a single run of a plugin may use.

use std::time::Duration;

const KIB: u64 = 1024;
const MIB: u64 = 1024 * KIB;

/// Limits for one unit. Exceeding one ends that unit alone, as a named failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Linear memory, summed over all memories of the instance, in bytes.
    pub memory_bytes: u64,
    /// Elements of all tables together.
    pub table_elements: u64,
    /// Wall time.
    pub time: Duration,
    /// How many findings a report may hold.
    pub findings: u64,
    /// The strings of one finding, in bytes.
    pub finding_bytes: u64,
    /// What one call may make the host allocate, in bytes: a whole report, mostly.
    pub report_bytes: u64,
    /// One evidence file, in bytes.
    pub file_bytes: u64,
    /// How much log text is kept, in bytes.
    pub log_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            memory_bytes: 256 * MIB,
            table_elements: 100_000,
            time: Duration::from_secs(10),
            findings: 100_000,
            finding_bytes: 16 * KIB,
            report_bytes: 128 * MIB,
            file_bytes: 512 * MIB,
            log_bytes: 64 * KIB,
        }
    }
}
