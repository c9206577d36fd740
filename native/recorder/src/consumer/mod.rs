//! Turns the streams of one process into the lines and rows of the file.
//!
//! Everything here runs under the process's lock. Records are handled in the order of their thread's stream;
//! nothing is assumed about the order between streams.
mod accesses;
mod arena;
mod attribute;
mod batch;
mod bytes;
mod calls;
mod contents;
mod defs;
mod gone;
mod insns;
mod lifetimes;
mod payload;
mod records;
mod regions;
mod scopes;
mod spans;
mod stored;
mod strangers;

use crate::recording::ids::Ids;
use crate::recording::Recording;
use attribute::Cache;
use batch::SiteTable;
use calls::ThreadCalls;
use defs::Defs;
use ffiscope_tracefile::{Def, Writer};
use gone::Gone;
use insns::Insns;
use scopes::FinishedScopes;
use spans::{Region, Spans};
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::sync::Arc;
use stored::Words;

pub use calls::ScopeEvent;

/// One process's side of the recording.
pub struct Consumer {
    recording: Arc<Recording>,
    /// Number in the file.
    process: u32,
    pid: i32,
    defs: Defs,
    insns: Insns,
    /// By thread block.
    threads: Vec<ThreadCalls>,
    caches: Vec<Cache>,
    sites: Vec<SiteTable>,
    /// Values of writes whose cells are still to come.
    words: Vec<Words>,
    /// Regions outside calls, by the child's persistent id.
    persistent: BTreeMap<u64, Region>,
    /// The same for lookups, made when they are needed: thousands may come one after the other.
    persistent_spans: OnceCell<Spans>,
    /// Regions of calls that have ended.
    gone: Gone,
    /// Where the program's buffers are kept apart.
    arena: arena::Arena,
    /// Buffers that were touched without being given to a call, by start.
    strangers: BTreeMap<u64, Region>,
    scopes: FinishedScopes,
    /// Kept for their memory.
    buffer: Box<batch::Buffer>,
    expanded: Vec<crate::engine::RawAccess>,
    /// What the write that is being attributed left in memory; empty: not known.
    written: Vec<u8>,
    /// Accesses that belong to no running call.
    stray: u64,
}

impl Consumer {
    pub fn new(recording: Arc<Recording>, pid: i32) -> Self {
        let process = Ids::take(&recording.ids.processes);
        let program = std::fs::read_link(format!("/proc/{pid}/exe")).unwrap_or_default();
        let program = program.to_string_lossy().into_owned();
        recording.define(&Def::Process { id: process, pid: pid as u32, program });
        Self {
            defs: Defs::new(recording.ids.clone()),
            insns: Insns::new(recording.clone(), process),
            recording,
            process,
            pid,
            threads: Vec::new(),
            caches: Vec::new(),
            sites: Vec::new(),
            words: Vec::new(),
            persistent: BTreeMap::new(),
            persistent_spans: OnceCell::new(),
            gone: Gone::default(),
            arena: arena::Arena::default(),
            strangers: BTreeMap::new(),
            scopes: FinishedScopes::default(),
            buffer: Box::default(),
            expanded: Vec::new(),
            written: Vec::new(),
            stray: 0,
        }
    }

    /// A thread has claimed block `at`.
    pub fn thread_begins(&mut self, at: usize, tid: i32, writer: &mut Writer) {
        if at >= self.threads.len() {
            self.threads.resize_with(at + 1, ThreadCalls::default);
            self.caches.resize_with(at + 1, Cache::default);
            self.sites.resize_with(at + 1, SiteTable::default);
            self.words.resize_with(at + 1, Words::default);
        }
        let number = Ids::take(&self.recording.ids.threads);
        self.threads[at] = ThreadCalls { number, ..ThreadCalls::default() };
        let name = std::fs::read_to_string(format!("/proc/{}/task/{tid}/comm", self.pid)).unwrap_or_default();
        let name = name.trim_end().to_owned();
        writer.define(&Def::Thread { id: number, tid: tid as u32, name, process: self.process });
    }

    /// Its stream is read to the end, and the block is free again. Calls still open stay without end.
    pub fn thread_ends(&mut self, at: usize, writer: &mut Writer) {
        if let Some(thread) = self.threads.get_mut(at) {
            writer.thread_ends(std::mem::take(thread).number);
            self.sites[at] = SiteTable::default();
            self.words[at] = Words::default();
            self.changed();
        }
    }

    /// What the supervisor needs to know of a thread in trouble.
    pub fn innermost_call(&mut self, at: usize) -> Option<u32> {
        self.threads.get_mut(at)?.innermost().map(|call| call.id)
    }

    /// Part of the innermost call of block `at` was not traced.
    pub fn mark_incomplete(&mut self, at: usize) {
        if let Some(call) = self.threads.get_mut(at).and_then(ThreadCalls::innermost) {
            call.incomplete = true;
        }
    }

    /// Number in the file of the thread that owns block `at`.
    pub fn thread_number(&self, at: usize) -> u32 {
        self.threads.get(at).map_or(0, |thread| thread.number)
    }

    /// Id in the file of a native instruction.
    pub fn insn(&mut self, pc: u64, process: &crate::session::process::Process) -> u32 {
        self.insns.id(pc, process)
    }

    /// Code in this range was unmapped.
    pub fn forget_code(&mut self, start: u64, end: u64) {
        self.insns.forget(start, end);
    }

    /// Calls that are running on any thread, as (thread number, call id).
    pub fn open_calls(&mut self) -> Vec<(u32, u32)> {
        let innermost = |thread: &mut ThreadCalls| Some((thread.number, thread.innermost()?.id));
        self.threads.iter_mut().filter_map(innermost).collect()
    }

    /// Everything was read: what could not be attributed is counted.
    pub fn finish(&mut self) {
        if self.stray > 0 {
            self.recording.gap("accesses outside calls", self.stray);
            self.stray = 0;
        }
    }

    /// Calls or regions have changed: what was found out about addresses may be wrong now.
    fn changed(&mut self) {
        self.settle();
        for cache in &mut self.caches {
            cache.clear();
        }
        for table in &mut self.sites {
            table.clear();
        }
    }

    /// Counts the bytes that were touched, each for the innermost call of its thread. Before that is another one.
    fn settle(&mut self) {
        for (table, thread) in self.sites.iter_mut().zip(&mut self.threads) {
            table.settle(thread.stack.last_mut());
        }
    }

    /// Nanoseconds since the recording began.
    fn since_epoch(&self, monotonic: u64) -> u64 {
        monotonic.saturating_sub(self.recording.epoch)
    }

    fn note(&self, at: usize, text: String, writer: &mut Writer) {
        self.recording.gap(&text, 1);
        let thread = &self.threads[at];
        let call = thread.stack.iter().rev().find(|call| call.kind == calls::CallKind::Call).map(|call| call.id);
        let event = ffiscope_tracefile::Event::Note { text, thread: thread.number, call, time: thread.now };
        writer.event(event);
    }
}
