//! What has been translated: from original addresses to code memory and back.
use super::block::Known;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Spreads addresses; they are not chosen by an adversary.
#[derive(Default)]
pub struct AddressHasher(u64);

impl Hasher for AddressHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = (self.0 ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
    }
}

pub type ByAddress<V> = HashMap<u64, V, BuildHasherDefault<AddressHasher>>;

#[derive(Default)]
pub struct Blocks {
    /// Original address of an instruction to the offset of its translation.
    translated: ByAddress<u32>,
    /// (offset, original address), ascending.
    hot: Vec<(u32, u64)>,
    cold: Vec<(u32, u64)>,
    code_base: u64,
    /// Added since [`Self::take_new`].
    new: Vec<u64>,
}

impl Known for Blocks {
    fn contains(&self, address: u64) -> bool {
        self.translated.contains_key(&address)
    }

    fn add(&mut self, address: u64, translated: u64) {
        let offset = (translated - self.code_base) as u32;
        self.translated.insert(address, offset);
        self.hot.push((offset, address));
        self.new.push(address);
    }

    fn add_inside(&mut self, address: u64, translated: u64) {
        self.hot.push(((translated - self.code_base) as u32, address));
    }

    fn enter_at(&mut self, address: u64, translated: u64) {
        self.translated.insert(address, (translated - self.code_base) as u32);
    }
}

impl Blocks {
    pub fn new(code_base: u64) -> Self {
        Self { code_base, ..Self::default() }
    }

    pub fn offset(&self, address: u64) -> Option<u64> {
        self.translated.get(&address).map(|&offset| u64::from(offset))
    }

    /// Records copies of instructions in cold code (ascending), given as addresses.
    pub fn add_cold(&mut self, copies: &[(u64, u64)]) {
        let base = self.code_base;
        self.cold.extend(copies.iter().map(|&(address, original)| ((address - base) as u32, original)));
    }

    /// Takes an address back that was added in vain.
    pub fn remove(&mut self, address: u64) {
        self.translated.remove(&address);
    }

    /// Makes an address known again that was forgotten.
    pub fn put_back(&mut self, address: u64, offset: u64) {
        self.translated.insert(address, offset as u32);
    }

    pub fn take_new(&mut self) -> Vec<u64> {
        std::mem::take(&mut self.new)
    }

    /// The original instruction whose translation covers `offset`; hot code ends at `hot_end`.
    pub fn original(&self, offset: u64, hot_end: u64) -> Option<u64> {
        let list = if offset < hot_end { &self.hot } else { &self.cold };
        let after = list.partition_point(|&(start, _)| u64::from(start) <= offset);
        Some(list.get(after.checked_sub(1)?)?.1)
    }

    /// The original instruction whose translation begins exactly at `offset`.
    pub fn beginning(&self, offset: u64) -> Option<u64> {
        let after = self.hot.partition_point(|&(start, _)| u64::from(start) <= offset);
        let &(start, original) = self.hot.get(after.checked_sub(1)?)?;
        (u64::from(start) == offset).then_some(original)
    }

    /// Forgets what was translated from `[start, end)`; gives the addresses with their offsets. The way back stays: a
    /// thread may still be in that code.
    pub fn forget(&mut self, start: u64, end: u64) -> Vec<(u64, u64)> {
        let gone = self.translated.extract_if(|address, _| (start..end).contains(address));
        gone.map(|(address, offset)| (address, u64::from(offset))).collect()
    }
}
