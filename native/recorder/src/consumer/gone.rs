//! Regions of calls that have ended, for as long as the agent keeps their pages marked (`native/agent/src/linger.rs`): an access
//! there comes from a pointer that was kept. Only memory in which nobody else has data is in here.
use super::spans::{Region, Stretch};
use std::collections::{BTreeMap, VecDeque};

/// The agent keeps fewer.
const KEPT: usize = 1024;

#[derive(Default)]
pub struct Gone {
    /// By start; they don't overlap.
    regions: BTreeMap<u64, Region>,
    /// Starts and ids, oldest first.
    order: VecDeque<(u64, u32)>,
}

impl Gone {
    /// What lay there before is forgotten.
    pub fn add(&mut self, region: Region) {
        if region.start == region.end {
            return;
        }
        let last = self.regions.range(..region.end).next_back().map(|(start, _)| *start);
        let mut at = last;
        while let Some(start) = at {
            if self.regions.get(&start).is_some_and(|other| other.end > region.start) {
                self.regions.remove(&start);
                at = self.regions.range(..region.end).next_back().map(|(start, _)| *start);
            } else {
                break;
            }
        }
        self.regions.insert(region.start, region);
        self.order.push_back((region.start, region.id));
        while self.order.len() > KEPT {
            let Some((start, id)) = self.order.pop_front() else { break };
            if self.regions.get(&start).is_some_and(|old| old.id == id) {
                self.regions.remove(&start);
            }
        }
    }

    /// The binding makes copies that are not told: what lies where is not known any more.
    pub fn forget_lent(&mut self) {
        self.regions.retain(|_, region| !region.lent);
    }

    /// The region that holds `address`, and for which addresses that answer holds.
    pub fn find(&self, address: u64) -> (Stretch, Option<Region>) {
        let before = self.regions.range(..=address).next_back().map(|(_, region)| *region);
        let next = self.regions.range(address.saturating_add(1)..).next().map_or(u64::MAX, |(start, _)| *start);
        match before {
            Some(region) if address < region.end => (Stretch { low: region.start, high: region.end }, Some(region)),
            Some(region) => (Stretch { low: region.end, high: next }, None),
            None => (Stretch { low: 0, high: next }, None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn region(id: u32, start: u64, end: u64) -> Region {
        Region { id, start, end, before: 0, after: 0, order: id, lent: id % 2 == 1, apart: true }
    }

    #[test]
    fn a_new_region_takes_the_place_of_what_was_there() {
        let mut gone = Gone::default();
        for (id, start, end) in [(1, 0, 10), (2, 10, 20), (3, 30, 40), (4, 5, 12)] {
            gone.add(region(id, start, end));
        }
        let found = [0, 4, 5, 11, 12, 30, 40].map(|address| gone.find(address).1.map(|region| region.id));
        assert_eq!(found, [None, None, Some(4), Some(4), None, Some(3), None]);
        assert_eq!(gone.find(12).0, Stretch { low: 12, high: 30 });
        gone.forget_lent();
        assert_eq!(gone.find(30), (Stretch { low: 12, high: u64::MAX }, None));
    }

    #[test]
    fn it_is_bounded() {
        let mut gone = Gone::default();
        for id in 0..5000 {
            gone.add(region(id, u64::from(id) * 16, u64::from(id) * 16 + 8));
        }
        assert_eq!((gone.regions.len(), gone.order.len()), (KEPT, KEPT));
    }
}
