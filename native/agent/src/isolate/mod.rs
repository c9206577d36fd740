//! The program's buffers kept apart from foreign heap data.
//!
//! Backing stores of ArrayBuffers come from two places in node: a calloc and a malloc of its allocator. These two are learned
//! from one allocation of each kind, and from then on get memory from an arena of their own ([`arena`]), with room around each
//! block that is nobody's. Node's calls of `free` and `realloc` are told apart by the address. Everything else goes to the
//! allocator that node had before. What lies in the arena is known byte by byte, so that an access behind a buffer's end can't be
//! somebody else's.
//!
//! Sequence: the hook calls `isolate` twice around two allocations of an odd size; [`hooks`] sees these and keeps where they
//! came from. Failure: node's imports are not as expected, or there is no address space: then nothing is redirected.
pub mod arena;
pub mod copies;
pub mod hooks;
mod queue;
mod rest;

use crate::sys;
use core::sync::atomic::{AtomicU32, Ordering};
use ffiscope_wire::WAIT_LIMIT_MS;

static PROGRESS: AtomicU32 = AtomicU32::new(NEW);
const NEW: u32 = 0;
const ON: u32 = 1;
/// It can't be done here.
const IMPOSSIBLE: u32 = 2;
/// A thread is at it. Two at once would each take the other's hook for what node's import led to before.
const BUSY: u32 = 3;
/// Id of the thread that learns, 0: none does.
static LEARNER: AtomicU32 = AtomicU32::new(0);

/// Redirects node's imports (once for the process) and learns from the next allocation of exactly `size` bytes; 0: learns no more.
/// False when buffers can't be kept apart here.
pub fn learn(size: u64) -> bool {
    let on = redirected();
    if on && size != 0 {
        take_turn();
        hooks::LEARN.store(size, Ordering::Release);
    } else {
        hooks::LEARN.store(hooks::NOTHING, Ordering::Release);
        LEARNER.store(0, Ordering::Release);
        sys::futex_wake(&LEARNER);
    }
    on
}

/// Waits until no other thread learns: each would change the size that the other one is about to allocate. A thread that
/// ended in the middle of it is waited for no longer than the limit.
fn take_turn() {
    let own = sys::thread_id();
    let deadline = sys::now() + u64::from(WAIT_LIMIT_MS) * 1_000_000;
    while let Err(other) = LEARNER.compare_exchange(0, own, Ordering::AcqRel, Ordering::Acquire) {
        if other == own || sys::now() > deadline {
            return;
        }
        sys::futex_wait(&LEARNER, other, 100);
    }
}

/// Whether node's imports lead here; the first thread that asks sees to it.
fn redirected() -> bool {
    if PROGRESS.compare_exchange(NEW, BUSY, Ordering::AcqRel, Ordering::Acquire).is_ok() {
        let done = arena::create() && crate::binding::redirect_program(&hooks::table());
        PROGRESS.store(if done { ON } else { IMPOSSIBLE }, Ordering::Release);
        sys::futex_wake(&PROGRESS);
    }
    while PROGRESS.load(Ordering::Acquire) == BUSY {
        sys::futex_wait(&PROGRESS, BUSY, WAIT_LIMIT_MS);
    }
    PROGRESS.load(Ordering::Acquire) == ON
}

pub use arena::{around_copy, contains, has_unwritten};

/// Whether the program's buffers lie in the arena.
pub fn is_on() -> bool {
    PROGRESS.load(Ordering::Acquire) == ON
}

/// Bytes around a region that are nobody's: in front of and behind the block that holds all of it.
pub fn slack(address: u64, size: u64) -> (u32, u32) {
    arena::around(address, size).unwrap_or((0, 0))
}
