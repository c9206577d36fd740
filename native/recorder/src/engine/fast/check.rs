//! The inline check in front of a memory access, and the pad that records a hit.
//!
//! ```text
//! hot                                     cold: the hit pad
//!   lea  r, [operand]                       lea  a, [operand]
//!   shr  r, 12                              mov  b, fs:[RING]
//!   mov  r, r (32 bits)   page number       mov  [b], a                 address
//!   cmp  byte [r + shadow], 0               mov  qword [b + 8], site    tag last
//!   jne  pad              ------------->    lea  b, [b + 16]
//!   the instruction       <-------------    mov  fs:[RING], b; is the chunk full?
//! ```
//! This is what it looks like where a register and the flags are not looked at again. Elsewhere a register is put aside,
//! and flags are kept with `rorx`, `movzx` and `jrcxz`.
use super::asm::{Asm, RAX, RCX};
use super::emission::{Emission, Pad};
use super::scan::FLAGS;
use ffiscope_decode::Address;
use ffiscope_wire::tls::field;

/// Registers that can serve in a check (all but those with longer encodings), best first.
const SERVING: [u8; 12] = [0, 1, 2, 6, 7, 3, 8, 9, 10, 11, 14, 15];

/// Where a hit leaves the hot code.
#[derive(Debug, Clone, Copy)]
pub struct Hit {
    /// Address of the displacement of the jump that is taken.
    pub jump: u64,
    /// How rcx is to be restored there.
    pub rcx: Kept,
}

/// Where a register's value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// Where it belongs, or nobody cares.
    InPlace,
    /// In this register.
    Register(u8),
    /// In its thread variable.
    Variable,
}

/// Emits the hot part. `dead` is what nobody looks at again ([`super::scan::Node::dead`]); `both`: the page behind, too.
pub fn emit(emission: &mut Emission, operand: &Address, dead: u32, both: bool) -> Hit {
    let shadow = emission.environment.shadow;
    let hot = &mut emission.hot;
    let free = SERVING.into_iter().find(|&register| is_dead(dead, register));
    if dead & FLAGS == FLAGS {
        let register = free.unwrap_or(RCX);
        if free.is_none() {
            hot.save(RCX, field::RCX);
        }
        page_number(hot, register, operand, true);
        hot.compare_zero(register, shadow, both);
        if free.is_none() {
            hot.load(RCX, field::RCX);
        }
        return Hit { jump: hot.jump_later(), rcx: Kept::InPlace };
    }
    let rcx = match free {
        _ if is_dead(dead, RCX) => Kept::InPlace,
        Some(register) => Kept::Register(register),
        None => Kept::Variable,
    };
    match rcx {
        Kept::InPlace => {}
        Kept::Register(register) => hot.copy(register, RCX),
        Kept::Variable => hot.save(RCX, field::RCX),
    }
    page_number(hot, RCX, operand, false);
    hot.load_small(shadow, both);
    let skip = hot.jump_if_rcx_zero();
    let jump = hot.goto_later();
    hot.land(skip);
    restore(hot, rcx);
    Hit { jump, rcx }
}

/// Takes rcx back.
pub fn restore(asm: &mut Asm, rcx: Kept) {
    match rcx {
        Kept::InPlace => {}
        Kept::Register(register) => asm.copy(RCX, register),
        Kept::Variable => asm.load(RCX, field::RCX),
    }
}

fn is_dead(dead: u32, register: u8) -> bool {
    dead >> register & 1 != 0
}

/// The number of the operand's page, its low 32 bits.
fn page_number(asm: &mut Asm, register: u8, operand: &Address, flags_dead: bool) {
    match (operand.base, operand.index) {
        (None, None) => {
            let short = operand.address_bits == 32;
            let address = if short { operand.displacement & 0xffff_ffff } else { operand.displacement };
            return asm.constant(register, address >> 12 & 0xffff_ffff);
        }
        (Some(base), None) if operand.displacement == 0 && operand.address_bits == 64 => asm.rotate(register, base, 12),
        _ => {
            asm.address(register, operand);
            if flags_dead {
                asm.page_number(register);
            } else {
                asm.rotate(register, register, 12);
            }
        }
    }
    asm.clear_upper(register);
}

/// A check whose hits append one cell.
pub fn emit_recorded(emission: &mut Emission, operand: &Address, site: u32, dead: u32) {
    let hit = emit(emission, operand, dead, false);
    let back = emission.hot.here();
    emission.pads.push(Pad { hit, operand: *operand, site, dead, back });
}

/// Appends the cell { operand's address, site } and goes back.
pub fn emit_pad(emission: &mut Emission, pad: &Pad) {
    let start = emission.cold.here();
    emission.fill_in(pad.hit.jump, start);
    let flags_dead = pad.dead & FLAGS == FLAGS;
    let cold = &mut emission.cold;
    restore(cold, pad.hit.rcx);
    let mut free =
        SERVING.into_iter().filter(|&register| is_dead(pad.dead, register) && (flags_dead || register != RCX));
    // Without the flags only rcx can tell whether the chunk is full.
    let address = if flags_dead { free.next().unwrap_or(RCX) } else { RCX };
    let ring = free.next().unwrap_or(if address == RAX { RCX } else { RAX });
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
    cold.store_second(ring, pad.site);
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
    emit_end(emission, pad, address, keep_address, flags_dead);
}

/// Back to the hot code, or first to the agent where the chunk is full.
fn emit_end(emission: &mut Emission, pad: &Pad, address: u8, keep_address: bool, flags_dead: bool) {
    let resume = emission.offset(pad.back);
    let chunk_end = emission.environment.routines.chunk_end;
    let cold = &mut emission.cold;
    if flags_dead {
        if keep_address {
            cold.load(address, field::RCX);
        }
        cold.jump_unless_zero(pad.back);
    } else {
        let full = cold.jump_if_rcx_zero();
        if keep_address {
            cold.load(address, field::RCX);
        }
        cold.jump(pad.back);
        cold.land(full);
        if keep_address {
            cold.load(address, field::RCX);
        }
    }
    let cold = &mut emission.cold;
    cold.set(field::RESUME, resume);
    cold.jump(chunk_end);
}
