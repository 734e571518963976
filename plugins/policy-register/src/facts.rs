//! What is said of a policy: its status, its people, its dates, its version.

mod forms;

use tickmark_plugin::Day;
use tickmark_plugin::interval::Interval;
use tickmark_plugin::people::{Entry, Likeness, People};
use tickmark_plugin::words::key;

use crate::field::{Disagreement, Field, Joint, Unclear, equal};
use crate::fields::FieldMap;
use crate::settings::{FieldKind, Settings};
use crate::status::Status;
use crate::value::Stated;
use forms::{about_equal, flag, interval, latest_revision, past, successor, version};

/// What is said of a policy.
#[derive(Debug, Clone)]
pub(crate) struct Facts {
    pub(crate) status: Field<Status>,
    pub(crate) draft: Field<bool>,
    /// As a key, for comparison.
    pub(crate) superseded_by: Field<String>,
    pub(crate) effective_from: Field<Day>,
    pub(crate) expires_on: Field<Day>,
    pub(crate) owner: Field<People>,
    pub(crate) author: Field<People>,
    pub(crate) approver: Field<People>,
    pub(crate) approved_on: Field<Day>,
    pub(crate) last_reviewed: Field<Day>,
    pub(crate) next_review: Field<Day>,
    pub(crate) interval: Field<Interval>,
    /// In its plain form, for comparison.
    pub(crate) version: Field<String>,
}

/// What the facts are called in messages.
mod label {
    pub(super) const STATUS: &str = "status";
    pub(super) const DRAFT: &str = "draft mark";
    pub(super) const SUPERSEDED_BY: &str = "successor";
    pub(super) const EFFECTIVE_FROM: &str = "effective date";
    pub(super) const EXPIRES_ON: &str = "expiry date";
    pub(super) const OWNER: &str = "owner";
    pub(super) const AUTHOR: &str = "author";
    pub(super) const APPROVER: &str = "approver";
    pub(super) const APPROVED_ON: &str = "approval date";
    pub(super) const LAST_REVIEWED: &str = "last review";
    pub(super) const NEXT_REVIEW: &str = "next review";
    pub(super) const INTERVAL: &str = "review interval";
    pub(super) const VERSION: &str = "version";
}

impl Facts {
    /// Reads the facts. `known_until` is the last day of which the fields can tell; later approvals
    /// and reviews are a mistake.
    pub(crate) fn read(fields: &mut FieldMap, settings: &Settings, known_until: Day) -> Self {
        let mut reader = Reader { fields, settings };
        Self {
            status: reader.status(),
            draft: reader.read(label::DRAFT, FieldKind::Draft, flag, equal),
            superseded_by: reader.read(
                label::SUPERSEDED_BY,
                FieldKind::SupersededBy,
                |stated| Ok(successor(&stated.value).map(|text| (key(&text), text))),
                equal,
            ),
            effective_from: reader.day(label::EFFECTIVE_FROM, FieldKind::EffectiveFrom, None),
            expires_on: reader.day(label::EXPIRES_ON, FieldKind::ExpiresOn, None),
            owner: reader.people(label::OWNER, FieldKind::Owner),
            author: reader.people(label::AUTHOR, FieldKind::Author),
            approver: reader.people(label::APPROVER, FieldKind::Approver),
            approved_on: reader.day(label::APPROVED_ON, FieldKind::ApprovedOn, Some(known_until)),
            last_reviewed: reader.day(
                label::LAST_REVIEWED,
                FieldKind::LastReviewed,
                Some(known_until),
            ),
            next_review: reader.day(label::NEXT_REVIEW, FieldKind::NextReview, None),
            interval: reader.read(
                label::INTERVAL,
                FieldKind::ReviewInterval,
                interval,
                about_equal,
            ),
            version: reader.version(known_until),
        }
    }

    /// What a document and a register row say together, and where they contradict each other.
    pub(crate) fn join(self, other: Self, settings: &Settings) -> (Self, Vec<Disagreement>) {
        let people = |one: &People, other: &People| one.agreement(other, &settings.people);
        let mut joint = Joint::default();
        let version = joint.of(label::VERSION, self.version, other.version.clone(), equal);
        // Of another version an approval or review says nothing about this text.
        let other = if joint.disagreements.is_empty() {
            other
        } else {
            Self {
                approver: unless_alone(label::APPROVER, &self.approver, other.approver),
                approved_on: unless_alone(label::APPROVED_ON, &self.approved_on, other.approved_on),
                last_reviewed: unless_alone(
                    label::LAST_REVIEWED,
                    &self.last_reviewed,
                    other.last_reviewed,
                ),
                ..other
            }
        };
        let facts = Self {
            version,
            status: joint.of(label::STATUS, self.status, other.status, equal),
            draft: joint.of(label::DRAFT, self.draft, other.draft, equal),
            superseded_by: joint.of(
                label::SUPERSEDED_BY,
                self.superseded_by,
                other.superseded_by,
                equal,
            ),
            effective_from: joint.of(
                label::EFFECTIVE_FROM,
                self.effective_from,
                other.effective_from,
                equal,
            ),
            expires_on: joint.of(label::EXPIRES_ON, self.expires_on, other.expires_on, equal),
            owner: joint.of(label::OWNER, self.owner, other.owner, people),
            author: joint.of(label::AUTHOR, self.author, other.author, people),
            approver: joint.of(label::APPROVER, self.approver, other.approver, people),
            approved_on: joint.of(
                label::APPROVED_ON,
                self.approved_on,
                other.approved_on,
                equal,
            ),
            last_reviewed: joint.of(
                label::LAST_REVIEWED,
                self.last_reviewed,
                other.last_reviewed,
                equal,
            ),
            next_review: joint.of(
                label::NEXT_REVIEW,
                self.next_review,
                other.next_review,
                equal,
            ),
            interval: joint.of(label::INTERVAL, self.interval, other.interval, about_equal),
        };
        (facts, joint.disagreements)
    }
}

/// What a register row of another version says, unless the document itself does not say it.
fn unless_alone<T>(label: &str, document: &Field<T>, row: Field<T>) -> Field<T> {
    match (document, row) {
        (Field::Absent(_), Field::Known(known)) => Field::Unclear(Unclear {
            message: format!(
                "the {label} `{}` is only stated for another version than the document's",
                known.shown
            ),
            places: known.places,
        }),
        (_, row) => row,
    }
}

/// Takes fields and reads them.
struct Reader<'a> {
    fields: &'a mut FieldMap,
    settings: &'a Settings,
}

impl Reader<'_> {
    fn read<T>(
        &mut self,
        label: &str,
        kind: FieldKind,
        parse: impl Fn(&Stated) -> Result<Option<(T, String)>, String>,
        compare: impl Fn(&T, &T) -> Likeness,
    ) -> Field<T> {
        Field::read(label, &self.fields.take(kind), parse, compare)
    }

    fn day(&mut self, label: &str, kind: FieldKind, limit: Option<Day>) -> Field<Day> {
        let settings = self.settings;
        self.read(
            label,
            kind,
            |stated| match stated.single()? {
                Some(text) => {
                    let day = past(settings.dates.read(text)?, limit)?;
                    Ok(Some((day, day.to_string())))
                }
                None => Ok(None),
            },
            equal,
        )
    }

    fn people(&mut self, label: &str, kind: FieldKind) -> Field<People> {
        let settings = self.settings;
        self.read(
            label,
            kind,
            |stated| {
                let people = People::read(&Entry::from(&stated.value))?;
                let shown = people.to_string();
                Ok((!people.is_empty()).then_some((people, shown)))
            },
            |one, other| one.agreement(other, &settings.people),
        )
    }

    fn status(&mut self) -> Field<Status> {
        let settings = self.settings;
        self.read(
            label::STATUS,
            FieldKind::Status,
            |stated| {
                let Some(text) = stated.single()? else {
                    return Ok(None);
                };
                let status = settings.statuses.read(text).ok_or_else(|| {
                    format!(
                        "nothing says whether `{text}` means in force, draft or retired; add it to \
                         `statuses`"
                    )
                })?;
                Ok(Some((status, text.to_owned())))
            },
            equal,
        )
    }

    /// The version, or the latest revision where the document keeps a list of them instead.
    fn version(&mut self, known_until: Day) -> Field<String> {
        let version = self.read(label::VERSION, FieldKind::Version, version, equal);
        let revisions = self.fields.take(FieldKind::Revisions);
        match (version, revisions.first()) {
            (Field::Absent(note), Some(stated)) => {
                match latest_revision(&stated.value, self.settings, known_until) {
                    Ok(Some(known)) => Field::Known(known),
                    Ok(None) => Field::Absent(note),
                    Err(mut unclear) => {
                        unclear.message = format!("`{}`: {}", stated.name, unclear.message);
                        Field::Unclear(unclear)
                    }
                }
            }
            (version, _) => version,
        }
    }
}
