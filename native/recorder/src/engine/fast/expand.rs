//! From STATE records to accesses.
use super::sites::{Meaning, Sites};
use crate::engine::{RawAccess, Record};
use ffiscope_decode::{Plan, State};
use ffiscope_wire::state::{FLAGS_AT, LONG, MASK_AT, SEGMENT_AT, SHORT, VECTOR_AT};
use std::collections::HashMap;
use std::sync::Arc;

/// Instructions of each thread whose STATE_AFTER is still to come.
#[derive(Default)]
pub struct Expander {
    open: HashMap<usize, Open>,
}

struct Open {
    site: u64,
    pc: u64,
    plan: Arc<Plan>,
    before: Captured,
}

impl Expander {
    pub fn record(&mut self, sites: &Sites, thread: usize, record: Record<'_>, out: &mut Vec<RawAccess>) {
        match record {
            Record::State { a, payload } => self.before(sites, thread, a, payload, out),
            Record::StateAfter { a, payload } => self.after(thread, a, payload, out),
        }
    }

    /// The thread's stream is over; an instruction that never finished still gives what is known of it.
    pub fn end(&mut self, thread: usize) {
        self.open.remove(&thread);
    }

    fn before(&mut self, sites: &Sites, thread: usize, site: u64, payload: &[u8], out: &mut Vec<RawAccess>) {
        self.finish(thread, None, out);
        let meaning = u32::try_from(site).ok().and_then(|site| sites.get(site));
        let Some(Meaning::State { pc, plan }) = meaning else { return };
        let Some(before) = Captured::parse(payload, plan) else { return };
        if plan.after.is_empty() {
            evaluate(*pc, plan, &before, None, out);
        } else {
            self.open.insert(thread, Open { site, pc: *pc, plan: plan.clone(), before });
        }
    }

    fn after(&mut self, thread: usize, site: u64, payload: &[u8], out: &mut Vec<RawAccess>) {
        if self.open.get(&thread).is_some_and(|open| open.site == site) {
            self.finish(thread, Some(payload), out);
        }
    }

    fn finish(&mut self, thread: usize, after: Option<&[u8]>, out: &mut Vec<RawAccess>) {
        let Some(open) = self.open.remove(&thread) else { return };
        let after = after.and_then(|payload| Captured::parse(payload, &open.plan));
        evaluate(open.pc, &open.plan, &open.before, after.as_ref(), out);
    }
}

fn evaluate(pc: u64, plan: &Plan, before: &Captured, after: Option<&Captured>, out: &mut Vec<RawAccess>) {
    let mut accesses = Vec::new();
    plan.accesses(before, after.map(|state| state as &dyn State), &mut accesses);
    out.extend(accesses.into_iter().map(|access| RawAccess {
        pc,
        address: access.address,
        size: access.size,
        kind: access.kind,
        certain: access.certain,
        count: access.count,
    }));
}

/// Registers from a record. Vector registers are those that the plan names, in ascending order.
struct Captured {
    words: [u64; SHORT / 8],
    vectors: Vec<(usize, [u8; 64])>,
    mask: u64,
}

impl Captured {
    fn parse(payload: &[u8], plan: &Plan) -> Option<Self> {
        let word = |at: usize| Some(u64::from_le_bytes(payload.get(at..at + 8)?.try_into().ok()?));
        let mut words = [0; SHORT / 8];
        for (index, place) in words.iter_mut().enumerate() {
            *place = word(index * 8)?;
        }
        let mut captured = Self { words, vectors: Vec::new(), mask: 0 };
        if payload.len() >= LONG {
            let numbers = (0..32).filter(|number| plan.before.vectors >> number & 1 != 0);
            for (number, at) in numbers.zip(VECTOR_AT) {
                captured.vectors.push((number, payload.get(at..at + 64)?.try_into().ok()?));
            }
            captured.mask = word(MASK_AT)?;
        }
        Some(captured)
    }
}

impl State for Captured {
    fn gpr(&self, number: usize) -> u64 {
        self.words.get(number).copied().unwrap_or(0)
    }

    fn flags(&self) -> u64 {
        self.words[FLAGS_AT / 8]
    }

    fn vector(&self, number: usize) -> [u8; 64] {
        self.vectors.iter().find(|(held, _)| *held == number).map_or([0; 64], |(_, bytes)| *bytes)
    }

    fn mmx(&self, _number: usize) -> u64 {
        self.mask
    }

    fn mask(&self, _number: usize) -> u64 {
        self.mask
    }

    /// An instruction names one segment: the record has the base of that one.
    fn fs_base(&self) -> u64 {
        self.words[SEGMENT_AT / 8]
    }

    fn gs_base(&self) -> u64 {
        self.words[SEGMENT_AT / 8]
    }
}
