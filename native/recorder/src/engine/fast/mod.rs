//! The fast engine: calls run a translated copy of the library's code that notes its own accesses.
//!
//! How it works, with a picture, is in docs/engine.md. The modules, from the outside in:
//! ```text
//! mod         requests of the program's threads      expand   STATE records to accesses
//! translator  from an address to its translation     blocks, lookup, landings, ranges, sites   what is known so far
//! block       straight code, instruction by instruction      scan, groups   what it needs to know before
//! changing, retired   the same for code that may change at any time, and what it was before
//! branch, syscall, check, capture, relocate           templates for one instruction
//! signals, places                                    handlers of the program's own
//! asm, memory, routines, emission, source, program    bytes in, bytes out
//! ```
pub mod access;
mod asm;
mod block;
mod blocks;
mod branch;
mod capture;
mod changing;
mod check;
mod emission;
mod expand;
mod groups;
mod landings;
mod lookup;
mod memory;
mod pad;
mod places;
mod program;
mod ranges;
mod relocate;
mod repeated;
mod retired;
mod routines;
mod scan;
mod signals;
mod sites;
mod source;
mod stored;
mod syscall;
mod translator;

use super::{Engine, RawAccess, Record, Site, Stream, Verdict};
use crate::session::memory::futex_wake;
use crate::session::process::Process;
use crate::supervise::tracee::{Registers, Stop, Tracee};
use anyhow::{bail, ensure, Context, Result};
use asm::Tls;
use emission::Environment;
use expand::Expander;
use ffiscope_wire::session::{rpc, ThreadBlock, MAX_FOREIGN, MAX_THREADS};
use ffiscope_wire::tls::{code, entry, STUB_BYTES, STUB_TARGET};
use memory::CodeMemory;
use places::Places;
use program::Requester;
use signals::Signals;
use source::{Program, PAGE};
use std::sync::atomic::Ordering;
use translator::Translator;

#[derive(Default)]
pub struct FastEngine {
    /// Set once the agent is ready.
    translator: Option<Translator>,
    expander: Expander,
    stubs: (u64, u64),
    forgotten: Vec<(u64, u64)>,
    signals: Signals,
    /// What writes store is wanted.
    values: bool,
}

/// Fails where the processor lacks what translated code is made of.
pub fn create(values: bool) -> Result<Box<dyn Engine>> {
    if !std::arch::is_x86_feature_detected!("bmi2") {
        bail!("the fast engine needs a processor with BMI2 (Intel Haswell, AMD Zen or later); use --engine step");
    }
    Ok(Box::new(FastEngine { values, ..FastEngine::default() }))
}

impl Engine for FastEngine {
    fn attach(&mut self, process: &Process) -> Result<()> {
        let agent = &process.session.header().agent;
        let entries = |index: usize| agent.entries[index].load(Ordering::Acquire);
        let shadow = u32::try_from(entries(entry::SHADOW)).ok().filter(|&shadow| shadow < 1 << 31);
        let shadow = shadow.filter(|&shadow| shadow != 0).context("the agent has no shadow table")?;
        let base = agent.code_base.load(Ordering::Acquire);
        ensure!(
            code::BASES.contains(&base),
            "all places for translated code are taken in this program; use --engine step"
        );
        let tls =
            Tls(i32::try_from(agent.tls_offset.load(Ordering::Acquire)).context("thread variables are far from fs")?);
        // SAFETY: the code memory of the process is mapped writable as long as the process is known, and engines go first.
        let mut memory = unsafe { CodeMemory::new(process.code.base(), process.code.size() as u64, base) };
        let routines = routines::emit(&mut memory, tls, &entries)?;
        self.translator =
            Some(Translator::new(memory, Environment { tls, code_base: base, shadow, values: self.values, routines }));
        self.stubs = (entries(entry::STUBS), entries(entry::STUBS_END));
        Ok(())
    }

    fn serve(&mut self, process: &Process) {
        let seen = process.session.header().threads_seen.load(Ordering::Acquire) as usize;
        for thread in 0..seen.min(MAX_THREADS) {
            self.answer(process, thread);
        }
    }

    fn site(&mut self, site: u32) -> Option<Site> {
        self.translator.as_ref()?.sites.describe(site)
    }

    fn expand(&mut self, thread: usize, record: Record<'_>, out: &mut Vec<RawAccess>) {
        if let Some(translator) = &self.translator {
            self.expander.record(&translator.sites, thread, record, out);
        }
    }

    fn original_pc(&self, pc: u64) -> Option<u64> {
        self.translator.as_ref()?.original_pc(pc)
    }

    fn original_at(&self, process: &Process, registers: &Registers) -> Option<u64> {
        let places = Places(self.translator.as_ref()?);
        places.target(process, registers).or_else(|| places.covering(registers.rip))
    }

    fn stopped(&mut self, process: &Process, tracee: &mut Tracee, stop: &Stop, _stream: &mut dyn Stream) -> Verdict {
        let Some(translator) = &self.translator else { return Verdict::NotMine };
        // A thread that was killed in the meantime reports its end by itself.
        self.signals.stopped(process, *tracee, *stop, &Places(translator)).unwrap_or(Verdict::NotMine)
    }

    fn thread_gone(&mut self, tid: i32) {
        self.signals.forget(tid);
    }

    fn stream_ended(&mut self, thread: usize) {
        self.expander.end(thread);
    }

    fn take_forgotten(&mut self) -> Vec<(u64, u64)> {
        std::mem::take(&mut self.forgotten)
    }

    fn take_gaps(&mut self) -> Vec<(String, u64)> {
        self.translator.as_mut().map(Translator::take_gaps).unwrap_or_default()
    }
}

impl FastEngine {
    fn answer(&mut self, process: &Process, thread: usize) {
        let block = process.session.thread(thread);
        let arguments = [0, 1].map(|index| block.rpc_args[index].load(Ordering::Relaxed));
        match block.rpc_state.load(Ordering::Acquire) {
            rpc::TRANSLATE => {
                let found = self.translate(process, thread, block.rpc_args[0].load(Ordering::Relaxed));
                finish(block, found);
            }
            rpc::FORGET => {
                if let Some(translator) = &mut self.translator {
                    translator.forget(arguments[0], arguments[1]);
                    self.forgotten.push((arguments[0], arguments[1]));
                }
                finish(block, 0);
            }
            _ => {}
        }
    }

    fn translate(&mut self, process: &Process, thread: usize, target: u64) -> u64 {
        let stubs = self.stubs;
        let Some(translator) = &mut self.translator else { return 0 };
        translator.foreign = foreign(process);
        let mut program = Requester { process, thread };
        let function = match (stubs.0..stubs.1).contains(&target) {
            true => stub_target(target, &mut program),
            false => None,
        };
        translator.resolve(function.unwrap_or(target), &mut program)
    }
}

fn finish(block: &ThreadBlock, result: u64) {
    block.rpc_result.store(result, Ordering::Relaxed);
    block.rpc_state.store(rpc::DONE, Ordering::Release);
    futex_wake(&block.rpc_state);
}

fn foreign(process: &Process) -> Vec<(u64, u64)> {
    let header = process.session.header();
    let count = (header.foreign_count.load(Ordering::Acquire) as usize).min(MAX_FOREIGN);
    let range =
        |pair: &[std::sync::atomic::AtomicU64; 2]| (pair[0].load(Ordering::Relaxed), pair[1].load(Ordering::Relaxed));
    header.foreign[..count].iter().map(range).collect()
}

/// The function that a call stub stands for; native code that got hold of the stub means the function.
fn stub_target(stub: u64, program: &mut dyn Program) -> Option<u64> {
    let at = stub / STUB_BYTES as u64 * STUB_BYTES as u64 + STUB_TARGET as u64;
    let mut page = [0; PAGE];
    let within = at as usize & (PAGE - 1);
    program
        .read_page(at - within as u64, &mut page)
        .then(|| u64::from_le_bytes(page[within..within + 8].try_into().unwrap()))
}
