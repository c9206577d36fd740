//! Ring memory: each thread's stream of 16-byte cells, in the order in which things happened.
//!
//! A thread owns [`CHUNKS`] chunks of [`CHUNK_BYTES`] (aligned to their size in the traced process) and fills them
//! in turn. Chunk number `n` (counted from 0) lies in slot `n % CHUNKS`. A chunk is handed over by `produced += 1`;
//! the supervisor reads it, **zeroes it**, and does `consumed += 1`. The supervisor may also read the chunk that is
//! being filled: a cell whose `tag` is zero was not written yet, and a cell's `tag` is written last.
//!
//! # Cells
//! ```text
//! access   { address: u64,  tag: u32 = site (>= FIRST_SITE), aux: u32 = what is written, at sites where that is known }
//! control  { a: u64,        tag: u32 = a `tag::*`,           aux: u32 = payload bytes }  payload, padded to 16
//! ```
//! A control record never crosses a chunk: `PAD` says that the rest of the chunk is empty. A payload that is too
//! long travels as `PART` records in front of its record; the reader joins them.
//!
//! Strings in payloads are UTF-8 behind a u32 length in bytes. Numbers are little-endian, unaligned.

pub const CHUNK_BYTES: usize = 64 * 1024;
pub const CELL_BYTES: usize = 16;
pub const CHUNKS: usize = 8;
/// Ring memory of one thread, bytes.
pub const THREAD_RING_BYTES: usize = CHUNK_BYTES * CHUNKS;
/// The smallest tag that names a translated instruction site.
pub const FIRST_SITE: u32 = 64;

/// Tags of control records. `a` is the call's id unless said otherwise.
pub mod tag {
    /// Nothing more in this chunk.
    pub const PAD: u32 = 1;
    /// A piece of the next record's payload.
    pub const PART: u32 = 2;
    /// A call begins; payload: [`super::begin`].
    pub const BEGIN: u32 = 3;
    /// A call ended natively; payload: u64 time ns, u32 flags ([`super::end_flags`]).
    pub const END: u32 = 4;
    /// What JavaScript saw of it; payload: u8 threw, string result (the printed value or the exception's message).
    pub const RESULT: u32 = 5;
    /// Definitions as JSON (one object); `a` unused. See [`crate::control`] for the objects.
    pub const DEFINE: u32 = 6;
    /// Bytes of a region; payload: u32 region index in the call, u8 when (0 before, 1 after), u64 offset, bytes.
    pub const BYTES: u32 = 7;
    /// Native code calls out into code that is not traced (a callback) / comes back; payload: u64 time ns.
    pub const CALLBACK: u32 = 8;
    pub const CALLBACK_END: u32 = 9;
    /// System call; payload: u32 number, u64 args[6], i64 result, u32 n, n x { u64 address, u64 size, u8 write }, u64 pc.
    pub const SYSCALL: u32 = 10;
    /// A region outside calls appears (payload: one region as in BEGIN; `a` = its persistent id) / goes away.
    pub const REGION_ADD: u32 = 11;
    pub const REGION_REMOVE: u32 = 12;
    /// Text of `mark()`; `a` = time ns; payload: u32 site id, string.
    pub const MARK: u32 = 13;
    /// Something could not be traced; payload: string (one sentence).
    pub const NOTE: u32 = 14;
    /// Registers at an instruction that needs more than an address; `a` = u64 site; payload: see [`crate::state`].
    pub const STATE: u32 = 15;
    /// The same after it has executed.
    pub const STATE_AFTER: u32 = 16;
    /// `a` = CLOCK_MONOTONIC ns; ties the stream to time between begin and end.
    pub const TIME: u32 = 17;
    /// A doFfi scope: payload as BEGIN without arguments / END.
    pub const SCOPE_BEGIN: u32 = 18;
    pub const SCOPE_END: u32 = 19;
    /// `a`: eight bytes of what the access in the next cell is going to write (two of these for 16 bytes), without a payload.
    pub const VALUE: u32 = 20;
}

/// `END` flags.
pub mod end_flags {
    /// The native function never returned to its caller in the ordinary way; the end was found by the JavaScript side.
    pub const ABANDONED: u32 = 1;
    /// Part of the call ran untraced.
    pub const INCOMPLETE: u32 = 2;
}

/// Payload of `BEGIN` and `SCOPE_BEGIN`:
/// ```text
/// u64 time ns | u32 function id | u32 JavaScript site id | u32 flags | u64 parent call or 0
/// string arguments (JSON array of short texts, in parameter order)
/// u32 n | n x region
/// region: u32 label id | u32 type id (0: none) | u32 kind | u32 flags | u32 argument index (u32::MAX: none)
///         u32 parent region index (u32::MAX: none) | u64 memory id | u64 address | u64 size | u64 before | u64 after
///         u32 slack before | u32 slack after | u32 site where the memory was made (0: not known)
/// ```
/// `before` and `after` are memory of the same owner around the region, `slack` is memory of nobody around that: accesses there are
/// recorded, as outside the region.
pub mod begin {
    pub const FIXED: usize = 8 + 4 + 4 + 4 + 8;
    pub const REGION: usize = 6 * 4 + 5 * 8 + 3 * 4;
    pub mod flags {
        pub const ASYNC: u32 = 1;
        /// A thread that native code started inside a call; function id is 0.
        pub const NATIVE_THREAD: u32 = 2;
        /// Not all copies that the binding makes for the call are among its regions.
        pub const PARTIAL: u32 = 4;
    }
    /// Region kinds, in the order of the contract.
    pub mod kind {
        pub const BUFFER: u32 = 0;
        pub const STRUCT: u32 = 1;
        pub const ARRAY: u32 = 2;
        pub const STRING: u32 = 3;
        pub const ALLOC: u32 = 4;
        pub const WATCH: u32 = 5;
    }
    /// Region flags.
    pub mod region_flags {
        pub const IN: u32 = 1;
        pub const OUT: u32 = 2;
        /// Memory lent by the binding for this call only (a temporary copy).
        pub const LENT: u32 = 4;
        /// The memory a by-value result is returned through.
        pub const RESULT: u32 = 8;
        /// Some of its bytes may never have been written before the call: those that look like `isolate::arena`'s pattern.
        pub const UNWRITTEN: u32 = 16;
        /// A buffer of the program that no call was given, found because native code touched it (set by the supervisor).
        pub const STRANGER: u32 = 32;
    }
}

/// The table that JavaScript prepares for a call and the agent resolves on entry, [`arm::ROW`] u32 words a region:
/// ```text
/// 0 parent row (u32::MAX: the pointer is an argument)      6 type id
/// 1 parent: byte offset of the pointer in the parent       7 region flags
///   argument: 0..5 = rdi rsi rdx rcx r8 r9, 64+k = stack eightbyte k
/// 2 size mode (`size_mode`)                                8 argument index or u32::MAX
/// 3 size low / maximal number of elements                  9 before (saturated)
/// 4 size high                                             10 after (saturated)
/// 5 label id                                              11 kind
///                                                         12 memory id low, 13 high
///                                                         14 site where the memory was made
/// ```
pub mod arm {
    pub const ROW: usize = 15;
    pub mod size_mode {
        pub const FIXED: u32 = 0;
        /// Up to and including a terminating zero of 1, 2 or 4 bytes.
        pub const ZERO8: u32 = 1;
        pub const ZERO16: u32 = 2;
        pub const ZERO32: u32 = 4;
    }
    pub const LOCATION_STACK: u32 = 64;
}

/// Padded length of a payload in the stream.
pub const fn padded(bytes: usize) -> usize {
    (bytes + CELL_BYTES - 1) & !(CELL_BYTES - 1)
}
