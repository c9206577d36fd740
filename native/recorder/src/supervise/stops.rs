//! What to do when a traced thread has stopped: nearly always, to let it go on as if nobody had looked.
use super::tracee::{Stop, Tracee};
use super::Supervisor;
use crate::engine::Verdict;
use crate::session::shared::{Shared, StreamWriter};
use nix::errno::Errno;
use nix::libc;

impl Supervisor {
    pub(super) fn stopped(&mut self, mut tracee: Tracee, stop: Stop) -> Result<(), Errno> {
        self.threads.process(tracee.tid);
        // Before the engine has moved the thread anywhere. SIGTRAP is the engines' own, nearly always.
        if let Stop::Signal(signal) = stop {
            if signal != libc::SIGTRAP {
                self.suspect(tracee, signal);
            }
        }
        if let Some(shared) = self.threads.session(tracee.tid) {
            if offer(&shared, &mut tracee, &stop) == Verdict::Resumed {
                return Ok(());
            }
        }
        match stop {
            Stop::Signal(signal) => self.signal(tracee, signal),
            Stop::Group(_) => tracee.listen(),
            Stop::Exec(former) => self.exec(tracee, former),
            Stop::Exit(_) => self.exiting(tracee),
            Stop::Interrupt | Stop::Syscall => tracee.resume(0),
            // The child is traced from its first instruction on and reports for itself.
            Stop::Clone(_) | Stop::Fork(_) | Stop::VFork(_) => tracee.resume(0),
        }
    }

    /// Passes a signal on unchanged.
    fn signal(&mut self, tracee: Tracee, signal: i32) -> Result<(), Errno> {
        if signal == libc::SIGTRAP {
            self.suspect(tracee, signal);
        }
        match self.threads.session(tracee.tid) {
            Some(shared) if shared.lock().engine.is_stepping(tracee.tid) => tracee.step(signal),
            _ => tracee.resume(signal),
        }
    }

    fn suspect(&mut self, tracee: Tracee, signal: i32) {
        if crate::crash::may_be_fatal(signal) {
            if let Some(shared) = self.threads.session(tracee.tid) {
                self.suspects.look(&shared, tracee, signal);
            }
        }
    }

    /// All other threads of the process are gone, and so is its memory.
    fn exec(&mut self, tracee: Tracee, former: i32) -> Result<(), Errno> {
        if tracee.tid == self.program {
            self.executed = true;
        }
        if former != tracee.tid {
            self.threads.forget(former);
        }
        if let Some(shared) = self.threads.session(tracee.tid) {
            shared.end();
        }
        self.threads.forget(tracee.tid);
        if self.reserves {
            super::reserve::reserve(tracee)?;
        }
        tracee.resume(0)
    }

    /// The last moment at which the process's memory and mappings can be read.
    fn exiting(&mut self, tracee: Tracee) -> Result<(), Errno> {
        if let Some(shared) = self.threads.session(tracee.tid) {
            shared.lock().read_everything(&shared);
        }
        tracee.resume(0)
    }
}

/// The engine is asked first.
fn offer(shared: &Shared, tracee: &mut Tracee, stop: &Stop) -> Verdict {
    let mut state = shared.lock();
    let (engine, mut stream) = StreamWriter::split(shared, &mut state);
    engine.stopped(&shared.process, tracee, stop, &mut stream)
}
