//! A progress bar, for work that takes long enough to wonder about; and what plugins log.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::terminal::Terminal;
use crate::run::Observer;
use crate::sandbox::LogLine;

/// Work that is done sooner needs no bar.
const PATIENCE: Duration = Duration::from_millis(500);

/// Shows how far a run is.
pub(super) struct Progress<'a> {
    terminal: &'a Terminal,
    bar: ProgressBar,
    started: Instant,
    drawn: bool,
    verbose: bool,
}

impl<'a> Progress<'a> {
    pub(super) fn new(terminal: &'a Terminal, units: usize, verbose: bool) -> Self {
        let bar = ProgressBar::with_draw_target(Some(units as u64), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {wide_msg}") {
            bar.set_style(style);
        }
        Self {
            terminal,
            bar,
            started: Instant::now(),
            drawn: false,
            verbose,
        }
    }
}

impl Observer for Progress<'_> {
    fn tick(&mut self) {
        if !self.drawn && self.terminal.shows_progress && self.started.elapsed() >= PATIENCE {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
            self.drawn = true;
        }
        self.bar.tick();
    }

    fn unit_ended(&mut self, check: &str, target: Option<&str>, log: &[LogLine]) {
        self.bar.inc(1);
        let name = match target {
            Some(target) => format!("{check} [{target}]"),
            None => check.to_owned(),
        };
        if self.verbose {
            for line in log {
                let text = format!("{name} {}: {}", line.level, line.text);
                self.bar.suspend(|| self.terminal.say(&text));
            }
        }
        self.bar.set_message(name);
        self.tick();
    }
}

impl Drop for Progress<'_> {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
