//! Calls that are running on one thread, innermost last.
use super::bytes::ByteSet;
use super::spans::{Region, Spans};
use ffiscope_tracefile::flags;

/// An access of a doFfi scope, as it will be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScopeEvent {
    pub address: u64,
    pub size: u64,
    pub write: bool,
    pub certain: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallKind {
    Call,
    /// doFfi: lends its regions to the calls inside it and is not a call in the file.
    Scope,
}

/// What one region of a call is, for its contents.
#[derive(Debug, Clone, Copy)]
pub struct RegionKey {
    pub id: u32,
    pub size: u64,
}

pub struct OpenCall {
    pub id: u32,
    pub kind: CallKind,
    /// In the order of BEGIN: records name regions by index.
    pub regions: Vec<RegionKey>,
    pub spans: Spans,
    /// What it was lent and nobody else uses.
    pub lent: Vec<Region>,
    pub read: ByteSet,
    pub written: ByteSet,
    /// Part of it was not traced.
    pub incomplete: bool,
    /// Only of scopes.
    pub events: Vec<ScopeEvent>,
}

impl OpenCall {
    pub fn new(id: u32, kind: CallKind, regions: &[Region]) -> Self {
        let keys = regions.iter().map(|region| RegionKey { id: region.id, size: region.end - region.start });
        Self {
            id,
            kind,
            regions: keys.collect(),
            spans: Spans::new(regions),
            lent: regions.iter().filter(|region| region.apart).copied().collect(),
            read: ByteSet::default(),
            written: ByteSet::default(),
            incomplete: false,
            events: Vec::new(),
        }
    }

    /// The bytes that accesses of this kind have touched; `row_flags` are those of their rows.
    #[inline]
    pub fn bytes(&mut self, row_flags: u8) -> &mut ByteSet {
        if row_flags & flags::WRITE != 0 {
            &mut self.written
        } else {
            &mut self.read
        }
    }
}

/// One stream of the process.
#[derive(Default)]
pub struct ThreadCalls {
    /// Number in the file, 0 before the first record.
    pub number: u32,
    pub stack: Vec<OpenCall>,
    /// Latest time of the stream, ns since the recording began.
    pub now: u64,
    /// How many scopes are on the stack.
    pub scopes: usize,
}

impl ThreadCalls {
    /// Innermost call that is a call in the file.
    pub fn innermost(&mut self) -> Option<&mut OpenCall> {
        self.stack.iter_mut().rev().find(|call| call.kind == CallKind::Call)
    }

    pub fn push(&mut self, call: OpenCall) {
        self.scopes += usize::from(call.kind == CallKind::Scope);
        self.stack.push(call);
    }

    /// Takes a call off, wherever it is on the stack.
    pub fn remove(&mut self, id: u32) -> Option<OpenCall> {
        let at = self.stack.iter().rposition(|call| call.id == id)?;
        let call = self.stack.remove(at);
        self.scopes -= usize::from(call.kind == CallKind::Scope);
        Some(call)
    }
}
