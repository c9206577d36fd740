//! Talking with the traced processes: control socket, shared memory, streams.
pub mod memory;
pub mod process;
