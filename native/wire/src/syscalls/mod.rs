//! Which memory the kernel reads and writes for a system call, and what the call is named.
//!
//! Ranges are exact for the calls of [`table`]: as long as what was transferred, not as what was offered. A call
//! that is not in the table has a name and no ranges.
mod arch;
mod ioctl;
mod names;
mod table;
mod walk;

pub use names::name;
pub use table::is_listed;
pub use walk::ranges;

/// Memory that the kernel read (or wrote) for a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    pub address: u64,
    /// Bytes, never 0.
    pub size: u64,
    pub write: bool,
}

/// Reads memory of the calling process; false when it is not all readable.
pub trait Memory {
    fn read(&mut self, address: u64, into: &mut [u8]) -> bool;
}

impl<F: FnMut(u64, &mut [u8]) -> bool> Memory for F {
    fn read(&mut self, address: u64, into: &mut [u8]) -> bool {
        self(address, into)
    }
}

/// Most ranges that one call gives; a longer list is cut and says so.
pub const MAX_RANGES: usize = 128;

/// Ranges of one call, in a list that needs no allocator.
pub struct Ranges {
    list: [Range; MAX_RANGES],
    length: usize,
    /// There were more than fit.
    pub cut: bool,
}

impl Ranges {
    pub const fn new() -> Self {
        let none = Range { address: 0, size: 0, write: false };
        Self { list: [none; MAX_RANGES], length: 0, cut: false }
    }

    pub fn as_slice(&self) -> &[Range] {
        &self.list[..self.length]
    }

    pub(crate) fn push(&mut self, address: u64, size: u64, write: bool) {
        if size == 0 || address == 0 {
            return;
        }
        match self.list.get_mut(self.length) {
            Some(place) => {
                *place = Range { address, size, write };
                self.length += 1;
            }
            None => self.cut = true,
        }
    }
}

impl Default for Ranges {
    fn default() -> Self {
        Self::new()
    }
}
