//! What the writes of one block stored, as the payload of a VALUES block.
use crate::access::{flags, Block};
use crate::varint::put;

/// Values of more bytes are not kept.
pub const MOST_BYTES: u64 = 64 * 1024;
/// Values of one block, bytes; what comes then is not kept.
const MOST_OF_BLOCK: usize = 16 << 20;

/// While a block is being filled: as little as possible is done with a value.
#[derive(Debug, Default)]
pub struct Values {
    /// Rows of the block that have one, ascending.
    rows: Vec<u32>,
    /// Of each as many as its size needs, little-endian; what is beyond the size means nothing.
    words: Vec<u64>,
}

impl Values {
    /// The write in this row left these bytes; false when the block has no room for more.
    pub fn keep(&mut self, row: u32, value: &[u8]) -> bool {
        if self.words.len() * 8 + value.len() > MOST_OF_BLOCK {
            return false;
        }
        self.rows.push(row);
        self.words.extend(value.chunks(8).map(|chunk| {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            u64::from_le_bytes(word)
        }));
        true
    }

    /// The same for several writes, of which each has one word for every 8 bytes. There must be room: see [`Self::has_room`].
    pub fn keep_words(&mut self, rows: &[u32], words: &[u64]) {
        self.rows.extend_from_slice(rows);
        self.words.extend_from_slice(words);
    }

    /// Whether so many writes of at most 16 bytes fit into this block.
    pub fn has_room(&self, writes: usize) -> bool {
        (self.words.len() + 2 * writes) * 8 <= MOST_OF_BLOCK
    }

    /// What was kept for the block that ends here. Starts over with the memory of another one.
    pub fn take(&mut self, mut empty: Values) -> Values {
        empty.rows.clear();
        empty.words.clear();
        std::mem::replace(self, empty)
    }

    /// Writes whose value was kept.
    pub fn count(&self) -> usize {
        self.rows.len()
    }

    /// The payload for this block, in which so many accesses write; `None` when there are no values.
    pub fn payload(&self, block: &Block, writes: u64) -> Option<Vec<u8>> {
        if self.rows.is_empty() {
            return None;
        }
        let runs = if self.rows.len() as u64 == writes { all(writes) } else { runs(block, &self.rows) };
        let mut out = Vec::with_capacity(runs.len() + self.words.len() * 8 + 16);
        put(&mut out, runs.len() as u64);
        out.extend_from_slice(&runs);
        self.bytes(block, &mut out);
        Some(out)
    }

    /// Numbers as difference to the one that the same instruction stored before: counters and patterns become runs of one number.
    fn bytes(&self, block: &Block, out: &mut Vec<u8>) {
        let mut lasts = Lasts::new(block);
        let mut words = self.words.iter();
        let mut at = out.len();
        out.resize(at + self.words.len() * 8, 0);
        // In a loop, the value before would be stored and loaded again at once: it is kept out of the list.
        let (mut shape, mut size, mut before) = (u16::MAX, 0, 0);
        for row in &self.rows {
            let next = block.which[*row as usize];
            if next != shape {
                lasts.put(shape, before);
                (size, before) = lasts.of(next);
                shape = next;
            }
            if matches!(size, 1 | 2 | 4 | 8) {
                let value = words.next().copied().unwrap_or(0);
                // What goes beyond the size is written over by the next one.
                out[at..at + 8].copy_from_slice(&value.wrapping_sub(before).to_le_bytes());
                before = value;
            } else {
                let own = words.by_ref().take(size.div_ceil(8));
                own.zip(out[at..].chunks_mut(8)).for_each(|(word, out)| out.copy_from_slice(&word.to_le_bytes()));
            }
            at += size;
        }
        out.truncate(at);
    }
}

/// By instruction, size and value of its latest write in the block.
struct Lasts {
    /// By shape: size, and place in `lasts`.
    shapes: Vec<(usize, usize)>,
    lasts: Vec<(usize, u64)>,
}

impl Lasts {
    fn new(block: &Block) -> Self {
        let mut insns: Vec<u32> = block.shapes.iter().map(|row| row.insn).collect();
        insns.sort_unstable();
        insns.dedup();
        let place = |insn| insns.binary_search(&insn).unwrap_or(0);
        let shapes = block.shapes.iter().map(|row| (row.size as usize, place(row.insn))).collect();
        Self { shapes, lasts: vec![(0, 0); insns.len()] }
    }

    /// Size of a shape's writes, and the value before.
    #[inline]
    fn of(&self, shape: u16) -> (usize, u64) {
        let (size, place) = self.shapes[usize::from(shape)];
        let last = self.lasts[place];
        (size, if last.0 == size { last.1 } else { 0 })
    }

    /// The latest value of a shape; values of other sizes than numbers have, and no shape at all, leave everything as it is.
    #[inline]
    fn put(&mut self, shape: u16, value: u64) {
        if let Some(&(size @ (1 | 2 | 4 | 8), place)) = self.shapes.get(usize::from(shape)) {
            self.lasts[place] = (size, value);
        }
    }
}

/// One run of values that are kept.
fn all(writes: u64) -> Vec<u8> {
    let mut out = Vec::new();
    put(&mut out, writes);
    put(&mut out, 1);
    out
}

/// How many writes in a row have a value, or have none.
fn runs(block: &Block, rows: &[u32]) -> Vec<u8> {
    let mut kept = rows.iter().copied().peekable();
    let (mut out, mut count, mut keeps) = (Vec::new(), 0, false);
    for (row, shape) in (0..).zip(&block.which) {
        if block.shapes[usize::from(*shape)].flags & flags::WRITE == 0 {
            continue;
        }
        let has = kept.next_if_eq(&row).is_some();
        if has != keeps && count > 0 {
            put(&mut out, count);
            put(&mut out, keeps.into());
            count = 0;
        }
        keeps = has;
        count += 1;
    }
    if count > 0 {
        put(&mut out, count);
        put(&mut out, keeps.into());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{AccessRow, Columns};

    /// A write of each value, with a read in front of all; `None`: not kept.
    fn payload(values: &mut Values, writes: &[(u32, Option<&[u8]>)]) -> Option<Vec<u8>> {
        let mut columns = Columns::default();
        let mut push = |insn, flags, size| {
            let shape = columns.shape(&AccessRow { insn, flags, size, ..AccessRow::default() });
            columns.push(shape, 0);
        };
        push(1, 0, 4);
        for (row, (insn, value)) in (1..).zip(writes) {
            push(*insn, flags::WRITE, value.map_or(4, <[u8]>::len) as u64);
            if let Some(value) = value {
                assert!(values.keep(row, value));
            }
        }
        values.take(Values::default()).payload(&columns.take(Block::default()), writes.len() as u64)
    }

    #[test]
    fn numbers_are_differences_of_their_instruction() {
        let writes: [(u32, Option<&[u8]>); 7] = [
            (1, Some(&[5, 0])),
            (1, None),
            (1, None),
            (1, None),
            (2, Some(&[9, 9, 9])),
            (1, Some(&[4, 1])),
            (1, Some(&[7])),
        ];
        let expected = [6, 1, 1, 3, 0, 3, 1, 5, 0, 9, 9, 9, 0xff, 0, 7];
        assert_eq!(payload(&mut Values::default(), &writes).unwrap(), expected);
    }

    #[test]
    fn words_are_the_same_as_their_bytes() {
        let (mut bytes, mut words) = (Values::default(), Values::default());
        let value: [u8; 16] = std::array::from_fn(|at| at as u8 + 1);
        for (row, size) in (0..).zip([1, 4, 16, 8, 16]) {
            assert!(bytes.keep(row, &value[..size]));
            words.keep_words(&[row], &[0x0807_0605_0403_0201, 0x100f_0e0d_0c0b_0a09][..if size > 8 { 2 } else { 1 }]);
        }
        let mut columns = Columns::default();
        for size in [1, 4, 16, 8, 16] {
            let shape = columns.shape(&AccessRow { insn: 1, flags: flags::WRITE, size, ..AccessRow::default() });
            columns.push(shape, 0);
        }
        let block = columns.take(Block::default());
        let payload = words.payload(&block, 5);
        assert_eq!(payload, bytes.payload(&block, 5));
        assert_eq!(payload.unwrap()[..10], [2, 5, 1, 1, 1, 2, 3, 4, 1, 2]);
    }

    #[test]
    fn a_block_without_values_has_no_payload_and_the_next_starts_from_zero() {
        let mut values = Values::default();
        assert_eq!(payload(&mut values, &[(1, None)]), None);
        for _ in 0..2 {
            assert_eq!(payload(&mut values, &[(1, Some(&[5]))]).unwrap(), [2, 1, 1, 5]);
        }
    }
}
