//! The step engine: single-steps the original code of a traced call and decodes each instruction.
//!
//! ```text
//!   agent: int3 at step_enter ──► enter: rip = function, a Call frame
//!        ┌────────────────────────────┐
//!        ▼                            │
//!   examine rip ── traced code ──► note registers, step one instruction, report what it touched
//!        ├── back in foreign code at the call's return address ──► rip = step_exit, run free
//!        ├── foreign code further down (a callback) ──► breakpoint on the return address, run free
//!        └── foreign code further up (longjmp, exception) ──► the call was abandoned, run free
//! ```
//! Foreign code is the binding and the agent. While a thread runs free it meets the engine again at a breakpoint or
//! at the next `int3`. Only its own threads are stepped: those that enter calls, and those that stepped code starts.
//! Failure modes: a thread that is killed is dropped; a signal is delivered and its handler stepped like the call's
//! own code; what can't be decoded or watched is counted as not traced.

mod current;
mod frames;
mod instructions;
mod pinning;
mod registers;
mod stacks;
mod stepping;
mod syscall;
mod trap_flag;

use super::{Engine, Stream, Verdict};
use crate::session::process::Process;
use crate::supervise::tracee::{Stop, Tracee};
use ffiscope_wire::session::MAX_FOREIGN;
use instructions::Instructions;
use nix::errno::Errno;
use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::Ordering;
use stepping::Thread;

pub fn create() -> Box<dyn Engine> {
    Box::new(StepEngine::default())
}

#[derive(Default)]
pub struct StepEngine {
    /// Addresses of the agent: see `AgentAddresses`.
    enter: u64,
    exit: u64,
    threads: HashMap<i32, Thread>,
    instructions: Instructions,
    /// Threads that stepped code has started and that have not stopped yet.
    expected: Vec<i32>,
    gaps: BTreeMap<String, u64>,
    forgotten: Vec<(u64, u64)>,
}

impl Engine for StepEngine {
    fn attach(&mut self, process: &Process) -> anyhow::Result<()> {
        anyhow::ensure!(process.ptraced, "the step engine needs ptrace");
        let agent = &process.session.header().agent;
        self.enter = agent.step_enter.load(Ordering::Acquire);
        self.exit = agent.step_exit.load(Ordering::Acquire);
        anyhow::ensure!(self.enter != 0 && self.exit != 0, "the agent does not say where calls begin and end");
        Ok(())
    }

    fn stopped(&mut self, process: &Process, tracee: &mut Tracee, stop: &Stop, stream: &mut dyn Stream) -> Verdict {
        // A thread that was killed in the meantime reports its end by itself.
        self.handle(process, *tracee, *stop, stream).unwrap_or(Verdict::NotMine)
    }

    fn is_stepping(&self, tid: i32) -> bool {
        self.threads.get(&tid).is_some_and(Thread::is_stepping)
    }

    fn thread_gone(&mut self, tid: i32) {
        self.threads.remove(&tid);
        self.expected.retain(|expected| *expected != tid);
    }

    fn take_forgotten(&mut self) -> Vec<(u64, u64)> {
        std::mem::take(&mut self.forgotten)
    }

    fn take_gaps(&mut self) -> Vec<(String, u64)> {
        std::mem::take(&mut self.gaps).into_iter().collect()
    }
}

impl StepEngine {
    fn handle(
        &mut self,
        process: &Process,
        tracee: Tracee,
        stop: Stop,
        stream: &mut dyn Stream,
    ) -> Result<Verdict, Errno> {
        let tid = tracee.tid;
        match stop {
            Stop::Signal(libc::SIGTRAP) => self.trap(process, tracee, stream),
            Stop::Signal(libc::SIGSEGV | libc::SIGBUS) if self.is_stepping(tid) => {
                self.faulted(tracee, stream)?;
                Ok(Verdict::NotMine)
            }
            // The supervisor has a look at other signals, and lets the thread step on.
            Stop::Clone(child) if self.is_stepping(tid) => {
                self.release(tid, child);
                if !self.threads.contains_key(&child) {
                    self.expected.push(child);
                }
                tracee.step(0)?;
                Ok(Verdict::Resumed)
            }
            Stop::Fork(child) | Stop::VFork(child) if self.is_stepping(tid) => {
                self.release(tid, child);
                stream.note(tid, "a process forked inside a native call is not traced");
                tracee.step(0)?;
                Ok(Verdict::Resumed)
            }
            Stop::Interrupt if self.is_stepping(tid) => {
                tracee.step(0)?;
                Ok(Verdict::Resumed)
            }
            Stop::Interrupt if self.starts_in_call(process, tid) => self.begin_native(process, tracee, stream),
            Stop::Exit(_) | Stop::Exec(_) => {
                if self.threads.remove(&tid).is_some_and(|thread| thread.is_native()) {
                    stream.native_thread(tid, 0, false);
                }
                Ok(Verdict::NotMine)
            }
            _ => Ok(Verdict::NotMine),
        }
    }

    /// What `thread` starts may use all processors that it may use itself.
    fn release(&self, thread: i32, started: i32) {
        if let Some(pinned) = self.threads.get(&thread).and_then(|thread| thread.pinned) {
            pinned.release(started);
        }
    }

    fn gap(&mut self, what: &str) {
        *self.gaps.entry(what.to_owned()).or_default() += 1;
    }
}

/// Whether code at `address` belongs to the binding or the agent.
fn is_foreign(process: &Process, address: u64) -> bool {
    let header = process.session.header();
    let count = (header.foreign_count.load(Ordering::Acquire) as usize).min(MAX_FOREIGN);
    header.foreign[..count].iter().any(|range| {
        let [start, end] = [range[0].load(Ordering::Relaxed), range[1].load(Ordering::Relaxed)];
        (start..end).contains(&address)
    })
}
