//! Freed slots of one size, first in, first out: what was freed stays untouched for as long as possible.
//!
//! Bounded, for any number of threads on both sides: each cell says by its sequence number whose turn it is. A thread that is
//! stopped in the middle of a push makes the queue look empty or full for a while, and nobody waits for it.
use crate::sys;
use core::sync::atomic::{AtomicU64, Ordering};

#[repr(C)]
struct Cell {
    /// `n` when it is free for push number `n`, `n + 1` when it holds what that push brought.
    turn: AtomicU64,
    slot: AtomicU64,
}

pub struct Queue {
    cells: AtomicU64,
    mask: AtomicU64,
    pushed: AtomicU64,
    popped: AtomicU64,
}

impl Queue {
    pub const fn new() -> Self {
        Self { cells: AtomicU64::new(0), mask: AtomicU64::new(0), pushed: AtomicU64::new(0), popped: AtomicU64::new(0) }
    }

    /// Room for `capacity` slots, a power of two. The turns of untouched cells are zero and count as their index.
    pub fn create(&self, capacity: u64) -> bool {
        let at = sys::map(capacity as usize * size_of::<Cell>());
        self.mask.store(capacity - 1, Ordering::Relaxed);
        self.cells.store(at as u64, Ordering::Release);
        !at.is_null()
    }

    fn cell(&self, number: u64) -> &Cell {
        let at = number & self.mask.load(Ordering::Relaxed);
        // SAFETY: inside the mapping, which is never given back; cells are atomics.
        unsafe { &*sys::pointer::<Cell>(self.cells.load(Ordering::Acquire) + at * size_of::<Cell>() as u64) }
    }

    /// False when it is full.
    pub fn push(&self, slot: u64) -> bool {
        loop {
            let number = self.pushed.load(Ordering::Relaxed);
            let cell = self.cell(number);
            // Turns are stored minus the cell's index, so that fresh memory is right.
            let base = number & !self.mask.load(Ordering::Relaxed);
            let turn = cell.turn.load(Ordering::Acquire);
            if turn == base {
                let next = number + 1;
                if self.pushed.compare_exchange_weak(number, next, Ordering::Relaxed, Ordering::Relaxed).is_ok() {
                    cell.slot.store(slot, Ordering::Relaxed);
                    cell.turn.store(base + 1, Ordering::Release);
                    return true;
                }
            } else if turn <= base + 1 && self.pushed.load(Ordering::Relaxed) == number {
                return false;
            }
        }
    }

    /// The oldest slot, when more than `held` are waiting.
    pub fn pop(&self, held: u64) -> Option<u64> {
        loop {
            let number = self.popped.load(Ordering::Relaxed);
            if self.pushed.load(Ordering::Relaxed).saturating_sub(number) <= held {
                return None;
            }
            let cell = self.cell(number);
            let mask = self.mask.load(Ordering::Relaxed);
            let base = number & !mask;
            if cell.turn.load(Ordering::Acquire) != base + 1 {
                if self.popped.load(Ordering::Relaxed) == number {
                    return None;
                }
                continue;
            }
            if self.popped.compare_exchange_weak(number, number + 1, Ordering::Relaxed, Ordering::Relaxed).is_ok() {
                let slot = cell.slot.load(Ordering::Relaxed);
                cell.turn.store(base + mask + 1, Ordering::Release);
                return Some(slot);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_slots_in_order_and_holds_some_back() {
        let queue = Queue::new();
        assert!(queue.create(4));
        for round in 0..10 {
            assert!((0..4).all(|at| queue.push(round * 10 + at)));
            assert!(!queue.push(99));
            let got: Vec<u64> = core::iter::from_fn(|| queue.pop(1)).collect();
            assert_eq!(got, [0, 1, 2].map(|at| round * 10 + at));
            assert_eq!(queue.pop(0), Some(round * 10 + 3));
            assert_eq!(queue.pop(0), None);
        }
    }

    #[test]
    fn threads_never_get_a_slot_twice() {
        let queue = Queue::new();
        assert!(queue.create(1024));
        let sum = AtomicU64::new(0);
        std::thread::scope(|scope| {
            for part in 0..4u64 {
                let (queue, sum) = (&queue, &sum);
                scope.spawn(move || {
                    for at in 0..20_000 {
                        while !queue.push(part * 20_000 + at) {}
                        if let Some(slot) = queue.pop(0) {
                            sum.fetch_add(slot, Ordering::Relaxed);
                        }
                    }
                });
            }
        });
        while let Some(slot) = queue.pop(0) {
            sum.fetch_add(slot, Ordering::Relaxed);
        }
        assert_eq!(sum.into_inner(), (0..80_000u64).sum());
    }
}
