//! After the program has ended: its other processes, and what the user is told.
use super::tracee::{Stop, Tracee};
use super::wait::{self, Change};
use super::Supervisor;
use crate::recording::Recording;
use std::time::{Duration, Instant};

/// How long processes that the program leaves behind are still followed.
const LINGER: Duration = Duration::from_secs(2);
const POLL: Duration = Duration::from_millis(5);

impl Supervisor {
    /// Gives processes that outlive the program a moment to end, then lets go of them: they go on untraced.
    pub fn linger(&mut self) {
        let deadline = Instant::now() + LINGER;
        while self.any_session_alive() && Instant::now() < deadline {
            if !self.poll() {
                std::thread::sleep(POLL);
            }
        }
        self.release_all(Instant::now() + LINGER);
    }

    fn any_session_alive(&self) -> bool {
        self.registry.all().iter().any(|shared| !shared.is_ending())
    }

    /// Handles one change, if there is one.
    fn poll(&mut self) -> bool {
        match wait::next(libc::WNOHANG) {
            Some(Ok((tid, change))) => {
                self.handle(tid, change);
                true
            }
            _ => false,
        }
    }

    /// Detaches from every thread that is left, so that it does not die with the recorder.
    fn release_all(&mut self, deadline: Instant) {
        let alive: Vec<i32> = self.threads.all();
        let mut left = 0;
        for tid in alive {
            // SAFETY: the request takes numbers only.
            let asked = unsafe { super::tracee::request_raw(libc::PTRACE_INTERRUPT, tid, 0, 0) };
            left += usize::from(asked.is_ok());
        }
        if left > 0 {
            let what = "processes that went on running when the program had ended";
            self.recording.gap(what, self.registry.all().iter().filter(|shared| !shared.is_ending()).count() as u64);
        }
        while left > 0 && Instant::now() < deadline {
            match wait::next(libc::WNOHANG) {
                Some(Ok((tid, Change::Stopped(stop)))) => {
                    let signal = if let Stop::Signal(signal) = stop { signal } else { 0 };
                    if stop == Stop::Interrupt || !matches!(stop, Stop::Exit(_)) {
                        left -= usize::from(Tracee { tid }.detach(signal).is_ok());
                    } else {
                        let _ = Tracee { tid }.resume(0);
                    }
                }
                Some(Ok((_, Change::Ended(_)))) => left = left.saturating_sub(1),
                Some(Ok(_)) => {}
                Some(Err(_)) => std::thread::sleep(POLL),
                None => return,
            }
        }
    }
}

pub fn progress(recording: &Recording, started: Instant) {
    let (calls, accesses, bytes) = {
        let mut writer = recording.writer();
        writer.tick();
        (writer.calls(), writer.accesses(), writer.bytes())
    };
    recording.status.progress(calls, accesses, bytes, started.elapsed().as_millis() as u64);
}
