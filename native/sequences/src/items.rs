//! What sequences are made of: an instruction with what it needs in front of it, or a piece of control flow.
use crate::layout::{BASE, COUNTER, DATA, DATA_BYTES, GS, INDEX, TABLE_BASE};
use crate::operands;
use crate::random::Random;
use iced_x86::{
    Code, Decoder, DecoderOptions, Encoder, Instruction, InstructionInfoFactory, MemoryOperand, Mnemonic, OpAccess,
    OpKind, Register,
};

/// Instructions whose branches go to labels: the `ip` of an instruction is its label, 0 has none.
pub struct Maker {
    forms: Vec<Code>,
    factory: InstructionInfoFactory,
    label: u64,
}

impl Maker {
    pub fn new(forms: Vec<Code>) -> Self {
        Self { forms, factory: InstructionInfoFactory::new(), label: 0 }
    }

    fn label(&mut self) -> u64 {
        self.label += 1;
        self.label
    }

    /// One sequence.
    pub fn sequence(&mut self, random: &mut Random) -> Vec<Instruction> {
        let mut list = Vec::new();
        for _ in 0..2 + random.below(4) {
            match random.below(12) {
                0 => self.skip(&mut list, random),
                1 => self.repeat(&mut list, random),
                2 => self.call(&mut list, random),
                3 => self.jump(&mut list, random),
                4 => self.stack(&mut list, random),
                _ => self.plain(&mut list, random),
            }
        }
        list
    }

    /// An instruction of any form.
    fn plain(&mut self, list: &mut Vec<Instruction>, random: &mut Random) {
        for _ in 0..100 {
            let code = random.pick(&self.forms);
            let Some(instruction) = operands::fill(code, random) else { continue };
            let Some(instruction) = self.accept(instruction) else { continue };
            prepare(list, &instruction, random);
            let string = instruction.is_string_instruction();
            list.push(instruction);
            if string {
                list.push(Instruction::with(Code::Cld));
            }
            return;
        }
    }

    /// As it decodes again, if it can be encoded and leaves the fixed registers and the surroundings of the data alone.
    fn accept(&mut self, mut instruction: Instruction) -> Option<Instruction> {
        const HERE: u64 = crate::layout::CODE;
        instruction.set_ip(HERE);
        let mut encoder = Encoder::new(64);
        encoder.encode(&instruction, HERE).ok()?;
        let bytes = encoder.take_buffer();
        let decoded = Decoder::with_ip(64, &bytes, HERE, DecoderOptions::NONE).decode();
        if decoded.is_invalid() || decoded.code() != instruction.code() {
            return None;
        }
        let fixed = [Register::RSP, Register::R12, Register::R13, Register::R14, Register::R15];
        let info = self.factory.info(&decoded);
        let changes_fixed = info.used_registers().iter().any(|used| {
            let written = !matches!(used.access(), OpAccess::Read | OpAccess::CondRead | OpAccess::NoMemAccess);
            written && fixed.contains(&used.register().full_register())
        });
        if !has_distinct_vectors(&decoded)
            || changes_fixed
            || needs_alignment(&decoded) && !is_aligned(&decoded)
            || reaches_out(&decoded)
        {
            return None;
        }
        instruction.set_ip(0);
        Some(instruction)
    }

    /// A condition decides whether a few instructions are left out.
    fn skip(&mut self, list: &mut Vec<Instruction>, random: &mut Random) {
        const CONDITIONS: [Code; 16] = [
            Code::Jo_rel32_64,
            Code::Jno_rel32_64,
            Code::Jb_rel32_64,
            Code::Jae_rel32_64,
            Code::Je_rel32_64,
            Code::Jne_rel32_64,
            Code::Jbe_rel32_64,
            Code::Ja_rel32_64,
            Code::Js_rel32_64,
            Code::Jns_rel32_64,
            Code::Jp_rel32_64,
            Code::Jnp_rel32_64,
            Code::Jl_rel32_64,
            Code::Jge_rel32_64,
            Code::Jle_rel32_64,
            Code::Jg_rel32_64,
        ];
        let end = self.label();
        list.extend(Instruction::with_branch(random.pick(&CONDITIONS), end));
        for _ in 0..1 + random.below(3) {
            self.plain(list, random);
        }
        list.push(labelled(Instruction::with(Code::Nopd), end));
    }

    /// A loop of a few rounds, by a conditional branch or by `loop`.
    fn repeat(&mut self, list: &mut Vec<Instruction>, random: &mut Random) {
        let start = self.label();
        list.extend(Instruction::with2(Code::Mov_r32_imm32, Register::R13D, 1 + random.below(3) as u32));
        list.push(labelled(Instruction::with(Code::Nopd), start));
        for _ in 0..1 + random.below(2) {
            self.plain(list, random);
        }
        if random.once_in(3) {
            list.extend(Instruction::with2(Code::Mov_r64_rm64, Register::RCX, COUNTER));
            list.extend(Instruction::with2(Code::Sub_rm64_imm8, COUNTER, 1));
            list.extend(Instruction::with_branch(Code::Loop_rel8_64_RCX, start));
        } else {
            list.extend(Instruction::with1(Code::Dec_rm64, COUNTER));
            list.extend(Instruction::with_branch(Code::Jne_rel32_64, start));
        }
    }

    /// A call of a function that lies behind, directly or through memory.
    fn call(&mut self, list: &mut Vec<Instruction>, random: &mut Random) {
        let (function, end) = (self.label(), self.label());
        if random.once_in(2) {
            list.extend(Instruction::with_branch(Code::Call_rel32_64, function));
        } else {
            let slot = self.table_in_data(list, function, random);
            list.extend(Instruction::with1(Code::Call_rm64, perhaps_through_gs(slot, random)));
        }
        self.plain(list, random);
        list.extend(Instruction::with_branch(Code::Jmp_rel32_64, end));
        list.push(labelled(Instruction::with(Code::Nopd), function));
        self.plain(list, random);
        list.push(Instruction::with(Code::Retnq));
        list.push(labelled(Instruction::with(Code::Nopd), end));
    }

    /// A jump through memory or a register.
    fn jump(&mut self, list: &mut Vec<Instruction>, random: &mut Random) {
        let end = self.label();
        let slot = self.table_in_data(list, end, random);
        if random.once_in(2) {
            list.extend(Instruction::with1(Code::Jmp_rm64, perhaps_through_gs(slot, random)));
        } else {
            list.extend(Instruction::with1(Code::Jmp_rm64, Register::RAX));
        }
        self.plain(list, random);
        list.push(labelled(Instruction::with(Code::Nopd), end));
    }

    /// rax and a slot in the data hold the label's address.
    fn table_in_data(&mut self, list: &mut Vec<Instruction>, label: u64, random: &mut Random) -> MemoryOperand {
        let slot = MemoryOperand::with_base_displ(BASE, 8 * random.below(0x200) as i64);
        list.extend(Instruction::with2(
            Code::Lea_r64_m,
            Register::RAX,
            MemoryOperand::with_base_displ(Register::RIP, label as i64),
        ));
        list.extend(Instruction::with2(Code::Mov_rm64_r64, slot, Register::RAX));
        slot
    }

    /// Pushes and pops, of registers, constants, memory and flags.
    fn stack(&mut self, list: &mut Vec<Instruction>, random: &mut Random) {
        let operand = |random: &mut Random| {
            let place = MemoryOperand::with_base_displ(BASE, random.below(0x1000) as i64);
            perhaps_through_gs(place, random)
        };
        match random.below(4) {
            0 => list.extend(Instruction::with1(Code::Push_r64, Register::RDX)),
            1 => list.extend(Instruction::with1(Code::Push_rm64, operand(random))),
            2 => list.push(Instruction::with(Code::Pushfq)),
            // Arithmetic flags only.
            _ => list.extend(Instruction::with1(Code::Pushq_imm32, (random.next() & 0x8d5) as i32 | 0x202)),
        }
        self.plain(list, random);
        match (random.below(3), list.iter().rev().find(|one| one.is_stack_instruction()).map(Instruction::mnemonic)) {
            (0, _) => list.extend(Instruction::with1(Code::Pop_r64, Register::RBX)),
            (1, Some(Mnemonic::Pushfq)) => list.push(Instruction::with(Code::Popfq)),
            _ => list.extend(Instruction::with1(Code::Pop_rm64, operand(random))),
        }
    }
}

/// The same place, named with gs now and then.
fn perhaps_through_gs(mut place: MemoryOperand, random: &mut Random) -> MemoryOperand {
    if random.once_in(6) {
        place.displacement -= GS as i64;
        place.segment_prefix = Register::GS;
    }
    place
}

fn labelled(mut instruction: Instruction, label: u64) -> Instruction {
    instruction.set_ip(label);
    instruction
}

/// Puts what an instruction uses without naming it where it may be.
fn prepare(list: &mut Vec<Instruction>, instruction: &Instruction, random: &mut Random) {
    let mut point = |register: Register, random: &mut Random| {
        let place = MemoryOperand::with_base_displ(BASE, random.below(0x1000) as i64 - 0x800);
        list.extend(Instruction::with2(Code::Lea_r64_m, register, place));
    };
    let kinds: Vec<OpKind> = (0..instruction.op_count()).map(|operand| instruction.op_kind(operand)).collect();
    if kinds.contains(&OpKind::MemorySegRSI) {
        point(Register::RSI, random);
    }
    if kinds.contains(&OpKind::MemoryESRDI) || kinds.contains(&OpKind::MemorySegRDI) {
        point(Register::RDI, random);
    }
    if instruction.is_string_instruction() {
        list.extend(Instruction::with2(Code::Mov_r32_imm32, Register::ECX, random.below(20) as u32));
        if random.once_in(3) {
            list.push(Instruction::with(Code::Std));
        }
    }
    if let Some(index) = operands::index_vector(instruction) {
        let code = if index.number() > 15 || index.is_zmm() {
            Code::EVEX_Vmovdqu32_zmm_k1z_zmmm512
        } else {
            Code::VEX_Vmovdqu_ymm_ymmm256
        };
        let first = if index.number() > 15 || index.is_zmm() { Register::ZMM0 } else { Register::YMM0 };
        let table = MemoryOperand::with_base_displ(TABLE_BASE, 64 * random.below(32) as i64);
        list.extend(Instruction::with2(code, first + index.number() as u32, table));
        // 64-bit indexes are 32-bit ones widened.
        if is_wide_index(instruction) {
            let code = if first == Register::ZMM0 {
                Code::EVEX_Vpsrlq_zmm_k1z_zmmm512b64_imm8
            } else {
                Code::VEX_Vpsrlq_ymm_ymm_imm8
            };
            let register = first + index.number() as u32;
            list.extend(Instruction::with3(code, register, register, 32));
        }
    }
}

/// Gathers and scatters want registers that differ.
fn has_distinct_vectors(instruction: &Instruction) -> bool {
    let Some(index) = operands::index_vector(instruction) else { return true };
    let mut numbers = vec![index.number()];
    for operand in 0..instruction.op_count() {
        let register = instruction.op_register(operand);
        if register.is_vector_register() {
            numbers.push(register.number());
        }
    }
    (1..numbers.len()).all(|at| !numbers[..at].contains(&numbers[at]))
}

fn is_wide_index(instruction: &Instruction) -> bool {
    use iced_x86::OpCodeOperandKind::{mem_vsib64x, mem_vsib64y, mem_vsib64z};
    let kinds = instruction.code().op_code().op_kinds();
    kinds.iter().any(|kind| matches!(kind, mem_vsib64x | mem_vsib64y | mem_vsib64z))
}

/// Operands of 16 bytes and more may have to be aligned; all of them are, half the time.
fn needs_alignment(instruction: &Instruction) -> bool {
    let name = format!("{:?}", instruction.mnemonic()).to_lowercase();
    let unaligned = ["movu", "movdqu", "lddqu", "maskmov"].iter().any(|part| name.contains(part));
    let legacy = instruction.code().op_code().encoding() == iced_x86::EncodingKind::Legacy;
    let aligned = ["movap", "movdqa", "movnt", "cmpxchg16b"].iter().any(|part| name.contains(part));
    instruction.memory_size().size() >= 16 && (legacy && !unaligned || aligned)
}

fn is_aligned(instruction: &Instruction) -> bool {
    instruction.memory_index() == Register::None
        && instruction.memory_base() != Register::RSP
        && instruction.memory_displacement64() & 63 == 0
}

/// A bit string can lie far from its operand; the bit's number must be a small one.
fn reaches_out(instruction: &Instruction) -> bool {
    use Mnemonic::{Bt, Btc, Btr, Bts};
    let far = matches!(instruction.mnemonic(), Bt | Btc | Btr | Bts)
        && instruction.op0_kind() == OpKind::Memory
        && instruction.op1_kind() == OpKind::Register;
    let small = instruction.op_count() > 1 && instruction.op1_register().full_register() == INDEX;
    let large = instruction.memory_size().size() > 128;
    let outside = matches!(instruction.memory_base(), Register::None | Register::RIP | Register::EIP)
        && instruction.memory_index() == Register::None
        && !(DATA..DATA + DATA_BYTES - 64).contains(&instruction.memory_displacement64())
        && (0..instruction.op_count()).any(|operand| instruction.op_kind(operand) == OpKind::Memory);
    far && !small || large || outside
}
