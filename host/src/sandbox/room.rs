//! Where instances have their memory.
//!
//! Memory of its own, as a rule, which goes when the instance goes. A plugin of this program's own build that
//! is instantiated again and again (for each of many targets) takes turns in memory that was set aside once:
//! what it wrote to is cleared, and nothing has to be mapped, filled page by page and unmapped every time.
//! Others never do. Engines have before left to the next instance what one had written (RUSTSEC-2022-0098,
//! RUSTSEC-2026-0088), which matters where it is not trusted.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use wasmtime::{Config, Enabled, Engine, PoolingAllocationConfig};

use super::compile::Compiled;
use super::component::ComponentError;
use super::v0_1_0::{self, Linker, Prepared};
use super::{machine_code, wasi};

/// After so many instances, one more is reason enough to load a plugin's code a second time, for the pool.
const MANY: usize = 8;
/// How much of a place's memory stays mapped between two instances, in bytes: what most plugins need for
/// evidence of a usual size.
const KEPT: usize = 4 * 1024 * 1024;
/// The most instances that take turns at once. Each place is 4 GiB of addresses, which cost nothing until
/// they are used; who finds no place has memory of its own.
const MOST_PLACES: usize = 64;
/// How many core instances and tables a component may have: its module, and what adapts that to the
/// contract.
const PARTS: u32 = 8;

/// An engine, and what it offers to components.
pub(super) struct Room {
    pub(super) engine: Engine,
    pub(super) linker: Linker,
}

impl Room {
    /// Instances have memory of their own.
    pub(super) fn new(config: &Config) -> wasmtime::Result<Self> {
        let engine = Engine::new(config)?;
        let linker = v0_1_0::linker(&engine)?;
        Ok(Self { engine, linker })
    }

    /// Makes a component ready. Says whether it imports WASI.
    pub(super) fn load(&self, code: &Compiled) -> Result<(Prepared, bool), ComponentError> {
        let component = machine_code::load(&self.engine, code)
            .map_err(|error| ComponentError::Damaged(format!("{error:#}")))?;
        let imports_wasi = component
            .component_type()
            .imports(&self.engine)
            .any(|(name, _)| wasi::is_wasi(name));
        let prepared = if imports_wasi {
            let mut linker = self.linker.clone();
            wasi::link(&self.engine, &mut linker, &component)
                .and_then(|()| v0_1_0::prepare(&linker, &component))
        } else {
            v0_1_0::prepare(&self.linker, &component)
        };
        let prepared = prepared.map_err(|error| ComponentError::Mismatch(format!("{error:#}")))?;
        Ok((prepared, imports_wasi))
    }
}

/// A room with so many places, in which instances take turns.
pub(super) struct Pool {
    pub(super) room: Room,
    free: Arc<AtomicUsize>,
}

impl Pool {
    pub(super) fn new(mut config: Config, places: usize) -> wasmtime::Result<Self> {
        let count = u32::try_from(places)?;
        let mut pool = PoolingAllocationConfig::new();
        pool.total_component_instances(count)
            .total_memories(count)
            .total_core_instances(count.saturating_mul(PARTS))
            .total_tables(count.saturating_mul(PARTS))
            .linear_memory_keep_resident(KEPT)
            // Where the kernel can say which pages were written to, only those are cleared.
            .pagemap_scan(Enabled::Auto)
            .table_keep_resident(KEPT);
        config.allocation_strategy(pool);
        Ok(Self {
            room: Room::new(&config)?,
            free: Arc::new(places.into()),
        })
    }

    /// How many places there are by default: as many as can run, and as many again, since a place stays
    /// taken while a given-up read hangs.
    pub(super) fn places() -> usize {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        (2 * cores).clamp(8, MOST_PLACES)
    }

    /// A place, unless all are taken. It has to be kept for as long as the instance lives.
    pub(super) fn take(&self) -> Option<Place> {
        self.free
            .try_update(Ordering::AcqRel, Ordering::Acquire, |free| {
                free.checked_sub(1)
            })
            .ok()?;
        Some(Place(self.free.clone()))
    }
}

/// How a component comes to take turns.
pub(super) struct Turns {
    code: Compiled,
    instances: AtomicUsize,
    prepared: OnceLock<Option<Prepared>>,
}

impl Turns {
    pub(super) fn new(code: Compiled) -> Self {
        Self {
            code,
            instances: AtomicUsize::new(0),
            prepared: OnceLock::new(),
        }
    }

    /// Whether the component is instantiated often enough for the pool. Counts one instance.
    pub(super) fn count(&self) -> bool {
        self.instances.fetch_add(1, Ordering::Relaxed) >= MANY
    }

    /// The component, ready for the pool.
    pub(super) fn prepared(&self, pool: &Pool) -> Option<&Prepared> {
        let prepared = self.prepared.get_or_init(|| {
            let (prepared, _) = pool.room.load(&self.code).ok()?;
            Some(prepared)
        });
        prepared.as_ref()
    }
}

/// The right to one instance in a pool.
pub(super) struct Place(Arc<AtomicUsize>);

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::AcqRel);
    }
}

#[cfg(test)]
mod tests {
    use wasmtime::{Instance, Module, Store};

    use super::super::engine_config::engine_config;
    use super::*;

    /// Ten megabytes of memory with a text in it, and ways to look and to write.
    const GUEST: &str = r#"(module
        (memory 160)
        (data (i32.const 1024) "tick")
        (func (export "load") (param i32) (result i32) (i32.load (local.get 0)))
        (func (export "store") (param i32 i32) (i32.store (local.get 0) (local.get 1)))
        (func (export "grow") (result i32) (memory.grow (i32.const 16)))
    )"#;

    #[test]
    fn there_are_so_many_places_and_each_is_given_back() {
        let pool = Pool::new(engine_config(), 2).unwrap();
        let first = pool.take();
        let second = pool.take();
        assert!(first.is_some() && second.is_some());
        assert!(pool.take().is_none());
        drop(first);
        assert!(pool.take().is_some());
    }

    #[test]
    fn nothing_is_left_to_the_next_in_a_place() {
        let pool = Pool::new(engine_config(), 1).unwrap();
        let engine = &pool.room.engine;
        let module = Module::new(engine, wat::parse_str(GUEST).unwrap()).unwrap();
        // At the beginning, in the text, at both sides of what stays mapped, and what grew.
        let kept = i32::try_from(KEPT).unwrap();
        let places = [0, 1024, kept - 4, kept, 160 * 65536 - 4, 160 * 65536];
        for round in 0..3 {
            let mut store = Store::new(engine, ());
            store.set_epoch_deadline(u64::MAX / 2);
            let instance = Instance::new(&mut store, &module, &[]).unwrap();
            let load = instance
                .get_typed_func::<i32, i32>(&mut store, "load")
                .unwrap();
            let write = instance
                .get_typed_func::<(i32, i32), ()>(&mut store, "store")
                .unwrap();
            let grow = instance
                .get_typed_func::<(), i32>(&mut store, "grow")
                .unwrap();
            assert!(load.call(&mut store, 160 * 65536).is_err(), "round {round}");
            assert_eq!(grow.call(&mut store, ()).unwrap(), 160);
            for place in places {
                let expected = if place == 1024 {
                    i32::from_le_bytes(*b"tick")
                } else {
                    0
                };
                assert_eq!(
                    load.call(&mut store, place).unwrap(),
                    expected,
                    "{place}, round {round}"
                );
                write.call(&mut store, (place, -1)).unwrap();
            }
        }
    }
}
