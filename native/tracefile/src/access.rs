//! Columns of one thread's accesses.
//!
//! Successive accesses mostly have all but their offsets in common with one of a few others before: an instruction, in a
//! region, in a call. That is their **shape**. A block holds each shape once, and for each access the number of its shape
//! and its offset.
use crate::times::Times;
use crate::varint::put;
use crate::walk::Walk;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::atomic::{AtomicU64, Ordering};

/// Bits of [`AccessRow::flags`].
pub mod flags {
    pub const WRITE: u8 = 1;
    pub const UNCERTAIN: u8 = 2;
    /// Done by the kernel in a system call; `insn` is the one of the call.
    pub const KERNEL: u8 = 4;
    /// In no region, but near one (its anchor). Set by the writer.
    pub const NEAR: u8 = 8;
}

/// First number of a payload that is laid out by shapes: no recording has so many accesses.
const BY_SHAPES: u64 = (1 << 53) - 1;

/// One access.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AccessRow {
    /// Call id, 0 outside calls.
    pub call: u32,
    /// Insn definition id, 0 unknown.
    pub insn: u32,
    /// Region id, 0 when in none.
    pub region: u32,
    /// Nearest region when `region` is 0, else 0.
    pub anchor: u32,
    /// Bytes from the start of `region`, or of `anchor` (then negative or not below its size).
    pub offset: i64,
    /// Bytes.
    pub size: u64,
    pub flags: u8,
    /// Elements of a repeated string instruction, else 1.
    pub count: u32,
}

impl Default for AccessRow {
    fn default() -> Self {
        Self { call: 0, insn: 0, region: 0, anchor: 0, offset: 0, size: 0, flags: 0, count: 1 }
    }
}

/// Shapes are not chosen by an adversary.
#[derive(Default)]
struct ShapeHasher(u64);

impl Hasher for ShapeHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|&byte| self.write_u64(byte.into()));
    }

    fn write_u8(&mut self, value: u8) {
        self.write_u64(value.into());
    }

    fn write_u32(&mut self, value: u32) {
        self.write_u64(value.into());
    }

    fn write_i64(&mut self, value: i64) {
        self.write_u64(value as u64);
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = (self.0 ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
    }
}

/// Accesses of one block.
#[derive(Debug, Default)]
pub struct Block {
    /// Rows with offset 0.
    pub shapes: Vec<AccessRow>,
    /// The row that each access is like, and its offset.
    pub which: Vec<u16>,
    pub offset: Vec<i64>,
    pub times: Times,
}

/// Accesses of one thread that were not written yet.
#[derive(Debug)]
pub struct Columns {
    block: Block,
    numbers: HashMap<AccessRow, u16, BuildHasherDefault<ShapeHasher>>,
    generation: u64,
}

/// Blocks of all threads are told apart by this.
static GENERATION: AtomicU64 = AtomicU64::new(1);

impl Default for Columns {
    fn default() -> Self {
        let generation = GENERATION.fetch_add(1, Ordering::Relaxed);
        Self { block: Block::default(), numbers: HashMap::default(), generation }
    }
}

impl Columns {
    pub fn len(&self) -> usize {
        self.block.which.len()
    }

    pub fn is_empty(&self) -> bool {
        self.block.which.is_empty()
    }

    /// Numbers of shapes hold as long as this stays the same; never 0.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// Number of a row's shape in this block.
    pub fn shape(&mut self, row: &AccessRow) -> u16 {
        let shape = AccessRow { offset: 0, ..*row };
        let shapes = &mut self.block.shapes;
        let fresh = shapes.len() as u16;
        let number = *self.numbers.entry(shape).or_insert(fresh);
        if number == fresh && shapes.len() == usize::from(fresh) {
            shapes.push(shape);
        }
        number
    }

    /// Appends an access.
    #[inline]
    pub fn push(&mut self, shape: u16, offset: i64) {
        self.block.which.push(shape);
        self.block.offset.push(offset);
    }

    /// Appends accesses: a shape and an offset each.
    #[inline]
    pub fn extend(&mut self, shapes: &[u16], offsets: &[i64]) {
        debug_assert_eq!(shapes.len(), offsets.len());
        self.block.which.extend_from_slice(shapes);
        self.block.offset.extend_from_slice(offsets);
    }

    pub fn times(&mut self) -> &mut Times {
        &mut self.block.times
    }

    /// The accesses up to here; the next ones go to `empty`, of which only the memory is used.
    pub fn take(&mut self, mut empty: Block) -> Block {
        empty.clear();
        empty.times = self.block.times.following();
        self.numbers.clear();
        self.generation = GENERATION.fetch_add(1, Ordering::Relaxed);
        std::mem::replace(&mut self.block, empty)
    }
}

impl Block {
    fn clear(&mut self) {
        self.shapes.clear();
        self.which.clear();
        self.offset.clear();
    }

    /// Appends the payload; what is counted on the way is in `walk` then.
    pub fn encode(&self, out: &mut Vec<u8>, (first_ordinal, first_seq): (u64, u64), walk: &mut Walk) {
        for number in [BY_SHAPES, first_ordinal, first_seq, self.which.len() as u64] {
            put(out, number);
        }
        let mut part = Vec::with_capacity(self.which.len() + 64);
        self.encode_shapes(&mut part);
        column(out, &mut part);
        if self.shapes.len() <= 256 {
            part.extend(self.which.iter().map(|&shape| shape as u8));
        } else {
            part.extend(self.which.iter().flat_map(|shape| shape.to_le_bytes()));
        }
        column(out, &mut part);
        walk.over(&self.which, &self.offset, &mut part);
        column(out, &mut part);
        self.times.encode(&mut part);
        column(out, &mut part);
    }

    fn encode_shapes(&self, out: &mut Vec<u8>) {
        put(out, self.shapes.len() as u64);
        for AccessRow { call, insn, region, anchor, size, flags, count, .. } in &self.shapes {
            for number in [*call, *insn, *region, *anchor] {
                put(out, number.into());
            }
            put(out, *size);
            put(out, (*flags).into());
            put(out, (*count).into());
        }
    }
}

/// A column behind its length in bytes; leaves `bytes` empty with its memory kept.
fn column(out: &mut Vec<u8>, bytes: &mut Vec<u8>) {
    put(out, bytes.len() as u64);
    out.append(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accesses_that_differ_in_their_offset_have_one_shape() {
        let mut columns = Columns::default();
        let row = AccessRow { call: 1, insn: 5, region: 2, offset: 8, size: 4, ..AccessRow::default() };
        let first = columns.shape(&row);
        assert_eq!(columns.shape(&AccessRow { offset: -1, ..row }), first);
        assert_ne!(columns.shape(&AccessRow { flags: flags::WRITE, ..row }), first);
        assert_ne!(columns.shape(&AccessRow { count: 2, ..row }), first);
        assert_eq!(columns.shape(&row), first);
    }

    #[test]
    fn numbers_of_shapes_hold_for_one_block() {
        let mut columns = Columns::default();
        let generation = columns.generation();
        let shape = columns.shape(&AccessRow::default());
        columns.push(shape, 3);
        assert_eq!(columns.take(Block::default()).offset, [3]);
        assert_eq!(columns.len(), 0);
        assert_ne!(columns.generation(), generation);
    }
}
