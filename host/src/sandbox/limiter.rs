//! Memory and tables of one instance, summed.

use wasmtime::ResourceLimiter;

/// How many core instances, memories and tables a component may have. Real ones have a few; what
/// toolchains produce stays below ten.
const MAX_PARTS: usize = 64;

/// Counts what an instance uses, over all its memories and tables: a limit for each memory would let
/// a component with ten memories have ten times as much.
#[derive(Debug)]
pub(super) struct Limiter {
    memory: Account,
    tables: Account,
}

#[derive(Debug)]
struct Account {
    used: u64,
    limit: u64,
    refused: bool,
}

impl Account {
    fn grow(&mut self, current: usize, desired: usize) -> bool {
        let more = desired.saturating_sub(current) as u64;
        match self.used.checked_add(more) {
            Some(used) if used <= self.limit => {
                self.used = used;
                true
            }
            _ => {
                self.refused = true;
                false
            }
        }
    }
}

impl Limiter {
    pub(super) fn new(memory_bytes: u64, table_elements: u64) -> Self {
        let account = |limit| Account {
            used: 0,
            limit,
            refused: false,
        };
        Self {
            memory: account(memory_bytes),
            tables: account(table_elements),
        }
    }

    /// Whether the guest was ever denied memory: tells exhaustion from an ordinary crash.
    pub(super) fn refused_memory(&self) -> bool {
        self.memory.refused || self.tables.refused
    }
}

impl ResourceLimiter for Limiter {
    fn memory_growing(
        &mut self,
        current: usize,
        desired: usize,
        _: Option<usize>,
    ) -> wasmtime::Result<bool> {
        Ok(self.memory.grow(current, desired))
    }

    fn table_growing(
        &mut self,
        current: usize,
        desired: usize,
        _: Option<usize>,
    ) -> wasmtime::Result<bool> {
        Ok(self.tables.grow(current, desired))
    }

    fn instances(&self) -> usize {
        MAX_PARTS
    }

    fn tables(&self) -> usize {
        MAX_PARTS
    }

    fn memories(&self) -> usize {
        MAX_PARTS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_memories_share_one_budget() {
        let mut limiter = Limiter::new(100, 10);
        assert!(limiter.memory_growing(0, 60, None).unwrap());
        assert!(!limiter.memory_growing(0, 60, None).unwrap());
        assert!(limiter.refused_memory());
        assert!(
            limiter.memory_growing(0, 40, None).unwrap(),
            "the limit itself is allowed"
        );
    }

    #[test]
    fn growth_is_counted_once() {
        let mut limiter = Limiter::new(100, 10);
        for size in (10..=100).step_by(10) {
            assert!(limiter.memory_growing(size - 10, size, None).unwrap());
        }
        assert!(!limiter.refused_memory());
    }
}
