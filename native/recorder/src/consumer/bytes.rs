//! Distinct bytes: a set of addresses that grows by ranges.
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

const PAGE_SHIFT: u32 = 12;
const PAGE: u64 = 1 << PAGE_SHIFT;
const WORDS: usize = PAGE as usize / 64;

/// One multiplication: page numbers need no more.
#[derive(Default)]
pub struct NumberHasher(u64);

impl Hasher for NumberHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = (self.0 ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23);
    }
}

pub type NumberMap<V> = HashMap<u64, V, BuildHasherDefault<NumberHasher>>;

/// One bit a byte of a page.
type Page = [u64; WORDS];

/// Where the pages of one region are, found without hashing.
struct Directory {
    first: u64,
    /// One more than the place of each page; 0: not known yet.
    places: Vec<u32>,
}

/// Longer regions are found by hashing, bytes.
const LONGEST_DIRECTORY: u64 = 256 << 20;

/// Pages of a region, for [`ByteSet::insert_in`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Known(u16);

/// Pages that are found at once; a power of two. Code that merges two arrays goes to and fro between their pages.
const LATEST: usize = 8;

struct Latest([(u64, u32); LATEST]);

impl Default for Latest {
    fn default() -> Self {
        // No page has this number.
        Self([(u64::MAX, 0); LATEST])
    }
}

impl Latest {
    #[inline]
    fn get(&self, number: u64) -> Option<usize> {
        let (known, place) = self.0[number as usize % LATEST];
        (known == number).then_some(place as usize)
    }

    #[inline]
    fn put(&mut self, number: u64, place: usize) {
        self.0[number as usize % LATEST] = (number, place as u32);
    }
}

#[derive(Default)]
pub struct ByteSet {
    /// Where in `pages` the page with this number is.
    index: NumberMap<usize>,
    pages: Vec<Page>,
    /// Numbers and places of pages used lately, each in the slot of its number; the next range is mostly in one of them again.
    latest: Latest,
    /// All of the long range that came last is in it: copies go over one buffer again and again.
    whole: (u64, u64),
    directories: Vec<Directory>,
}

impl ByteSet {
    pub fn insert(&mut self, address: u64, size: u64) {
        let end = address.saturating_add(size);
        if address >= self.whole.0 && end <= self.whole.1 {
            return;
        }
        self.insert_in(Known::default(), address, end);
        if size >= PAGE {
            self.whole = (address, end);
        }
    }

    /// Prepares for many ranges in `[start, end)`.
    pub fn know(&mut self, start: u64, end: u64) -> Known {
        let (first, last) = (start >> PAGE_SHIFT, end.saturating_sub(1) >> PAGE_SHIFT);
        if end <= start || end - start > LONGEST_DIRECTORY {
            return Known::default();
        }
        let pages = (last - first + 1) as usize;
        if self.directories.len() >= usize::from(u16::MAX) {
            return Known::default();
        }
        let same = |directory: &Directory| directory.first == first && directory.places.len() >= pages;
        let at = self.directories.iter().position(same).unwrap_or_else(|| {
            self.directories.push(Directory { first, places: vec![0; pages] });
            self.directories.len() - 1
        });
        Known(at as u16 + 1)
    }

    /// Adds `[at, end)`, which lies in the region that `known` was prepared for.
    #[inline]
    pub fn insert_in(&mut self, known: Known, mut at: u64, end: u64) {
        while at < end {
            let stop = end.min((at | (PAGE - 1)).saturating_add(1));
            let place = self.place(known, at >> PAGE_SHIFT);
            set_bits(&mut self.pages[place], at & (PAGE - 1), stop - at);
            at = stop;
        }
    }

    /// Adds the bytes from `at` on that have a bit in `mask`.
    #[inline]
    pub fn insert_bits(&mut self, known: Known, at: u64, mask: u64) {
        let low = at % 64;
        if let (Some(place), true) = (self.latest.get(at >> PAGE_SHIFT), mask.leading_zeros() >= low as u32) {
            let word = &mut self.pages[place][(at & (PAGE - 1)) as usize / 64];
            // Mostly they are there already, and nothing has to wait for a store.
            if *word & mask << low != mask << low {
                *word |= mask << low;
            }
            return;
        }
        self.insert_elsewhere(known, at, at + u64::from(64 - mask.leading_zeros()));
    }

    #[inline(never)]
    fn insert_elsewhere(&mut self, known: Known, at: u64, end: u64) {
        self.insert_in(known, at, end);
    }

    /// How many bytes are in it.
    pub fn count(&self) -> u64 {
        self.pages.iter().flatten().map(|word| u64::from(word.count_ones())).sum()
    }

    #[inline]
    fn place(&mut self, known: Known, number: u64) -> usize {
        if let Some(place) = self.latest.get(number) {
            return place;
        }
        let directory = usize::from(known.0).wrapping_sub(1);
        if let Some(Directory { first, places }) = self.directories.get(directory) {
            if let Some(place @ 1..) = places.get(number.wrapping_sub(*first) as usize) {
                let place = *place as usize - 1;
                self.latest.put(number, place);
                return place;
            }
        }
        self.find(directory, number)
    }

    #[cold]
    fn find(&mut self, directory: usize, number: u64) -> usize {
        let fresh = self.pages.len();
        let place = *self.index.entry(number).or_insert(fresh);
        if place == fresh {
            self.pages.push([0; WORDS]);
        }
        if let Some(Directory { first, places }) = self.directories.get_mut(directory) {
            if let Some(entry) = places.get_mut(number.wrapping_sub(*first) as usize) {
                *entry = place as u32 + 1;
            }
        }
        self.latest.put(number, place);
        place
    }
}

#[inline]
fn set_bits(page: &mut Page, first: u64, count: u64) {
    if count == PAGE {
        *page = [u64::MAX; WORDS];
        return;
    }
    let (mut bit, end) = (first, first + count);
    if bit / 64 == (end - 1) / 64 && count < 64 {
        page[(bit / 64) as usize] |= ((1 << count) - 1) << (bit % 64);
        return;
    }
    while bit < end {
        let (word, low) = ((bit / 64) as usize, bit % 64);
        let width = (end - bit).min(64 - low);
        let ones = if width == 64 { u64::MAX } else { (1 << width) - 1 };
        page[word] |= ones << low;
        bit += width;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_count_once_however_often_and_however_wide() {
        let mut set = ByteSet::default();
        for address in (0x1000..0x1100).step_by(4) {
            set.insert(address, 4);
        }
        set.insert(0x1002, 8);
        set.insert(0xfff, 2);
        assert_eq!(set.count(), 0x101);
    }

    #[test]
    fn ranges_cross_pages() {
        let mut set = ByteSet::default();
        set.insert(0x1ffe, 0x2004);
        set.insert(10, 1);
        set.insert(0x2000, 16);
        assert_eq!(set.count(), 0x2005);
        set.insert(0x2ff0, 0x3020);
        set.insert(0x2000, 0x100);
        set.insert(0x600f, 2);
        assert_eq!(set.count(), 0x2005 + 0x200e + 1);
    }

    #[test]
    fn a_region_that_is_known_holds_the_same_bytes() {
        let mut set = ByteSet::default();
        set.insert(0x5000, 8);
        let known = set.know(0x4ff0, 0x9000);
        assert_eq!(set.know(0x4ff0, 0x9000), known);
        for address in [0x4ff8, 0x5004, 0x8ff8, 0x4ff8] {
            set.insert_in(known, address, address + 8);
        }
        assert_eq!(set.know(0, u64::MAX), Known::default());
        set.insert_in(Known::default(), 0x8fff, 0x9001);
        assert_eq!(set.count(), 8 + 8 + 4 + 8 + 1);
    }
}
