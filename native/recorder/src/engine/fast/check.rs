//! The inline check in front of a memory access; the pad that records a hit is in [`super::pad`].
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
use super::asm::{Asm, RCX};
use super::emission::{Emission, Pad};
use super::scan::FLAGS;
use super::sites::Meaning;
use ffiscope_decode::Address;
use ffiscope_wire::tls::field;

/// Registers that can serve in a check (all but those with longer encodings), best first.
pub const SERVING: [u8; 12] = [0, 1, 2, 6, 7, 3, 8, 9, 10, 11, 14, 15];

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

pub fn is_dead(dead: u32, register: u8) -> bool {
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
pub fn emit_recorded(emission: &mut Emission, operand: &Address, meaning: &Meaning, dead: u32) {
    let mut meaning = meaning.clone();
    let mut stores = None;
    if let Meaning::Fixed { accesses, source, .. } = &mut meaning {
        *source = source.filter(|_| emission.environment.values);
        stores = source.zip(accesses.first().map(|access| access.size));
    }
    let site = emission.sites.add(meaning);
    let hit = emit(emission, operand, dead, false);
    let back = emission.hot.here();
    emission.pads.push(Pad { hit, operand: *operand, site, stores, dead, back });
}
