//! Starts the program: fork, wait to be seized, exec.
use super::environment;
use crate::exit::{plain_error, Failure};
use crate::options::Options;
use anyhow::{Context, Result};
use nix::sys::signal::{SigSet, SigmaskHow};
use nix::unistd::{fork, ForkResult, Pid};
use std::ffi::CString;
use std::io::{Read, Write};
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

/// A forked child that waits for [`Waiting::go`] before it becomes the program.
pub struct Waiting {
    pub pid: Pid,
    go: OwnedFd,
    failed: OwnedFd,
}

/// Everything the child needs, made before the fork: after it, allocation is not safe.
struct Plan {
    path: CString,
    arguments: Vec<CString>,
    environment: Vec<CString>,
    signals: SigSet,
    parent: Pid,
}

/// Forks on the calling thread, which has to live as long as the program (the kernel ties them together).
/// `signals` is the mask the program starts with.
pub fn start(options: &Options, program: &Path, socket: &Path, signals: SigSet) -> Result<Waiting> {
    let path = CString::new(program.as_os_str().as_bytes()).context("the program's path")?;
    let arguments = options.command.iter().map(|text| CString::new(text.as_bytes())).collect::<Result<_, _>>();
    let plan = Plan {
        path,
        arguments: arguments.context("an argument contains a zero byte")?,
        environment: environment::build(options, socket)?,
        signals,
        parent: nix::unistd::getpid(),
    };
    let arguments = pointers(&plan.arguments);
    let variables = pointers(&plan.environment);
    let flags = nix::fcntl::OFlag::O_CLOEXEC;
    let (wait, go) = nix::unistd::pipe2(flags)?;
    let (failed, report) = nix::unistd::pipe2(flags)?;
    // SAFETY: the child only makes system calls until it executes or exits.
    match unsafe { fork() }.context("can't start a process")? {
        ForkResult::Parent { child } => Ok(Waiting { pid: child, go, failed }),
        ForkResult::Child => {
            drop(go);
            become_program(&plan, &arguments, &variables, &wait, &report)
        }
    }
}

fn pointers(strings: &[CString]) -> Vec<*const libc::c_char> {
    strings.iter().map(|text| text.as_ptr()).chain([std::ptr::null()]).collect()
}

/// In the child. Reports an errno when it can't execute.
fn become_program(
    plan: &Plan,
    arguments: &[*const libc::c_char],
    variables: &[*const libc::c_char],
    wait: &OwnedFd,
    report: &OwnedFd,
) -> ! {
    let mut byte = [0];
    // SAFETY: plain system calls on values that live until execve; no allocation, no locks.
    unsafe {
        libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL);
        // Had the parent died before that, nobody would tell us.
        let orphaned = libc::getppid() != plan.parent.as_raw();
        let told = nix::unistd::read(wait, &mut byte) == Ok(1);
        if orphaned || !told {
            libc::_exit(127);
        }
        // The runtime of this program ignores SIGPIPE, which would be inherited.
        libc::signal(libc::SIGPIPE, libc::SIG_DFL);
        let _ = nix::sys::signal::sigprocmask(SigmaskHow::SIG_SETMASK, Some(&plan.signals), None);
        libc::execve(plan.path.as_ptr(), arguments.as_ptr(), variables.as_ptr());
        let errno = nix::errno::Errno::last_raw();
        let _ = nix::unistd::write(report, &errno.to_ne_bytes());
        libc::_exit(127);
    }
}

/// Told by the child when it could not become the program.
pub struct Outcome(OwnedFd);

impl Waiting {
    /// Lets the child execute. Call [`Outcome::check`] once it has been seen running, or has ended.
    pub fn go(self) -> Outcome {
        let _ = std::fs::File::from(self.go).write_all(b"g");
        Outcome(self.failed)
    }
}

impl Outcome {
    /// Waits until the child has executed (the pipe closes) or has failed.
    pub fn check(self, program: &Path) -> Result<(), Failure> {
        let mut errno = [0; 4];
        match std::fs::File::from(self.0).read_exact(&mut errno) {
            Ok(()) => {
                let why = format!("it can't be executed ({})", plain_error(i32::from_ne_bytes(errno)));
                Err(Failure::new(program.to_string_lossy(), why, "check that it is a program for this machine"))
            }
            Err(_) => Ok(()),
        }
    }
}
