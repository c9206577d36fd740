//! Signals that arrive while a thread runs translated code.
//!
//! The handler must find the registers and the instruction that the program knows, and its own accesses are to be
//! recorded. So a signal is held back until the thread is between two instructions of the program:
//! ```text
//! signal ── in translated code ──► step to the beginning of an instruction ──┐
//!        ── in the agent ──► breakpoint where it comes back ──► step ────────┤
//!        ── a fault ──► it is at an instruction already ─────────────────────┤
//!                                                                            ▼
//!   rip = original instruction, let the kernel build the handler's frame; the thread stops at its first instruction
//!                                                                            ▼
//!   TARGET = handler, rip = DISPATCH: the handler runs translated. At its end the agent sends the interrupted
//!   code back through DISPATCH (`on_before` in native/agent/src/syscall.rs).
//! ```
//! Without ptrace none of this happens: handlers run as they are, untraced, and see translated code.
use super::places::{Place, Places};
use crate::engine::breakpoint;
use crate::engine::Verdict;
use crate::session::process::Process;
use crate::supervise::tracee::{Registers, Stop, Tracee};
use nix::errno::Errno;
use nix::libc;
use std::collections::{HashMap, VecDeque};

/// si_code of a stop at the beginning of a handler.
const AT_HANDLER: i32 = libc::SIGTRAP;

#[derive(Default)]
pub struct Signals(HashMap<i32, Held>);

/// A siginfo_t, which has pointers of the program in it that mean nothing here.
#[derive(Clone, Copy)]
struct Info(libc::siginfo_t);

// SAFETY: it is only handed back to the kernel; nothing here follows its pointers.
unsafe impl Send for Info {}

/// Signals of one thread that wait for a good moment, oldest first.
struct Held {
    waiting: VecDeque<Info>,
    /// The kernel is building a frame.
    entering: bool,
    watching: bool,
    /// Where the last step ended. One that ends there again is within a repeated instruction.
    last: u64,
}

impl Signals {
    pub fn forget(&mut self, tid: i32) {
        self.0.remove(&tid);
    }

    pub fn stopped(
        &mut self,
        process: &Process,
        tracee: Tracee,
        stop: Stop,
        places: &Places,
    ) -> Result<Verdict, Errno> {
        match stop {
            Stop::Signal(libc::SIGTRAP) if self.0.contains_key(&tracee.tid) => self.trap(process, tracee, places),
            Stop::Signal(signal) => self.arrived(process, tracee, signal, places),
            Stop::Exit(_) | Stop::Exec(_) => {
                self.forget(tracee.tid);
                Ok(Verdict::NotMine)
            }
            Stop::Group(_) => Ok(Verdict::NotMine),
            _ if self.0.contains_key(&tracee.tid) => self.go_on_again(process, tracee, places),
            _ => Ok(Verdict::NotMine),
        }
    }

    fn arrived(&mut self, process: &Process, tracee: Tracee, signal: i32, places: &Places) -> Result<Verdict, Errno> {
        let registers = tracee.registers()?;
        let place = places.of(process, &registers);
        if place == Place::Elsewhere || !is_in_mask(process.pid, tracee.tid, "SigCgt:", signal) {
            // Others may be waiting: the thread must not run on past them because of one that does nothing.
            return match self.0.contains_key(&tracee.tid) && has_no_effect(process.pid, tracee.tid, signal) {
                true => self.go_on_again(process, tracee, places),
                false => Ok(Verdict::NotMine),
            };
        }
        let info = tracee.signal_info()?;
        if let Some(held) = self.0.get_mut(&tracee.tid) {
            // Like the kernel, which keeps one of each as long as it waits; those with numbers from 32 on queue up.
            if signal >= 32 || held.waiting.iter().all(|waiting| waiting.0.si_signo != signal) {
                held.waiting.push_back(Info(info));
            }
            return self.go_on_again(process, tracee, places);
        }
        let held = Held { waiting: VecDeque::from([Info(info)]), entering: false, watching: false, last: 0 };
        self.0.insert(tracee.tid, held);
        let is_fault = info.si_code > 0 && matches!(signal, libc::SIGSEGV | libc::SIGBUS | libc::SIGFPE);
        match places.covering(registers.rip).filter(|_| is_fault) {
            Some(original) => self.deliver(process, tracee, registers, original),
            None => self.go_on(process, tracee, places),
        }
    }

    /// A step, a breakpoint or a handler's beginning.
    fn trap(&mut self, process: &Process, tracee: Tracee, places: &Places) -> Result<Verdict, Errno> {
        let info = tracee.signal_info()?;
        let Some(held) = self.0.get_mut(&tracee.tid) else { return Ok(Verdict::NotMine) };
        if info.si_code <= 0 {
            held.waiting.push_back(Info(info));
        } else if held.entering {
            held.entering = false;
            held.waiting.pop_front();
            if info.si_code == AT_HANDLER {
                places.redirect(process, &tracee)?;
            }
        }
        if held.watching {
            held.watching = false;
            breakpoint::take_hit(&tracee)?;
            breakpoint::set(&tracee, None)?;
        }
        self.go_on(process, tracee, places)
    }

    /// After a stop that no step has led to: the thread may be where the last one ended, without having had a chance to move.
    fn go_on_again(&mut self, process: &Process, tracee: Tracee, places: &Places) -> Result<Verdict, Errno> {
        if let Some(held) = self.0.get_mut(&tracee.tid) {
            held.last = 0;
        }
        self.go_on(process, tracee, places)
    }

    /// Brings the thread nearer to a place where the oldest signal can be delivered.
    fn go_on(&mut self, process: &Process, tracee: Tracee, places: &Places) -> Result<Verdict, Errno> {
        let Some(held) = self.0.get_mut(&tracee.tid) else { return Ok(Verdict::NotMine) };
        let Some(&Info(info)) = held.waiting.front() else {
            self.forget(tracee.tid);
            tracee.resume(0)?;
            return Ok(Verdict::Resumed);
        };
        let registers = tracee.registers()?;
        let place = places.of(process, &registers);
        let back = match place {
            Place::CallOut => Some(places.leave()),
            Place::Inside if held.last == registers.rip => places.behind(registers.rip),
            _ => None,
        };
        held.last = registers.rip;
        match place {
            Place::Elsewhere => return self.let_go(tracee, info),
            Place::Interrupted(original) | Place::Clean(original) => {
                return self.deliver(process, tracee, registers, original)
            }
            Place::CallOut | Place::Inside => {}
        }
        match back {
            Some(address) => {
                held.watching = true;
                breakpoint::set(&tracee, Some(address))?;
                tracee.resume(0)?;
            }
            None => tracee.step(0)?,
        }
        Ok(Verdict::Resumed)
    }

    /// The thread is between two instructions; it is `original` that comes next.
    fn deliver(
        &mut self,
        process: &Process,
        tracee: Tracee,
        mut registers: Registers,
        original: u64,
    ) -> Result<Verdict, Errno> {
        let Some(held) = self.0.get_mut(&tracee.tid) else { return Ok(Verdict::NotMine) };
        let Some(&Info(info)) = held.waiting.front() else { return Ok(Verdict::NotMine) };
        // Blocked since it came: the kernel keeps it until it is not.
        if is_in_mask(process.pid, tracee.tid, "SigBlk:", info.si_signo) {
            return self.let_go(tracee, info);
        }
        held.entering = true;
        registers.rip = original;
        tracee.set_registers(&registers)?;
        tracee.set_signal_info(&info)?;
        tracee.step(info.si_signo)?;
        Ok(Verdict::Resumed)
    }

    /// Delivers the oldest signal as it is, and sends the others again.
    fn let_go(&mut self, tracee: Tracee, info: libc::siginfo_t) -> Result<Verdict, Errno> {
        let held = self.0.remove(&tracee.tid);
        for other in held.iter().flat_map(|held| held.waiting.iter().skip(1)) {
            // SAFETY: takes numbers only; the thread is stopped and ours.
            unsafe { libc::syscall(libc::SYS_tkill, tracee.tid, other.0.si_signo) };
        }
        tracee.set_signal_info(&info)?;
        tracee.resume(info.si_signo)?;
        Ok(Verdict::Resumed)
    }
}

/// Whether the kernel does nothing for a signal that has no handler; it is reported all the same.
fn has_no_effect(pid: i32, tid: i32, signal: i32) -> bool {
    let ignored_by_default = matches!(signal, libc::SIGCHLD | libc::SIGURG | libc::SIGWINCH | libc::SIGCONT);
    ignored_by_default || is_in_mask(pid, tid, "SigIgn:", signal)
}

/// Whether a signal is in one of the masks that /proc/PID/task/TID/status shows in hexadecimal.
fn is_in_mask(pid: i32, tid: i32, name: &str, signal: i32) -> bool {
    let status = std::fs::read_to_string(format!("/proc/{pid}/task/{tid}/status")).unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix(name));
    mask.and_then(|text| u64::from_str_radix(text.trim(), 16).ok()).is_some_and(|mask| mask >> (signal - 1) & 1 != 0)
}
