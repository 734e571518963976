//! Whether an answer of GraphQL holds all that it speaks of.

use tickmark_plugin::{At, Kind, Location, Problem, brief};

/// The pages of the list of changes.
#[derive(Debug, Default)]
pub(super) struct Pages {
    more: Option<Location>,
    last: bool,
    total: Option<(i64, Location)>,
    nodes: usize,
}

impl Pages {
    /// Notes a page, if the value is one.
    pub(super) fn note(&mut self, connection: &At<'_>) {
        let Some(nodes) = connection.get("nodes") else {
            return;
        };
        self.nodes += nodes.len();
        match further(connection) {
            Some(place) => self.more = Some(place),
            None => self.last = true,
        }
        if let Some(total) = total(connection)
            && self.total.as_ref().is_none_or(|known| known.0 < total.0)
        {
            self.total = Some(total);
        }
    }

    /// What shows that a page is missing.
    pub(super) fn missing(&self) -> Option<Problem> {
        if let Some(place) = self.more.as_ref().filter(|_| !self.last) {
            return Some(Problem::new(
                place.clone(),
                "the answer has a further page, which is not here: collect all pages",
            ));
        }
        let (total, place) = self.total.as_ref()?;
        usize::try_from(*total)
            .is_ok_and(|total| total > self.nodes)
            .then(|| {
                Problem::new(
                    place.clone(),
                    format!(
                        "the answer speaks of {total} changes, of which {} are here: collect all \
                         pages",
                        self.nodes
                    ),
                )
            })
    }
}

/// Refuses a list within a change that is not whole; `what` names its elements.
pub(super) fn whole(connection: &At<'_>, what: &str) -> Result<(), Problem> {
    let held = connection.get("nodes").map_or(0, |nodes| nodes.len());
    let place = further(connection).or_else(|| {
        let (total, place) = total(connection)?;
        usize::try_from(total)
            .is_ok_and(|total| total > held)
            .then_some(place)
    });
    match place {
        Some(place) => Err(Problem::new(
            place,
            format!("the change has more {what} than the {held} that the export holds"),
        )),
        None => Ok(()),
    }
}

/// An answer that tells of errors is not all that was asked for.
pub(super) fn refuse_errors(root: &At<'_>) -> Result<(), Problem> {
    match root.get("errors") {
        Some(errors) if errors.kind() == Kind::Array && !errors.is_empty() => {
            Err(errors.problem(format!(
                "the answer tells of errors: {}",
                brief(&errors.summary(), 200)
            )))
        }
        _ => Ok(()),
    }
}

fn further(connection: &At<'_>) -> Option<Location> {
    connection
        .path(&["pageInfo", "hasNextPage"])
        .filter(|next| next.as_bool() == Some(true))
        .map(|next| next.place())
}

fn total(connection: &At<'_>) -> Option<(i64, Location)> {
    ["totalCount", "issueCount"]
        .iter()
        .find_map(|name| connection.get(name))
        .and_then(|total| Some((total.as_i64()?, total.place())))
}
