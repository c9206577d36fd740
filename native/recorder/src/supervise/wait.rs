//! What waiting for a child or a traced thread tells.
use super::tracee::{Stop, Tracee};
use crate::exit::Ending;
use nix::errno::Errno;

/// Marks stops of system calls (PTRACE_O_TRACESYSGOOD).
const SYSCALL_STOP: i32 = libc::SIGTRAP | 0x80;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    Ended(Ending),
    Stopped(Stop),
    /// Job control let it run again; of no interest.
    Continued,
}

/// Waits for the next change of any child or traced thread; `None` when there is none left.
pub fn next(options: i32) -> Option<Result<(i32, Change), Errno>> {
    let mut status = 0;
    // SAFETY: the kernel writes one int.
    let pid = unsafe { libc::waitpid(-1, &raw mut status, libc::__WALL | options) };
    match Errno::result(pid) {
        // Only with WNOHANG.
        Ok(0) => Some(Err(Errno::EAGAIN)),
        Ok(pid) => Some(Ok((pid, change(pid, status)))),
        Err(Errno::ECHILD) => None,
        Err(error) => Some(Err(error)),
    }
}

/// Waits for the next change of one thread. Its end is left for [`next`].
pub fn next_of(tid: i32) -> Result<Change, Errno> {
    // SAFETY: an all-zero siginfo_t is a valid value; the kernel fills it.
    let mut info: libc::siginfo_t = unsafe { std::mem::zeroed() };
    let flags = libc::WEXITED | libc::WSTOPPED | libc::WNOWAIT | libc::__WALL;
    // SAFETY: as above; nothing is reaped.
    Errno::result(unsafe { libc::waitid(libc::P_PID, tid as libc::id_t, &raw mut info, flags) })?;
    if matches!(info.si_code, libc::CLD_EXITED | libc::CLD_KILLED | libc::CLD_DUMPED) {
        return Err(Errno::ESRCH);
    }
    let mut status = 0;
    // SAFETY: the kernel writes one int.
    Errno::result(unsafe { libc::waitpid(tid, &raw mut status, libc::__WALL) })?;
    Ok(change(tid, status))
}

fn change(tid: i32, status: i32) -> Change {
    if libc::WIFEXITED(status) {
        Change::Ended(Ending::Exited(libc::WEXITSTATUS(status)))
    } else if libc::WIFSIGNALED(status) {
        Change::Ended(Ending::Signalled(libc::WTERMSIG(status)))
    } else if libc::WIFSTOPPED(status) {
        Change::Stopped(stop(tid, status))
    } else {
        Change::Continued
    }
}

fn stop(tid: i32, status: i32) -> Stop {
    let signal = libc::WSTOPSIG(status);
    let message = || Tracee { tid }.event_message().unwrap_or(0) as i32;
    match status >> 16 {
        libc::PTRACE_EVENT_CLONE => Stop::Clone(message()),
        libc::PTRACE_EVENT_FORK => Stop::Fork(message()),
        libc::PTRACE_EVENT_VFORK => Stop::VFork(message()),
        libc::PTRACE_EVENT_EXEC => Stop::Exec(message()),
        libc::PTRACE_EVENT_EXIT => Stop::Exit(message()),
        libc::PTRACE_EVENT_STOP if signal == libc::SIGTRAP => Stop::Interrupt,
        libc::PTRACE_EVENT_STOP => Stop::Group(signal),
        _ if signal == SYSCALL_STOP => Stop::Syscall,
        _ => Stop::Signal(signal),
    }
}
