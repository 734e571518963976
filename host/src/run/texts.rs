//! Texts that the findings of many units have in common.

use std::collections::HashSet;
use std::sync::Arc;

use crate::model::Report;

/// Keeps each text once. Ten thousand hosts with the same setting give ten thousand findings that differ in
/// the host alone.
#[derive(Debug, Default)]
pub(super) struct Texts(HashSet<Arc<str>>);

impl Texts {
    /// Puts the known text in the place of each equal one in a report.
    pub(super) fn share(&mut self, report: &mut Report) {
        for observation in &mut report.observations {
            // A subject is often the file that it was found in.
            for location in &mut observation.locations {
                self.one(&mut location.path);
            }
            self.one(&mut observation.control);
            self.one(&mut observation.subject);
            self.one(&mut observation.expected);
            self.one(&mut observation.actual);
            if let Some((_, reason)) = &mut observation.severity {
                self.one(reason);
            }
            if let Some(occurred) = &mut observation.occurred {
                self.one(occurred);
            }
        }
    }

    fn one(&mut self, text: &mut Arc<str>) {
        match self.0.get(&**text) {
            Some(known) => text.clone_from(known),
            None => {
                self.0.insert(text.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::model::{Location, Observation, Outcome};

    fn report(subject: &str) -> Report {
        let observation = Observation {
            control: "root-login-refused".into(),
            subject: subject.into(),
            outcome: Outcome::Fail,
            expected: "PermitRootLogin no".into(),
            actual: "PermitRootLogin yes".into(),
            locations: vec![Location {
                path: subject.into(),
                line: Some(3),
                column: None,
                pointer: None,
            }],
            severity: None,
            occurred: Some("2026-11-20".into()),
            attributes: BTreeMap::new(),
        };
        Report {
            observations: vec![observation],
            ..Report::default()
        }
    }

    #[test]
    fn equal_texts_are_kept_once_and_say_the_same() {
        let mut texts = Texts::default();
        let mut reports = ["a/sshd_config", "b/sshd_config"].map(report);
        for report in &mut reports {
            texts.share(report);
        }
        assert_eq!(reports, ["a/sshd_config", "b/sshd_config"].map(report));
        let [one, other] = reports.each_ref().map(|report| &report.observations[0]);
        assert!(Arc::ptr_eq(&one.expected, &other.expected));
        assert!(Arc::ptr_eq(&one.actual, &other.actual));
        assert!(Arc::ptr_eq(&one.subject, &one.locations[0].path));
        assert!(!Arc::ptr_eq(&one.subject, &other.subject));
    }
}
