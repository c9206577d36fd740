//! What node's imports of the C library's allocator lead to.
//!
//! The four entries are on pages of their own, which do not count as the agent's: native code in node that is traced passes them
//! as it would pass any other code, and only what is for the arena goes on into Rust.
use super::arena::{self, Use};
use crate::sys;
use core::arch::global_asm;
use core::sync::atomic::{AtomicU64, Ordering};

/// Return addresses of the calls that allocate backing stores. 0: not learned.
static ZEROED: AtomicU64 = AtomicU64::new(0);
static PLAIN: AtomicU64 = AtomicU64::new(0);
/// An allocation of this size is the one to learn from; of [`NOTHING`], none is.
pub static LEARN: AtomicU64 = AtomicU64::new(NOTHING);
pub const NOTHING: u64 = u64::MAX;
static MALLOC: AtomicU64 = AtomicU64::new(0);
static CALLOC: AtomicU64 = AtomicU64::new(0);
static REALLOC: AtomicU64 = AtomicU64::new(0);
static FREE: AtomicU64 = AtomicU64::new(0);
static USABLE: AtomicU64 = AtomicU64::new(0);

unsafe extern "C" {
    fn ffiscope_hooks_start();
    fn ffiscope_hooks_end();
    fn ffiscope_malloc();
    fn ffiscope_calloc();
    fn ffiscope_realloc();
    fn ffiscope_free();
    fn ffiscope_usable();
}

/// An import: its name, where it is to lead, and where what it led to before is kept.
pub type Import = (&'static [u8], u64, &'static AtomicU64);

/// In the order in which they have to change: memory of the arena must never come to the old `free`.
pub fn table() -> [Import; 5] {
    [
        (b"free", ffiscope_free as *const () as u64, &FREE),
        (b"realloc", ffiscope_realloc as *const () as u64, &REALLOC),
        (b"malloc_usable_size", ffiscope_usable as *const () as u64, &USABLE),
        (b"malloc", ffiscope_malloc as *const () as u64, &MALLOC),
        (b"calloc", ffiscope_calloc as *const () as u64, &CALLOC),
    ]
}

/// Code that is traced like the program's.
pub fn pages() -> (u64, u64) {
    (ffiscope_hooks_start as *const () as u64, ffiscope_hooks_end as *const () as u64)
}

global_asm!(
    ".balign 4096",
    ".globl ffiscope_hooks_start",
    ".hidden ffiscope_hooks_start",
    "ffiscope_hooks_start:",
    ".globl ffiscope_malloc",
    ".hidden ffiscope_malloc",
    "ffiscope_malloc:",
    "mov rsi, [rsp]",
    "cmp rsi, [rip + {plain}]",
    "je {on_malloc}",
    "cmp rdi, [rip + {learn}]",
    "je {on_malloc}",
    "jmp qword ptr [rip + {malloc}]",
    ".globl ffiscope_calloc",
    ".hidden ffiscope_calloc",
    "ffiscope_calloc:",
    "mov rdx, [rsp]",
    "cmp rdx, [rip + {zeroed}]",
    "je {on_calloc}",
    "cmp rdi, [rip + {learn}]",
    "je {on_calloc}",
    "cmp rsi, [rip + {learn}]",
    "je {on_calloc}",
    "jmp qword ptr [rip + {calloc}]",
    ".globl ffiscope_realloc",
    ".hidden ffiscope_realloc",
    "ffiscope_realloc:",
    "mov rax, rdi",
    "sub rax, [rip + {base}]",
    "shr rax, {shift}",
    "cmp rax, {ranges}",
    "jb {on_realloc}",
    "jmp qword ptr [rip + {realloc}]",
    ".globl ffiscope_free",
    ".hidden ffiscope_free",
    "ffiscope_free:",
    "mov rax, rdi",
    "sub rax, [rip + {base}]",
    "shr rax, {shift}",
    "cmp rax, {ranges}",
    "jb {on_free}",
    "jmp qword ptr [rip + {free}]",
    ".globl ffiscope_usable",
    ".hidden ffiscope_usable",
    "ffiscope_usable:",
    "mov rax, rdi",
    "sub rax, [rip + {base}]",
    "shr rax, {shift}",
    "cmp rax, {ranges}",
    "jb {on_usable}",
    "jmp qword ptr [rip + {usable}]",
    ".balign 4096",
    ".globl ffiscope_hooks_end",
    ".hidden ffiscope_hooks_end",
    "ffiscope_hooks_end:",
    plain = sym PLAIN,
    zeroed = sym ZEROED,
    learn = sym LEARN,
    malloc = sym MALLOC,
    calloc = sym CALLOC,
    realloc = sym REALLOC,
    free = sym FREE,
    usable = sym USABLE,
    base = sym arena::BASE,
    shift = const arena::SHIFT,
    ranges = const arena::RANGES,
    on_malloc = sym on_malloc,
    on_calloc = sym on_calloc,
    on_realloc = sym on_realloc,
    on_free = sym on_free,
    on_usable = sym on_usable,
);

unsafe extern "C" fn on_malloc(size: u64, back: u64) -> *mut u8 {
    if LEARN.load(Ordering::Acquire) == size {
        PLAIN.store(back, Ordering::Release);
    }
    let block = arena::allocate(size, Use::Plain);
    if block.is_null() {
        // SAFETY: what node's import led to before.
        unsafe { core::mem::transmute::<u64, extern "C" fn(u64) -> *mut u8>(MALLOC.load(Ordering::Acquire))(size) }
    } else {
        block
    }
}

unsafe extern "C" fn on_calloc(count: u64, size: u64, back: u64) -> *mut u8 {
    let bytes = count.checked_mul(size);
    if bytes == Some(LEARN.load(Ordering::Acquire)) {
        ZEROED.store(back, Ordering::Release);
    }
    let block = bytes.map_or(core::ptr::null_mut(), |bytes| arena::allocate(bytes, Use::Zeroed));
    if block.is_null() {
        let real = CALLOC.load(Ordering::Acquire);
        // SAFETY: what node's import led to before.
        unsafe { core::mem::transmute::<u64, extern "C" fn(u64, u64) -> *mut u8>(real)(count, size) }
    } else {
        block
    }
}

/// A block of the arena becomes one of another size, wherever there is room.
unsafe extern "C" fn on_realloc(block: u64, size: u64) -> *mut u8 {
    let mut other = arena::allocate(size, Use::Zeroed);
    if other.is_null() {
        // SAFETY: what node's import led to before.
        other =
            unsafe { core::mem::transmute::<u64, extern "C" fn(u64) -> *mut u8>(MALLOC.load(Ordering::Acquire))(size) };
    }
    if other.is_null() {
        return other;
    }
    // SAFETY: two different blocks, both at least that long.
    unsafe { core::ptr::copy_nonoverlapping(sys::pointer::<u8>(block), other, arena::size(block).min(size) as usize) };
    arena::free(block);
    other
}

unsafe extern "C" fn on_free(block: u64) {
    arena::free(block);
}

unsafe extern "C" fn on_usable(block: u64) -> u64 {
    arena::size(block)
}
