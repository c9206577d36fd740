//! Freed slots that found no room in the queue of their size, because very many were freed at once: a stack for each size. What is kept of
//! a slot lies beside the arena, where no stray write of the program gets.
use crate::sys;
use core::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use ffiscope_wire::arena::{word, WORD_BYTES};

/// For each slot the one below it, plus one; 0: it is the last one.
static LINKS: AtomicU64 = AtomicU64::new(0);

/// Reserves the addresses of all links, once for the process; false when there are none.
pub fn create() -> bool {
    if LINKS.load(Ordering::Acquire) != 0 {
        return true;
    }
    let at = sys::map(WORD_BYTES as usize / 2);
    if at.is_null() {
        return false;
    }
    // Links that came first may be in use: they stay.
    let _ = LINKS.compare_exchange(0, at as u64, Ordering::AcqRel, Ordering::Acquire);
    true
}

fn link(class: usize, slot: u64) -> &'static AtomicU32 {
    // SAFETY: inside the mapping, which is never given back: half the bytes that the slot's word has, at half its offset.
    unsafe { &*sys::pointer::<AtomicU32>(LINKS.load(Ordering::Acquire) + word(class, slot) / 2) }
}

/// Top of the stack plus one in the low half, how often it changed in the high half: a top that was away in between is another one.
pub struct Rest(AtomicU64);

impl Rest {
    pub const fn new() -> Self {
        Self(AtomicU64::new(0))
    }

    fn change(&self, seen: u64, top: u32) -> bool {
        let next = (seen >> 32).wrapping_add(1) << 32 | u64::from(top);
        self.0.compare_exchange_weak(seen, next, Ordering::AcqRel, Ordering::Relaxed).is_ok()
    }

    pub fn push(&self, class: usize, slot: u64) {
        loop {
            let seen = self.0.load(Ordering::Acquire);
            link(class, slot).store(seen as u32, Ordering::Relaxed);
            if self.change(seen, slot as u32 + 1) {
                return;
            }
        }
    }

    pub fn pop(&self, class: usize) -> Option<u64> {
        loop {
            let seen = self.0.load(Ordering::Acquire);
            let slot = u64::from((seen as u32).checked_sub(1)?);
            // Another thread may take the slot meanwhile; what is read then is not used.
            if self.change(seen, link(class, slot).load(Ordering::Relaxed)) {
                return Some(slot);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;
    use std::sync::Mutex;

    /// A size of which no other test frees more than its queue holds: links are those of the process.
    const CLASS: usize = 5;

    #[test]
    fn threads_get_each_slot_once() {
        assert!(create());
        let rest = Rest::new();
        let seen = Mutex::new(HashSet::new());
        std::thread::scope(|scope| {
            for part in 0..4u64 {
                let (rest, seen) = (&rest, &seen);
                scope.spawn(move || {
                    for at in 0..5000 {
                        rest.push(CLASS, part * 5000 + at);
                        let slot = rest.pop(CLASS).expect("as many were pushed");
                        // Back again, so that others meet a top that was away.
                        rest.push(CLASS, slot);
                        if at % 2 == 0 {
                            assert!(seen.lock().unwrap().insert(rest.pop(CLASS).expect("one is there")));
                        }
                    }
                });
            }
        });
        let mut seen = seen.into_inner().unwrap();
        while let Some(slot) = rest.pop(CLASS) {
            assert!(seen.insert(slot));
        }
        assert_eq!(seen.len(), 20_000);
    }
}
