//! What is open on a stepped thread.
use super::stacks::Stacks;

/// One step inwards: into a traced call, or out of it into code that is not traced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frame {
    /// A traced call; its return address lies at `stack`.
    Call { stack: u64 },
    /// A thread that traced code started: all it does until it ends.
    Native,
    /// A call out of traced code, which comes back to `back` with rsp just above `stack`.
    Outward { stack: u64, back: u64 },
}

/// Innermost last.
#[derive(Debug, Default)]
pub struct Frames(Vec<Frame>);

impl Frames {
    pub fn push(&mut self, frame: Frame) {
        self.0.push(frame);
    }

    pub fn pop(&mut self) -> Option<Frame> {
        self.0.pop()
    }

    pub fn top(&self) -> Option<Frame> {
        self.0.last().copied()
    }

    pub fn is_native(&self) -> bool {
        self.0.first() == Some(&Frame::Native)
    }

    /// The breakpoint that has to be set: where a thread that is on its way out comes back. None while it is stepped: a
    /// step that ends at a breakpoint can't be told from one that was stopped there.
    pub fn awaited(&self) -> Option<u64> {
        match self.top() {
            Some(Frame::Outward { back, .. }) => Some(back),
            _ => None,
        }
    }

    /// Drops the frames that rsp has left behind on its stack: they were jumped over. Gives how many of them were ways out.
    pub fn unwind(&mut self, rsp: u64, stacks: &Stacks) -> usize {
        let left = |stack: u64| stack + 8 < rsp && stacks.are_one(stack, rsp);
        let mut outward = 0;
        while let Some(frame) = self.top() {
            match frame {
                Frame::Call { stack } if left(stack) => {}
                Frame::Outward { stack, .. } if left(stack) => outward += 1,
                _ => break,
            }
            self.pop();
        }
        outward
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_that_were_jumped_over_go() {
        let stacks = Stacks::of(0x100, 0x2000);
        let mut frames = Frames::default();
        frames.push(Frame::Call { stack: 0x1000 });
        frames.push(Frame::Outward { stack: 0x800, back: 0x42 });
        frames.push(Frame::Call { stack: 0x400 });
        assert_eq!(frames.awaited(), None, "it is stepped");
        assert_eq!(frames.unwind(0x408, &stacks), 0, "a return leaves rsp just above its address");
        assert_eq!(frames.top(), Some(Frame::Call { stack: 0x400 }));
        frames.pop();
        assert_eq!(frames.awaited(), Some(0x42));
        assert_eq!(frames.unwind(0x900, &stacks), 1);
        assert_eq!(frames.top(), Some(Frame::Call { stack: 0x1000 }));
        assert_eq!(frames.awaited(), None);
        frames.unwind(0x9000, &stacks);
        assert_eq!(frames.top(), Some(Frame::Call { stack: 0x1000 }), "another stack is not a way up");
    }
}
