//! Globals of the process. Written while connecting, read everywhere.
use crate::sys;
use core::sync::atomic::{AtomicBool, AtomicI32, AtomicPtr, AtomicU32, AtomicU64, Ordering};
use ffiscope_wire::session::{engine, state::CLOSED, thread_block_offset, Session, ThreadBlock, MAX_FOREIGN};

pub struct State {
    pub session: AtomicPtr<Session>,
    pub ring: AtomicU64,
    pub code: AtomicU64,
    pub counter: AtomicPtr<AtomicU64>,
    pub engine: AtomicU32,
    socket: AtomicI32,
    /// Tells the socket from another file that got its number.
    socket_inode: AtomicU64,
    pub process: AtomicU32,
    /// The supervisor has kept the shadow table's place free.
    pub shadow_reserved: AtomicBool,
    /// Address of the shadow table, 0: none.
    pub shadow: AtomicU64,
    /// Calls are recorded. False before connecting, in forked children, and when the supervisor is gone.
    live: AtomicBool,
    /// Key whose destructor runs at a thread's end.
    pub key: AtomicU32,
}

pub static STATE: State = State {
    session: AtomicPtr::new(core::ptr::null_mut()),
    ring: AtomicU64::new(0),
    code: AtomicU64::new(0),
    counter: AtomicPtr::new(core::ptr::null_mut()),
    engine: AtomicU32::new(engine::NONE),
    socket: AtomicI32::new(-1),
    socket_inode: AtomicU64::new(0),
    process: AtomicU32::new(0),
    shadow_reserved: AtomicBool::new(false),
    shadow: AtomicU64::new(0),
    live: AtomicBool::new(false),
    key: AtomicU32::new(u32::MAX),
};

pub fn is_live() -> bool {
    STATE.live.load(Ordering::Acquire)
}

pub fn set_live(live: bool) {
    STATE.live.store(live, Ordering::Release);
}

/// The session's header; only while connected.
pub fn session() -> Option<&'static Session> {
    // SAFETY: null, or the mapping that lives as long as the process; all its fields are atomics.
    unsafe { STATE.session.load(Ordering::Acquire).as_ref() }
}

/// The program's buffers are kept apart, and memory of calls that have ended is watched for a while.
pub fn isolates() -> bool {
    session().is_some_and(|session| session.isolate.load(Ordering::Relaxed) != 0)
}

/// A thread's block; `index` is below MAX_THREADS.
pub fn block(index: usize) -> Option<&'static ThreadBlock> {
    let base = STATE.session.load(Ordering::Acquire).cast::<u8>();
    if base.is_null() {
        return None;
    }
    // SAFETY: the session mapping holds MAX_THREADS blocks behind its header.
    unsafe { base.add(thread_block_offset(index)).cast::<ThreadBlock>().as_ref() }
}

/// Number for a new call.
pub fn next_call() -> u64 {
    // SAFETY: null, or the page of the call counter, mapped as long as the process lives.
    unsafe { STATE.counter.load(Ordering::Acquire).as_ref() }
        .map_or(0, |counter| counter.fetch_add(1, Ordering::Relaxed))
}

/// Asks the supervisor for its attention.
pub fn ring_bell() {
    if let Some(session) = session() {
        session.bell.fetch_add(1, Ordering::Release);
        sys::futex_wake(&session.bell);
    }
}

pub fn set_socket(socket: i32) {
    STATE.socket_inode.store(inode_of(socket).unwrap_or(0), Ordering::Release);
    STATE.socket.store(socket, Ordering::Release);
}

/// The socket to the supervisor, while it is open: a program may close all descriptors, and open others in their place.
pub fn socket() -> Option<i32> {
    let socket = STATE.socket.load(Ordering::Acquire);
    (inode_of(socket)? == STATE.socket_inode.load(Ordering::Acquire)).then_some(socket)
}

fn inode_of(descriptor: i32) -> Option<u64> {
    // SAFETY: the kernel fills the structure, or says that it did not.
    unsafe {
        let mut about: libc::stat = core::mem::zeroed();
        let result = sys::raw(libc::SYS_fstat, [descriptor as u64, &raw mut about as u64, 0, 0, 0, 0]);
        (result == 0).then_some(about.st_ino)
    }
}

/// Whether the supervisor still reads, and holds its end of the socket. Without the socket that can't be told, and waits just end.
pub fn supervisor_lives() -> bool {
    if session().is_some_and(|session| session.state.load(Ordering::Acquire) == CLOSED) {
        return false;
    }
    let Some(fd) = socket() else { return true };
    let mut poll = libc::pollfd { fd, events: 0, revents: 0 };
    // SAFETY: one pollfd, no waiting.
    let ready = unsafe { sys::raw(libc::SYS_poll, [&raw mut poll as u64, 1, 0, 0, 0, 0]) };
    ready <= 0 || poll.revents & (libc::POLLHUP | libc::POLLERR | libc::POLLNVAL) == 0
}

/// Whether an address is in code that is never traced: the binding, the agent.
pub fn is_foreign(address: u64) -> bool {
    let Some(session) = session() else { return false };
    let count = (session.foreign_count.load(Ordering::Acquire) as usize).min(MAX_FOREIGN);
    session.foreign.iter().take(count).any(|range| {
        let [start, end] = [range[0].load(Ordering::Relaxed), range[1].load(Ordering::Relaxed)];
        (start..end).contains(&address)
    })
}

/// Engine as in `wire::session::engine`.
pub fn current_engine() -> u32 {
    STATE.engine.load(Ordering::Relaxed)
}
