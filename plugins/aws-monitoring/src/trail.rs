//! Trails, whether they log, and what they record.
//!
//! The three answers are joined by the trail's ARN. A status names no trail: its file does.

use tickmark_plugin::prelude::*;
use tickmark_plugin::reexport::jiff::Timestamp;

use crate::place::Arn;
use crate::record::{flag, list, name, text, texts};
use crate::source::Answer;
use crate::verdict::Verdict;

/// Sources of management events that a trail can always leave out because they are many. The CIS
/// benchmark accepts that.
const NOISY: [&str; 2] = ["kms.amazonaws.com", "rdsdata.amazonaws.com"];

#[derive(Debug, Clone)]
pub(crate) struct Trail {
    pub(crate) name: String,
    pub(crate) arn: String,
    pub(crate) home: Option<String>,
    pub(crate) organisation: bool,
    pub(crate) multi_region: Option<bool>,
    pub(crate) validation: Option<bool>,
    pub(crate) key: Option<String>,
    /// The ARN of the log group to which it delivers.
    pub(crate) log_group: Option<String>,
    pub(crate) place: Location,
}

impl Trail {
    pub(crate) fn read(at: &At<'_>) -> Result<Self, Problem> {
        Ok(Self {
            name: name(at, "Name")?,
            arn: name(at, "TrailARN")?,
            home: text(at, "HomeRegion")?,
            organisation: flag(at, "IsOrganizationTrail")? == Some(true),
            multi_region: flag(at, "IsMultiRegionTrail")?,
            validation: flag(at, "LogFileValidationEnabled")?,
            key: text(at, "KmsKeyId")?.filter(|key| !key.is_empty()),
            log_group: text(at, "CloudWatchLogsLogGroupArn")?.filter(|arn| !arn.is_empty()),
            place: at.place(),
        })
    }

    /// Whether two answers, of two regions say, tell the same of a trail.
    pub(crate) fn agrees(&self, other: &Self) -> bool {
        let deciding = |trail: &Self| {
            (
                trail.multi_region,
                trail.validation,
                trail.key.clone(),
                trail.log_group.clone(),
            )
        };
        deciding(self) == deciding(other)
    }

    pub(crate) fn subject(&self) -> String {
        match &self.home {
            Some(home) => format!("trail {} ({home})", self.name),
            None => format!("trail {}", self.name),
        }
    }

    /// The log group's name, region and account.
    pub(crate) fn log_group(&self) -> Option<(&str, &str, &str)> {
        let arn = Arn::parse(self.log_group.as_deref()?)?;
        let name = arn.resource.strip_prefix("log-group:")?;
        let name = name.strip_suffix(":*").unwrap_or(name);
        Some((name, arn.region, arn.account))
    }
}

/// How old the last delivery may be, in days. CloudTrail delivers within minutes; CIS AWS Foundations Benchmark
/// 3.0.0 audits the delivery to CloudWatch by a time of the last day, to which collection and zones add one.
const DELIVERY_DAYS: i64 = 2;

/// A time as the command line writes it, or in seconds since 1970 as the API does.
fn day(at: &At<'_>, key: &str) -> Result<Option<Day>, Problem> {
    let Some(time) = at
        .get(key)
        .filter(|time| !time.is_null() && time.as_str() != Some(""))
    else {
        return Ok(None);
    };
    let parsed = match time.as_f64() {
        Some(seconds) => {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "a fraction of a second does not matter, and the cast saturates"
            )]
            let seconds = seconds as i64;
            Timestamp::from_second(seconds)
                .ok()
                .and_then(|time| Day::parse(&time.to_string()).ok())
        }
        None => time.as_str().and_then(|text| Day::parse(text).ok()),
    };
    parsed
        .map(Some)
        .ok_or_else(|| time.problem(format!("{key} is no time")))
}

#[derive(Debug, Clone)]
pub(crate) struct Status {
    /// Names or ARNs that the answer, its key, its file or its folder give, the nearest first.
    names: Vec<String>,
    /// Whether nothing but a folder could have named it.
    nameless: bool,
    logging: Option<bool>,
    delivered: Option<Day>,
    delivery_error: Option<String>,
    logs_delivered: Option<Day>,
    logs_error: Option<String>,
    /// The day whose state the answer shows.
    shown_on: Day,
    pub(crate) path: String,
    pub(crate) place: Location,
}

impl Status {
    pub(crate) fn read(answer: &Answer<'_>, shown_on: Day) -> Result<Self, Problem> {
        let at = &answer.at;
        let mut names = Vec::new();
        for key in ["TrailARN", "TrailArn", "TrailName", "Name", "name"] {
            names.extend(text(at, key)?);
        }
        names.extend(answer.key.map(str::to_owned));
        let mut nameless = names.is_empty();
        if nameless && answer.alone {
            let mut parts: Vec<&str> = answer.path.split('/').collect();
            let file = parts.pop().unwrap_or_default();
            let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
            let rest = ["get-trail-status", "trail-status"]
                .iter()
                .find_map(|prefix| stem.strip_prefix(prefix))
                .map_or(stem, |rest| rest.trim_start_matches(['-', '_', '.']));
            nameless = rest.is_empty();
            let given = if nameless { parts.pop() } else { Some(rest) };
            names.extend(given.map(str::to_owned));
        }
        Ok(Self {
            names,
            nameless,
            logging: flag(at, "IsLogging")?,
            delivered: day(at, "LatestDeliveryTime")?,
            delivery_error: text(at, "LatestDeliveryError")?.filter(|error| !error.is_empty()),
            logs_delivered: day(at, "LatestCloudWatchLogsDeliveryTime")?,
            shown_on,
            logs_error: text(at, "LatestCloudWatchLogsDeliveryError")?
                .filter(|error| !error.is_empty()),
            path: answer.path.to_owned(),
            place: at.place(),
        })
    }

    /// The one trail that the status is of.
    pub(crate) fn trail<'t>(&self, trails: &'t [Trail], statuses: usize) -> Option<&'t Trail> {
        let of = |given: &str| -> Vec<&'t Trail> {
            trails
                .iter()
                .filter(|trail| trail.arn == given || trail.name == given)
                .collect()
        };
        let named = self
            .names
            .iter()
            .map(|given| of(given))
            .find(|found| !found.is_empty());
        match (named.as_deref(), trails) {
            (Some([one]), _) => Some(*one),
            // A status can only be asked of a trail that there is.
            (None, [one]) if self.nameless && statuses == 1 => Some(one),
            _ => None,
        }
    }

    /// Whether the trail logs and its files arrive.
    pub(crate) fn logs(&self) -> Verdict {
        let error = match &self.delivery_error {
            Some(error) => Verdict::no(
                format!("the last delivery failed: {error}"),
                vec![self.place.clone()],
            ),
            None => self.recent(self.delivered, "LatestDeliveryTime", "log files arrive"),
        };
        match self.logging {
            Some(true) if !error.is_yes() => error,
            logging => Verdict::flag(logging, "IsLogging", &self.place),
        }
    }

    /// Whether events arrive in the log group.
    pub(crate) fn reaches_log_group(&self) -> Verdict {
        let places = vec![self.place.clone()];
        match &self.logs_error {
            Some(error) => Verdict::no(
                format!("the last delivery to the log group failed: {error}"),
                places,
            ),
            None => self.recent(
                self.logs_delivered,
                "LatestCloudWatchLogsDeliveryTime",
                "events arrive in the log group",
            ),
        }
    }

    /// A delivery shows that files arrive only while it is young: accounts have events all the time.
    fn recent(&self, delivered: Option<Day>, name: &str, fine: &str) -> Verdict {
        let places = vec![self.place.clone()];
        match delivered {
            None => Verdict::unknown(format!("the answer does not say {name}"), places),
            Some(day) if self.shown_on.days_since(day) > DELIVERY_DAYS => {
                Verdict::no(format!("the last delivery was on {day} ({name})"), places)
            }
            Some(day) if day.days_since(self.shown_on) > 1 => {
                Verdict::unknown(format!("{name} is {day}, in the future"), places)
            }
            Some(_) => Verdict::yes(fine, places),
        }
    }
}

/// Which calls are recorded.
#[derive(Debug, Clone, Copy, Default)]
struct Access {
    reads: bool,
    writes: bool,
}

impl Access {
    fn add(&mut self, other: Self) {
        self.reads |= other.reads;
        self.writes |= other.writes;
    }
}

/// Which events a trail records.
#[derive(Debug, Clone, Default)]
pub(crate) struct Selectors {
    management: Access,
    /// Conditions that this does not understand.
    unclear: Vec<String>,
    /// Sources of management events that are left out.
    pub(crate) left_out: Vec<String>,
    /// Of the objects of every bucket.
    objects: Access,
    /// Objects of some buckets only.
    some_objects: bool,
    pub(crate) place: Option<Location>,
}

impl Selectors {
    pub(crate) fn read(at: &At<'_>) -> Result<(String, Self), Problem> {
        let arn = name(at, "TrailARN")?;
        let mut selectors = Self {
            place: Some(at.place()),
            ..Self::default()
        };
        for selector in list(at, "EventSelectors")? {
            selectors.basic(&selector)?;
        }
        for selector in list(at, "AdvancedEventSelectors")? {
            selectors.advanced(&selector)?;
        }
        Ok((arn, selectors))
    }

    fn basic(&mut self, at: &At<'_>) -> Result<(), Problem> {
        let kind = name(at, "ReadWriteType")?;
        let (reads, writes) = match kind.as_str() {
            "All" => (true, true),
            "ReadOnly" => (true, false),
            "WriteOnly" => (false, true),
            _ => return Err(at.problem("unknown `ReadWriteType`")),
        };
        let access = Access { reads, writes };
        if flag(at, "IncludeManagementEvents")? == Some(true) {
            self.management.add(access);
            self.left_out
                .extend(texts(at, "ExcludeManagementEventSources")?);
        }
        for resource in list(at, "DataResources")? {
            if text(&resource, "Type")?.as_deref() != Some("AWS::S3::Object") {
                continue;
            }
            // `arn:aws:s3` means every bucket; `arn:aws:s3:::NAME/` one.
            let all = texts(&resource, "Values")?
                .iter()
                .any(|value| value.trim_end_matches(':').ends_with(":s3"));
            self.add_objects(all, access);
        }
        Ok(())
    }

    fn add_objects(&mut self, all: bool, access: Access) {
        if all {
            self.objects.add(access);
        }
        self.some_objects = true;
    }

    fn advanced(&mut self, at: &At<'_>) -> Result<(), Problem> {
        let mut category = None;
        let mut resource = None;
        let mut access = Access {
            reads: true,
            writes: true,
        };
        let mut left_out = Vec::new();
        let mut further = Vec::new();
        for field in list(at, "FieldSelectors")? {
            let named = name(&field, "Field")?;
            let equals = texts(&field, "Equals")?;
            match (named.as_str(), equals.as_slice()) {
                ("eventCategory", [one]) => category = Some(one.clone()),
                ("resources.type", [one]) => resource = Some(one.clone()),
                ("readOnly", [one]) if one == "true" => access.writes = false,
                ("readOnly", [one]) if one == "false" => access.reads = false,
                ("eventSource", []) if field.get("NotEquals").is_some() => {
                    left_out = texts(&field, "NotEquals")?;
                }
                _ => further.push(named),
            }
        }
        match (category.as_deref(), resource.as_deref()) {
            (Some("Management"), _) if further.is_empty() => {
                self.management.add(access);
                self.left_out.extend(left_out);
            }
            (Some("Management"), _) => self.unclear.extend(further),
            (Some("Data"), Some("AWS::S3::Object")) => {
                self.add_objects(further.is_empty() && left_out.is_empty(), access);
            }
            (Some(_), _) => {}
            (None, _) => return Err(at.problem("the selector has no `eventCategory`")),
        }
        Ok(())
    }

    fn places(&self) -> Vec<Location> {
        self.place.clone().into_iter().collect()
    }

    /// Whether all management events are recorded, but for the noisy ones.
    pub(crate) fn management(&self) -> Verdict {
        let places = self.places();
        let missed: Vec<&str> = self
            .left_out
            .iter()
            .map(String::as_str)
            .filter(|source| !NOISY.contains(source))
            .collect();
        let Access { reads, writes } = self.management;
        if reads && writes && missed.is_empty() {
            let left_out = if self.left_out.is_empty() {
                String::new()
            } else {
                format!(" but those of {}", self.left_out.join(", "))
            };
            return Verdict::yes(
                format!("management events, read and write{left_out}"),
                places,
            );
        }
        if !self.unclear.is_empty() {
            let fields = self.unclear.join(", ");
            return Verdict::unknown(
                format!("management events only under conditions on {fields}"),
                places,
            );
        }
        let what = match (reads, writes) {
            (true, true) => format!("management events without those of {}", missed.join(", ")),
            (true, false) => "management events that read only".to_owned(),
            (false, true) => "management events that write only".to_owned(),
            (false, false) => "no management events".to_owned(),
        };
        Verdict::no(what, places)
    }

    /// Whether reads and writes of the objects of every bucket are recorded.
    pub(crate) fn data(&self) -> Verdict {
        let places = self.places();
        match (self.objects.reads, self.objects.writes) {
            (true, true) => Verdict::yes("reads and writes of all S3 objects", places),
            _ if self.some_objects => Verdict::unknown(
                "some events of S3 objects: whether these are all buckets that matter is not shown",
                places,
            ),
            _ => Verdict::no("no events of S3 objects", places),
        }
    }
}
