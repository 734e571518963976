//! The glue between the contract and the [`Plugin`](crate::Plugin) trait, for [`crate::export!`].

use std::io::{self, Read};
use std::rc::Rc;

use crate::bindings::exports::tickmark::plugin::checker;
use crate::bindings::tickmark::plugin::evidence as host;
use crate::bindings::tickmark::plugin::types as wit;
use crate::{Check, Day, Evidence, Failure, Item, Plugin, ReadError};

pub use checker::Guest;

/// The evidence that the host grants.
struct HostEvidence;

impl From<host::Error> for ReadError {
    fn from(error: host::Error) -> Self {
        match error {
            host::Error::NotFound => Self::NotFound,
            host::Error::Unreadable(why) => Self::Unreadable(why),
        }
    }
}

impl Evidence for HostEvidence {
    fn list(&self, input: &str) -> Result<Vec<Item>, ReadError> {
        Ok(host::list(input)?
            .into_iter()
            .map(|item| Item {
                path: Rc::from(item.path),
                size: item.size,
                collected: item.collected,
            })
            .collect())
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        Ok(host::read(path)?)
    }

    fn open<'a>(&'a self, path: &str) -> Result<Box<dyn Read + 'a>, ReadError> {
        Ok(Box::new(HostReader {
            reader: host::open(path)?,
            piece: Vec::new(),
            taken: 0,
        }))
    }
}

/// Takes large pieces from the host, because each call costs more than a copy, and hands them on.
struct HostReader {
    reader: host::Reader,
    piece: Vec<u8>,
    taken: usize,
}

impl Read for HostReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        const PIECE: u32 = 256 * 1024;
        if self.taken == self.piece.len() {
            self.piece = self
                .reader
                .next(PIECE)
                .map_err(|error| io::Error::other(ReadError::from(error).to_string()))?;
            self.taken = 0;
        }
        let length = (&self.piece[self.taken..]).read(buffer)?;
        self.taken += length;
        Ok(length)
    }
}

fn config<P: Plugin>(text: &str) -> Result<P::Config, Failure> {
    serde_json::from_str(text).map_err(|error| Failure::Config(error.to_string()))
}

/// Answers `describe` for a plugin.
pub fn describe<P: Plugin>(text: Option<&str>) -> Result<wit::Descriptor, Failure> {
    let config = text.map(config::<P>).transpose()?;
    Ok(P::descriptor(config.as_ref()))
}

/// Answers `check` for a plugin.
pub fn check<P: Plugin>(request: wit::Request) -> Result<wit::Report, Failure> {
    let config = config::<P>(&request.config)?;
    run::<P>(config, request, &HostEvidence)
}

/// Runs a check on any evidence.
pub(crate) fn run<P: Plugin>(
    config: P::Config,
    request: wit::Request,
    evidence: &dyn Evidence,
) -> Result<wit::Report, Failure> {
    let as_of = Day::parse(&request.as_of).map_err(|error| Failure::Other(error.to_string()))?;
    let mut report = P::check(&Check {
        config,
        as_of,
        period: request.period,
        target: request.target,
        evidence,
    })?;
    report.unfold();
    Ok(wit::Report {
        findings: report.findings,
        populations: report.populations,
        tallies: report.tallies,
        attributes: report.attributes,
    })
}

/// Makes a [`Plugin`](crate::Plugin) the component's exports.
///
/// Outside WebAssembly it does nothing, so that a plugin is also an ordinary library.
#[macro_export]
macro_rules! export {
    ($plugin:ty) => {
        #[cfg(target_family = "wasm")]
        const _: () = {
            struct Component;

            impl $crate::guest::Guest for Component {
                fn describe(
                    config: ::std::option::Option<::std::string::String>,
                ) -> ::std::result::Result<$crate::Descriptor, $crate::Failure> {
                    $crate::guest::describe::<$plugin>(config.as_deref())
                }

                fn check(
                    request: $crate::bindings::tickmark::plugin::types::Request,
                ) -> ::std::result::Result<
                    $crate::bindings::tickmark::plugin::types::Report,
                    $crate::Failure,
                > {
                    $crate::guest::check::<$plugin>(request)
                }
            }

    $crate::bindings::export!(Component with_types_in $crate::bindings);
        };
    };
}
