//! From an instruction to a plan of its accesses.
use crate::address::Address;
use crate::bits::BitString;
use crate::gather::Gather;
use crate::masked::Masked;
use crate::registers::{Registers, State};
use crate::strings::StringOp;
use crate::table::TableLookup;
use crate::xsave::Xsave;
use crate::{slots, Access, Kind};
use iced_x86::Instruction;

/// An access whose place is fixed relative to general registers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    pub address: Address,
    /// Bytes, never 0.
    pub size: u32,
    pub kind: Kind,
    /// True: certain only if the zero flag is set **after** the instruction (compare-exchange). False: always certain.
    pub if_zero_flag: bool,
}

/// What one instruction touches, worked out as far as its bytes tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    form: Form,
    /// Registers needed from before the instruction.
    pub before: Registers,
    /// Registers needed from after it. Without them `certain` is false where it depends on them, and the
    /// count of a `repe`/`repne` comparison is taken as one element.
    pub after: Registers,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Form {
    Fixed(Vec<Slot>),
    String(StringOp),
    Bits(BitString),
    Masked(Masked),
    Gather(Gather),
    Xsave(Xsave),
    Table(TableLookup),
    /// It touches memory in a way this crate does not know (tile loads and other rarities).
    Unknown,
}

impl Plan {
    pub fn of(instruction: &Instruction) -> Plan {
        let form = Form::of(instruction);
        let (before, after) = form.registers();
        Plan { form, before, after }
    }

    /// Without the accesses at fixed places that `wanted` refuses.
    #[must_use]
    pub fn keeping(mut self, wanted: impl Fn(&Slot) -> bool) -> Plan {
        if let Form::Fixed(slots) = &mut self.form {
            slots.retain(wanted);
            (self.before, self.after) = self.form.registers();
        }
        self
    }

    /// Nothing is ever touched.
    pub fn is_empty(&self) -> bool {
        matches!(&self.form, Form::Fixed(slots) if slots.is_empty())
    }

    /// False when the instruction touches memory but its accesses can't be told; then `accesses` gives none.
    pub fn is_known(&self) -> bool {
        self.form != Form::Unknown
    }

    /// All accesses, when each is at a fixed place. Mind [`Slot::if_zero_flag`].
    pub fn fixed(&self) -> Option<&[Slot]> {
        match &self.form {
            Form::Fixed(slots) => Some(slots),
            _ => None,
        }
    }

    /// A string instruction with a repeat prefix: one execution is many iterations.
    pub fn is_repeated(&self) -> bool {
        matches!(&self.form, Form::String(string) if string.repeats())
    }

    /// Appends the accesses of one execution.
    pub fn accesses(&self, before: &dyn State, after: Option<&dyn State>, out: &mut Vec<Access>) {
        match &self.form {
            Form::Fixed(slots) => slots::evaluate(slots, before, after, out),
            Form::String(string) => string.accesses(before, after, out),
            Form::Bits(bits) => bits.accesses(before, out),
            Form::Masked(masked) => masked.accesses(before, out),
            Form::Gather(gather) => gather.accesses(before, out),
            Form::Xsave(xsave) => xsave.accesses(before, out),
            Form::Table(table) => table.accesses(before, out),
            Form::Unknown => {}
        }
    }
}

impl Form {
    fn of(instruction: &Instruction) -> Form {
        None.or_else(|| StringOp::of(instruction).map(Form::String))
            .or_else(|| BitString::of(instruction).map(Form::Bits))
            .or_else(|| Gather::of(instruction).map(Form::Gather))
            .or_else(|| Masked::of(instruction).map(Form::Masked))
            .or_else(|| Xsave::of(instruction).map(Form::Xsave))
            .or_else(|| TableLookup::of(instruction).map(Form::Table))
            .unwrap_or_else(|| slots::of(instruction).map_or(Form::Unknown, Form::Fixed))
    }

    fn registers(&self) -> (Registers, Registers) {
        match self {
            Form::Fixed(list) => slots::registers(list),
            Form::String(string) => string.registers(),
            Form::Bits(bits) => (bits.registers(), Registers::default()),
            Form::Masked(masked) => (masked.registers(), Registers::default()),
            Form::Gather(gather) => (gather.registers(), Registers::default()),
            Form::Xsave(xsave) => (xsave.registers(), Registers::default()),
            Form::Table(table) => (table.registers(), Registers::default()),
            Form::Unknown => Default::default(),
        }
    }
}
