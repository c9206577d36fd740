//! Life and death of the program.
//!
//! One thread (the main one) starts the program, owns ptrace and waits; it is tied to the program by
//! PTRACE_O_EXITKILL and PR_SET_PDEATHSIG, so that whatever ends the recorder ends the program.
mod reserve;
pub mod signals;
mod stops;
pub mod tail;
mod threads;
pub mod tracee;
mod wait;

use crate::crash::Suspects;
use crate::exit::Ending;
use crate::recording::Recording;
use crate::session::registry::Registry;
use signals::Control;
use std::sync::atomic::Ordering;
use std::sync::Arc;
use threads::Threads;
use tracee::Tracee;
use wait::Change;

pub struct Supervisor {
    program: i32,
    control: Arc<Control>,
    recording: Arc<Recording>,
    registry: Arc<Registry>,
    threads: Threads,
    suspects: Suspects,
    /// The program has executed (the fork before it is not the program yet).
    pub executed: bool,
    /// Programs that are executed get their place for translated code kept free.
    reserves: bool,
}

impl Supervisor {
    pub fn new(program: i32, control: Arc<Control>, recording: Arc<Recording>, registry: Arc<Registry>) -> Self {
        let threads = Threads::new(registry.clone());
        let suspects = Suspects::default();
        Self { program, control, recording, registry, threads, suspects, executed: false, reserves: false }
    }

    /// For an engine that translates code.
    pub fn reserve_places(&mut self) {
        self.reserves = true;
    }

    /// Follows the program until it ends. Interrupted by nothing but that: a stop of the recording kills the program.
    pub fn run(&mut self) -> Ending {
        while let Some(next) = wait::next(0) {
            let Ok((tid, change)) = next else { continue };
            if let Some(ending) = self.handle(tid, change) {
                return ending;
            }
        }
        // Reaped by somebody else: nobody knows how it ended.
        Ending::Exited(crate::exit::RECORDER_FAILED)
    }

    /// The program's ending, if that was it.
    fn handle(&mut self, tid: i32, change: Change) -> Option<Ending> {
        match change {
            Change::Ended(ending) => {
                self.ended(tid, ending);
                if tid == self.program {
                    self.control.program.store(0, Ordering::Release);
                    return Some(ending);
                }
            }
            // Errors mean that the thread is gone; the next change says so.
            Change::Stopped(stop) => drop(self.stopped(Tracee { tid }, stop)),
            Change::Continued => {}
        }
        None
    }

    fn ended(&mut self, tid: i32, ending: Ending) {
        if let Some(shared) = self.threads.session(tid) {
            shared.lock().engine.thread_gone(tid);
        }
        self.threads.forget(tid);
        if let Ending::Signalled(signal) = ending {
            self.suspects.died(tid, signal, &self.registry, &self.recording);
        }
    }
}
