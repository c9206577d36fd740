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

/// Ranges that continue the one before (a loop over an array) cost an addition only.
#[derive(Default)]
pub struct ByteSet {
    /// Where in `pages` the page with this number is.
    index: NumberMap<usize>,
    pages: Vec<Page>,
    /// Number and place of the page used last; the next range is mostly in it again.
    latest: Option<(u64, usize)>,
    /// Not yet in `pages`; empty when both are equal.
    run: (u64, u64),
}

impl ByteSet {
    #[inline]
    pub fn insert(&mut self, address: u64, size: u64) {
        let end = address.saturating_add(size);
        if address >= self.run.0 && address <= self.run.1 {
            self.run.1 = self.run.1.max(end);
            return;
        }
        self.settle();
        self.run = (address, end);
    }

    /// How many bytes are in it.
    pub fn count(&mut self) -> u64 {
        self.settle();
        self.pages.iter().flatten().map(|word| u64::from(word.count_ones())).sum()
    }

    fn settle(&mut self) {
        let (mut at, end) = std::mem::take(&mut self.run);
        while at < end {
            let page_end = (at | (PAGE - 1)).saturating_add(1);
            let stop = end.min(page_end);
            set_bits(self.page(at >> PAGE_SHIFT), at & (PAGE - 1), stop - at);
            at = stop;
        }
    }

    #[inline]
    fn page(&mut self, number: u64) -> &mut Page {
        let place = match self.latest {
            Some((latest, place)) if latest == number => place,
            _ => self.find(number),
        };
        &mut self.pages[place]
    }

    fn find(&mut self, number: u64) -> usize {
        let fresh = self.pages.len();
        let place = *self.index.entry(number).or_insert(fresh);
        if place == fresh {
            self.pages.push([0; WORDS]);
        }
        self.latest = Some((number, place));
        place
    }
}

#[inline]
fn set_bits(page: &mut Page, first: u64, count: u64) {
    let (mut bit, end) = (first, first + count);
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
    }
}
