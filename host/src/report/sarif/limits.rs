//! What GitHub's code scanning takes (GitHub Docs, "SARIF support for code scanning"), and what was left
//! out for it. The worst comes first, so that what is left out is what matters least.

use std::io::{self, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

/// How much a log may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Limits {
    /// The whole of it, compressed, in bytes.
    pub(super) bytes: u64,
    /// Results of a run.
    pub(super) results: usize,
    /// Rules of a run.
    pub(super) rules: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 10_000_000,
            results: 25_000,
            rules: 25_000,
        }
    }
}

/// How many locations a result may have.
pub(super) const LOCATIONS: usize = 1000;
/// How many tags a rule may have.
pub(super) const TAGS: usize = 20;
/// How long the short texts of a rule may be, in characters.
pub(super) const RULE_TEXT: usize = 1024;
/// How long a message is, in characters. GitHub sets no bound; this keeps one finding from crowding out
/// others.
pub(super) const MESSAGE: usize = 4000;
/// How long a rule's help is, in characters. GitHub sets no bound here either.
pub(super) const HELP: usize = 10_000;
/// How many notifications are written. GitHub sets no bound.
pub(super) const NOTIFICATIONS: usize = 1000;
/// How much of the size rules that no result refers to may take, as its part.
const UNUSED_RULES: u64 = 4;

/// How much was left out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Cuts {
    pub(super) limits: Limits,
    pub(super) results: usize,
    /// Those of them that were not accepted.
    pub(super) open_results: usize,
    pub(super) rules: usize,
    pub(super) locations: usize,
    pub(super) tags: usize,
}

impl Cuts {
    pub(super) fn describe(self) -> Option<Value> {
        (!self.sentences().is_empty()).then(|| {
            json!({
                "results": self.results,
                "openResults": self.open_results,
                "rules": self.rules,
                "locations": self.locations,
                "tags": self.tags
            })
        })
    }

    /// The same in words, a sentence each.
    pub(super) fn sentences(self) -> Vec<String> {
        let mut sentences = Vec::new();
        if self.results > 0 {
            sentences.push(format!(
                "{} of the least severe failing findings are left out ({} of them open), because code scanning takes {} results and {} bytes (gzip) at most",
                self.results, self.open_results, self.limits.results, self.limits.bytes
            ));
        }
        for (count, what, most) in [
            (self.rules, "controls without a result", self.limits.rules),
            (self.locations, "further locations", LOCATIONS),
            (self.tags, "tags", TAGS),
        ] {
            if count > 0 {
                sentences.push(format!(
                    "{count} {what} are left out, because code scanning takes {most} at most"
                ));
            }
        }
        sentences
    }
}

/// Whether rules take so much room that those without a result should go.
pub(super) fn is_much(rules: &[Value], limits: Limits) -> bool {
    let size: usize = rules.iter().map(|rule| rule.to_string().len()).sum();
    size as u64 > limits.bytes / UNUSED_RULES
}

/// How many of the results fit beside the rest of the log into a number of bytes, compressed.
pub(super) fn fitting(bytes: u64, rest: &Value, results: &[Value]) -> io::Result<usize> {
    /// How many results are packed before it is measured again, because measuring costs a little room.
    const STEP: usize = 64;
    // Inside the log the results are indented further, and other compressors may do a little worse.
    let most = bytes - bytes / 16;
    let mut plain = Size::default();
    serde_json::to_writer_pretty(&mut plain, rest)?;
    for result in results {
        serde_json::to_writer_pretty(&mut plain, result)?;
    }
    // Compression makes nothing much larger, and indentation less than doubles it.
    if plain.0.saturating_mul(2) <= most {
        return Ok(results.len());
    }
    let mut packer = GzEncoder::new(Size::default(), Compression::fast());
    serde_json::to_writer_pretty(&mut packer, rest)?;
    let mut fitting = 0;
    for step in results.chunks(STEP) {
        for result in step {
            serde_json::to_writer_pretty(&mut packer, result)?;
        }
        packer.flush()?;
        if packer.get_ref().0 > most {
            break;
        }
        fitting += step.len();
    }
    Ok(fitting)
}

/// Counts bytes.
#[derive(Debug, Default)]
struct Size(u64);

impl Write for Size {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
