//! Memory that is tracked outside calls (koffi.alloc, watch).
use crate::ring;
use crate::rows;
use crate::shadow;
use crate::slot::Region;
use crate::sys;
use crate::thread::Thread;
use core::sync::atomic::{AtomicU64, Ordering};
use ffiscope_wire::ring::tag;

const LIMIT: u64 = 1 << 20;
const NONE: u32 = u32::MAX;

#[repr(C)]
struct Entry {
    /// 0: free.
    id: AtomicU64,
    address: u64,
    size: u64,
}

static TABLE: AtomicU64 = AtomicU64::new(0);
static NEXT: AtomicU64 = AtomicU64::new(1);

pub fn create() -> bool {
    let at = sys::map(LIMIT as usize * size_of::<Entry>());
    TABLE.store(at as u64, Ordering::Release);
    !at.is_null()
}

fn entry(id: u64) -> Option<*mut Entry> {
    let base = TABLE.load(Ordering::Acquire);
    (base != 0).then(|| sys::pointer(base + id % LIMIT * size_of::<Entry>() as u64))
}

/// What JavaScript says about a region.
pub struct Description {
    pub address: u64,
    pub size: u64,
    pub kind: u32,
    pub label: u32,
    pub ty: u32,
    pub memory: u64,
    /// Site where it was made.
    pub made: u32,
}

/// Its id, 0 if there are too many.
pub fn add(thread: &mut Thread, description: &Description) -> u64 {
    for _ in 0..LIMIT {
        let id = NEXT.fetch_add(1, Ordering::Relaxed);
        let Some(entry) = entry(id) else { return 0 };
        // SAFETY: inside the table; the exchange makes the entry ours, and ids are handed out once.
        unsafe {
            if (*entry).id.compare_exchange(0, id, Ordering::AcqRel, Ordering::Relaxed).is_err() {
                continue;
            }
            (*entry).address = description.address;
            (*entry).size = description.size;
        }
        let region = Region::new(description.address, description.size);
        let mut bytes = [0; rows::ENCODED];
        let words = [description.label, description.ty, description.kind, 0, NONE, NONE];
        rows::write_region(&mut bytes, words, description.memory, &region, description.made);
        ring::put(thread, tag::REGION_ADD, id, &[&bytes]);
        shadow::mark(description.address, description.size);
        return id;
    }
    0
}

pub fn remove(thread: &mut Thread, id: u64) {
    let Some(entry) = entry(id).filter(|_| id != 0) else { return };
    // SAFETY: inside the table; only the holder of an id removes it.
    unsafe {
        if (*entry).id.load(Ordering::Acquire) != id {
            return;
        }
        shadow::unmark((*entry).address, (*entry).size);
        (*entry).id.store(0, Ordering::Release);
    }
    ring::put(thread, tag::REGION_REMOVE, id, &[]);
}
