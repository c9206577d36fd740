//! The fixed code at the start of code memory: lookup, ways into the agent and back.
use super::asm::{Asm, Tls, R11, RCX};
use super::lookup;
use super::memory::CodeMemory;
use anyhow::{ensure, Result};
use ffiscope_wire::tls::{code, entry, field};

/// Addresses (in the program) of the fixed routines.
#[derive(Debug, Clone, Copy, Default)]
pub struct Routines {
    /// Target in rcx, see [`lookup::emit`].
    pub lookup: u64,
    /// Target in its variable, all of the program's registers live: the supervisor is asked.
    pub miss: u64,
    pub chunk_end: u64,
    pub state: u64,
    pub syscall_before: u64,
    pub syscall_after: u64,
    pub child: u64,
    /// Code that is not translated goes here; offset in code memory.
    pub foreign: u64,
}

/// Writes them. `entries` are the agent's (`AgentAddresses::entries`).
pub fn emit(memory: &mut CodeMemory, tls: Tls, entries: &dyn Fn(usize) -> u64) -> Result<Routines> {
    for index in [entry::MISS, entry::CHUNK_END, entry::STATE, entry::SYSCALL_BEFORE, entry::CHILD, entry::FOREIGN] {
        ensure!(entries(index) != 0, "the agent did not fill entry {index}");
    }
    emit_leave(memory, tls);
    let mut asm = Asm::new(memory.base + code::DISPATCH, tls);
    lookup::save_registers(&mut asm);
    asm.load(RCX, field::TARGET);
    // Two jumps over the tables of addresses below would cost more than falling through: the miss path is emitted
    // behind, so its address is found by emitting twice.
    let start = asm.bytes.len();
    lookup::emit(&mut asm, memory.base, memory.base);
    let miss = asm.here();
    asm.bytes.truncate(start);
    let mut routines = Routines { lookup: asm.here(), ..Routines::default() };
    lookup::emit(&mut asm, miss, memory.base);
    routines.miss = call_out(&mut asm, entries(entry::MISS));
    routines.chunk_end = call_out(&mut asm, entries(entry::CHUNK_END));
    routines.state = call_out(&mut asm, entries(entry::STATE));
    routines.syscall_before = call_out(&mut asm, entries(entry::SYSCALL_BEFORE));
    routines.syscall_after = call_out(&mut asm, entries(entry::SYSCALL_AFTER));
    routines.child = jump_to(&mut asm, entries(entry::CHILD));
    routines.foreign = jump_to(&mut asm, entries(entry::FOREIGN)) - memory.base;
    ensure!(code::DISPATCH + (asm.bytes.len() as u64) < code::LEAVE, "fixed routines are too long");
    memory.write(code::DISPATCH, &asm.bytes);
    let mut no_pad = Asm::new(memory.base + code::NO_PAD, tls);
    no_pad.copy(RCX, R11);
    no_pad.jump(routines.lookup);
    memory.write(code::NO_PAD, &no_pad.bytes);
    Ok(routines)
}

fn emit_leave(memory: &mut CodeMemory, tls: Tls) {
    const RSP: u8 = 4;
    let mut asm = Asm::new(memory.base + code::LEAVE, tls);
    asm.load(RSP, field::RSP);
    asm.jump_variable(field::GO);
    memory.write(code::LEAVE, &asm.bytes);
}

/// A way into the agent on the private stack.
fn call_out(asm: &mut Asm, to: u64) -> u64 {
    const RSP: u8 = 4;
    let at = asm.here();
    asm.save(RSP, field::RSP);
    asm.load(RSP, field::STACK);
    jump_to(asm, to);
    at
}

/// `jmp [rip + 0]` with the address behind it.
fn jump_to(asm: &mut Asm, to: u64) -> u64 {
    let at = asm.here();
    asm.put(&[0xff, 0x25, 0, 0, 0, 0]);
    asm.put(&to.to_le_bytes());
    at
}
