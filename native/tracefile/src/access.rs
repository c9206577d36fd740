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
    fn push(&mut self, value: u64) {
        if value != self.value {
            self.finish();
            self.value = value;
        }
        self.count += 1;
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

/// Accesses of one thread that were not written yet.
#[derive(Debug, Default)]
pub struct Columns {
    rows: usize,
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

    #[inline]
    pub fn push(&mut self, row: &AccessRow) {
        self.rows += 1;
        self.call.push(row.call.into());
        put(&mut self.insn, zigzag(i64::from(row.insn) - i64::from(self.last_insn)));
        self.last_insn = row.insn;
        self.region.push(row.region.into());
        let last = self.last_offset(row.insn);
        let delta = row.offset.wrapping_sub(*last);
        *last = row.offset;
        put(&mut self.offset, zigzag(delta));
        self.size.push(row.size);
        let near = if row.region == 0 { flags::NEAR } else { 0 };
        self.flags.push((row.flags | near).into());
        self.count.push(row.count.into());
        if row.region == 0 {
            self.anchor.push(row.anchor.into());
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
