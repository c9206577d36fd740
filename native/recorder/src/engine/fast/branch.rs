//! Instructions that change the flow of control.
use super::access::{recording_of, Recording};
use super::asm::RCX;
use super::block::{leave_to_original, Next, Translation};
use super::emission::Emission;
use super::lookup;
use anyhow::Result;
use ffiscope_decode::Address;
use iced_x86::{Code, ConditionCode, FlowControl, Instruction, Mnemonic, OpKind};

pub fn emit(translation: &mut Translation, instruction: &Instruction) -> Result<Next> {
    match instruction.flow_control() {
        FlowControl::ConditionalBranch => conditional(translation, instruction),
        FlowControl::UnconditionalBranch if instruction.is_jmp_short_or_near() => {
            let target = instruction.near_branch_target();
            translation.emission.jump_original(target);
            translation.follow(target);
            return Ok(Next::Ends);
        }
        FlowControl::Call if instruction.is_call_near() => {
            call(translation, instruction);
            return Ok(Next::Ends);
        }
        FlowControl::IndirectBranch if instruction.is_jmp_near_indirect() => {
            indirect(translation, instruction, None);
            return Ok(Next::Ends);
        }
        FlowControl::IndirectCall if instruction.is_call_near_indirect() => {
            indirect(translation, instruction, Some(instruction.next_ip()));
            return Ok(Next::Ends);
        }
        FlowControl::Return if is_near_return(instruction) => {
            ret(&mut translation.emission, instruction);
            return Ok(Next::Ends);
        }
        FlowControl::XbeginXabortXend if instruction.mnemonic() == Mnemonic::Xbegin => {
            // Aborts go where a conditional branch would go: `xbegin rel32`.
            translation.emission.hot.align_link(2);
            translation.emission.hot.put(&[0xc7, 0xf8]);
            translation.emission.branch(instruction.near_branch_target());
            translation.follow(instruction.near_branch_target());
        }
        FlowControl::XbeginXabortXend => {
            let bytes: &[u8] =
                if instruction.mnemonic() == Mnemonic::Xend { &[0x0f, 0x01, 0xd5] } else { &[0xc6, 0xf8] };
            translation.emission.hot.put(bytes);
            if bytes.len() == 2 {
                translation.emission.hot.put(&[instruction.immediate8()]);
            }
        }
        // Traps, far transfers, returns from interrupts.
        _ => {
            leave_to_original(&mut translation.emission, instruction.ip());
            return Ok(Next::Ends);
        }
    }
    Ok(Next::Falls)
}

fn is_near_return(instruction: &Instruction) -> bool {
    matches!(instruction.code(), Code::Retnq | Code::Retnq_imm16)
}

fn conditional(translation: &mut Translation, instruction: &Instruction) {
    let target = instruction.near_branch_target();
    let hot = &mut translation.emission.hot;
    match condition_number(instruction.condition_code()) {
        Some(condition) if instruction.is_jcc_short_or_near() => {
            hot.align_link(2);
            hot.put(&[0x0f, 0x80 | condition]);
            translation.emission.branch(target);
        }
        _ => by_counter(&mut translation.emission, instruction, target),
    }
    translation.follow(target);
}

/// `loop`, `loope`, `loopne`, `jrcxz`, `jecxz` only reach near places: they jump over a jump.
fn by_counter(emission: &mut Emission, instruction: &Instruction, target: u64) {
    let opcode = match instruction.mnemonic() {
        Mnemonic::Loopne => 0xe0,
        Mnemonic::Loope => 0xe1,
        Mnemonic::Loop => 0xe2,
        _ => 0xe3,
    };
    let hot = &mut emission.hot;
    if matches!(
        instruction.code(),
        Code::Jecxz_rel8_64 | Code::Loop_rel8_64_ECX | Code::Loope_rel8_64_ECX | Code::Loopne_rel8_64_ECX
    ) {
        hot.put(&[0x67]);
    }
    hot.put(&[opcode]);
    let taken = hot.short();
    let over = hot.jump_short();
    hot.land(taken);
    emission.jump_original(target);
    emission.hot.land(over);
}

/// Number of a condition in the processor's encoding.
fn condition_number(condition: ConditionCode) -> Option<u8> {
    (condition != ConditionCode::None).then(|| condition as u8 - ConditionCode::o as u8)
}

fn call(translation: &mut Translation, instruction: &Instruction) {
    let target = instruction.near_branch_target();
    push_return(&mut translation.emission, instruction.next_ip());
    translation.emission.jump_original(target);
    translation.follow(target);
    translation.follow(instruction.next_ip());
}

/// Pushes the original return address, so that the stack looks as the program expects it.
fn push_return(emission: &mut Emission, address: u64) {
    emission.returns.push(address);
    if let Ok(short) = i32::try_from(address) {
        emission.hot.put(&[0x68]);
        emission.hot.put(&short.to_le_bytes());
        return;
    }
    emission.cold.align_data(8);
    let constant = emission.cold.here();
    emission.cold.put(&address.to_le_bytes());
    emission.hot.put(&[0xff, 0x35]); // push qword [rip + constant]
    emission.hot.relative(constant);
}

/// `jmp` or (with a return address) `call` through a register or memory.
fn indirect(translation: &mut Translation, instruction: &Instruction, return_to: Option<u64>) {
    if let Recording::Cells(cells) = recording_of(instruction) {
        translation.checks(cells);
    }
    let emission = &mut translation.emission;
    lookup::save_registers(&mut emission.hot);
    if instruction.op0_kind() == OpKind::Register {
        emission.hot.copy(RCX, instruction.op0_register().number() as u8);
    } else {
        emission.hot.load_operand(RCX, &Address::of_operand(instruction));
    }
    if let Some(address) = return_to {
        push_return(emission, address);
        translation.follow(address);
    }
    let lookup = translation.emission.environment.routines.lookup;
    translation.emission.hot.jump(lookup);
}

fn ret(emission: &mut Emission, instruction: &Instruction) {
    let lookup = emission.environment.routines.lookup;
    let hot = &mut emission.hot;
    lookup::save_registers(hot);
    hot.put(&[0x59]); // pop rcx
    if instruction.code() == Code::Retnq_imm16 {
        hot.put(&[0x48, 0x8d, 0xa4, 0x24]); // lea rsp, [rsp + imm]
        hot.put(&u32::from(instruction.immediate16()).to_le_bytes());
    }
    hot.jump(lookup);
}
