//! One traced thread: its block in session memory, its part of the ring, its private stack, its open calls.
use crate::isolate::copies::Homes;
use crate::napi::places;
use crate::ring;
use crate::side::{Frame, Kind, Side};
use crate::state::{self, STATE};
use crate::{left, sys, tls};
use core::sync::atomic::Ordering;
use ffiscope_wire::ring::{CHUNKS, CHUNK_BYTES, THREAD_RING_BYTES};
use ffiscope_wire::session::{claim, ThreadBlock, MAX_THREADS};
use ffiscope_wire::tls::{area, code, field, PRIVATE_STACK_BYTES};

const GUARD_BYTES: usize = sys::PAGE;
const STACK_BYTES: usize = PRIVATE_STACK_BYTES as usize;
const RECORD_BYTES: usize = size_of::<Thread>().next_multiple_of(sys::PAGE);
/// Guard page, private stack, record: one mapping.
const MAP_BYTES: usize = GUARD_BYTES + STACK_BYTES + RECORD_BYTES;

#[repr(C, align(64))]
pub struct Thread {
    area: [u8; area::BYTES],
    index: usize,
    /// Call of a thread that native code started; 0: any other thread.
    pub native_call: u64,
    /// System call in progress.
    pub system_call: (u64, [u64; 6]),
    scratch: (*mut u8, usize),
    pub homes: Homes,
    pub side: Side,
}

/// This thread, set up on first use. None: it can't be traced (not connected, or no free block).
pub fn current() -> Option<&'static mut Thread> {
    if !state::is_live() {
        return None;
    }
    existing().or_else(|| create(true))
}

/// This thread if it was set up before.
pub fn existing() -> Option<&'static mut Thread> {
    // SAFETY: null, or this thread's own record, which only this thread uses. Entry points take it once each.
    unsafe { sys::pointer::<Thread>(tls::get(field::THREAD)).as_mut() }
}

/// Sets this thread up. `ends_itself`: the C library tells when the thread ends.
pub fn create(ends_itself: bool) -> Option<&'static mut Thread> {
    let index = claim_block()?;
    let Some(thread) = fresh() else {
        state::block(index)?.claim.store(claim::FREE, Ordering::Release);
        return None;
    };
    thread.index = index;
    let base = core::ptr::from_ref(thread) as u64;
    tls::set(field::THREAD, base);
    tls::set(field::AREA, base);
    tls::set(field::STACK, base);
    tls::set(field::MASK, (1 << code::TABLE_BITS) - 1);
    tls::set(field::RING, thread.chunk_address(thread.block().produced.load(Ordering::Acquire)));
    tls::set(field::READY, 1);
    if ends_itself {
        let key = STATE.key.load(Ordering::Relaxed);
        // SAFETY: the key was made while connecting; the value only has to be non-null.
        unsafe { libc::pthread_setspecific(key, sys::pointer(1)) };
    }
    Some(thread)
}

/// A record of zeroes with a private stack below it: one that was left behind, or a new mapping.
fn fresh() -> Option<&'static mut Thread> {
    if let Some(record) = left::take() {
        // SAFETY: this thread has it alone, and its last owner has gone. Zeroes are valid, and its scratch memory is kept.
        unsafe {
            let scratch = (*record).scratch;
            record.write_bytes(0, 1);
            (*record).scratch = scratch;
            return Some(&mut *record);
        }
    }
    let map = sys::map(MAP_BYTES);
    if map.is_null() {
        return None;
    }
    // SAFETY: the mapping is that large, zeroed and page-aligned, and a zeroed Thread is valid (kinds are below depth 0).
    unsafe {
        libc::mprotect(map.cast(), GUARD_BYTES, libc::PROT_NONE);
        Some(&mut *map.add(GUARD_BYTES + STACK_BYTES).cast::<Thread>())
    }
}

fn claim_block() -> Option<usize> {
    let session = state::session()?;
    for index in 0..MAX_THREADS {
        let block = state::block(index)?;
        let taken = block.claim.compare_exchange(claim::FREE, claim::LIVE, Ordering::AcqRel, Ordering::Relaxed);
        if taken.is_ok() {
            block.tid.store(sys::thread_id(), Ordering::Release);
            session.threads_seen.fetch_add(1, Ordering::AcqRel);
            state::ring_bell();
            return Some(index);
        }
    }
    session.threads_refused.fetch_add(1, Ordering::Relaxed);
    None
}

/// The thread ends: its stream is complete.
pub fn end() {
    let Some(thread) = existing() else { return };
    ring::close(thread);
    places::forget(thread);
    thread.block().claim.store(claim::ENDED, Ordering::Release);
    state::ring_bell();
    let (scratch, bytes) = thread.scratch;
    let base = tls::get(field::THREAD) as usize - GUARD_BYTES - STACK_BYTES;
    for variable in [field::READY, field::THREAD, field::AREA, field::STACK, field::PENDING] {
        tls::set(variable, 0);
    }
    // SAFETY: both were mapped for this thread with these sizes, and its variables no longer refer to them.
    unsafe {
        if !scratch.is_null() {
            sys::unmap(scratch, bytes);
        }
        sys::unmap(sys::pointer(base as u64), MAP_BYTES);
    }
}

impl Thread {
    pub fn block(&self) -> &'static ThreadBlock {
        // The block exists: the index was claimed.
        match state::block(self.index) {
            Some(block) => block,
            None => std::process::abort(),
        }
    }

    /// Of its block.
    pub fn index(&self) -> usize {
        self.index
    }

    /// Address of chunk `number` of this thread's stream.
    pub fn chunk_address(&self, number: u32) -> u64 {
        let slot = number as usize % CHUNKS;
        STATE.ring.load(Ordering::Relaxed) + (self.index * THREAD_RING_BYTES + slot * CHUNK_BYTES) as u64
    }

    /// Innermost open call or scope, 0 if there is none.
    pub fn innermost(&self) -> u64 {
        match self.side.innermost() {
            0 => self.native_call,
            call => call,
        }
    }

    /// Memory of this thread for a payload in the making. None when there is not that much.
    pub fn scratch(&mut self, bytes: usize) -> Option<&'static mut [u8]> {
        if self.scratch.1 < bytes {
            let size = bytes.next_power_of_two().max(64 * 1024);
            let fresh = sys::map(size);
            if fresh.is_null() {
                return None;
            }
            if !self.scratch.0.is_null() {
                // SAFETY: mapped by this function with that size; slices of it don't outlive their entry point.
                unsafe { sys::unmap(self.scratch.0, self.scratch.1) };
            }
            self.scratch = (fresh, size);
        }
        // SAFETY: the mapping has at least `bytes` bytes, any of which are valid, and belongs to this thread.
        Some(unsafe { core::slice::from_raw_parts_mut(self.scratch.0, bytes) })
    }

    /// Removes frames down to and including the topmost that `is_it` recognises; calls among those above are given to
    /// `lost`. None, and nothing removed, if there is no such frame.
    pub fn unwind(&mut self, is_it: impl Fn(&Frame) -> bool, mut lost: impl FnMut(&mut Self, Frame)) -> Option<Frame> {
        if !self.side.has(&is_it) {
            return None;
        }
        while let Some(frame) = self.side.pop() {
            if is_it(&frame) {
                return Some(frame);
            }
            if frame.kind == Kind::Call {
                lost(self, frame);
            }
        }
        None
    }
}
