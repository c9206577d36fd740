//! What is open on one thread: calls, ways out of them into code that is not traced, scopes.
//!
//! Return addresses stay on the program's stack, so that unwinding and longjmp work; a frame here remembers the place
//! on the stack it belongs to, and is recognised by it. Frames that were jumped over go when one below them is reached.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A traced call; `slot` is its armed slot.
    Call,
    /// Traced code has called out; its own return address is kept here, the agent's is on the stack.
    Outward,
    /// Memory scope opened by JavaScript.
    Scope,
}

#[derive(Clone, Copy)]
pub struct Frame {
    pub kind: Kind,
    /// Where the return address lies; 0 for scopes.
    pub stack: u64,
    /// The original return address.
    pub back: u64,
    pub call: u64,
    pub slot: usize,
}

pub const DEPTH: usize = 512;

pub struct Side {
    depth: usize,
    frames: [Frame; DEPTH],
}

impl Side {
    /// False when there is no room.
    pub fn push(&mut self, frame: Frame) -> bool {
        match self.frames.get_mut(self.depth) {
            Some(place) => {
                *place = frame;
                self.depth += 1;
                true
            }
            None => false,
        }
    }

    pub fn pop(&mut self) -> Option<Frame> {
        self.depth = self.depth.checked_sub(1)?;
        self.frames.get(self.depth).copied()
    }

    pub fn top(&self) -> Option<&Frame> {
        self.frames.get(self.depth.checked_sub(1)?)
    }

    /// Whether a frame is there that `is_it` recognises.
    pub fn has(&self, is_it: impl Fn(&Frame) -> bool) -> bool {
        self.open().iter().any(is_it)
    }

    /// Innermost call or scope, 0 if none is open.
    pub fn innermost(&self) -> u64 {
        self.open().iter().rev().find(|frame| frame.kind != Kind::Outward).map_or(0, |frame| frame.call)
    }

    fn open(&self) -> &[Frame] {
        self.frames.get(..self.depth).unwrap_or(&[])
    }
}
