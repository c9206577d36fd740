//! What runs inside the traced process: call stubs, region marking, the ring writer, and the Node-API surface
//! (`child/agent.d.ts`).
//!
//! ```text
//! napi/      what JavaScript calls            entry, asm   where control enters from native code, and leaves
//! connect    handshake with the supervisor    call         one traced call: begin, end, finish
//! binding    koffi's addon in memory          rows, shadow regions of a call, and their pages
//! stub, slot functions and armed calls        callout      what translated code asks for
//! thread, ring, side                          one thread's stream and its open calls
//! isolate/    the program's buffers apart         linger       memory of calls that have ended
//! sys, state  system calls, globals           left         mappings of threads that have ended on them
//! ```
//! Code here runs in the program's threads, in the middle of its native calls: it takes no lock, allocates
//! nothing on the heap, and does not panic on any path that a traced call takes.
mod asm;
mod binding;
mod call;
mod callout;
mod connect;
mod entry;
mod isolate;
mod left;
mod linger;
mod memory;
mod napi;
mod region;
mod ring;
mod rows;
mod scope;
mod shadow;
mod side;
mod slot;
mod state;
mod stub;
mod sys;
mod syscall;
mod thread;
mod tls;
