//! The inputs, one for each command of the AWS CLI, and their files as single answers.
//!
//! A file holds one answer, a list of them, an object with a name for each (a trail, a region), or
//! JSON lines. An answer that says that there is more is named, and what it lacks counts as unknown.

use tickmark_plugin::prelude::*;
use tickmark_plugin::{Kind, brief};

use crate::Config;

/// One input.
pub(crate) struct Source {
    pub(crate) input: &'static str,
    /// The file's name, without its ending, or that of a folder of files.
    files: &'static str,
    /// How to obtain it.
    about: &'static str,
    /// Members by which an answer is recognised; one of them is there.
    keys: &'static [&'static str],
}

pub(crate) const TRAILS: &str = "trails";
pub(crate) const TRAIL_STATUS: &str = "trail-status";
pub(crate) const EVENT_SELECTORS: &str = "event-selectors";
pub(crate) const METRIC_FILTERS: &str = "metric-filters";
pub(crate) const ALARMS: &str = "alarms";
pub(crate) const LOG_GROUPS: &str = "log-groups";
pub(crate) const DETECTORS: &str = "detectors";
pub(crate) const RECORDERS: &str = "recorders";
pub(crate) const RECORDER_STATUS: &str = "recorder-status";
pub(crate) const SECURITY_HUB: &str = "security-hub";
pub(crate) const VPCS: &str = "vpcs";
pub(crate) const FLOW_LOGS: &str = "flow-logs";

pub(crate) const SOURCES: [Source; 12] = [
    Source {
        input: TRAILS,
        files: "describe-trails",
        about: "`aws cloudtrail describe-trails > aws/production/describe-trails.json`, in any \
                region of the account.",
        keys: &["trailList"],
    },
    Source {
        input: TRAIL_STATUS,
        files: "{get-trail-status,trail-status}",
        about: "`aws cloudtrail get-trail-status --name main > aws/production/trail-status/main.json`, \
                one for each trail. The answer does not name its trail, so the file does: by its own \
                name (`get-trail-status-main.json` too) or by a folder. Accepted beside this: an \
                object with the trails' names or ARNs as keys, and answers to which `TrailARN` or \
                `Name` was added, also as JSON lines (`.jsonl`).",
        keys: &["IsLogging"],
    },
    Source {
        input: EVENT_SELECTORS,
        files: "{get-event-selectors,event-selectors}",
        about: "`aws cloudtrail get-event-selectors --trail-name main > \
                aws/production/event-selectors/main.json`, one for each trail.",
        keys: &["EventSelectors", "AdvancedEventSelectors"],
    },
    Source {
        input: METRIC_FILTERS,
        files: "describe-metric-filters",
        about: "`aws logs describe-metric-filters --region eu-central-1 > \
                aws/production/eu-central-1/describe-metric-filters.json`, at least for the region of \
                the log group to which the trail delivers.",
        keys: &["metricFilters"],
    },
    Source {
        input: ALARMS,
        files: "describe-alarms",
        about: "`aws cloudwatch describe-alarms --alarm-types MetricAlarm CompositeAlarm --region \
                eu-central-1 > aws/production/eu-central-1/describe-alarms.json`, at least for the \
                same region.",
        keys: &["MetricAlarms", "CompositeAlarms"],
    },
    Source {
        input: LOG_GROUPS,
        files: "describe-log-groups",
        about: "`aws logs describe-log-groups --region eu-central-1 > \
                aws/production/eu-central-1/describe-log-groups.json`, for each region.",
        keys: &["logGroups"],
    },
    Source {
        input: DETECTORS,
        files: "{list-detectors,get-detector}",
        about: "For each region `aws guardduty list-detectors --region eu-central-1 > \
                aws/production/eu-central-1/list-detectors.json` and, for the detector it names, `aws \
                guardduty get-detector --region eu-central-1 --detector-id ID > \
                aws/production/eu-central-1/get-detector.json`. The answers do not name their region: \
                a folder or the file's name has to, or an object with the regions as keys.",
        keys: &["DetectorIds", "Status"],
    },
    Source {
        input: RECORDERS,
        files: "describe-configuration-recorders",
        about: "`aws configservice describe-configuration-recorders --region eu-central-1 > \
                aws/production/eu-central-1/describe-configuration-recorders.json`, for each region.",
        keys: &["ConfigurationRecorders"],
    },
    Source {
        input: RECORDER_STATUS,
        files: "describe-configuration-recorder-status",
        about: "`aws configservice describe-configuration-recorder-status --region eu-central-1 > \
                aws/production/eu-central-1/describe-configuration-recorder-status.json`, for each \
                region.",
        keys: &["ConfigurationRecordersStatus"],
    },
    Source {
        input: SECURITY_HUB,
        files: "describe-hub",
        about: "`aws securityhub describe-hub --region eu-central-1 > \
                aws/production/eu-central-1/describe-hub.json 2>&1`, for each region. With `2>&1` the \
                file also holds the refusal `is not subscribed to AWS Security Hub`, which is \
                evidence too.",
        keys: &["HubArn"],
    },
    Source {
        input: VPCS,
        files: "describe-vpcs",
        about: "`aws ec2 describe-vpcs --region eu-central-1 > \
                aws/production/eu-central-1/describe-vpcs.json`, for each region.",
        keys: &["Vpcs"],
    },
    Source {
        input: FLOW_LOGS,
        files: "describe-flow-logs",
        about: "`aws ec2 describe-flow-logs --region eu-central-1 > \
                aws/production/eu-central-1/describe-flow-logs.json`, for each region.",
        keys: &["FlowLogs"],
    },
];

/// What a refusal holds that the AWS CLI writes where Security Hub is not enabled.
const NOT_SUBSCRIBED: &str = "is not subscribed to AWS Security Hub";

/// An answer of one command.
pub(crate) struct Answer<'a> {
    pub(crate) at: At<'a>,
    /// The key under which it stood, where the file holds several.
    pub(crate) key: Option<&'a str>,
    pub(crate) path: &'a str,
    /// How many answers the file holds.
    pub(crate) alone: bool,
}

/// What a file says.
pub(crate) enum Content {
    /// JSON values; those that could not be read are problems.
    Values(Vec<Result<Document, Problem>>),
    /// AWS would not answer because Security Hub is not enabled; where it says so.
    NotSubscribed(Location),
}

impl Source {
    pub(crate) fn input(&self) -> Input {
        Input::new(self.input, self.about)
            .glob(&format!("aws/**/{}*.json", self.files))
            .glob(&format!("aws/**/{}/*.{{json,jsonl}}", self.files))
            .max_age_days(30)
    }

    pub(crate) fn content(
        &self,
        check: &Check<'_, Config>,
        item: &Item,
    ) -> Result<Content, Problem> {
        if self.input == SECURITY_HUB
            && let Ok(text) = check.text(item)
            && let Some(place) = refusal(&text)
        {
            return Ok(Content::NotSubscribed(place));
        }
        if item.path.ends_with(".jsonl") || item.path.ends_with(".ndjson") {
            return check.json_lines(item).map(Content::Values);
        }
        let document = check.json(item).map_err(|problem| {
            let empty = check.bytes(item).is_ok_and(|bytes| bytes.is_empty());
            Problem {
                message: if empty {
                    "the file is empty: the AWS CLI writes errors elsewhere; collect it again"
                        .into()
                } else {
                    problem.message
                },
                ..problem
            }
        })?;
        Ok(Content::Values(vec![Ok(document)]))
    }

    /// The answers in a value, or why there is none.
    pub(crate) fn answers<'a>(
        &self,
        root: &At<'a>,
        path: &'a str,
    ) -> Vec<Result<Answer<'a>, Problem>> {
        let known = |at: &At<'_>| self.keys.iter().any(|key| at.get(key).is_some());
        let answer = |at: At<'a>, key: Option<&'a str>, alone: bool| {
            if known(&at) {
                Ok(Answer {
                    at,
                    key,
                    path,
                    alone,
                })
            } else {
                Err(at.problem(self.strange(&at)))
            }
        };
        match root.kind() {
            Kind::Array if !root.is_empty() => {
                root.items().map(|at| answer(at, None, false)).collect()
            }
            Kind::Object
                if !known(root)
                    && !root.is_empty()
                    && root.members().all(|(_, at)| at.kind() == Kind::Object) =>
            {
                root.members()
                    .map(|(key, at)| answer(at, Some(key), false))
                    .collect()
            }
            _ => vec![answer(root.clone(), None, true)],
        }
    }

    fn strange(&self, at: &At<'_>) -> String {
        format!(
            "this is no answer of the command ({} has no {}); save the whole answer, without \
             `--query`",
            brief(&at.summary(), 60),
            self.keys
                .iter()
                .map(|key| format!("`{key}`"))
                .collect::<Vec<_>>()
                .join(" or ")
        )
    }
}

/// Where a file that is no JSON, and holds nothing else, has the refusal of the AWS CLI.
fn refusal(text: &Text) -> Option<Location> {
    let whole = text.as_str().trim();
    if whole.len() >= 1000 || whole.starts_with(['{', '[']) {
        return None;
    }
    text.lines()
        .find(|line| line.text.contains(NOT_SUBSCRIBED))
        .map(|line| line.place())
}

/// What shows that an answer is not the whole one.
pub(crate) fn more(at: &At<'_>) -> Option<Problem> {
    ["NextToken", "nextToken", "NextMarker"]
        .iter()
        .find_map(|key| at.get(key))
        .filter(|token| !token.is_null() && token.as_str() != Some(""))
        .map(|token| {
            token.problem(
                "the answer is cut short: there are further pages; collect it without \
                 `--max-items` and `--no-paginate`",
            )
        })
}
