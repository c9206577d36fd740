//! The traced process as the translator reads it.
use super::source::{Program, PAGE};
use crate::session::memory::{futex_wait, futex_wake};
use crate::session::process::Process;
use anyhow::Result;
use ffiscope_wire::session::rpc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

/// Longest wait for a thread to copy a page of its own memory.
const PATIENCE: Duration = Duration::from_secs(2);

/// Reads the memory of a process directly, or through the thread whose request is being answered.
pub struct Requester<'a> {
    pub process: &'a Process,
    /// Index of the thread block; the thread waits for the answer and serves WANT_MEMORY meanwhile.
    pub thread: usize,
}

impl Program for Requester<'_> {
    fn read_page(&mut self, page: u64, into: &mut [u8; PAGE]) -> bool {
        self.process.read_memory(page, into) == PAGE || self.ask(page, into)
    }

    fn maps(&mut self) -> Result<String> {
        Ok(std::fs::read_to_string(format!("/proc/{}/maps", self.process.pid))?)
    }
}

impl Requester<'_> {
    fn ask(&mut self, page: u64, into: &mut [u8; PAGE]) -> bool {
        let block = self.process.session.thread(self.thread);
        block.rpc_args[0].store(page, Ordering::Relaxed);
        block.rpc_args[1].store(PAGE as u64, Ordering::Relaxed);
        block.rpc_state.store(rpc::WANT_MEMORY, Ordering::Release);
        futex_wake(&block.rpc_state);
        let deadline = Instant::now() + PATIENCE;
        while block.rpc_state.load(Ordering::Acquire) == rpc::WANT_MEMORY {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            futex_wait(&block.rpc_state, rpc::WANT_MEMORY, left);
        }
        let given = block.rpc_state.load(Ordering::Acquire) == rpc::GIVEN;
        if given {
            self.process.session.rpc_data(self.thread, into);
        }
        given
    }
}
