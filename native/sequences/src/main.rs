//! `ffiscope-sequences SEED CALLS SEQUENCES OUT [ONLY]`: writes machine code for test/engines/sequences.
//!
//! The file is loaded at `layout::CODE`. Each call's code is a function: SEQUENCES random sequences and a return. The
//! offsets of the functions come on stdout, one a line. `ONLY` writes the same with one sequence a call, for those of one
//! call: to find the sequence that went wrong.
mod forms;
mod items;
mod layout;
mod operands;
mod random;

use anyhow::{anyhow, Context, Result};
use iced_x86::{BlockEncoder, BlockEncoderOptions, Code, Instruction, InstructionBlock};
use items::Maker;
use random::Random;
use std::io::Write;

/// First label that no branch uses; each instruction needs a place of its own.
const UNNAMED: u64 = 1 << 40;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [seed, calls, sequences, out, only @ ..] = arguments.as_slice() else {
        anyhow::bail!("usage: ffiscope-sequences SEED CALLS SEQUENCES OUT [ONLY]");
    };
    let (seed, calls, sequences): (u64, u64, u64) = (seed.parse()?, calls.parse()?, sequences.parse()?);
    let mut maker = Maker::new(forms::all());
    let mut functions = Vec::new();
    for call in 0..calls {
        let mut random = Random::new(seed.wrapping_mul(1_000_003).wrapping_add(call));
        let list: Vec<Vec<Instruction>> = (0..sequences).map(|_| maker.sequence(&mut random)).collect();
        match only.first() {
            None => functions.push(list.concat()),
            Some(only) if only.parse() == Ok(call) => functions = list,
            Some(_) => {}
        }
    }
    let mut code = Vec::new();
    let mut offsets = String::new();
    for function in functions {
        code.resize(code.len().next_multiple_of(16), 0xcc);
        offsets += &format!("{}\n", code.len());
        code.extend(encode(function, layout::CODE + code.len() as u64)?);
    }
    code.resize(code.len().next_multiple_of(4096), 0xcc);
    std::fs::write(out, code).with_context(|| out.clone())?;
    std::io::stdout().write_all(offsets.as_bytes())?;
    Ok(())
}

fn encode(mut list: Vec<Instruction>, at: u64) -> Result<Vec<u8>> {
    list.push(Instruction::with(Code::Cld));
    list.push(Instruction::with(Code::Retnq));
    let mut unnamed = UNNAMED;
    for instruction in &mut list {
        if instruction.ip() == 0 {
            instruction.set_ip(unnamed);
            unnamed += 16;
        }
    }
    let block = InstructionBlock::new(&list, at);
    let encoded = BlockEncoder::encode(64, block, BlockEncoderOptions::NONE).map_err(|error| anyhow!("{error}"))?;
    Ok(encoded.code_buffer)
}
