//! One thread's accesses, and the events that wait for ordinals of theirs.
//!
//! Ordinals count accesses in file order, so they are known when a thread's block is written. Events that name
//! ordinals (the end of a call, a system call) wait until then.
use crate::access::{flags, AccessRow, Columns};
use crate::event::Event;
use crate::values::Values;
use std::collections::HashMap;

/// What was seen of a running call. Indices count the thread's accesses from 0.
#[derive(Debug, Default, Clone, Copy)]
pub struct Tally {
    reads: u64,
    writes: u64,
    first: u64,
    last: u64,
    /// Half-open; known of the blocks that are written.
    ordinals: Option<(u64, u64)>,
}

/// An event, and the index of the access whose ordinal it needs (a system call) or nothing (the end of a call).
#[derive(Debug)]
struct Waiting {
    event: Event,
    index: Option<u64>,
}

#[derive(Debug, Default)]
pub struct Thread {
    pub columns: Columns,
    /// Of the block that is being filled.
    pub values: Values,
    /// Accesses in blocks already written.
    written: u64,
    /// First ordinal and first index of the block written last.
    last_block: (u64, u64),
    waiting: Vec<Waiting>,
    calls: HashMap<u32, Tally>,
    /// The call of the latest access, kept out of the map while it lasts.
    current: (u32, Tally),
}

impl Thread {
    /// Index of the next access.
    #[inline]
    pub fn next(&self) -> u64 {
        self.written + self.columns.len() as u64
    }

    /// Whether no access, event or running call of it is left.
    pub fn is_written(&self) -> bool {
        let idle = self.current.1.reads + self.current.1.writes == 0;
        !self.has_buffered() && self.calls.is_empty() && idle
    }

    pub fn first_seq(&self) -> u64 {
        self.written + 1
    }

    /// Appends one access.
    pub fn push(&mut self, row: &AccessRow) {
        let index = self.next();
        let shape = self.columns.shape(row);
        self.columns.push(shape, row.offset);
        self.count(row.call, index, u64::from(row.flags & flags::WRITE));
    }

    /// Counts the accesses from `index` on for a call; `writes` of them write.
    pub fn count(&mut self, call: u32, index: u64, writes: u64) {
        let more = self.next() - index;
        if more == 0 {
            return;
        }
        if self.current.0 != call {
            self.switch(call);
        }
        let tally = &mut self.current.1;
        if tally.reads + tally.writes == 0 {
            tally.first = index;
        }
        tally.last = index + more - 1;
        tally.writes += writes;
        tally.reads += more - writes;
    }

    /// Makes `call` the current one.
    fn switch(&mut self, call: u32) {
        let next = self.calls.remove(&call).unwrap_or_default();
        let (old, tally) = std::mem::replace(&mut self.current, (call, next));
        if tally.reads + tally.writes > 0 {
            self.calls.insert(old, tally);
        }
    }

    pub fn wait_end(&mut self, event: Event) {
        self.waiting.push(Waiting { event, index: None });
    }

    /// `accesses`: how many of the latest ones belong to the event.
    pub fn wait_syscall(&mut self, event: Event, accesses: u64) {
        let index = self.next().saturating_sub(accesses);
        self.waiting.push(Waiting { event, index: Some(index) });
    }

    /// Accesses that are not written, or events that wait for them.
    pub fn has_buffered(&self) -> bool {
        !self.columns.is_empty() || !self.waiting.is_empty()
    }

    /// The buffered accesses were written from this ordinal on.
    pub fn block_written(&mut self, first_ordinal: u64, rows: u64) {
        let start = self.written;
        self.last_block = (first_ordinal, start);
        self.written += rows;
        for tally in self.calls.values_mut().chain([&mut self.current.1]) {
            if tally.reads + tally.writes > 0 && tally.last >= start {
                let first = tally.ordinals.map_or_else(|| first_ordinal + (tally.first - start), |known| known.0);
                tally.ordinals = Some((first, first_ordinal + (tally.last - start) + 1));
            }
        }
    }

    /// Events that now have their ordinals. `next_ordinal` stands in for a call without accesses.
    pub fn settled(&mut self, next_ordinal: u64) -> Vec<Event> {
        let waiting = std::mem::take(&mut self.waiting);
        waiting
            .into_iter()
            .map(|Waiting { mut event, index }| {
                match &mut event {
                    Event::End { call, accesses, reads, writes, first_ordinal, last_ordinal, .. } => {
                        let tally = self.take_tally(*call);
                        (*reads, *writes, *accesses) = (tally.reads, tally.writes, tally.reads + tally.writes);
                        (*first_ordinal, *last_ordinal) = tally.ordinals.unwrap_or((next_ordinal, next_ordinal));
                    }
                    Event::Syscall { ordinal, .. } => {
                        let (first_ordinal, start) = self.last_block;
                        let index = index.unwrap_or(start);
                        *ordinal = if self.written == 0 {
                            next_ordinal
                        } else {
                            (first_ordinal + index).saturating_sub(start)
                        };
                    }
                    _ => {}
                }
                event
            })
            .collect()
    }

    fn take_tally(&mut self, call: u32) -> Tally {
        if self.current.0 == call {
            self.switch(0);
        }
        self.calls.remove(&call).unwrap_or_default()
    }
}
