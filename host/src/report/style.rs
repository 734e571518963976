//! Colours for a terminal, or none.

use anstyle::{AnsiColor, Style};

/// Which colours to use for what. Never the only carrier of a meaning.
#[derive(Debug, Clone, Copy)]
pub struct Palette {
    /// Whether there is any colour.
    pub enabled: bool,
}

impl Palette {
    fn paint(self, style: Style, text: &str) -> String {
        if self.enabled && !text.is_empty() {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }

    /// What is met.
    pub fn good(self, text: &str) -> String {
        self.paint(AnsiColor::Green.on_default().bold(), text)
    }

    /// What is not met.
    pub fn bad(self, text: &str) -> String {
        self.paint(AnsiColor::Red.on_default().bold(), text)
    }

    /// What is not shown.
    pub fn open(self, text: &str) -> String {
        self.paint(AnsiColor::Yellow.on_default().bold(), text)
    }

    /// What was accepted.
    pub fn accepted(self, text: &str) -> String {
        self.paint(AnsiColor::Cyan.on_default().bold(), text)
    }

    /// What matters most in a line.
    pub fn strong(self, text: &str) -> String {
        self.paint(Style::new().bold(), text)
    }

    /// What matters least in a line.
    pub fn faint(self, text: &str) -> String {
        self.paint(Style::new().dimmed(), text)
    }
}
