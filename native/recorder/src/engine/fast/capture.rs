//! Instructions whose accesses need more than an address: registers are captured before (and after) them, and the
//! supervisor works out what was touched with the same code as the single-stepping engine.
use super::asm::RCX;
use super::check;
use super::emission::Emission;
use super::relocate::{self, Original};
use super::repeated;
use super::sites::Meaning;
use anyhow::Result;
use ffiscope_decode::{Address, Plan};
use ffiscope_wire::tls::{area, field, request};
use iced_x86::{Code, EncodingKind, Instruction, MemoryOperand, Register};
use std::sync::Arc;

/// Emits the instruction with its capture. With a `checked` operand, and for repeated copies, only where pages are marked.
pub fn emit(
    emission: &mut Emission,
    original: &Original,
    plan: Plan,
    checked: Option<&Address>,
    dead: u32,
) -> Result<()> {
    let start = emission.cold.here();
    match checked {
        Some(operand) => {
            let hit = check::emit(emission, operand, dead, false);
            emission.fill_in(hit.jump, start);
            check::restore(&mut emission.cold, hit.rcx);
            relocate::copy(&mut emission.hot, original)?;
        }
        None => match repeated::emit(emission, &original.instruction, dead) {
            Some(checked) => {
                checked.jumps.into_iter().for_each(|jump| emission.fill_in(jump, start));
                if let Some(register) = checked.saved {
                    emission.cold.load(register, field::SECOND);
                }
                relocate::copy(&mut emission.hot, original)?;
            }
            None => emission.hot.jump(start),
        },
    }
    let done = emit_cold(emission, original, plan);
    // The cold copy comes back behind the hot one; its last jump could not know the place before.
    let back = emission.hot.here();
    let jump = emission.cold.bytes.len() - 4;
    let next = emission.cold.here();
    emission.cold.bytes[jump..].copy_from_slice(&(back.wrapping_sub(next) as u32).to_le_bytes());
    done
}

/// Capture, instruction, capture; ends with a jump whose displacement the caller fills in.
fn emit_cold(emission: &mut Emission, original: &Original, plan: Plan) -> Result<()> {
    let operands = plan.before.needs_extended();
    let after = !plan.after.is_empty();
    let before = plan.before;
    let pc = original.instruction.ip();
    let site = segment_of(&plan) | emission.sites.add(Meaning::State { pc, plan: Arc::new(plan) });
    if operands {
        emit_operands(emission, &original.instruction, before)?;
    }
    emit_request(emission, site | if operands { request::OPERANDS } else { 0 });
    emission.cold_copies.push((emission.cold.here(), pc));
    relocate::copy(&mut emission.cold, original)?;
    if after {
        emit_request(emission, site | request::AFTER);
    }
    emission.cold.jump(emission.cold.base);
    Ok(())
}

/// What a branch reads through gs: captured in front of it, always.
pub fn emit_ahead(emission: &mut Emission, pc: u64, plan: Plan) {
    let start = emission.cold.here();
    emission.hot.jump(start);
    let back = emission.hot.here();
    let site = segment_of(&plan) | emission.sites.add(Meaning::State { pc, plan: Arc::new(plan) });
    emit_request(emission, site);
    emission.cold.jump(back);
}

fn segment_of(plan: &Plan) -> u32 {
    if plan.before.gs_base {
        request::GS
    } else {
        0
    }
}

fn emit_request(emission: &mut Emission, request: u32) {
    let cold = &mut emission.cold;
    cold.set(field::REQUEST, request as i32);
    // `mov qword fs:[..], imm32` has 13 bytes, the jump behind it 5.
    let resume = cold.here() + 18 - emission.environment.code_base;
    cold.set(field::RESUME, resume as i32);
    cold.jump(emission.environment.routines.state);
}

/// Stores the named vector, mask and MMX registers into the thread's area.
fn emit_operands(emission: &mut Emission, instruction: &Instruction, needed: ffiscope_decode::Registers) -> Result<()> {
    emission.cold.save(RCX, field::RCX);
    emission.cold.load(RCX, field::AREA);
    let vectors = (0..32).filter(|number| needed.vectors >> number & 1 != 0);
    for (number, offset) in vectors.zip(area::VECTOR) {
        store(emission, vector_store(instruction.code().encoding()), number, offset)?;
    }
    for number in (0..8).filter(|number| needed.masks >> number & 1 != 0) {
        store(emission, (mask_store(), Register::K0), number, area::MASK)?;
    }
    for number in (0..8).filter(|number| needed.mmx >> number & 1 != 0) {
        store(emission, (Code::Movq_mmm64_mm, Register::MM0), number, area::MASK)?;
    }
    emission.cold.load(RCX, field::RCX);
    Ok(())
}

fn store(emission: &mut Emission, how: (Code, Register), number: u32, offset: i32) -> Result<()> {
    let memory = MemoryOperand::with_base_displ(Register::RCX, i64::from(offset));
    let instruction = Instruction::with2(how.0, memory, how.1 + number)?;
    relocate::encode(&mut emission.cold, &instruction)
}

/// The widest store that a processor with this instruction is sure to have.
fn vector_store(encoding: EncodingKind) -> (Code, Register) {
    match encoding {
        EncodingKind::EVEX => (Code::EVEX_Vmovups_zmmm512_k1z_zmm, Register::ZMM0),
        EncodingKind::VEX => (Code::VEX_Vmovups_ymmm256_ymm, Register::YMM0),
        _ => (Code::Movups_xmmm128_xmm, Register::XMM0),
    }
}

fn mask_store() -> Code {
    if std::arch::is_x86_feature_detected!("avx512bw") {
        Code::VEX_Kmovq_m64_kr
    } else {
        Code::VEX_Kmovw_m16_kr
    }
}
