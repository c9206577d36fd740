//! Life and death of the program: ptrace, signals, waiting.
pub mod tracee;
