//! The thread that reads one process's streams and answers its requests.
use super::memory::futex_wait;
use super::shared::Shared;
use ffiscope_wire::session::MAX_THREADS;
use std::sync::atomic::Ordering;
use std::sync::Arc;
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

/// Longest sleep: a chunk that is only partly filled rings no bell, and whoever watches the recording grow wants to see a call
/// soon after its end.
const WAIT: Duration = Duration::from_millis(10);

pub fn spawn(shared: Arc<Shared>) -> std::io::Result<JoinHandle<()>> {
    Builder::new().name("reader".into()).spawn(move || {
        let run = std::panic::AssertUnwindSafe(|| run(&shared));
        if std::panic::catch_unwind(run).is_err() {
            shared.lock().give_up();
            shared.recording.gap("processes of which the recorder stopped reading (a bug in the recorder)", 1);
            shared
                .recording
                .fail("reading the recorded data failed (a bug in the recorder); the program goes on untraced");
            super::client::stop_tracing(&shared.process);
        }
    })
}

fn run(shared: &Shared) {
    let bell = &shared.process.session.header().bell;
    while !shared.is_ending() {
        let seen = bell.load(Ordering::Acquire);
        let more = round(shared);
        shared.recording.writer().tick();
        if !more {
            futex_wait(bell, seen, WAIT);
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
