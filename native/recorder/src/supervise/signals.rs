//! Signals sent to the recorder itself, and the regular work between events.
//!
//! A Ctrl-C at the terminal reaches the program on its own, since both are in the foreground group; the recorder
//! only has to survive it. A signal that somebody sends to the recorder means the recording: it ends the program.
use super::tail;
use crate::recording::Recording;
use nix::errno::Errno;
use nix::sys::signal::{sigprocmask, SigSet, SigmaskHow, Signal};
use std::os::unix::thread::JoinHandleExt;
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Sent by the kernel (the terminal), not by a process.
const SI_KERNEL: i32 = 0x80;
const TICK: Duration = Duration::from_millis(100);
const PROGRESS_EVERY: Duration = Duration::from_millis(250);
/// Between SIGTERM and SIGKILL when the recording is stopped.
const GRACE: Duration = Duration::from_secs(2);

/// Shared with the supervisor.
#[derive(Default)]
pub struct Control {
    /// Process id of the program, 0 before it runs and after it has ended.
    pub program: AtomicI32,
    /// Somebody asked to stop.
    pub stopped: AtomicBool,
    /// All is over.
    pub finished: AtomicBool,
}

/// Signals that this thread waits for.
fn watched() -> SigSet {
    use Signal::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2};
    SigSet::from_iter([SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2])
}

/// Blocks them for the calling thread and those it starts; the mask that was set before, for the program. SIGXFSZ with them: a
/// trace that outgrows `ulimit -f` is an error of its write, not the end of the recorder.
pub fn block() -> nix::Result<SigSet> {
    let mut before = SigSet::empty();
    let blocked = watched() | Signal::SIGXFSZ;
    sigprocmask(SigmaskHow::SIG_BLOCK, Some(&blocked), Some(&mut before))?;
    Ok(before)
}

/// The end of whoever started the recorder means the recording, too: nobody would be left to stop it.
pub fn end_with_parent() {
    // SAFETY: plain system calls.
    unsafe {
        let parent = libc::getppid();
        libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGTERM);
        // It may have ended just before.
        if libc::getppid() != parent {
            libc::kill(libc::getpid(), libc::SIGTERM);
        }
    }
}

/// Runs until `finished`.
pub fn run(control: &Arc<Control>, recording: &Arc<Recording>) {
    let started = Instant::now();
    let mut reported = started;
    let mut deadline: Option<Instant> = None;
    while !control.finished.load(Ordering::Acquire) {
        if let Some((signal, from_kernel)) = wait(TICK) {
            handle(signal, from_kernel, control, &mut deadline);
        }
        if deadline.is_some_and(|deadline| Instant::now() >= deadline) {
            deadline = None;
            send(control, libc::SIGKILL);
        }
        recording.check_writer();
        if reported.elapsed() >= PROGRESS_EVERY {
            reported = Instant::now();
            tail::progress(recording, started);
        }
    }
}

/// Makes [`run`] look at `finished` at once: any watched signal does, as there is no program left to pass it on to.
pub fn wake(thread: &JoinHandle<()>) {
    // SAFETY: the thread is not joined yet, so its id is valid; it blocks the signal and takes it in `wait`.
    unsafe { libc::pthread_kill(thread.as_pthread_t(), libc::SIGUSR1) };
}

/// The next watched signal and whether the terminal sent it.
fn wait(limit: Duration) -> Option<(i32, bool)> {
    let limit = libc::timespec { tv_sec: 0, tv_nsec: limit.subsec_nanos().into() };
    // SAFETY: an all-zero siginfo_t is a valid value; the kernel fills it.
    let mut info: libc::siginfo_t = unsafe { std::mem::zeroed() };
    let set = watched();
    // SAFETY: all three point to live values of the right types.
    let signal = unsafe { libc::sigtimedwait(set.as_ref(), &raw mut info, &raw const limit) };
    match Errno::result(signal) {
        Ok(signal) => Some((signal, info.si_code == SI_KERNEL)),
        Err(_) => None,
    }
}

fn handle(signal: i32, from_kernel: bool, control: &Control, deadline: &mut Option<Instant>) {
    if from_kernel {
        return;
    }
    if matches!(signal, libc::SIGUSR1 | libc::SIGUSR2) {
        send(control, signal);
        return;
    }
    if !control.stopped.swap(true, Ordering::AcqRel) {
        // The same signal: a program may have its own answer to each.
        send(control, signal);
        // One that is stopped would not notice.
        send(control, libc::SIGCONT);
        *deadline = Some(Instant::now() + GRACE);
    }
}

fn send(control: &Control, signal: i32) {
    let pid = control.program.load(Ordering::Acquire);
    if pid > 0 {
        // SAFETY: a plain system call; the pid stays ours until it is reaped, which clears `program` first.
        unsafe { libc::kill(pid, signal) };
    }
}
