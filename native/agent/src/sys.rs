//! System calls that the agent makes for itself, without the C library's errno.
use core::sync::atomic::AtomicU32;
use libc::{c_long, c_void};

pub const PAGE: usize = 4096;

/// Anonymous private memory that costs nothing until it is touched; null when there is none.
pub fn map(bytes: usize) -> *mut u8 {
    anonymous(bytes, libc::PROT_READ | libc::PROT_WRITE)
}

/// Addresses that nobody else gets, to map something else over; no limit on memory counts them. Given back with [`unmap`].
pub fn reserve(bytes: usize) -> *mut u8 {
    anonymous(bytes, libc::PROT_NONE)
}

fn anonymous(bytes: usize, protection: i32) -> *mut u8 {
    let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE;
    // SAFETY: a fresh mapping at an address the kernel chooses.
    let at = unsafe { libc::mmap(core::ptr::null_mut(), bytes, protection, flags, -1, 0) };
    if at == libc::MAP_FAILED {
        core::ptr::null_mut()
    } else {
        at.cast()
    }
}

/// Flag of mmap for an address that is not the kernel's choice. `reserved`: nothing but the reservation is there.
pub fn fixed(reserved: bool) -> i32 {
    if reserved {
        libc::MAP_FIXED
    } else {
        libc::MAP_FIXED_NOREPLACE
    }
}

/// # Safety
/// `at` must come from [`map`] or [`reserve`] with the same size, and nothing may refer to it any more.
pub unsafe fn unmap(at: *mut u8, bytes: usize) {
    // SAFETY: by this function's contract.
    unsafe { libc::munmap(at.cast(), bytes) };
}

/// Where this thread's fs points: its own memory, whose first word says so.
pub fn fs_base() -> u64 {
    let base;
    // SAFETY: reads the word that every thread of this platform's ABI has there.
    unsafe { core::arch::asm!("mov {}, fs:[0]", out(reg) base, options(nostack, readonly, preserves_flags)) };
    base
}

/// Where gs points, which is the program's own business; 0 where the kernel may not be asked.
pub fn gs_base() -> u64 {
    const ARCH_GET_GS: u64 = 0x1004;
    let mut base = 0u64;
    // SAFETY: the kernel writes one word, which outlives the call.
    unsafe { raw(libc::SYS_arch_prctl, [ARCH_GET_GS, &raw mut base as u64, 0, 0, 0, 0]) };
    base
}

/// Nanoseconds of CLOCK_MONOTONIC.
pub fn now() -> u64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: writes one timespec.
    unsafe { libc::clock_gettime(libc::CLOCK_MONOTONIC, &mut time) };
    time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64
}

/// Waits until `word` is no longer `seen`, it is woken, or the time is over. The word is shared with another process.
pub fn futex_wait(word: &AtomicU32, seen: u32, milliseconds: u32) {
    let limit =
        libc::timespec { tv_sec: i64::from(milliseconds / 1000), tv_nsec: i64::from(milliseconds % 1000) * 1_000_000 };
    // SAFETY: the kernel reads the word and the timespec; both outlive the call.
    unsafe {
        raw(
            libc::SYS_futex,
            [word.as_ptr() as u64, libc::FUTEX_WAIT as u64, u64::from(seen), &raw const limit as u64, 0, 0],
        )
    };
}

pub fn futex_wake(word: &AtomicU32) {
    // SAFETY: the kernel only uses the word's address.
    unsafe { raw(libc::SYS_futex, [word.as_ptr() as u64, libc::FUTEX_WAKE as u64, i32::MAX as u64, 0, 0, 0]) };
}

pub fn thread_id() -> u32 {
    // SAFETY: no arguments.
    unsafe { raw(libc::SYS_gettid, [0; 6]) as u32 }
}

pub fn process_id() -> u32 {
    // SAFETY: no arguments.
    unsafe { raw(libc::SYS_getpid, [0; 6]) as u32 }
}

/// Whether no thread of this process has that id. The id may be another's by now: then it counts as there.
pub fn is_gone(thread: u32) -> bool {
    // SAFETY: signal 0 is only a question.
    unsafe {
        raw(libc::SYS_tgkill, [u64::from(process_id()), u64::from(thread), 0, 0, 0, 0]) == -i64::from(libc::ESRCH)
    }
}

/// A system call that leaves errno alone; the kernel's own result, negative on failure.
///
/// # Safety
/// As the system call demands.
pub unsafe fn raw(number: c_long, args: [u64; 6]) -> i64 {
    let result: i64;
    // SAFETY: by this function's contract; rcx and r11 are what the instruction overwrites.
    unsafe {
        core::arch::asm!(
            "syscall",
            inlateout("rax") number => result,
            in("rdi") args[0], in("rsi") args[1], in("rdx") args[2],
            in("r10") args[3], in("r8") args[4], in("r9") args[5],
            lateout("rcx") _, lateout("r11") _,
            options(nostack),
        );
    }
    result
}

/// Something to say on stderr that has no other way out (the supervisor is gone).
pub fn complain(text: &str) {
    // SAFETY: the text is readable for its length.
    unsafe { raw(libc::SYS_write, [2, text.as_ptr() as u64, text.len() as u64, 0, 0, 0]) };
}

pub fn pointer<T>(address: u64) -> *mut T {
    address as usize as *mut c_void as *mut T
}
