//! One traced process, as engines see it.
use super::memory::{RingMemory, SessionMemory, SharedMemory};
use std::io::{IoSlice, IoSliceMut};

pub struct Process {
    pub pid: i32,
    pub session: SessionMemory,
    pub ring: RingMemory,
    /// Code cache; the recorder's writable view. The agent's executable view is at `AgentAddresses::code_base`.
    pub code: SharedMemory,
    /// Whether the process is ptraced by us (then its memory can be read at any time).
    pub ptraced: bool,
}

impl Process {
    /// Reads memory of the process without stopping it. Returns the bytes read, fewer than asked for at the first
    /// unreadable page; 0 also where the kernel forbids it (not ptraced and no permission).
    pub fn read_memory(&self, address: u64, into: &mut [u8]) -> usize {
        use nix::sys::uio::{process_vm_readv, RemoteIoVec};
        let remote = [RemoteIoVec { base: address as usize, len: into.len() }];
        let pid = nix::unistd::Pid::from_raw(self.pid);
        process_vm_readv(pid, &mut [IoSliceMut::new(into)], &remote).unwrap_or(0)
    }

    /// Whether it still runs the program that was given the session: executing another one drops the mapping.
    pub fn has_session_mapped(&self) -> bool {
        let Ok(file) = rustix::fs::fstat(self.session.fd()) else { return false };
        let Ok(maps) = std::fs::read_to_string(format!("/proc/{}/maps", self.pid)) else { return false };
        let inode = file.st_ino.to_string();
        maps.lines().any(|line| line.contains("/memfd:") && line.split_ascii_whitespace().nth(4) == Some(&inode))
    }

    /// Writes memory of the process; the bytes written, 0 where it can't be.
    pub fn write_memory(&self, address: u64, bytes: &[u8]) -> usize {
        use nix::sys::uio::{process_vm_writev, RemoteIoVec};
        let remote = [RemoteIoVec { base: address as usize, len: bytes.len() }];
        let pid = nix::unistd::Pid::from_raw(self.pid);
        process_vm_writev(pid, &[IoSlice::new(bytes)], &remote).unwrap_or(0)
    }
}
