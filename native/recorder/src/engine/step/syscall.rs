//! System calls of stepped code.
use crate::engine::{KernelRange, Stream, SyscallRecord};
use crate::session::process::Process;
use crate::supervise::tracee::Registers;
use ffiscope_wire::syscalls::{ranges, Ranges};

const CLONE_FLAGS: usize = 0;

/// A system call that has been entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pending {
    number: u64,
    args: [u64; 6],
}

impl Pending {
    pub fn of(registers: &Registers) -> Self {
        let r = registers;
        Self { number: r.rax, args: [r.rdi, r.rsi, r.rdx, r.r10, r.r8, r.r9] }
    }

    /// Whether it starts a thread.
    pub fn starts_thread(&self, process: &Process) -> bool {
        let mut bytes = self.args[CLONE_FLAGS].to_le_bytes();
        match self.number as i64 {
            libc::SYS_clone => {}
            libc::SYS_clone3 => drop(process.read_memory(self.args[0], &mut bytes)),
            _ => return false,
        }
        u64::from_le_bytes(bytes) & libc::CLONE_THREAD as u64 != 0
    }

    /// Code that may have gone with it: unmapped, or mapped over.
    pub fn replaced(&self) -> Option<(u64, u64)> {
        let range = (self.args[0], self.args[0].wrapping_add(self.args[1]));
        match self.number as i64 {
            libc::SYS_munmap | libc::SYS_mremap => Some(range),
            libc::SYS_mmap if self.args[3] & libc::MAP_FIXED as u64 != 0 => Some(range),
            _ => None,
        }
    }

    /// It has returned: what the kernel touched.
    pub fn report(&self, process: &Process, tid: i32, pc: u64, result: i64, stream: &mut dyn Stream) {
        let mut touched = Ranges::new();
        let mut memory = |address: u64, into: &mut [u8]| process.read_memory(address, into) == into.len();
        ranges(self.number, &self.args, result, &mut memory, &mut touched);
        let list = touched.as_slice().iter();
        let list = list.map(|range| KernelRange { address: range.address, size: range.size, write: range.write });
        let record = SyscallRecord { number: self.number as u32, args: self.args, result, ranges: list.collect(), pc };
        stream.syscall(tid, record);
    }
}
