//! The stacks that a thread runs on: which places lie on the same one.
use crate::session::process::Process;
use crate::supervise::tracee::Registers;

/// ucontext_t: where the alternate stack and its size stand.
const SS_SP: u64 = 16;
const SS_SIZE: u64 = 32;

type Range = (u64, u64);

#[derive(Debug, Default)]
pub struct Stacks {
    /// Mappings that stack pointers were in.
    known: Vec<Range>,
    /// The alternate stack of the last handler. It may lie in the same mapping as the thread's own.
    alternate: Option<Range>,
}

impl Stacks {
    /// A call begins with this stack pointer.
    pub fn meet(&mut self, process: &Process, rsp: u64) {
        if let Some(range) = mapping(process.pid, rsp) {
            self.known.retain(|known| known.1 <= range.0 || range.1 <= known.0);
            self.known.push(range);
        }
    }

    /// A handler begins; rdx points to its context.
    pub fn handler(&mut self, process: &Process, registers: &Registers) {
        let word = |offset| {
            let mut bytes = [0; 8];
            (process.read_memory(registers.rdx + offset, &mut bytes) == 8).then(|| u64::from_le_bytes(bytes))
        };
        if let (Some(start), Some(size)) = (word(SS_SP), word(SS_SIZE)) {
            let range = (start, start.saturating_add(size));
            if contains(range, registers.rsp) {
                self.alternate = Some(range);
            }
        }
    }

    pub fn are_one(&self, one: u64, other: u64) -> bool {
        let split = self.alternate.is_some_and(|range| contains(range, one) != contains(range, other));
        !split && self.known.iter().any(|&range| contains(range, one) && contains(range, other))
    }
}

fn contains((start, end): Range, address: u64) -> bool {
    (start..end).contains(&address)
}

fn mapping(pid: i32, address: u64) -> Option<Range> {
    let maps = std::fs::read_to_string(format!("/proc/{pid}/maps")).ok()?;
    let range = |line: &str| {
        let (start, end) = line.split_ascii_whitespace().next()?.split_once('-')?;
        Some((u64::from_str_radix(start, 16).ok()?, u64::from_str_radix(end, 16).ok()?))
    };
    maps.lines().filter_map(range).find(|&range| contains(range, address))
}

#[cfg(test)]
impl Stacks {
    pub fn of(start: u64, end: u64) -> Self {
        Self { known: vec![(start, end)], alternate: None }
    }
}

#[cfg(test)]
mod tests {
    use super::Stacks;

    #[test]
    fn an_alternate_stack_is_another_one_even_in_the_same_mapping() {
        let stacks = Stacks { known: vec![(0x1000, 0x9000)], alternate: Some((0x8000, 0x9000)) };
        assert!(stacks.are_one(0x2000, 0x7ff8));
        assert!(!stacks.are_one(0x2000, 0x8800));
        assert!(!stacks.are_one(0x2000, 0xa000));
    }
}
