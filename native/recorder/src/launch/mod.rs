//! From the command line to a running program.
pub mod abilities;
pub mod child;
mod environment;
pub mod limits;
pub mod probe;
pub mod program;
