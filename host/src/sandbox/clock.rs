//! The clock that running guests are held against.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use wasmtime::Engine;

/// How often a running guest is looked at.
const TICK: Duration = Duration::from_millis(10);

/// Lets engines notice that time passes, for as long as it lives.
pub(super) struct Clock(Arc<Mutex<Vec<Engine>>>);

impl Clock {
    /// Starts to tick.
    pub(super) fn start() -> std::io::Result<Self> {
        let clock = Self(Arc::default());
        let engines = Arc::downgrade(&clock.0);
        std::thread::Builder::new()
            .name("epoch".to_owned())
            .spawn(move || {
                while tick(&engines) {
                    std::thread::sleep(TICK);
                }
            })?;
        Ok(clock)
    }

    /// From now on for this engine too.
    pub(super) fn add(&self, engine: &Engine) {
        locked(&self.0).push(engine.clone());
    }
}

/// Says whether the clock is still there.
fn tick(engines: &Weak<Mutex<Vec<Engine>>>) -> bool {
    let Some(engines) = engines.upgrade() else {
        return false;
    };
    for engine in locked(&engines).iter() {
        engine.increment_epoch();
    }
    true
}

/// A list of engines is whole whatever became of the thread that held it.
fn locked(engines: &Mutex<Vec<Engine>>) -> MutexGuard<'_, Vec<Engine>> {
    engines.lock().unwrap_or_else(PoisonError::into_inner)
}
