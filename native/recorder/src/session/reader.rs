//! The thread that reads one process's streams and answers its requests.
use super::memory::futex_wait;
use super::shared::Shared;
use ffiscope_wire::session::MAX_THREADS;
use std::sync::atomic::Ordering;
use std::sync::Arc;
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

/// Longest sleep while calls run: a chunk that is only partly filled rings no bell.
const BUSY_WAIT: Duration = Duration::from_millis(10);
/// The same after some time in which nothing happened. Whoever watches the recording grow wants to see a call soon after its end.
const IDLE_WAIT: Duration = Duration::from_millis(20);
/// So many sleeps without news make a process idle.
const IDLE_AFTER: u32 = 20;

pub fn spawn(shared: Arc<Shared>) -> std::io::Result<JoinHandle<()>> {
    Builder::new().name("reader".into()).spawn(move || {
        let run = std::panic::AssertUnwindSafe(|| run(&shared));
        if std::panic::catch_unwind(run).is_err() {
            shared
                .recording
                .fail("reading the recorded data failed (a bug in the recorder); the program goes on untraced");
            super::client::stop_tracing(&shared.process);
        }
    })
}

fn run(shared: &Shared) {
    let bell = &shared.process.session.header().bell;
    let mut quiet = 0;
    while !shared.is_ending() {
        let seen = bell.load(Ordering::Acquire);
        if round(shared) {
            quiet = 0;
        } else {
            quiet += 1;
            shared.recording.writer().tick();
            futex_wait(bell, seen, if quiet < IDLE_AFTER { BUSY_WAIT } else { IDLE_WAIT });
        }
    }
    shared.lock().finish(shared);
}

/// Serves requests and reads each stream once; true when some stream has more.
fn round(shared: &Shared) -> bool {
    let mut more = false;
    serve(shared);
    for at in 0..MAX_THREADS {
        if shared.claimed(at) {
            // The lock is given up after each chunk: the supervisor may be waiting with a stopped thread.
            if shared.lock().read(shared, at) {
                more = true;
                serve(shared);
            }
        }
    }
    more
}

fn serve(shared: &Shared) {
    let mut state = shared.lock();
    state.engine.serve(&shared.process);
    state.collect_gaps(shared);
}
