//! Columns of one thread's accesses, encoded row by row as they arrive.
use crate::times::Times;
use crate::varint::{put, zigzag};

/// Bits of [`AccessRow::flags`].
pub mod flags {
    pub const WRITE: u8 = 1;
    pub const UNCERTAIN: u8 = 2;
    /// Done by the kernel in a system call; `insn` is the one of the call.
    pub const KERNEL: u8 = 4;
    /// In no region, but near one (its anchor). Set by the writer.
    pub const NEAR: u8 = 8;
}

/// One access.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

/// Equal values in a row, as (how many, value).
#[derive(Debug, Default)]
struct Runs {
    bytes: Vec<u8>,
    value: u64,
    count: u64,
}

impl Runs {
    #[inline]
    fn push(&mut self, value: u64, count: u64) {
        if value != self.value {
            self.finish();
            self.value = value;
        }
        self.count += count;
    }

    fn finish(&mut self) {
        if self.count > 0 {
            put(&mut self.bytes, self.count);
            put(&mut self.bytes, self.value);
            self.count = 0;
        }
    }

    fn encode(&mut self, out: &mut Vec<u8>) {
        self.finish();
        column(out, &mut self.bytes);
        self.value = 0;
    }
}

/// What successive accesses mostly have in common: the values of the columns that are stored as runs.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Common {
    call: u32,
    region: u32,
    anchor: u32,
    count: u32,
    size: u64,
    flags: u8,
}

/// Accesses of one thread that were not written yet.
#[derive(Debug, Default)]
pub struct Columns {
    rows: usize,
    /// Of the latest `alike` rows, which are not in the runs yet.
    common: Common,
    alike: u64,
    call: Runs,
    region: Runs,
    size: Runs,
    flags: Runs,
    count: Runs,
    anchor: Runs,
    insn: Vec<u8>,
    offset: Vec<u8>,
    last_insn: u32,
    /// Last offset of each insn in this block, valid when its generation is the current one.
    last_offset: Vec<(u32, i64)>,
    generation: u32,
    pub times: Times,
}

impl Columns {
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Appends a row for each of these offsets; `row` holds everything else.
    #[inline]
    pub fn push(&mut self, row: &AccessRow, offsets: &[i64]) {
        if offsets.is_empty() {
            return;
        }
        self.rows += offsets.len();
        let AccessRow { call, region, anchor, count, size, flags, .. } = *row;
        let common = Common { call, region, anchor, count, size, flags };
        if common != self.common {
            self.settle();
            self.common = common;
        }
        self.alike += offsets.len() as u64;
        put(&mut self.insn, zigzag(i64::from(row.insn) - i64::from(self.last_insn)));
        // Differences to the same insn before.
        self.insn.resize(self.insn.len() + offsets.len() - 1, 0);
        self.last_insn = row.insn;
        let mut last = *self.last_offset(row.insn);
        for &offset in offsets {
            put(&mut self.offset, zigzag(offset.wrapping_sub(last)));
            last = offset;
        }
        *self.last_offset(row.insn) = last;
    }

    /// Adds the rows that were alike to the runs.
    fn settle(&mut self) {
        let alike = std::mem::take(&mut self.alike);
        if alike == 0 {
            return;
        }
        let Common { call, region, anchor, count, size, flags } = self.common;
        let outside = region == 0;
        self.call.push(call.into(), alike);
        self.region.push(region.into(), alike);
        self.size.push(size, alike);
        self.flags.push((if outside { flags | flags::NEAR } else { flags }).into(), alike);
        self.count.push(count.into(), alike);
        if outside {
            self.anchor.push(anchor.into(), alike);
        }
    }

    #[inline]
    fn last_offset(&mut self, insn: u32) -> &mut i64 {
        let at = insn as usize;
        if at >= self.last_offset.len() {
            self.last_offset.resize((at + 1).next_power_of_two().max(64), (u32::MAX, 0));
        }
        let slot = &mut self.last_offset[at];
        if slot.0 != self.generation {
            *slot = (self.generation, 0);
        }
        &mut slot.1
    }

    /// Appends the payload of a block and starts over.
    pub fn encode(&mut self, out: &mut Vec<u8>, first_ordinal: u64, first_seq: u64) {
        self.settle();
        put(out, first_ordinal);
        put(out, first_seq);
        put(out, self.rows as u64);
        self.call.encode(out);
        column(out, &mut self.insn);
        self.region.encode(out);
        column(out, &mut self.offset);
        for runs in [&mut self.size, &mut self.flags, &mut self.count, &mut self.anchor] {
            runs.encode(out);
        }
        let mut marks = Vec::new();
        self.times.encode(&mut marks);
        column(out, &mut marks);
        self.rows = 0;
        self.last_insn = 0;
        self.generation = self.generation.wrapping_add(1) & 0x7fff_ffff;
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
    fn a_run_of_accesses_is_stored_like_single_ones() {
        let rows = |offset| AccessRow { call: 1, insn: 5, region: 2, offset, size: 4, ..AccessRow::default() };
        let other =
            AccessRow { call: 1, insn: 4, anchor: 2, offset: -8, size: 8, flags: flags::WRITE, ..AccessRow::default() };
        let offsets = [0, 4, 8, 400, 12];
        let (mut single, mut run) = (Columns::default(), Columns::default());
        for columns in [&mut single, &mut run] {
            columns.push(&other, &[other.offset]);
        }
        offsets.iter().for_each(|&offset| single.push(&rows(offset), &[offset]));
        run.push(&rows(0), &offsets);
        run.push(&rows(0), &[]);
        let mut encoded = [Vec::new(), Vec::new()];
        for (columns, out) in [&mut single, &mut run].into_iter().zip(&mut encoded) {
            columns.push(&other, &[other.offset]);
            assert_eq!(columns.len(), 7);
            columns.encode(out, 0, 1);
        }
        assert_eq!(encoded[0], encoded[1]);
    }
}
