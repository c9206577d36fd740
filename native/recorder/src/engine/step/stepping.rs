//! One stepped thread: what it is in the middle of, and what comes next.
use super::current::Current;
use super::frames::{Frame, Frames};
use super::instructions::{Effect, Known};
use super::pinning::{self, Pinned};
use super::registers::Moment;
use super::stacks::Stacks;
use super::syscall::Pending;
use super::{is_foreign, trap_flag, StepEngine};
use crate::engine::breakpoint;
use crate::engine::{Stream, Verdict};
use crate::session::process::Process;
use crate::supervise::tracee::{Registers, Tracee};
use nix::errno::Errno;
use std::sync::Arc;

/// si_code of an `int3`.
const SI_KERNEL: i32 = 0x80;
/// si_code of a step that ended at the beginning of a signal handler, in front of the instruction.
const AT_HANDLER: i32 = libc::SIGTRAP;

#[derive(Default)]
pub struct Thread {
    frames: Frames,
    stacks: Stacks,
    /// The instruction that is being stepped.
    current: Option<Current>,
    /// Repeated instructions that signal handlers came in between of, innermost last.
    suspended: Vec<Current>,
    watched: Option<u64>,
    pub(super) pinned: Option<Pinned>,
}

impl Thread {
    pub fn is_stepping(&self) -> bool {
        matches!(self.frames.top(), Some(Frame::Call { .. } | Frame::Native))
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

    /// Sets the breakpoint that the frames ask for.
    fn watch(&mut self, tracee: Tracee) -> Result<(), Errno> {
        let awaited = self.frames.awaited();
        if awaited != self.watched {
            breakpoint::set(&tracee, awaited)?;
            self.watched = awaited;
        }
        Ok(())
    }

    /// A signal handler begins. The instruction will start over after it; a repeated one goes on where it was.
    fn suspend(&mut self) {
        self.suspended.extend(self.current.take().filter(|current| current.known.plan.is_repeated()));
    }

    /// Whether the thread is in the middle of a repeated instruction, perhaps again after a signal handler.
    fn goes_on(&mut self, registers: &Registers) -> bool {
        if self.suspended.last().is_some_and(|suspended| suspended.goes_on(registers)) {
            self.current = self.suspended.pop();
        }
        self.current.as_ref().is_some_and(|current| current.goes_on(registers))
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
        let code = tracee.signal_info()?.si_code;
        if code == SI_KERNEL && registers.rip == self.enter + 1 {
            return self.enter(process, tracee, registers, stream);
        }
        // An int3 of the program's own, or somebody sent the signal.
        if code == SI_KERNEL || code <= 0 {
            return Ok(Verdict::NotMine);
        }
        let Some(thread) = self.threads.get_mut(&tracee.tid) else { return Ok(Verdict::NotMine) };
        match thread.frames.top() {
            Some(Frame::Outward { stack, back }) if breakpoint::take_hit(&tracee)? => {
                if registers.rip == back && registers.rsp == stack + 8 {
                    return self.come_back(process, tracee, registers, stream);
                }
                tracee.resume(0)?;
                Ok(Verdict::Resumed)
            }
            Some(Frame::Call { .. } | Frame::Native) => {
                if code == AT_HANDLER {
                    thread.suspend();
                    thread.stacks.handler(process, &registers);
                } else {
                    self.stepped(process, tracee, &registers, stream)?;
                }
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
        thread.stacks.meet(process, registers.rsp);
        thread.frames.unwind(registers.rsp, &thread.stacks);
        thread.frames.push(Frame::Call { stack: registers.rsp });
        thread.watch(tracee)?;
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
            thread.watch(tracee)?;
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
        for _ in 0..thread.frames.unwind(registers.rsp, &thread.stacks) {
            stream.callback(tracee.tid, false);
        }
        let foreign = is_foreign(process, registers.rip);
        match thread.frames.top() {
            Some(Frame::Call { stack }) if foreign && registers.rsp == stack + 8 => {
                thread.frames.pop();
                thread.watch(tracee)?;
                thread.run_free(tracee.tid);
                registers.rip = self.exit;
                tracee.set_registers(&registers)?;
                tracee.resume(0)?;
            }
            Some(Frame::Call { .. } | Frame::Native) if foreign => self.go_out(process, tracee, &registers, stream)?,
            Some(Frame::Call { .. } | Frame::Native) => {
                let known = self.instructions.at(process, registers.rip);
                if let Some(Effect::LoadsFlags(width)) = known.as_ref().map(|known| known.effect) {
                    if trap_flag::load(process, width, &mut registers) {
                        tracee.set_registers(&registers)?;
                        return self.go_on(process, tracee, registers, stream);
                    }
                }
                self.prepare(known, tracee, registers)?;
                tracee.step(0)?;
            }
            // All calls were jumped over; the agent finds out by itself.
            _ => {
                thread.watch(tracee)?;
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
        let Some(thread) = self.threads.get_mut(&tracee.tid) else { return Ok(()) };
        thread.frames.push(Frame::Outward { stack: registers.rsp, back });
        thread.run_free(tracee.tid);
        if thread.watch(tracee).is_err() {
            self.gap("calls whose callback could not be watched");
            stream.incomplete(tracee.tid);
        }
        tracee.resume(0)
    }

    /// Notes what the next instruction will need.
    fn prepare(&mut self, known: Option<Arc<Known>>, tracee: Tracee, registers: Registers) -> Result<(), Errno> {
        let Some(thread) = self.threads.get_mut(&tracee.tid) else { return Ok(()) };
        if thread.pinned.is_none() {
            thread.pinned = pinning::pin(tracee.tid);
        }
        if thread.goes_on(&registers) {
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
        if thread.current.as_ref().is_some_and(|current| current.goes_on(after)) {
            return Ok(());
        }
        let Some(current) = thread.current.take() else { return Ok(()) };
        match current.known.effect {
            Effect::Nothing | Effect::LoadsFlags(_) => {}
            Effect::Accesses => current.report(tracee, *after, stream)?,
            Effect::Unknown => {
                self.gap("instructions whose accesses are not known");
                stream.incomplete(tracee.tid);
            }
            Effect::StoresFlags => trap_flag::hide(process, after.rsp),
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

    /// An instruction could not touch what it wanted to. The rounds of a repeated one up to there are done for good, whether its
    /// handler comes back to it or not.
    pub(super) fn faulted(&mut self, tracee: Tracee, stream: &mut dyn Stream) -> Result<(), Errno> {
        let registers = tracee.registers()?;
        let Some(thread) = self.threads.get_mut(&tracee.tid) else { return Ok(()) };
        match thread.current.take_if(|current| current.goes_on(&registers)) {
            Some(current) => current.report(tracee, registers, stream),
            None => Ok(()),
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
        let registers = tracee.registers()?;
        thread.stacks.meet(process, registers.rsp);
        self.threads.insert(tracee.tid, thread);
        self.go_on(process, tracee, registers, stream)
    }
}
