//! Everything that the answers say about one account. `read` fills it from the files.

mod read;

use std::collections::{BTreeMap, BTreeSet};

use tickmark_plugin::prelude::*;

use crate::Config;
use crate::alarm::{Alarm, Composite, MetricFilter};
use crate::regional::{Detector, FlowLog, Hub, Recorder, RecorderStatus, Vpc};
use crate::trail::{Selectors, Status, Trail};
use crate::verdict::Verdict;

/// Something that could not be understood; it concerns every control that needs the input.
#[derive(Debug)]
pub(crate) struct Unclear {
    pub(crate) input: &'static str,
    pub(crate) subject: String,
    pub(crate) problem: Problem,
}

/// How long a log group keeps its events.
#[derive(Debug)]
pub(crate) struct LogGroup {
    pub(crate) name: String,
    pub(crate) region: Option<String>,
    /// Nothing means for ever, where the record is whole.
    pub(crate) days: Option<i64>,
    /// Whether the record has what AWS tells of every log group.
    pub(crate) whole: bool,
    pub(crate) place: Location,
}

impl LogGroup {
    pub(crate) fn subject(&self) -> String {
        match &self.region {
            Some(region) => format!("{} ({region})", self.name),
            None => self.name.clone(),
        }
    }
}

/// What is known of the account.
#[derive(Debug, Default)]
pub(crate) struct Estate {
    pub(crate) trails: Vec<Trail>,
    pub(crate) statuses: BTreeMap<String, Status>,
    pub(crate) selectors: BTreeMap<String, Selectors>,
    pub(crate) filters: Vec<MetricFilter>,
    pub(crate) alarms: Vec<Alarm>,
    pub(crate) composites: Vec<Composite>,
    pub(crate) log_groups: Vec<LogGroup>,
    pub(crate) detectors: Vec<Detector>,
    pub(crate) recorders: Vec<Recorder>,
    pub(crate) recorder_status: Vec<RecorderStatus>,
    pub(crate) hubs: Vec<Hub>,
    pub(crate) vpcs: Vec<Vpc>,
    pub(crate) flow_logs: Vec<FlowLog>,
    pub(crate) unclear: Vec<Unclear>,
    /// Inputs of which something could not be understood, or is missing.
    partial: BTreeSet<&'static str>,
    /// The places of understood answers, and the region of each where known.
    answered: BTreeMap<&'static str, Vec<(Option<String>, Location)>>,
    regions: BTreeSet<String>,
    pub(crate) accounts: BTreeSet<String>,
}

impl Estate {
    pub(crate) fn unclear(&mut self, input: &'static str, subject: &str, problem: Problem) {
        self.partial.insert(input);
        self.unclear.push(Unclear {
            input,
            subject: subject.to_owned(),
            problem,
        });
    }

    /// Whether what an input does not hold for a region is not there. An answer whose region is not
    /// known counts for each.
    pub(crate) fn asked(&self, input: &str, region: Option<&str>) -> bool {
        !self.partial.contains(input)
            && self.answered.get(input).is_some_and(|answers| {
                answers.iter().any(|(answered, _)| {
                    region.is_none() || answered.is_none() || answered.as_deref() == region
                })
            })
    }

    /// Whether an answer says that it is of a region.
    pub(crate) fn answered_for(&self, input: &str, region: &str) -> bool {
        self.answered.get(input).is_some_and(|answers| {
            answers
                .iter()
                .any(|(answered, _)| answered.as_deref() == Some(region))
        })
    }

    /// Something that is missing: it is not there, or nobody asked.
    pub(crate) fn absent(&self, input: &str, region: Option<&str>, actual: &str) -> Verdict {
        let places = self.places(input, region);
        if self.asked(input, region) {
            Verdict::no(actual, places)
        } else {
            let region = region.map_or(String::new(), |region| format!(" of {region}"));
            Verdict::unknown(
                format!("{actual}, but the answers `{input}`{region} are not all there"),
                places,
            )
        }
    }

    /// Where the answers of an input stand, those of a region alone where one is named.
    pub(crate) fn places(&self, input: &str, region: Option<&str>) -> Vec<Location> {
        let answers = self.answered.get(input).map_or(&[][..], Vec::as_slice);
        answers
            .iter()
            .filter(|(answered, _)| {
                region.is_none() || answered.is_none() || answered.as_deref() == region
            })
            .map(|(_, place)| place.clone())
            .collect()
    }

    /// The regions in which services are expected.
    pub(crate) fn expected_regions(&self, config: &Config) -> Vec<String> {
        if config.regions.is_empty() {
            self.regions.iter().cloned().collect()
        } else {
            let regions: BTreeSet<&String> = config.regions.iter().collect();
            regions.into_iter().cloned().collect()
        }
    }

    /// The account's name in findings.
    pub(crate) fn account(&self) -> String {
        match self.accounts.first() {
            Some(account) if self.accounts.len() == 1 => format!("account {account}"),
            _ => "account".to_owned(),
        }
    }
}

pub(crate) fn regionless(place: Location) -> Problem {
    Problem::new(
        place,
        "neither the answer nor its path says of which region it is; put it in a folder with the \
         region's name",
    )
}
