//! The rules, by what they are about.

mod commitments;
mod duties;
mod evaluations;
mod lines;
mod notices;
mod outside;
mod oversight;
mod schedule;

use tickmark_plugin::prelude::*;

use crate::records::Records;

use commitments::commitments_reviewed;
use duties::{control_owners_active, duties_assigned};
use evaluations::{
    controls_evaluated, evaluations_independent, internal_audit_held, penetration_test_held,
};
use lines::reporting_lines_resolve;
use notices::customer_notices_in_time;
use outside::{security_contact_published, subprocessors_published};
use oversight::{oversight_independent, oversight_meetings_held, oversight_meetings_minuted};
use schedule::planned_evaluations_done;

pub(crate) type Judge = fn(&Records<'_>, &mut Findings<'_>);

/// Every rule of the plugin.
pub(crate) const RULES: &[Rule<Judge>] = &[
    oversight_meetings_held,
    oversight_meetings_minuted,
    oversight_independent,
    duties_assigned,
    control_owners_active,
    reporting_lines_resolve,
    commitments_reviewed,
    controls_evaluated,
    planned_evaluations_done,
    evaluations_independent,
    internal_audit_held,
    penetration_test_held,
    customer_notices_in_time,
    security_contact_published,
    subprocessors_published,
];
