//! The rules, by what they are about.

mod changes;
mod continuity;
mod controls;
mod duties;
mod escalation;
mod findings;
mod reviews;
mod risks;

use tickmark_plugin::prelude::*;

use crate::records::Records;

use changes::{change_risks_reviewed, changes_assessed};
use continuity::{disruption_risks_reviewed, impact_analysis_current, insurance_in_force};
use controls::{controls_serve_risks, risks_treated_by_controls};
use duties::{conflicting_duties_handled, fraud_risks_reviewed};
use escalation::overdue_findings_escalated;
use findings::{findings_closed_in_time, findings_closed_with_evidence, findings_owned};
use reviews::{risk_assessment_held, risks_reviewed_in_time};
use risks::risks_complete;

pub(crate) type Judge = fn(&Records<'_>, &mut Findings<'_>);

/// Every rule of the plugin.
pub(crate) const RULES: &[Rule<Judge>] = &[
    risks_complete,
    risks_reviewed_in_time,
    risk_assessment_held,
    fraud_risks_reviewed,
    conflicting_duties_handled,
    changes_assessed,
    change_risks_reviewed,
    findings_owned,
    findings_closed_in_time,
    findings_closed_with_evidence,
    overdue_findings_escalated,
    risks_treated_by_controls,
    controls_serve_risks,
    disruption_risks_reviewed,
    impact_analysis_current,
    insurance_in_force,
];
