//! The entries of a stream's sites.
use super::buffer::NONE;
use super::entry::{Entry, Touches};
use super::Cell;
use crate::consumer::accesses::of_site;
use crate::consumer::attribute::Cache;
use crate::consumer::calls::OpenCall;
use crate::consumer::spans::Stretch;
use crate::engine::{SiteAccess, Stored};
use ffiscope_tracefile::{flags, AccessRow, Rows};
use ffiscope_wire::ring::FIRST_SITE;
use std::sync::atomic::Ordering;

/// More stretches of memory that is not tracked are not kept in mind.
const GAPS: usize = 4;

/// The entries of one thread's stream.
#[derive(Default)]
pub struct SiteTable {
    pub entries: Vec<Entry>,
    /// Entries with bytes that were not counted yet.
    pub touched: Vec<u32>,
    pub epoch: u32,
    pub gaps: Gaps,
    /// Generation of the block for which the shapes hold.
    pub generation: u64,
}

impl SiteTable {
    /// Nothing that is known holds any longer. Bytes must have been counted.
    pub fn clear(&mut self) {
        self.gaps = Gaps::default();
        match self.epoch.checked_add(1) {
            Some(next) => self.epoch = next,
            None => *self = Self { epoch: 1, ..Self::default() },
        }
    }

    pub fn follow(&mut self, generation: u64) {
        if self.generation != generation {
            self.generation = generation;
            // Bytes that were not counted yet still are: see `learn`.
            self.epoch = self.epoch.wrapping_add(1).max(1);
        }
    }

    /// Counts what is still to be counted, for the call it belongs to.
    pub fn settle(&mut self, mut call: Option<&mut OpenCall>) {
        for at in std::mem::take(&mut self.touched) {
            let entry = &mut self.entries[at as usize];
            match &mut call {
                Some(call) => entry.settle(call),
                None => entry.run = (0, 0),
            }
            entry.listed = false;
        }
    }
}

/// Memory that is not tracked, half-open: the latest that were found.
#[derive(Clone, Copy, Default)]
pub struct Gaps {
    found: [(u64, u64); GAPS],
    next: usize,
}

impl Gaps {
    fn add(&mut self, stretch: Stretch) {
        self.found[self.next % GAPS] = (stretch.low, stretch.high);
        self.next += 1;
    }

    /// Whether all that this cell of a site means lies in one of them. What is known of a site but its place never changes.
    #[inline(never)]
    pub fn hold(&self, entry: &Entry, cell: &Cell) -> bool {
        let address = cell[0].load(Ordering::Relaxed).wrapping_add(i64::from(entry.shift) as u64);
        let size = u64::from(entry.size);
        size > 0 && self.found.iter().any(|(low, high)| address >= *low && address < *high && size <= high - address)
    }
}

impl SiteTable {
    /// The latest access of a site was to memory that is not tracked: others there may be passed over.
    pub fn learn_gap(&mut self, tag: u32, access: &SiteAccess, stored: Stored, stretch: Stretch) {
        let fits = (1..=64).contains(&access.size) && i32::try_from(access.offset).is_ok();
        if !fits {
            return;
        }
        self.gaps.add(stretch);
        let entry = self.entry(tag);
        if entry.size == 0 {
            (entry.size, entry.shift, entry.stored) = (access.size as u8, access.offset as i32, stored);
        }
    }

    fn entry(&mut self, tag: u32) -> &mut Entry {
        let at = tag.wrapping_sub(FIRST_SITE) as usize;
        if at >= self.entries.len() {
            // Of no epoch that is ever the table's.
            self.entries.resize((at + 1).next_power_of_two(), Entry::default());
        }
        &mut self.entries[at]
    }

    pub fn learn(
        &mut self,
        tag: u32,
        (insn, first, second, address): (u32, &SiteAccess, Option<&SiteAccess>, u64),
        stored: Stored,
        cache: &Cache,
        call: &mut OpenCall,
        mut rows: Rows<'_>,
    ) {
        let found = of_site(insn, address, first);
        let Some((stretch, region)) = cache.whole(insn, found.address, found.size) else { return };
        let last = (region.end - found.size).min(stretch.high - 1);
        let low = stretch.low.max(region.start);
        let fits = (1..=64).contains(&first.size) && i32::try_from(first.offset).is_ok();
        if last < low || !fits {
            return;
        }
        self.follow(rows.generation());
        let row = AccessRow {
            call: call.id,
            insn,
            region: region.id,
            size: found.size,
            flags: found.flags,
            ..AccessRow::default()
        };
        let shape = rows.shape(&row);
        let shape_of_second = |access| rows.shape(&AccessRow { flags: of_site(insn, 0, access).flags, ..row });
        let second = second.map(shape_of_second);
        if shape == NONE || second == Some(NONE) {
            return;
        }
        let second = second.unwrap_or(NONE);
        let writes = found.flags & flags::WRITE != 0;
        let epoch = self.epoch;
        let entry = self.entry(tag);
        entry.settle(call);
        let listed = std::mem::replace(&mut entry.listed, true);
        *entry = Entry {
            low,
            base: low - region.start,
            stored,
            run: (0, 0),
            span: u32::try_from(last - low).unwrap_or(u32::MAX),
            epoch,
            shift: first.offset as i32,
            shape,
            second,
            known: [call.read.know(region.start, region.end), call.written.know(region.start, region.end)],
            size: first.size as u8,
            touches: match (writes, second) {
                (true, _) => Touches::Written,
                (false, NONE) => Touches::Read,
                (false, _) => Touches::Both,
            },
            listed: true,
        };
        if !listed {
            self.touched.push(tag.wrapping_sub(FIRST_SITE));
        }
    }
}
