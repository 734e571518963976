//! Evidence for a plugin that comes without cases: a file for each of its default patterns, with
//! content that its extension suggests. Hardly any plugin finds much in it, but each must survive it.

use std::fmt::Write as _;
use std::io;

use super::bench::{Assessment, Bench, Unobserved};
use super::cases;
use super::mutate::extension;
use crate::config::{self, FILE_NAME};
use crate::evidence::Pattern;
use crate::readiness::Outcomes;

/// What the assessment is called in reports.
const NAME: &str = "(made up)";
/// The day that it is as of; any day does.
const DAY: &str = "2026-01-01";

/// Adds an assessment of made-up evidence, unless the plugin cannot do without configuration.
pub(super) fn add(bench: &mut Bench<'_>) -> io::Result<()> {
    let home = tempfile::tempdir()?;
    let evidence = home.path().join("evidence");
    std::fs::create_dir(&evidence)?;
    for input in &bench.plugin.descriptor.inputs {
        for glob in &input.default_globs {
            let Some(path) = path_for(glob) else {
                continue;
            };
            let file = evidence.join(&path);
            if let Some(directory) = file.parent() {
                std::fs::create_dir_all(directory)?;
            }
            std::fs::write(file, content(&path))?;
        }
    }
    std::fs::write(home.path().join(FILE_NAME), configuration(bench))?;
    let Ok(config) = config::load(home.path(), jiff::civil::Date::default()) else {
        return Ok(());
    };
    // A plugin that must be configured cannot be run unconfigured; the tests that need a run say so.
    let Ok(plan) = bench.plan(&config, &evidence) else {
        return Ok(());
    };
    let assessment = Assessment {
        name: NAME.to_owned(),
        config,
        plan: plan.into(),
        root: evidence,
        outcomes: Outcomes::default(),
        home: Some(home),
    };
    let assessment = cases::run(bench, assessment, &mut Unobserved)?;
    bench.assessments.push(assessment);
    Ok(())
}

fn configuration(bench: &Bench<'_>) -> String {
    let descriptor = &bench.plugin.descriptor;
    let mut text = format!(
        "[assessment]\norganisation = \"Nobody\"\nsystem = \"nothing\"\nas-of = {DAY}\n\n[[check]]\nplugin = \"{}\"\naccept-undated = [",
        descriptor.id
    );
    for input in &descriptor.inputs {
        // Writing to a string cannot fail. Names of inputs hold nothing that needs an escape.
        let _ = write!(text, "\"{}\", ", input.name);
    }
    text.push_str("]\n");
    text
}

/// A path that a pattern matches, if one is easily found.
fn path_for(glob: &str) -> Option<String> {
    let pattern = Pattern::parse(glob).ok()?;
    let plain = without_choices(glob)?;
    let count = plain.split('/').count();
    let segments = plain.split('/').enumerate().map(|(index, segment)| {
        let is_last = index + 1 == count;
        let name = segment.replace('*', "");
        match (name.as_str(), is_last) {
            ("", true) => "sample.txt".to_owned(),
            ("", false) => "sample".to_owned(),
            (name, _) if name.starts_with('.') && segment.starts_with('*') => {
                format!("sample{name}")
            }
            _ => name,
        }
    });
    let path = segments.collect::<Vec<_>>().join("/");
    pattern.matches(&path).then_some(path)
}

/// The pattern with the first of all alternatives, so that only `*` is left.
fn without_choices(glob: &str) -> Option<String> {
    let mut plain = String::new();
    let mut rest = glob;
    while let Some(letter) = rest.chars().next() {
        rest = &rest[letter.len_utf8()..];
        match letter {
            '?' => plain.push('x'),
            '{' => {
                let (choices, after) = rest.split_once('}')?;
                plain.push_str(choices.split(',').next()?);
                rest = after;
            }
            '[' => {
                let (choices, after) = rest.split_once(']')?;
                plain.push(choices.chars().next()?);
                rest = after;
            }
            '\\' => {
                let literal = rest.chars().next()?;
                plain.push(literal);
                rest = &rest[literal.len_utf8()..];
            }
            letter => plain.push(letter),
        }
    }
    Some(plain)
}

fn content(path: &str) -> &'static str {
    match extension(path) {
        "json" => {
            "{\n  \"name\": \"sample\",\n  \"enabled\": true,\n  \"items\": [{\"id\": 1, \"created\": \"2025-12-01T08:00:00Z\"}]\n}\n"
        }
        "csv" => {
            "name,owner,enabled,created\nsample,ann@example.com,true,2025-12-01\nother,ben@example.com,false,2025-12-02\n"
        }
        "yaml" | "yml" => {
            "name: sample\nenabled: true\nitems:\n  - id: 1\n    created: 2025-12-01\n"
        }
        "toml" => "name = \"sample\"\nenabled = true\n\n[[items]]\nid = 1\ncreated = 2025-12-01\n",
        "md" | "markdown" => {
            "---\ntitle: Sample\nowner: Ann Example\nreviewed: 2025-12-01\n---\n\n# Sample\n\nSome text.\n"
        }
        "xml" | "html" => "<items>\n  <item id=\"1\" enabled=\"true\">sample</item>\n</items>\n",
        _ => "# a comment\nname = sample\nenabled yes\nlimit 10\n",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_gives_a_path_that_it_matches() {
        for (glob, path) in [
            (
                "aws/**/credential-report*.csv",
                "aws/sample/credential-report.csv",
            ),
            ("hostile/*", "hostile/sample.txt"),
            ("**/*.sshd-T.txt", "sample/sample.sshd-T.txt"),
            ("github/**/{repo,repos}.json", "github/sample/repo.json"),
            ("settings/*.conf", "settings/sample.conf"),
            ("a/[bc]?.y{a,}ml", "a/bx.yaml"),
            ("a/**", "a/sample.txt"),
            (r"a/\*.csv", "a/sample.csv"),
        ] {
            let found = path_for(glob);
            if glob.contains('\\') {
                assert_eq!(found, None, "what is odd is left out");
            } else {
                assert_eq!(found.as_deref(), Some(path), "{glob}");
            }
        }
    }
}
