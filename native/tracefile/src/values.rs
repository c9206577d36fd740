//! What the writes of one block stored, as the payload of a VALUES block.
use crate::access::{flags, AccessRow, Block};
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

    /// The payload for this block, in which so many accesses write; `None` when there are no values. `room` is kept for the next one.
    pub fn payload<'a>(&self, block: &Block, writes: u64, room: &'a mut Vec<u8>) -> Option<&'a [u8]> {
        if self.rows.is_empty() {
            return None;
        }
        let runs = if self.rows.len() as u64 == writes { all(writes) } else { runs(block, &self.rows) };
        let mut front = Vec::with_capacity(runs.len() + 8);
        put(&mut front, runs.len() as u64);
        front.extend_from_slice(&runs);
        // What goes beyond the size of one is written over by the next one.
        let most = front.len() + self.words.len() * 8;
        if room.len() < most {
            room.resize(most, 0);
        }
        room[..front.len()].copy_from_slice(&front);
        let bytes = self.bytes(block, &mut room[front.len()..]);
        Some(&room[..front.len() + bytes])
    }

    /// Numbers as difference to the one that the same instruction stored before: counters and patterns become runs of one number.
    /// How many bytes these are; for each word there must be room for eight.
    fn bytes(&self, block: &Block, out: &mut [u8]) -> usize {
        let mut lasts = Lasts::new(block);
        let mut at = 0;
        let (mut rows, mut words) = (self.rows.as_slice(), self.words.as_slice());
        while let Some(row) = rows.first() {
            let shape = block.which[*row as usize];
            let Stores { size, place } = lasts.shapes[usize::from(shape)];
            let Some(last) = lasts.lasts.get_mut(place as usize) else {
                let (own, others) = words.split_at(size.div_ceil(8));
                own.iter()
                    .zip(out[at..].chunks_mut(8))
                    .for_each(|(word, out)| out.copy_from_slice(&word.to_le_bytes()));
                at += size;
                (rows, words) = (&rows[1..], others);
                continue;
            };
            let before = if last.1 == size { last.0 } else { 0 };
            let together = stretch(rows, &block.which).max(1);
            let own = &words[..together];
            if let [value] = own {
                out[at..at + 8].copy_from_slice(&value.wrapping_sub(before).to_le_bytes());
            } else {
                differences(&mut out[at..], size, before, own);
            }
            *last = (own[together - 1], size);
            at += size * together;
            (rows, words) = (&rows[together..], &words[together..]);
        }
        at
    }
}

/// Rows that are looked at together.
const STRETCH: usize = 32;

/// So many if the first ones of these rows are neighbours of one shape; else none.
#[inline]
fn stretch(rows: &[u32], which: &[u16]) -> usize {
    let [first, second, ..] = rows else { return 0 };
    let Some(last) = rows.get(STRETCH - 1) else { return 0 };
    let (first, last) = (*first as usize, *last as usize);
    if *second as usize != first + 1 || last != first + STRETCH - 1 {
        return 0;
    }
    let shapes = &which[first..=last];
    let others = shapes.iter().fold(0, |other, shape| other | (shape ^ shapes[0]));
    if others == 0 {
        STRETCH
    } else {
        0
    }
}

/// Each word less the one before it, in so many bytes each.
fn differences(out: &mut [u8], size: usize, before: u64, words: &[u64]) {
    fn place<const N: usize>(out: &mut [u8], before: u64, words: &[u64]) {
        let Some((first, places)) = out.split_first_chunk_mut::<N>() else { return };
        first.copy_from_slice(&words[0].wrapping_sub(before).to_le_bytes()[..N]);
        for ((before, word), place) in words.iter().zip(&words[1..]).zip(places.chunks_exact_mut(N)) {
            place.copy_from_slice(&word.wrapping_sub(*before).to_le_bytes()[..N]);
        }
    }
    match size {
        1 => place::<1>(out, before, words),
        2 => place::<2>(out, before, words),
        4 => place::<4>(out, before, words),
        _ => place::<8>(out, before, words),
    }
}

/// The latest value that each instruction stored in the block.
struct Lasts {
    shapes: Vec<Stores>,
    /// Values of one instruction, and how many bytes they have; 0: it stored none yet.
    lasts: Vec<(u64, usize)>,
}

/// What one shape stores.
#[derive(Clone, Copy)]
struct Stores {
    /// Bytes.
    size: usize,
    /// Place of its instruction in the list; [`NO_NUMBER`] when values of this size are no numbers.
    place: u32,
}

const NO_NUMBER: u32 = u32::MAX;

impl Lasts {
    fn new(block: &Block) -> Self {
        let mut insns: Vec<u32> = block.shapes.iter().map(|row| row.insn).collect();
        insns.sort_unstable();
        insns.dedup();
        let place = |insn| insns.binary_search(&insn).unwrap_or(0) as u32;
        let stores = |row: &AccessRow| Stores {
            size: row.size as usize,
            place: if matches!(row.size, 1 | 2 | 4 | 8) { place(row.insn) } else { NO_NUMBER },
        };
        Self { shapes: block.shapes.iter().map(stores).collect(), lasts: vec![(0, 0); insns.len()] }
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
    use crate::access::Columns;

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
        let values = values.take(Values::default());
        Some(values.payload(&columns.take(Block::default()), writes.len() as u64, &mut Vec::new())?.to_vec())
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
        let (mut room, mut other) = (Vec::new(), vec![7; 500]);
        let payload = words.payload(&block, 5, &mut room);
        assert_eq!(payload, bytes.payload(&block, 5, &mut other));
        assert_eq!(payload.unwrap()[..10], [2, 5, 1, 1, 1, 2, 3, 4, 1, 2]);
    }

    #[test]
    fn long_stretches_are_differences_like_any_other() {
        for size in [1, 2, 4, 8, 16] {
            let mut columns = Columns::default();
            let shape = columns.shape(&AccessRow { insn: 1, flags: flags::WRITE, size, ..AccessRow::default() });
            let (mut values, mut expected, mut before) = (Values::default(), vec![2, 100, 1], 0_u64);
            for row in 0..100 {
                columns.push(shape, 0);
                let value = u64::from(row) * 0x0123_4567_89ab_cdef;
                let bytes = [value.to_le_bytes(), value.to_le_bytes()].concat();
                assert!(values.keep(row, &bytes[..size as usize]));
                let difference = value.wrapping_sub(before).to_le_bytes();
                let written = if size == 16 { &bytes } else { &difference[..] };
                expected.extend(&written[..size as usize]);
                before = value;
            }
            assert_eq!(
                values.payload(&columns.take(Block::default()), 100, &mut Vec::new()).unwrap(),
                expected,
                "{size}"
            );
        }
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
