//! Region contents in 4 KiB pages, each stored once.
use std::collections::hash_map::Entry;
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use xxhash_rust::xxh3::xxh3_128_with_seed;

pub const PAGE_BYTES: usize = 4096;

/// How many pages hold `size` bytes.
pub fn snapshot_pages(size: u64) -> u64 {
    size.div_ceil(PAGE_BYTES as u64)
}

/// Hashes to 128 bits, so that equal hashes may be taken for equal pages.
#[derive(Debug)]
pub struct Pages {
    /// Another one in each recording: nobody can prepare pages that are taken for each other.
    seed: u64,
    known: HashMap<u128, u32>,
    /// Payload of the PAGES block that is being filled.
    pending: Vec<u8>,
    pending_count: u32,
    next: u32,
}

impl Default for Pages {
    fn default() -> Self {
        Self {
            seed: RandomState::new().hash_one(PAGE_BYTES),
            known: HashMap::default(),
            pending: Vec::new(),
            pending_count: 0,
            next: 1,
        }
    }
}

impl Pages {
    /// Number of a page with these bytes (at most [`PAGE_BYTES`]).
    pub fn number(&mut self, bytes: &[u8]) -> u32 {
        debug_assert!(bytes.len() <= PAGE_BYTES);
        match self.known.entry(xxh3_128_with_seed(bytes, self.seed)) {
            Entry::Occupied(entry) => *entry.get(),
            Entry::Vacant(entry) => {
                let number = self.next;
                self.next += 1;
                entry.insert(number);
                self.pending.extend_from_slice(&number.to_le_bytes());
                self.pending.extend_from_slice(&(bytes.len() as u32).to_le_bytes());
                self.pending.extend_from_slice(bytes);
                self.pending_count += 1;
                number
            }
        }
    }

    pub fn pending_bytes(&self) -> usize {
        self.pending.len()
    }

    /// Payload, how many pages are in it, number of the first.
    pub fn take(&mut self) -> Option<(Vec<u8>, usize, u32)> {
        let count = std::mem::take(&mut self.pending_count);
        (count > 0).then(|| (std::mem::take(&mut self.pending), count as usize, self.next - count))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_pages_are_stored_once() {
        let mut pages = Pages::default();
        assert_eq!(pages.number(&[7; 4096]), 1);
        assert_eq!(pages.number(&[7; 4095]), 2);
        assert_eq!(pages.number(&[7; 4096]), 1);
        let (bytes, count, first) = pages.take().unwrap();
        assert_eq!((bytes.len(), count, first), (8 + 4096 + 8 + 4095, 2, 1));
        assert!(pages.take().is_none());
        assert_eq!(pages.number(&[7; 4095]), 2);
        assert!(pages.take().is_none());
        assert_eq!(pages.number(b"x"), 3);
        assert_eq!(pages.take().unwrap().2, 3);
    }
}
