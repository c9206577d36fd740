//! Translates straight code: from an address on, along fall-through, until control leaves for good.
use super::access::{recording_of, Recording};
use super::asm::RCX;
use super::branch;
use super::capture;
use super::check::{self, Kept};
use super::emission::Emission;
use super::groups::{self, Groups, Guard, Item};
use super::relocate::{self, Original};
use super::scan::Scanner;
use super::sites::Meaning;
use super::source::{Program, Source};
use super::syscall;
use anyhow::Result;
use ffiscope_decode::Address;
use ffiscope_wire::tls::field;
use iced_x86::{FlowControl, Mnemonic};
use std::collections::VecDeque;

/// Instructions that one request translates at most (a run that was begun may go on a little).
const LIMIT: usize = 600;
const BLOCK_LIMIT: usize = 900;

/// Which original instructions have a translation already, and where they get one.
pub trait Known {
    fn contains(&self, address: u64) -> bool;
    fn add(&mut self, address: u64, translated: u64);
    /// An instruction that can't be entered by itself.
    fn add_inside(&mut self, address: u64, translated: u64);
    /// Lets control come in at another place than the one that was added.
    fn enter_at(&mut self, address: u64, translated: u64);
}

pub struct Translation<'a> {
    pub emission: Emission,
    pub source: &'a mut Source,
    pub program: &'a mut dyn Program,
    pub known: &'a mut dyn Known,
    /// Whether code at an address may be translated.
    pub allowed: &'a mut dyn FnMut(&mut Source, &mut dyn Program, u64) -> bool,
    pub scanner: &'a mut Scanner,
    pub unknown: u64,
    queue: VecDeque<u64>,
    count: usize,
}

/// Whether the run goes on behind an instruction.
#[derive(PartialEq, Eq)]
pub enum Next {
    Falls,
    Ends,
}

impl<'a> Translation<'a> {
    pub fn new(
        emission: Emission,
        (source, program): (&'a mut Source, &'a mut dyn Program),
        known: &'a mut dyn Known,
        allowed: &'a mut dyn FnMut(&mut Source, &mut dyn Program, u64) -> bool,
        scanner: &'a mut Scanner,
    ) -> Self {
        Self { emission, source, program, known, allowed, scanner, unknown: 0, queue: VecDeque::new(), count: 0 }
    }

    /// Translates `start` and what it leads to directly, within the limit.
    pub fn run(&mut self, start: u64) -> Result<()> {
        let (known, allowed) = (&*self.known, &mut *self.allowed);
        let mut wanted = |source: &mut Source, program: &mut dyn Program, address: u64| {
            !known.contains(address) && allowed(source, program, address)
        };
        self.scanner.scan(start, LIMIT, (&mut *self.source, &mut *self.program), &mut wanted);
        self.queue.push_back(start);
        while let Some(address) = self.queue.pop_front() {
            if self.count > LIMIT {
                break;
            }
            if !self.known.contains(address) && (self.allowed)(self.source, self.program, address) {
                self.line(address)?;
            }
        }
        self.emission.finish();
        Ok(())
    }

    /// Code that should be translated in the same go if there is room.
    pub fn follow(&mut self, address: u64) {
        self.queue.push_back(address);
    }

    fn line(&mut self, start: u64) -> Result<()> {
        let mut address = start;
        loop {
            let items = self.read(address);
            let Some(last) = items.last() else {
                self.emission.jump_original(address);
                return Ok(());
            };
            address = last.node.instruction.next_ip();
            if self.items(&items)? == Next::Ends {
                return Ok(());
            }
        }
    }

    /// The instructions of a run: up to the first that does more than go on or branch.
    fn read(&mut self, start: u64) -> Vec<Item> {
        let mut items = Vec::new();
        let mut address = start;
        while !self.known.contains(address) && self.count <= BLOCK_LIMIT {
            let node = match self.scanner.get(address) {
                Some(node) => node.clone(),
                None => self.scanner.decode(address, (&mut *self.source, &mut *self.program)),
            };
            self.count += 1;
            let flow = node.instruction.flow_control();
            address = node.instruction.next_ip();
            let plain = flow == FlowControl::Next;
            let recording = if plain { recording_of(&node.instruction) } else { Recording::Nothing };
            items.push(Item { node, recording });
            if !plain && flow != FlowControl::ConditionalBranch {
                break;
            }
        }
        items
    }

    /// The instructions from `start` to the first that may change the flow of control, at most `limit` and at least one.
    /// Nothing is known of what follows them.
    pub fn basic_block(&mut self, start: u64, limit: usize) -> Vec<Item> {
        self.scanner.clear();
        let mut items = Vec::new();
        let mut address = start;
        while items.len() < limit {
            let node = self.scanner.decode(address, (&mut *self.source, &mut *self.program));
            address = node.instruction.next_ip();
            let goes_on = node.instruction.flow_control() == FlowControl::Next && !node.instruction.is_invalid();
            let recording = if goes_on { recording_of(&node.instruction) } else { Recording::Nothing };
            items.push(Item { node, recording });
            if !goes_on {
                break;
            }
        }
        items
    }

    fn items(&mut self, items: &[Item]) -> Result<Next> {
        let plan = groups::plan(items);
        let mut group_jumps = Vec::new();
        let mut next = Next::Falls;
        for (at, item) in items.iter().enumerate() {
            let here = self.emission.hot.here();
            self.known.add(item.node.instruction.ip(), here);
            self.group_checks(at, item, &plan, &mut group_jumps);
            next = self.item(item, &plan.guards[at])?;
        }
        for &(first, last) in &plan.copies {
            self.second_copy(items, (first, last), &group_jumps)?;
        }
        Ok(next)
    }

    /// The checks that stand for several accesses. They come before those of single ones, so that nothing is recorded yet
    /// when control goes to the second copy.
    fn group_checks(&mut self, at: usize, item: &Item, plan: &Groups, jumps: &mut Vec<(usize, check::Hit)>) {
        for guard in &plan.guards[at] {
            if let Guard::First(address) = guard {
                jumps.push((at, check::emit(&mut self.emission, address, item.node.dead(), true)));
            }
        }
    }

    /// The items again, each access with a check of its own. Control comes here where a group has hit, and by jumps into
    /// the middle of a group.
    fn second_copy(
        &mut self,
        items: &[Item],
        (first, last): (usize, usize),
        jumps: &[(usize, check::Hit)],
    ) -> Result<()> {
        // Each hit has a place where it takes rcx back before it goes on in the copy.
        let mut ways_in = Vec::new();
        let diversion = self.emission.begin_cold();
        for (at, item) in items.iter().enumerate().take(last + 1).skip(first) {
            let here = self.emission.hot.here();
            let ip = item.node.instruction.ip();
            self.emission.cold_copies.push((here, ip));
            if at > first && !item.node.leader {
                self.known.enter_at(ip, here);
            }
            ways_in.push(here);
            self.single(item)?;
        }
        self.emission.jump_original(items[last].node.instruction.next_ip());
        self.emission.end_cold(diversion);
        for (at, hit) in jumps.iter().filter(|(at, _)| (first..=last).contains(at)) {
            let copy = ways_in[at - first];
            if hit.rcx == Kept::InPlace {
                self.emission.fill_in(hit.jump, copy);
                continue;
            }
            let here = self.emission.cold.here();
            self.emission.fill_in(hit.jump, here);
            check::restore(&mut self.emission.cold, hit.rcx);
            self.emission.cold.jump(copy);
        }
        Ok(())
    }

    /// Translates one instruction with each access checked by itself, where the caller has said it lies.
    pub fn single(&mut self, item: &Item) -> Result<Next> {
        self.item(item, &vec![Guard::Single; groups::operands(item).len()])
    }

    fn item(&mut self, item: &Item, guards: &[Guard]) -> Result<Next> {
        let instruction = &item.node.instruction;
        if instruction.is_invalid() {
            leave_to_original(&mut self.emission, instruction.ip());
            return Ok(Next::Ends);
        }
        match instruction.flow_control() {
            FlowControl::Next => self.plain(item, guards),
            FlowControl::Call if instruction.mnemonic() == Mnemonic::Syscall => {
                syscall::emit(&mut self.emission, instruction.ip(), instruction.next_ip());
                Ok(Next::Falls)
            }
            _ => branch::emit(self, &item.node),
        }
    }

    fn plain(&mut self, item: &Item, guards: &[Guard]) -> Result<Next> {
        let node = &item.node;
        let original = Original { instruction: node.instruction, offsets: node.offsets, bytes: node.bytes() };
        match &item.recording {
            Recording::State(plan, checked) => {
                capture::emit(&mut self.emission, &original, plan.clone(), checked.as_ref(), node.dead())?;
                return Ok(Next::Falls);
            }
            Recording::Unknown => self.unknown += 1,
            Recording::Nothing => {}
            Recording::Cells(cells) => self.checks(cells, guards, node.dead()),
        }
        relocate::copy(&mut self.emission.hot, &original)?;
        Ok(Next::Falls)
    }

    /// The checks of single operands, in order.
    pub fn checks(&mut self, cells: &[(Address, Meaning)], guards: &[Guard], dead: u32) {
        for ((operand, meaning), guard) in cells.iter().zip(guards) {
            if *guard == Guard::Single {
                check::emit_recorded(&mut self.emission, operand, meaning, dead);
            }
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
