//! Memory for buffers: slots of powers of two, each size in a range of its own, a block in each slot with slack around it.
use super::queue::Queue;
use crate::sys;
use core::sync::atomic::{AtomicU64, Ordering};

/// Slots of 2^SMALLEST to 2^LARGEST bytes. What is larger goes to the allocator that node had before.
const SMALLEST: u32 = 8;
const LARGEST: u32 = 33;
const CLASSES: usize = (LARGEST - SMALLEST + 1) as usize;
/// Address space of each size; memory is used only where blocks lie.
pub const RANGE_BITS: u32 = 36;
const RANGE: u64 = 1 << RANGE_BITS;
pub const RANGES: u32 = CLASSES as u32;
const BYTES: u64 = RANGE * CLASSES as u64;
/// From this size on, freed slots are given back to the kernel, and are zero when they come back.
const GIVEN_BACK: u32 = 17;
/// Freed slots that wait to be used again at most; more of them are not used again.
const WAITING: u64 = 1 << 20;
/// Freed bytes of one size that are kept out of use.
const QUARANTINE: u64 = 1 << 20;
/// As far as uninitialised memory is marked, bytes of one block.
const MARKED: u64 = 1 << 20;
/// No more slack than this is watched.
const WATCHED: u64 = 4096;

pub static BASE: AtomicU64 = AtomicU64::new(0);
/// One word for each slot: bytes of its block + 1, or 0; and [`PLAIN`].
static SIZES: AtomicU64 = AtomicU64::new(0);

/// The block began as memory that nobody had written.
const PLAIN: u64 = 1 << 63;

struct Class {
    next: AtomicU64,
    freed: Queue,
}

static TABLE: [Class; CLASSES] = [const { Class { next: AtomicU64::new(0), freed: Queue::new() } }; CLASSES];

/// Reserves the address space; false when there is none.
pub fn create() -> bool {
    // The words of all slots: those of the smallest size, and half as many of each next.
    let sizes = sys::map(((RANGE >> SMALLEST) * 2 * 8) as usize);
    let base = sys::map((BYTES + RANGE) as usize);
    if sizes.is_null() || base.is_null() || !(0..CLASSES).all(|class| TABLE[class].freed.create(waiting(class))) {
        return false;
    }
    let start = (base as u64).next_multiple_of(RANGE);
    // SAFETY: advice for mappings just made. Huge pages would commit memory around small blocks.
    unsafe {
        libc::madvise(sizes.cast(), ((RANGE >> SMALLEST) * 2 * 8) as usize, libc::MADV_DONTDUMP);
        let small = RANGE * u64::from(21 - SMALLEST);
        libc::madvise(sys::pointer(start), small as usize, libc::MADV_NOHUGEPAGE);
    }
    SIZES.store(sizes as u64, Ordering::Relaxed);
    BASE.store(start, Ordering::Release);
    true
}

fn waiting(class: usize) -> u64 {
    (RANGE >> bits(class)).min(WAITING)
}

fn bits(class: usize) -> u32 {
    SMALLEST + class as u32
}

/// Slack in front of a block, and behind it at least.
fn guard(bits: u32) -> u64 {
    (1u64 << bits >> 4).clamp(64, WATCHED)
}

fn class_for(size: u64) -> Option<usize> {
    (0..CLASSES).find(|&class| size <= (1 << bits(class)) - 2 * guard(bits(class)))
}

/// The word that says how large the block in a slot is.
fn size_of_slot(class: usize, slot: u64) -> &'static AtomicU64 {
    let first = (RANGE >> SMALLEST) * 2 - (RANGE >> SMALLEST << 1 >> class);
    // SAFETY: inside the mapping: the slots of all sizes, one behind the other.
    unsafe { &*sys::pointer::<AtomicU64>(SIZES.load(Ordering::Acquire) + (first + slot) * 8) }
}

/// A block, zeroed or marked as never written; null when there is no room for that size.
pub fn allocate(size: u64, zeroed: bool) -> *mut u8 {
    let Some(class) = class_for(size).filter(|_| BASE.load(Ordering::Acquire) != 0) else {
        return core::ptr::null_mut();
    };
    let bits = bits(class);
    let Class { next, freed } = &TABLE[class];
    let again = freed.pop((QUARANTINE >> bits).clamp(4, 1024));
    let slot = again.unwrap_or_else(|| next.fetch_add(1, Ordering::Relaxed));
    if slot >= RANGE >> bits {
        return core::ptr::null_mut();
    }
    let plain = if zeroed { 0 } else { PLAIN };
    size_of_slot(class, slot).store((size + 1) | plain, Ordering::Release);
    let address = BASE.load(Ordering::Relaxed) + RANGE * class as u64 + (slot << bits) + guard(bits);
    if !zeroed {
        mark(address, size.min(MARKED));
    } else if again.is_some() && bits < GIVEN_BACK {
        // SAFETY: the block is this caller's alone.
        unsafe { core::ptr::write_bytes(sys::pointer::<u8>(address), 0, size as usize) };
    }
    sys::pointer(address)
}

/// Class, slot and distance from the slot's start of an address in the arena.
fn place(address: u64) -> Option<(usize, u64, u64)> {
    let base = BASE.load(Ordering::Acquire);
    let offset = address.checked_sub(base).filter(|&offset| base != 0 && offset < BYTES)?;
    let class = (offset / RANGE) as usize;
    let within = offset % RANGE;
    Some((class, within >> bits(class), within & ((1 << bits(class)) - 1)))
}

/// Bytes of the block that begins at `address`.
pub fn size(address: u64) -> u64 {
    place(address)
        .map_or(0, |(class, slot, _)| (size_of_slot(class, slot).load(Ordering::Acquire) & !PLAIN).saturating_sub(1))
}

pub fn free(address: u64) {
    let Some((class, slot, within)) = place(address) else { return };
    if size_of_slot(class, slot).swap(0, Ordering::AcqRel) == 0 {
        sys::complain("ffiscope: a buffer was freed twice\n");
        std::process::abort()
    }
    if bits(class) >= GIVEN_BACK {
        // SAFETY: the slot is a range of whole pages that nobody uses.
        unsafe { libc::madvise(sys::pointer(address - within), 1 << bits(class), libc::MADV_DONTNEED) };
    }
    TABLE[class].freed.push(slot);
}

/// Slack around the block that holds `[address, address + size)`, as far as it is watched.
pub fn around(address: u64, size: u64) -> Option<(u32, u32)> {
    let (class, slot, within) = place(address)?;
    let bits = bits(class);
    let block = (size_of_slot(class, slot).load(Ordering::Acquire) & !PLAIN).checked_sub(1)?;
    let end = guard(bits) + block;
    let inside = within >= guard(bits) && within + size <= end;
    let behind = ((1 << bits) - end).min(WATCHED);
    inside.then_some((guard(bits) as u32, behind as u32))
}

/// Whether some of the bytes may never have been written: part of a block that began so, with four bytes in a row that still look so.
pub fn has_unwritten(address: u64, size: u64) -> bool {
    let plain =
        place(address).is_some_and(|(class, slot, _)| size_of_slot(class, slot).load(Ordering::Relaxed) & PLAIN != 0);
    let end = address + size.min(MARKED);
    let untouched = |at: u64| {
        // SAFETY: a whole word in a live block of the arena; blocks begin at multiples of 64, and slack follows.
        let differs = unsafe { sys::pointer::<u64>(at).read_volatile() } ^ pattern(at);
        (0..=32).step_by(8).any(|shift| (differs >> shift) as u32 == 0)
    };
    plain && (address & !7..end).step_by(8).any(untouched)
}

/// Fills memory with what stands for "never written": a pattern of its address, which the checks know too
/// (`trace/checks/scan/unwritten.ts`). No text, small number or zero looks like it.
fn mark(address: u64, size: u64) {
    for at in (address..address + size).step_by(8) {
        let bytes = pattern(at).to_le_bytes();
        let count = (address + size - at).min(8) as usize;
        // SAFETY: the block is this caller's alone; it begins at a multiple of 64.
        unsafe { core::ptr::copy_nonoverlapping(bytes.as_ptr(), sys::pointer::<u8>(at), count) };
    }
}

fn pattern(address: u64) -> u64 {
    let low = mix((address >> 3) as u32 ^ 0x9e37_79b9);
    let high = mix(low ^ 0x85eb_ca6b);
    (u64::from(low) | u64::from(high) << 32) & 0x7e7e_7e7e_7e7e_7e7e | 0x8080_8080_8080_8080
}

fn mix(mut word: u32) -> u32 {
    word = (word ^ word >> 16).wrapping_mul(0x7feb_352d);
    word = (word ^ word >> 15).wrapping_mul(0x846c_a68b);
    word ^ word >> 16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_have_slack_around_them_and_their_own_size() {
        assert!(create());
        for size in [0, 1, 16, 127, 129, 4096, 70_000, 3 << 20] {
            let at = allocate(size, true) as u64;
            assert_eq!((at % 64, super::size(at)), (0, size));
            let (before, after) = around(at, size).unwrap();
            assert!(before >= 64 && after >= 64 && before <= 4096 && after <= 4096);
            // SAFETY: a block of that size.
            let bytes = unsafe { core::slice::from_raw_parts_mut(at as *mut u8, size as usize) };
            assert!(bytes.iter().all(|&byte| byte == 0));
            bytes.fill(7);
            assert_eq!(around(at + 1, size), None);
            free(at);
            assert_eq!(around(at, size), None);
        }
        assert_eq!(allocate(1 << 40, true), core::ptr::null_mut());
        // Freed slots are used again in the end, and zeroed then.
        let mut seen = std::collections::HashSet::new();
        let again = (0..5000).any(|_| {
            let at = allocate(100, true);
            // SAFETY: a block of 100 bytes.
            let bytes = unsafe { core::slice::from_raw_parts_mut(at, 100) };
            assert!(bytes.iter().all(|&byte| byte == 0));
            bytes.fill(7);
            free(at as u64);
            !seen.insert(at as u64)
        });
        assert!(again && seen.len() >= 1024);
        let marked = allocate(20, false);
        // SAFETY: a block of 20 bytes.
        let bytes = unsafe { core::slice::from_raw_parts(marked, 20) };
        assert!(bytes.iter().all(|byte| byte & 0x81 == 0x80));
        assert_eq!(bytes[8..16], pattern(marked as u64 + 8).to_le_bytes());
        // The checks have the same in trace/checks/scan/unwritten.test.ts.
        assert_eq!(pattern(0x7f12_3456_7890), 0xd694_a88e_febc_94d8);
        assert!(has_unwritten(marked as u64, 20));
    }
}
