//! What the writes of one block stored, as the payload of a VALUES block.
use crate::access::{flags, Block};
use crate::varint::put;

/// Values of more bytes are not kept.
pub const MOST_BYTES: u64 = 64 * 1024;
/// Values of one block, bytes; what comes then is not kept.
const MOST_OF_BLOCK: usize = 16 << 20;

#[derive(Debug, Default)]
pub struct Values {
    /// Rows of the block that have one, ascending.
    rows: Vec<u32>,
    bytes: Vec<u8>,
    /// By insn: size and value of the last write in this block, valid when the generation is the current one.
    last: Vec<(u32, u64, u64)>,
    generation: u32,
}

impl Values {
    /// The write in this row left these bytes; false when the block has no room for more.
    #[inline]
    pub fn keep(&mut self, row: u32, insn: u32, value: &[u8]) -> bool {
        if self.bytes.len() + value.len() > MOST_OF_BLOCK {
            return false;
        }
        self.rows.push(row);
        match *value {
            [a] => self.number(insn, 1, a.into()),
            [a, b] => self.number(insn, 2, u16::from_le_bytes([a, b]).into()),
            [a, b, c, d] => self.number(insn, 4, u32::from_le_bytes([a, b, c, d]).into()),
            [a, b, c, d, e, f, g, h] => self.number(insn, 8, u64::from_le_bytes([a, b, c, d, e, f, g, h])),
            _ => self.bytes.extend_from_slice(value),
        }
        true
    }

    /// As difference to the value before: counters and patterns become runs of one number.
    #[inline]
    fn number(&mut self, insn: u32, size: usize, value: u64) {
        let at = insn as usize;
        if at >= self.last.len() {
            self.last.resize((at + 1).next_power_of_two().max(64), (u32::MAX, 0, 0));
        }
        let last = std::mem::replace(&mut self.last[at], (self.generation, size as u64, value));
        let before = if (last.0, last.1) == (self.generation, size as u64) { last.2 } else { 0 };
        self.bytes.extend_from_slice(&value.wrapping_sub(before).to_le_bytes()[..size]);
    }

    /// What was kept for the block that ends here. Starts over.
    pub fn take(&mut self) -> Kept {
        self.generation = self.generation.wrapping_add(1) & 0x7fff_ffff;
        Kept { rows: std::mem::take(&mut self.rows), bytes: std::mem::take(&mut self.bytes) }
    }
}

/// Values of one block.
#[derive(Debug, Default)]
pub struct Kept {
    rows: Vec<u32>,
    bytes: Vec<u8>,
}

impl Kept {
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// The payload for this block; `None` when there are no values.
    pub fn payload(mut self, block: &Block) -> Option<Vec<u8>> {
        if self.rows.is_empty() {
            return None;
        }
        let runs = runs(block, &self.rows);
        let mut out = Vec::with_capacity(runs.len() + self.bytes.len() + 8);
        put(&mut out, runs.len() as u64);
        out.extend_from_slice(&runs);
        out.append(&mut self.bytes);
        Some(out)
    }
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
        let mut push = |insn, flags| {
            let shape = columns.shape(&AccessRow { insn, flags, ..AccessRow::default() });
            columns.push(shape, 0);
        };
        push(1, 0);
        for (row, (insn, value)) in (1..).zip(writes) {
            push(*insn, flags::WRITE);
            if let Some(value) = value {
                assert!(values.keep(row, *insn, value));
            }
        }
        values.take().payload(&columns.take(Block::default()))
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
    fn a_block_without_values_has_no_payload_and_the_next_starts_from_zero() {
        let mut values = Values::default();
        assert_eq!(payload(&mut values, &[(1, None)]), None);
        for _ in 0..2 {
            assert_eq!(payload(&mut values, &[(1, Some(&[5]))]).unwrap(), [2, 1, 1, 5]);
        }
    }
}
