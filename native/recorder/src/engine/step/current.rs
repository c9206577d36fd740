//! The instruction that a thread is in the middle of.
use super::instructions::Known;
use super::registers::Moment;
use super::syscall::Pending;
use crate::engine::{RawAccess, Stream};
use crate::supervise::tracee::{Registers, Tracee};
use ffiscope_decode::Access;
use nix::errno::Errno;
use std::sync::Arc;

pub struct Current {
    pub pc: u64,
    pub known: Arc<Known>,
    pub before: Moment,
    pub system_call: Option<Pending>,
}

impl Current {
    /// A repeated instruction that a thread with these registers goes on with.
    pub fn goes_on(&self, registers: &Registers) -> bool {
        self.pc == registers.rip && self.before.general.rsp == registers.rsp && self.known.plan.is_repeated()
    }

    pub fn report(&self, tracee: Tracee, after: Registers, stream: &mut dyn Stream) -> Result<(), Errno> {
        let plan = &self.known.plan;
        let after = if plan.after.needs_extended() { Moment::extended(after, &tracee)? } else { Moment::of(after) };
        let mut accesses: Vec<Access> = Vec::new();
        plan.accesses(&self.before, Some(&after), &mut accesses);
        for access in accesses {
            let Access { address, size, kind, certain, count } = access;
            stream.access(tracee.tid, RawAccess { pc: self.pc, address, size, kind, certain, count });
        }
        Ok(())
    }
}
