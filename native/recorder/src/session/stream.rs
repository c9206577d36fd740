//! Reads the streams of one process out of its ring memory.
use super::process::Process;
use crate::consumer::Consumer;
use crate::engine::Engine;
use ffiscope_tracefile::Writer;
use ffiscope_wire::ring::{padded, tag, CELL_BYTES, CHUNKS, CHUNK_BYTES, FIRST_SITE};
use ffiscope_wire::session::claim;
use std::sync::atomic::Ordering;

const CELLS: usize = CHUNK_BYTES / CELL_BYTES;
/// A longer record is not believed.
const MAX_PAYLOAD: usize = 64 << 20;

/// How far one thread's stream was read.
#[derive(Default)]
pub struct Position {
    /// Whether the block has an owner that the consumer knows.
    known: bool,
    chunk: u32,
    cell: usize,
    /// Payload pieces of the record that is still coming.
    parts: Vec<u8>,
    payload: Vec<u8>,
    /// The other streams were read up to the record at `cell`, which begins or ends a call.
    others_read: bool,
}

/// What a stream holds after reading a part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// A chunk was finished: there may be more.
    More,
    /// Nothing more for now.
    Drained,
    /// The next record begins or ends a call. What other threads did before it belongs in front of it: they may use
    /// its regions, and it may use theirs. See [`Position::others_were_read`].
    Boundary,
}

/// What reading needs besides the position.
pub struct Target<'a> {
    pub process: &'a Process,
    pub engine: &'a mut dyn Engine,
    pub consumer: &'a mut Consumer,
    pub writer: &'a mut Writer,
}

impl Position {
    /// Reads up to the end of the current chunk, or to the first cell that was not written yet. With `stop_at_calls`
    /// it stops in front of records that begin or end a call.
    pub fn read(&mut self, at: usize, stop_at_calls: bool, target: &mut Target<'_>) -> Progress {
        let block = target.process.session.thread(at);
        let ended = block.claim.load(Ordering::Acquire) == claim::ENDED;
        if !self.known {
            if block.tid.load(Ordering::Acquire) == 0 {
                return Progress::Drained;
            }
            self.known = true;
            target.consumer.thread_begins(at, block.tid.load(Ordering::Acquire) as i32, target.writer);
        }
        let produced = block.produced.load(Ordering::Acquire);
        if self.cells(at, stop_at_calls, target) {
            return Progress::Boundary;
        }
        if produced.wrapping_sub(self.chunk) as i32 > 0 {
            self.free_chunk(at, target.process);
            return Progress::More;
        }
        if ended {
            self.release(at, target);
        }
        Progress::Drained
    }

    /// The record at which reading stopped may be handled.
    pub fn others_were_read(&mut self) {
        self.others_read = true;
    }

    /// Handles the cells that are there; true when it stopped in front of the beginning or end of a call.
    fn cells(&mut self, at: usize, stop_at_calls: bool, target: &mut Target<'_>) -> bool {
        let slot = self.chunk as usize % CHUNKS;
        let cells = target.process.ring.chunk(at, slot);
        while self.cell < CELLS {
            let second = cells[self.cell][1].load(Ordering::Acquire);
            let first = cells[self.cell][0].load(Ordering::Relaxed);
            let (tag, aux) = (second as u32, (second >> 32) as u32);
            if tag >= FIRST_SITE {
                let Target { process, engine, consumer, writer } = target;
                let together = consumer.batch(at, &cells[self.cell..], writer);
                if together == 0 {
                    consumer.cell(at, (tag, first, aux), *engine, process, writer);
                }
                self.cell += together.max(1);
            } else if tag == 0 {
                return false;
            } else if stop_at_calls && is_boundary(tag) && !self.others_read {
                return true;
            } else {
                self.others_read = false;
                self.control(at, slot, (tag, first, aux as usize), target);
            }
        }
        false
    }

    fn control(&mut self, at: usize, slot: usize, (tag, a, bytes): (u32, u64, usize), target: &mut Target<'_>) {
        let Target { process, engine, consumer, writer } = target;
        let start = self.cell + 1;
        if tag == tag::PAD || padded(bytes) > (CELLS - start) * CELL_BYTES {
            if tag != tag::PAD {
                consumer.malformed();
            }
            // The rest of the chunk is empty, or can't be told apart.
            self.cell = CELLS;
            return;
        }
        self.cell = start + padded(bytes) / CELL_BYTES;
        if tag == tag::PART {
            if self.parts.len() + bytes <= MAX_PAYLOAD {
                process.ring.payload(at, slot, start, bytes, &mut self.parts);
            }
            return;
        }
        self.payload.clear();
        self.payload.append(&mut self.parts);
        process.ring.payload(at, slot, start, bytes, &mut self.payload);
        consumer.record(at, (tag, a, &self.payload), *engine, process, writer);
    }

    /// Gives a chunk that was read back to the thread.
    fn free_chunk(&mut self, at: usize, process: &Process) {
        if self.cell < CELLS {
            // Handed over with unwritten cells: whatever follows begins in the next chunk.
            self.cell = CELLS;
        }
        process.ring.zero(at, self.chunk as usize % CHUNKS);
        self.chunk = self.chunk.wrapping_add(1);
        self.cell = 0;
        let block = process.session.thread(at);
        block.consumed.store(self.chunk, Ordering::Release);
        // A thread that waits is woken when it has room for more than a moment.
        let full = block.produced.load(Ordering::Acquire).wrapping_sub(self.chunk);
        if full as usize <= CHUNKS / 2 {
            super::memory::futex_wake(&block.consumed);
        }
    }

    /// The thread has ended and its stream is read: the block is as new.
    fn release(&mut self, at: usize, target: &mut Target<'_>) {
        target.engine.stream_ended(at);
        target.consumer.thread_ends(at, target.writer);
        target.process.ring.zero(at, self.chunk as usize % CHUNKS);
        *self = Self::default();
        let block = target.process.session.thread(at);
        block.produced.store(0, Ordering::Relaxed);
        block.consumed.store(0, Ordering::Relaxed);
        block.tid.store(0, Ordering::Relaxed);
        block.claim.store(claim::FREE, Ordering::Release);
    }
}

fn is_boundary(tag: u32) -> bool {
    matches!(tag, tag::BEGIN | tag::END | tag::SCOPE_BEGIN | tag::SCOPE_END)
}
