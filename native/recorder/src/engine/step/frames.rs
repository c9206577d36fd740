//! What is open on a stepped thread.

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

    /// Drops the frames that rsp has left behind on its stack, which ends below `end`: they were jumped over. Gives how
    /// many of them were ways out.
    pub fn unwind(&mut self, rsp: u64, end: u64) -> usize {
        let left = |stack: u64| stack + 8 < rsp && (rsp < end || end <= stack);
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
    use super::{Frame, Frames};

    #[test]
    fn what_was_jumped_over_is_dropped_and_the_rest_stays() {
        let mut frames = Frames::default();
        frames.push(Frame::Call { stack: 0x1000 });
        frames.push(Frame::Outward { stack: 0x800, back: 0x42 });
        frames.push(Frame::Call { stack: 0x400 });
        assert_eq!(frames.awaited(), None, "it is stepped");
        assert_eq!(frames.unwind(0x408, u64::MAX), 0, "a return leaves rsp just above its address");
        assert_eq!(frames.top(), Some(Frame::Call { stack: 0x400 }));
        frames.pop();
        assert_eq!(frames.awaited(), Some(0x42));
        assert_eq!(frames.unwind(0x900, u64::MAX), 1);
        assert_eq!(frames.top(), Some(Frame::Call { stack: 0x1000 }));
        assert_eq!(frames.awaited(), None);
    }

    #[test]
    fn another_stack_is_not_a_way_up() {
        let mut frames = Frames::default();
        frames.push(Frame::Call { stack: 0x1000 });
        assert_eq!(frames.unwind(0x9000, 0x2000), 0, "beyond the end of the stack");
        assert_eq!(frames.top(), Some(Frame::Call { stack: 0x1000 }));
        frames.unwind(0x1800, 0x2000);
        assert_eq!(frames.top(), None);
        frames.push(Frame::Call { stack: 0x8000 });
        frames.unwind(0x9000, 0x2000);
        assert_eq!(frames.top(), None, "an end below the frame is not that of its stack");
    }
}
