//! What must hold for any plugin, whatever it is about. One function for each check; each says what
//! it did, and names what it could not do.

mod damage;
mod description;
mod findings;
mod inputs;
mod output;
mod repeat;
mod schema;

use std::io;

use super::bench::Bench;
use super::outcome::Tested;

/// Whether the component can be loaded at all.
pub(super) const LOADS: &str = "loads";

/// Why a check that looks at reports had nothing to look at.
const NOTHING_RAN: &str = "the plugin gave no report in any case";
/// Why a check that looks at golden cases had none.
const NO_CASES: &str = "there are no golden cases";

/// Runs all checks.
pub(super) fn test(bench: &Bench<'_>) -> io::Result<Vec<Tested>> {
    let damaged = damage::run(bench)?;
    Ok(vec![
        Tested::new(
            LOADS,
            "the component is loaded and describes itself",
            Vec::new(),
        ),
        description::stable(bench),
        description::mappings(bench),
        description::texts(bench),
        schema::closed(bench),
        schema::refuses(bench),
        schema::survives(bench)?,
        inputs::missing(bench)?,
        repeat::same(bench)?,
        repeat::within_limits(bench)?,
        repeat::contract(bench),
        damage::survives(bench, &damaged)?,
        damage::fails_closed(bench, &damaged)?,
        output::clean(bench, &damaged),
        findings::placed(bench),
        findings::exercised(bench),
        findings::counted(bench),
    ])
}

/// A number with its noun.
fn plural(count: usize, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}

/// A unit's name: the check, and the target where there is one.
fn unit_name(check: &str, target: Option<&str>) -> String {
    match target {
        Some(target) => format!("{check} [{target}]"),
        None => check.to_owned(),
    }
}
