//! Which accesses of straight code one check can answer for.
//!
//! Accesses through the same registers lie within two neighbouring pages when their displacements are less than a page
//! apart, as long as the registers stay as they are. One check of both pages in front of the first of them is enough
//! then. Where it finds a mark, control goes to another copy of the same code, which checks each access by itself.
use super::access::Recording;
use super::scan::Node;
use super::sites::Meaning;
use ffiscope_decode::{Address, Segment};
use iced_x86::{FlowControl, Instruction, Mnemonic, OpKind, Register};

/// Displacements of one group differ by this at most.
const REACH: i64 = 4096;
const RSP: u8 = 4;

/// One instruction of straight code.
pub struct Item {
    pub node: Node,
    pub recording: Recording,
}

/// How one operand is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guard {
    /// By itself.
    Single,
    /// For all of its group, at this address and in the page behind.
    First(Address),
    /// By the first of its group.
    Covered,
}

pub struct Groups {
    /// For each item, a guard for each of its operands.
    pub guards: Vec<Vec<Guard>>,
    /// Items (first and last) that have a second copy; ascending and disjoint.
    pub copies: Vec<(usize, usize)>,
}

/// What the address of a member depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Key {
    base: Option<u8>,
    index: Option<u8>,
    scale: u8,
}

struct Open {
    key: Key,
    low: i64,
    high: i64,
    /// Item, operand, and what rsp had been moved by at that item.
    members: Vec<(usize, usize, i64)>,
}

/// Plans the checks of a run of code that is entered at its start only, or anywhere in its second copies.
pub fn plan(items: &[Item]) -> Groups {
    let mut planner = Planner {
        guards: items.iter().map(|item| vec![Guard::Single; operands(item).len()]).collect(),
        copies: Vec::new(),
        open: Vec::new(),
        moved: 0,
    };
    for (at, item) in items.iter().enumerate() {
        planner.item(at, item);
    }
    planner.close(|_| true);
    Groups { guards: planner.guards, copies: merged(planner.copies) }
}

pub fn operands(item: &Item) -> &[(Address, Meaning)] {
    match &item.recording {
        Recording::Cells(cells) => cells,
        _ => &[],
    }
}

struct Planner {
    guards: Vec<Vec<Guard>>,
    copies: Vec<(usize, usize)>,
    open: Vec<Open>,
    /// What rsp has been moved by since the run's start.
    moved: i64,
}

impl Planner {
    fn item(&mut self, at: usize, item: &Item) {
        let instruction = &item.node.instruction;
        let plain = matches!(item.recording, Recording::Cells(_) | Recording::Nothing);
        let flow = instruction.flow_control();
        let straight = flow == FlowControl::Next || flow == FlowControl::ConditionalBranch;
        if item.node.leader && at > 0 || !plain || !straight {
            self.close(|_| true);
        }
        if !plain || !straight {
            return;
        }
        for (operand, (address, _)) in operands(item).iter().enumerate() {
            if let Some(key) = key_of(address, instruction) {
                self.member(at, operand, key, address);
            }
        }
        self.registers_change(item);
    }

    fn member(&mut self, at: usize, operand: usize, key: Key, address: &Address) {
        let shift = if key.base == Some(RSP) { self.moved } else { 0 };
        let place = (address.displacement as i64).wrapping_add(shift);
        if let Some(open) = self.open.iter_mut().find(|open| open.key == key) {
            let (low, high) = (open.low.min(place), open.high.max(place));
            if high.wrapping_sub(low) <= REACH && high >= low {
                (open.low, open.high) = (low, high);
                open.members.push((at, operand, shift));
                return;
            }
        }
        self.close(|open| open.key == key);
        self.open.push(Open { key, low: place, high: place, members: vec![(at, operand, shift)] });
    }

    /// What the item leaves in registers ends the groups that depend on them.
    fn registers_change(&mut self, item: &Item) {
        let mut changed = item.node.writes;
        if changed >> RSP & 1 != 0 {
            if let Some(by) = moves_rsp_by(&item.node.instruction) {
                self.moved += by;
                changed &= !(1 << RSP);
            }
        }
        let uses = |register: Option<u8>| register.is_some_and(|number| changed >> number & 1 != 0);
        self.close(|open| uses(open.key.base) || uses(open.key.index));
    }

    fn close(&mut self, which: impl Fn(&Open) -> bool) {
        let (closed, open) = std::mem::take(&mut self.open).into_iter().partition(which);
        self.open = open;
        for group in closed {
            let (Some(first), Some(last)) = (group.members.first(), group.members.last()) else { continue };
            if group.members.len() < 2 {
                continue;
            }
            let address = Address {
                segment: Segment::Flat,
                base: group.key.base,
                index: group.key.index,
                scale: group.key.scale,
                displacement: group.low.wrapping_sub(first.2) as u64,
                address_bits: 64,
            };
            self.copies.push((first.0, last.0));
            for (place, &(item, operand, _)) in group.members.iter().enumerate() {
                self.guards[item][operand] = if place == 0 { Guard::First(address) } else { Guard::Covered };
            }
        }
    }
}

fn key_of(address: &Address, instruction: &Instruction) -> Option<Key> {
    // `pop [rsp + x]` means rsp after it was moved.
    let moved_before = address.base == Some(RSP) && instruction.mnemonic() == Mnemonic::Pop;
    let fits = address.base.is_none() || i32::try_from(address.displacement as i64).is_ok();
    let plain = address.segment == Segment::Flat && address.address_bits == 64;
    (plain && fits && !moved_before).then_some(Key { base: address.base, index: address.index, scale: address.scale })
}

/// By how much the instruction moves rsp, if that is all it does to it.
fn moves_rsp_by(instruction: &Instruction) -> Option<i64> {
    let on_rsp = instruction.op_count() == 2 && instruction.op0_register() == Register::RSP;
    match instruction.mnemonic() {
        Mnemonic::Push | Mnemonic::Pushfq => Some(i64::from(instruction.stack_pointer_increment())),
        Mnemonic::Pop if instruction.op0_register() == Register::RSP => None,
        Mnemonic::Pop | Mnemonic::Popfq => Some(i64::from(instruction.stack_pointer_increment())),
        Mnemonic::Add if on_rsp && is_constant(instruction.op1_kind()) => Some(instruction.immediate(1) as i64),
        Mnemonic::Sub if on_rsp && is_constant(instruction.op1_kind()) => {
            Some((instruction.immediate(1) as i64).wrapping_neg())
        }
        Mnemonic::Lea
            if on_rsp && instruction.memory_base() == Register::RSP && instruction.memory_index() == Register::None =>
        {
            Some(instruction.memory_displacement64() as i64)
        }
        _ => None,
    }
    .filter(|by| by.abs() < 1 << 20)
}

fn is_constant(kind: OpKind) -> bool {
    matches!(kind, OpKind::Immediate8to64 | OpKind::Immediate32to64)
}

/// Overlapping ranges become one: within a second copy every access is checked by itself, so it must reach to the end
/// of all groups that begin in it.
fn merged(mut ranges: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    ranges.sort_unstable();
    let mut whole: Vec<(usize, usize)> = Vec::new();
    for (first, last) in ranges {
        match whole.last_mut() {
            Some(before) if first <= before.1 => before.1 = before.1.max(last),
            _ => whole.push((first, last)),
        }
    }
    whole
}
