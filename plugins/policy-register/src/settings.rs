//! The configuration as the rest of the plugin uses it: checked once, looked up often.

use std::collections::{BTreeMap, BTreeSet};

use fast_glob::glob_match;
use tickmark_plugin::interval::Interval;
use tickmark_plugin::people::Book;
use tickmark_plugin::words::key;

use crate::config::{Config, Fields, MissingAuthor, MissingStatus};
use crate::dates::Dates;
use crate::kinds::{Kinds, check_patterns};
use crate::status::StatusWords;

/// A checked configuration.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) required: BTreeSet<String>,
    pub(crate) max_review_interval: Interval,
    pub(crate) missing_author: MissingAuthor,
    pub(crate) missing_status: MissingStatus,
    pub(crate) dates: Dates,
    pub(crate) people: Book,
    pub(crate) statuses: StatusWords,
    pub(crate) kinds: Kinds,
    pub(crate) names: Names,
    ignore: Vec<String>,
    ignore_without_front_matter: Vec<String>,
}

/// What a field says of a policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum FieldKind {
    Title,
    Id,
    Kind,
    Criteria,
    Status,
    Draft,
    Owner,
    Author,
    Approver,
    ApprovedOn,
    LastReviewed,
    NextReview,
    ReviewInterval,
    EffectiveFrom,
    ExpiresOn,
    Version,
    Revisions,
    SupersededBy,
    Document,
}

/// The names that fields go by.
#[derive(Debug)]
pub(crate) struct Names {
    /// From a name to what it says and its rank among the names of that field. The parts of a name
    /// in a nested table have full stops between them.
    fields: BTreeMap<String, Vec<(FieldKind, usize)>>,
    sections: BTreeSet<String>,
}

impl Settings {
    /// Checks a configuration. The error says which setting is wrong.
    pub(crate) fn new(config: &Config) -> Result<Self, String> {
        check_patterns("ignore", &config.ignore)?;
        check_patterns(
            "ignore-without-front-matter",
            &config.ignore_without_front_matter,
        )?;
        let kinds = Kinds::new(&config.kinds)?;
        let lower = |patterns: &[String]| patterns.iter().map(|one| one.to_lowercase()).collect();
        Ok(Self {
            required: kinds.required(&config.required)?,
            max_review_interval: config.max_review_interval,
            missing_author: config.missing_author,
            missing_status: config.missing_status,
            dates: Dates::new(&config.date_formats)?,
            people: Book::new(&config.people).map_err(|error| format!("people: {error}"))?,
            statuses: StatusWords::new(&config.statuses)?,
            kinds,
            names: Names::new(&config.fields, &config.sections),
            ignore: lower(&config.ignore),
            ignore_without_front_matter: lower(&config.ignore_without_front_matter),
        })
    }

    /// Whether a document is passed over, whatever it holds.
    pub(crate) fn ignores(&self, path: &str) -> bool {
        matches_any(&self.ignore, path)
    }

    /// Whether a document is passed over because it has no front matter.
    pub(crate) fn ignores_plain(&self, path: &str) -> bool {
        matches_any(&self.ignore_without_front_matter, path)
    }
}

fn matches_any(patterns: &[String], path: &str) -> bool {
    let path = path.to_lowercase();
    patterns.iter().any(|pattern| glob_match(pattern, &path))
}

impl Names {
    fn new(config: &Fields, sections: &[String]) -> Self {
        let mut fields: BTreeMap<String, Vec<(FieldKind, usize)>> = BTreeMap::new();
        for (kind, names) in [
            (FieldKind::Title, &config.title),
            (FieldKind::Id, &config.id),
            (FieldKind::Kind, &config.kind),
            (FieldKind::Criteria, &config.criteria),
            (FieldKind::Status, &config.status),
            (FieldKind::Draft, &config.draft),
            (FieldKind::Owner, &config.owner),
            (FieldKind::Author, &config.author),
            (FieldKind::Approver, &config.approver),
            (FieldKind::ApprovedOn, &config.approved_on),
            (FieldKind::LastReviewed, &config.last_reviewed),
            (FieldKind::NextReview, &config.next_review),
            (FieldKind::ReviewInterval, &config.review_interval),
            (FieldKind::EffectiveFrom, &config.effective_from),
            (FieldKind::ExpiresOn, &config.expires_on),
            (FieldKind::Version, &config.version),
            (FieldKind::Revisions, &config.revisions),
            (FieldKind::SupersededBy, &config.superseded_by),
            (FieldKind::Document, &config.document),
        ] {
            for (rank, name) in names.iter().enumerate() {
                let path: Vec<String> = name.split('.').map(key).collect();
                fields.entry(path.join(".")).or_default().push((kind, rank));
            }
        }
        Self {
            fields,
            sections: sections.iter().map(|section| key(section)).collect(),
        }
    }

    /// What a name says, with its rank.
    pub(crate) fn find(&self, path: &str) -> &[(FieldKind, usize)] {
        self.fields.get(path).map_or(&[], Vec::as_slice)
    }

    /// Whether some name leads through this table.
    pub(crate) fn leads_through(&self, path: &str) -> bool {
        let prefix = format!("{path}.");
        self.fields
            .range(prefix.clone()..)
            .next()
            .is_some_and(|(name, _)| name.starts_with(&prefix))
    }

    /// Whether a table's fields count like those at the top.
    pub(crate) fn is_section(&self, name: &str) -> bool {
        self.sections.contains(name)
    }
}
