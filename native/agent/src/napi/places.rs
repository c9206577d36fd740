//! Which place in JavaScript makes a call, told from the return addresses on the stack.
//!
//! V8 tells the file and line of a stack slowly. What it tells follows from the code addresses of the stack's frames (for interpreted
//! code: the address in its bytecode), as long as none of that code is moved or freed, which only a garbage collection of
//! the old generation does. So JavaScript looks once, and the answer is kept for the addresses until the next such collection.
//!
//! The functions are V8's own for profilers, by their names in the node binary. Where one is not there, nothing is ever known.
use crate::sys;
use crate::thread::Thread;
use core::ffi::{c_void, CStr};
use core::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use ffiscope_wire::session::MAX_THREADS;

/// Frames of a stack that are told apart. JavaScript compares five that are not ours; some here are.
const DEPTH: usize = 20;
/// Stacks of one thread that are known.
const ENTRIES: usize = 1024;
/// Places of a stack in the table.
const WAYS: usize = 4;
/// `GCType` of a collection that moves no code.
const SCAVENGE: i32 = 1;

#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(C)]
struct Stack {
    frames: [u64; DEPTH],
    count: u64,
}

#[repr(C)]
struct Entry {
    stack: Stack,
    /// The entry holds while this is the table's.
    epoch: u32,
    site: u32,
}

/// What is known of one thread's stacks; a zeroed one is valid, and knows nothing.
#[repr(C)]
struct Table {
    /// Whose stacks; 0: nobody's yet.
    isolate: u64,
    epoch: AtomicU32,
    /// The stack that was asked for last: as of when, and whether it is a job's, whose callers are not all on the stack.
    asked: (Stack, u32, bool),
    entries: [Entry; ENTRIES],
}

/// By thread block. Never unmapped: a collection may tell at any time.
static TABLES: [AtomicU64; MAX_THREADS] = [const { AtomicU64::new(0) }; MAX_THREADS];

type Isolate = *mut c_void;
type Collected = extern "C" fn(Isolate, i32, i32, *mut Table);

/// In the order of [`NAMES`].
#[repr(C)]
struct V8 {
    current: extern "C" fn() -> Isolate,
    /// Registers, frames, room for so many, what else is known.
    sample: extern "C" fn(Isolate, *const [u64; 8], *mut [u64; DEPTH], usize, *mut [u64; 32]),
    in_job: extern "C" fn(Isolate) -> bool,
    on_collection: extern "C" fn(Isolate, Collected, *mut Table, i32),
}

const NAMES: [&CStr; 4] = [
    c"_ZN2v87Isolate10GetCurrentEv",
    c"_ZN2v87Isolate14GetStackSampleERKNS_13RegisterStateEPPvmPNS_10SampleInfoE",
    c"_ZN2v815MicrotasksScope19IsRunningMicrotasksEPNS_7IsolateE",
    c"_ZN2v87Isolate21AddGCEpilogueCallbackEPFvPS0_NS_6GCTypeENS_15GCCallbackFlagsEPvES4_S2_",
];
static FOUND: [AtomicU64; 4] = [const { AtomicU64::new(0) }; 4];

/// Looks for the functions; whether stacks can be told apart. Before everything else here.
pub fn find() -> bool {
    for (name, place) in NAMES.iter().zip(&FOUND) {
        // SAFETY: terminated names.
        place.store(unsafe { libc::dlsym(libc::RTLD_DEFAULT, name.as_ptr()) } as u64, Ordering::Relaxed);
    }
    v8().is_some()
}

/// To be used in a callback of node only: then there is an isolate.
fn v8() -> Option<V8> {
    let found = [0, 1, 2, 3].map(|at: usize| FOUND[at].load(Ordering::Relaxed));
    // SAFETY: functions of these names have these types: the names say so, but for results. `RegisterState` is four
    // addresses and a pointer that may be null, `SampleInfo` six words whose first is the number of frames.
    (!found.contains(&0)).then(|| unsafe { core::mem::transmute::<[u64; 4], V8>(found) })
}

/// The site of the stack that is there now, if it was [`learn`]ed.
pub fn known(thread: &Thread) -> Option<u32> {
    let v8 = v8()?;
    let isolate = (v8.current)();
    let table = table_for(thread, &v8, isolate)?;
    let epoch = table.epoch.load(Ordering::Acquire);
    table.asked = (sample(&v8, isolate), epoch, (v8.in_job)(isolate));
    let stack = &table.asked.0;
    if stack.count == 0 {
        return None;
    }
    let first = first_way(stack);
    let ways = table.entries.get(first..first + WAYS)?;
    ways.iter().find(|entry| entry.epoch == epoch && entry.stack == *stack).map(|entry| entry.site)
}

/// The stack that was asked for last has this site. `whole`: all that tells sites apart is on the stack, also while a job (what
/// comes after an `await`) runs.
pub fn learn(thread: &Thread, site: u32, whole: bool) {
    let Some(table) = table(thread.index()) else { return };
    let (stack, epoch, in_job) = table.asked;
    if stack.count == 0 || epoch != table.epoch.load(Ordering::Acquire) || in_job && !whole {
        return;
    }
    let first = first_way(&stack);
    let Some(ways) = table.entries.get_mut(first..first + WAYS) else { return };
    let old = ways.iter().position(|entry| entry.epoch != epoch).unwrap_or(stack.frames[0] as usize / 4 % WAYS);
    ways[old] = Entry { stack, epoch, site };
}

/// The thread ends, and its isolate has.
pub fn forget(thread: &Thread) {
    if let Some(table) = table(thread.index()) {
        table.isolate = 0;
    }
}

/// The table of a thread block, for the thread that owns it.
fn table(block: usize) -> Option<&'static mut Table> {
    let table = TABLES.get(block)?.load(Ordering::Acquire);
    // SAFETY: null, or a table, which is never unmapped. Only its thread uses it, collections included, which run on that, too.
    unsafe { sys::pointer::<Table>(table).as_mut() }
}

fn table_for(thread: &Thread, v8: &V8, isolate: Isolate) -> Option<&'static mut Table> {
    const ALL_KINDS: i32 = 0xff;
    if table(thread.index()).is_none() {
        let fresh = sys::map(size_of::<Table>());
        TABLES.get(thread.index())?.store(fresh as u64, Ordering::Release);
    }
    let table = table(thread.index())?;
    if table.isolate != isolate as u64 {
        (v8.on_collection)(isolate, collected, table, ALL_KINDS);
        table.isolate = isolate as u64;
        table.epoch.fetch_add(1, Ordering::AcqRel);
    }
    Some(table)
}

/// Code may lie elsewhere now, or other code in its place.
extern "C" fn collected(_isolate: Isolate, kind: i32, _flags: i32, table: *mut Table) {
    if kind != SCAVENGE {
        // SAFETY: a table, which is never unmapped; only its atomic is used.
        unsafe { (*table).epoch.fetch_add(1, Ordering::AcqRel) };
    }
}

fn sample(v8: &V8, isolate: Isolate) -> Stack {
    let mut stack = Stack { frames: [0; DEPTH], count: 0 };
    let mut about = [0; 32];
    // V8 knows where it left JavaScript; of the registers it only wants the end of the stack.
    let here = &raw const about as u64;
    let registers = [FOUND[0].load(Ordering::Relaxed), here, here, 0, 0, 0, 0, 0];
    (v8.sample)(isolate, &registers, &mut stack.frames, DEPTH, &mut about);
    stack.count = about[0].min(DEPTH as u64);
    stack
}

fn first_way(stack: &Stack) -> usize {
    let mix = |hash: u64, frame: &u64| (hash ^ frame).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
    (stack.frames.iter().fold(stack.count, mix) as usize) % (ENTRIES / WAYS) * WAYS
}
