//! What is written while one piece of code is translated.
use super::asm::{Asm, Tls};
use super::routines::Routines;
use super::sites::Sites;

/// What translated code has to know of its surroundings.
#[derive(Debug, Clone, Copy)]
pub struct Environment {
    pub tls: Tls,
    /// Address of code memory in the program.
    pub code_base: u64,
    /// Address of the shadow table, below 2 GiB.
    pub shadow: u32,
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

pub struct Emission {
    pub hot: Asm,
    pub cold: Asm,
    pub environment: Environment,
    /// On loan from the translator.
    pub sites: Sites,
    pub branches: Vec<Branch>,
    /// Return addresses after calls; the lookup table should know them early.
    pub returns: Vec<u64>,
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
            returns: Vec::new(),
            cold_copies: Vec::new(),
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
