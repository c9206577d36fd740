//! Ids that are unique in the file, for all processes.
use std::sync::atomic::{AtomicU32, Ordering};

/// Each counter holds the next free id; ids start at 1.
pub struct Ids {
    pub labels: AtomicU32,
    pub types: AtomicU32,
    pub functions: AtomicU32,
    pub sites: AtomicU32,
    pub modules: AtomicU32,
    pub insns: AtomicU32,
    pub threads: AtomicU32,
    pub processes: AtomicU32,
    pub regions: AtomicU32,
}

impl Default for Ids {
    fn default() -> Self {
        let one = || AtomicU32::new(1);
        Self {
            labels: one(),
            types: one(),
            functions: one(),
            sites: one(),
            modules: one(),
            insns: one(),
            threads: one(),
            processes: one(),
            regions: one(),
        }
    }
}

impl Ids {
    pub fn take(counter: &AtomicU32) -> u32 {
        counter.fetch_add(1, Ordering::Relaxed)
    }

    /// How many were taken.
    pub fn taken(counter: &AtomicU32) -> u64 {
        u64::from(counter.load(Ordering::Relaxed) - 1)
    }
}
