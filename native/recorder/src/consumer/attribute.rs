//! Finds the region of an access, in the order that `docs/architecture.md` gives, and cuts accesses at region ends.
use super::calls::ThreadCalls;
use super::gone::Gone;
use super::spans::{Region, Spans, Stretch};

/// What holds for all accesses that begin in a stretch of addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// In this region.
    Inside(Region),
    /// In no region; the nearest one of the same owner. Recorded up to this address at most.
    Near(Region, u64),
    /// Not the program's memory as far as tracing goes.
    Untracked,
}

const WAYS: usize = 16;

/// Answers found before, by instruction: an instruction tends to stay in one region.
pub struct Cache {
    entries: [(Stretch, Target); WAYS],
}

impl Default for Cache {
    fn default() -> Self {
        Self { entries: [(Stretch { low: 0, high: 0 }, Target::Untracked); WAYS] }
    }
}

impl Cache {
    #[inline]
    pub fn get(&self, insn: u32, address: u64) -> Option<(Stretch, Target)> {
        let entry = self.entries[insn as usize % WAYS];
        entry.0.contains(address).then_some(entry)
    }

    /// The region that holds all of an access, if that is known, and the addresses for which it is known.
    #[inline]
    pub fn whole(&self, insn: u32, address: u64, size: u64) -> Option<(Stretch, &Region)> {
        match &self.entries[insn as usize % WAYS] {
            (stretch, Target::Inside(region)) if stretch.contains(address) && size <= region.end - address => {
                Some((*stretch, region))
            }
            _ => None,
        }
    }

    /// The addresses around this one that are not tracked, if that is known.
    pub fn untracked(&self, insn: u32, address: u64) -> Option<Stretch> {
        match self.entries[insn as usize % WAYS] {
            (stretch, Target::Untracked) if stretch.contains(address) => Some(stretch),
            _ => None,
        }
    }

    pub fn put(&mut self, insn: u32, stretch: Stretch, target: Target) {
        self.entries[insn as usize % WAYS] = (stretch, target);
    }

    /// Calls or regions have changed.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}

/// Asks the levels in turn: regions anywhere first, then memory around regions, then what was lent to calls that have ended.
pub fn resolve(address: u64, levels: &[&Spans], gone: &Gone) -> (Stretch, Target) {
    let mut stretch = Stretch::ALL;
    for level in levels {
        let (here, region) = level.find(address);
        stretch = stretch.intersect(here);
        if let Some(region) = region {
            return (stretch, Target::Inside(region));
        }
    }
    let gap_end = stretch.high;
    for level in levels {
        let (here, region) = level.near(address);
        stretch = stretch.intersect(here);
        if let Some(region) = region {
            let owned = if address < region.start { region.start } else { region.end.saturating_add(region.after) };
            return (stretch, Target::Near(region, owned.min(gap_end)));
        }
    }
    let (here, region) = gone.find(address);
    (stretch.intersect(here), region.map_or(Target::Untracked, Target::Inside))
}

/// The levels of an access on thread `at`: its calls from the innermost outwards, regions outside calls, then calls of
/// other threads.
pub fn levels<'a>(threads: &'a [ThreadCalls], at: usize, persistent: &'a Spans) -> Vec<&'a Spans> {
    let own = threads[at].stack.iter().rev().map(|call| &call.spans);
    let others = threads.iter().enumerate().filter(|(other, _)| *other != at);
    let others = others.flat_map(|(_, thread)| thread.stack.iter().rev().map(|call| &call.spans));
    own.chain([persistent]).chain(others).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn region(id: u32, start: u64, end: u64, slack: u64) -> Region {
        Region { id, start, end, before: slack, after: slack, order: 0, lent: false, apart: false }
    }

    #[test]
    fn the_calls_own_region_comes_before_smaller_ones_further_out() {
        let own = Spans::new(&[region(1, 0, 100, 0)]);
        let outer = Spans::new(&[region(2, 10, 20, 0), region(3, 200, 300, 0)]);
        assert_eq!(resolve(12, &[&own, &outer], &Gone::default()).1, Target::Inside(region(1, 0, 100, 0)));
        assert_eq!(resolve(250, &[&own, &outer], &Gone::default()).1, Target::Inside(region(3, 200, 300, 0)));
    }

    #[test]
    fn a_region_further_out_comes_before_slack() {
        let own = Spans::new(&[region(1, 0, 100, 50)]);
        let outer = Spans::new(&[region(2, 110, 120, 0)]);
        assert_eq!(resolve(115, &[&own, &outer], &Gone::default()).1, Target::Inside(region(2, 110, 120, 0)));
        assert_eq!(resolve(104, &[&own, &outer], &Gone::default()).1, Target::Near(region(1, 0, 100, 50), 110));
        assert_eq!(resolve(130, &[&own, &outer], &Gone::default()).1, Target::Near(region(1, 0, 100, 50), 150));
    }

    #[test]
    fn untracked_memory_is_known_up_to_the_next_tracked_byte() {
        let own = Spans::new(&[region(1, 100, 200, 10)]);
        let outer = Spans::new(&[region(2, 400, 500, 0)]);
        assert_eq!(
            resolve(300, &[&own, &outer], &Gone::default()),
            (Stretch { low: 210, high: 400 }, Target::Untracked)
        );
    }

    #[test]
    fn memory_of_calls_that_have_ended_comes_last_and_only_outside_current_regions() {
        let own = Spans::new(&[region(1, 0, 100, 10)]);
        let mut gone = Gone::default();
        gone.add(region(2, 90, 200, 0));
        let found = [50, 95, 105, 110, 250].map(|address| resolve(address, &[&own], &gone).1);
        let (inside, near) = (Target::Inside(region(1, 0, 100, 10)), Target::Near(region(1, 0, 100, 10), 110));
        assert_eq!(found, [inside, inside, near, Target::Inside(region(2, 90, 200, 0)), Target::Untracked]);
        assert_eq!(resolve(110, &[&own], &gone).0, Stretch { low: 110, high: 200 });
    }
}
