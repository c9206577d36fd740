//! What is known of the next cell of a site, and the way of many cells of one site in a row.
use super::buffer::{Buffer, NONE};
use super::{aux, Cell};
use crate::consumer::bytes::Known;
use crate::consumer::calls::OpenCall;
use crate::consumer::stored::Words;
use crate::engine::Stored;
use std::sync::atomic::Ordering;

/// Shorter stretches go cell by cell.
const STRETCH: usize = 16;
/// Accesses further apart are no stretch.
const FURTHEST: u64 = 1 << 32;

/// What is known of a site's next cell: one cache line.
#[derive(Clone, Copy, Default)]
#[repr(C, align(64))]
pub struct Entry {
    /// First bytes of its accesses lie in `[low, low + span]`.
    pub low: u64,
    /// Offset in the region of `low`.
    pub base: u64,
    /// Where the value of a write is.
    pub stored: Stored,
    /// Bytes not yet counted for the call: `[run.0, run.1)`.
    pub run: (u64, u64),
    pub span: u32,
    /// The entry holds while this is the table's.
    pub epoch: u32,
    /// Added to the cell's address.
    pub shift: i32,
    pub shape: u16,
    /// Of the write that follows a read, [`NONE`] if there is none.
    pub second: u16,
    /// The region in the call's sets of bytes read and written.
    pub known: [Known; 2],
    pub size: u8,
    pub touches: Touches,
    /// Whether it is among those touched.
    pub listed: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Touches {
    #[default]
    Read,
    Written,
    Both,
}

impl Touches {
    pub fn reads(self) -> bool {
        self != Self::Written
    }

    pub fn writes(self) -> bool {
        self != Self::Read
    }
}

const _: () = assert!(size_of::<Entry>() == 64);

impl Entry {
    /// Takes cells of this site from the front on while they lie where they may; how many.
    #[inline(never)]
    pub fn take(&mut self, tag: u32, cells: &[Cell], call: &mut OpenCall, buffer: &mut Buffer) -> usize {
        let mut taken = 0;
        while taken < cells.len() {
            let rest = &cells[taken..];
            let mut more = if self.second == NONE { self.stretch(tag, rest, call, buffer) } else { 0 };
            if more == 0 {
                more = self.each(tag, &rest[..rest.len().min(STRETCH)], call, buffer);
            }
            if more == 0 {
                break;
            }
            taken += more;
        }
        taken
    }

    /// The same one by one.
    fn each(&mut self, tag: u32, cells: &[Cell], call: &mut OpenCall, buffer: &mut Buffer) -> usize {
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

    /// The same at once for cells with equal distances; none when these are few.
    fn stretch(&mut self, tag: u32, cells: &[Cell], call: &mut OpenCall, buffer: &mut Buffer) -> usize {
        let [one, two, ..] = cells else { return 0 };
        let first = one[0].load(Ordering::Relaxed);
        let step = two[0].load(Ordering::Relaxed).wrapping_sub(first);
        if step.wrapping_add(FURTHEST) > 2 * FURTHEST {
            return 0;
        }
        let (mut count, mut expected) = (0, first);
        for (cell, word) in cells.iter().zip(buffer.keeping.words()) {
            let second = cell[1].load(Ordering::Acquire);
            if second as u32 != tag || cell[0].load(Ordering::Relaxed) != expected {
                break;
            }
            *word = second >> 32;
            expected = expected.wrapping_add(step);
            count += 1;
        }
        let place = |cell| within(cell, self.shift, self.low, self.span);
        let ends = if count < STRETCH { None } else { place(one).zip(place(&cells[count - 1])) };
        let Some((begin, end)) = ends else { return 0 };
        match self.stored {
            // What wide writes store comes in cells of its own in between, so that there are no stretches of them.
            Stored::Unknown | Stored::Before => {}
            Stored::InCell => buffer.keeping.put_words(buffer.used, count),
            Stored::Constant(value) if self.size <= 8 => {
                buffer.keeping.words()[..count].fill(value as u64);
                buffer.keeping.put_words(buffer.used, count);
            }
            Stored::Constant(_) => return 0,
        }
        buffer.put_stretch(self.shape, (self.base + begin, step), count);
        self.touch_all((self.low + begin, step, self.low + end), call);
        count
    }

    /// Counts the bytes of accesses from the first address to the last.
    fn touch_all(&mut self, (first, step, last): (u64, u64, u64), call: &mut OpenCall) {
        self.settle(call);
        let size = u64::from(self.size);
        if step.wrapping_add(size) <= 2 * size {
            self.run = (first.min(last), first.max(last) + size);
            return;
        }
        let mut address = first;
        loop {
            self.touch(address, call);
            if address == last {
                break;
            }
            address = address.wrapping_add(step);
        }
    }

    /// Counts the bytes of one access.
    #[inline(always)]
    pub fn touch(&self, address: u64, call: &mut OpenCall) {
        // A bit for each byte of the access.
        let mask = u64::MAX >> (64 - self.size);
        if self.touches.reads() {
            call.read.insert_bits(self.known[0], address, mask);
        }
        if self.touches.writes() {
            call.written.insert_bits(self.known[1], address, mask);
        }
    }

    pub fn settle(&mut self, call: &mut OpenCall) {
        let (start, end) = std::mem::take(&mut self.run);
        if self.touches.reads() {
            call.read.insert_in(self.known[0], start, end);
        }
        if self.touches.writes() {
            call.written.insert_in(self.known[1], start, end);
        }
    }
}

/// How far from `low` a cell's access begins, if that is at most `span`.
#[inline]
pub fn within(cell: &Cell, shift: i32, low: u64, span: u32) -> Option<u64> {
    let address = cell[0].load(Ordering::Relaxed).wrapping_add(i64::from(shift) as u64);
    let within = address.wrapping_sub(low);
    (within <= u64::from(span)).then_some(within)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::consumer::calls::CallKind;
    use std::sync::atomic::AtomicU64;

    const TAG: u32 = 70;
    const START: u64 = 0x10_0000;

    /// What is known after the cells were taken: the buffer, and how many bytes were touched.
    fn taken(stored: Stored, cells: &[Cell], together: bool) -> (usize, String, u64) {
        let mut call = OpenCall::new(1, CallKind::Call, &[]);
        let known = [call.read.know(START, START + 0x4000), call.written.know(START, START + 0x4000)];
        let mut entry = Entry {
            low: START,
            span: 0x3ffc,
            shape: 3,
            second: NONE,
            known,
            size: 4,
            stored,
            touches: Touches::Written,
            ..Entry::default()
        };
        let mut buffer = Box::<Buffer>::default();
        buffer.begin(7);
        let mut count = 0;
        while let Some(rest) = cells.get(count..).filter(|rest| !rest.is_empty()) {
            let rest = if together { rest } else { &rest[..1] };
            let more = entry.take(TAG, rest, &mut call, &mut buffer);
            count += more;
            if more == 0 {
                break;
            }
        }
        entry.settle(&mut call);
        (count, format!("{:?}", buffer.filled()), call.written.count())
    }

    #[test]
    fn stretches_are_what_their_cells_are() {
        let cell = |address: u64, value: u64| [AtomicU64::new(address), AtomicU64::new(u64::from(TAG) | value << 32)];
        for step in [0, 1, 4, -4, 3, -2, 40, -64, 0x1000, -0x1000, 1 << 40] {
            for length in [2, 15, 16, 17, 100] {
                let at = |number: i64| START.wrapping_add(0x2000).wrapping_add_signed(step * number);
                let mut cells: Vec<Cell> = (0..length).map(|number| cell(at(number), 5 * number as u64)).collect();
                cells.extend((0..20).map(|number| cell(START + 8 * number, number)));
                cells.push(cell(START + 0x8000, 0));
                for stored in [Stored::Unknown, Stored::InCell, Stored::Constant(-2)] {
                    assert_eq!(taken(stored, &cells, true), taken(stored, &cells, false), "{step} {length} {stored:?}");
                }
            }
        }
    }
}
