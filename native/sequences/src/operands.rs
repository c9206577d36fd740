//! Random operands for an instruction form.
use crate::layout::{BASE, INDEX, MIDDLE};
use crate::random::Random;
use iced_x86::{Code, Instruction, Mnemonic, OpCodeOperandKind, OpKind, Register};

/// Registers that sequences may change. rsp, r12 to r15 have fixed meanings.
const GENERAL: [u8; 11] = [0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11];

/// An instruction of this form, and whether it has an index vector that must be loaded first.
pub fn fill(code: Code, random: &mut Random) -> Option<Instruction> {
    let mut instruction = Instruction::new();
    instruction.set_code(code);
    let info = code.op_code();
    for (operand, &kind) in info.op_kinds().iter().enumerate() {
        fill_operand(&mut instruction, operand as u32, kind, random)?;
    }
    if info.can_use_op_mask_register() && (info.require_op_mask_register() || random.once_in(2)) {
        instruction.set_op_mask(Register::K1 + random.below(7) as u32);
        instruction.set_zeroing_masking(info.can_use_zeroing_masking() && random.once_in(2));
    }
    let has_memory = (0..instruction.op_count()).any(|operand| instruction.op_kind(operand) == OpKind::Memory);
    let has_source = (0..instruction.op_count()).any(|operand| instruction.op_kind(operand) == OpKind::MemorySegRSI);
    if (has_memory || has_source) && random.once_in(10) {
        instruction.set_segment_prefix(Register::GS);
    }
    if has_memory && info.can_broadcast() {
        instruction.set_is_broadcast(random.once_in(3));
    }
    if has_memory && info.can_use_lock_prefix() && instruction.op0_kind() == OpKind::Memory {
        instruction.set_has_lock_prefix(random.once_in(3));
    }
    // A bit's number says how far from the operand it is.
    if has_memory && matches!(instruction.mnemonic(), Mnemonic::Bt | Mnemonic::Btc | Mnemonic::Btr | Mnemonic::Bts) {
        match info.op_kind(1) {
            OpCodeOperandKind::r16_reg => instruction.set_op1_register(Register::R12W),
            OpCodeOperandKind::r32_reg => instruction.set_op1_register(Register::R12D),
            OpCodeOperandKind::r64_reg => instruction.set_op1_register(Register::R12),
            _ => {}
        }
    }
    Some(instruction)
}

fn fill_operand(into: &mut Instruction, at: u32, kind: OpCodeOperandKind, random: &mut Random) -> Option<()> {
    use OpCodeOperandKind::*;
    let prefers_memory = !random.once_in(4);
    let mut register = |register: Register| {
        into.set_op_kind(at, OpKind::Register);
        into.set_op_register(at, register);
    };
    match kind {
        r8_or_mem | r16_or_mem | r32_or_mem | r64_or_mem | mm_or_mem | xmm_or_mem | ymm_or_mem | zmm_or_mem
        | k_or_mem
            if prefers_memory =>
        {
            memory(into, at, Register::None, random);
        }
        mem => memory(into, at, Register::None, random),
        mem_vsib32x | mem_vsib64x => memory(into, at, vector(Register::XMM0, random), random),
        mem_vsib32y | mem_vsib64y => memory(into, at, vector(Register::YMM0, random), random),
        mem_vsib32z | mem_vsib64z => memory(into, at, vector(Register::ZMM0, random), random),
        r8_or_mem | r8_reg | r8_opcode => {
            register(Register::AL + random.pick(&[0u32, 1, 2, 3, 4, 5, 8, 9, 12, 13, 14]))
        }
        r16_or_mem | r16_reg | r16_reg_mem | r16_rm | r16_opcode => register(general(Register::AX, random)),
        r32_or_mem | r32_reg | r32_reg_mem | r32_rm | r32_opcode | r32_vvvv => register(general(Register::EAX, random)),
        r64_or_mem | r64_reg | r64_reg_mem | r64_rm | r64_opcode | r64_vvvv => register(general(Register::RAX, random)),
        k_or_mem | k_reg | k_rm | k_vvvv => register(Register::K0 + random.below(8) as u32),
        mm_or_mem | mm_reg | mm_rm => register(Register::MM0 + random.below(8) as u32),
        xmm_or_mem | xmm_reg | xmm_rm | xmm_vvvv | xmm_is4 | xmm_is5 => register(vector(Register::XMM0, random)),
        ymm_or_mem | ymm_reg | ymm_rm | ymm_vvvv | ymm_is4 | ymm_is5 => register(vector(Register::YMM0, random)),
        zmm_or_mem | zmm_reg | zmm_rm | zmm_vvvv => register(vector(Register::ZMM0, random)),
        al => register(Register::AL),
        cl => register(Register::CL),
        ax => register(Register::AX),
        dx => register(Register::DX),
        eax => register(Register::EAX),
        rax => register(Register::RAX),
        st0 => register(Register::ST0),
        sti_opcode => register(Register::ST0 + random.below(8) as u32),
        imm8_const_1 => immediate(into, at, OpKind::Immediate8, 1),
        imm8 => immediate(into, at, OpKind::Immediate8, random.next() as u8 as i64),
        imm8sex16 => immediate(into, at, OpKind::Immediate8to16, random.next() as i8 as i64),
        imm8sex32 => immediate(into, at, OpKind::Immediate8to32, random.next() as i8 as i64),
        imm8sex64 => immediate(into, at, OpKind::Immediate8to64, random.next() as i8 as i64),
        imm16 => immediate(into, at, OpKind::Immediate16, random.next() as u16 as i64),
        imm32 => immediate(into, at, OpKind::Immediate32, random.next() as u32 as i64),
        imm32sex64 => immediate(into, at, OpKind::Immediate32to64, random.next() as i32 as i64),
        imm64 => immediate(into, at, OpKind::Immediate64, random.next() as i64),
        seg_rSI => {
            into.set_op_kind(at, OpKind::MemorySegRSI);
            into.set_memory_base(Register::None);
        }
        es_rDI => into.set_op_kind(at, OpKind::MemoryESRDI),
        seg_rDI => into.set_op_kind(at, OpKind::MemorySegRDI),
        _ => return Option::None,
    }
    Some(())
}

fn immediate(into: &mut Instruction, at: u32, kind: OpKind, value: i64) {
    into.set_op_kind(at, kind);
    into.set_immediate_i64(at, value);
}

fn general(first: Register, random: &mut Random) -> Register {
    first + u32::from(random.pick(&GENERAL))
}

/// Registers 16 to 31 exist in some encodings only, so they are rarer; the encoder refuses the others.
fn vector(first: Register, random: &mut Random) -> Register {
    let limit = if random.once_in(4) { 32 } else { 16 };
    first + random.below(limit) as u32
}

/// An operand in the data, named in one of all the ways there are. `index` is the vector of a gather or scatter.
fn memory(into: &mut Instruction, at: u32, index: Register, random: &mut Random) {
    into.set_op_kind(at, OpKind::Memory);
    let mut place = random.below(0x1c00) as i64 - 0xe00;
    if random.once_in(2) {
        place &= !63;
    } else if random.once_in(4) {
        place = (place & !0xfff) - 1 - random.below(16) as i64; // across a page's end
    }
    into.set_memory_base(BASE);
    into.set_memory_index(index);
    into.set_memory_index_scale(random.pick(&[1u32, 2, 4, 8]));
    into.set_memory_displ_size(1);
    into.set_memory_displacement64(place as u64);
    if index != Register::None {
        return;
    }
    into.set_memory_index_scale(1);
    let absolute = MIDDLE.wrapping_add_signed(place);
    match random.below(16) {
        0 => {
            into.set_memory_base(Register::None);
            into.set_memory_displ_size(8);
            into.set_memory_displacement64(absolute);
        }
        1 => {
            into.set_memory_base(Register::RIP);
            into.set_memory_displ_size(8);
            into.set_memory_displacement64(absolute);
        }
        2 => {
            into.set_memory_base(Register::EIP);
            into.set_memory_displ_size(4);
            into.set_memory_displacement64(absolute);
        }
        3 => into.set_memory_base(Register::R15D),
        4 => {
            into.set_memory_base(Register::R15D);
            into.set_memory_index(Register::R12D);
            into.set_memory_index_scale(random.pick(&[1u32, 2, 4, 8]));
        }
        5..=7 => {
            into.set_memory_index(INDEX);
            into.set_memory_index_scale(random.pick(&[1u32, 2, 4, 8]));
        }
        8 => {
            // Without a base: [r12 * scale + displacement].
            into.set_memory_base(Register::None);
            into.set_memory_index(INDEX);
            into.set_memory_index_scale(random.pick(&[1u32, 2, 4, 8]));
            into.set_memory_displ_size(8);
            into.set_memory_displacement64(absolute);
        }
        9 => {
            // The stack, above what calls and pushes of the sequence use.
            into.set_memory_base(Register::RSP);
            into.set_memory_displacement64((0x40 + (place & 0x1ff)) as u64);
        }
        _ => {}
    }
}

/// The vector of indexes of a gather or scatter, to be loaded from the table.
pub fn index_vector(instruction: &Instruction) -> Option<Register> {
    let index = instruction.memory_index();
    (index.is_xmm() || index.is_ymm() || index.is_zmm()).then_some(index)
}
