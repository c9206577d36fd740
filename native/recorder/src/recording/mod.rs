//! What is recorded: one file for all processes of the program.
//!
//! Lock order: process, then writer; the other locks here are held for a moment and nothing is locked under them.
pub mod host;
pub mod ids;
pub mod symbols;

use crate::status::Status;
use ffiscope_tracefile::{Crash, Def, Event, Writer};
use ids::Ids;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub struct Recording {
    writer: Mutex<Writer>,
    pub ids: Arc<Ids>,
    pub status: Arc<Status>,
    /// CLOCK_MONOTONIC nanoseconds at which the recording began.
    pub epoch: u64,
    /// Things that were not traced, and how often.
    gaps: Mutex<BTreeMap<String, u64>>,
    retcode: Mutex<Option<Retcode>>,
    crash: Mutex<Option<Crash>>,
    symbols: Mutex<Option<Sender<symbols::Request>>>,
    failed: AtomicBool,
    /// Cells and records that could not be read.
    pub malformed: AtomicU64,
}

/// The exit code that the program registered last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retcode {
    pub code: i32,
    /// Site id in the file.
    pub site: u32,
}

impl Recording {
    /// `epoch`: when it began, on the monotonic clock.
    pub fn new(writer: Writer, status: Arc<Status>, symbols: Sender<symbols::Request>, epoch: u64) -> Self {
        Self {
            writer: Mutex::new(writer),
            ids: Arc::new(Ids::default()),
            status,
            epoch,
            gaps: Mutex::default(),
            retcode: Mutex::default(),
            crash: Mutex::default(),
            symbols: Mutex::new(Some(symbols)),
            failed: AtomicBool::new(false),
            malformed: AtomicU64::new(0),
        }
    }

    /// A thread that panicked while it wrote leaves whole rows and lines behind.
    pub fn writer(&self) -> MutexGuard<'_, Writer> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn into_writer(self) -> Writer {
        self.writer.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// Nanoseconds since the recording began.
    pub fn now(&self) -> u64 {
        monotonic_now().saturating_sub(self.epoch)
    }

    pub fn gap(&self, what: &str, count: u64) {
        let mut gaps = lock(&self.gaps);
        *gaps.entry(what.to_owned()).or_default() += count;
    }

    pub fn gaps(&self) -> BTreeMap<String, u64> {
        lock(&self.gaps).clone()
    }

    pub fn define(&self, def: &Def) {
        self.writer().define(def);
    }

    pub fn set_retcode(&self, retcode: Retcode) {
        *lock(&self.retcode) = Some(retcode);
        let time = self.now();
        let mut writer = self.writer();
        writer.event(Event::Retcode { code: retcode.code, site: retcode.site, time });
        writer.flush();
    }

    pub fn retcode(&self) -> Option<Retcode> {
        *lock(&self.retcode)
    }

    pub fn set_crash(&self, crash: Crash) {
        self.writer().event(Event::Crash { crash: crash.clone() });
        *lock(&self.crash) = Some(crash);
    }

    pub fn crash(&self) -> Option<Crash> {
        lock(&self.crash).clone()
    }

    pub fn symbolize(&self, request: symbols::Request) {
        if let Some(sender) = &*lock(&self.symbols) {
            let _ = sender.send(request);
        }
    }

    /// Lets the symbol thread end once it has done what was asked.
    pub fn close_symbols(&self) {
        lock(&self.symbols).take();
    }

    /// Tells the user, once, when the file can't be written any further.
    pub fn check_writer(&self) {
        let error = self.writer().take_error();
        if let Some(error) = error {
            self.failed.store(true, Ordering::Relaxed);
            self.status.warning(&format!("{error}; the program goes on without being recorded"));
        }
    }

    /// The recorder failed in a way that leaves the recording incomplete.
    pub fn fail(&self, message: &str) {
        self.failed.store(true, Ordering::Relaxed);
        self.status.warning(message);
    }

    pub fn has_failed(&self) -> bool {
        self.failed.load(Ordering::Relaxed)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

pub fn monotonic_now() -> u64 {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::Monotonic);
    now.tv_sec as u64 * 1_000_000_000 + now.tv_nsec as u64
}
