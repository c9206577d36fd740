//! Instructions that change the flow of control.
use super::access::{recording_of, Recording};
use super::asm::R11;
use super::block::{leave_to_original, Next, Translation};
use super::capture;
use super::emission::Emission;
use super::groups::Guard;
use super::lookup;
use super::scan::{Node, ALL};
use anyhow::Result;
use ffiscope_decode::Address;
use iced_x86::{Code, ConditionCode, FlowControl, Instruction, Mnemonic, OpKind};

pub fn emit(translation: &mut Translation, node: &Node) -> Result<Next> {
    let instruction = &node.instruction;
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
        }
        FlowControl::IndirectBranch if instruction.is_jmp_near_indirect() => {
            indirect(translation, instruction);
            return Ok(Next::Ends);
        }
        FlowControl::IndirectCall if instruction.is_call_near_indirect() => {
            indirect_call(translation, instruction);
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

/// The processor's own call leaves the place behind it as a return address, for the sake of its prediction of returns. The
/// program's return address takes its place at once, so that the stack looks as the program expects it.
fn call(translation: &mut Translation, instruction: &Instruction) {
    let target = instruction.near_branch_target();
    let emission = &mut translation.emission;
    let constant = return_constant(emission, instruction.next_ip());
    let way = emission.cold.here();
    emission.hot.put(&[0xe8]);
    emission.hot.relative(way);
    let diversion = emission.begin_cold();
    replace_return(emission, constant);
    emission.jump_original(target);
    emission.end_cold(diversion);
    translation.follow(target);
    landing(translation, instruction.next_ip());
}

/// The place where a return to `address` comes in; the translation of what lies there follows.
fn landing(translation: &mut Translation, address: u64) {
    let dead = translation.scanner.get(address).map_or(0, |node| ALL & !node.live);
    lookup::emit_landing(&mut translation.emission, address, dead);
}

/// Puts a return address where it can be pushed from.
fn return_constant(emission: &mut Emission, address: u64) -> u64 {
    emission.cold.align_data(8);
    let constant = emission.cold.here();
    emission.cold.put(&address.to_le_bytes());
    constant
}

/// The return address that the processor has just pushed becomes the program's.
fn replace_return(emission: &mut Emission, constant: u64) {
    emission.hot.put(&[0x48, 0x8d, 0x64, 0x24, 0x08]); // lea rsp, [rsp + 8]
    emission.hot.put(&[0xff, 0x35]); // push qword [rip + constant]
    emission.hot.relative(constant);
}

/// Target to r11, which has been put aside like rcx; the operand is recorded.
fn load_target(translation: &mut Translation, instruction: &Instruction) {
    match recording_of(instruction) {
        Recording::Cells(cells) => translation.checks(&cells, &vec![Guard::Single; cells.len()], 0),
        Recording::State(plan, _) => capture::emit_ahead(&mut translation.emission, instruction.ip(), plan),
        Recording::Unknown => translation.unknown += 1,
        Recording::Nothing => {}
    }
    let hot = &mut translation.emission.hot;
    lookup::save_registers(hot);
    if instruction.op0_kind() == OpKind::Register {
        hot.copy(R11, instruction.op0_register().number() as u8);
    } else {
        hot.load_operand(R11, &Address::of_operand(instruction));
    }
}

/// `jmp` through a register or memory.
fn indirect(translation: &mut Translation, instruction: &Instruction) {
    load_target(translation, instruction);
    let code_base = translation.emission.environment.code_base;
    lookup::emit_dispatch(&mut translation.emission.hot, code_base, |asm| asm.put(&[0xff, 0xe1]));
    // jmp rcx
}

fn indirect_call(translation: &mut Translation, instruction: &Instruction) {
    load_target(translation, instruction);
    let emission = &mut translation.emission;
    let constant = return_constant(emission, instruction.next_ip());
    let way = emission.cold.here();
    lookup::emit_dispatch(&mut emission.hot, emission.environment.code_base, |asm| {
        asm.put(&[0xe8]);
        asm.relative(way);
    });
    let diversion = emission.begin_cold();
    replace_return(emission, constant);
    emission.hot.put(&[0xff, 0xe1]); // jmp rcx
    emission.end_cold(diversion);
    landing(translation, instruction.next_ip());
}

/// The landing pad's address goes where the processor takes it from, as it has predicted if the call was translated too.
fn ret(emission: &mut Emission, instruction: &Instruction) {
    let code_base = emission.environment.code_base;
    let hot = &mut emission.hot;
    lookup::save_registers(hot);
    hot.put(&[0x4c, 0x8b, 0x1c, 0x24]); // mov r11, [rsp]
    lookup::emit_dispatch(hot, code_base, |asm| asm.put(&[0x48, 0x89, 0x0c, 0x24])); // mov [rsp], rcx
    match instruction.code() {
        Code::Retnq_imm16 => {
            hot.put(&[0xc2]);
            hot.put(&instruction.immediate16().to_le_bytes());
        }
        _ => hot.put(&[0xc3]),
    }
}
