//! A signal that may be the end of a process: what can be known is kept, and written when it was the end.
use crate::exit::signal_name;
use crate::recording::Recording;
use crate::session::registry::Registry;
use crate::session::shared::Shared;
use crate::supervise::tracee::{Registers, Tracee};
use ffiscope_tracefile::{Crash, Hex};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Deepest native stack that is written down.
const MAX_FRAMES: usize = 64;

/// The latest suspect of each process.
#[derive(Default)]
pub struct Suspects(HashMap<i32, (i32, Crash)>);

/// A handler that can do nothing about a fault (node has one) raises the same signal once more, now from software:
/// it arrives at the same instruction, but without the faulting address, which only the first one had.
fn raised_again(fault: &Crash, now: &Crash) -> bool {
    fault.code > 0 && now.code <= 0 && (fault.thread, fault.call, fault.insn) == (now.thread, now.call, now.insn)
}

/// Signals whose default is to end the process because of what it did.
pub fn may_be_fatal(signal: i32) -> bool {
    use libc::{SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGSYS, SIGTRAP};
    matches!(signal, SIGSEGV | SIGBUS | SIGFPE | SIGILL | SIGABRT | SIGTRAP | SIGSYS)
}

impl Suspects {
    /// A thread is about to get such a signal. Of interest when it is in a call.
    pub fn look(&mut self, shared: &Arc<Shared>, tracee: Tracee, signal: i32) {
        let Some(crash) = describe(shared, tracee, signal) else { return };
        let known = self.0.get(&shared.process.pid);
        if known.is_some_and(|(earlier, known)| *earlier == signal && raised_again(known, &crash)) {
            return;
        }
        self.0.insert(shared.process.pid, (signal, crash));
    }

    /// The process has died of a signal.
    pub fn died(&mut self, pid: i32, signal: i32, registry: &Registry, recording: &Recording) {
        let known = self.0.remove(&pid).filter(|(suspect, _)| *suspect == signal).map(|(_, crash)| crash);
        let crash = known.or_else(|| open_call(pid, signal, registry));
        if let Some(crash) = crash {
            recording.set_crash(crash);
        }
    }
}

/// Nothing was seen of the end itself (no ptrace, or killed from outside): the calls that were running are named.
pub fn open_call(pid: i32, signal: i32, registry: &Registry) -> Option<Crash> {
    let shared = registry.all().into_iter().rev().find(|shared| shared.process.pid == pid)?;
    let mut state = shared.lock();
    state.read_everything(&shared);
    let (thread, call) = state.consumer.open_calls().into_iter().max_by_key(|(_, call)| *call)?;
    let signal = signal_name(signal);
    let text = format!("{signal} ended the process while this call was running");
    Some(Crash { call: Some(call), thread, time: shared.recording.now(), signal, text, ..Crash::default() })
}

fn describe(shared: &Arc<Shared>, tracee: Tracee, signal: i32) -> Option<Crash> {
    let at = shared.block_of(tracee.tid)?;
    let (registers, info) = (tracee.registers().ok()?, tracee.signal_info().ok()?);
    let mut state = shared.lock();
    state.read_all(shared, at);
    let call = state.consumer.innermost_call(at)?;
    // SAFETY: si_addr is a plain number in the kernel's siginfo, whichever variant it is.
    let address = if has_address(signal) && info.si_code > 0 { unsafe { info.si_addr() as u64 } } else { 0 };
    let original = |pc: u64| state.engine.original_pc(pc).unwrap_or(pc);
    let mut pcs: Vec<u64> =
        crate::stack::walk(&shared.process, &registers, MAX_FRAMES).into_iter().map(original).collect();
    pcs[0] = state.engine.original_at(&shared.process, &registers).unwrap_or(registers.rip);
    let frames: Vec<u32> = pcs.iter().map(|pc| state.consumer.insn(*pc, &shared.process)).collect();
    Some(Crash {
        call: Some(call),
        thread: state.consumer.thread_number(at),
        time: shared.recording.now(),
        signal: signal_name(signal),
        code: info.si_code,
        address: Hex(address),
        insn: frames.first().copied(),
        registers: named(&registers, pcs[0]),
        frames,
        text: sentence(signal, address),
    })
}

fn has_address(signal: i32) -> bool {
    matches!(signal, libc::SIGSEGV | libc::SIGBUS | libc::SIGFPE | libc::SIGILL | libc::SIGTRAP)
}

fn sentence(signal: i32, address: u64) -> String {
    let name = signal_name(signal);
    match signal {
        libc::SIGSEGV | libc::SIGBUS => format!("{name}: native code touched {address:#x}, which it may not"),
        _ => format!("{name} in native code"),
    }
}

/// The registers with the instruction pointer in original code.
fn named(registers: &Registers, pc: u64) -> BTreeMap<String, Hex> {
    let r = registers;
    let list = [
        ("rip", pc),
        ("rax", r.rax),
        ("rbx", r.rbx),
        ("rcx", r.rcx),
        ("rdx", r.rdx),
        ("rsi", r.rsi),
        ("rdi", r.rdi),
        ("rbp", r.rbp),
        ("rsp", r.rsp),
        ("r8", r.r8),
        ("r9", r.r9),
        ("r10", r.r10),
        ("r11", r.r11),
        ("r12", r.r12),
        ("r13", r.r13),
        ("r14", r.r14),
        ("r15", r.r15),
        ("eflags", r.eflags),
    ];
    list.into_iter().map(|(name, value)| (name.to_owned(), Hex(value))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_software_signal_at_the_place_of_the_fault_is_its_repetition() {
        let fault = Crash { code: 1, insn: Some(7), call: Some(2), address: Hex(8), ..Crash::default() };
        assert!(raised_again(&fault, &Crash { code: -6, address: Hex(0), ..fault.clone() }));
        assert!(!raised_again(&fault, &Crash { code: 1, address: Hex(16), ..fault.clone() }), "a second fault");
        assert!(!raised_again(&fault, &Crash { code: -6, insn: Some(9), ..fault.clone() }), "another place");
    }
}
