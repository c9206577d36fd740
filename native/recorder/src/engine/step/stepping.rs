//! One stepped thread: what it is in the middle of, and what comes next.
use super::frames::{Frame, Frames};
use super::instructions::{Effect, Known};
use super::pinning::{self, Pinned};
use super::registers::Moment;
use super::syscall::Pending;
use super::{breakpoint, is_foreign, StepEngine};
use crate::engine::{RawAccess, Stream, Verdict};
use crate::session::process::Process;
use crate::supervise::tracee::{Registers, Tracee};
use ffiscope_decode::Access;
use nix::errno::Errno;
use std::sync::Arc;

const TRAP_FLAG: u8 = 1;
/// si_code of an `int3`.
const SI_KERNEL: i32 = 0x80;

#[derive(Default)]
pub struct Thread {
    frames: Frames,
    /// The instruction that is being stepped.
    current: Option<Current>,
    pub(super) pinned: Option<Pinned>,
}

struct Current {
    pc: u64,
    known: Arc<Known>,
    before: Moment,
    system_call: Option<Pending>,
}

impl Thread {
    pub fn is_stepping(&self) -> bool {
        matches!(self.frames.top(), Some(Frame::Call { .. } | Frame::Native))
    }

    fn is_at_int3(&self) -> bool {
        self.current.as_ref().is_some_and(|current| current.known.effect == Effect::Breakpoint)
    }

    /// It leaves the engine's hands for a while.
    fn run_free(&mut self, tid: i32) {
        if let Some(pinned) = self.pinned.take() {
            pinned.release(tid);
        }
    }

    pub fn is_native(&self) -> bool {
        self.frames.is_native()
    }
}

impl StepEngine {
    /// Any SIGTRAP of a thread of the process.
    pub(super) fn trap(
        &mut self,
        process: &Process,
        tracee: Tracee,
        stream: &mut dyn Stream,
    ) -> Result<Verdict, Errno> {
        let registers = tracee.registers()?;
        // While stepping, a SIGTRAP comes from the step, unless the instruction itself was an int3.
        let stepped = self.threads.get(&tracee.tid).is_some_and(|thread| thread.is_stepping() && !thread.is_at_int3());
        if !stepped && tracee.signal_info()?.si_code == SI_KERNEL {
            let ours = registers.rip == self.enter + 1;
            return if ours { self.enter(process, tracee, registers, stream) } else { Ok(Verdict::NotMine) };
        }
        let Some(thread) = self.threads.get(&tracee.tid) else { return Ok(Verdict::NotMine) };
        match thread.frames.top() {
            Some(Frame::Outward { stack, back }) if breakpoint::take_hit(&tracee)? => {
                if registers.rip == back && registers.rsp == stack + 8 {
                    return self.come_back(process, tracee, registers, stream);
                }
                tracee.resume(0)?;
                Ok(Verdict::Resumed)
            }
            Some(Frame::Call { .. } | Frame::Native) => {
                self.stepped(process, tracee, &registers, stream)?;
                self.go_on(process, tracee, registers, stream)
            }
            _ => Ok(Verdict::NotMine),
        }
    }

    /// The agent asks for stepping: the function is in r11.
    fn enter(
        &mut self,
        process: &Process,
        tracee: Tracee,
        mut registers: Registers,
        stream: &mut dyn Stream,
    ) -> Result<Verdict, Errno> {
        stream.catch_up(tracee.tid);
        self.instructions.clear();
        registers.rip = registers.r11;
        tracee.set_registers(&registers)?;
        let thread = self.threads.entry(tracee.tid).or_default();
        thread.frames.unwind(registers.rsp);
        thread.frames.push(Frame::Call { stack: registers.rsp });
        self.go_on(process, tracee, registers, stream)
    }

    /// A way out of traced code has come back.
    fn come_back(
        &mut self,
        process: &Process,
        tracee: Tracee,
        registers: Registers,
        stream: &mut dyn Stream,
    ) -> Result<Verdict, Errno> {
        stream.catch_up(tracee.tid);
        stream.callback(tracee.tid, false);
        if let Some(thread) = self.threads.get_mut(&tracee.tid) {
            thread.frames.pop();
            breakpoint::set(&tracee, thread.frames.awaited())?;
        }
        self.go_on(process, tracee, registers, stream)
    }

    /// Looks at the next instruction and lets the thread go.
    fn go_on(
        &mut self,
        process: &Process,
        tracee: Tracee,
        mut registers: Registers,
        stream: &mut dyn Stream,
    ) -> Result<Verdict, Errno> {
        let Some(thread) = self.threads.get_mut(&tracee.tid) else { return Ok(Verdict::NotMine) };
        for _ in 0..thread.frames.unwind(registers.rsp) {
            stream.callback(tracee.tid, false);
            breakpoint::set(&tracee, thread.frames.awaited())?;
        }
        let foreign = is_foreign(process, registers.rip);
        match thread.frames.top() {
            Some(Frame::Call { stack }) if foreign && registers.rsp == stack + 8 => {
                thread.frames.pop();
                thread.run_free(tracee.tid);
                registers.rip = self.exit;
                tracee.set_registers(&registers)?;
                tracee.resume(0)?;
            }
            Some(Frame::Call { .. } | Frame::Native) if foreign => self.go_out(process, tracee, &registers, stream)?,
            Some(Frame::Call { .. } | Frame::Native) => {
                self.prepare(process, tracee, registers)?;
                tracee.step(0)?;
            }
            // All calls were jumped over; the agent finds out by itself.
            _ => {
                thread.run_free(tracee.tid);
                tracee.resume(0)?;
            }
        }
        Ok(Verdict::Resumed)
    }

    /// Traced code has called into code that is not traced: the return address is on the stack.
    fn go_out(
        &mut self,
        process: &Process,
        tracee: Tracee,
        registers: &Registers,
        stream: &mut dyn Stream,
    ) -> Result<(), Errno> {
        let mut word = [0; 8];
        if process.read_memory(registers.rsp, &mut word) != word.len() {
            return tracee.step(0);
        }
        let back = u64::from_le_bytes(word);
        stream.callback(tracee.tid, true);
        if let Some(thread) = self.threads.get_mut(&tracee.tid) {
            thread.frames.push(Frame::Outward { stack: registers.rsp, back });
            thread.run_free(tracee.tid);
        }
        if breakpoint::set(&tracee, Some(back)).is_err() {
            self.gap("calls whose callback could not be watched");
            stream.incomplete(tracee.tid);
        }
        tracee.resume(0)
    }

    /// Notes what the next instruction will need.
    fn prepare(&mut self, process: &Process, tracee: Tracee, registers: Registers) -> Result<(), Errno> {
        let known = self.instructions.at(process, registers.rip);
        let Some(thread) = self.threads.get_mut(&tracee.tid) else { return Ok(()) };
        if thread.pinned.is_none() {
            thread.pinned = pinning::pin(tracee.tid);
        }
        let repeating = |current: &Current| current.pc == registers.rip && current.known.plan.is_repeated();
        if thread.current.as_ref().is_some_and(repeating) {
            return Ok(());
        }
        thread.current = None;
        let Some(known) = known else { return Ok(()) };
        if known.effect == Effect::Nothing {
            return Ok(());
        }
        let system_call = (known.effect == Effect::Syscall).then(|| Pending::of(&registers));
        let before = if known.plan.before.needs_extended() {
            Moment::extended(registers, &tracee)?
        } else {
            Moment::of(registers)
        };
        thread.current = Some(Current { pc: registers.rip, known, before, system_call });
        Ok(())
    }

    /// The current instruction is done, or one round of a repeated one.
    fn stepped(
        &mut self,
        process: &Process,
        tracee: Tracee,
        after: &Registers,
        stream: &mut dyn Stream,
    ) -> Result<(), Errno> {
        let Some(thread) = self.threads.get_mut(&tracee.tid) else { return Ok(()) };
        let repeats = |current: &Current| current.pc == after.rip && current.known.plan.is_repeated();
        if thread.current.as_ref().is_some_and(repeats) {
            return Ok(());
        }
        let Some(current) = thread.current.take() else { return Ok(()) };
        match current.known.effect {
            Effect::Nothing | Effect::Breakpoint => {}
            Effect::Accesses => current.report(tracee, *after, stream)?,
            Effect::Unknown => {
                self.gap("instructions whose accesses are not known");
                stream.incomplete(tracee.tid);
            }
            Effect::StoresFlags => hide_trap_flag(process, after.rsp),
            Effect::Syscall => {
                if let Some(call) = current.system_call {
                    call.report(process, tracee.tid, current.pc, after.rax as i64, stream);
                    if let Some(range) = call.replaced() {
                        self.instructions.clear();
                        self.forgotten.push(range);
                    }
                }
            }
        }
        Ok(())
    }

    /// A signal comes in front of the instruction, which starts over after it.
    pub(super) fn interrupted(&mut self, tid: i32) {
        if let Some(thread) = self.threads.get_mut(&tid) {
            thread.current.take_if(|current| !current.known.plan.is_repeated());
        }
    }

    /// Whether a new thread was started by stepped code.
    pub(super) fn starts_in_call(&self, process: &Process, tid: i32) -> bool {
        let starting = |thread: &Thread| {
            let call = thread.current.as_ref().and_then(|current| current.system_call);
            call.is_some_and(|call| call.starts_thread(process))
        };
        !self.threads.contains_key(&tid) && (self.expected.contains(&tid) || self.threads.values().any(starting))
    }

    /// A thread of stepped code begins.
    pub(super) fn begin_native(
        &mut self,
        process: &Process,
        tracee: Tracee,
        stream: &mut dyn Stream,
    ) -> Result<Verdict, Errno> {
        self.expected.retain(|expected| *expected != tracee.tid);
        let starter = self.threads.iter().find(|(_, thread)| thread.is_stepping()).map_or(0, |(tid, _)| *tid);
        stream.native_thread(tracee.tid, starter, true);
        let mut thread = Thread::default();
        thread.frames.push(Frame::Native);
        self.threads.insert(tracee.tid, thread);
        let registers = tracee.registers()?;
        self.go_on(process, tracee, registers, stream)
    }
}

impl Current {
    fn report(&self, tracee: Tracee, after: Registers, stream: &mut dyn Stream) -> Result<(), Errno> {
        let plan = &self.known.plan;
        let after = if plan.after.needs_extended() { Moment::extended(after, &tracee)? } else { Moment::of(after) };
        let mut accesses: Vec<Access> = Vec::new();
        plan.accesses(&self.before, Some(&after), &mut accesses);
        for access in accesses {
            let Access { address, size, kind, certain, count } = access;
            stream.access(tracee.tid, RawAccess { pc: self.pc, address, size, kind, certain, count });
        }
        Ok(())
    }
}

/// The program must not find the trap flag in the flags it stored, nor load it again.
fn hide_trap_flag(process: &Process, rsp: u64) {
    let mut high = [0; 1];
    if process.read_memory(rsp + 1, &mut high) == 1 {
        process.write_memory(rsp + 1, &[high[0] & !TRAP_FLAG]);
    }
}
