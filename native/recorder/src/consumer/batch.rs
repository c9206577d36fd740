//! Cells of a loop over a buffer: the same instruction again and again, in the same region. They are handled together.
use super::accesses::of_site;
use super::insns::KnownSite;
use super::Consumer;
use ffiscope_tracefile::{AccessRow, Writer};
use std::sync::atomic::{AtomicU64, Ordering};

/// Cells handled at once at most.
pub const BATCH: usize = 256;

/// Address, and tag with aux: see `wire::ring`.
pub type Cell = [AtomicU64; 2];

impl Consumer {
    /// Handles the cells at the front that are of one site and in the region where its instruction's last access was;
    /// how many these are. None of them when there is something to look up, to cut or to tell scopes about.
    #[inline]
    pub fn batch(&mut self, at: usize, cells: &[Cell], writer: &mut Writer) -> usize {
        let Some(front) = cells.first() else { return 0 };
        let tag = front[1].load(Ordering::Acquire) as u32;
        let Some(KnownSite::One { insn, access }) = self.insns.known(tag) else { return 0 };
        let found = of_site(*insn, front[0].load(Ordering::Relaxed), access);
        let thread = &mut self.threads[at];
        let known = self.caches[at].whole(found.insn, found.address, found.size);
        let (Some((stretch, region)), 0, Some(call)) = (known, thread.scopes, thread.stack.last_mut()) else {
            return 0;
        };
        let last = (region.end - found.size).min(stretch.high - 1);
        let bytes = call.bytes(found.flags);
        let mut count = 0;
        for (cell, offset) in cells.iter().zip(self.offsets.iter_mut()) {
            if cell[1].load(Ordering::Acquire) as u32 != tag {
                break;
            }
            let address = cell[0].load(Ordering::Relaxed).wrapping_add(access.offset as u64);
            if address < stretch.low || address > last {
                break;
            }
            bytes.insert(address, found.size);
            *offset = (address - region.start) as i64;
            count += 1;
        }
        let row = AccessRow {
            call: call.id,
            insn: found.insn,
            region: region.id,
            size: found.size,
            flags: found.flags,
            ..AccessRow::default()
        };
        writer.access_run(thread.number, &row, &self.offsets[..count]);
        count
    }
}
