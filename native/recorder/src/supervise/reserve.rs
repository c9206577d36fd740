//! Keeps the place of translated code and shadow table free in a program that has just been executed.
//!
//! Both must lie in the lowest 2 GiB, and V8 puts its pages at random addresses: about one program in some hundred had
//! one of them there before the agent came. So the first thing that a program does, before its loader, is a system call
//! of the supervisor's:
//! ```text
//! stop of execve ── PTRACE_SYSCALL ──► its end ── registers of mmap, rip = a `syscall` of the vdso, step ──► result
//!                                                                        ── registers as before ──► runs
//! ```
//! Only in JavaScript runtimes: others may want the place for themselves, as AddressSanitizer does. Failure at any point:
//! nothing is reserved, and the agent takes the place if it is still free.
use super::tracee::{Registers, Stop, Tracee};
use super::wait::{self, Change};
use ffiscope_wire::session::RESERVED;
use nix::errno::Errno;
use nix::libc;
use nix::sys::uio::{process_vm_readv, RemoteIoVec};
use nix::unistd::Pid;
use std::io::IoSliceMut;

/// Largest vdso that is searched, bytes.
const VDSO_BYTES: usize = 4 * 4096;
const SYSCALL: [u8; 2] = [0x0f, 0x05];
/// Code segment of 64-bit programs.
const LONG_MODE: u64 = 0x33;

/// `tracee` is in the stop of its execve; afterwards it is in a stop from which it can be resumed. Signals that came
/// meanwhile are sent again.
pub fn reserve(tracee: Tracee) -> Result<(), Errno> {
    if !is_runtime(tracee.tid) || has_limited_memory(tracee.tid) {
        return Ok(());
    }
    let Some(instruction) = syscall_instruction(tracee.tid) else { return Ok(()) };
    // Registers that are set before the end of execve are lost.
    tracee.run_to_syscall()?;
    let mut held = Vec::new();
    next_stop(tracee, Stop::Syscall, &mut held)?;
    let before = tracee.registers()?;
    if before.cs == LONG_MODE {
        tracee.set_registers(&mapping(&before, instruction))?;
        tracee.step(0)?;
        next_stop(tracee, Stop::Signal(libc::SIGTRAP), &mut held)?;
        // It came from a system call, but not from one that is to be restarted.
        tracee.set_registers(&Registers { orig_rax: u64::MAX, ..before })?;
    }
    for signal in held {
        // SAFETY: takes numbers only; the thread is stopped and ours.
        unsafe { libc::syscall(libc::SYS_tkill, tracee.tid, signal) };
    }
    Ok(())
}

/// Registers for mmap of the place to be reserved.
fn mapping(before: &Registers, instruction: u64) -> Registers {
    let (start, end) = RESERVED;
    let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE | libc::MAP_FIXED_NOREPLACE;
    Registers {
        rip: instruction,
        rax: libc::SYS_mmap as u64,
        orig_rax: u64::MAX,
        rdi: start,
        rsi: end - start,
        rdx: libc::PROT_NONE as u64,
        r10: flags as u64,
        r8: u64::MAX,
        r9: 0,
        ..*before
    }
}

/// Waits for the stop that is expected. Signals that come first are kept; what else comes stays for the supervisor.
fn next_stop(tracee: Tracee, wanted: Stop, held: &mut Vec<i32>) -> Result<(), Errno> {
    loop {
        match wait::next_of(tracee.tid)? {
            Change::Stopped(stop) if stop == wanted => return Ok(()),
            Change::Stopped(Stop::Signal(signal) | Stop::Group(signal)) => held.push(signal),
            Change::Stopped(Stop::Interrupt) => {}
            _ => return Err(Errno::ESRCH),
        }
        match wanted {
            Stop::Syscall => tracee.run_to_syscall()?,
            _ => tracee.step(0)?,
        }
    }
}

/// By the name of its file; not with AddressSanitizer in it.
fn is_runtime(pid: i32) -> bool {
    let program = std::fs::read_link(format!("/proc/{pid}/exe")).unwrap_or_default();
    let name = program.file_name().unwrap_or_default().to_string_lossy();
    let environment = std::fs::read(format!("/proc/{pid}/environ")).unwrap_or_default();
    let sanitized = environment.windows(4).any(|word| word == b"asan");
    ["node", "electron"].iter().any(|known| name.starts_with(known)) && !sanitized
}

/// A place that counts against what a program may have is not taken from it before it needs it.
fn has_limited_memory(pid: i32) -> bool {
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: the kernel fills one rlimit.
    let asked = unsafe { libc::prlimit(pid, libc::RLIMIT_AS, std::ptr::null(), &mut limit) };
    asked != 0 || limit.rlim_cur != libc::RLIM_INFINITY
}

/// A `syscall` instruction in the vdso, which every program has mapped.
fn syscall_instruction(pid: i32) -> Option<u64> {
    let auxv = std::fs::read(format!("/proc/{pid}/auxv")).ok()?;
    let words: Vec<u64> = auxv.chunks_exact(8).map(|word| u64::from_le_bytes(word.try_into().unwrap())).collect();
    let vdso = words.chunks_exact(2).find(|pair| pair[0] == libc::AT_SYSINFO_EHDR)?[1];
    let mut code = vec![0; VDSO_BYTES];
    let remote = [RemoteIoVec { base: vdso as usize, len: code.len() }];
    let length = process_vm_readv(Pid::from_raw(pid), &mut [IoSliceMut::new(&mut code)], &remote).ok()?;
    let at = code[..length].windows(2).position(|pair| pair == SYSCALL)?;
    Some(vdso + at as u64)
}
