//! The flags of the gate, which outweigh `[gate]` in the configuration.

use std::path::PathBuf;

use clap::Args;

use crate::config::{Config, WaiverConcern};
use crate::criteria::Criterion;
use crate::diagnostic::{Code, Diagnostic};
use crate::gate::exit;
use crate::severity::Severity;

#[derive(Debug, Args)]
pub(super) struct GateArguments {
    /// Failing controls of at least this severity keep the gate from being met
    #[arg(long, value_name = "SEVERITY", value_parser = parse_severity, help_heading = "Gate")]
    fail_on: Option<Severity>,
    /// Criteria that must be ready, separated by commas
    #[arg(long, value_name = "CRITERIA", value_delimiter = ',', value_parser = parse_criterion, help_heading = "Gate")]
    require_ready: Vec<Criterion>,
    /// The share of relevant criteria that must be ready, in percent
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100), help_heading = "Gate")]
    minimum_ready: Option<u8>,
    /// The share of relevant criteria that something must implement, in percent
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100), help_heading = "Gate")]
    minimum_coverage: Option<u8>,
    /// How many relevant criteria may be unproven
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(0..=61), help_heading = "Gate")]
    maximum_unproven: Option<u8>,
    /// Criteria that --maximum-unproven does not count, separated by commas
    #[arg(long, value_name = "CRITERIA", value_delimiter = ',', value_parser = parse_criterion, help_heading = "Gate")]
    may_be_unproven: Vec<Criterion>,
    /// What must not be said of any waiver, separated by commas: expired, expires-soon,
    /// not-yet-valid, unused, over-broad, unknown-control
    #[arg(long, value_name = "CONCERNS", value_delimiter = ',', value_parser = parse_concern, help_heading = "Gate")]
    deny_waivers: Vec<WaiverConcern>,
    /// An earlier result to compare with, as --format json=PATH wrote it
    #[arg(long, value_name = "FILE", help_heading = "Gate")]
    baseline: Option<PathBuf>,
    /// Only failing findings that the baseline does not have keep the gate from being met
    #[arg(long, help_heading = "Gate")]
    new_only: bool,
    /// Every criterion that is ready in the baseline must be ready
    #[arg(long, help_heading = "Gate")]
    ratchet: bool,
    /// The exit code for a gate that is not met, instead of 1
    #[arg(long, value_name = "N", default_value_t = exit::NOT_MET, help_heading = "Gate")]
    exit_code: u8,
    /// End with 0 where the gate is not met; 2 and 3 stay what they are
    #[arg(long, conflicts_with = "exit_code", help_heading = "Gate")]
    soft_fail: bool,
}

impl GateArguments {
    /// Puts the flags in the place of what the configuration says.
    pub(super) fn apply(&self, config: &mut Config) -> Result<(), Vec<Diagnostic>> {
        let gate = &mut config.gate;
        if let Some(severity) = self.fail_on {
            gate.fail_on = severity;
        }
        let lists = [
            (&self.require_ready, &mut gate.require_ready),
            (&self.may_be_unproven, &mut gate.may_be_unproven),
        ];
        for (given, configured) in lists {
            if !given.is_empty() {
                *configured = given.iter().copied().collect();
            }
        }
        if !self.deny_waivers.is_empty() {
            gate.denied_waivers = self.deny_waivers.iter().copied().collect();
        }
        gate.minimum_ready = self.minimum_ready.or(gate.minimum_ready);
        gate.minimum_coverage = self.minimum_coverage.or(gate.minimum_coverage);
        gate.maximum_unproven = self.maximum_unproven.or(gate.maximum_unproven);
        if self.baseline.is_some() {
            gate.baseline.clone_from(&self.baseline);
        }
        gate.new_only |= self.new_only;
        gate.ratchet |= self.ratchet;
        for (flag, wanted) in [("--new-only", gate.new_only), ("--ratchet", gate.ratchet)] {
            if wanted && gate.baseline.is_none() {
                return Err(vec![
                    Diagnostic::error(
                        Code::MissingKey,
                        format!("`{flag}` needs a baseline to compare with"),
                    )
                    .help("give `--baseline FILE`, a result that `--format json=FILE` wrote"),
                ]);
            }
        }
        Ok(())
    }

    /// The program's exit code for a decision's.
    pub(super) fn exit_code(&self, decided: u8) -> u8 {
        match decided {
            exit::NOT_MET if self.soft_fail => exit::MET,
            exit::NOT_MET => self.exit_code,
            code => code,
        }
    }
}

fn parse_severity(text: &str) -> Result<Severity, String> {
    [
        Severity::Low,
        Severity::Medium,
        Severity::High,
        Severity::Critical,
    ]
    .into_iter()
    .find(|severity| severity.name() == text)
    .ok_or_else(|| "expected low, medium, high or critical".to_owned())
}

fn parse_criterion(text: &str) -> Result<Criterion, String> {
    Criterion::from_spelling(text).map_err(|error| error.to_string())
}

fn parse_concern(text: &str) -> Result<WaiverConcern, String> {
    WaiverConcern::ALL
        .into_iter()
        .find(|concern| concern.name() == text)
        .ok_or_else(|| {
            let names: Vec<&str> = WaiverConcern::ALL.map(WaiverConcern::name).to_vec();
            format!("expected {}", names.join(", "))
        })
}
