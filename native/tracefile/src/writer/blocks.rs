//! From what has come together to blocks, in the order that a reader needs.
use super::{Lines, Writer, TEXT_BLOCK};
use crate::block::{BlockInfo, BlockType, BLOCK_ACCESSES};
use crate::event::Event;
use crate::store::Full;
use serde::Serialize;

impl Writer {
    pub(super) fn object(&mut self, ty: BlockType, object: &impl Serialize) {
        let mut lines = Lines::default();
        lines.push(object);
        self.block(BlockInfo::of(ty, 1), lines.bytes);
    }

    pub(super) fn block(&mut self, info: BlockInfo, payload: Vec<u8>) {
        if !payload.is_empty() && !self.is_discarding() && !self.queue.block(info, payload) {
            self.broken = Some(true);
        }
    }

    pub(super) fn push_event(&mut self, event: &Event) {
        self.settle_contents();
        self.push_line(event);
    }

    /// Contents whose neighbours have not come stand in front of everything else.
    fn settle_contents(&mut self) {
        if let Some(event) = self.contents.take() {
            self.push_line(&event);
        }
    }

    pub(super) fn push_line(&mut self, event: &Event) {
        self.events.push(event);
        if self.events.bytes.len() >= TEXT_BLOCK {
            self.write_lines();
        }
    }

    /// What accesses refer to stands in front of them, so that a file cut anywhere explains those it has.
    pub(super) fn write_context(&mut self) {
        self.write_defs();
        self.write_pages();
        self.write_events();
    }

    pub(super) fn write_defs(&mut self) {
        let lines = std::mem::take(&mut self.defs);
        self.block(BlockInfo::of(BlockType::Defs, lines.count), lines.bytes);
    }

    pub(super) fn write_events(&mut self) {
        self.settle_contents();
        self.write_lines();
    }

    fn write_lines(&mut self) {
        let lines = std::mem::take(&mut self.events);
        self.block(BlockInfo::of(BlockType::Calls, lines.count), lines.bytes);
    }

    pub(super) fn write_pages(&mut self) {
        if let Some((bytes, count, first)) = self.pages.take() {
            let info = BlockInfo { first_ordinal: first.into(), ..BlockInfo::of(BlockType::Pages, count) };
            self.block(info, bytes);
        }
    }

    /// Writes a thread's accesses, which gives them their ordinals, and then passes on what waited for those.
    pub(super) fn write_accesses(&mut self, at: usize) {
        self.settle_contents();
        let (number, thread) = self.threads.get(at);
        let rows = thread.columns.len();
        if rows > 0 {
            let times = thread.columns.times();
            let info = BlockInfo {
                thread: number,
                first_ordinal: self.ordinals,
                time_start: times.start(),
                time_end: times.end(),
                ..BlockInfo::of(BlockType::Accesses, rows)
            };
            let first_seq = thread.first_seq();
            // One that does not fill its blocks, or has ended, gets no room for a whole one: threads can be many.
            let (empty, no_values) =
                if rows < BLOCK_ACCESSES { Default::default() } else { std::mem::take(&mut self.empty) };
            let values = thread.values.take(no_values);
            self.values.kept += values.count() as u64;
            let block = thread.columns.take(empty);
            let shifts = block.shapes.iter().map(|row| self.region_sizes.shift(row.region)).collect();
            let full = Full { info, first_seq, block, shifts, values };
            match self.queue.accesses(full) {
                Some(empty) => self.empty = empty,
                None => self.broken = self.broken.or(Some(true)),
            }
            thread.block_written(self.ordinals, rows as u64);
            self.ordinals += rows as u64;
        }
        for event in thread.settled(self.ordinals) {
            self.events.push(&event);
        }
    }
}
