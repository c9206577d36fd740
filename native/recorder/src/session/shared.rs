//! One traced process with everything that works on it, under one lock.
use super::memory::CallCounter;
use super::process::Process;
use super::stream::{Position, Progress, Target};
use crate::consumer::Consumer;
use crate::engine::{Engine, NoEngine, RawAccess, Stream, SyscallRecord};
use crate::recording::Recording;
use ffiscope_tracefile::{Event, Writer};
use ffiscope_wire::session::{claim, MAX_THREADS};
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What the reader and the supervisor both use, one at a time.
pub struct State {
    pub engine: Box<dyn Engine>,
    pub consumer: Consumer,
    positions: Vec<Position>,
    /// Streams of threads that have no block, by tid: see [`Stream::native_thread`].
    natives: HashMap<i32, usize>,
    finished: bool,
    /// Reading has failed once and would fail at the same place again.
    given_up: bool,
}

pub struct Shared {
    pub process: Process,
    pub recording: Arc<Recording>,
    calls: Arc<CallCounter>,
    state: Mutex<State>,
    /// The process has ended, or its connection has.
    ending: AtomicBool,
}

impl Shared {
    pub fn new(process: Process, engine: Box<dyn Engine>, recording: Arc<Recording>, calls: Arc<CallCounter>) -> Self {
        let consumer = Consumer::new(recording.clone(), process.pid);
        let positions = (0..MAX_THREADS).map(|_| Position::default()).collect();
        let state = Mutex::new(State {
            engine,
            consumer,
            positions,
            natives: HashMap::new(),
            finished: false,
            given_up: false,
        });
        Self { process, recording, calls, state, ending: AtomicBool::new(false) }
    }

    /// After a panic in another thread: rows and lines are whole, so what is there is used.
    pub fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn end(&self) {
        self.ending.store(true, Ordering::Release);
        let bell = &self.process.session.header().bell;
        // Rung as well: a reader that is about to sleep would miss the wake alone.
        bell.fetch_add(1, Ordering::Release);
        super::memory::futex_wake(bell);
    }

    pub fn is_ending(&self) -> bool {
        self.ending.load(Ordering::Acquire)
    }

    /// Index of the block that a thread owns.
    pub fn block_of(&self, tid: i32) -> Option<usize> {
        let session = &self.process.session;
        (0..MAX_THREADS).find(|&at| {
            let block = session.thread(at);
            block.claim.load(Ordering::Acquire) != claim::FREE && block.tid.load(Ordering::Acquire) == tid as u32
        })
    }

    /// Blocks from here on were never claimed.
    pub fn blocks_used(&self) -> usize {
        // A thread that has just claimed its block is counted a moment later.
        let margin = 4;
        (self.process.session.header().threads_seen.load(Ordering::Acquire) as usize + margin).min(MAX_THREADS)
    }

    pub fn claimed(&self, at: usize) -> bool {
        self.process.session.thread(at).claim.load(Ordering::Acquire) != claim::FREE
    }
}

impl State {
    /// Reads up to one chunk of a thread's stream. True when there may be more.
    pub fn read(&mut self, shared: &Shared, at: usize) -> bool {
        loop {
            match self.part(shared, at, true) {
                Progress::More => return true,
                Progress::Drained => return false,
                Progress::Boundary => {
                    self.read_others(shared, at);
                    self.positions[at].others_were_read();
                }
            }
        }
    }

    /// What has been read stays; whoever asks for more gets nothing.
    pub fn give_up(&mut self) {
        self.given_up = true;
    }

    fn part(&mut self, shared: &Shared, at: usize, stop_at_calls: bool) -> Progress {
        if self.given_up {
            return Progress::Drained;
        }
        let mut writer = shared.recording.writer();
        let mut target = Target {
            process: &shared.process,
            engine: &mut *self.engine,
            consumer: &mut self.consumer,
            writer: &mut writer,
        };
        self.positions[at].read(at, stop_at_calls, &mut target)
    }

    /// Reads what the other threads have written up to now; their own calls' boundaries don't hold it up.
    fn read_others(&mut self, shared: &Shared, at: usize) {
        for other in (0..shared.blocks_used()).filter(|other| *other != at) {
            for _ in 0..=ffiscope_wire::ring::CHUNKS {
                if !shared.claimed(other) || self.part(shared, other, false) != Progress::More {
                    break;
                }
            }
        }
    }

    /// Reads everything that one thread has written so far. Bounded: the thread is stopped or gone, or its ring is
    /// only as long as it is.
    pub fn read_all(&mut self, shared: &Shared, at: usize) {
        for _ in 0..=ffiscope_wire::ring::CHUNKS {
            if !shared.claimed(at) || !self.read(shared, at) {
                return;
            }
        }
    }

    /// The same for all threads.
    pub fn read_everything(&mut self, shared: &Shared) {
        for at in 0..MAX_THREADS {
            self.read_all(shared, at);
        }
        self.collect_gaps(shared);
    }

    /// Once, when nothing more can come. Calls that are still open stay without an end.
    pub fn finish(&mut self, shared: &Shared) {
        if std::mem::replace(&mut self.finished, true) {
            return;
        }
        self.read_everything(shared);
        if !self.given_up {
            self.consumer.finish();
        }
        let header = shared.process.session.header();
        let refused = header.threads_refused.load(Ordering::Relaxed);
        if refused > 0 {
            shared.recording.gap("threads that found no free block", u64::from(refused));
        }
    }

    pub fn collect_gaps(&mut self, shared: &Shared) {
        for (start, end) in self.engine.take_forgotten() {
            self.consumer.forget_code(start, end);
        }
        for (what, count) in self.engine.take_gaps() {
            shared.recording.gap(&what, count);
        }
    }
}

/// The supervisor's way into the streams of a process, by tid.
pub struct StreamWriter<'a> {
    shared: &'a Shared,
    consumer: &'a mut Consumer,
    positions: &'a mut [Position],
    natives: &'a mut HashMap<i32, usize>,
    writer: MutexGuard<'a, Writer>,
    blocks: HashMap<i32, usize>,
}

impl<'a> StreamWriter<'a> {
    /// Splits the state into its engine and the streams it may write to.
    pub fn split(shared: &'a Shared, state: &'a mut State) -> (&'a mut dyn Engine, Self) {
        let State { engine, consumer, positions, natives, .. } = state;
        let writer = shared.recording.writer();
        (&mut **engine, Self { shared, consumer, positions, natives, writer, blocks: HashMap::new() })
    }

    fn block(&mut self, tid: i32) -> Option<usize> {
        if let Some(at) = self.natives.get(&tid).or_else(|| self.blocks.get(&tid)) {
            return Some(*at);
        }
        let at = self.shared.block_of(tid)?;
        self.blocks.insert(tid, at);
        Some(at)
    }
}

impl Stream for StreamWriter<'_> {
    fn catch_up(&mut self, tid: i32) {
        let Some(at) = self.block(tid).filter(|at| *at < MAX_THREADS) else { return };
        let mut target = Target {
            process: &self.shared.process,
            // The supervisor's engine makes its accesses itself: there are no cells to ask it about.
            engine: &mut NoEngine,
            consumer: self.consumer,
            writer: &mut self.writer,
        };
        while self.positions[at].read(at, false, &mut target) == Progress::More {}
    }

    fn access(&mut self, tid: i32, access: RawAccess) {
        if let Some(at) = self.block(tid) {
            self.consumer.raw_access(at, &access, true, &self.shared.process, &mut self.writer);
        }
    }

    fn syscall(&mut self, tid: i32, call: SyscallRecord) {
        if let Some(at) = self.block(tid) {
            self.consumer.syscall(at, &call, true, &self.shared.process, &mut self.writer);
        }
    }

    fn callback(&mut self, tid: i32, entering: bool) {
        if let Some(at) = self.block(tid) {
            self.consumer.callback(at, entering, &mut self.writer);
        }
    }

    fn native_thread(&mut self, tid: i32, starter: i32, begins: bool) {
        if begins {
            let parent = self.block(starter).and_then(|at| self.consumer.innermost_call(at));
            let at = (MAX_THREADS..).find(|at| !self.natives.values().any(|taken| taken == at)).unwrap_or(MAX_THREADS);
            self.natives.insert(tid, at);
            self.consumer.thread_begins(at, tid, &mut self.writer);
            self.consumer.begin_native(at, self.shared.calls.next(), parent, &mut self.writer);
        } else if let Some(at) = self.natives.remove(&tid) {
            self.consumer.end_native(at, &mut self.writer);
        }
    }

    fn note(&mut self, tid: i32, text: &str) {
        self.shared.recording.gap(text, 1);
        let at = self.block(tid);
        let thread = at.map_or(0, |at| self.consumer.thread_number(at));
        let call = at.and_then(|at| self.consumer.innermost_call(at));
        let time = self.shared.recording.now();
        self.writer.event(Event::Note { text: text.to_owned(), thread, call, time });
    }

    fn incomplete(&mut self, tid: i32) {
        if let Some(at) = self.block(tid) {
            self.consumer.mark_incomplete(at);
        }
    }
}
