//! System calls in translated code, and the children they make.
use crate::asm::{self, CallOut};
use crate::call;
use crate::callout;
use crate::memory;
use crate::ring;
use crate::state::{self, STATE};
use crate::thread::{self, Thread};
use crate::{left, sys, tls};
use core::sync::atomic::{AtomicU64, Ordering};
use ffiscope_wire::ring::{begin, tag};
use ffiscope_wire::session::{claim, engine, rpc};
use ffiscope_wire::syscalls::{ranges, Ranges};
use ffiscope_wire::tls::{code, field, fork_kind, syscall_mode};

const RAX: usize = 0;
const RCX: usize = 1;
const RDX: usize = 2;
const RSP: usize = 4;
const RSI: usize = 6;
const RDI: usize = 7;
const R8: usize = 8;
const R9: usize = 9;
const R10: usize = 10;
const R11: usize = 11;
/// Bytes of one range in a SYSCALL record.
const RANGE: usize = 17;

pub extern "C" fn on_before(frame: &mut CallOut) -> u64 {
    let number = frame.gprs[RAX];
    let args = [RDI, RSI, RDX, R10, R8, R9].map(|register| frame.gprs[register]);
    let kind = fork_kind_of(number as i64, &args);
    tls::set(field::FORK, kind.unwrap_or(fork_kind::NONE));
    frame.gprs[RCX] = if kind.is_some() { syscall_mode::FORK } else { syscall_mode::RECORD };
    if let Some(thread) = thread::existing() {
        thread.system_call = (number, args);
        match (number as i64, kind) {
            (_, Some(fork_kind::COPIED)) => ring::note(thread, "a process forked inside a native call is not traced"),
            (_, Some(THREAD)) => PARENT.store(thread.innermost(), Ordering::Relaxed),
            (libc::SYS_exit, _) => end_native_thread(thread),
            (libc::SYS_rt_sigreturn, _) => return_to_translation(frame.gprs[RSP]),
            _ => {}
        }
    }
    asm::resume()
}

pub extern "C" fn on_after(frame: &mut CallOut) -> u64 {
    if let Some(thread) = thread::existing() {
        let (number, args) = thread.system_call;
        let result = frame.gprs[RAX] as i64;
        let mut touched = Ranges::new();
        ranges(number, &args, result, &mut memory::read_exact, &mut touched);
        record(thread, result, &touched, tls::get(field::TARGET));
        if result >= 0 {
            forget_replaced(thread, number as i64, &args);
        }
    }
    asm::resume()
}

fn record(thread: &mut Thread, result: i64, touched: &Ranges, pc: u64) {
    let (number, args) = thread.system_call;
    let mut head = [0; 4 + 6 * 8 + 8 + 4];
    head[..4].copy_from_slice(&(number as u32).to_le_bytes());
    for (place, arg) in head[4..52].chunks_exact_mut(8).zip(args) {
        place.copy_from_slice(&arg.to_le_bytes());
    }
    let list = touched.as_slice();
    head[52..60].copy_from_slice(&result.to_le_bytes());
    head[60..].copy_from_slice(&(list.len() as u32).to_le_bytes());
    let mut tail = [0; ffiscope_wire::syscalls::MAX_RANGES * RANGE];
    for (place, range) in tail.chunks_exact_mut(RANGE).zip(list) {
        place[..8].copy_from_slice(&range.address.to_le_bytes());
        place[8..16].copy_from_slice(&range.size.to_le_bytes());
        place[16] = u8::from(range.write);
    }
    // It may have waited long: what comes next is told apart from what came before.
    ring::put(thread, tag::TIME, sys::now(), &[]);
    let call = thread.innermost();
    let tail = tail.get(..list.len() * RANGE).unwrap_or(&[]);
    ring::put(thread, tag::SYSCALL, call, &[&head, tail, &pc.to_le_bytes()]);
}

/// A child in the same memory with thread variables of its own.
const THREAD: u64 = 3;
/// A child in the same memory and with the same thread variables, at the same time: it can't be traced.
const UNTRACED: u64 = 4;
/// Call in which the last thread was started.
static PARENT: AtomicU64 = AtomicU64::new(0);

/// How the child of a fork-like call shares its parent's memory; None for all other calls.
fn fork_kind_of(number: i64, args: &[u64; 6]) -> Option<u64> {
    let flags = match number {
        libc::SYS_fork => return Some(fork_kind::COPIED),
        libc::SYS_vfork => return Some(fork_kind::SHARED),
        libc::SYS_clone => args[0],
        libc::SYS_clone3 => {
            let mut bytes = [0; 8];
            if !memory::read_exact(args[0], &mut bytes) {
                return None;
            }
            u64::from_le_bytes(bytes)
        }
        _ => return None,
    };
    let has = |flag: i32| flags & flag as u32 as u64 != 0;
    Some(match (has(libc::CLONE_VM), has(libc::CLONE_VFORK), has(libc::CLONE_SETTLS)) {
        (false, _, _) => fork_kind::COPIED,
        (true, _, true) => THREAD,
        (true, true, false) => fork_kind::SHARED,
        (true, false, false) => UNTRACED,
    })
}

/// The child of a fork-like call; gives the address to go to, in the translation or in the original.
pub extern "C" fn on_child(frame: &mut CallOut) -> u64 {
    let original = frame.gprs[RCX];
    let translated = STATE.code.load(Ordering::Relaxed) + frame.gprs[R11];
    if tls::get(field::READY) == 0 {
        return if start_native_thread() { translated } else { original };
    }
    match tls::get(field::FORK) {
        fork_kind::SHARED => translated,
        fork_kind::COPIED => {
            detach();
            original
        }
        _ => original,
    }
}

/// A forked child must not write to memory that its parent shares with the supervisor.
pub extern "C" fn detach() {
    state::set_live(false);
    tls::set(field::PENDING, 0);
}

/// A thread that native code has started begins its stream with a call of its own.
fn start_native_thread() -> bool {
    if !state::is_live() {
        return false;
    }
    let Some(thread) = thread::create(false) else { return false };
    let call = state::next_call();
    thread.native_call = call;
    let head = call::begin_head(0, 0, begin::flags::NATIVE_THREAD, PARENT.load(Ordering::Relaxed));
    let empty = 2u32.to_le_bytes();
    ring::put(thread, tag::BEGIN, call, &[&head, &empty, b"[]", &0u32.to_le_bytes()]);
    true
}

/// The thread is about to exit. Its mapping is left to another one: it runs on the private stack in it right now.
fn end_native_thread(thread: &mut Thread) {
    if thread.native_call == 0 {
        return;
    }
    call::write_end(thread, thread.native_call, 0);
    ring::close(thread);
    thread.block().claim.store(claim::ENDED, Ordering::Release);
    state::ring_bell();
    left::leave(thread);
    // A fork-like call leaves no trace behind itself, and neither must this one.
    tls::set(field::THREAD, 0);
}

/// A signal handler ends: the code that it interrupted goes on in its translation. `context` is the ucontext_t that the
/// kernel is going to load.
fn return_to_translation(context: u64) {
    let at = context.wrapping_add(
        (core::mem::offset_of!(libc::ucontext_t, uc_mcontext) + libc::REG_RIP as usize * size_of::<i64>()) as u64,
    );
    let mut word = [0; 8];
    if !memory::read_exact(at, &mut word) {
        return;
    }
    let interrupted = u64::from_le_bytes(word);
    let base = STATE.code.load(Ordering::Relaxed);
    if state::is_foreign(interrupted) || state::current_engine() != engine::FAST || base == 0 {
        return;
    }
    tls::set(field::TARGET, interrupted);
    // SAFETY: just read; it is the frame that the kernel made on this thread's stack, and nobody else looks at it.
    unsafe { sys::pointer::<u64>(at).write_unaligned(base + code::DISPATCH) };
}

/// Mappings that were removed or replaced, or whose code may be changed now, may have held code with a translation.
fn forget_replaced(thread: &mut Thread, number: i64, args: &[u64; 6]) {
    let range = match number {
        libc::SYS_munmap | libc::SYS_mremap | libc::SYS_mprotect | libc::SYS_pkey_mprotect => {
            (args[0], args[0].wrapping_add(args[1]))
        }
        libc::SYS_mmap if args[3] & libc::MAP_FIXED as u64 != 0 => (args[0], args[0].wrapping_add(args[1])),
        _ => return,
    };
    forget(thread, range);
}

/// Tells the supervisor that code in `range` has gone, if it was ever translated.
pub fn forget(thread: &mut Thread, range: (u64, u64)) {
    if translated_ranges().any(|(start, end)| start < range.1 && range.0 < end) {
        callout::ask(thread, rpc::FORGET, [range.0, range.1]);
    }
}

/// Ranges of original code that have translations.
pub fn translated_ranges() -> impl Iterator<Item = (u64, u64)> {
    let list = STATE.code.load(Ordering::Relaxed) + code::RANGES;
    // SAFETY: code memory is mapped readable as long as the process lives, and this part of it only holds u64s.
    let word =
        move |index: usize| unsafe { (*sys::pointer::<AtomicU64>(list + index as u64 * 8)).load(Ordering::Acquire) };
    let mapped = STATE.code.load(Ordering::Relaxed) != 0;
    let count = if mapped { (word(0) as usize).min(code::MAX_RANGES) } else { 0 };
    (0..count).map(move |index| (word(1 + index * 2), word(2 + index * 2)))
}
