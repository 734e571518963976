//! The rules, by register.

mod alerts;
mod exercises;
mod followup;
mod incidents;

use tickmark_plugin::prelude::*;

use crate::registers::Registers;

/// What decides a control.
pub(crate) type Judge = fn(&Registers<'_, '_>, &mut Findings<'_>);

/// Every rule of the plugin.
pub(crate) const RULES: &[Rule<Judge>] = &[
    alerts::alerts_triaged_in_time,
    alerts::alerts_decided,
    alerts::escalated_alerts_recorded,
    incidents::incidents_decided_in_time,
    incidents::incidents_contained_and_resolved,
    incidents::incident_stages_in_order,
    incidents::incidents_notified_in_time,
    incidents::incidents_numbered_consecutively,
    followup::incidents_looked_back_upon,
    followup::incident_causes_found,
    followup::incident_actions_closed,
    followup::incident_actions_owned,
    exercises::incident_response_exercised,
    exercises::recovery_tested,
];
