//! The way from the writer to its [`Store`]: at first directly, later to a thread, so that blocks are packed while the
//! next ones are being filled.
//!
//! The queue is short. A writer that is ahead of its thread waits, and with it the reader and the program: nothing is dropped,
//! and nothing grows.
use crate::block::BlockInfo;
use crate::store::{Empty, Full, Store};
use std::sync::mpsc::{sync_channel, Receiver, SyncSender};
use std::thread::{Builder, JoinHandle};

/// Blocks that wait at most, besides the one that is being written.
const WAITING: usize = 2;

enum Job {
    Block(BlockInfo, Vec<u8>),
    Accesses(Box<Full>),
    /// Everything before is in the file.
    Tell(SyncSender<()>),
}

pub struct Queue(Way);

enum Way {
    Direct(Box<Store>),
    Thread {
        jobs: SyncSender<Job>,
        /// Memory of blocks that were written.
        empty: Receiver<Empty>,
        thread: JoinHandle<Option<Box<Store>>>,
    },
    /// The thread has failed.
    Gone,
}

impl Queue {
    pub fn new(store: Store) -> Self {
        Self(Way::Direct(Box::new(store)))
    }

    /// To be called before the thread is started.
    pub fn without_index(&mut self) {
        if let Way::Direct(store) = &mut self.0 {
            store.indexed = false;
        }
    }

    /// From here on a thread does the work. Without one to be had, the caller goes on doing it.
    pub fn start(&mut self) {
        let Way::Direct(store) = std::mem::replace(&mut self.0, Way::Gone) else { return };
        let (jobs, wanted) = sync_channel(WAITING);
        let (used, empty) = sync_channel(WAITING + 2);
        // The store is handed over once there is a thread for it.
        let (hand, over) = sync_channel(1);
        let run = move || Some(work(over.recv().ok()?, &wanted, &used));
        self.0 = match Builder::new().name("writer".into()).spawn(run) {
            Ok(thread) => match hand.send(store) {
                Ok(()) => Way::Thread { jobs, empty, thread },
                Err(returned) => Way::Direct(returned.0),
            },
            Err(_) => Way::Direct(store),
        };
    }

    /// False when the thread has failed.
    #[must_use]
    pub fn block(&mut self, info: BlockInfo, payload: Vec<u8>) -> bool {
        match &mut self.0 {
            Way::Direct(store) => {
                store.block(info, &payload);
                true
            }
            Way::Thread { .. } => self.send(Job::Block(info, payload)),
            Way::Gone => false,
        }
    }

    /// Gives memory for the next block; `None` when the thread has failed.
    pub fn accesses(&mut self, full: Full) -> Option<Empty> {
        if let Way::Direct(store) = &mut self.0 {
            return Some(store.accesses(full));
        }
        let sent = self.send(Job::Accesses(Box::new(full)));
        let Way::Thread { empty, .. } = &self.0 else { return None };
        sent.then(|| empty.try_recv().unwrap_or_default())
    }

    /// Waits until everything is in the file.
    pub fn settle(&mut self) {
        let (tell, told) = sync_channel(1);
        if self.send(Job::Tell(tell)) {
            let _ = told.recv();
        }
    }

    /// Ends the thread, if there is one.
    pub fn into_store(self) -> Option<Box<Store>> {
        match self.0 {
            Way::Direct(store) => Some(store),
            Way::Thread { jobs, thread, .. } => {
                drop(jobs);
                thread.join().ok().flatten()
            }
            Way::Gone => None,
        }
    }

    fn send(&mut self, job: Job) -> bool {
        let Way::Thread { jobs, .. } = &self.0 else { return false };
        let sent = jobs.send(job).is_ok();
        if !sent {
            self.0 = Way::Gone;
        }
        sent
    }
}

fn work(mut store: Box<Store>, wanted: &Receiver<Job>, used: &SyncSender<Empty>) -> Box<Store> {
    while let Ok(job) = wanted.recv() {
        match job {
            Job::Block(info, payload) => store.block(info, &payload),
            Job::Accesses(full) => {
                // Nobody has to take the memory back.
                let _ = used.try_send(store.accesses(*full));
            }
            Job::Tell(tell) => drop(tell.send(())),
        }
    }
    store
}
