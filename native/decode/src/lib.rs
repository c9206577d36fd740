//! Which memory an x86-64 instruction reads and writes, given its registers.
//!
//! ```text
//! Plan::of(instruction)            once for each instruction (cache it by address)
//!   .before / .after               which registers `accesses` will ask for, so that callers fetch or capture no more
//!   .fixed()                       Some: every access lies at a fixed place relative to general registers
//!   .accesses(before, after, out)  the accesses of one execution
//! ```
//! Order of the accesses of one instruction: reads before writes; a read-modify-write gives the read, then the
//! write. Instructions that only name an address (`lea`, `nop`, prefetches, cache hints) touch nothing.
mod address;
mod bits;
mod gather;
mod masked;
mod opmask;
mod plan;
mod registers;
mod slots;
mod strings;
mod table;
mod xsave;

pub use address::{Address, Segment};
pub use plan::{Plan, Slot};
pub use registers::{register_number, Registers, State};

/// What an access does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    Read,
    Write,
}

/// One access. A repeated string instruction gives one for each side, over the whole range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Access {
    /// First byte.
    pub address: u64,
    /// Bytes, never 0.
    pub size: u64,
    pub kind: Kind,
    /// False where the instruction may not have done it (a compare-exchange that failed, or whose outcome is not known).
    pub certain: bool,
    /// Elements; 1 but for repeated string instructions.
    pub count: u64,
}
