//! The rows of the INDEX blocks while the file is written: a recording of hours has millions of blocks, so they are kept packed.
use crate::block::{BlockInfo, BLOCK_HEADER, FILE_HEADER};
use crate::varint::{put, take, unzigzag, zigzag};
use serde::Serialize;

/// Rows of one INDEX block: some 8 MiB of JSON, far from what a block may hold.
const ROWS: usize = 100_000;

/// One line of an INDEX block: offset, type, stored, raw, items, thread, first ordinal, times.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct IndexRow(u64, u16, u32, u32, u32, u32, u64, u64, u64);

#[derive(Debug, Serialize)]
pub struct Part {
    blocks: Vec<IndexRow>,
}

/// What a row is told against.
#[derive(Debug, Clone, Copy)]
struct Before {
    /// Where the next block begins.
    offset: u64,
    first_ordinal: u64,
    time: u64,
}

impl Default for Before {
    fn default() -> Self {
        Self { offset: FILE_HEADER as u64, first_ordinal: 0, time: 0 }
    }
}

impl Before {
    fn follow(&mut self, info: &BlockInfo, stored: usize) {
        self.offset += (BLOCK_HEADER + stored) as u64;
        (self.first_ordinal, self.time) = (info.first_ordinal, info.time_start);
    }
}

#[derive(Debug, Default)]
pub struct Index {
    packed: Vec<u8>,
    before: Before,
}

impl Index {
    /// A block of `stored` payload bytes, `raw` unpacked, behind the last one.
    pub fn push(&mut self, info: &BlockInfo, stored: usize, raw: usize) {
        let Before { first_ordinal, time, .. } = self.before;
        let out = &mut self.packed;
        for number in [info.ty as u64, stored as u64, raw as u64, u64::from(info.items), u64::from(info.thread)] {
            put(out, number);
        }
        put(out, zigzag(info.first_ordinal.wrapping_sub(first_ordinal) as i64));
        put(out, zigzag(info.time_start.wrapping_sub(time) as i64));
        put(out, zigzag(info.time_end.wrapping_sub(info.time_start) as i64));
        self.before.follow(info, stored);
    }

    /// The INDEX blocks, in order; at least one.
    pub fn parts(&self) -> impl Iterator<Item = Part> + '_ {
        let mut rows = self.rows();
        let mut first = true;
        std::iter::from_fn(move || {
            let blocks: Vec<_> = rows.by_ref().take(ROWS).collect();
            let part = (first || !blocks.is_empty()).then_some(Part { blocks });
            first = false;
            part
        })
    }

    fn rows(&self) -> impl Iterator<Item = IndexRow> + '_ {
        let mut rest = &self.packed[..];
        let mut before = Before::default();
        std::iter::from_fn(move || {
            let mut number = || take(&mut rest);
            let (ty, stored, raw, items, thread) = (number()?, number()?, number()?, number()?, number()?);
            let (ordinal, start, length) = (unzigzag(number()?), unzigzag(number()?), unzigzag(number()?));
            let first_ordinal = before.first_ordinal.wrapping_add_signed(ordinal);
            let start = before.time.wrapping_add_signed(start);
            let end = start.wrapping_add_signed(length);
            let row = IndexRow(
                before.offset,
                ty as u16,
                stored as u32,
                raw as u32,
                items as u32,
                thread as u32,
                first_ordinal,
                start,
                end,
            );
            before = Before { offset: before.offset + BLOCK_HEADER as u64 + stored, first_ordinal, time: start };
            Some(row)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::block::BlockType;

    #[test]
    fn rows_come_back_as_they_went_in() {
        let mut index = Index::default();
        let info = BlockInfo {
            thread: 7,
            first_ordinal: 65_536,
            time_start: 5_000,
            time_end: 9_000,
            ..BlockInfo::of(BlockType::Accesses, 300)
        };
        index.push(&BlockInfo::of(BlockType::Defs, 2), 100, 400);
        index.push(&info, 1 << 20, 3 << 20);
        index.push(&BlockInfo::of(BlockType::Pages, 1), 4096, 4096);
        let header = BLOCK_HEADER as u64;
        let start = FILE_HEADER as u64;
        let accesses =
            IndexRow(start + header + 100, BlockType::Accesses as u16, 1 << 20, 3 << 20, 300, 7, 65_536, 5_000, 9_000);
        let pages = IndexRow(start + 2 * header + 100 + (1 << 20), BlockType::Pages as u16, 4096, 4096, 1, 0, 0, 0, 0);
        assert_eq!(index.rows().collect::<Vec<_>>()[1..], [accesses, pages]);
    }

    #[test]
    fn long_recordings_have_several_index_blocks() {
        let mut index = Index::default();
        for _ in 0..2 * ROWS + 1 {
            index.push(&BlockInfo::of(BlockType::Calls, 1), 200, 300);
        }
        let parts: Vec<_> = index.parts().map(|part| part.blocks.len()).collect();
        assert_eq!(parts, [ROWS, ROWS, 1]);
        assert_eq!(Index::default().parts().count(), 1);
    }
}
