//! Finds out whether ptrace is allowed, by really doing it to a child that does nothing.
use crate::exit::plain_error;
use crate::supervise::tracee::{request_raw, Tracee};
use nix::errno::Errno;
use nix::sys::signal::{kill, Signal};
use nix::sys::wait::{waitpid, WaitPidFlag, WaitStatus};
use nix::unistd::{fork, ForkResult, Pid};

/// What the supervisor asks for with every thread.
pub const TRACE_OPTIONS: i32 = libc::PTRACE_O_EXITKILL
    | libc::PTRACE_O_TRACECLONE
    | libc::PTRACE_O_TRACEFORK
    | libc::PTRACE_O_TRACEVFORK
    | libc::PTRACE_O_TRACEEXEC
    | libc::PTRACE_O_TRACEEXIT
    | libc::PTRACE_O_TRACESYSGOOD;

/// Why ptrace can't be used, and how to allow it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forbidden {
    pub why: String,
    pub way_out: String,
}

/// Seizes a thread with the supervisor's options.
pub fn seize(pid: Pid) -> Result<(), Errno> {
    // SAFETY: the request takes numbers only.
    unsafe { request_raw(libc::PTRACE_SEIZE, pid.as_raw(), 0, TRACE_OPTIONS as usize) }
}

pub fn ptrace() -> Result<(), Forbidden> {
    // SAFETY: the child only sleeps; it is killed below, and by the kernel should we die.
    let child = match unsafe { fork() } {
        Ok(ForkResult::Child) => sleep_until_killed(),
        Ok(ForkResult::Parent { child }) => child,
        Err(error) => return Err(forbidden(error)),
    };
    let result = seize(child).and_then(|()| interrupt_and_read(child));
    let _ = kill(child, Signal::SIGKILL);
    reap(child);
    result.map_err(forbidden)
}

fn sleep_until_killed() -> ! {
    // SAFETY: plain system calls.
    unsafe {
        libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL);
        // Bounded, should even the kill be forbidden.
        libc::sleep(10);
        libc::_exit(0)
    }
}

/// A stop and a look at the registers: what the supervisor lives on.
fn interrupt_and_read(child: Pid) -> Result<(), Errno> {
    // SAFETY: the request takes numbers only.
    unsafe { request_raw(libc::PTRACE_INTERRUPT, child.as_raw(), 0, 0) }?;
    match waitpid(child, Some(WaitPidFlag::__WALL))? {
        WaitStatus::Exited(..) | WaitStatus::Signaled(..) => Err(Errno::ESRCH),
        _ => Tracee { tid: child.as_raw() }.registers().map(drop),
    }
}

fn reap(child: Pid) {
    while let Ok(status) = waitpid(child, Some(WaitPidFlag::__WALL)) {
        if matches!(status, WaitStatus::Exited(..) | WaitStatus::Signaled(..)) {
            return;
        }
        // The kill itself stops it once more, at its exit; from there it has to be let go.
        let _ = Tracee { tid: child.as_raw() }.resume(0);
    }
}

fn forbidden(error: Errno) -> Forbidden {
    let scope = std::fs::read_to_string("/proc/sys/kernel/yama/ptrace_scope").unwrap_or_default();
    if scope.trim() == "3" {
        return Forbidden {
            why: "the kernel forbids it (Yama ptrace_scope is 3)".into(),
            way_out: "set kernel.yama.ptrace_scope to 1 in /etc/sysctl.d and restart the machine".into(),
        };
    }
    Forbidden {
        why: format!("the system refuses it ({})", plain_error(error as i32)),
        way_out: "in a container, allow it with --cap-add=SYS_PTRACE or a seccomp profile that permits ptrace".into(),
    }
}
