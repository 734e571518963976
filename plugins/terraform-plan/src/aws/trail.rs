//! Which events a trail of AWS CloudTrail records.

use tickmark_plugin::prelude::*;

use crate::plan::Resource;
use crate::table::Scene;
use crate::verdict::Verdict;
use crate::view::View;
use crate::words::texts;

/// A trail records management events, those that read and those that write. Without selectors it does.
pub(crate) fn management_events(_: &Scene<'_, '_>, trail: &Resource<'_>) -> Verdict {
    let lists = ["event_selector", "advanced_event_selector"].map(|key| trail.view().get(key));
    let [basic, advanced] = &lists;
    let verdict = match (basic.items(), advanced.items()) {
        (Some(basic), Some(advanced)) if basic.is_empty() && advanced.is_empty() => {
            return Verdict::not_applicable(
                "no selectors: management events are recorded by default",
                trail.place(),
            );
        }
        (Some(basic), Some(advanced)) => Verdict::any(
            basic
                .iter()
                .map(selector)
                .chain(advanced.iter().map(fields))
                .collect(),
        ),
        _ => None,
    };
    verdict
        .unwrap_or_else(|| {
            Verdict::unclear("the selectors are known only after apply", trail.place())
        })
        .expected("a selector records all management events")
}

fn selector(selector: &View<'_>) -> Verdict {
    let (management, kinds) = (
        selector.get("include_management_events").leaf(),
        selector.get("read_write_type").leaf(),
    );
    // Both have a default that records.
    match (
        management.known().and_then(At::as_bool),
        kinds.known().and_then(At::as_str),
    ) {
        (Some(false), _) => Verdict::fail(
            "a selector leaves management events out",
            management.place(),
        ),
        (_, Some(kind)) if !kind.eq_ignore_ascii_case("All") => Verdict::fail(
            format!(
                "a selector records {} events",
                tickmark_plugin::brief(kind, 20)
            ),
            kinds.place(),
        ),
        _ if management.is_unknown() || kinds.is_unknown() => {
            Verdict::unclear("a selector is known only after apply", management.place())
        }
        _ => Verdict::pass(
            "a selector records all management events",
            management.place(),
        ),
    }
}

fn fields(selector: &View<'_>) -> Verdict {
    let place = selector.leaf().place();
    let unclear = || Verdict::unclear("a selector is known only after apply", place.clone());
    let Some(fields) = selector.get("field_selector").items() else {
        return unclear();
    };
    let mut management = false;
    let mut narrowed = None;
    for field in fields {
        let (name, equals) = (field.get("field").leaf(), field.get("equals").leaf());
        match name.known().and_then(At::as_str) {
            Some("eventCategory") if equals.is_open() && equals.known().is_none() => {
                return unclear();
            }
            Some("eventCategory") => {
                management = texts(&equals).iter().any(|it| it == "Management");
            }
            // Leaving noisy services out, as KMS, is what the field is for.
            Some("eventSource") if texts(&equals).is_empty() => {}
            Some(other) => narrowed = Some(tickmark_plugin::brief(other, 40).into_owned()),
            None => return unclear(),
        }
    }
    match narrowed {
        _ if !management => Verdict::fail("a selector leaves management events out", place),
        Some(field) => Verdict::fail(
            format!("a selector records management events only by {field}"),
            place,
        ),
        None => Verdict::pass("a selector records all management events", place),
    }
}
