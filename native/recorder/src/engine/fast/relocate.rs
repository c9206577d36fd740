//! Copies an instruction to another address.
use super::asm::Asm;
use anyhow::{bail, Result};
use ffiscope_wire::tls::field;
use iced_x86::{ConstantOffsets, Encoder, Instruction, InstructionInfoFactory, Mnemonic, Register};

/// One decoded instruction of the original code.
pub struct Original<'a> {
    pub instruction: Instruction,
    pub offsets: ConstantOffsets,
    pub bytes: &'a [u8],
}

/// Appends a copy that does the same as the original at its own place.
pub fn copy(asm: &mut Asm, original: &Original) -> Result<()> {
    if !original.instruction.is_ip_rel_memory_operand() {
        asm.put(original.bytes);
        return Ok(());
    }
    let target = original.instruction.ip_rel_memory_address();
    if original.instruction.memory_base() == Register::EIP {
        return copy_through_register(asm, &original.instruction, target);
    }
    let end = asm.here() + original.bytes.len() as u64;
    if let Ok(distance) = i32::try_from(target.wrapping_sub(end) as i64) {
        return copy_near(asm, original, distance);
    }
    if original.instruction.mnemonic() == Mnemonic::Lea {
        return copy_lea(asm, &original.instruction, target);
    }
    if target < 1 << 31 {
        return copy_absolute(asm, &original.instruction, target);
    }
    copy_through_register(asm, &original.instruction, target)
}

/// The same bytes with another displacement.
fn copy_near(asm: &mut Asm, original: &Original, distance: i32) -> Result<()> {
    let at = asm.bytes.len() + original.offsets.displacement_offset();
    asm.put(original.bytes);
    asm.bytes[at..at + 4].copy_from_slice(&distance.to_le_bytes());
    Ok(())
}

/// `lea register, [rip + x]` far away is a constant.
fn copy_lea(asm: &mut Asm, instruction: &Instruction, target: u64) -> Result<()> {
    let register = instruction.op0_register();
    let number = register.full_register().number() as u8;
    match register.size() {
        8 => asm.constant(number, target),
        4 => asm.constant(number, target & 0xffff_ffff),
        _ => bail!("16-bit address of a far place"),
    }
    Ok(())
}

/// Places below 2 GiB can be named absolutely.
fn copy_absolute(asm: &mut Asm, instruction: &Instruction, target: u64) -> Result<()> {
    let mut moved = *instruction;
    moved.set_memory_base(Register::None);
    moved.set_memory_index(Register::None);
    moved.set_memory_displacement64(target);
    moved.set_memory_displ_size(8);
    encode(asm, &moved)
}

/// Any other place goes through a register that the instruction does not use, put aside meanwhile.
fn copy_through_register(asm: &mut Asm, instruction: &Instruction, target: u64) -> Result<()> {
    let number = unused_register(instruction);
    let mut moved = *instruction;
    moved.set_memory_base(GPR64[usize::from(number)]);
    moved.set_memory_displacement64(0);
    moved.set_memory_displ_size(0);
    asm.save(number, field::SECOND);
    asm.constant(number, target);
    encode(asm, &moved)?;
    asm.load(number, field::SECOND);
    Ok(())
}

pub fn encode(asm: &mut Asm, instruction: &Instruction) -> Result<()> {
    let mut encoder = Encoder::new(64);
    encoder.encode(instruction, asm.here())?;
    asm.put(&encoder.take_buffer());
    Ok(())
}

const GPR64: [Register; 16] = [
    Register::RAX,
    Register::RCX,
    Register::RDX,
    Register::RBX,
    Register::RSP,
    Register::RBP,
    Register::RSI,
    Register::RDI,
    Register::R8,
    Register::R9,
    Register::R10,
    Register::R11,
    Register::R12,
    Register::R13,
    Register::R14,
    Register::R15,
];

/// Of the first eight, so that instructions that must not have a REX prefix (ah, bh, ...) can name it.
fn unused_register(instruction: &Instruction) -> u8 {
    let mut factory = InstructionInfoFactory::new();
    let info = factory.info(instruction);
    let used = |number: u8| {
        info.used_registers().iter().any(|register| {
            let full = register.register().full_register();
            full.is_gpr() && full.number() == usize::from(number)
        })
    };
    [0, 3, 6, 7, 2, 1].into_iter().find(|&number| !used(number)).unwrap_or(5)
}
