//! Puts everything in its block and blocks in their order.
mod blocks;
mod lines;
mod rows;

pub use rows::Rows;

use crate::access::{flags, AccessRow};
use crate::block::{BlockType, BLOCK_ACCESSES};
use crate::contents::{Contents, Piece};
use crate::definition::Def;
use crate::error::WriteError;
use crate::event::{Event, When};
use crate::pages::{Pages, PAGE_BYTES};
use crate::queue::Queue;
use crate::redact::Redact;
use crate::sink::Sink;
use crate::store::{Empty, Progress, Store};
use crate::summary::{End, Info, ValuesKept, Written};
use crate::thread::Thread;
use crate::threads::Threads;
use crate::tree::Sizes;
use crate::values;
use lines::Lines;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// JSON lines and pages are written when this many bytes have come together.
const TEXT_BLOCK: usize = 1 << 20;
const FLUSH_EVERY: Duration = Duration::from_millis(30);

/// Writes one recording. See the crate for how errors are told.
pub struct Writer {
    queue: Queue,
    /// Of the file, which is behind what was given to the queue.
    progress: Arc<Progress>,
    path: PathBuf,
    /// The thread that writes has failed, and whether that is still to be told.
    broken: Option<bool>,
    defs: Lines,
    events: Lines,
    contents: Contents,
    pages: Pages,
    region_sizes: Sizes,
    /// Bytes of values that may be stored.
    values_limit: u64,
    values: ValuesKept,
    threads: Threads,
    /// Thread number of each running call.
    running: HashMap<u32, u32>,
    ordinals: u64,
    calls: u64,
    reads: u64,
    writes: u64,
    flushed: Instant,
    redact: Option<Redact>,
    /// Memory for the next block.
    empty: Empty,
}

impl Writer {
    /// Creates the file (mode 0600, symbolic links refused, only traces are written over) with its header.
    pub fn create(path: &Path) -> Result<Self, WriteError> {
        let store = Store::new(Sink::create(path)?);
        Ok(Self {
            progress: store.progress(),
            queue: Queue::new(store),
            path: path.to_owned(),
            broken: None,
            defs: Lines::default(),
            events: Lines::default(),
            contents: Contents::default(),
            pages: Pages::default(),
            region_sizes: Sizes::default(),
            values_limit: 0,
            values: ValuesKept::default(),
            threads: Threads::default(),
            running: HashMap::new(),
            ordinals: 0,
            calls: 0,
            reads: 0,
            writes: 0,
            flushed: Instant::now(),
            redact: None,
            empty: Empty::default(),
        })
    }

    /// From here on blocks are packed and written by a thread of their own. Not before `fork` or signal masks for all threads.
    pub fn start_thread(&mut self) {
        self.queue.start();
    }

    /// Leaves the index out, to see what it costs. To be called before anything else.
    pub fn without_index(&mut self) {
        self.queue.without_index();
    }

    /// From here on values and contents are not written. To be called before anything else.
    pub fn redact(&mut self, how: Redact) {
        self.redact = Some(how);
    }

    /// Once, before everything else.
    pub fn info(&mut self, info: &Info) {
        let mut info = info.clone();
        if let Some(redact) = &self.redact {
            redact.info(&mut info);
        }
        self.values_limit = info.values.limit;
        self.object(BlockType::Info, &info);
    }

    pub fn define(&mut self, def: &Def) {
        self.defs.push(def);
        if self.defs.bytes.len() >= TEXT_BLOCK {
            self.write_defs();
        }
    }

    /// Any event but `Snapshot` (see [`Self::snapshot`]) and `Syscall` ([`Self::syscall`]). `End` comes after the call's
    /// accesses, which all are of the thread named in `Begin`; its counts and ordinals are filled in here.
    pub fn event(&mut self, mut event: Event) {
        if let Some(redact) = &self.redact {
            redact.event(&mut event);
        }
        match &event {
            Event::Begin { call, thread, regions, .. } => {
                self.calls += 1;
                regions.iter().for_each(|region| self.region_sizes.add(region.id, region.size));
                self.running.insert(*call, *thread);
                self.push_event(&event);
            }
            Event::End { call, .. } => {
                let thread = self.running.remove(call).unwrap_or(0);
                self.thread(thread).wait_end(event);
            }
            Event::Region { region, .. } => {
                self.region_sizes.add(region.id, region.size);
                self.push_event(&event);
            }
            _ => self.push_event(&event),
        }
    }

    /// A system call, after the `accesses` that the kernel did for it were given to [`Self::access`].
    pub fn syscall(&mut self, event: Event, accesses: u64) {
        if let Event::Syscall { thread, .. } = event {
            self.thread(thread).wait_syscall(event, accesses);
        }
    }

    /// The next access of this thread, and those after it, happen at `ns` or later. Give one at the begin and the end
    /// of each call at least; times of accesses between two marks are interpolated.
    pub fn time(&mut self, thread: u32, ns: u64) {
        let columns = &mut self.thread(thread).columns;
        let index = columns.len();
        columns.times().mark(index, ns);
    }

    /// No access of this thread comes any more, and its number is not used again.
    pub fn thread_ends(&mut self, thread: u32) {
        self.threads.ends(thread);
    }

    pub fn access(&mut self, thread: u32, row: &AccessRow) {
        self.access_value(thread, row, None);
    }

    /// Whether values are still stored: it is worth finding them out.
    pub fn wants_values(&self) -> bool {
        self.progress.values() < self.values_limit
    }

    /// An access, with the bytes that a write left where they are known: as many as its size.
    pub fn access_value(&mut self, thread: u32, row: &AccessRow, value: Option<&[u8]>) {
        let stores = self.wants_values();
        let state = self.thread(thread);
        if let Some(value) = value.filter(|bytes| bytes.len() as u64 == row.size && row.size <= values::MOST_BYTES) {
            let kept = stores && state.values.keep(state.columns.len() as u32, value);
            self.values.dropped += u64::from(!kept);
        }
        let at = self.threads.current();
        let state = self.threads.get(at).1;
        state.push(row);
        let full = state.columns.len() == BLOCK_ACCESSES;
        if row.flags & flags::WRITE != 0 {
            self.writes += 1;
        } else {
            self.reads += 1;
        }
        if full {
            self.write_full(at);
        }
    }

    /// For many accesses of one thread and call; they count once [`Rows::finish`] is called.
    pub fn rows(&mut self, thread: u32) -> Rows<'_> {
        let start = self.thread(thread).next();
        Rows { start, writer: self }
    }

    fn write_full(&mut self, at: usize) {
        self.write_context();
        self.write_accesses(at);
    }

    /// Keeps contents of a region: `bytes` lie at `offset` in it, which is a multiple of 4096. Equal pages are stored once.
    pub fn snapshot(&mut self, call: u32, region: u32, when: When, offset: u64, bytes: &[u8]) {
        if self.is_discarding() || self.redact.is_some() {
            return;
        }
        let pages = bytes.chunks(PAGE_BYTES).map(|page| self.pages.number(page)).collect();
        let piece = Piece { call, region, when, pages, offset, size: bytes.len() as u64 };
        if let Some(event) = self.contents.add(piece) {
            self.push_line(&event);
        }
        if self.pages.pending_bytes() >= TEXT_BLOCK {
            self.write_pages();
        }
    }

    /// Writes everything that is buffered; a crash of the recorder after it loses nothing that came before.
    pub fn flush(&mut self) {
        self.pass_on();
        self.queue.settle();
    }

    /// Begins to write everything that is buffered.
    fn pass_on(&mut self) {
        self.write_context();
        for at in 0..self.threads.len() {
            self.write_accesses(at);
        }
        self.write_events();
        self.threads.forget_ended();
        self.flushed = Instant::now();
    }

    /// Flushes what is buffered when the last flush is FLUSH_EVERY ago; to be called now and then, best when everything that is
    /// known was given to the writer. What comes after a while of silence is written at once.
    pub fn tick(&mut self) {
        if self.flushed.elapsed() >= FLUSH_EVERY && self.has_buffered() {
            self.pass_on();
        }
    }

    fn has_buffered(&self) -> bool {
        let lines = self.defs.count + self.events.count;
        lines > 0 || !self.contents.is_empty() || self.pages.pending_bytes() > 0 || self.threads.have_buffered()
    }

    /// The error that stopped the writing, the first time it is asked for.
    pub fn take_error(&mut self) -> Option<WriteError> {
        if self.broken == Some(true) {
            self.broken = Some(false);
            return Some(self.thread_failed());
        }
        self.progress.take_error()
    }

    fn thread_failed(&self) -> WriteError {
        WriteError::write(&self.path, &std::io::Error::other("the thread that writes has failed (a bug)"))
    }

    /// Something failed before, and what comes is thrown away.
    pub fn is_discarding(&self) -> bool {
        self.broken.is_some() || self.progress.failed()
    }

    pub fn accesses(&self) -> u64 {
        self.reads + self.writes
    }

    pub fn calls(&self) -> u64 {
        self.calls
    }

    /// Length of the file, without what is still buffered.
    pub fn bytes(&self) -> u64 {
        self.progress.length()
    }

    /// Completes the file. An error that was not taken yet is returned here; the file is valid all the same.
    pub fn finish(mut self, end: &End) -> Result<Written, WriteError> {
        self.pass_on();
        let mut end = end.clone();
        end.counts.calls = self.calls;
        end.counts.accesses = self.accesses();
        (end.counts.reads, end.counts.writes) = (self.reads, self.writes);
        if let (Some(redact), Some(crash)) = (&self.redact, &mut end.crash) {
            redact.crash(crash);
        }
        end.values = self.values;
        let failed = self.thread_failed();
        let (accesses, calls) = (self.accesses(), self.calls);
        let mut store = self.queue.into_store().ok_or(failed)?;
        store.finish(&end);
        match self.progress.take_error() {
            Some(error) => Err(error),
            None => Ok(Written {
                place: store.sink.settle()?,
                bytes: store.sink.length(),
                accesses,
                calls,
                complete: !store.sink.failed(),
            }),
        }
    }

    fn thread(&mut self, number: u32) -> &mut Thread {
        self.threads.find(number)
    }
}
