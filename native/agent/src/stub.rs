//! Call stubs: what the binding gets in place of a function's address.
//!
//! A stub loads r11 with its record and jumps to the common entry. Stub memory is mapped twice, writable and
//! executable, so that no page is ever both.
use crate::{asm, sys};
use core::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use ffiscope_wire::tls::{STUB_BYTES, STUB_TARGET};

/// Functions that can have a stub.
const LIMIT: usize = 32 * 1024;

/// What the entry needs to know of a function. `entry` reads the fields at these places.
#[repr(C)]
pub struct Record {
    /// The function.
    pub target: AtomicU64,
    /// Asynchronous calls that are armed and were not entered yet.
    pub waiting: AtomicU32,
    pad: u32,
}

static WRITABLE: AtomicU64 = AtomicU64::new(0);
static EXECUTABLE: AtomicU64 = AtomicU64::new(0);
static RECORDS: AtomicU64 = AtomicU64::new(0);
static COUNT: AtomicU32 = AtomicU32::new(0);

/// Maps stub memory. False when there is none.
pub fn create() -> bool {
    let bytes = LIMIT * STUB_BYTES;
    // SAFETY: plain system calls on a fresh descriptor and fresh mappings.
    unsafe {
        let file = libc::memfd_create(c"ffiscope-stubs".as_ptr(), libc::MFD_CLOEXEC);
        if file < 0 || libc::ftruncate(file, bytes as i64) != 0 {
            return false;
        }
        let map = |protection| libc::mmap(core::ptr::null_mut(), bytes, protection, libc::MAP_SHARED, file, 0);
        let writable = map(libc::PROT_READ | libc::PROT_WRITE);
        let executable = map(libc::PROT_READ | libc::PROT_EXEC);
        libc::close(file);
        let records = sys::map(LIMIT * size_of::<Record>());
        if writable == libc::MAP_FAILED || executable == libc::MAP_FAILED || records.is_null() {
            return false;
        }
        WRITABLE.store(writable as u64, Ordering::Release);
        EXECUTABLE.store(executable as u64, Ordering::Release);
        RECORDS.store(records as u64, Ordering::Release);
    }
    true
}

/// Half-open range of all stubs.
pub fn range() -> (u64, u64) {
    let start = EXECUTABLE.load(Ordering::Acquire);
    (start, start + (LIMIT * STUB_BYTES) as u64)
}

/// A new stub for `target`: its id (from 1) and address. None when there are too many.
pub fn make(target: u64) -> Option<(u32, u64)> {
    let base = WRITABLE.load(Ordering::Acquire);
    let id = COUNT.fetch_add(1, Ordering::Relaxed) + 1;
    if base == 0 || id as usize > LIMIT {
        COUNT.fetch_sub(1, Ordering::Relaxed);
        return None;
    }
    let record = record(id)?;
    record.target.store(target, Ordering::Release);
    let mut code = [0xcc; STUB_BYTES];
    code[..2].copy_from_slice(&[0x49, 0xbb]); // mov r11, record
    code[2..10].copy_from_slice(&(core::ptr::from_ref(record) as u64).to_le_bytes());
    code[10..16].copy_from_slice(&[0xff, 0x25, 0, 0, 0, 0]); // jmp [rip]
    code[16..24].copy_from_slice(&asm::entry().to_le_bytes());
    code[STUB_TARGET..].copy_from_slice(&target.to_le_bytes());
    let offset = (id as usize - 1) * STUB_BYTES;
    // SAFETY: inside stub memory; nobody knows this stub yet.
    unsafe { core::ptr::copy_nonoverlapping(code.as_ptr(), sys::pointer(base + offset as u64), STUB_BYTES) };
    Some((id, EXECUTABLE.load(Ordering::Acquire) + offset as u64))
}

/// Record of a stub that exists.
pub fn record(id: u32) -> Option<&'static Record> {
    let base = RECORDS.load(Ordering::Acquire);
    if base == 0 || id == 0 || id > COUNT.load(Ordering::Acquire) {
        return None;
    }
    // SAFETY: inside the record memory, which is zeroed, never unmapped, and only holds atomics.
    Some(unsafe { &*sys::pointer::<Record>(base + (id as usize - 1) as u64 * size_of::<Record>() as u64) })
}
