//! What the traced process and the supervisor share, and in which order they use it.
//!
//! Three channels, each owned by one module here:
//!
//! | channel | module | carries |
//! |---|---|---|
//! | control socket (`AF_UNIX`, `SOCK_SEQPACKET`) | [`control`] | hello, file descriptors, exit code override, questions |
//! | session memory (one memfd a process) | [`session`] | header, one block a thread, translation requests |
//! | ring memory (one memfd a process) | [`ring`] | everything that happened, in order, a stream for each thread |
//!
//! # Sequence
//! ```text
//! agent (in the program)                         supervisor
//!   connect, Hello ------------------------------->
//!   <------------- Welcome + 4 memfds (SCM_RIGHTS)   session, ring, code cache, call counter
//!   map them, fill Session::agent, state = READY
//!   Ready ---------------------------------------->
//!   <------------- Ack                              (fast: dispatch stubs are in place)
//!   ... calls: ring records, futex bells, no socket ...
//!   Retcode{code} -------------------------------->
//!   <------------- Ack                              the program may exit only after this
//! ```
//!
//! # Failure modes
//! * The supervisor is gone: the socket is closed, and PR_SET_PDEATHSIG ends the program. Every wait of the
//!   agent is cut into slices of at most one second, after each of which it looks whether the supervisor lives.
//! * The program is gone: the memfds stay with the supervisor, which reads each thread's stream up to the first
//!   record that was not written (a zero tag). Nothing that was appended is lost.
//! * A thread finds no free chunk: it waits (the program slows down); nothing is dropped.
//! * No answer within [`WAIT_LIMIT_MS`]: the agent stops tracing, says so in a record (`Note`), and the program goes on.
#![cfg_attr(not(feature = "std"), no_std)]

pub mod arena;
#[cfg(feature = "std")]
pub mod control;
pub mod ring;
pub mod session;
pub mod state;
pub mod syscalls;
pub mod tls;

/// Version of everything in this crate. Agent and supervisor are built together; a mismatch ends tracing.
pub const WIRE_VERSION: u32 = 3;

/// Longest time the agent waits for the supervisor before it gives up tracing, in milliseconds.
pub const WAIT_LIMIT_MS: u32 = 5_000;

/// Environment variable with the path of the control socket.
pub const ENV_SOCKET: &str = "FFISCOPE_SOCKET";
/// Environment variable with the path of the agent library.
pub const ENV_AGENT: &str = "FFISCOPE_AGENT";
/// Environment variable with the path of the JavaScript API for programs.
pub const ENV_CHILD_API: &str = "FFISCOPE_CHILD_API";
