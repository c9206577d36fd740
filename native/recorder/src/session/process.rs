//! One traced process, as engines see it.
use super::memory::{RingMemory, SessionMemory, SharedMemory};
use ffiscope_wire::session::SHADOW_BASE;
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

    /// Which of the places that the supervisor has kept free are so still: that of translated code, the shadow table's.
    pub fn reserved_places(&self) -> [bool; 2] {
        let (start, end) = ffiscope_wire::session::RESERVED;
        let maps = std::fs::read_to_string(format!("/proc/{}/maps", self.pid)).unwrap_or_default();
        let free = maps.lines().filter_map(reserved_range);
        free.fold([false; 2], |[code, shadow], range| {
            [code || range.0 == start && range.1 >= SHADOW_BASE, shadow || range.0 <= SHADOW_BASE && range.1 == end]
        })
    }

    /// Writes memory of the process; the bytes written, 0 where it can't be.
    pub fn write_memory(&self, address: u64, bytes: &[u8]) -> usize {
        use nix::sys::uio::{process_vm_writev, RemoteIoVec};
        let remote = [RemoteIoVec { base: address as usize, len: bytes.len() }];
        let pid = nix::unistd::Pid::from_raw(self.pid);
        process_vm_writev(pid, &[IoSlice::new(bytes)], &remote).unwrap_or(0)
    }
}

/// A line of /proc/PID/maps that is address space without memory.
fn reserved_range(line: &str) -> Option<(u64, u64)> {
    let (range, rest) = line.split_once(' ')?;
    let (start, end) = range.split_once('-')?;
    let address = |text| u64::from_str_radix(text, 16).ok();
    rest.trim_end().eq("---p 00000000 00:00 0").then_some((address(start)?, address(end)?))
}

#[cfg(test)]
mod tests {
    use super::reserved_range;

    #[test]
    fn only_address_space_without_memory_is_reserved() {
        let kept = "60000000-170001000 ---p 00000000 00:00 0 ";
        assert_eq!(reserved_range(kept), Some((0x6000_0000, 0x1_7000_1000)));
        assert_eq!(reserved_range("60000000-60001000 rw-p 00000000 00:00 0"), None);
        assert_eq!(reserved_range("60000000-60001000 ---p 00001000 fe:00 17    /usr/bin/node"), None);
    }
}
