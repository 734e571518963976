//! The rules. Each is a function; its comment and its attribute are what tickmark shows about it.

use tickmark_plugin::prelude::*;

use crate::Config;
use crate::settings::Setting;

/// A file, and what it says.
pub(crate) type File = (Location, Result<Vec<Setting>, Problem>);

/// What the rules judge.
pub(crate) struct Subjects<'a> {
    pub(crate) files: &'a [File],
    pub(crate) config: &'a Config,
}

pub(crate) type Judge = fn(&Subjects<'_>, &mut Findings<'_>);

/// Every rule of the plugin.
pub(crate) const RULES: &[Rule<Judge>] = &[idle_timeout_set];

/// Idle sessions end
///
/// A session that stays open on an unattended screen belongs to whoever sits down next. Looks for
/// `idle_timeout_minutes` in each settings file.
#[control(
    severity = Medium,
    method = Configuration,
    implements("CC6.1" = "Access ends when nobody uses it, so that an unattended session gives nothing away."),
    remedy = "Set idle_timeout_minutes to at most the configured number of minutes and export the settings again.",
)]
fn idle_timeout_set(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    const KEY: &str = "idle_timeout_minutes";
    let most = subjects.config.max_idle_minutes;
    let expected = format!("{KEY} between 1 and {most}");
    for (file, settings) in subjects.files {
        let subject = file.path.as_str();
        let settings = match settings {
            Ok(settings) => settings,
            // What cannot be read is never passed over: it is inconclusive, with its place.
            Err(problem) => {
                findings.problem(subject, problem);
                continue;
            }
        };
        let mut found = settings.iter().filter(|setting| setting.key == KEY);
        let finding = match (found.next(), found.next()) {
            (None, _) => Finding::fail(subject)
                .actual(format!("no {KEY}"))
                .at(file.clone()),
            (Some(_), Some(second)) => Finding::inconclusive(subject)
                .actual(format!("{KEY} stands more than once"))
                .at(second.place.clone()),
            (Some(setting), None) => match setting.value.parse::<u32>() {
                Ok(minutes) => Finding::when((1..=most).contains(&minutes), subject)
                    .actual(format!("{KEY} {minutes}"))
                    .at(setting.place.clone()),
                Err(_) => Finding::inconclusive(subject)
                    .actual(format!("{KEY} is no whole number: {:.40}", setting.value))
                    .at(setting.place.clone()),
            },
        };
        findings.push(finding.expected(&expected));
    }
    // Every file that there is has been examined.
    findings.complete(
        subjects
            .files
            .iter()
            .map(|(file, _)| file.clone())
            .collect(),
    );
}

#[cfg(test)]
mod tests {
    use tickmark_plugin::Outcome;
    use tickmark_plugin::testing::{MemoryEvidence, damaged, run};

    use crate::SamplePlugin;

    const FILE: &str = "settings/app.conf";

    fn judged(config: &str, content: impl Into<Vec<u8>>) -> Outcome {
        let evidence = MemoryEvidence::new().file("settings", FILE, content);
        let report = run::<SamplePlugin>(config, "2026-11-22", &evidence).unwrap();
        let outcomes = report.outcomes("idle-timeout-set");
        assert_eq!(outcomes.len(), 1, "one finding for each file");
        outcomes[0].1
    }

    #[test]
    fn a_short_timeout_passes_and_a_long_one_fails() {
        for (minutes, outcome) in [
            ("0", Outcome::Fail),
            ("1", Outcome::Pass),
            ("15", Outcome::Pass),
            ("16", Outcome::Fail),
        ] {
            let content = format!("# sessions\nidle_timeout_minutes = {minutes}\n");
            assert_eq!(judged("{}", content), outcome, "{minutes}");
        }
    }

    #[test]
    fn the_limit_can_be_configured() {
        let config = r#"{"max-idle-minutes": 30}"#;
        assert_eq!(judged(config, "idle_timeout_minutes = 30"), Outcome::Pass);
    }

    #[test]
    fn a_missing_timeout_fails() {
        assert_eq!(judged("{}", "theme = dark\n"), Outcome::Fail);
        assert_eq!(judged("{}", "# idle_timeout_minutes = 5\n"), Outcome::Fail);
    }

    #[test]
    fn what_cannot_be_read_is_inconclusive() {
        for content in [
            "idle_timeout_minutes = soon\n",
            "idle_timeout_minutes = 5\nidle_timeout_minutes = 90\n",
            "idle_timeout_minutes = 5\nwhat is this\n",
        ] {
            assert_eq!(judged("{}", content), Outcome::Inconclusive, "{content}");
        }
    }

    #[test]
    fn damaged_files_never_pass() {
        for (how, content) in damaged(b"idle_timeout_minutes = never\n") {
            assert_ne!(judged("{}", content), Outcome::Pass, "{how}");
        }
    }
}
