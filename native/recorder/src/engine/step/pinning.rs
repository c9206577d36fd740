//! Keeps a stepped thread and the supervisor on one processor: a step is two switches between them, and those cost
//! several times more from one processor to another.
use nix::sched::{sched_getaffinity, sched_setaffinity, CpuSet};
use nix::unistd::Pid;

/// The processors a thread may use by rights.
#[derive(Debug, Clone, Copy)]
pub struct Pinned(CpuSet);

/// Moves the thread to the processor that this code runs on. `None`: it may not run there, and stays where it is.
pub fn pin(tid: i32) -> Option<Pinned> {
    let own = Pid::from_raw(0);
    let here = nix::sched::sched_getcpu().ok()?;
    let allowed = sched_getaffinity(Pid::from_raw(tid)).ok()?;
    if !allowed.is_set(here).ok()? {
        return None;
    }
    let mut one = CpuSet::new();
    one.set(here).ok()?;
    sched_setaffinity(own, &one).ok()?;
    sched_setaffinity(Pid::from_raw(tid), &one).ok()?;
    Some(Pinned(allowed))
}

impl Pinned {
    /// Gives the thread its processors back; also for threads and processes that it has started meanwhile.
    pub fn release(&self, tid: i32) {
        let _ = sched_setaffinity(Pid::from_raw(tid), &self.0);
    }
}
