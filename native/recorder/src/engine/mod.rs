//! What an engine is: the part that finds out which memory native calls touch, one instance for each process.
//!
//! An engine is always called under the lock of its process, from two threads of the recorder:
//! * the **reader** of the process: [`Engine::attach`], [`Engine::serve`], [`Engine::site`], [`Engine::expand`]
//! * the **supervisor**, which owns ptrace: [`Engine::stopped`], [`Engine::thread_gone`], [`Engine::original_pc`]
//!
//! `fast` lives in the first group: the traced code writes site cells and STATE records itself, and the engine
//! translates code and turns cells into accesses. `step` lives in the second: it makes the accesses.
mod breakpoint;
pub mod fast;
pub mod step;

use crate::session::process::Process;
use crate::supervise::tracee::{Registers, Stop, Tracee};
use ffiscope_decode::Kind;
use ffiscope_wire::session::engine as engine_kind;

/// The engine of one process, by `wire::session::engine` value; `values`: what writes store is wanted. Fails where this machine can't run it.
pub fn create(kind: u32, values: bool) -> anyhow::Result<Box<dyn Engine>> {
    match kind {
        engine_kind::FAST => fast::create(values),
        engine_kind::STEP => Ok(step::create()),
        _ => Ok(Box::new(NoEngine)),
    }
}

/// Calls are announced, their accesses are not recorded.
pub struct NoEngine;

impl Engine for NoEngine {
    fn attach(&mut self, _process: &Process) -> anyhow::Result<()> {
        Ok(())
    }
}

/// One access as an engine found it, before it is attributed to a region.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RawAccess {
    /// Instruction in the **original** code, an address of the traced process.
    pub pc: u64,
    pub address: u64,
    /// Bytes, never 0.
    pub size: u64,
    pub kind: Kind,
    pub certain: bool,
    /// Elements of a repeated string instruction, else 1.
    pub count: u64,
}

/// What the cells of one site mean. Asked once for each site and kept, so it must not change; a site number is
/// never used again for something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Site {
    /// A cell gives exactly these accesses, in this order, whatever its `aux` is.
    Fixed { pc: u64, accesses: Vec<SiteAccess>, stored: Stored },
}

/// Where the value of a cell's write is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Stored {
    #[default]
    Unknown,
    /// Sign-extended, as constants of instructions are.
    Constant(i32),
    /// In the cell (`aux`).
    InCell,
    /// In VALUE cells before it.
    Before,
}

/// One access of a [`Site::Fixed`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SiteAccess {
    /// Added to the cell's address.
    pub offset: i64,
    /// Bytes, never 0.
    pub size: u32,
    pub kind: Kind,
    pub certain: bool,
}

/// A record that the engine itself has to read.
#[derive(Debug, Clone, Copy)]
pub enum Record<'a> {
    /// `STATE`: `a` and the payload as written (already joined from PARTs). Not trusted: check before use.
    State { a: u64, payload: &'a [u8] },
    /// `STATE_AFTER`.
    StateAfter { a: u64, payload: &'a [u8] },
}

/// Whose a ptrace stop is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The engine dealt with it and has resumed the thread.
    Resumed,
    /// Nothing of the engine's: the supervisor goes on with it (passes the signal on, and so on).
    NotMine,
}

/// See the module's documentation. All addresses are of the traced process.
pub trait Engine: Send {
    /// Once, when the agent has said READY and before it gets its Ack. An error turns tracing off in this process and
    /// becomes a note in the recording and a warning.
    fn attach(&mut self, process: &Process) -> anyhow::Result<()>;

    /// After each ring of the bell, after each chunk that was read, and at least every 20 ms: answers open requests
    /// (`ThreadBlock::rpc_state`). Must not wait longer than a request in progress needs, and never without bound.
    fn serve(&mut self, _process: &Process) {}

    /// What the cells of `site` mean; `None` for a number that was never given out (the cell is dropped and counted).
    fn site(&mut self, _site: u32) -> Option<Site> {
        None
    }

    /// Appends the accesses that a record stands for. `thread` is the index of the thread's block.
    fn expand(&mut self, _thread: usize, _record: Record<'_>, _out: &mut Vec<RawAccess>) {}

    /// The instruction in the original code that `pc` (in translated code) stands for; `None`: not translated code.
    fn original_pc(&self, _pc: u64) -> Option<u64> {
        None
    }

    /// The instruction of the program that a stopped thread is at, or goes to next; `None`: it is not in translated code.
    fn original_at(&self, _process: &Process, registers: &Registers) -> Option<u64> {
        self.original_pc(registers.rip)
    }

    /// A traced thread has stopped. Called before the supervisor looks at the stop itself. The engine that resumes
    /// the thread says so; one that does not leaves registers as they were.
    fn stopped(&mut self, _process: &Process, _tracee: &mut Tracee, _stop: &Stop, _stream: &mut dyn Stream) -> Verdict {
        Verdict::NotMine
    }

    /// Whether the thread has to be stepped on rather than to run on after a stop that is not the engine's.
    fn is_stepping(&self, _tid: i32) -> bool {
        false
    }

    /// The thread has gone (exit, kill, exec of another thread).
    fn thread_gone(&mut self, _tid: i32) {}

    /// Its block got free for another thread: forget what was pending in its stream.
    fn stream_ended(&mut self, _thread: usize) {}

    /// Ranges of code that have gone since the last call of this: other code may lie there now.
    fn take_forgotten(&mut self) -> Vec<(u64, u64)> {
        Vec::new()
    }

    /// Things that were not traced since the last call of this, as (what, how many).
    fn take_gaps(&mut self) -> Vec<(String, u64)> {
        Vec::new()
    }
}

/// Where the supervisor's side of an engine puts what it saw, in its place in the thread's stream.
pub trait Stream {
    /// Reads everything the stopped thread has written to its ring so far. Call this first whenever a thread that
    /// was running freely comes under the engine's control.
    fn catch_up(&mut self, tid: i32);
    /// An instruction of the innermost open call of `tid` touched memory.
    fn access(&mut self, tid: i32, access: RawAccess);
    /// A system call of the innermost open call.
    fn syscall(&mut self, tid: i32, call: SyscallRecord);
    /// The innermost open call calls into code that is not traced, or control is back in it.
    fn callback(&mut self, tid: i32, entering: bool);
    /// A thread that traced code has started (by thread `starter`) begins or ends: it gets a stream and a call of its own.
    fn native_thread(&mut self, tid: i32, starter: i32, begins: bool);
    /// Something was not traced: one sentence.
    fn note(&mut self, tid: i32, text: &str);
    /// Marks the innermost open call as traced only in part.
    fn incomplete(&mut self, tid: i32);
}

/// A finished system call of a traced call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyscallRecord {
    pub number: u32,
    pub args: [u64; 6],
    pub result: i64,
    /// Memory the kernel read or wrote for it.
    pub ranges: Vec<KernelRange>,
    pub pc: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KernelRange {
    pub address: u64,
    pub size: u64,
    pub write: bool,
}
