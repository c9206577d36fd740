//! One process that is connected, and how its end is noticed.
use super::process::Process;
use super::shared::Shared;
use super::socket::Connection;
use anyhow::{Context, Result};
use ffiscope_wire::session::engine as engine_kind;
use ffiscope_wire::session::state;
use rustix::event::{poll, PollFd, PollFlags, Timespec};
use std::os::fd::OwnedFd;
use std::sync::atomic::Ordering;
use std::sync::Arc;
use std::thread::JoinHandle;

/// What the trace says of processes for which there is no memory, or which give up before they are ready.
pub const NOT_RECORDED: &str = "processes that could not be recorded";

pub struct Client {
    pub connection: Connection,
    /// The process closed its end, as one does that closes all its descriptors. Recording needs shared memory only.
    pub hung_up: bool,
    /// Readable when the process has ended.
    ended: Option<OwnedFd>,
    pub session: Option<Session>,
}

pub struct Session {
    pub shared: Arc<Shared>,
    pub reader: Option<JoinHandle<()>>,
}

impl Client {
    pub fn new(connection: Connection) -> Self {
        let pid = rustix::process::Pid::from_raw(connection.pid);
        let flags = rustix::process::PidfdFlags::empty();
        let ended = pid.and_then(|pid| rustix::process::pidfd_open(pid, flags).ok());
        Self { connection, hung_up: false, ended, session: None }
    }

    pub fn shared(&self) -> Result<&Arc<Shared>> {
        self.session.as_ref().map(|session| &session.shared).context("a request came before HELLO")
    }

    /// What to wait for.
    pub fn events(&self) -> impl Iterator<Item = PollFd<'_>> {
        let connection = (!self.hung_up).then(|| PollFd::from_borrowed_fd(self.connection.fd(), PollFlags::IN));
        connection.into_iter().chain(self.ended.as_ref().map(|ended| PollFd::new(ended, PollFlags::IN)))
    }

    pub fn has_ended(&self) -> bool {
        let Some(ended) = &self.ended else { return false };
        let mut watched = [PollFd::new(ended, PollFlags::IN)];
        poll(&mut watched, Some(&Timespec { tv_sec: 0, tv_nsec: 0 })).is_ok_and(|ready| ready > 0)
    }

    /// Whether a process that hung up still runs the program that connected: not ended, and not executed another one.
    pub fn goes_on(&self) -> bool {
        let Some(session) = &self.session else { return false };
        self.ended.is_some() && !self.has_ended() && session.shared.process.has_session_mapped()
    }

    /// Reads what is left and closes the connection.
    pub fn close(self) {
        let Some(session) = self.session else { return };
        stop_tracing(&session.shared.process);
        session.shared.end();
        match session.reader {
            Some(reader) => drop(reader.join()),
            None => {
                // It gave up before it was ready: without memory for rings and tables, for instance.
                session.shared.recording.gap(NOT_RECORDED, 1);
                session.shared.lock().finish(&session.shared);
            }
        }
    }
}

/// The process goes on without tracing: it is told, and nothing of it is read any more.
pub fn stop_tracing(process: &Process) {
    let header = process.session.header();
    header.engine.store(engine_kind::NONE, Ordering::Release);
    header.state.store(state::CLOSED, Ordering::Release);
}
