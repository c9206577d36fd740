//! Translates straight code: from an address on, along fall-through, until control leaves for good.
use super::access::{recording_of, Recording};
use super::asm::RCX;
use super::branch;
use super::capture;
use super::check;
use super::emission::Emission;
use super::relocate::{self, Original};
use super::sites::Meaning;
use super::source::{Program, Source};
use super::syscall;
use anyhow::Result;
use ffiscope_decode::Address;
use ffiscope_wire::tls::field;
use iced_x86::{ConstantOffsets, Decoder, DecoderOptions, FlowControl, Instruction, Mnemonic};
use std::collections::VecDeque;

/// Instructions that one request translates at most (a block that was begun may go on a little).
const LIMIT: usize = 600;
const BLOCK_LIMIT: usize = 900;

/// Which original instructions have a translation already, and where they get one.
pub trait Known {
    fn contains(&self, address: u64) -> bool;
    fn add(&mut self, address: u64, translated: u64);
    /// An instruction that can't be entered by itself.
    fn add_inside(&mut self, address: u64, translated: u64);
}

/// An instruction as it was read.
pub struct Decoded {
    instruction: Instruction,
    offsets: ConstantOffsets,
    bytes: [u8; 15],
}

impl Decoded {
    pub fn original(&self) -> Original<'_> {
        Original { instruction: self.instruction, offsets: self.offsets, bytes: &self.bytes[..self.instruction.len()] }
    }
}

pub struct Translation<'a> {
    pub emission: Emission,
    pub source: &'a mut Source,
    pub program: &'a mut dyn Program,
    pub known: &'a mut dyn Known,
    /// Whether code at an address may be translated.
    pub allowed: &'a mut dyn FnMut(&mut Source, &mut dyn Program, u64) -> bool,
    pub unknown: u64,
    queue: VecDeque<u64>,
    count: usize,
}

/// Whether the block goes on behind an instruction.
#[derive(PartialEq, Eq)]
pub enum Next {
    Falls,
    Ends,
}

impl<'a> Translation<'a> {
    pub fn new(
        emission: Emission,
        source: &'a mut Source,
        program: &'a mut dyn Program,
        known: &'a mut dyn Known,
        allowed: &'a mut dyn FnMut(&mut Source, &mut dyn Program, u64) -> bool,
    ) -> Self {
        Self { emission, source, program, known, allowed, unknown: 0, queue: VecDeque::new(), count: 0 }
    }

    /// Translates `start` and what it leads to directly, within the limit.
    pub fn run(&mut self, start: u64) -> Result<()> {
        self.queue.push_back(start);
        while let Some(address) = self.queue.pop_front() {
            if self.count > LIMIT {
                break;
            }
            if !self.known.contains(address) && (self.allowed)(self.source, self.program, address) {
                self.block(address)?;
            }
        }
        Ok(())
    }

    /// Code that should be translated in the same go if there is room.
    pub fn follow(&mut self, address: u64) {
        self.queue.push_back(address);
    }

    fn block(&mut self, start: u64) -> Result<()> {
        let mut address = start;
        loop {
            if self.known.contains(address) || self.count > BLOCK_LIMIT {
                self.emission.jump_original(address);
                return Ok(());
            }
            let decoded = self.read(address);
            self.count += 1;
            // Alignment of a direct branch comes before it, so that it can be entered at the padding too.
            self.known.add(address, self.emission.hot.here());
            if self.instruction(&decoded.original())? == Next::Ends {
                return Ok(());
            }
            address = decoded.instruction.next_ip();
        }
    }

    /// The instructions from `start` to the first that may change the flow of control, at most `limit` and at least one.
    pub fn basic_block(&mut self, start: u64, limit: usize) -> Vec<Decoded> {
        let mut list = Vec::new();
        let mut address = start;
        while list.len() < limit {
            let decoded = self.read(address);
            address = decoded.instruction.next_ip();
            let goes_on = decoded.instruction.flow_control() == FlowControl::Next && !decoded.instruction.is_invalid();
            list.push(decoded);
            if !goes_on {
                break;
            }
        }
        list
    }

    fn read(&mut self, address: u64) -> Decoded {
        let mut bytes = [0; 15];
        let length = self.source.fetch(address, &mut bytes, self.program);
        let mut decoder = Decoder::with_ip(64, &bytes[..length], address, DecoderOptions::NONE);
        let instruction = decoder.decode();
        let offsets = decoder.get_constant_offsets(&instruction);
        Decoded { instruction, offsets, bytes }
    }

    /// Translates one instruction, where the caller has said it lies.
    pub fn instruction(&mut self, original: &Original) -> Result<Next> {
        let instruction = &original.instruction;
        if instruction.is_invalid() {
            leave_to_original(&mut self.emission, instruction.ip());
            return Ok(Next::Ends);
        }
        match instruction.flow_control() {
            FlowControl::Next => self.plain(original),
            FlowControl::Call if instruction.mnemonic() == Mnemonic::Syscall => {
                syscall::emit(&mut self.emission, instruction.ip(), instruction.next_ip());
                Ok(Next::Falls)
            }
            _ => branch::emit(self, instruction),
        }
    }

    fn plain(&mut self, original: &Original) -> Result<Next> {
        match recording_of(&original.instruction) {
            Recording::State(plan, checked) => {
                capture::emit(&mut self.emission, original, plan, checked.as_ref())?;
                return Ok(Next::Falls);
            }
            Recording::Unknown => self.unknown += 1,
            Recording::Nothing => {}
            Recording::Cells(cells) => self.checks(cells),
        }
        relocate::copy(&mut self.emission.hot, original)?;
        Ok(Next::Falls)
    }

    /// The checks of operands, in order.
    pub fn checks(&mut self, cells: Vec<(Address, Meaning)>) {
        for (operand, meaning) in cells {
            let site = self.emission.sites.add(meaning);
            check::emit_recorded(&mut self.emission, &operand, site);
        }
    }
}

/// Goes on in the original code: what traps there must trap at its true address.
pub fn leave_to_original(emission: &mut Emission, address: u64) {
    let hot = &mut emission.hot;
    hot.save(RCX, field::RCX);
    hot.constant(RCX, address);
    hot.save(RCX, field::GO);
    hot.load(RCX, field::RCX);
    hot.jump_variable(field::GO);
}
