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

/// Ranges that continue the one before (a loop over an array) cost an addition only.
#[derive(Default)]
pub struct ByteSet {
    pages: NumberMap<Box<[u64; WORDS]>>,
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
        let bits = |page: &[u64; WORDS]| page.iter().map(|word| u64::from(word.count_ones())).sum::<u64>();
        self.pages.values().map(|page| bits(page)).sum()
    }

    fn settle(&mut self) {
        let (mut at, end) = std::mem::take(&mut self.run);
        while at < end {
            let page_end = (at | (PAGE - 1)).saturating_add(1);
            let stop = end.min(page_end);
            let page = self.pages.entry(at >> PAGE_SHIFT).or_insert_with(|| Box::new([0; WORDS]));
            set_bits(page, at & (PAGE - 1), stop - at);
            at = stop;
        }
    }
}

fn set_bits(page: &mut [u64; WORDS], first: u64, count: u64) {
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
