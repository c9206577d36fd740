//! Copies that the binding made for calls stay marked for a while after these have ended, so that a pointer that was kept is seen
//! when it is used. Such copies lie in memory of the binding's own, where nobody else has data. (Buffers in the arena are marked
//! all the time.)
use crate::isolate;
use crate::shadow;
use crate::slot::Region;
use crate::state;
use core::sync::atomic::{AtomicU64, Ordering};

/// The latest so many; the same pages count once.
const KEPT: usize = 64;
/// Larger copies are not made in the binding's own memory.
const LARGEST_COPY: u64 = 32 * 1024;
const PAGE_BITS: u32 = 12;
const COUNT_BITS: u32 = 16;

/// First page and number of pages, 0: none.
static LATEST: [AtomicU64; KEPT] = [const { AtomicU64::new(0) }; KEPT];
static NEXT: AtomicU64 = AtomicU64::new(0);

/// `region` is such a copy.
pub fn keep(region: &Region) {
    if region.size > LARGEST_COPY
        || isolate::contains(region.address)
        || region.size == 0
        || region.address == 0
        || !state::isolates()
    {
        return;
    }
    let first = region.address >> PAGE_BITS;
    let pages = ((region.address + region.size - 1) >> PAGE_BITS) - first + 1;
    let entry = first << COUNT_BITS | pages;
    if pages >= 1 << COUNT_BITS || LATEST.iter().any(|known| known.load(Ordering::Relaxed) == entry) {
        return;
    }
    shadow::mark(first << PAGE_BITS, pages << PAGE_BITS);
    let at = NEXT.fetch_add(1, Ordering::Relaxed) as usize % KEPT;
    let old = LATEST[at].swap(entry, Ordering::Relaxed);
    if old != 0 {
        shadow::unmark(old >> COUNT_BITS << PAGE_BITS, (old & ((1 << COUNT_BITS) - 1)) << PAGE_BITS);
    }
}
