//! The pad that records a hit of a check: in cold code, with all registers as the program has them.
//!
//! A write of more than four bytes whose value is known puts VALUE cells in front of its own. Every cell may be the last of its
//! chunk, after which the agent is called and comes back behind it.
use super::asm::{Asm, RAX, RCX};
use super::check::{is_dead, restore, SERVING};
use super::emission::{Emission, Pad};
use super::scan::FLAGS;
use super::stored::Source;
use ffiscope_wire::ring::tag;
use ffiscope_wire::tls::field;

const RDX: u8 = 2;

/// Appends the cell { operand's address, site } and goes back.
pub fn emit(emission: &mut Emission, pad: &Pad) {
    let start = emission.cold.here();
    emission.fill_in(pad.hit.jump, start);
    restore(&mut emission.cold, pad.hit.rcx);
    if let Some((source, size @ 8..)) = pad.stores {
        for word in 0..size / 8 {
            emit_value(emission, source, word, pad.dead);
        }
    }
    let flags_dead = pad.dead & FLAGS == FLAGS;
    let cold = &mut emission.cold;
    let mut free =
        SERVING.into_iter().filter(|&register| is_dead(pad.dead, register) && (flags_dead || register != RCX));
    // Without the flags only rcx can tell whether the chunk is full.
    let address = if flags_dead { free.next().unwrap_or(RCX) } else { RCX };
    let in_cell = pad.stores.filter(|(_, size)| *size <= 4).map(|(source, _)| source);
    let ring = free.next().unwrap_or_else(|| other_than(&[Some(address), general(in_cell)]));
    let (keep_address, keep_ring) = (!is_dead(pad.dead, address), !is_dead(pad.dead, ring));
    if keep_address {
        cold.save(address, field::RCX);
    }
    cold.address(address, &pad.operand);
    if keep_ring {
        cold.save(ring, field::SECOND);
    }
    cold.load(ring, field::RING);
    cold.store_at(ring, address);
    match in_cell {
        None | Some(Source::Constant(_)) => cold.store_second(ring, pad.site),
        Some(Source::General(register)) => {
            if register == address {
                cold.load(address, field::RCX);
            }
            cold.store_aux(ring, register);
            cold.store_tag(ring, pad.site);
        }
        Some(Source::Vector(register)) => {
            cold.store_aux_vector(ring, register);
            cold.store_tag(ring, pad.site);
        }
    }
    emit_advance(cold, ring, keep_ring, flags_dead);
    emit_end(emission, pad.back, keep_address.then_some(address), flags_dead);
}

/// Goes on to the ring's next cell, and finds out for [`emit_end`] whether the chunk has ended.
fn emit_advance(cold: &mut Asm, ring: u8, keep_ring: bool, flags_dead: bool) {
    cold.advance(ring);
    cold.save(ring, field::RING);
    if flags_dead {
        cold.test_low(ring);
    } else {
        cold.low_to_rcx(ring);
    }
    if keep_ring {
        cold.load(ring, field::SECOND);
    }
}

fn general(source: Option<Source>) -> Option<u8> {
    match source {
        Some(Source::General(register)) => Some(register),
        _ => None,
    }
}

/// A register to put aside.
fn other_than(taken: &[Option<u8>]) -> u8 {
    let free = [RAX, RCX, RDX].into_iter().find(|&register| !taken.contains(&Some(register)));
    free.expect("at most two registers are taken")
}

/// Appends a VALUE cell with eight bytes of what is going to be written.
fn emit_value(emission: &mut Emission, source: Source, word: u32, dead: u32) {
    if matches!(source, Source::Constant(_)) {
        return;
    }
    let flags_dead = dead & FLAGS == FLAGS;
    let mut free = SERVING.into_iter().filter(|&register| is_dead(dead, register) && register != RCX);
    let ring = free.next().unwrap_or_else(|| other_than(&[Some(RCX), general(Some(source))]));
    let keep_ring = !is_dead(dead, ring);
    let keep_rcx = !flags_dead && !is_dead(dead, RCX);
    let cold = &mut emission.cold;
    if keep_ring {
        cold.save(ring, field::SECOND);
    }
    if keep_rcx {
        cold.save(RCX, field::RCX);
    }
    cold.load(ring, field::RING);
    match source {
        Source::General(register) => cold.store_at(ring, register),
        Source::Vector(register) => cold.store_vector(ring, register, word > 0),
        Source::Constant(_) => {}
    }
    cold.store_second(ring, tag::VALUE);
    emit_advance(cold, ring, keep_ring, flags_dead);
    // Where the next cell is written; the agent comes back there, too.
    let next = emission.cold.here() + end_length(keep_rcx, flags_dead);
    emit_end(emission, next, keep_rcx.then_some(RCX), flags_dead);
    debug_assert_eq!(emission.cold.here(), next);
}

const LOAD: u64 = 9;
const JUMP: u64 = 5;
const JUMP_IF: u64 = 6;
const JUMP_IF_RCX: u64 = 2;
const SET: u64 = 13;

/// Bytes that [`emit_end`] takes.
fn end_length(keep: bool, flags_dead: bool) -> u64 {
    let load = if keep { LOAD } else { 0 };
    let own = if flags_dead { load + JUMP_IF } else { JUMP_IF_RCX + load + JUMP + load };
    own + SET + JUMP
}

/// Goes to `back`, by way of the agent where the chunk is full. `keep`: takes this register back.
fn emit_end(emission: &mut Emission, back: u64, keep: Option<u8>, flags_dead: bool) {
    let resume = emission.offset(back);
    let chunk_end = emission.environment.routines.chunk_end;
    let cold = &mut emission.cold;
    if flags_dead {
        if let Some(register) = keep {
            cold.load(register, field::RCX);
        }
        cold.jump_unless_zero(back);
    } else {
        let full = cold.jump_if_rcx_zero();
        if let Some(register) = keep {
            cold.load(register, field::RCX);
        }
        cold.jump(back);
        cold.land(full);
        if let Some(register) = keep {
            cold.load(register, field::RCX);
        }
    }
    cold.set(field::RESUME, resume);
    cold.jump(chunk_end);
}
