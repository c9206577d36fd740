//! Reads the code that one request translates before any of it is written, and works out which registers and flags
//! nobody will look at.
//!
//! A set of registers is a mask: bits 0 to 15 the general registers by number, the bits from [`FLAGS`] on the flags.
use super::blocks::ByAddress;
use super::source::{Program, Source};
use iced_x86::{
    ConstantOffsets, Decoder, DecoderOptions, FlowControl, Instruction, InstructionInfoFactory, Mnemonic, OpAccess,
    OpKind, RflagsBits,
};
use std::collections::VecDeque;

/// Everything may be looked at.
pub const ALL: u32 = 0xffff | FLAGS;
/// The six flags of arithmetic.
pub const FLAGS: u32 = 0x3f << 16;

/// One instruction of the original code.
#[derive(Clone)]
pub struct Node {
    pub instruction: Instruction,
    pub offsets: ConstantOffsets,
    bytes: [u8; 15],
    pub uses: u32,
    /// Overwritten whatever they held before.
    pub kills: u32,
    /// Registers it may change at all.
    pub writes: u32,
    /// What may be looked at before it is overwritten, from this instruction on.
    pub live: u32,
    /// Control comes here from somewhere else than the instruction before.
    pub leader: bool,
}

impl Node {
    pub fn bytes(&self) -> &[u8] {
        &self.bytes[..self.instruction.len()]
    }

    /// Registers that nobody will look at again, not even this instruction.
    pub fn dead(&self) -> u32 {
        ALL & !self.live & !(1 << 4)
    }

    /// Goes on to the next instruction, or comes back there.
    fn falls(&self) -> bool {
        use FlowControl::{Call, ConditionalBranch, IndirectCall, Next, XbeginXabortXend};
        let flow = self.instruction.flow_control();
        matches!(flow, Next | ConditionalBranch | Call | IndirectCall | XbeginXabortXend)
    }
}

/// Decodes, and remembers the table that tells what instructions use.
pub struct Scanner {
    factory: InstructionInfoFactory,
    nodes: Vec<Node>,
    at: ByAddress<usize>,
}

impl Default for Scanner {
    fn default() -> Self {
        Self { factory: InstructionInfoFactory::new(), nodes: Vec::new(), at: ByAddress::default() }
    }
}

/// Whether code at an address is to be read.
pub type Wanted<'a> = &'a mut dyn FnMut(&mut Source, &mut dyn Program, u64) -> bool;

impl Scanner {
    /// Reads what `start` leads to directly, about `limit` instructions.
    pub fn scan(
        &mut self,
        start: u64,
        limit: usize,
        (source, program): (&mut Source, &mut dyn Program),
        wanted: Wanted<'_>,
    ) {
        self.clear();
        let mut queue = VecDeque::from([start]);
        while let Some(address) = queue.pop_front() {
            if self.nodes.len() >= limit {
                break;
            }
            if !self.at.contains_key(&address) && wanted(source, program, address) {
                self.line(address, limit + limit / 2, (source, program), &mut queue);
            }
        }
        self.mark_leaders(start);
        self.spread();
    }

    /// Forgets what was read.
    pub fn clear(&mut self) {
        self.nodes.clear();
        self.at.clear();
    }

    pub fn get(&self, address: u64) -> Option<&Node> {
        self.at.get(&address).map(|&at| &self.nodes[at])
    }

    /// One line of code, along fall-through.
    fn line(
        &mut self,
        start: u64,
        limit: usize,
        (source, program): (&mut Source, &mut dyn Program),
        queue: &mut VecDeque<u64>,
    ) {
        let mut address = start;
        while self.nodes.len() < limit && !self.at.contains_key(&address) {
            let node = self.decode(address, (source, program));
            let falls = node.falls();
            if let Some(target) = target_of(&node.instruction) {
                queue.push_back(target);
            }
            self.at.insert(address, self.nodes.len());
            address = node.instruction.next_ip();
            self.nodes.push(node);
            if !falls {
                return;
            }
        }
    }

    /// The instruction at an address; an invalid one where there is none.
    pub fn decode(&mut self, address: u64, (source, program): (&mut Source, &mut dyn Program)) -> Node {
        let mut bytes = [0; 15];
        let length = source.fetch(address, &mut bytes, program);
        let mut decoder = Decoder::with_ip(64, &bytes[..length], address, DecoderOptions::NONE);
        let instruction = decoder.decode();
        let offsets = decoder.get_constant_offsets(&instruction);
        let (uses, kills, writes) = effects(&mut self.factory, &instruction);
        Node { instruction, offsets, bytes, uses, kills, writes, live: ALL, leader: false }
    }

    fn mark_leaders(&mut self, start: u64) {
        let mut targets: Vec<u64> = self.nodes.iter().filter_map(|node| target_of(&node.instruction)).collect();
        targets.push(start);
        for target in targets {
            if let Some(&at) = self.at.get(&target) {
                self.nodes[at].leader = true;
            }
        }
    }

    /// From what each instruction uses and overwrites to what is live, backwards until nothing changes. Where it is not
    /// known how things go on, everything is.
    fn spread(&mut self) {
        for node in &mut self.nodes {
            node.live = node.uses;
        }
        loop {
            let mut changed = false;
            for index in (0..self.nodes.len()).rev() {
                let node = &self.nodes[index];
                let live = node.uses | self.live_behind(&node.instruction) & !node.kills;
                changed |= live != node.live;
                self.nodes[index].live = live;
            }
            if !changed {
                return;
            }
        }
    }

    fn live_behind(&self, instruction: &Instruction) -> u32 {
        let live = |address: u64| self.get(address).map_or(ALL, |node| node.live);
        match instruction.flow_control() {
            FlowControl::Next => live(instruction.next_ip()),
            FlowControl::ConditionalBranch => live(instruction.next_ip()) | live(instruction.near_branch_target()),
            FlowControl::UnconditionalBranch if instruction.is_jmp_short_or_near() => {
                live(instruction.near_branch_target())
            }
            // The function looks at its registers first; what it leaves alone is live when it returns.
            FlowControl::Call if instruction.is_call_near() => live(instruction.near_branch_target()),
            _ => ALL,
        }
    }
}

/// Target of a direct branch or call.
fn target_of(instruction: &Instruction) -> Option<u64> {
    match instruction.flow_control() {
        FlowControl::ConditionalBranch | FlowControl::XbeginXabortXend if is_near(instruction) => {
            Some(instruction.near_branch_target())
        }
        FlowControl::UnconditionalBranch if instruction.is_jmp_short_or_near() => {
            Some(instruction.near_branch_target())
        }
        FlowControl::Call if instruction.is_call_near() => Some(instruction.near_branch_target()),
        _ => None,
    }
}

fn is_near(instruction: &Instruction) -> bool {
    instruction.op_count() > 0 && matches!(instruction.op0_kind(), OpKind::NearBranch64)
}

/// What an instruction uses, overwrites in any case, and may change.
fn effects(factory: &mut InstructionInfoFactory, instruction: &Instruction) -> (u32, u32, u32) {
    if instruction.is_invalid() {
        return (ALL, 0, ALL);
    }
    let (mut uses, mut kills, mut writes) = (0, 0, 0);
    for used in factory.info(instruction).used_registers() {
        let full = used.register().full_register();
        if !full.is_gpr() {
            continue;
        }
        let bit = 1 << full.number();
        let (reads, writes_it, surely) = match used.access() {
            OpAccess::None | OpAccess::NoMemAccess => (false, false, false),
            OpAccess::Read | OpAccess::CondRead => (true, false, false),
            OpAccess::Write => (false, true, used.register().size() >= 4),
            OpAccess::CondWrite | OpAccess::ReadCondWrite => (true, true, false),
            OpAccess::ReadWrite => (true, true, true),
        };
        uses |= if reads || (writes_it && !surely) { bit } else { 0 };
        writes |= if writes_it { bit } else { 0 };
        kills |= if surely { bit } else { 0 };
    }
    uses |= flag_mask(instruction.rflags_read());
    let changed = instruction.rflags_written() | instruction.rflags_cleared() | instruction.rflags_set();
    if !may_leave_flags(instruction) {
        kills |= flag_mask(changed);
    }
    if instruction.flow_control() != FlowControl::Next && instruction.mnemonic() == Mnemonic::Syscall {
        uses = ALL;
    }
    (uses, kills, writes)
}

/// A count of 0 leaves the flags as they were.
fn may_leave_flags(instruction: &Instruction) -> bool {
    use Mnemonic::*;
    match instruction.mnemonic() {
        // A constant count is allowed for in what iced-x86 says.
        Shl | Sal | Shr | Sar | Rol | Ror | Rcl | Rcr => instruction.op1_kind() == OpKind::Register,
        Shld | Shrd => instruction.op2_kind() == OpKind::Register,
        // `cmpsd` is also an operation on vectors, which leaves them anyway.
        Cmpsb | Cmpsw | Cmpsd | Cmpsq | Scasb | Scasw | Scasd | Scasq => true,
        _ => false,
    }
}

fn flag_mask(bits: u32) -> u32 {
    let flags =
        [RflagsBits::CF, RflagsBits::PF, RflagsBits::AF, RflagsBits::ZF, RflagsBits::SF, RflagsBits::OF].into_iter();
    flags.enumerate().filter(|(_, flag)| bits & flag != 0).fold(0, |mask, (index, _)| mask | 1 << (16 + index))
}
