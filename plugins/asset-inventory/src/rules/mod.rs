//! The rules, by register.

mod coverage;
mod disposal;
mod inventory;
mod office;

use tickmark_plugin::prelude::*;

use crate::registers::Registers;

/// What decides a control.
pub(crate) type Judge = fn(&Registers<'_, '_>, &mut Findings<'_>);

/// Every rule of the plugin.
pub(crate) const RULES: &[Rule<Judge>] = &[
    inventory::assets_owned,
    inventory::machines_inventoried,
    coverage::assets_logged,
    coverage::endpoints_protected,
    coverage::laptop_disks_encrypted,
    disposal::retired_assets_sanitised,
    disposal::disposals_recorded,
    office::badges_held_by_staff,
    office::badges_reviewed,
    office::visitors_signed_out,
];
