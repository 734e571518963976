//! The controls whose number does not depend on the configuration.

mod exceptions;
mod failing;
pub(crate) mod judge;
mod kube_bench;
mod scans;
pub(crate) mod tagged;

use tickmark_plugin::prelude::*;

use crate::Config;
use crate::config::Scanner;
use crate::results::Results;

/// What a rule judges.
pub(crate) struct Subjects<'a> {
    pub(crate) results: &'a Results,
    pub(crate) config: &'a Config,
    pub(crate) as_of: Day,
}

pub(crate) type Judge = fn(&Subjects<'_>, &mut Findings<'_>);

/// The control that exists only where targets are expected.
pub(crate) const EXPECTED_TARGETS: &str = "expected-targets-scanned";
/// The control that may have nothing to examine: no scanner was told to overlook anything.
pub(crate) const EXCEPTIONS: &str = "exceptions-justified";

/// All of them.
pub(crate) const RULES: &[Rule<Judge>] = &[
    failing::failed_checks_fixed,
    scans::scan_recent,
    scans::scan_complete,
    scans::expected_targets_scanned,
    exceptions::exceptions_justified,
    kube_bench::kube_bench_access_checks,
    kube_bench::kube_bench_role_checks,
    kube_bench::kube_bench_workload_checks,
    kube_bench::kube_bench_network_checks,
    kube_bench::kube_bench_logging_checks,
];

/// The scanners whose results decide a control.
pub(crate) fn scanners(control: &str) -> &'static [Scanner] {
    if control.starts_with("kube-bench-") {
        &[Scanner::KubeBench]
    } else if control.starts_with("prowler-tagged-") {
        &[Scanner::Prowler]
    } else if control.starts_with("nist-tagged-") {
        &[Scanner::Hdf]
    } else {
        &Scanner::ALL
    }
}
