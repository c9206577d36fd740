//! Armed calls: what JavaScript said about a call that the binding is about to make.
//!
//! A synchronous call is entered on the thread that armed it, so its slot hangs in a list of that thread
//! (`field::PENDING`). An asynchronous one is entered on any thread: the oldest armed slot of its stub is taken.
use crate::stub::Record;
use crate::{sys, tls};
use core::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use ffiscope_wire::ring::arm;
use ffiscope_wire::tls::field;

const LIMIT: usize = 4096;
/// Rows, arguments and regions of a small call.
const INLINE: usize = 8 * 1024 - 256;

pub mod phase {
    pub const FREE: u32 = 0;
    /// Being filled, or being finished.
    pub const HELD: u32 = 1;
    pub const ARMED: u32 = 2;
    /// Native code was entered.
    pub const ENTERED: u32 = 3;
    /// It has returned.
    pub const ENDED: u32 = 4;
}

/// A region as it was resolved on entry.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Region {
    pub address: u64,
    pub size: u64,
    /// Bytes of the same owner around it.
    pub before: u64,
    pub after: u64,
    /// Bytes further out that are nobody's.
    pub slack_before: u32,
    pub slack_after: u32,
}

impl Region {
    pub const fn new(address: u64, size: u64) -> Self {
        Self { address, size, before: 0, after: 0, slack_before: 0, slack_after: 0 }
    }

    /// Everything in which accesses are noted: its first address, and how many bytes.
    pub fn noted(&self) -> (u64, u64) {
        let before = (self.before + u64::from(self.slack_before)).min(self.address);
        (self.address - before, before + self.size + self.after + u64::from(self.slack_after))
    }
}

#[repr(C)]
pub struct Slot {
    pub phase: AtomicU32,
    pub is_async: bool,
    pub function: u32,
    pub site: u32,
    pub flags: u32,
    pub parent: u64,
    /// Number of the call once it was entered.
    pub call: AtomicU64,
    stub: AtomicU64,
    /// Slot (+ 1) that was pending on the thread before this one.
    previous: u64,
    order: AtomicU64,
    rows: usize,
    args: usize,
    outside: (*mut u8, usize),
    is_large: bool,
    inline: [u8; INLINE],
}

static SLOTS: AtomicU64 = AtomicU64::new(0);
/// Slots below this index were used at some time.
static USED: AtomicU32 = AtomicU32::new(0);
static ORDER: AtomicU64 = AtomicU64::new(1);

pub fn create() -> bool {
    let at = sys::map(LIMIT * size_of::<Slot>());
    SLOTS.store(at as u64, Ordering::Release);
    !at.is_null()
}

fn at(index: usize) -> Option<*mut Slot> {
    let base = SLOTS.load(Ordering::Acquire);
    (base != 0 && index < LIMIT).then(|| sys::pointer(base + (index * size_of::<Slot>()) as u64))
}

/// The slot at `index`, for the thread that holds it (it armed it, entered it, or finishes it).
pub fn get(index: usize) -> Option<&'static mut Slot> {
    // SAFETY: inside slot memory, zeroed and never unmapped. Phases hand a slot from one holder to the next.
    at(index).map(|slot| unsafe { &mut *slot })
}

fn phase_of(index: usize) -> Option<&'static AtomicU32> {
    // SAFETY: as in `get`; only the atomic field is referred to.
    at(index).map(|slot| unsafe { &(*slot).phase })
}

/// Holds a free slot with room for so much; the caller fills it and calls [`arm`].
pub fn hold(rows: usize, args: usize) -> Option<usize> {
    let index = (0..LIMIT).find(|&index| {
        phase_of(index).is_some_and(|phase| {
            phase.load(Ordering::Relaxed) == phase::FREE
                && phase.compare_exchange(phase::FREE, phase::HELD, Ordering::Acquire, Ordering::Relaxed).is_ok()
        })
    })?;
    USED.fetch_max(index as u32 + 1, Ordering::AcqRel);
    let slot = get(index)?;
    slot.rows = rows;
    slot.args = args;
    if !slot.make_room() {
        slot.phase.store(phase::FREE, Ordering::Release);
        return None;
    }
    Some(index)
}

/// Lets the next call of the stub take the slot.
pub fn arm(index: usize, stub: &Record) {
    let Some(slot) = get(index) else { return };
    slot.stub.store(core::ptr::from_ref(stub) as u64, Ordering::Relaxed);
    slot.order.store(ORDER.fetch_add(1, Ordering::Relaxed), Ordering::Relaxed);
    slot.call.store(0, Ordering::Relaxed);
    slot.phase.store(phase::ARMED, Ordering::Release);
    if slot.is_async {
        stub.waiting.fetch_add(1, Ordering::Release);
    } else {
        slot.previous = tls::get(field::PENDING);
        tls::set(field::PENDING, index as u64 + 1);
    }
}

/// The slot that a call through `stub` on this thread belongs to.
pub fn take(stub: &Record) -> Option<usize> {
    take_pending(stub).or_else(|| take_waiting(stub))
}

fn take_pending(stub: &Record) -> Option<usize> {
    let index = (tls::get(field::PENDING) as usize).checked_sub(1)?;
    let slot = get(index)?;
    if slot.stub.load(Ordering::Relaxed) != core::ptr::from_ref(stub) as u64 {
        return None;
    }
    tls::set(field::PENDING, slot.previous);
    slot.phase.store(phase::ENTERED, Ordering::Release);
    Some(index)
}

/// The oldest asynchronous one.
fn take_waiting(stub: &Record) -> Option<usize> {
    while stub.waiting.load(Ordering::Acquire) > 0 {
        let index = (0..USED.load(Ordering::Acquire) as usize)
            .filter(|&index| is_waiting(index, stub))
            .min_by_key(|&index| order(index))?;
        let phase = phase_of(index)?;
        if phase.compare_exchange(phase::ARMED, phase::ENTERED, Ordering::AcqRel, Ordering::Relaxed).is_ok() {
            stub.waiting.fetch_sub(1, Ordering::AcqRel);
            return Some(index);
        }
    }
    None
}

fn is_waiting(index: usize, stub: &Record) -> bool {
    let Some(slot) = at(index) else { return false };
    // SAFETY: as in `get`; only fields that are not written while the slot is armed are read.
    unsafe {
        (*slot).phase.load(Ordering::Acquire) == phase::ARMED
            && (*slot).is_async
            && (*slot).stub.load(Ordering::Relaxed) == core::ptr::from_ref(stub) as u64
    }
}

fn order(index: usize) -> u64 {
    // SAFETY: as in `get`; an atomic field.
    at(index).map_or(u64::MAX, |slot| unsafe { (*slot).order.load(Ordering::Relaxed) })
}

/// Takes an armed slot back; false when native code was entered.
pub fn withdraw(index: usize) -> bool {
    let Some(slot) = get(index) else { return false };
    if slot.phase.compare_exchange(phase::ARMED, phase::HELD, Ordering::AcqRel, Ordering::Relaxed).is_err() {
        return false;
    }
    if slot.is_async {
        // SAFETY: stub records are never unmapped.
        let stub = unsafe { &*sys::pointer::<Record>(slot.stub.load(Ordering::Relaxed)) };
        stub.waiting.fetch_sub(1, Ordering::AcqRel);
    } else {
        unlink(index, slot.previous);
    }
    true
}

/// Takes a slot out of this thread's list.
fn unlink(index: usize, previous: u64) {
    let wanted = index as u64 + 1;
    if tls::get(field::PENDING) == wanted {
        return tls::set(field::PENDING, previous);
    }
    let mut at = tls::get(field::PENDING);
    while let Some(slot) = (at as usize).checked_sub(1).and_then(get) {
        if slot.previous == wanted {
            slot.previous = previous;
            return;
        }
        at = slot.previous;
    }
}

impl Slot {
    pub fn release(&self) {
        self.phase.store(phase::FREE, Ordering::Release);
    }

    fn row_bytes(&self) -> usize {
        self.rows * arm::ROW * 4
    }

    fn bytes(&self) -> usize {
        (self.row_bytes() + self.args).next_multiple_of(8) + self.rows * size_of::<Region>()
    }

    /// A larger call gets a mapping, which the slot keeps.
    fn make_room(&mut self) -> bool {
        let bytes = self.bytes();
        self.is_large = bytes > INLINE;
        if bytes <= self.outside.1.max(INLINE) {
            return true;
        }
        let size = bytes.next_power_of_two();
        let fresh = sys::map(size);
        if fresh.is_null() {
            return false;
        }
        if !self.outside.0.is_null() {
            // SAFETY: mapped here before with that size; the slot was free, so nothing refers to it.
            unsafe { sys::unmap(self.outside.0, self.outside.1) };
        }
        self.outside = (fresh, size);
        true
    }

    fn base(&mut self) -> *mut u8 {
        if self.is_large {
            self.outside.0
        } else {
            self.inline.as_mut_ptr()
        }
    }

    /// The rows, `arm::ROW` words each.
    pub fn rows(&mut self) -> &mut [u32] {
        let (base, words) = (self.base(), self.rows * arm::ROW);
        // SAFETY: `make_room` saw to that many bytes; the base is aligned to 8.
        unsafe { core::slice::from_raw_parts_mut(base.cast(), words) }
    }

    /// Leaves off what is behind the first `bytes` bytes of the arguments. The regions were not written yet.
    pub fn shorten_args(&mut self, bytes: usize) {
        self.args = self.args.min(bytes);
    }

    pub fn args(&mut self) -> &mut [u8] {
        let (base, offset, length) = (self.base(), self.row_bytes(), self.args);
        // SAFETY: as above.
        unsafe { core::slice::from_raw_parts_mut(base.add(offset), length) }
    }

    pub fn regions(&mut self) -> &mut [Region] {
        let (base, offset, count) = (self.base(), (self.row_bytes() + self.args).next_multiple_of(8), self.rows);
        // SAFETY: as above; any bytes are a valid Region.
        unsafe { core::slice::from_raw_parts_mut(base.add(offset).cast(), count) }
    }
}
