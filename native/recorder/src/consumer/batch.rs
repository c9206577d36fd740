//! Cells of sites that have been seen before, in regions where they have been before: nearly all there are.
//!
//! Everything that the next cell of a site needs is in one entry: where its accesses may lie to be treated alike, and what
//! their rows have in common. Anything else goes the long way, which leaves an entry behind.
use super::accesses::of_site;
use super::attribute::Cache;
use super::bytes::Known;
use super::calls::OpenCall;
use super::insns::KnownSite;
use super::stored::Words;
use super::Consumer;
use crate::engine::{SiteAccess, Stored};
use ffiscope_decode::Kind;
use ffiscope_tracefile::{flags, AccessRow, Rows, Writer, BLOCK_ACCESSES};
use ffiscope_wire::ring::{tag, FIRST_SITE};
use std::sync::atomic::{AtomicU64, Ordering};

/// Address, and tag with aux: see `wire::ring`.
pub type Cell = [AtomicU64; 2];

/// Accesses handled at once at most.
const BATCH: usize = 1024;

/// Accesses on their way into the block.
pub struct Buffer {
    which: [u16; BATCH],
    offset: [i64; BATCH],
    used: usize,
    keeping: Keeping,
}

/// Values of writes on their way into the block.
struct Keeping {
    /// Row in the block of the first access of the batch.
    first: u32,
    rows: [u32; BATCH],
    words: [u64; 2 * BATCH],
    writes: usize,
    used: usize,
}

impl Keeping {
    fn begin(&mut self, first: usize) {
        (self.first, self.writes, self.used) = (first as u32, 0, 0);
    }

    /// What the access with this number in the batch writes.
    #[inline]
    fn put(&mut self, at: usize, value: Option<[u64; 2]>, size: u8) {
        let Some(value) = value else { return };
        self.rows[self.writes % BATCH] = self.first + at as u32;
        self.words[self.used % (2 * BATCH)] = value[0];
        self.words[(self.used + 1) % (2 * BATCH)] = value[1];
        self.writes += 1;
        self.used += if size > 8 { 2 } else { 1 };
    }

    /// How many values were dropped.
    fn settle(&self, rows: &mut Rows<'_>) -> u64 {
        match rows.values(self.writes) {
            Some(values) => values.keep_words(&self.rows[..self.writes], &self.words[..self.used]),
            None => return self.writes as u64,
        }
        0
    }
}

impl Default for Buffer {
    fn default() -> Self {
        let keeping = Keeping { first: 0, rows: [0; BATCH], words: [0; 2 * BATCH], writes: 0, used: 0 };
        Self { which: [0; BATCH], offset: [0; BATCH], used: 0, keeping }
    }
}

/// There is no second access.
const NONE: u16 = u16::MAX;

/// What is known of a site's next cell: one cache line.
#[derive(Clone, Copy, Default)]
#[repr(C, align(64))]
struct Entry {
    /// First bytes of its accesses lie in `[low, low + span]`.
    low: u64,
    /// Offset in the region of `low`.
    base: u64,
    /// Where the value of a write is.
    stored: Stored,
    /// Bytes not yet counted for the call: `[run.0, run.1)`.
    run: (u64, u64),
    span: u32,
    /// The entry holds while this is the table's.
    epoch: u32,
    /// Added to the cell's address.
    shift: i32,
    shape: u16,
    /// Of the write that follows a read, [`NONE`] if there is none.
    second: u16,
    /// The region in the call's sets of bytes read and written.
    known: [Known; 2],
    size: u8,
    touches: Touches,
    /// Whether it is among those touched.
    listed: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Touches {
    #[default]
    Read,
    Written,
    Both,
}

impl Touches {
    fn reads(self) -> bool {
        self != Self::Written
    }

    fn writes(self) -> bool {
        self != Self::Read
    }
}

const _: () = assert!(size_of::<Entry>() == 64);

/// The entries of one thread's stream.
#[derive(Default)]
pub struct SiteTable {
    entries: Vec<Entry>,
    /// Entries with bytes that were not counted yet.
    touched: Vec<u32>,
    epoch: u32,
    /// Generation of the block for which the shapes hold.
    generation: u64,
}

impl SiteTable {
    /// Nothing that is known holds any longer. Bytes must have been counted.
    pub fn clear(&mut self) {
        match self.epoch.checked_add(1) {
            Some(next) => self.epoch = next,
            None => *self = Self { epoch: 1, ..Self::default() },
        }
    }

    fn follow(&mut self, generation: u64) {
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

impl Entry {
    /// Takes cells of this site from the front on while they lie where they may; how many.
    #[inline(never)]
    fn take(&mut self, tag: u32, cells: &[Cell], call: &mut OpenCall, buffer: &mut Buffer) -> usize {
        let Self { low, base, shift, span, size, shape, second, stored, .. } = *self;
        let mut taken = 0;
        let mut run = self.run;
        for cell in cells {
            if cell[1].load(Ordering::Acquire) as u32 != tag {
                break;
            }
            let Some(within) = within(cell, shift, low, span) else { break };
            let address = low + within;
            if address != run.1 {
                self.run = run;
                self.settle(call);
                run.0 = address;
            }
            run.1 = address + u64::from(size);
            if stored != Stored::Unknown {
                buffer.keeping.put(buffer.used, Words::default().take(stored, aux(cell), size.into()), size);
            }
            buffer.put(shape, second, base + within);
            taken += 1;
        }
        self.run = run;
        taken
    }

    /// Counts the bytes of one access.
    #[inline]
    fn touch(&self, address: u64, call: &mut OpenCall) {
        // A bit for each byte of the access.
        let mask = u64::MAX >> (64 - self.size);
        if self.touches.reads() {
            call.read.insert_bits(self.known[0], address, mask);
        }
        if self.touches.writes() {
            call.written.insert_bits(self.known[1], address, mask);
        }
    }

    fn settle(&mut self, call: &mut OpenCall) {
        let (start, end) = std::mem::take(&mut self.run);
        if self.touches.reads() {
            call.read.insert_in(self.known[0], start, end);
        }
        if self.touches.writes() {
            call.written.insert_in(self.known[1], start, end);
        }
    }
}

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

/// How far from `low` a cell's access begins, if that is at most `span`.
#[inline]
fn within(cell: &Cell, shift: i32, low: u64, span: u32) -> Option<u64> {
    let address = cell[0].load(Ordering::Relaxed).wrapping_add(i64::from(shift) as u64);
    let within = address.wrapping_sub(low);
    (within <= u64::from(span)).then_some(within)
}

impl Buffer {
    #[inline]
    fn put(&mut self, shape: u16, second: u16, offset: u64) {
        self.add(shape, offset);
        if second != NONE {
            self.add(second, offset);
        }
    }

    #[inline]
    fn add(&mut self, shape: u16, offset: u64) {
        let at = self.used % BATCH;
        (self.which[at], self.offset[at]) = (shape, offset as i64);
        self.used += 1;
    }
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
        let (entries, epoch) = (table.entries.as_mut_slice(), table.epoch);
        let (mut taken, mut writes) = (0, 0);
        let words = &mut self.words[at];
        buffer.used = 0;
        buffer.keeping.begin(first);
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
            if entry.epoch != epoch {
                break;
            }
            if next == tag {
                let together = entry.take(tag, &cells[taken..], call, buffer);
                if together == 0 {
                    break;
                }
                writes += u64::from(entry.touches.writes()) * together as u64;
                taken += together;
                tag = tag_at(cells, taken);
                continue;
            }
            let Some(within) = within(&cells[taken], entry.shift, entry.low, entry.span) else { break };
            entry.touch(entry.low + within, call);
            if entry.stored != Stored::Unknown {
                let value = words.take(entry.stored, aux(&cells[taken]), entry.size.into());
                buffer.keeping.put(buffer.used, value, entry.size);
            }
            buffer.put(entry.shape, entry.second, entry.base + within);
            writes += u64::from(entry.touches.writes());
            taken += 1;
            tag = next;
        }
        let dropped = buffer.keeping.settle(&mut rows);
        rows.block().extend(&buffer.which[..buffer.used], &buffer.offset[..buffer.used]);
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

impl SiteTable {
    fn learn(
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
        let at = tag.wrapping_sub(FIRST_SITE) as usize;
        if at >= self.entries.len() {
            self.entries.resize((at + 1).next_power_of_two(), Entry::default());
        }
        let entry = &mut self.entries[at];
        entry.settle(call);
        if !entry.listed {
            self.touched.push(at as u32);
        }
        *entry = Entry {
            low,
            base: low - region.start,
            stored,
            run: (0, 0),
            span: u32::try_from(last - low).unwrap_or(u32::MAX),
            epoch: self.epoch,
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
    }
}
