//! Talking with the traced processes: control socket, shared memory, streams.
mod answers;
mod client;
pub mod hub;
pub mod memory;
pub mod process;
mod reader;
pub mod registry;
pub mod shared;
pub mod socket;
mod stream;
