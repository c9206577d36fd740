//! The check in front of a repeated string instruction: in most of its places nothing is tracked, and it runs as it is.
//!
//! ```text
//!   cmp  rcx, elements of a page
//!   ja   capture
//!   lea  r, [rdi - 4096]           the page in front, as the direction may be down
//!   shr  r, 12
//!   mov  r, r (32 bits)
//!   cmp  dword [r + shadow], 0     that one and the next three
//!   jne  capture                   and the same for rsi
//! ```
use super::asm::R11;
use super::check::{is_dead, SERVING};
use super::emission::Emission;
use super::scan::FLAGS;
use ffiscope_decode::Address;
use ffiscope_wire::tls::field;
use iced_x86::{Instruction, Mnemonic, OpKind, Register};

const RSI: u8 = 6;
const RDI: u8 = 7;
const PAGE: u64 = 4096;

/// Jumps to what captures the instruction, and the register that is to be taken back there.
pub struct Checked {
    /// Addresses of displacements.
    pub jumps: Vec<u64>,
    pub saved: Option<u8>,
}

/// Emits the check, behind which the instruction may run as it is. `None`, and nothing emitted, where it has to be captured always.
pub fn emit(emission: &mut Emission, instruction: &Instruction, dead: u32) -> Option<Checked> {
    let pointers = pointers(instruction)?;
    let size = instruction.memory_size().size() as u64;
    if dead & FLAGS != FLAGS || !matches!(size, 1 | 2 | 4 | 8) {
        return None;
    }
    let shadow = emission.environment.shadow;
    let hot = &mut emission.hot;
    let free = SERVING.into_iter().find(|&register| is_dead(dead, register));
    let register = free.unwrap_or(R11);
    if free.is_none() {
        hot.save(register, field::SECOND);
    }
    hot.put(&[0x48, 0x81, 0xf9]); // cmp rcx, elements
    hot.put(&((PAGE / size) as u32).to_le_bytes());
    let mut jumps = vec![hot.jump_above_later()];
    for &pointer in pointers {
        hot.address(register, &Address::at(pointer, -(PAGE as i64)));
        hot.page_number(register);
        hot.clear_upper(register);
        hot.compare_four(register, shadow);
        jumps.push(hot.jump_later());
    }
    if free.is_none() {
        hot.load(register, field::SECOND);
    }
    Some(Checked { jumps, saved: free.is_none().then_some(register) })
}

/// The registers through which a repeated copy or fill goes.
fn pointers(instruction: &Instruction) -> Option<&'static [u8]> {
    use Mnemonic::{Movsb, Movsd, Movsq, Movsw, Stosb, Stosd, Stosq, Stosw};
    let repeated = instruction.has_rep_prefix() || instruction.has_repne_prefix();
    let flat = !matches!(instruction.segment_prefix(), Register::FS | Register::GS);
    if !repeated || !flat || !instruction.is_string_instruction() || instruction.op0_kind() != OpKind::MemoryESRDI {
        return None;
    }
    match instruction.mnemonic() {
        Movsb | Movsw | Movsd | Movsq if instruction.op1_kind() == OpKind::MemorySegRSI => Some(&[RDI, RSI]),
        Stosb | Stosw | Stosd | Stosq => Some(&[RDI]),
        _ => None,
    }
}
