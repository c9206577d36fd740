//! Session memory: one memfd for each traced process, mapped by the agent and by the supervisor.
//!
//! Layout: [`Session`] (one page), then [`MAX_THREADS`] × [`ThreadBlock`]. All fields are atomics or written once
//! before `state` becomes [`state::READY`].
use core::sync::atomic::{AtomicI64, AtomicU32, AtomicU64};

/// Threads that can be traced at the same time in one process; further ones run untraced and are counted.
pub const MAX_THREADS: usize = 256;
/// Address ranges whose code is never traced (the binding library itself, the agent).
pub const MAX_FOREIGN: usize = 16;
/// Bytes of the page shadow table: one byte for each 4 KiB page, indexed by the low 32 bits of the page number.
pub const SHADOW_BYTES: u64 = 1 << 32;
/// Where the shadow table lies in the traced process: low enough to be a 32-bit displacement, and above the heap of
/// a program that is not position-independent (its break starts up to 1 GiB behind its data).
pub const SHADOW_BASE: u64 = 0x7000_0000;

/// What the supervisor keeps free in a program from its first instruction on, where it can: `[start, end)`. The first place
/// for translated code, the shadow table, and the page behind it.
pub const RESERVED: (u64, u64) = (crate::tls::code::BASES[0], SHADOW_BASE + SHADOW_BYTES + 4096);

/// Values of [`Session::state`].
pub mod state {
    pub const CREATED: u32 = 0;
    pub const READY: u32 = 1;
    /// Tracing is over for this process (agent gave up or the process says goodbye); streams are complete.
    pub const CLOSED: u32 = 2;
}

/// Values of [`Session::engine`].
pub mod engine {
    pub const STEP: u32 = 1;
    pub const FAST: u32 = 2;
    /// Calls are announced, accesses are not recorded (the engine could not start; a `Note` says why).
    pub const NONE: u32 = 3;
}

/// Header of the session memory. Addresses are of the traced process.
#[repr(C, align(4096))]
pub struct Session {
    pub version: AtomicU32,
    pub engine: AtomicU32,
    pub state: AtomicU32,
    /// Bumped and futex-woken by the agent whenever a thread wants the supervisor's attention.
    pub bell: AtomicU32,
    /// Bytes of each region kept before and after a call; 0 keeps none.
    pub snapshot_limit: AtomicU64,
    /// Thread blocks ever claimed (not the live ones).
    pub threads_seen: AtomicU32,
    /// Threads that found no free block.
    pub threads_refused: AtomicU32,
    pub foreign_count: AtomicU32,
    /// Not 0: the agent keeps the program's buffers apart, and watches memory of calls that have ended.
    pub isolate: AtomicU32,
    /// Half-open address ranges `[start, end)`.
    pub foreign: [[AtomicU64; 2]; MAX_FOREIGN],
    pub agent: AgentAddresses,
    /// CLOCK_MONOTONIC nanoseconds at which the recording began (set by the supervisor).
    pub epoch_ns: AtomicU64,
    /// What makes buffers is watched: see `child/core/births.ts`.
    pub allocations: AtomicU32,
    pub pad: AtomicU32,
    /// Where the program's buffers are kept apart ([`crate::arena`]): its base and its words; 0 while there is none.
    pub arena: [AtomicU64; 2],
}

/// Places inside the agent that the engines have to know; filled before `state::READY`.
#[repr(C)]
pub struct AgentAddresses {
    /// `step`: an `int3` here asks the supervisor to single-step; the function's address is in r11, all
    /// argument registers and the stack are as the callee must see them.
    pub step_enter: AtomicU64,
    /// `step`: where the supervisor puts rip when the callee has returned (rsp as after the return).
    pub step_exit: AtomicU64,
    /// Bases of the three mappings, the thread-block TLS variable's offset from fs, and whatever else
    /// the fast engine needs: the meaning of each entry is in [`crate::tls::entry`].
    pub session_base: AtomicU64,
    pub ring_base: AtomicU64,
    pub code_base: AtomicU64,
    pub tls_offset: AtomicI64,
    pub entries: [AtomicU64; 32],
}

/// Values of [`ThreadBlock::claim`].
pub mod claim {
    pub const FREE: u32 = 0;
    pub const LIVE: u32 = 1;
    /// The thread ended; the supervisor drains the stream and sets FREE.
    pub const ENDED: u32 = 2;
}

/// Values of [`ThreadBlock::rpc_state`].
pub mod rpc {
    pub const IDLE: u32 = 0;
    /// Agent -> supervisor: translate `rpc_args[0]`; the answer comes in `rpc_result`.
    pub const TRANSLATE: u32 = 1;
    /// Supervisor -> agent, in the middle of a request: copy `rpc_args[1]` bytes (at most [`super::RPC_DATA`])
    /// from address `rpc_args[0]` into `rpc_data`, then set GIVEN. The supervisor asks only for memory that
    /// /proc/PID/maps shows readable. This is how code is read where ptrace is not allowed.
    pub const WANT_MEMORY: u32 = 2;
    pub const GIVEN: u32 = 3;
    pub const DONE: u32 = 4;
    /// Agent -> supervisor: code in `[rpc_args[0], rpc_args[1])` was unmapped or replaced; forget its translation.
    pub const FORGET: u32 = 5;
}
pub const RPC_DATA: usize = 4096;

/// One traced thread. `rpc_state`, `produced` and `consumed` are futex words.
#[repr(C, align(4096))]
pub struct ThreadBlock {
    pub claim: AtomicU32,
    pub tid: AtomicU32,
    /// Chunks completed by the thread / read and zeroed by the supervisor, both counted from 0 and wrapping.
    pub produced: AtomicU32,
    pub consumed: AtomicU32,
    pub rpc_state: AtomicU32,
    pub pad: AtomicU32,
    pub rpc_args: [AtomicU64; 2],
    pub rpc_result: AtomicU64,
    pub reserved: [AtomicU64; 32],
    pub rpc_data: [u8; RPC_DATA],
}

/// Bytes of the whole session memory.
pub const SESSION_BYTES: usize = core::mem::size_of::<Session>() + MAX_THREADS * core::mem::size_of::<ThreadBlock>();

/// Offset of thread block `index` in the session memory.
pub const fn thread_block_offset(index: usize) -> usize {
    core::mem::size_of::<Session>() + index * core::mem::size_of::<ThreadBlock>()
}
