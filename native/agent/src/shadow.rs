//! The shadow table: one byte for each page, which counts the regions that lie in it.
use crate::state::STATE;
use crate::sys;
use core::sync::atomic::{AtomicU8, Ordering};
use ffiscope_wire::session::{SHADOW_BASE, SHADOW_BYTES};

/// An instruction is checked by its first byte only; those that begin up to this far in front of a region may reach it.
const LARGEST_ACCESS: u64 = 64;
/// No more than this of one region is marked (a declared size can be anything).
const LARGEST_REGION: u64 = 1 << 36;
const FULL: u8 = u8::MAX;
/// A check of two neighbouring pages at once reads one byte past the last page's.
const TABLE_BYTES: usize = SHADOW_BYTES as usize + sys::PAGE;

/// Maps the table; false when that place is taken or there is no address space for it.
pub fn create() -> bool {
    let fixed = sys::fixed(STATE.shadow_reserved.load(Ordering::Acquire));
    let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE | fixed;
    let protection = libc::PROT_READ | libc::PROT_WRITE;
    // SAFETY: a fresh mapping in what is kept free for it, or else NOREPLACE leaves anything that is there alone.
    let at = unsafe { libc::mmap(sys::pointer(SHADOW_BASE), TABLE_BYTES, protection, flags, -1, 0) };
    if at == libc::MAP_FAILED {
        return false;
    }
    if at as u64 != SHADOW_BASE {
        // SAFETY: an old kernel took the address as a hint; the mapping is ours and unused.
        unsafe { libc::munmap(at, TABLE_BYTES) };
        return false;
    }
    // SAFETY: advice for the mapping just made: huge pages would commit memory, and core dumps don't need it.
    unsafe {
        libc::madvise(at, TABLE_BYTES, libc::MADV_DONTDUMP);
        libc::madvise(at, TABLE_BYTES, libc::MADV_NOHUGEPAGE);
    }
    STATE.shadow.store(SHADOW_BASE, Ordering::Release);
    true
}

/// Marks the pages of `[address, address + size)`.
pub fn mark(address: u64, size: u64) {
    for_each(address, size, |byte| {
        // Saturates: a count that was ever full is not kept any more, and the page stays marked.
        let _ = byte.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |count| count.checked_add(1));
    });
    // What comes next (the call) must see the marks, and so must other threads in calls of their own.
    core::sync::atomic::fence(Ordering::SeqCst);
}

/// Takes back a [`mark`] of the same range.
pub fn unmark(address: u64, size: u64) {
    for_each(address, size, |byte| {
        let _ = byte.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |count| match count {
            0 | FULL => None,
            count => Some(count - 1),
        });
    });
}

/// Marks the pages of `[address, address + size)` for good: an [`unmark`] leaves them marked.
pub fn keep(address: u64, size: u64) {
    for_each(address, size, |byte| byte.store(FULL, Ordering::Relaxed));
}

fn for_each(address: u64, size: u64, mut change: impl FnMut(&AtomicU8)) {
    let table = STATE.shadow.load(Ordering::Acquire);
    if table == 0 || size == 0 || address == 0 {
        return;
    }
    let first = address.saturating_sub(LARGEST_ACCESS - 1) >> 12;
    let last = address.saturating_add(size.min(LARGEST_REGION) - 1) >> 12;
    for page in first..=last {
        let at = table + (page & (SHADOW_BYTES - 1));
        // SAFETY: inside the table, which is mapped as long as the process lives; bytes are only used as atomics.
        change(unsafe { &*sys::pointer::<AtomicU8>(at) });
    }
}
