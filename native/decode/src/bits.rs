//! `bt`, `bts`, `btr`, `btc` with a register bit offset: the bit may lie far from the operand's address.
use crate::address::Address;
use crate::registers::{register_number, Registers, State};
use crate::{Access, Kind};
use iced_x86::{Instruction, Mnemonic, OpKind};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BitString {
    address: Address,
    /// General register with the signed bit offset.
    offset: u8,
    /// Operand size in bytes: 2, 4 or 8.
    size: u8,
    writes: bool,
}

impl BitString {
    pub(crate) fn of(instruction: &Instruction) -> Option<Self> {
        use Mnemonic::{Bt, Btc, Btr, Bts};
        let mnemonic = instruction.mnemonic();
        if !matches!(mnemonic, Bt | Bts | Btr | Btc)
            || instruction.op0_kind() != OpKind::Memory
            || instruction.op1_kind() != OpKind::Register
        {
            return None;
        }
        Some(BitString {
            address: Address::of_operand(instruction),
            offset: register_number(instruction.op1_register())?,
            size: instruction.op1_register().size() as u8,
            writes: mnemonic != Bt,
        })
    }

    pub(crate) fn registers(&self) -> Registers {
        let offset = Registers { gprs: 1 << self.offset, ..Registers::default() };
        self.address.registers().union(offset)
    }

    pub(crate) fn accesses(&self, before: &dyn State, out: &mut Vec<Access>) {
        let raw = before.gpr(self.offset as usize);
        let (bits, shift) = match self.size {
            2 => (i64::from(raw as i16), 4),
            4 => (i64::from(raw as i32), 5),
            _ => (raw as i64, 6),
        };
        let bytes = (bits >> shift) * i64::from(self.size);
        let moved = Address { displacement: self.address.displacement.wrapping_add(bytes as u64), ..self.address };
        let mut access = Access {
            address: moved.evaluate(before),
            size: u64::from(self.size),
            kind: Kind::Read,
            certain: true,
            count: 1,
        };
        out.push(access);
        if self.writes {
            access.kind = Kind::Write;
            out.push(access);
        }
    }
}
