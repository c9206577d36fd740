//! Where everything lies, in every run: addresses below 2 GiB, so that every way of naming an address can be used.
//! The C side is test/fixtures/src/sequences.c.
use iced_x86::Register;

/// Memory that sequences read and write; the registers and displacements below stay within it.
pub const DATA: u64 = 0x5000_0000;
pub const DATA_BYTES: u64 = 0x4000;
/// What [`BASE`] holds, aligned to 64.
pub const MIDDLE: u64 = DATA + 0x1800;
/// Base of gs: operands that name it lie so many bytes further on.
pub const GS: u64 = 0x100;
/// Code is loaded here.
pub const CODE: u64 = 0x5100_0000;

/// These hold the same in all of a sequence.
pub const BASE: Register = Register::R15;
/// Points to small numbers that are never written: indexes of gathers.
pub const TABLE_BASE: Register = Register::R14;
/// A small number, at most 63.
pub const INDEX: Register = Register::R12;
/// Counts loops.
pub const COUNTER: Register = Register::R13;
