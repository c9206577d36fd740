//! The thread that owns the control socket: lets processes in, answers them, sees them go.
use super::client::{Client, Session, NOT_RECORDED};
use super::memory::{create_code_memory, CallCounter, RingMemory, SessionMemory};
use super::process::Process;
use super::registry::Registry;
use super::shared::Shared;
use super::socket::{Connection, Incoming};
use super::{answers, reader};
use crate::engine;
use crate::recording::Recording;
use anyhow::{Context, Result};
use ffiscope_wire::control::{Reply, Request};
use ffiscope_wire::session::engine as engine_kind;
use ffiscope_wire::WIRE_VERSION;
use rustix::event::{poll, PollFd, PollFlags, Timespec};
use std::os::fd::OwnedFd;
use std::sync::atomic::Ordering;
use std::sync::Arc;

/// What every process of the program is given.
pub struct Settings {
    /// `wire::session::engine` value.
    pub engine: u32,
    pub snapshot_limit: u64,
    /// What writes store is wanted.
    pub values: bool,
    /// Keep the program's buffers apart.
    pub isolate: bool,
    /// What makes buffers is watched: see `wire::session`.
    pub allocations: u32,
    /// Whether the processes are ptraced.
    pub ptraced: bool,
}

pub struct Hub {
    listener: OwnedFd,
    /// Readable when the hub shall end.
    stop: OwnedFd,
    settings: Settings,
    recording: Arc<Recording>,
    registry: Arc<Registry>,
    counter: Arc<CallCounter>,
    clients: Vec<Client>,
}

impl Hub {
    pub fn new(
        listener: OwnedFd,
        stop: OwnedFd,
        settings: Settings,
        recording: Arc<Recording>,
        registry: Arc<Registry>,
    ) -> Result<Self> {
        let counter = Arc::new(CallCounter::create()?);
        Ok(Self { listener, stop, settings, recording, registry, counter, clients: Vec::new() })
    }

    /// Until `stop` is readable; then every session is read to its end and closed.
    pub fn run(mut self) {
        while !self.stopping() {
            self.accept_all();
            let mut at = 0;
            while at < self.clients.len() {
                if self.attend(at) {
                    at += 1;
                } else {
                    self.clients.remove(at).close();
                }
            }
            self.wait();
        }
        self.clients.drain(..).for_each(Client::close);
    }

    fn stopping(&self) -> bool {
        let mut watched = [PollFd::new(&self.stop, PollFlags::IN)];
        poll(&mut watched, Some(&Timespec { tv_sec: 0, tv_nsec: 0 })).is_ok_and(|ready| ready > 0)
    }

    fn wait(&self) {
        let mut watched = vec![PollFd::new(&self.stop, PollFlags::IN), PollFd::new(&self.listener, PollFlags::IN)];
        for client in &self.clients {
            watched.extend(client.events());
        }
        let _ = poll(&mut watched, Some(&Timespec { tv_sec: 1, tv_nsec: 0 }));
    }

    fn accept_all(&mut self) {
        while let Some(connection) = Connection::accept(&self.listener) {
            self.clients.push(Client::new(connection));
        }
    }

    /// Handles what a client has sent; false when it is over.
    fn attend(&mut self, at: usize) -> bool {
        if self.clients[at].hung_up {
            return self.clients[at].goes_on();
        }
        loop {
            match self.clients[at].connection.receive() {
                Incoming::Message(request) => {
                    if let Err(error) = self.handle(at, request) {
                        self.recording
                            .status
                            .warning(&format!("process {}: {error:#}", self.clients[at].connection.pid));
                        if self.clients[at].session.is_none() {
                            self.recording.gap(NOT_RECORDED, 1);
                        }
                        return false;
                    }
                }
                Incoming::Malformed(why) => {
                    let pid = self.clients[at].connection.pid;
                    self.recording
                        .status
                        .warning(&format!("process {pid} sent a message that is not understood: {why}"));
                    return false;
                }
                Incoming::Nothing => return !self.clients[at].has_ended(),
                Incoming::Closed => {
                    self.clients[at].hung_up = true;
                    return self.clients[at].goes_on();
                }
            }
        }
    }

    fn handle(&mut self, at: usize, request: Request) -> Result<()> {
        match request {
            Request::Hello { version, .. } => self.welcome(at, version),
            Request::Ready { shadow } => self.ready(at, shadow),
            Request::Retcode { code, site } => {
                let client = &self.clients[at];
                answers::retcode(client.shared()?, code, site);
                client.connection.send(&Reply::Ack {}, &[])
            }
            Request::Events { call } => {
                let client = &self.clients[at];
                answers::events(client.shared()?, &client.connection, call)
            }
        }
    }

    fn welcome(&mut self, at: usize, version: u32) -> Result<()> {
        let client = &self.clients[at];
        if version != WIRE_VERSION || client.session.is_some() {
            let reason = format!("the recorder speaks version {WIRE_VERSION} of the protocol, the agent {version}");
            return client.connection.send(&Reply::Refused { reason }, &[]);
        }
        let process = Process {
            pid: client.connection.pid,
            session: SessionMemory::create()?,
            ring: RingMemory::create()?,
            code: create_code_memory()?,
            ptraced: self.settings.ptraced,
        };
        self.fill_header(&process);
        let [code_reserved, shadow_reserved] = process.reserved_places();
        let reply = Reply::Welcome {
            session: ffiscope_wire::session::SESSION_BYTES as u64,
            ring: RingMemory::bytes(),
            code: process.code.size() as u64,
            code_reserved,
            shadow_reserved,
        };
        let descriptors = [process.session.fd(), process.ring.fd(), process.code.fd(), self.counter.fd()];
        client.connection.send(&reply, &descriptors)?;
        let engine = engine::create(self.settings.engine, self.settings.values)?;
        let shared = Arc::new(Shared::new(process, engine, self.recording.clone(), self.counter.clone()));
        self.clients[at].session = Some(Session { shared, reader: None });
        Ok(())
    }

    fn fill_header(&self, process: &Process) {
        let header = process.session.header();
        header.version.store(WIRE_VERSION, Ordering::Relaxed);
        header.snapshot_limit.store(self.settings.snapshot_limit, Ordering::Relaxed);
        header.allocations.store(self.settings.allocations, Ordering::Relaxed);
        header.isolate.store(u32::from(self.settings.isolate), Ordering::Relaxed);
        header.epoch_ns.store(self.recording.epoch, Ordering::Relaxed);
        header.engine.store(self.settings.engine, Ordering::Release);
    }

    fn ready(&mut self, at: usize, shadow: bool) -> Result<()> {
        let client = &mut self.clients[at];
        let session = client.session.as_mut().context("READY came before HELLO")?;
        if session.reader.is_none() {
            let shared = &session.shared;
            if let Err(why) = attach(shared, self.settings.engine, shadow) {
                shared.process.session.header().engine.store(engine_kind::NONE, Ordering::Release);
                let text = format!("accesses of process {} can't be recorded: {why:#}", shared.process.pid);
                self.recording.gap("processes whose accesses could not be recorded", 1);
                self.recording.status.warning(&text);
            }
            session.reader = Some(reader::spawn(shared.clone()).context("no thread for reading")?);
            self.registry.add(shared.clone());
        }
        client.connection.send(&Reply::Ack {}, &[])
    }
}

fn attach(shared: &Shared, engine: u32, shadow: bool) -> Result<()> {
    if engine == engine_kind::FAST && !shadow {
        anyhow::bail!("no address space for the page table (is it limited with ulimit -v or -d?); use --engine step");
    }
    shared.lock().engine.attach(&shared.process)
}
