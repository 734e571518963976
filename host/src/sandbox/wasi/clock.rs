//! Time that only moves when a guest looks at it.

use std::time::Duration;

use wasmtime::Result;
use wasmtime::component::{Resource, ResourceTable};
use wasmtime_wasi::async_trait;
use wasmtime_wasi::clocks::HostWallClock;
use wasmtime_wasi::p2::bindings::clocks::monotonic_clock::{
    Duration as Nanoseconds, Host, Instant,
};
use wasmtime_wasi::p2::{DynPollable, Pollable, subscribe};

/// A wall clock that stands, at seconds since 1970-01-01T00:00:00Z.
pub(super) struct StandingClock(pub(super) u64);

impl HostWallClock for StandingClock {
    fn resolution(&self) -> Duration {
        Duration::from_secs(1)
    }

    fn now(&self) -> Duration {
        Duration::from_secs(self.0)
    }
}

/// How far the clock moves each time it is read, in nanoseconds: a runtime that waits for time to
/// pass sees it pass.
const STEP: Nanoseconds = 1_000;

/// Nanoseconds since the call began, as far as the guest can tell. Real time would differ from run
/// to run.
#[derive(Debug, Default)]
pub(super) struct VirtualTime(Instant);

/// What the monotonic clock works on.
pub(super) struct Time<'a> {
    pub(super) time: &'a mut VirtualTime,
    pub(super) table: &'a mut ResourceTable,
}

/// Something that has happened already.
struct Ready;

#[async_trait]
impl Pollable for Ready {
    async fn ready(&mut self) {}
}

impl Host for Time<'_> {
    fn now(&mut self) -> Result<Instant> {
        self.time.0 = self.time.0.saturating_add(STEP);
        Ok(self.time.0)
    }

    fn resolution(&mut self) -> Result<Nanoseconds> {
        Ok(STEP)
    }

    /// A guest that waits for an instant finds itself there.
    fn subscribe_instant(&mut self, when: Instant) -> Result<Resource<DynPollable>> {
        self.time.0 = self.time.0.max(when);
        let ready = self.table.push(Ready)?;
        subscribe(self.table, ready)
    }

    fn subscribe_duration(&mut self, duration: Nanoseconds) -> Result<Resource<DynPollable>> {
        self.subscribe_instant(self.time.0.saturating_add(duration))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_passes_by_looking_and_by_waiting() {
        let (mut time, mut table) = (VirtualTime::default(), ResourceTable::new());
        let mut clock = Time {
            time: &mut time,
            table: &mut table,
        };
        let start = clock.now().unwrap();
        assert_eq!(clock.now().unwrap(), start + STEP);
        clock.subscribe_duration(3_600_000_000_000).unwrap();
        assert!(clock.now().unwrap() > 3_600_000_000_000);
        clock.subscribe_instant(5).unwrap();
        assert!(
            clock.now().unwrap() > 3_600_000_000_000,
            "it never goes back"
        );
        clock.subscribe_instant(u64::MAX).unwrap();
        assert_eq!(clock.now().unwrap(), u64::MAX);
    }
}
