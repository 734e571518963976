//! Files that people cite: read whole, hashed, and refused by the rules that hold for plugins.

use std::io::Read;
use std::sync::Arc;

use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::listing::Listing;
use super::manifest::{Manifest, Provenance};
use super::pattern::Pattern;
use super::root::{Refusal, Root, reason};

/// The largest file that can be cited, in bytes: what a check's files may have by default.
const LARGEST: u64 = 512 * 1024 * 1024;
/// How much is read at once, in bytes.
const PIECE: usize = 64 * 1024;

/// A file that was read to be cited.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct CitedEvidence {
    /// Relative to the evidence root.
    pub path: String,
    /// In bytes.
    pub size: u64,
    /// SHA-256.
    pub sha256: [u8; 32],
    /// Where it comes from, if that is known.
    pub provenance: Option<Arc<Provenance>>,
}

/// Reads what a pattern stands for.
///
/// # Errors
///
/// Says in words, with the file or the pattern, why the citation does not hold: nothing matches, a file that
/// matches cannot be read or was collected after the as-of date, or one that was collected is gone.
pub fn cite(
    root: &Root,
    listing: &Listing,
    manifest: &Manifest,
    pattern: &Pattern,
    as_of: Date,
) -> Result<Vec<CitedEvidence>, String> {
    let patterns = std::slice::from_ref(pattern);
    if let Some((path, _)) = manifest.absent(patterns).next() {
        return Err(format!(
            "`{path}` is not there, and evidence.toml says that it was collected"
        ));
    }
    let entries = listing.matching(std::slice::from_ref(pattern));
    if entries.is_empty() {
        return Err(format!("there is no file `{pattern}`"));
    }
    entries
        .into_iter()
        .map(|entry| {
            match &entry.refusal {
                Some(refusal) => Err(refusal.clone()),
                None => digest(root, &entry.path).map(|file| CitedEvidence {
                    provenance: manifest.provenance(&entry.path).cloned(),
                    ..file
                }),
            }
            .map_err(|refusal| format!("`{}` was not read: {refusal}", entry.path))
            .and_then(|file| {
                let day = file
                    .provenance
                    .as_ref()
                    .map(|known| crate::date::utc_day(known.collected));
                match day {
                    _ if file.size == 0 => {
                        Err(format!("`{}` is empty, so it shows nothing", entry.path))
                    }
                    Some(day) if day > as_of => Err(format!(
                        "`{}` was collected on {day}, after the as-of date {as_of}",
                        entry.path
                    )),
                    _ => Ok(file),
                }
            })
        })
        .collect()
}

fn digest(root: &Root, path: &str) -> Result<CitedEvidence, Refusal> {
    let (file, _) = root.open_file(path, LARGEST)?;
    // One byte more than allowed tells a file that has grown since it was measured.
    let mut file = file.take(LARGEST + 1);
    let mut digest = Sha256::new();
    let mut size = 0_u64;
    let mut piece = vec![0; PIECE];
    loop {
        let count = file
            .read(&mut piece)
            .map_err(|error| Refusal::Unreadable(reason(&error)))?;
        if count == 0 {
            break;
        }
        digest.update(&piece[..count]);
        size += count as u64;
    }
    if size > LARGEST {
        return Err(Refusal::TooLarge { limit: LARGEST });
    }
    let sha256: [u8; 32] = digest.finalize().into();
    root.witness(path, sha256)?;
    Ok(CitedEvidence {
        path: path.to_owned(),
        size,
        sha256,
        provenance: None,
    })
}
