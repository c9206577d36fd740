//! Time marks of one thread's accesses: time is known where the stream was marked and linear in between.
use crate::varint;

#[derive(Debug, Default)]
pub struct Times {
    /// (access index in the block, ns); ascending in both.
    marks: Vec<(u32, u64)>,
    latest: u64,
}

impl Times {
    /// The access with this index, and those after it, happen at `ns` or later. Of several marks at one index the
    /// first (end of what was before) and the last (start of what follows) are kept.
    pub fn mark(&mut self, index: usize, ns: u64) {
        let ns = ns.max(self.latest);
        self.latest = ns;
        let index = index as u32;
        match self.marks.as_slice() {
            [.., (a, _), (b, _)] if *a == index && *b == index => {
                self.marks.pop();
            }
            [.., (a, t)] if *a == index && *t == ns => return,
            _ => {}
        }
        self.marks.push((index, ns));
    }

    pub fn start(&self) -> u64 {
        self.marks.first().map_or(self.latest, |mark| mark.1)
    }

    pub fn end(&self) -> u64 {
        self.latest
    }

    /// What the next block begins with.
    pub fn following(&self) -> Times {
        Times { marks: vec![(0, self.latest)], latest: self.latest }
    }

    /// Appends the marks.
    pub fn encode(&self, out: &mut Vec<u8>) {
        let marks = if self.marks.is_empty() { &[(0, self.latest)] } else { self.marks.as_slice() };
        varint::put(out, marks.len() as u64);
        let (mut index, mut ns) = (0, 0);
        for &(next_index, next_ns) in marks {
            varint::put(out, u64::from(next_index - index));
            varint::put(out, next_ns - ns);
            (index, ns) = (next_index, next_ns);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_first_and_the_last_mark_of_an_index() {
        let mut times = Times::default();
        for ns in [5, 6, 7, 9] {
            times.mark(3, ns);
        }
        assert_eq!(times.marks, [(3, 5), (3, 9)]);
    }

    #[test]
    fn time_never_goes_back() {
        let mut times = Times::default();
        times.mark(0, 100);
        times.mark(4, 50);
        let mut out = Vec::new();
        times.encode(&mut out);
        assert_eq!(out, [2, 0, 100, 4, 0]);
        assert_eq!(times.following().marks, [(0, 100)]);
    }
}
