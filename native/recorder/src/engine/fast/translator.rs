//! Gives the translation of any address, making it first where there is none.
use super::block::Translation;
use super::blocks::{Blocks, ByAddress};
use super::changing::{self, Snapshot};
use super::emission::{Branch, Emission, Environment};
use super::landings::Landings;
use super::lookup;
use super::memory::CodeMemory;
use super::ranges::Ranges;
use super::retired::Retired;
use super::scan::Scanner;
use super::sites::Sites;
use super::source::{Place, Program, Source};
use std::collections::BTreeMap;

/// Longer than any block of changing code, bytes.
const MOST_OF_A_BLOCK: u64 = 1024;

#[derive(Clone, Copy)]
enum Kind {
    Fixed,
    Changing,
}

pub struct Translator {
    pub memory: CodeMemory,
    pub environment: Environment,
    pub sites: Sites,
    pub blocks: Blocks,
    source: Source,
    ranges: Ranges,
    scanner: Scanner,
    landings: Landings,
    /// Direct branches (offsets of displacements) to code that has no translation yet.
    pending: ByAddress<Vec<u64>>,
    /// What translations of code that may change were made from.
    changing: ByAddress<Snapshot>,
    /// Translations of such code that has gone: it often comes back, byte by byte, where it was.
    retired: Retired,
    /// Exits to code that has no translation yet.
    exits: ByAddress<u64>,
    /// Half-open ranges that are called as they are: the binding and the agent.
    pub foreign: Vec<(u64, u64)>,
    gaps: BTreeMap<String, u64>,
}

impl Translator {
    pub fn new(memory: CodeMemory, environment: Environment) -> Self {
        Self {
            blocks: Blocks::new(memory.base),
            memory,
            environment,
            sites: Sites::default(),
            source: Source::default(),
            ranges: Ranges::default(),
            scanner: Scanner::default(),
            landings: Landings::default(),
            pending: ByAddress::default(),
            exits: ByAddress::default(),
            changing: ByAddress::default(),
            retired: Retired::default(),
            foreign: Vec::new(),
            gaps: BTreeMap::new(),
        }
    }

    /// Address in code memory (as the program sees it) to go to for `target`; 0: go to `target` itself.
    pub fn resolve(&mut self, target: u64, program: &mut dyn Program) -> u64 {
        let offset = match self.offset_of(target, program) {
            Some(offset) => offset,
            None => return 0,
        };
        lookup::insert(&mut self.memory, target, offset);
        if self.landings.lacks(&self.memory, target) {
            let leaves = offset == self.environment.routines.foreign;
            self.landings.make(&mut self.memory, &self.environment, (target, offset), leaves);
        }
        self.environment.code_base + offset
    }

    fn offset_of(&mut self, target: u64, program: &mut dyn Program) -> Option<u64> {
        if let Some(offset) = self.blocks.offset(target) {
            if self.is_current(target, program) {
                return Some(offset);
            }
            self.outdated(target, offset);
        }
        self.place_of(target, program)
    }

    /// Whether the bytes that `target` was translated from are still there.
    fn is_current(&mut self, target: u64, program: &mut dyn Program) -> bool {
        let Some(snapshot) = self.changing.get(&target) else { return true };
        self.source.read_again(target, target + snapshot.bytes.len() as u64);
        self.source.has(target, &snapshot.bytes, program)
    }

    /// Replaces a translation whose code has changed: a thread that comes to it looks for the current one.
    fn outdated(&mut self, target: u64, offset: u64) {
        self.blocks.remove(target);
        lookup::remove(&mut self.memory, target);
        self.landings.forget_one(&mut self.memory, target);
        if let Some(snapshot) = self.changing.remove(&target) {
            self.memory.link(snapshot.link, snapshot.newer);
            self.retired.add(target, snapshot, offset);
        }
    }

    fn place_of(&mut self, target: u64, program: &mut dyn Program) -> Option<u64> {
        if self.is_foreign(target) {
            return Some(self.environment.routines.foreign);
        }
        match self.source.place(target, program) {
            Place::NoCode => None,
            Place::Changing { start, end } => {
                self.ranges.add(&mut self.memory, start, end);
                self.source.read_again(target, target + MOST_OF_A_BLOCK);
                if !self.revive(target, program) {
                    self.translate(target, Kind::Changing, program);
                }
                self.blocks.offset(target)
            }
            Place::Code { start, end } => {
                self.ranges.add(&mut self.memory, start, end);
                self.translate(target, Kind::Fixed, program);
                self.blocks.offset(target)
            }
        }
    }

    /// Whether there is a translation from a time when this code was here before.
    fn revive(&mut self, target: u64, program: &mut dyn Program) -> bool {
        let source = &mut self.source;
        let Some((snapshot, offset)) = self.retired.take(target, |bytes| source.has(target, bytes, program)) else {
            return false;
        };
        self.blocks.put_back(target, offset);
        self.use_snapshot(target, snapshot);
        self.link(&[target]);
        true
    }

    /// The translation of `start` that was made from this is the current one.
    fn use_snapshot(&mut self, start: u64, snapshot: Snapshot) {
        self.memory.link(snapshot.link, snapshot.link + 4);
        self.changing.insert(start, snapshot);
    }

    fn is_foreign(&self, address: u64) -> bool {
        self.foreign.iter().any(|&(start, end)| (start..end).contains(&address))
    }

    fn count(&mut self, what: &str, many: u64) {
        if many > 0 {
            *self.gaps.entry(what.to_owned()).or_default() += many;
        }
    }

    pub fn take_gaps(&mut self) -> Vec<(String, u64)> {
        std::mem::take(&mut self.gaps).into_iter().collect()
    }

    fn translate(&mut self, start: u64, kind: Kind, program: &mut dyn Program) {
        if let Err(error) = self.memory.check_space() {
            return self.count(&error.to_string(), 1);
        }
        let (hot, cold) = self.memory.next();
        let emission = Emission::new(self.environment, hot, cold, std::mem::take(&mut self.sites));
        let foreign = self.foreign.clone();
        let mut allowed = |source: &mut Source, program: &mut dyn Program, address: u64| {
            let foreign = foreign.iter().any(|&(start, end)| (start..end).contains(&address));
            !foreign && matches!(source.place(address, program), Place::Code { .. })
        };
        let mut translation =
            Translation::new(emission, (&mut self.source, program), &mut self.blocks, &mut allowed, &mut self.scanner);
        let result = match kind {
            Kind::Fixed => translation.run(start).map(|()| None),
            Kind::Changing => changing::translate(&mut translation, start).map(Some),
        };
        let unknown = translation.unknown;
        let mut emission = translation.emission;
        self.sites = std::mem::take(&mut emission.sites);
        let new = self.blocks.take_new();
        let snapshot = match result {
            Ok(snapshot) => snapshot,
            Err(error) => {
                // Nothing links to what was written so far; it is dropped.
                for address in new {
                    self.blocks.remove(address);
                }
                return self.count(&format!("code that could not be translated ({error})"), 1);
            }
        };
        let waiting = self.resolve_branches(&mut emission);
        self.blocks.add_cold(&emission.cold_copies);
        self.memory.append(&emission.hot.bytes, &emission.cold.bytes);
        for (target, at) in waiting {
            self.pending.entry(target).or_default().push(at);
        }
        self.link(&new);
        if let Some(snapshot) = snapshot {
            self.use_snapshot(start, snapshot);
        }
        for &(address, pad) in &emission.landings {
            self.landings.enter(&mut self.memory, address, pad - self.environment.code_base);
        }
        self.count("instructions whose memory accesses are not known", unknown);
    }

    /// Fills in the displacements of all branches of an emission. Those whose targets have no translation go to an exit,
    /// and are given as (target, offset of the displacement).
    fn resolve_branches(&mut self, emission: &mut Emission) -> Vec<(u64, u64)> {
        let mut waiting = Vec::new();
        for branch in std::mem::take(&mut emission.branches) {
            let target = match self.blocks.offset(branch.target) {
                Some(offset) => self.environment.code_base + offset,
                None => {
                    let base = if branch.cold { emission.cold.base } else { emission.hot.base };
                    waiting.push((branch.target, base + branch.at as u64 - self.environment.code_base));
                    self.exit_to(emission, branch.target)
                }
            };
            patch(emission, branch, target);
        }
        waiting
    }

    /// Cold code that looks `target` up; made once for each target.
    fn exit_to(&mut self, emission: &mut Emission, target: u64) -> u64 {
        if let Some(&exit) = self.exits.get(&target) {
            return exit;
        }
        let lookup = self.environment.routines.lookup;
        let cold = &mut emission.cold;
        let exit = cold.here();
        lookup::save_registers(cold);
        cold.constant(super::asm::RCX, target);
        cold.jump(lookup);
        self.exits.insert(target, exit);
        exit
    }

    /// Points branches that waited for these addresses to them.
    fn link(&mut self, new: &[u64]) {
        for address in new {
            let (Some(places), Some(offset)) = (self.pending.remove(address), self.blocks.offset(*address)) else {
                continue;
            };
            for place in places {
                self.memory.link(place, offset);
            }
        }
    }

    /// The code in `[start, end)` has gone or is another.
    pub fn forget(&mut self, start: u64, end: u64) {
        self.source.forget(start, end);
        self.ranges.remove(&mut self.memory, start, end);
        for (address, offset) in self.blocks.forget(start, end) {
            if let Some(snapshot) = self.changing.remove(&address) {
                self.retired.add(address, snapshot, offset);
            }
            lookup::remove(&mut self.memory, address);
        }
        self.landings.forget(&mut self.memory, start, end);
    }

    /// See [`crate::engine::Engine::original_pc`].
    pub fn original_pc(&self, pc: u64) -> Option<u64> {
        let (hot, cold) = self.memory.next();
        let offset = pc.checked_sub(self.environment.code_base).filter(|&offset| offset < cold)?;
        self.blocks.original(offset, hot)
    }
}

fn patch(emission: &mut Emission, branch: Branch, target: u64) {
    let buffer = if branch.cold { &mut emission.cold } else { &mut emission.hot };
    let next = buffer.base + branch.at as u64 + 4;
    let relative = target.wrapping_sub(next) as u32;
    buffer.bytes[branch.at..branch.at + 4].copy_from_slice(&relative.to_le_bytes());
}
