//! Writes control records into a thread's stream (`ffiscope_wire::ring`).
use crate::memory;
use crate::state;
use crate::sys;
use crate::thread::Thread;
use crate::tls;
use core::sync::atomic::{AtomicU64, Ordering};
use ffiscope_wire::ring::{padded, tag, CELL_BYTES, CHUNKS, CHUNK_BYTES};
use ffiscope_wire::tls::field;

/// Longest payload of one record; longer ones travel in parts.
const LONGEST: usize = 32 * 1024;
/// One slice of a wait for a free chunk, milliseconds.
const SLICE_MS: u32 = 500;

/// Appends a record whose payload consists of `pieces`.
pub fn put(thread: &mut Thread, what: u32, a: u64, pieces: &[&[u8]]) {
    let mut rest = Pieces { pieces, offset: 0 };
    let mut left: usize = pieces.iter().map(|piece| piece.len()).sum();
    while left > LONGEST {
        put_one(thread, tag::PART, a, &mut rest, LONGEST);
        left -= LONGEST;
    }
    put_one(thread, what, a, &mut rest, left);
}

fn put_one(thread: &mut Thread, what: u32, a: u64, from: &mut Pieces, bytes: usize) {
    let cell = reserve(thread, bytes);
    // SAFETY: `reserve` made room for the payload behind the cell.
    from.copy(unsafe { cell.add(CELL_BYTES) }, bytes);
    publish_cell(thread, cell, what, a, bytes);
}

/// Appends BYTES-like records: `head(offset)` and then memory at `address + offset`, in pieces. Stops where the memory
/// can't be read.
pub fn put_memory(thread: &mut Thread, what: u32, a: u64, address: u64, size: u64, head: impl Fn(u64) -> [u8; 13]) {
    const PIECE: u64 = LONGEST as u64;
    let mut offset = 0;
    while offset < size {
        let want = PIECE.min(size - offset) as usize;
        let head = head(offset);
        let cell = reserve(thread, head.len() + want);
        // SAFETY: `reserve` made room for head and piece behind the cell.
        let got = unsafe {
            let payload = cell.add(CELL_BYTES);
            core::ptr::copy_nonoverlapping(head.as_ptr(), payload, head.len());
            memory::copy(address.wrapping_add(offset), payload.add(head.len()), want)
        };
        if got == 0 {
            return;
        }
        publish_cell(thread, cell, what, a, head.len() + got);
        offset += got as u64;
    }
}

/// Text pieces of a payload, read from the front.
struct Pieces<'a> {
    pieces: &'a [&'a [u8]],
    offset: usize,
}

impl Pieces<'_> {
    /// Moves the next `bytes` bytes to `to`.
    fn copy(&mut self, mut to: *mut u8, mut bytes: usize) {
        while bytes > 0 {
            let Some((first, others)) = self.pieces.split_first() else { return };
            let rest = first.get(self.offset..).unwrap_or(&[]);
            let step = rest.len().min(bytes);
            // SAFETY: the caller has room for all the bytes it asked for.
            unsafe {
                core::ptr::copy_nonoverlapping(rest.as_ptr(), to, step);
                to = to.add(step);
            }
            bytes -= step;
            self.offset += step;
            if step == rest.len() {
                self.pieces = others;
                self.offset = 0;
            }
        }
    }
}

/// A cell with room for `bytes` of payload behind it, in one chunk.
fn reserve(thread: &mut Thread, bytes: usize) -> *mut u8 {
    let at = tls::get(field::RING);
    let room = CHUNK_BYTES - (at as usize & (CHUNK_BYTES - 1));
    if room < CELL_BYTES + padded(bytes) {
        write_cell(sys::pointer(at), tag::PAD, 0, 0);
        next_chunk(thread);
    }
    sys::pointer(tls::get(field::RING))
}

/// Makes a reserved record visible and moves on.
fn publish_cell(thread: &mut Thread, cell: *mut u8, what: u32, a: u64, bytes: usize) {
    write_cell(cell, what, a, bytes);
    let next = cell as u64 + (CELL_BYTES + padded(bytes)) as u64;
    tls::set(field::RING, next);
    if next as usize & (CHUNK_BYTES - 1) == 0 {
        next_chunk(thread);
    }
}

/// The second word last: it says that everything before is there.
fn write_cell(cell: *mut u8, what: u32, a: u64, bytes: usize) {
    let words = cell.cast::<AtomicU64>();
    // SAFETY: a free cell of this thread's ring: two aligned words.
    unsafe {
        (*words).store(a, Ordering::Relaxed);
        (*words.add(1)).store(u64::from(what) | (bytes as u64) << 32, Ordering::Release);
    }
}

/// Hands the current chunk over and takes the next, as soon as the supervisor has emptied it.
pub fn next_chunk(thread: &mut Thread) {
    let block = thread.block();
    let produced = block.produced.load(Ordering::Relaxed).wrapping_add(1);
    block.produced.store(produced, Ordering::Release);
    state::ring_bell();
    loop {
        let consumed = block.consumed.load(Ordering::Acquire);
        if produced.wrapping_sub(consumed) < CHUNKS as u32 {
            break;
        }
        if !state::supervisor_lives() {
            // Nobody will read it: the program goes on, writing over the same chunk.
            state::set_live(false);
            break;
        }
        sys::futex_wait(&block.consumed, consumed, SLICE_MS);
    }
    tls::set(field::RING, thread.chunk_address(produced));
    let time = sys::now();
    write_cell(sys::pointer(tls::get(field::RING)), tag::TIME, time, 0);
    tls::set(field::RING, tls::get(field::RING) + CELL_BYTES as u64);
}

/// Ends the stream: what is in the current chunk is handed over.
pub fn close(thread: &mut Thread) {
    let at = tls::get(field::RING);
    if at as usize & (CHUNK_BYTES - 1) != 0 {
        write_cell(sys::pointer(at), tag::PAD, 0, 0);
        thread.block().produced.fetch_add(1, Ordering::Release);
    }
}

/// One sentence about something that is not traced.
pub fn note(thread: &mut Thread, text: &str) {
    let length = (text.len() as u32).to_le_bytes();
    let call = thread.innermost();
    put(thread, tag::NOTE, call, &[&length, text.as_bytes()]);
}
