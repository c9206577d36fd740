//! Cells of sites that have been seen before, in regions where they have been before: nearly all there are.
//!
//! Everything that the next cell of a site needs is in one entry: where its accesses may lie to be treated alike, and what
//! their rows have in common. Cells in memory that is not tracked, of pages that are, are passed over. Anything else goes the long
//! way, which leaves an entry behind.
mod buffer;
mod entry;
mod table;

use super::accesses::of_site;
use super::insns::KnownSite;
use super::Consumer;
use crate::engine::{SiteAccess, Stored};
use buffer::BATCH;
use entry::within;
use ffiscope_decode::Kind;
use ffiscope_tracefile::{Writer, BLOCK_ACCESSES};
use ffiscope_wire::ring::{tag, FIRST_SITE};
use std::sync::atomic::{AtomicU64, Ordering};

pub use buffer::Buffer;
pub use table::SiteTable;

/// Address, and tag with aux: see `wire::ring`.
pub type Cell = [AtomicU64; 2];

/// The tag of a cell, 0 where there is none.
#[inline]
fn tag_at(cells: &[Cell], at: usize) -> u32 {
    cells.get(at).map_or(0, |cell| cell[1].load(Ordering::Acquire) as u32)
}

/// What a cell says besides address and site.
#[inline]
fn aux(cell: &Cell) -> u32 {
    (cell[1].load(Ordering::Relaxed) >> 32) as u32
}

impl Consumer {
    /// Handles cells from the front on as long as they are of known sites in known places; how many these are.
    pub fn batch(&mut self, at: usize, cells: &[Cell], writer: &mut Writer) -> usize {
        let thread = &mut self.threads[at];
        let (0, Some(call)) = (thread.scopes, thread.stack.last_mut()) else { return 0 };
        let table = &mut self.sites[at];
        let mut rows = writer.rows(thread.number);
        table.follow(rows.generation());
        let first = rows.block().len();
        let room = BLOCK_ACCESSES - first;
        let buffer = &mut *self.buffer;
        let cells = &cells[..cells.len().min(room / 2).min(BATCH / 2)];
        let (entries, epoch, gaps) = (table.entries.as_mut_slice(), table.epoch, table.gaps);
        let (mut taken, mut writes) = (0, 0);
        let words = &mut self.words[at];
        buffer.begin(first);
        let mut tag = tag_at(cells, 0);
        loop {
            let Some(entry) = entries.get_mut(tag.wrapping_sub(FIRST_SITE) as usize) else {
                if tag != tag::VALUE {
                    break;
                }
                words.push(cells[taken][0].load(Ordering::Relaxed));
                taken += 1;
                tag = tag_at(cells, taken);
                continue;
            };
            let next = tag_at(cells, taken + 1);
            let cell = &cells[taken];
            let place = within(cell, entry.shift, entry.low, entry.span).filter(|_| entry.epoch == epoch);
            let Some(within) = place else {
                if !gaps.hold(entry, cell) {
                    break;
                }
                words.drop_for(entry.stored);
                taken += 1;
                tag = next;
                continue;
            };
            if next == tag {
                let together = entry.take(tag, &cells[taken..], call, buffer);
                writes += u64::from(entry.touches.writes()) * together as u64;
                taken += together;
                tag = tag_at(cells, taken);
                continue;
            }
            entry.touch(entry.low + within, call);
            if entry.stored != Stored::Unknown {
                let value = words.take(entry.stored, aux(cell), entry.size.into());
                buffer.keeping.put(buffer.used, value, entry.size);
            }
            buffer.put(entry.shape, entry.second, entry.base + within);
            writes += u64::from(entry.touches.writes());
            taken += 1;
            tag = next;
        }
        let dropped = buffer.settle(&mut rows);
        rows.finish(call.id, writes, dropped);
        taken
    }

    /// After a cell went the long way: the next ones of its site may be like it.
    pub fn learn(&mut self, at: usize, tag: u32, address: u64, writer: &mut Writer) {
        let thread = &mut self.threads[at];
        let (0, Some(call)) = (thread.scopes, thread.stack.last_mut()) else { return };
        let (insn, first, second, stored) = match self.insns.known(tag) {
            Some(KnownSite::One { insn, access, stored }) => (*insn, access, None, *stored),
            Some(KnownSite::Two { insn, accesses: [first, second] }) if is_modify(first, second) => {
                (*insn, first, Some(second), Stored::Unknown)
            }
            _ => return,
        };
        if let Some(stretch) = self.caches[at].untracked(insn, of_site(insn, address, first).address) {
            return self.sites[at].learn_gap(tag, first, stored, stretch);
        }
        let rows = writer.rows(thread.number);
        let access = (insn, first, second, address);
        self.sites[at].learn(tag, access, stored, &self.caches[at], call, rows);
    }
}

/// A read and then a write of the same bytes.
fn is_modify(first: &SiteAccess, second: &SiteAccess) -> bool {
    let same = first.offset == second.offset && first.size == second.size;
    same && first.kind == Kind::Read && second.kind == Kind::Write
}
