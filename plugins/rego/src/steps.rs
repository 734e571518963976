//! A clock that counts steps, so that a rule which never ends is given up after the same work on
//! every machine.

use std::cell::Cell;
use std::num::NonZeroU32;
use std::time::Duration;

use regorus::utils::limits::{ExecutionTimerConfig, TimeSource, set_time_source};

/// How many of the engine's steps lie between two looks at the clock.
const STEPS_A_LOOK: NonZeroU32 = NonZeroU32::new(100).unwrap();

struct Steps;

thread_local! {
    static LOOKS: Cell<u64> = const { Cell::new(0) };
}

impl TimeSource for Steps {
    fn now(&self) -> Option<Duration> {
        LOOKS.with(|looks| {
            looks.set(looks.get().saturating_add(1));
            Some(Duration::from_nanos(looks.get()))
        })
    }
}

/// A limit of so many steps for one evaluation.
pub(crate) fn limit(steps: NonZeroU32) -> ExecutionTimerConfig {
    // The engine takes one clock for the whole process and refuses another one.
    let _ = set_time_source(&Steps);
    ExecutionTimerConfig {
        limit: Duration::from_nanos(u64::from(steps.get() / STEPS_A_LOOK)),
        check_interval: STEPS_A_LOOK,
    }
}
