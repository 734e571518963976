//! What is switched on in each region: GuardDuty, Config, Security Hub, flow logs.

use tickmark_plugin::prelude::*;

use crate::record::{flag, name, text, texts};
use crate::source::Answer;
use crate::verdict::Verdict;

/// An answer about GuardDuty: a list of detectors' ids, or the state of one.
#[derive(Debug)]
pub(crate) struct Detector {
    pub(crate) region: Option<String>,
    /// The ids of a list.
    pub(crate) ids: Vec<String>,
    /// The state; nothing for a list.
    state: Option<String>,
    /// The role under which it works, which names the account.
    pub(crate) role: Option<String>,
    /// The file and key, which may name the detector's id.
    pub(crate) source: String,
    pub(crate) place: Location,
}

impl Detector {
    pub(crate) fn read(answer: &Answer<'_>, region: Option<&String>) -> Result<Self, Problem> {
        let at = &answer.at;
        let is_list = at.get("DetectorIds").is_some();
        let id = text(at, "DetectorId")?.unwrap_or_default();
        Ok(Self {
            region: region.cloned(),
            ids: if is_list {
                texts(at, "DetectorIds")?
            } else {
                Vec::new()
            },
            state: if is_list {
                None
            } else {
                Some(name(at, "Status")?)
            },
            role: text(at, "ServiceRole")?,
            source: [answer.path, answer.key.unwrap_or_default(), &id]
                .join(" ")
                .trim_end()
                .to_owned(),
            place: at.place(),
        })
    }

    /// Whether it is a list that names a detector, whose state is another answer's to say.
    pub(crate) fn only_names(&self) -> bool {
        self.state.is_none() && !self.ids.is_empty()
    }

    pub(crate) fn verdict(&self) -> Verdict {
        let places = vec![self.place.clone()];
        match (self.state.as_deref(), self.ids.as_slice()) {
            (Some("ENABLED"), _) => Verdict::yes("the detector is ENABLED", places),
            (Some("DISABLED"), _) => Verdict::no("the detector is DISABLED", places),
            (Some(other), _) => Verdict::unknown(format!("unknown status `{other}`"), places),
            (None, []) => Verdict::no("no detector", places),
            (None, _) => Verdict::unknown(
                "a detector, but not whether it is enabled: the answer of get-detector is missing",
                places,
            ),
        }
    }
}

/// The account's recorder of AWS Config in one region.
#[derive(Debug)]
pub(crate) struct Recorder {
    pub(crate) region: Option<String>,
    pub(crate) name: String,
    all: Option<bool>,
    strategy: Option<String>,
    pub(crate) global: Option<bool>,
    pub(crate) place: Location,
}

impl Recorder {
    /// Reads a recorder; one that another service of AWS runs for itself is none of the account's.
    pub(crate) fn read(at: &At<'_>, region: Option<String>) -> Result<Option<Self>, Problem> {
        if text(at, "servicePrincipal")?.is_some()
            || text(at, "recordingScope")?.as_deref() == Some("INTERNAL")
        {
            return Ok(None);
        }
        let group = at.get("recordingGroup");
        let in_group = |key: &str| group.as_ref().map_or(Ok(None), |group| flag(group, key));
        let strategy = match group
            .as_ref()
            .and_then(|group| group.get("recordingStrategy"))
        {
            Some(strategy) => text(&strategy, "useOnly")?,
            None => None,
        };
        Ok(Some(Self {
            region,
            name: name(at, "name")?,
            all: in_group("allSupported")?,
            strategy,
            global: in_group("includeGlobalResourceTypes")?,
            place: at.place(),
        }))
    }

    /// Whether it records every type of resource.
    pub(crate) fn records_all(&self) -> Verdict {
        match (self.all, self.strategy.as_deref()) {
            (Some(false), Some(strategy)) => Verdict::no(
                format!("allSupported false ({strategy})"),
                vec![self.place.clone()],
            ),
            _ => Verdict::flag(self.all, "allSupported", &self.place),
        }
    }
}

/// Whether a recorder is running.
#[derive(Debug)]
pub(crate) struct RecorderStatus {
    pub(crate) region: Option<String>,
    pub(crate) name: String,
    recording: Option<bool>,
    last: Option<String>,
    place: Location,
}

impl RecorderStatus {
    pub(crate) fn read(at: &At<'_>, region: Option<String>) -> Result<Self, Problem> {
        Ok(Self {
            region,
            name: name(at, "name")?,
            recording: flag(at, "recording")?,
            last: text(at, "lastStatus")?,
            place: at.place(),
        })
    }

    pub(crate) fn verdict(&self) -> Verdict {
        let places = vec![self.place.clone()];
        let last = self.last.as_deref().unwrap_or("not said");
        let last = match last.to_ascii_uppercase().as_str() {
            "SUCCESS" => Verdict::yes("lastStatus SUCCESS", places),
            "FAILURE" => Verdict::no("lastStatus FAILURE", places),
            _ => Verdict::unknown(format!("lastStatus {last}"), places),
        };
        Verdict::all([
            Verdict::flag(self.recording, "recording", &self.place),
            last,
        ])
    }
}

/// Whether Security Hub is enabled in a region.
#[derive(Debug)]
pub(crate) struct Hub {
    pub(crate) region: Option<String>,
    pub(crate) subscribed: bool,
    pub(crate) place: Location,
}

#[derive(Debug)]
pub(crate) struct Vpc {
    pub(crate) id: String,
    pub(crate) region: Option<String>,
    pub(crate) owner: Option<String>,
    pub(crate) place: Location,
}

impl Vpc {
    pub(crate) fn read(at: &At<'_>, region: Option<&String>) -> Result<Self, Problem> {
        Ok(Self {
            id: name(at, "VpcId")?,
            region: region.cloned(),
            owner: text(at, "OwnerId")?,
            place: at.place(),
        })
    }

    pub(crate) fn subject(&self) -> String {
        match &self.region {
            Some(region) => format!("{} ({region})", self.id),
            None => self.id.clone(),
        }
    }
}

#[derive(Debug)]
pub(crate) struct FlowLog {
    id: String,
    pub(crate) resource: String,
    state: Option<String>,
    delivery: Option<String>,
    traffic: Option<String>,
    place: Location,
}

impl FlowLog {
    pub(crate) fn read(at: &At<'_>) -> Result<Self, Problem> {
        Ok(Self {
            id: name(at, "FlowLogId")?,
            resource: name(at, "ResourceId")?,
            state: text(at, "FlowLogStatus")?,
            delivery: text(at, "DeliverLogsStatus")?,
            traffic: text(at, "TrafficType")?,
            place: at.place(),
        })
    }

    pub(crate) fn verdict(&self) -> Verdict {
        let places = vec![self.place.clone()];
        let traffic = self.traffic.as_deref().unwrap_or("unknown");
        let told = format!(
            "{} {}, traffic {traffic}",
            self.id,
            self.state.as_deref().unwrap_or("of unknown state")
        );
        match (self.state.as_deref(), self.delivery.as_deref()) {
            (Some("ACTIVE"), Some("FAILED")) => {
                Verdict::no(format!("{told}, but its delivery FAILED"), places)
            }
            (Some("ACTIVE"), _) => Verdict::yes(told, places),
            (Some(_), _) => Verdict::no(told, places),
            (None, _) => Verdict::unknown(told, places),
        }
    }
}
