//! Which process a traced thread belongs to, and that process's session.
use crate::session::registry::Registry;
use crate::session::shared::Shared;
use std::collections::HashMap;
use std::sync::Arc;

struct Known {
    process: i32,
    session: Option<Arc<Shared>>,
}

pub struct Threads {
    registry: Arc<Registry>,
    known: HashMap<i32, Known>,
}

impl Threads {
    pub fn new(registry: Arc<Registry>) -> Self {
        Self { registry, known: HashMap::new() }
    }

    /// The process of a thread.
    pub fn process(&mut self, tid: i32) -> i32 {
        self.known.entry(tid).or_insert_with(|| Known { process: process_of(tid), session: None }).process
    }

    /// The session that a thread's process has now.
    pub fn session(&mut self, tid: i32) -> Option<Arc<Shared>> {
        let process = self.process(tid);
        let known = self.known.get_mut(&tid)?;
        if known.session.as_ref().is_none_or(|session| session.is_ending()) {
            known.session = self.registry.of_process(process);
        }
        known.session.clone()
    }

    pub fn forget(&mut self, tid: i32) {
        self.known.remove(&tid);
    }

    /// All threads that were seen and are not known to be gone.
    pub fn all(&self) -> Vec<i32> {
        self.known.keys().copied().collect()
    }
}

/// A thread that can't be looked up is taken for a process of its own.
fn process_of(tid: i32) -> i32 {
    let status = std::fs::read_to_string(format!("/proc/{tid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("Tgid:"));
    line.and_then(|text| text.trim().parse().ok()).unwrap_or(tid)
}
