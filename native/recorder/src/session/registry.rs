//! The traced processes, for the supervisor.
use super::shared::Shared;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

#[derive(Default)]
pub struct Registry(Mutex<Vec<Arc<Shared>>>);

impl Registry {
    pub fn add(&self, shared: Arc<Shared>) {
        let mut list = self.list();
        list.retain(|known| !known.is_ending());
        list.push(shared);
    }

    /// The session of a process. After exec a process may have a second one: the latest counts.
    pub fn of_process(&self, pid: i32) -> Option<Arc<Shared>> {
        let list = self.list();
        list.iter().rev().find(|shared| shared.process.pid == pid && !shared.is_ending()).cloned()
    }

    pub fn all(&self) -> Vec<Arc<Shared>> {
        self.list().clone()
    }

    fn list(&self) -> MutexGuard<'_, Vec<Arc<Shared>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
