//! Translations of code that is not there any more, kept for when it is back: programs that make the same code at the same
//! place again and again would fill code memory.
use super::blocks::ByAddress;
use super::changing::Snapshot;
use std::collections::VecDeque;

/// Of one address; the oldest goes first.
const KEPT: usize = 8;

#[derive(Default)]
pub struct Retired(ByAddress<VecDeque<(Snapshot, u64)>>);

impl Retired {
    /// Keeps the translation at `offset` in code memory.
    pub fn add(&mut self, address: u64, snapshot: Snapshot, offset: u64) {
        let versions = self.0.entry(address).or_default();
        if versions.len() == KEPT {
            versions.pop_front();
        }
        versions.push_back((snapshot, offset));
    }

    /// The translation that was made from bytes of which `is_there` is true, which are never none.
    pub fn take(&mut self, address: u64, mut is_there: impl FnMut(&[u8]) -> bool) -> Option<(Snapshot, u64)> {
        let versions = self.0.get_mut(&address)?;
        let at = versions.iter().position(|(snapshot, _)| is_there(&snapshot.bytes))?;
        versions.remove(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn snapshot(byte: u8) -> Snapshot {
        Snapshot { bytes: vec![byte; 3], link: 0, newer: 0 }
    }

    #[test]
    fn versions_are_told_apart_by_their_bytes_and_bounded() {
        let mut retired = Retired::default();
        for byte in 0..10 {
            retired.add(7, snapshot(byte), u64::from(byte) * 100);
        }
        let mut take = |byte: u8| retired.take(7, |bytes| bytes[0] == byte).map(|(_, offset)| offset);
        assert_eq!([take(1), take(2), take(9), take(9)], [None, Some(200), Some(900), None]);
    }
}
