use std::collections::BTreeSet;

use tickmark_plugin::{Control, Failure, Plugin, Relation};

use super::*;
use crate::Config;
use crate::tags::TAGS;

fn controls(config: Option<&Config>) -> Vec<Control> {
    BenchmarkResults::descriptor(config).controls
}

fn ids(config: &Config) -> BTreeSet<String> {
    controls(Some(config))
        .into_iter()
        .map(|control| control.id)
        .collect()
}

#[test]
fn only_regular_scanning_meets_a_criterion_by_itself() {
    let implementing: Vec<(String, String)> = controls(None)
        .into_iter()
        .flat_map(|control| {
            let id = control.id;
            control
                .mappings
                .into_iter()
                .filter(|mapping| mapping.relation == Relation::Implements)
                .map(move |mapping| (id.clone(), mapping.criterion))
        })
        .collect();
    assert_eq!(
        implementing,
        [("scan-recent".to_owned(), "CC7.1".to_owned())]
    );
}

#[test]
fn tags_that_do_not_hold_are_off() {
    let ids = ids(&Config::default());
    for off in ["cc1-3", "cc3-2", "cc6-2", "cc8-1", "cc9-2", "c1-2", "pi1-4"] {
        assert!(!ids.contains(&format!("prowler-tagged-{off}")), "{off}");
    }
    assert!(
        ids.contains("prowler-tagged-a1-2"),
        "Prowler's cc_a_1_1 is A1.2"
    );
}

#[test]
fn each_criterion_has_one_tag() {
    let criteria: BTreeSet<&str> = TAGS.iter().map(|tag| tag.criterion).collect();
    assert_eq!(criteria.len(), TAGS.len());
}

#[test]
fn the_configuration_moves_tags() {
    let config: Config = tickmark_plugin::reexport::serde_json::from_str(
        r#"{"prowler-criteria": {"CC6.6": "implements", "CC8.1": "supports", "CC5.2": "off"}}"#,
    )
    .unwrap();
    let relation = |id: &str| {
        controls(Some(&config))
            .into_iter()
            .find(|control| control.id == id)
            .map(|control| control.mappings[0].relation)
    };
    assert_eq!(relation("prowler-tagged-cc6-6"), Some(Relation::Implements));
    assert_eq!(relation("prowler-tagged-cc8-1"), Some(Relation::Supports));
    assert_eq!(relation("prowler-tagged-cc5-2"), None);
}

#[test]
fn targets_are_a_control_only_where_some_are_expected() {
    assert!(!ids(&Config::default()).contains("expected-targets-scanned"));
    let config = Config {
        expected_targets: vec!["a".to_owned()],
        leave_out: vec!["scan-recent".to_owned()],
        ..Config::default()
    };
    let ids = ids(&config);
    assert!(ids.contains("expected-targets-scanned") && !ids.contains("scan-recent"));
}

#[test]
fn names_that_are_none_are_refused() {
    for config in [
        r#"{"leave-out": ["scan-recently"]}"#,
        r#"{"prowler-criteria": {"CC6.4": "supports"}}"#,
        r#"{"prowler-drop": [{"check": "*", "criterion": "CC99", "reason": "none"}]}"#,
    ] {
        let failure = run::<BenchmarkResults>(config, AS_OF, &MemoryEvidence::new());
        assert!(matches!(failure, Err(Failure::Config(_))), "{config}");
    }
}

#[test]
fn the_manual_says_what_the_plugin_describes() {
    tickmark_plugin::testing::hold_manual::<BenchmarkResults>(env!("CARGO_MANIFEST_DIR"));
}
