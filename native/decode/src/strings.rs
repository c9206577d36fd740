//! `movs`, `cmps`, `scas`, `stos`, `lods`, `ins`, `outs`, alone and repeated.
use crate::address::{Address, Segment};
use crate::registers::{Registers, State};
use crate::{Access, Kind};
use iced_x86::{Instruction, Mnemonic, OpKind};

const RCX: usize = 1;
const RSI: u8 = 6;
const RDI: u8 = 7;
const DIRECTION_FLAG: u64 = 1 << 10;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StringOp {
    /// `[rsi]` with its segment, if read.
    source: Option<Address>,
    /// `[rdi]` and what happens there.
    destination: Option<(Address, Kind)>,
    /// Bytes of an element.
    element: u8,
    repeat: Repeat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Repeat {
    Once,
    /// rcx elements.
    Count,
    /// Ends early, so the elements are what rcx lost.
    UntilDecided,
}

impl StringOp {
    pub(crate) fn of(instruction: &Instruction) -> Option<Self> {
        if !instruction.is_string_instruction() {
            return None;
        }
        let mut op = StringOp {
            source: None,
            destination: None,
            element: instruction.memory_size().size() as u8,
            repeat: repeat_of(instruction),
        };
        for operand in 0..instruction.op_count() {
            op.add_operand(instruction, instruction.op_kind(operand));
        }
        Some(op)
    }

    fn add_operand(&mut self, instruction: &Instruction, kind: OpKind) {
        let segment = Segment::of(instruction.memory_segment());
        match kind {
            OpKind::MemorySegRSI => self.source = Some(Address { segment, ..Address::at(RSI, 0) }),
            OpKind::MemorySegESI => self.source = Some(Address { segment, address_bits: 32, ..Address::at(RSI, 0) }),
            OpKind::MemoryESRDI => self.destination = Some((Address::at(RDI, 0), destination_kind(instruction))),
            OpKind::MemoryESEDI => {
                let address = Address { address_bits: 32, ..Address::at(RDI, 0) };
                self.destination = Some((address, destination_kind(instruction)));
            }
            _ => {}
        }
    }

    pub(crate) fn repeats(&self) -> bool {
        self.repeat != Repeat::Once
    }

    /// Registers before and after.
    pub(crate) fn registers(&self) -> (Registers, Registers) {
        let counter = if self.repeats() { 1 << RCX } else { 0 };
        let mut before = Registers { gprs: counter, flags: self.repeats(), ..Registers::default() };
        for address in self.addresses() {
            before = before.union(address.registers());
        }
        let after = match self.repeat {
            Repeat::UntilDecided => Registers { gprs: counter, ..Registers::default() },
            _ => Registers::default(),
        };
        (before, after)
    }

    fn addresses(&self) -> impl Iterator<Item = &Address> {
        self.source.iter().chain(self.destination.iter().map(|(address, _)| address))
    }

    pub(crate) fn accesses(&self, before: &dyn State, after: Option<&dyn State>, out: &mut Vec<Access>) {
        let count = self.count(before, after);
        if count == 0 {
            return;
        }
        let size = count.saturating_mul(u64::from(self.element));
        let backwards = self.repeats() && before.flags() & DIRECTION_FLAG != 0;
        let back = if backwards { size - u64::from(self.element) } else { 0 };
        let mut push = |address: &Address, kind| {
            let lowered = Address { displacement: address.displacement.wrapping_sub(back), ..*address };
            out.push(Access { address: lowered.evaluate(before), size, kind, certain: true, count });
        };
        if let Some(source) = &self.source {
            push(source, Kind::Read);
        }
        if let Some((destination, kind)) = &self.destination {
            push(destination, *kind);
        }
    }

    fn count(&self, before: &dyn State, after: Option<&dyn State>) -> u64 {
        let counter = |state: &dyn State| {
            let rcx = state.gpr(RCX);
            if self.addresses().any(|address| address.address_bits == 32) {
                u64::from(rcx as u32)
            } else {
                rcx
            }
        };
        match (self.repeat, after) {
            (Repeat::Once, _) => 1,
            (Repeat::Count, _) => counter(before),
            (Repeat::UntilDecided, Some(after)) => counter(before).wrapping_sub(counter(after)),
            (Repeat::UntilDecided, None) => counter(before).min(1),
        }
    }
}

fn destination_kind(instruction: &Instruction) -> Kind {
    use Mnemonic::{Cmpsb, Cmpsd, Cmpsq, Cmpsw, Scasb, Scasd, Scasq, Scasw};
    match instruction.mnemonic() {
        Cmpsb | Cmpsw | Cmpsd | Cmpsq | Scasb | Scasw | Scasd | Scasq => Kind::Read,
        _ => Kind::Write,
    }
}

fn repeat_of(instruction: &Instruction) -> Repeat {
    let prefixed = instruction.has_rep_prefix() || instruction.has_repne_prefix();
    match (prefixed, destination_kind(instruction)) {
        (false, _) => Repeat::Once,
        (true, Kind::Read) => Repeat::UntilDecided,
        (true, Kind::Write) => Repeat::Count,
    }
}
