//! Accesses to the program's buffers, and to the memory of nobody between them, that no call was given: a pointer has gone astray, or
//! the library has it from elsewhere. Such a buffer gets a region of its own in the file; memory of nobody is told by its distance
//! from what the call was given.
use super::arena::{Owner, MOST_STRANGERS};
use super::attribute::Target;
use super::spans::{Region, Stretch};
use super::Consumer;
use crate::recording::ids::Ids;
use ffiscope_tracefile::{Def, Event, Hex, RegionRow, Writer};
use ffiscope_wire::ring::begin::{kind, region_flags};

/// From farther away, nobody would say that an access goes past the end of a region.
const REACH: u64 = 1 << 20;

impl Consumer {
    /// What an address is that is in no region and not around one, which holds for all of `gap`.
    pub(super) fn stranger(&mut self, at: usize, address: u64, gap: Stretch, writer: &mut Writer) -> (Stretch, Target) {
        let Some(owner) = self.arena.owner(address) else {
            let (low, high) = self.arena.range();
            if (low..high).contains(&address) {
                return (gap.intersect(Stretch { low: address, high: address + 1 }), Target::Untracked);
            }
            let rest =
                if address < low { Stretch { low: 0, high: low } } else { Stretch { low: high, high: u64::MAX } };
            return (gap.intersect(rest), Target::Untracked);
        };
        match owner {
            Owner::Buffer { start, end } => {
                let known = self.stranger_region(at, start, end, writer);
                (gap.intersect(Stretch { low: start, high: end }), known.map_or(Target::Untracked, Target::Inside))
            }
            Owner::Nobody { end, .. } => {
                // Where the next nearest takes over is not worked out: the answer is for this address alone.
                let here = Stretch { low: address, high: address + 1 };
                let nearest = self.nearest(at, address);
                (here, nearest.map_or(Target::Untracked, |region| Target::Near(region, end.min(gap.high))))
            }
        }
    }

    /// The nearest region of the thread's calls, the innermost first, that lies among buffers of that size.
    fn nearest(&self, at: usize, address: u64) -> Option<Region> {
        let calls = self.threads[at].stack.iter().rev();
        let alike = |region: &Region| self.arena.are_alike(region.start, address);
        calls.into_iter().find_map(|call| call.spans.nearest(address, REACH, alike))
    }

    fn stranger_region(&mut self, at: usize, start: u64, end: u64, writer: &mut Writer) -> Option<Region> {
        if let Some(known) = self.strangers.get(&start).filter(|known| known.end == end) {
            return Some(*known);
        }
        if self.strangers.len() >= MOST_STRANGERS {
            self.stray += 1;
            return None;
        }
        let size = end - start;
        let label = Ids::take(&self.recording.ids.labels);
        writer.define(&Def::Label { id: label, text: format!("buffer of {size} bytes") });
        let row = RegionRow {
            id: Ids::take(&self.recording.ids.regions),
            label,
            ty: 0,
            kind: RegionRow::kind_name(kind::BUFFER),
            flags: region_flags::STRANGER,
            arg: None,
            parent: None,
            memory: 0,
            address: Hex(start),
            size,
            before: 0,
            after: 0,
            slack_before: 0,
            slack_after: 0,
            made: 0,
        };
        let region = Region { id: row.id, start, end, before: 0, after: 0, order: u32::MAX, lent: false, apart: true };
        writer.event(Event::Region { region: row, time: self.threads[at].now });
        self.strangers.insert(start, region);
        Some(region)
    }
}
