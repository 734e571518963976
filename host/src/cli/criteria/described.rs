//! What the plugins say of themselves: of the configured checks, or all of them.

use std::collections::BTreeSet;

use crate::cli::Sources;
use crate::cli::pipeline::{load_config, sandbox};
use crate::cli::plugins::{compiler, warn};
use crate::cli::terminal::Terminal;
use crate::config::Config;
use crate::criteria::Criterion;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Descriptor;
use crate::plugin::{self, Rules};
use crate::sandbox::Cancel;

/// The criteria that a configuration has in scope; without a configuration file all 61.
pub(super) fn relevant(config: &Config) -> BTreeSet<Criterion> {
    if config.from_file {
        config.relevant().collect()
    } else {
        Criterion::all().collect()
    }
}

/// The configuration, and a description for each of its checks; without a configuration file one for
/// each plugin that is there.
pub(super) fn described(
    sources: &Sources,
    terminal: &Terminal,
) -> Result<(Config, Vec<Descriptor>), Vec<Diagnostic>> {
    let config = load_config(sources)?;
    let sandbox = sandbox(Cancel::default())?;
    let compiler = compiler(&sources.cache);
    let configured: Option<Vec<&str>> = config.from_file.then(|| {
        let checks = config.checks.iter();
        checks.map(|check| check.plugin.as_str()).collect()
    });
    let rules = Rules {
        only: configured.as_deref(),
        lock: None,
        strict: sources.admission.strict_plugins,
    };
    let plugins = plugin::find_by(&sandbox, &compiler, &config.plugins, rules)?;
    warn(terminal, &plugins, &compiler);
    // A check's configuration may change its plugin's controls; without one the plugin speaks for
    // itself.
    let mut descriptors: Vec<Descriptor> = Vec::new();
    for check in &config.checks {
        if !plugins.usable.contains_key(&check.plugin) {
            let message = format!(
                "the check `{}` cannot be examined: its plugin `{}` cannot be used",
                check.name, check.plugin
            );
            return Err(vec![
                Diagnostic::error(Code::UnknownPlugin, message)
                    .help("`tickmark plugin list` shows what there is"),
            ]);
        }
    }
    for (id, plugin) in &plugins.usable {
        let checks: Vec<_> = config
            .checks
            .iter()
            .filter(|check| check.plugin == *id)
            .collect();
        for check in &checks {
            let settings = serde_json::Value::Object(check.config.clone()).to_string();
            let described = sandbox.describe(&plugin.component, Some(&settings));
            descriptors.push(described.map_err(|failure| {
                let message = format!("the check `{}` cannot be examined: {failure}", check.name);
                vec![
                    Diagnostic::error(Code::BadPluginConfig, message)
                        .help("`tickmark check` says what is wrong with it, and where"),
                ]
            })?);
        }
        if checks.is_empty() && !config.from_file {
            descriptors.push(plugin.descriptor.clone());
        }
    }
    Ok((config, descriptors))
}
