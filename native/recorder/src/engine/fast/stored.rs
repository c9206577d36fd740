//! What a write is going to store, where that is known before it runs: a register or a constant.
//!
//! The hit pad puts it into the ring with the access: up to four bytes into the cell itself, more into VALUE cells in front of it.
//! What an instruction works out (`add [m], 1`) and vectors of more than 16 bytes are not known here.
use iced_x86::{Instruction, Mnemonic, OpKind, Register};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Sign-extended, as constants of instructions are.
    Constant(i32),
    /// A general register, by number.
    General(u8),
    /// One of the first 16 vector registers.
    Vector(u8),
}

/// Of an instruction that does nothing with memory but write `size` bytes.
pub fn source_of(instruction: &Instruction, size: u32) -> Option<Source> {
    use Mnemonic::*;
    if instruction.op0_kind() != OpKind::Memory || instruction.op_count() != 2 {
        return None;
    }
    let register = instruction.op1_register();
    match instruction.mnemonic() {
        Mov if register == Register::None => {
            matches!(size, 1 | 2 | 4 | 8).then(|| Source::Constant(instruction.immediate(1) as i32))
        }
        // Not the second byte of a register, and no segment.
        Mov if register.is_gpr() && register.size() == size as usize && !is_second_byte(register) => {
            Some(Source::General(register.full_register().number() as u8))
        }
        Movd | Movq | Movss | Movsd | Movaps | Movups | Movapd | Movupd | Movdqa | Movdqu | Movlps | Movlpd
        | Movntps | Movntpd | Movntdq | Vmovd | Vmovq | Vmovss | Vmovsd | Vmovaps | Vmovups | Vmovapd | Vmovupd
        | Vmovdqa | Vmovdqu
            if register.is_xmm() && register.number() < 16 && matches!(size, 4 | 8 | 16) =>
        {
            Some(Source::Vector(register.number() as u8))
        }
        _ => None,
    }
}

fn is_second_byte(register: Register) -> bool {
    matches!(register, Register::AH | Register::BH | Register::CH | Register::DH)
}

#[cfg(test)]
mod tests {
    use super::*;
    use iced_x86::{Decoder, DecoderOptions};

    fn source(bytes: &[u8], size: u32) -> Option<Source> {
        source_of(&Decoder::new(64, bytes, DecoderOptions::NONE).decode(), size)
    }

    #[test]
    fn registers_and_constants_are_known() {
        assert_eq!(source(&[0x41, 0x88, 0x30], 1), Some(Source::General(6)), "mov [r8], sil");
        assert_eq!(source(&[0x4c, 0x89, 0x38], 8), Some(Source::General(15)), "mov [rax], r15");
        assert_eq!(source(&[0x48, 0xc7, 0x00, 0xff, 0xff, 0xff, 0xff], 8), Some(Source::Constant(-1)));
        assert_eq!(source(&[0x66, 0xc7, 0x00, 0x34, 0x12], 2), Some(Source::Constant(0x1234)));
        assert_eq!(source(&[0xf3, 0x44, 0x0f, 0x11, 0x08], 4), Some(Source::Vector(9)), "movss [rax], xmm9");
        assert_eq!(source(&[0x0f, 0x11, 0x08], 16), Some(Source::Vector(1)), "movups [rax], xmm1");
    }

    #[test]
    fn what_is_worked_out_or_too_long_is_not() {
        assert_eq!(source(&[0x88, 0x20], 1), None, "mov [rax], ah");
        assert_eq!(source(&[0x01, 0x08], 4), None, "add [rax], ecx");
        assert_eq!(source(&[0xc5, 0xfc, 0x11, 0x08], 32), None, "vmovups [rax], ymm1");
        assert_eq!(source(&[0x8c, 0x18], 2), None, "mov [rax], ds");
        assert_eq!(source(&[0xa4], 1), None, "movsb");
        assert_eq!(source(&[0x0f, 0x17, 0x08], 8), None, "movhps [rax], xmm1");
    }
}
