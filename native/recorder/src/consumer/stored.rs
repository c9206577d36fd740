//! What the writes of cells stored.
use crate::engine::Stored;

/// Eight-byte words of VALUE cells whose access is still to come.
#[derive(Debug, Clone, Copy, Default)]
pub struct Words {
    words: [u64; 2],
    count: usize,
}

impl Words {
    #[inline]
    pub fn push(&mut self, word: u64) {
        if let Some(place) = self.words.get_mut(self.count) {
            *place = word;
        }
        self.count += 1;
    }

    /// The access that comes now is none of ours.
    #[inline]
    pub fn drop_for(&mut self, stored: Stored) {
        if stored == Stored::Before {
            self.count = 0;
        }
    }

    /// The value of the access that comes now: its bytes are the first `size` of these. `aux` is the cell's own.
    #[inline]
    pub fn take(&mut self, stored: Stored, aux: u32, size: u64) -> Option<[u64; 2]> {
        match stored {
            Stored::Unknown => None,
            Stored::Constant(value) => Some([value as u64, 0]),
            Stored::InCell => Some([aux.into(), 0]),
            Stored::Before => {
                // The words of a write that was never reached may be among them.
                let complete = std::mem::take(&mut self.count) as u64 * 8 == size;
                complete.then_some(self.words)
            }
        }
    }
}

/// The bytes of a value in memory.
pub fn bytes(words: [u64; 2]) -> [u8; 16] {
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&words[0].to_le_bytes());
    bytes[8..].copy_from_slice(&words[1].to_le_bytes());
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_belong_to_the_next_access_only() {
        let mut words = Words::default();
        words.push(5);
        assert_eq!(words.take(Stored::Before, 0, 8).map(|words| words[0]), Some(5));
        assert_eq!(words.take(Stored::Before, 0, 8), None);
        words.push(1);
        words.push(2);
        assert_eq!(words.take(Stored::Before, 0, 16), Some([1, 2]));
        assert_eq!(words.take(Stored::InCell, 9, 4), Some([9, 0]));
    }

    #[test]
    fn words_left_over_make_no_value() {
        let mut words = Words::default();
        (0..3).for_each(|word| words.push(word));
        assert_eq!(words.take(Stored::Before, 0, 16), None);
    }
}
