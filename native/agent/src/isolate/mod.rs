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
pub mod hooks;
mod queue;

use core::sync::atomic::{AtomicU32, Ordering};

/// 0: not yet tried, 1: on, 2: it can't be done here.
static STATE: AtomicU32 = AtomicU32::new(0);

/// Redirects node's imports (once for the process) and learns from the next allocation of exactly `size` bytes; 0: learns no more.
/// False when buffers can't be kept apart here.
pub fn learn(size: u64) -> bool {
    if STATE.load(Ordering::Acquire) == 0 {
        let done = arena::create() && crate::binding::redirect_program(&hooks::table());
        STATE.store(if done { 1 } else { 2 }, Ordering::Release);
    }
    let on = STATE.load(Ordering::Acquire) == 1;
    hooks::LEARN.store(if on && size != 0 { size } else { hooks::NOTHING }, Ordering::Release);
    on
}

pub use arena::has_unwritten;

/// Bytes around a region that are nobody's: in front of and behind the block that holds all of it.
pub fn slack(address: u64, size: u64) -> (u32, u32) {
    arena::around(address, size).unwrap_or((0, 0))
}
