//! The variables of one traced thread that translated code uses, and the places in the agent that it jumps to.
//!
//! The variables lie in thread-local storage at `fs:[AgentAddresses::tls_offset + field]`. All are zero in a thread
//! that was never set up. Translated code touches neither flags nor stack on its own account, so whatever it needs
//! between two instructions of the program is kept here.

/// Offsets of the variables, bytes.
pub mod field {
    /// The program's rcx while a check or a jump through the lookup table uses that register.
    pub const RCX: i32 = 0;
    /// A second register likewise (rax in hit pads, r11 in jumps, any in relocated operands).
    pub const SECOND: i32 = 8;
    /// Address of the next free ring cell.
    pub const RING: i32 = 16;
    /// Original address that control is about to go to.
    pub const TARGET: i32 = 24;
    /// Address that control goes to in the end, translated or not.
    pub const GO: i32 = 32;
    /// A call-out returns to this offset in code memory.
    pub const RESUME: i32 = 40;
    /// What the call-out is about (see [`super::request`]).
    pub const REQUEST: i32 = 48;
    /// Base of the thread's [`super::area`].
    pub const AREA: i32 = 56;
    /// Top of the private stack that call-outs run on.
    pub const STACK: i32 = 64;
    /// The program's rsp while a call-out runs.
    pub const RSP: i32 = 72;
    /// Mask that cuts a lookup index out of an address.
    pub const MASK: i32 = 80;
    /// Non-zero once the thread is set up.
    pub const READY: i32 = 88;
    /// Innermost armed call of this thread (slot + 1).
    pub const PENDING: i32 = 96;
    /// Non-zero while the binding resolves a function on this thread.
    pub const RESOLVING: i32 = 104;
    /// Stub that the last resolution made.
    pub const RESOLVED: i32 = 112;
    /// Non-zero while the binding prepares a call that was armed.
    pub const PREPARING: i32 = 136;
    /// What a fork-like system call in progress shares with its child ([`super::fork_kind`]).
    pub const FORK: i32 = 120;
    /// The agent's own record of this thread (an address), 0 before it is set up.
    pub const THREAD: i32 = 128;
    /// Bytes of all of them.
    pub const BYTES: usize = 192;
}

/// Vector operands of an instruction, stored by translated code before it asks for a STATE record.
pub mod area {
    /// Two vector registers, zero-extended to 64 bytes each: the index or only one, and the mask.
    pub const VECTOR: [i32; 2] = [0, 64];
    /// One mask register or MMX register.
    pub const MASK: i32 = 128;
    pub const BYTES: usize = 192;
}

/// Bits of [`field::REQUEST`] above the site number.
pub mod request {
    /// The record is STATE_AFTER.
    pub const AFTER: u32 = 1 << 30;
    /// [`super::area`] holds operands that belong into the record.
    pub const OPERANDS: u32 = 1 << 29;
    /// The record needs the base of gs, which only this thread can tell.
    pub const GS: u32 = 1 << 28;
    pub const SITE: u32 = (1 << 28) - 1;
}

/// Values of [`field::FORK`].
pub mod fork_kind {
    pub const NONE: u64 = 0;
    /// The child works in the same memory until it execs or exits.
    pub const SHARED: u64 = 1;
    /// The child gets a copy.
    pub const COPIED: u64 = 2;
}

/// Indexes into `AgentAddresses::entries`.
pub mod entry {
    /// Call-outs: the program's registers are live, rsp is [`super::field::STACK`], the way back is
    /// [`super::code::LEAVE`] with the program's registers restored.
    pub const MISS: usize = 0;
    pub const CHUNK_END: usize = 1;
    pub const STATE: usize = 2;
    /// Leaves the way to execute the system call in rcx ([`super::syscall_mode`]).
    pub const SYSCALL_BEFORE: usize = 3;
    pub const SYSCALL_AFTER: usize = 4;
    /// First thing in the child of a fork-like system call; the original address that follows is in `TARGET`.
    pub const CHILD: usize = 5;
    /// Control reached a place that is not translated; it is in `TARGET`. Runs on the program's stack.
    pub const FOREIGN: usize = 6;
    /// Address of the shadow table, 0: there is none.
    pub const SHADOW: usize = 7;
    /// Half-open range of the call stubs, [`super::STUB_BYTES`] each.
    pub const STUBS: usize = 8;
    pub const STUBS_END: usize = 9;
}

/// Values that the call-out before a system call leaves in rcx.
pub mod syscall_mode {
    /// Execute it, then handle the child if rax is 0.
    pub const FORK: u64 = 0;
    /// Execute it and call out again.
    pub const RECORD: u64 = 1;
}

/// Size of the stack whose top is [`field::STACK`].
pub const PRIVATE_STACK_BYTES: u64 = 128 * 1024;

/// A call stub; the function it stands for is the u64 at [`STUB_TARGET`].
pub const STUB_BYTES: usize = 32;
pub const STUB_TARGET: usize = 24;

/// Fixed places in code memory, offsets.
pub mod code {
    /// Where the program may map code memory, the best place first: displacements of 32 bits name every place in it.
    pub const BASES: [u64; 6] = [0x6000_0000, 0x5000_0000, 0x4000_0000, 0x3000_0000, 0x2000_0000, 0x1000_0000];
    /// A jump whose target has no landing pad comes here: target in r11, the program's rcx and r11 in their variables.
    pub const NO_PAD: u64 = 0;
    /// Goes to the translation of `TARGET`; all registers as the program has them.
    pub const DISPATCH: u64 = 0x40;
    /// Takes the program's rsp back and jumps to `GO`.
    pub const LEAVE: u64 = 0x800;
    /// Ranges of original code that has a translation: u64 count, then pairs of u64 start and end, at most [`MAX_RANGES`].
    pub const RANGES: u64 = 0x1000;
    pub const MAX_RANGES: usize = 255;
    /// Lookup table of translated addresses: 2^[`TABLE_BITS`] u64 of { address >> TABLE_BITS, plus 1: low half, offset in
    /// code memory: high half }.
    pub const TABLE: u64 = 0x10_0000;
    pub const TABLE_BITS: u32 = 20;
    /// Landing pads by the low [`TABLE_BITS`] bits of an original address: 2^[`TABLE_BITS`] u32, offsets in code memory.
    /// Each pad makes sure that it is the right one.
    pub const PADS: u64 = TABLE + (8 << TABLE_BITS);
    /// Translated code begins here.
    pub const FIRST: u64 = PADS + (4 << TABLE_BITS);
}
