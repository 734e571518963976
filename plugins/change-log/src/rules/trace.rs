//! What deployments are traced to: changes by their commits and numbers, and how each was reviewed.

use std::collections::BTreeMap;

use tickmark_plugin::{Finding, Location, Moment, Outcome};

use crate::change::{Approval, Judged};

/// The fewest characters of an abbreviated commit.
const SHORTEST_SHA: usize = 7;

/// What is kept of each change.
#[derive(Debug)]
pub(crate) struct Trace {
    pub(crate) subject: String,
    pub(crate) merged: Moment,
    pub(crate) approval: Approval,
    /// What came of the review afterwards, where the change was an emergency.
    pub(crate) emergency: Option<(Outcome, String)>,
    /// Whether its commits are known.
    pub(crate) has_commits: bool,
    pub(crate) place: Location,
}

/// The changes by what deployments call them.
#[derive(Debug, Default)]
pub(crate) struct Traces {
    all: Vec<Trace>,
    names: BTreeMap<String, Vec<u32>>,
    doubt: bool,
    /// Whether there is a log of changes at all.
    pub(crate) given: bool,
}

/// What a name leads to.
#[derive(Debug)]
pub(crate) enum Traced<'t> {
    To(&'t Trace),
    /// The change that is named, but with another commit.
    Other(&'t Trace),
    Several,
    Nothing,
}

impl Traces {
    /// Adds a change, and for an emergency what was found of its review afterwards.
    pub(crate) fn add(&mut self, judged: &Judged, afterwards: Option<&Finding>) {
        let change = &judged.change;
        let index = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        let numbers = [change.subject.to_lowercase(), format!("#{}", change.number)];
        // A repository without its owner is a name too.
        let short = change.subject.rsplit('/').next().map(str::to_lowercase);
        let shas = change.shas.iter().map(|sha| sha.to_lowercase());
        let mut names: Vec<String> = numbers.into_iter().chain(short).chain(shas).collect();
        names.sort();
        names.dedup();
        for name in names {
            self.names.entry(name).or_default().push(index);
        }
        self.all.push(Trace {
            subject: change.subject.clone(),
            merged: change.merged,
            approval: judged.approval.clone(),
            emergency: afterwards.map(|finding| (finding.outcome, finding.actual.clone())),
            has_commits: !change.shas.is_empty(),
            place: change.place.clone(),
        });
    }

    /// Notes that some change could not be read, so that what is not found may be it.
    pub(crate) fn doubt(&mut self) {
        self.doubt = true;
    }

    pub(crate) fn in_doubt(&self) -> bool {
        self.doubt
    }

    pub(crate) fn knows(&self, name: &str) -> bool {
        self.names.contains_key(name)
    }

    /// A change by its reference, as `reference` writes it.
    pub(crate) fn by_reference(&self, name: &str) -> Traced<'_> {
        self.of(self.names.get(name).map_or(&[], Vec::as_slice))
    }

    /// A change by its commit, which may be abbreviated.
    pub(crate) fn by_sha(&self, sha: &str) -> Traced<'_> {
        let sha = sha.trim().to_lowercase();
        if !is_sha(&sha) {
            return Traced::Nothing;
        }
        let mut found: Vec<u32> = self
            .names
            .range(sha.clone()..)
            .take_while(|(name, _)| name.starts_with(&sha))
            .flat_map(|(_, indices)| indices.iter().copied())
            .collect();
        found.sort_unstable();
        found.dedup();
        self.of(&found)
    }

    fn of(&self, indices: &[u32]) -> Traced<'_> {
        match indices {
            [] => Traced::Nothing,
            [index] => self
                .all
                .get(*index as usize)
                .map_or(Traced::Nothing, Traced::To),
            _ => Traced::Several,
        }
    }
}

/// Whether a text is a commit, and no tag or version.
pub(crate) fn is_sha(text: &str) -> bool {
    let text = text.trim();
    text.len() >= SHORTEST_SHA && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// A reference to a change in one form: `repository#12`, or `#12` where no repository is known.
pub(crate) fn reference(written: &str, repository: Option<&str>) -> String {
    let written = written.trim().to_lowercase();
    let of_url = ["/pull/", "/pulls/", "/-/merge_requests/"]
        .iter()
        .find_map(|mark| written.split_once(mark))
        .map(|(before, number)| {
            let path = before.split_once("://").map_or(before, |(_, rest)| rest);
            let path = path.split_once('/').map_or(path, |(_, path)| path);
            let number = number.split(['/', '?', '#']).next().unwrap_or_default();
            format!("{path}#{number}")
        });
    if let Some(reference) = of_url {
        return reference;
    }
    let written = written.replace('!', "#");
    if let Some((before, number)) = written.rsplit_once('#')
        && !before.is_empty()
    {
        return format!("{}#{number}", before.trim());
    }
    let number = written.trim_start_matches(['#', '!']);
    let number = number.strip_prefix("pr-").unwrap_or(number).trim();
    match repository {
        Some(repository) => format!("{}#{number}", repository.to_lowercase()),
        None => format!("#{number}"),
    }
}
