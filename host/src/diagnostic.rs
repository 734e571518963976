//! Messages about a person's files and commands: what is wrong, where, and what to do.
//!
//! A [`Diagnostic`] carries a stable code and, where a file is at fault, the place in it. Rendering
//! shows the line with a caret. Nothing here prints.

use std::fmt;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::clean::{Form, make_visible};

/// A text file that a person wrote, kept so that messages can show its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// As the person named it.
    pub path: PathBuf,
    /// Its whole text.
    pub text: String,
}

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Seriousness {
    /// Worth knowing; nothing stops.
    Warning,
    /// Nothing can be run.
    Error,
}

/// What kind of mistake it is. The code is part of the interface: scripts match on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Code {
    /// A file that a command needs is not there or cannot be read.
    UnreadableFile,
    /// The file is not TOML.
    BadToml,
    /// A key that means nothing.
    UnknownKey,
    /// A key that must be there is not.
    MissingKey,
    /// A value of the wrong kind or outside its range.
    BadValue,
    /// No such criterion.
    UnknownCriterion,
    /// No such plugin.
    UnknownPlugin,
    /// The plugin has no such input.
    UnknownInput,
    /// The plugin has no such control.
    UnknownControl,
    /// A pattern that cannot match anything or is malformed.
    BadGlob,
    /// A path that leads out of the evidence root.
    OutsideRoot,
    /// Something that must be unique stands twice.
    Duplicate,
    /// The plugin's own schema refuses the configuration.
    BadPluginConfig,
    /// A plugin file that cannot be used.
    BadPlugin,
    /// Two different plugins with one id.
    PluginConflict,
    /// A lock file that is not one.
    BadLockFile,
    /// A plugin outside the lock file, or one of the lock file that is not there.
    PluginNotLocked,
    /// A plugin that is another one than the lock file names.
    PluginDiffers,
    /// The compile cache does not help; nothing but time is lost.
    CacheUnused,
    /// A waiver that is not one.
    BadWaiver,
    /// An attestation that is not one.
    BadAttestation,
    /// A subservice organisation whose report cannot be what is stated.
    BadSubservice,
    /// An earlier result that cannot be compared with.
    BadBaseline,
    /// A check that is configured but has nothing to do with the scope, or similar; a hint.
    Unused,
}

impl Code {
    /// Every code.
    pub const ALL: [Self; 24] = [
        Self::UnreadableFile,
        Self::BadToml,
        Self::UnknownKey,
        Self::MissingKey,
        Self::BadValue,
        Self::UnknownCriterion,
        Self::UnknownPlugin,
        Self::UnknownInput,
        Self::UnknownControl,
        Self::BadGlob,
        Self::OutsideRoot,
        Self::Duplicate,
        Self::BadPluginConfig,
        Self::BadPlugin,
        Self::PluginConflict,
        Self::BadLockFile,
        Self::PluginNotLocked,
        Self::PluginDiffers,
        Self::CacheUnused,
        Self::BadWaiver,
        Self::BadAttestation,
        Self::BadSubservice,
        Self::BadBaseline,
        Self::Unused,
    ];

    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::UnreadableFile => "unreadable-file",
            Self::BadToml => "bad-toml",
            Self::UnknownKey => "unknown-key",
            Self::MissingKey => "missing-key",
            Self::BadValue => "bad-value",
            Self::UnknownCriterion => "unknown-criterion",
            Self::UnknownPlugin => "unknown-plugin",
            Self::UnknownInput => "unknown-input",
            Self::UnknownControl => "unknown-control",
            Self::BadGlob => "bad-glob",
            Self::OutsideRoot => "outside-root",
            Self::Duplicate => "duplicate",
            Self::BadPluginConfig => "bad-plugin-config",
            Self::BadPlugin => "bad-plugin",
            Self::PluginConflict => "plugin-conflict",
            Self::BadLockFile => "bad-lock-file",
            Self::PluginNotLocked => "plugin-not-locked",
            Self::PluginDiffers => "plugin-differs",
            Self::CacheUnused => "cache-unused",
            Self::BadWaiver => "bad-waiver",
            Self::BadAttestation => "bad-attestation",
            Self::BadSubservice => "bad-subservice",
            Self::BadBaseline => "bad-baseline",
            Self::Unused => "unused",
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// One message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub seriousness: Seriousness,
    /// What kind of mistake it is.
    pub code: Code,
    /// What is wrong.
    pub message: String,
    /// Where, in bytes of the source, and a label for the place.
    pub place: Option<(Arc<Source>, Range<usize>, String)>,
    /// What to do about it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error without a place.
    pub fn error(code: Code, message: impl Into<String>) -> Self {
        Self {
            seriousness: Seriousness::Error,
            code,
            // It may repeat what stands in a file.
            message: make_visible(&message.into(), Form::Block),
            place: None,
            help: None,
        }
    }

    /// A warning without a place.
    pub fn warning(code: Code, message: impl Into<String>) -> Self {
        Self {
            seriousness: Seriousness::Warning,
            ..Self::error(code, message)
        }
    }

    /// The same message at a place.
    pub fn at(
        mut self,
        source: &Arc<Source>,
        span: Range<usize>,
        label: impl Into<String>,
    ) -> Self {
        self.place = Some((source.clone(), span, label.into()));
        self
    }

    /// The same message with advice.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(make_visible(&help.into(), Form::Block));
        self
    }

    /// The message for a terminal, with colours if asked for.
    pub fn render(&self, colour: bool) -> String {
        let renderer = if colour {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        let level = match self.seriousness {
            Seriousness::Error => Level::ERROR,
            Seriousness::Warning => Level::WARNING,
        };
        let title = level
            .primary_title(self.message.as_str())
            .id(self.code.name());
        let path;
        let mut group = match &self.place {
            Some((source, span, label)) => {
                path = source.path.to_string_lossy();
                let span = clamp(span, &source.text);
                title.element(
                    Snippet::source(source.text.as_str())
                        .path(path.as_ref())
                        .annotation(AnnotationKind::Primary.span(span).label(label.as_str())),
                )
            }
            None => Group::with_title(title),
        };
        if let Some(help) = &self.help {
            group = group.element(Level::HELP.message(help.as_str()));
        }
        renderer.render(&[group])
    }
}

/// A span within the text and on character boundaries, so that rendering cannot fail.
fn clamp(span: &Range<usize>, text: &str) -> Range<usize> {
    let floor = |mut index: usize| {
        index = index.min(text.len());
        while !text.is_char_boundary(index) {
            index -= 1;
        }
        index
    };
    let start = floor(span.start);
    start..floor(span.end).max(start)
}

/// The candidate most like `name`, if any is like it at all.
pub fn nearest<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    /// Below this Jaro-Winkler similarity a suggestion confuses more than it helps.
    const LIKE: f64 = 0.8;
    candidates
        .map(|candidate| (strsim::jaro_winkler(name, candidate), candidate))
        .filter(|(likeness, _)| *likeness >= LIKE)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, candidate)| candidate)
}

/// Names in backquotes with commas between them.
pub fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    names
        .into_iter()
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_kebab_case_and_each_is_listed_once() {
        let mut names: Vec<&str> = Code::ALL.iter().map(|code| code.name()).collect();
        assert!(names.iter().all(|name| {
            name.bytes()
                .all(|byte| byte == b'-' || byte.is_ascii_lowercase())
        }));
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Code::ALL.len());
    }

    #[test]
    fn a_message_shows_the_line_and_the_advice() {
        let source = Arc::new(Source {
            path: "tickmark.toml".into(),
            text: "[assessment]\norganistion = \"X\"\n".into(),
        });
        let diagnostic = Diagnostic::error(Code::UnknownKey, "unknown key `organistion`")
            .at(&source, 13..24, "not a key of `assessment`")
            .help("did you mean `organisation`?");
        insta::assert_snapshot!(diagnostic.render(false), @r#"
        error[unknown-key]: unknown key `organistion`
         --> tickmark.toml:2:1
          |
        2 | organistion = "X"
          | ^^^^^^^^^^^ not a key of `assessment`
          |
          = help: did you mean `organisation`?
        "#);
    }

    #[test]
    fn a_span_outside_the_text_does_not_break_the_message() {
        let source = Arc::new(Source {
            path: "a.toml".into(),
            text: "ä".into(),
        });
        let diagnostic = Diagnostic::error(Code::BadToml, "x").at(&source, 1..99, "here");
        assert!(diagnostic.render(false).contains("a.toml:1"));
    }
}
