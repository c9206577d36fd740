//! Geometry of the memory that the program's buffers are kept in (`native/agent/src/isolate/arena.rs`), which the supervisor
//! reads to tell whose bytes an address is.
//!
//! Each size has a range of [`RANGE`] bytes from the base on, cut into slots of `1 << bits`; a block begins [`guard`] bytes behind
//! its slot's start. One word for each slot, found with [`word`], says how large its block is ([`block`]).

/// Slots of 2^SMALLEST to 2^LARGEST bytes. What is larger goes to the allocator that node had before.
pub const SMALLEST: u32 = 8;
pub const LARGEST: u32 = 33;
pub const CLASSES: usize = (LARGEST - SMALLEST + 1) as usize;
/// Address space of each size; memory is used only where blocks lie.
pub const RANGE_BITS: u32 = 36;
pub const RANGE: u64 = 1 << RANGE_BITS;
pub const BYTES: u64 = RANGE * CLASSES as u64;
/// Bytes of all words: those of the smallest size, and half as many of each next.
pub const WORD_BYTES: u64 = (RANGE >> SMALLEST) * 2 * 8;
/// No more slack than this counts as a region's own.
pub const WATCHED: u64 = 4096;
/// In a slot's word: the block began as memory that nobody had written.
pub const PLAIN: u64 = 1 << 63;
/// In a slot's word: the block was freed; its size stays until the slot is used again.
pub const FREED: u64 = 1 << 62;

/// In a slot's word: the block is a copy that the binding makes for a call, and no buffer of the program.
pub const COPY: u64 = 1 << 61;

/// In a slot's word: the slot is a copy's every time, and nobody else's when that was freed.
pub const HOME: u64 = 1 << 60;

/// Where in the arena an address lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub class: usize,
    pub slot: u64,
    /// Bytes from the slot's start.
    pub within: u64,
}

/// Of an address; none outside the arena at `base` (0: there is none).
pub fn place(base: u64, address: u64) -> Option<Place> {
    let offset = address.checked_sub(base).filter(|&offset| base != 0 && offset < BYTES)?;
    let class = (offset >> RANGE_BITS) as usize;
    let within = offset & (RANGE - 1);
    Some(Place { class, slot: within >> bits(class), within: within & ((1 << bits(class)) - 1) })
}

/// Size of a class's slots, as a power of two.
pub const fn bits(class: usize) -> u32 {
    SMALLEST + class as u32
}

/// Slack in front of a block, and behind it at least.
pub fn guard(bits: u32) -> u64 {
    (1u64 << bits >> 4).clamp(64, WATCHED)
}

/// Offset in bytes of a slot's word.
pub const fn word(class: usize, slot: u64) -> u64 {
    let first = (RANGE >> SMALLEST) * 2 - (RANGE >> SMALLEST << 1 >> class);
    (first + slot) * 8
}

/// Bytes of the block that a word speaks of, freed or not; none where a slot was never used.
pub const fn block(word: u64) -> Option<u64> {
    (word & !(PLAIN | FREED | COPY | HOME)).checked_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_is_in_one_slot_and_every_slot_has_a_word_of_its_own() {
        let base = 7 << RANGE_BITS;
        assert_eq!((place(0, 5), place(base, base - 1), place(base, base + BYTES)), (None, None, None));
        let mut end = 0;
        for class in 0..CLASSES {
            let (size, slots) = (1 << bits(class), RANGE >> bits(class));
            for slot in [0, 1, slots - 1] {
                let start = base + RANGE * class as u64 + slot * size;
                let at = |within| Some(Place { class, slot, within });
                assert_eq!((place(base, start), place(base, start + size - 1)), (at(0), at(size - 1)));
            }
            assert_eq!(word(class, 0), end);
            end = word(class, slots - 1) + 8;
        }
        assert!(end <= WORD_BYTES);
    }
}
