//! Mappings of threads that native code had started. Such a thread runs on its private stack up to its last system call, so it
//! can't unmap it; the next such thread takes it over.
use crate::{sys, thread::Thread};
use core::sync::atomic::{AtomicU64, Ordering};

/// Threads that end between the starts of two others. What does not fit stays mapped.
const KEPT: usize = 64;
const PAGE_BITS: u32 = sys::PAGE.trailing_zeros();
/// Ids of threads are below this power of two (PID_MAX_LIMIT, proc(5)).
const TID_BITS: u32 = 22;

/// Page of the record (`Thread`) and id of its thread, 0: none.
static LEFT: [AtomicU64; KEPT] = [const { AtomicU64::new(0) }; KEPT];

/// Leaves the calling thread's mapping behind; it still runs on it for a moment.
pub fn leave(thread: &Thread) {
    let record = core::ptr::from_ref(thread) as u64;
    keep(record >> PAGE_BITS << TID_BITS | u64::from(sys::thread_id()));
}

fn keep(entry: u64) {
    for place in &LEFT {
        if place.compare_exchange(0, entry, Ordering::AcqRel, Ordering::Relaxed).is_ok() {
            return;
        }
    }
}

/// Record of a mapping whose thread has gone for good, if there is one. It is the caller's from now on.
pub fn take() -> Option<*mut Thread> {
    for place in &LEFT {
        if place.load(Ordering::Relaxed) == 0 {
            continue;
        }
        let entry = place.swap(0, Ordering::AcqRel);
        if entry == 0 {
            continue;
        }
        if sys::is_gone((entry & ((1 << TID_BITS) - 1)) as u32) {
            return Some(sys::pointer(entry >> TID_BITS << PAGE_BITS));
        }
        keep(entry);
    }
    None
}
