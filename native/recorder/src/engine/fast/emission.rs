//! What is written while one piece of code is translated.
use super::asm::{Asm, Tls};
use super::check::Hit;
use super::pad;
use super::routines::Routines;
use super::sites::Sites;
use super::stored::Source;
use ffiscope_decode::Address;

/// What translated code has to know of its surroundings.
#[derive(Debug, Clone, Copy)]
pub struct Environment {
    pub tls: Tls,
    /// Address of code memory in the program.
    pub code_base: u64,
    /// Address of the shadow table, below 2 GiB.
    pub shadow: u32,
    /// Hit pads keep what writes store.
    pub values: bool,
    pub routines: Routines,
}

/// A direct branch whose displacement waits for its target's translation.
#[derive(Debug, Clone, Copy)]
pub struct Branch {
    pub cold: bool,
    /// Position of the displacement in the buffer.
    pub at: usize,
    /// Original address.
    pub target: u64,
}

/// A hit pad that is still to be written, behind everything else.
pub struct Pad {
    pub hit: Hit,
    pub operand: Address,
    pub site: u32,
    /// What the access is going to write, and how many bytes.
    pub stores: Option<(Source, u32)>,
    pub dead: u32,
    /// Where control goes on.
    pub back: u64,
}

/// Hot code that waits while cold code is written in its place.
pub struct Diversion {
    hot: Asm,
    first_branch: usize,
}

pub struct Emission {
    pub hot: Asm,
    pub cold: Asm,
    pub environment: Environment,
    /// On loan from the translator.
    pub sites: Sites,
    pub branches: Vec<Branch>,
    pub pads: Vec<Pad>,
    /// Landing pads: (original address, address of the pad).
    pub landings: Vec<(u64, u64)>,
    /// Copies of instructions that lie in cold code: (address, original address).
    pub cold_copies: Vec<(u64, u64)>,
}

impl Emission {
    pub fn new(environment: Environment, hot: u64, cold: u64, sites: Sites) -> Self {
        Self {
            hot: Asm::new(environment.code_base + hot, environment.tls),
            cold: Asm::new(environment.code_base + cold, environment.tls),
            environment,
            sites,
            branches: Vec::new(),
            pads: Vec::new(),
            landings: Vec::new(),
            cold_copies: Vec::new(),
        }
    }

    /// From here on, what is put into `hot` lies at the end of cold code, until [`Self::end_cold`]. Nothing may be put into
    /// `cold` meanwhile.
    pub fn begin_cold(&mut self) -> Diversion {
        let away = Asm::new(self.cold.here(), self.environment.tls);
        Diversion { hot: std::mem::replace(&mut self.hot, away), first_branch: self.branches.len() }
    }

    pub fn end_cold(&mut self, diversion: Diversion) {
        let lead = self.cold.bytes.len();
        let written = std::mem::replace(&mut self.hot, diversion.hot);
        debug_assert_eq!(written.base, self.cold.here());
        self.cold.put(&written.bytes);
        for branch in &mut self.branches[diversion.first_branch..] {
            (branch.cold, branch.at) = (true, branch.at + lead);
        }
    }

    /// Lets the jump whose displacement lies at an address go to `target`.
    pub fn fill_in(&mut self, displacement: u64, target: u64) {
        let buffer = if displacement >= self.cold.base { &mut self.cold } else { &mut self.hot };
        let at = (displacement - buffer.base) as usize;
        let relative = target.wrapping_sub(displacement + 4) as u32;
        buffer.bytes[at..at + 4].copy_from_slice(&relative.to_le_bytes());
    }

    /// Writes the hit pads.
    pub fn finish(&mut self) {
        for pad in std::mem::take(&mut self.pads) {
            pad::emit(self, &pad);
        }
    }

    /// Offset in code memory of an address in it.
    pub fn offset(&self, address: u64) -> i32 {
        (address - self.environment.code_base) as i32
    }

    /// The displacement of a branch to `target`, to be filled in; the opcode was put with `align_link`.
    pub fn branch(&mut self, target: u64) {
        self.branches.push(Branch { cold: false, at: self.hot.bytes.len(), target });
        self.hot.put(&[0; 4]);
    }

    /// `jmp` to the translation of `target`.
    pub fn jump_original(&mut self, target: u64) {
        self.hot.align_link(1);
        self.hot.put(&[0xe9]);
        self.branch(target);
    }
}
