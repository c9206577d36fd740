//! Copies that koffi makes for a call, kept apart like the program's buffers: with room around each. Those that native code only reads
//! are out of use for a while after the call, so that a pointer that was kept is seen when it is used.
//!
//! koffi 3 takes memory for copies from a heap of its own, a fixed number of bytes from the start for each call, and from the C
//! library's allocator when that heap is full. The hook sets the heap's size to 0 (`child/koffi/quarantine.ts`); with koffi's imports
//! leading here, each copy is a block of the arena then. Only while the hook has a call armed that has not been entered: all else that
//! koffi allocates is where it was, since the program may give it to native code for good.
//!
//! Failure: koffi imports something else than expected; then nothing is redirected, and the heap keeps its size.
use super::arena::{self, Use};
use crate::thread::{self, Thread};
use crate::{sys, tls};
use core::ffi::{c_int, c_void};
use core::sync::atomic::{AtomicU64, Ordering};
use ffiscope_wire::tls::field;

/// What koffi's heap of 0 bytes is: the kernel maps nothing of that size.
static EMPTY: AtomicU64 = AtomicU64::new(0);

/// Names of imports and where they are to lead.
pub fn table() -> [(&'static [u8], u64); 4] {
    [
        (b"free", on_free as *const () as u64),
        (b"realloc", on_realloc as *const () as u64),
        (b"mmap64", on_mmap as *const () as u64),
        (b"malloc", on_malloc as *const () as u64),
    ]
}

/// What copies a call needs that is being prepared on this thread.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Copies {
    /// No call is being prepared.
    None,
    /// Native code only reads them: each gets memory that was not in use for long.
    Given,
    /// Some are handed back: they lie where those of the last call lay. Native code knows objects by their address, such as zlib
    /// its `z_stream`, and programs that pass the object anew to each call find it working, because koffi's heap begins anew.
    Returned,
}

/// Classes of sizes, and copies of each in one call, that have a place; more come from the C library's allocator.
const CLASSES: usize = 12;
const EACH: usize = 8;

/// Where a thread's copies lie that are handed back, by size.
#[repr(C)]
pub struct Homes {
    blocks: [[u64; EACH]; CLASSES],
    /// Copies that the call being prepared has so far.
    used: [usize; CLASSES],
}

/// From when a call is armed until it is entered or given up.
pub fn prepare(thread: Option<&mut Thread>, copies: Copies) {
    if let Some(thread) = thread {
        thread.homes.used = [0; CLASSES];
    }
    tls::set(field::PREPARING, copies as u64);
}

unsafe extern "C" fn on_malloc(size: usize) -> *mut c_void {
    let block = match tls::get(field::PREPARING) {
        0 => core::ptr::null_mut(),
        GIVEN => arena::allocate(size as u64, Use::Copy),
        _ => thread::existing().map_or(core::ptr::null_mut(), |thread| at_home(&mut thread.homes, size as u64)),
    };
    if block.is_null() {
        // SAFETY: the caller's own argument.
        unsafe { libc::malloc(size) }
    } else {
        block.cast()
    }
}

const GIVEN: u64 = Copies::Given as u64;

/// The place of the next copy of that size.
fn at_home(homes: &mut Homes, size: u64) -> *mut u8 {
    let Some((class, at)) = arena::class_for(size).and_then(|class| Some((class, *homes.used.get(class)?))) else {
        return core::ptr::null_mut();
    };
    homes.used[class] += 1;
    match homes.blocks[class].get_mut(at) {
        None => core::ptr::null_mut(),
        Some(home) if *home == 0 => {
            let block = arena::allocate(size, Use::Home);
            *home = block as u64;
            block
        }
        Some(home) if arena::reuse(*home, size) => sys::pointer(*home),
        // A call around this one has it.
        Some(_) => arena::allocate(size, Use::Copy),
    }
}

unsafe extern "C" fn on_free(block: *mut c_void) {
    if arena::contains(block as u64) {
        arena::free(block as u64);
    } else {
        // SAFETY: the caller's own argument.
        unsafe { libc::free(block) }
    }
}

unsafe extern "C" fn on_realloc(block: *mut c_void, size: usize) -> *mut c_void {
    if !arena::contains(block as u64) {
        // SAFETY: the caller's own arguments.
        return unsafe { libc::realloc(block, size) };
    }
    // SAFETY: two different blocks, both at least as long as what is copied.
    unsafe {
        let other = libc::malloc(size);
        if !other.is_null() {
            let held = arena::size(block as u64).min(size as u64) as usize;
            core::ptr::copy_nonoverlapping(block.cast::<u8>(), other.cast(), held);
            arena::free(block as u64);
        }
        other
    }
}

unsafe extern "C" fn on_mmap(
    at: *mut c_void,
    size: usize,
    protection: c_int,
    flags: c_int,
    file: c_int,
    offset: libc::off64_t,
) -> *mut c_void {
    if size != 0 {
        // SAFETY: the caller's own arguments.
        return unsafe { libc::mmap64(at, size, protection, flags, file, offset) };
    }
    if EMPTY.load(Ordering::Acquire) == 0 {
        let page = sys::map(sys::PAGE) as u64;
        let _ = EMPTY.compare_exchange(0, page, Ordering::AcqRel, Ordering::Acquire);
    }
    match EMPTY.load(Ordering::Acquire) {
        0 => libc::MAP_FAILED,
        page => sys::pointer(page),
    }
}
