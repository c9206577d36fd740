//! `xlatb`: one byte of the table at rbx, picked by al. An address can't name the low byte of a register as its index.
use crate::address::Address;
use crate::registers::{Registers, State};
use crate::{Access, Kind};
use iced_x86::{Instruction, Mnemonic};

const RAX: usize = 0;
const RBX: u8 = 3;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TableLookup {
    table: Address,
}

impl TableLookup {
    pub(crate) fn of(instruction: &Instruction) -> Option<Self> {
        let operand = Address::of_operand(instruction);
        let table = Address { base: Some(RBX), index: None, ..operand };
        (instruction.mnemonic() == Mnemonic::Xlatb).then_some(Self { table })
    }

    pub(crate) fn registers(&self) -> Registers {
        let index = Registers { gprs: 1 << RAX, ..Registers::default() };
        self.table.registers().union(index)
    }

    pub(crate) fn accesses(&self, before: &dyn State, out: &mut Vec<Access>) {
        let picked = Address { displacement: before.gpr(RAX) & 0xff, ..self.table };
        let address = picked.evaluate(before);
        out.push(Access { address, size: 1, kind: Kind::Read, certain: true, count: 1 });
    }
}
