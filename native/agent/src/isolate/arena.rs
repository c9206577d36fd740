//! Memory for buffers: slots of powers of two, each size in a range of its own, a block in each slot with slack around it. The
//! supervisor reads the geometry too: it is in [`ffiscope_wire::arena`].
use super::queue::Queue;
use super::rest::{self, Rest};
use crate::{shadow, state, sys};
use core::sync::atomic::{AtomicU64, Ordering};
use ffiscope_wire::arena::{
    bits, block, guard, place, word, Place, BYTES, CLASSES, COPY, FREED, HOME, PLAIN, RANGE, RANGE_BITS, SMALLEST,
    WATCHED, WORD_BYTES,
};

pub const SHIFT: u32 = RANGE_BITS;
pub const RANGES: u32 = CLASSES as u32;
/// From this size on, freed slots are given back to the kernel, and are zero when they come back.
const GIVEN_BACK: u32 = 17;
/// Freed slots of one size that wait in their queue, whose memory is used up after as many were freed; what is freed beyond goes to the rest.
const WAITING: u64 = 1 << 13;
/// Freed bytes of one size that are kept out of use.
const QUARANTINE: u64 = 1 << 20;
/// As far as uninitialised memory is marked, bytes of one block.
const MARKED: u64 = 1 << 20;
/// Accesses are noted in all of a slot up to this size, and around the block in larger ones.
const NOTED: u32 = 21;

pub static BASE: AtomicU64 = AtomicU64::new(0);
/// The words of all slots.
static SIZES: AtomicU64 = AtomicU64::new(0);

struct Class {
    next: AtomicU64,
    freed: Queue,
    rest: Rest,
}

static TABLE: [Class; CLASSES] =
    [const { Class { next: AtomicU64::new(0), freed: Queue::new(), rest: Rest::new() } }; CLASSES];

/// Reserves the address space; false when there is none.
pub fn create() -> bool {
    let sizes = sys::map(WORD_BYTES as usize);
    let base = sys::map((BYTES + RANGE) as usize);
    if sizes.is_null()
        || base.is_null()
        || !rest::create()
        || !(0..CLASSES).all(|class| TABLE[class].freed.create(waiting(class)))
    {
        return false;
    }
    let start = (base as u64).next_multiple_of(RANGE);
    // SAFETY: advice for mappings just made. Huge pages would commit memory around small blocks.
    unsafe {
        libc::madvise(sizes.cast(), WORD_BYTES as usize, libc::MADV_DONTDUMP);
        let small = RANGE * u64::from(21 - SMALLEST);
        libc::madvise(sys::pointer(start), small as usize, libc::MADV_NOHUGEPAGE);
    }
    SIZES.store(sizes as u64, Ordering::Relaxed);
    BASE.store(start, Ordering::Release);
    if let Some(session) = state::session() {
        session.arena[1].store(sizes as u64, Ordering::Relaxed);
        session.arena[0].store(start, Ordering::Release);
    }
    true
}

fn waiting(class: usize) -> u64 {
    (RANGE >> bits(class)).min(WAITING)
}

pub fn class_for(size: u64) -> Option<usize> {
    (0..CLASSES).find(|&class| size <= (1 << bits(class)) - 2 * guard(bits(class)))
}

/// The word that says how large the block in a slot is.
fn size_of_slot(class: usize, slot: u64) -> &'static AtomicU64 {
    // SAFETY: inside the mapping: the slots of all sizes, one behind the other.
    unsafe { &*sys::pointer::<AtomicU64>(SIZES.load(Ordering::Acquire) + word(class, slot)) }
}

/// Bytes of the block in a slot, while it is in use.
fn in_use(Place { class, slot, .. }: Place) -> Option<u64> {
    let word = size_of_slot(class, slot).load(Ordering::Acquire);
    if word & FREED == 0 {
        block(word)
    } else {
        None
    }
}

/// Accesses to a slot, and to what lies next to it, are noted from now on: whoever touches memory there that it was not given
/// has gone astray. Memory of the arena never becomes anybody else's.
fn note_accesses(bits: u32, start: u64, size: u64, is_new: bool) {
    let page = sys::PAGE as u64;
    if bits > NOTED {
        shadow::keep(start - page, 2 * guard(bits) + size + 2 * page);
    } else if is_new {
        shadow::keep(start - page, (1 << bits) + 2 * page);
    }
}

/// What a block is for, and what it holds at first.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// A buffer of zeroes.
    Zeroed,
    /// A buffer that is marked as never written.
    Plain,
    /// A copy that the binding makes for a call: anything.
    Copy,
    /// The same, in a place that is kept for such copies: see [`reuse`].
    Home,
}

/// A block; null when there is no room for that size.
pub fn allocate(size: u64, wanted: Use) -> *mut u8 {
    let Some(class) = class_for(size).filter(|_| BASE.load(Ordering::Acquire) != 0) else {
        return core::ptr::null_mut();
    };
    let bits = bits(class);
    let Class { next, freed, rest } = &TABLE[class];
    let again = freed.pop((QUARANTINE >> bits).clamp(4, 1024)).or_else(|| rest.pop(class));
    let slot = again.unwrap_or_else(|| next.fetch_add(1, Ordering::Relaxed));
    if slot >= RANGE >> bits {
        return core::ptr::null_mut();
    }
    let kind = match wanted {
        Use::Zeroed => 0,
        Use::Plain => PLAIN,
        Use::Copy => COPY,
        Use::Home => COPY | HOME,
    };
    size_of_slot(class, slot).store((size + 1) | kind, Ordering::Release);
    let start = BASE.load(Ordering::Relaxed) + RANGE * class as u64 + (slot << bits);
    note_accesses(bits, start, size, again.is_none());
    let address = start + guard(bits);
    if wanted == Use::Plain {
        mark(address, size.min(MARKED));
    } else if wanted == Use::Zeroed && again.is_some() && bits < GIVEN_BACK {
        // SAFETY: the block is this caller's alone.
        unsafe { core::ptr::write_bytes(sys::pointer::<u8>(address), 0, size as usize) };
    }
    sys::pointer(address)
}

fn at(address: u64) -> Option<Place> {
    place(BASE.load(Ordering::Acquire), address)
}

/// Bytes of the block that begins at `address`.
pub fn size(address: u64) -> u64 {
    at(address).and_then(in_use).unwrap_or(0)
}

pub fn free(address: u64) {
    let Some(Place { class, slot, within }) = at(address) else { return };
    let before = size_of_slot(class, slot).fetch_or(FREED, Ordering::AcqRel);
    if before == 0 || before & FREED != 0 {
        sys::complain("ffiscope: a buffer was freed twice\n");
        std::process::abort()
    }
    if bits(class) >= GIVEN_BACK {
        // SAFETY: the slot is a range of whole pages that nobody uses.
        unsafe { libc::madvise(sys::pointer(address - within), 1 << bits(class), libc::MADV_DONTNEED) };
    }
    if before & HOME == 0 && !TABLE[class].freed.push(slot) {
        TABLE[class].rest.push(class, slot);
    }
}

/// Makes a freed block at home one of `size` bytes again; false while it is in use, or when it has no room.
pub fn reuse(address: u64, size: u64) -> bool {
    let Some(Place { class, slot, .. }) = at(address).filter(|place| class_for(size) == Some(place.class)) else {
        return false;
    };
    let word = size_of_slot(class, slot);
    let before = word.load(Ordering::Acquire);
    let again = (size + 1) | COPY | HOME;
    before & (FREED | HOME) == FREED | HOME
        && word.compare_exchange(before, again, Ordering::AcqRel, Ordering::Relaxed).is_ok()
}

/// Slack around the block that holds `[address, address + size)`, as far as it is watched.
pub fn around(address: u64, size: u64) -> Option<(u32, u32)> {
    let place = at(address)?;
    let (bits, within) = (bits(place.class), place.within);
    let end = guard(bits) + in_use(place)?;
    let inside = within >= guard(bits) && within + size <= end;
    let behind = ((1 << bits) - end).min(WATCHED);
    inside.then_some((guard(bits) as u32, behind as u32))
}

/// Room around a copy of the binding's, as far as it is watched; the binding's own words in front of it count as nobody's.
pub fn around_copy(address: u64, size: u64) -> Option<(u32, u32)> {
    let place = at(address)?;
    let bits = bits(place.class);
    let end = guard(bits) + in_use(place)?;
    let behind = ((1 << bits) - place.within - size.min(1 << bits)).min(WATCHED);
    (place.within >= guard(bits) && place.within + size <= end)
        .then_some((place.within.min(WATCHED) as u32, behind as u32))
}

pub fn contains(address: u64) -> bool {
    at(address).is_some()
}

/// Whether some of the bytes may never have been written: part of a block that began so, with four bytes in a row that still look so.
pub fn has_unwritten(address: u64, size: u64) -> bool {
    let word = at(address).map_or(0, |Place { class, slot, .. }| size_of_slot(class, slot).load(Ordering::Relaxed));
    let plain = word & PLAIN != 0;
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
            let at = allocate(size, Use::Zeroed) as u64;
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
        assert_eq!(allocate(1 << 40, Use::Zeroed), core::ptr::null_mut());
        // Freed slots are used again in the end, and zeroed then.
        let mut seen = std::collections::HashSet::new();
        let again = (0..5000).any(|_| {
            let at = allocate(100, Use::Zeroed);
            // SAFETY: a block of 100 bytes.
            let bytes = unsafe { core::slice::from_raw_parts_mut(at, 100) };
            assert!(bytes.iter().all(|&byte| byte == 0));
            bytes.fill(7);
            free(at as u64);
            !seen.insert(at as u64)
        });
        assert!(again && seen.len() >= 1024);
        // Also when more are freed at once than wait in the queue.
        let many = || (0..3 * WAITING).map(|_| allocate(1000, Use::Zeroed) as u64).collect::<Vec<_>>();
        let slots: std::collections::HashSet<u64> = many().into_iter().collect();
        slots.iter().for_each(|&at| free(at));
        let taken = many().into_iter().filter(|at| slots.contains(at)).count();
        assert!(taken as u64 >= 3 * WAITING - 1024, "{taken} of {}", 3 * WAITING);
        let marked = allocate(20, Use::Plain);
        // SAFETY: a block of 20 bytes.
        let bytes = unsafe { core::slice::from_raw_parts(marked, 20) };
        assert!(bytes.iter().all(|byte| byte & 0x81 == 0x80));
        assert_eq!(bytes[8..16], pattern(marked as u64 + 8).to_le_bytes());
        // The checks have the same in trace/checks/scan/unwritten.test.ts.
        assert_eq!(pattern(0x7f12_3456_7890), 0xd694_a88e_febc_94d8);
        assert!(has_unwritten(marked as u64, 20));
    }
}
