//! Reads all files into the estate, element by element, and joins what belongs together.

use tickmark_plugin::prelude::*;

use super::{Estate, LogGroup, regionless};
use crate::alarm::{Alarm, Composite, MetricFilter};
use crate::place::{Arn, region_in};
use crate::regional::{Detector, FlowLog, Hub, Recorder, RecorderStatus, Vpc};
use crate::source::{self, Answer, Content, SOURCES, Source};
use crate::trail::{Selectors, Status, Trail};
use crate::{Config, record};

impl Estate {
    pub(crate) fn read(check: &Check<'_, Config>, report: &mut Report) -> Self {
        let mut estate = Self::default();
        let mut statuses = Vec::new();
        for source in &SOURCES {
            for item in check.items(source.input) {
                match source.content(check, &item) {
                    Ok(content) => {
                        let records = estate.content(source, &item, &content, &mut statuses, check);
                        report.tally(&item, records);
                    }
                    Err(problem) => estate.unclear(source.input, &item.path, problem),
                }
            }
        }
        estate.join(&statuses);
        estate
    }

    /// Remembers what a file says; answers with the number of its records.
    fn content(
        &mut self,
        source: &Source,
        item: &Item,
        content: &Content,
        statuses: &mut Vec<Status>,
        check: &Check<'_, Config>,
    ) -> usize {
        let documents = match content {
            Content::Values(documents) => documents,
            Content::NotSubscribed(place) => {
                let region = Self::region_of(region_in(&item.path), check);
                self.note(source.input, region.clone(), place.clone());
                self.hubs.push(Hub {
                    region,
                    subscribed: false,
                    place: place.clone(),
                });
                return 1;
            }
        };
        let mut records = 0;
        for document in documents {
            let root = match document {
                Ok(document) => document.root(),
                Err(problem) => {
                    records += 1;
                    self.unclear(source.input, &item.path, problem.clone());
                    continue;
                }
            };
            for answer in source.answers(&root, &item.path) {
                let read = answer.and_then(|answer| {
                    let region = Self::region(&answer, check)?;
                    if let Some(problem) = source::more(&answer.at) {
                        self.unclear(source.input, &format!("{} (pages)", item.path), problem);
                    }
                    let shown_on = check.shown_on(item);
                    let region_of = region.as_ref();
                    let read = self.answer(source.input, &answer, region_of, shown_on, statuses)?;
                    self.note(source.input, region, answer.at.place());
                    Ok(read)
                });
                match read {
                    Ok(read) => records += read,
                    Err(problem) => {
                        records += 1;
                        self.unclear(source.input, &item.path, problem);
                    }
                }
            }
        }
        records
    }

    /// The region that the answer's key, a member that the collector added, or the path names.
    fn region(answer: &Answer<'_>, check: &Check<'_, Config>) -> Result<Option<String>, Problem> {
        let added = record::text(&answer.at, "Region")?;
        let named = added
            .as_deref()
            .and_then(region_in)
            .or_else(|| answer.key.and_then(region_in))
            .or_else(|| region_in(answer.path));
        Ok(Self::region_of(named, check))
    }

    /// Where only one region is in use, every answer is of that one.
    fn region_of(named: Option<String>, check: &Check<'_, Config>) -> Option<String> {
        named.or_else(|| match check.config.regions.as_slice() {
            [one] => Some(one.clone()),
            _ => None,
        })
    }

    fn note(&mut self, input: &'static str, region: Option<String>, place: Location) {
        self.regions.extend(region.clone());
        self.answered
            .entry(input)
            .or_default()
            .push((region, place));
    }

    /// The region of an ARN, whose account is noted.
    fn own(&mut self, arn: Option<&str>, fallback: Option<&String>) -> Option<String> {
        let Some(arn) = arn.and_then(Arn::parse) else {
            return fallback.cloned();
        };
        if !arn.account.is_empty() {
            self.accounts.insert(arn.account.to_owned());
        }
        if arn.region.is_empty() {
            return fallback.cloned();
        }
        self.regions.insert(arn.region.to_owned());
        Some(arn.region.to_owned())
    }

    fn answer(
        &mut self,
        input: &'static str,
        answer: &Answer<'_>,
        region: Option<&String>,
        shown_on: Day,
        statuses: &mut Vec<Status>,
    ) -> Result<usize, Problem> {
        let at = &answer.at;
        match input {
            source::TRAIL_STATUS => {
                statuses.push(Status::read(answer, shown_on)?);
                Ok(1)
            }
            source::EVENT_SELECTORS => {
                let (arn, selectors) = Selectors::read(at)?;
                if self.selectors.insert(arn.clone(), selectors).is_some() {
                    return Err(at.problem(format!("a second answer about {arn}; grant one")));
                }
                Ok(1)
            }
            source::DETECTORS => {
                let detector = Detector::read(answer, region)?;
                self.own(detector.role.as_deref(), None);
                self.detectors.push(detector);
                Ok(1)
            }
            source::SECURITY_HUB => {
                let arn = record::name(at, "HubArn")?;
                let region = self.own(Some(&arn), region);
                self.hubs.push(Hub {
                    region,
                    subscribed: true,
                    place: at.place(),
                });
                Ok(1)
            }
            source::ALARMS => {
                let metric = self.elements(input, at, "MetricAlarms", Self::alarm, region)?;
                let joined =
                    self.elements(input, at, "CompositeAlarms", Self::composite, region)?;
                Ok(metric + joined)
            }
            _ => {
                let (key, read): (_, Element) = match input {
                    source::TRAILS => ("trailList", Self::trail),
                    source::METRIC_FILTERS => ("metricFilters", Self::filter),
                    source::LOG_GROUPS => ("logGroups", Self::log_group),
                    source::RECORDERS => ("ConfigurationRecorders", Self::recorder),
                    source::RECORDER_STATUS => ("ConfigurationRecordersStatus", Self::recording),
                    source::VPCS => ("Vpcs", Self::vpc),
                    _ => ("FlowLogs", Self::flow_log),
                };
                self.elements(input, at, key, read, region)
            }
        }
    }

    /// Reads each element of a list by itself.
    fn elements(
        &mut self,
        input: &'static str,
        at: &At<'_>,
        key: &str,
        read: Element,
        region: Option<&String>,
    ) -> Result<usize, Problem> {
        let elements = record::list(at, key)?;
        for element in &elements {
            if let Err(problem) = read(self, element, region) {
                let place = element.place();
                let pointer = place.pointer.unwrap_or_default();
                self.unclear(input, &format!("{}#{pointer}", place.path), problem);
            }
        }
        Ok(elements.len())
    }

    fn trail(&mut self, at: &At<'_>, _: Option<&String>) -> Result<(), Problem> {
        let trail = Trail::read(at)?;
        // A trail of the organisation belongs to the account that manages it.
        if !trail.organisation {
            self.own(Some(&trail.arn), None);
        }
        self.regions.extend(trail.home.clone());
        match self.trails.iter().find(|known| known.arn == trail.arn) {
            Some(known) if !known.agrees(&trail) => Err(at.problem(format!(
                "another answer says something else about {}; collect both again",
                trail.arn
            ))),
            Some(_) => Ok(()),
            None => {
                self.trails.push(trail);
                Ok(())
            }
        }
    }

    fn filter(&mut self, at: &At<'_>, region: Option<&String>) -> Result<(), Problem> {
        self.filters.push(MetricFilter::read(at, region)?);
        Ok(())
    }

    fn alarm(&mut self, at: &At<'_>, region: Option<&String>) -> Result<(), Problem> {
        let arn = record::text(at, "AlarmArn")?;
        let region = self.own(arn.as_deref(), region);
        self.alarms.push(Alarm::read(at, region)?);
        Ok(())
    }

    fn composite(&mut self, at: &At<'_>, _: Option<&String>) -> Result<(), Problem> {
        self.composites.push(Composite::read(at)?);
        Ok(())
    }

    fn log_group(&mut self, at: &At<'_>, region: Option<&String>) -> Result<(), Problem> {
        let arn = record::text(at, "arn")?;
        let group = LogGroup {
            name: record::name(at, "logGroupName")?,
            region: self.own(arn.as_deref(), region),
            days: record::number(at, "retentionInDays")?,
            whole: arn.is_some() || record::number(at, "storedBytes")?.is_some(),
            place: at.place(),
        };
        self.log_groups.push(group);
        Ok(())
    }

    fn recorder(&mut self, at: &At<'_>, region: Option<&String>) -> Result<(), Problem> {
        let arn = record::text(at, "arn")?;
        let region = self.own(arn.as_deref(), region);
        self.recorders.extend(Recorder::read(at, region)?);
        Ok(())
    }

    fn recording(&mut self, at: &At<'_>, region: Option<&String>) -> Result<(), Problem> {
        let arn = record::text(at, "arn")?;
        let region = self.own(arn.as_deref(), region);
        self.recorder_status.push(RecorderStatus::read(at, region)?);
        Ok(())
    }

    fn vpc(&mut self, at: &At<'_>, region: Option<&String>) -> Result<(), Problem> {
        self.vpcs.push(Vpc::read(at, region)?);
        Ok(())
    }

    fn flow_log(&mut self, at: &At<'_>, _: Option<&String>) -> Result<(), Problem> {
        self.flow_logs.push(FlowLog::read(at)?);
        Ok(())
    }

    /// Gives each trail its status, and each detector that only its id tells its region.
    fn join(&mut self, statuses: &[Status]) {
        let trails = std::mem::take(&mut self.trails);
        for status in statuses {
            let problem = match status.trail(&trails, statuses.len()) {
                Some(trail) => self
                    .statuses
                    .insert(trail.arn.clone(), status.clone())
                    .map(|_| format!("a second status of the trail {}; grant one", trail.name)),
                None => Some(
                    "neither the answer nor its file names one trail that describe-trails lists; \
                     call the file trail-status/NAME.json"
                        .to_owned(),
                ),
            };
            if let Some(message) = problem {
                let problem = Problem::new(status.place.clone(), message);
                self.unclear(source::TRAIL_STATUS, &status.path, problem);
            }
        }
        let orphans: Vec<String> = self
            .selectors
            .keys()
            .filter(|arn| trails.iter().all(|trail| trail.arn != **arn))
            .cloned()
            .collect();
        for arn in orphans {
            let place = self.selectors.get(&arn).and_then(|it| it.place.clone());
            if let Some(place) = place {
                let problem = Problem::new(place, "describe-trails does not list this trail");
                self.unclear(source::EVENT_SELECTORS, &arn, problem);
            }
        }
        self.trails = trails;
        self.detector_regions();
        if self.accounts.is_empty() {
            self.accounts = self
                .vpcs
                .iter()
                .filter_map(|vpc| vpc.owner.clone())
                .collect();
        }
    }

    fn detector_regions(&mut self) {
        let lists: Vec<(String, Option<String>)> = self
            .detectors
            .iter()
            .flat_map(|list| list.ids.iter().map(|id| (id.clone(), list.region.clone())))
            .collect();
        let mut lost = Vec::new();
        for detector in &mut self.detectors {
            if detector.region.is_none() {
                detector.region = lists
                    .iter()
                    .find(|(id, _)| !id.is_empty() && detector.source.contains(id.as_str()))
                    .and_then(|(_, region)| region.clone());
            }
            if detector.region.is_none() {
                lost.push((detector.source.clone(), detector.place.clone()));
            }
        }
        for (path, place) in lost {
            self.unclear(source::DETECTORS, &path, regionless(place));
        }
    }
}

/// Reads one element of a list.
type Element = fn(&mut Estate, &At<'_>, Option<&String>) -> Result<(), Problem>;
