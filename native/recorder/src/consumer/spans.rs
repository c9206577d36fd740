//! Which region an address lies in: one level (a call's regions, the regions outside calls) of the search order in
//! `docs/architecture.md`.

/// Memory that is recorded, half-open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    /// Unique in the file.
    pub id: u32,
    pub start: u64,
    pub end: u64,
    /// Recorded too, in front of `start` and behind `end`, as outside the region.
    pub before: u64,
    pub after: u64,
    /// Lower wins between regions of one size: the argument's index.
    pub order: u32,
    /// A copy that the binding made for the call.
    pub lent: bool,
    /// Nobody else has data around it: accesses there after the call come from pointers to it.
    pub apart: bool,
}

impl Region {
    fn size(&self) -> u64 {
        self.end - self.start
    }

    /// Takes an overlapping range away, unless that lies in the middle; whether it did.
    pub fn cut(&mut self, start: u64, end: u64) -> bool {
        match (start <= self.start, end >= self.end) {
            (true, true) => *self = Self { end: self.start, before: 0, after: 0, ..*self },
            (true, false) => *self = Self { start: end, before: 0, ..*self },
            (false, true) => *self = Self { end: start, after: 0, ..*self },
            (false, false) => return false,
        }
        true
    }

    fn rank(&self) -> (u64, u32, u32) {
        (self.size(), self.order, self.id)
    }

    /// Everything recorded because of this region.
    fn owned(&self) -> (u64, u64) {
        (self.start.saturating_sub(self.before), self.end.saturating_add(self.after))
    }

    fn distance(&self, address: u64) -> u64 {
        if address < self.start {
            self.start - address
        } else {
            address.saturating_sub(self.end)
        }
    }
}

/// A stretch of addresses that all have the same answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    pub low: u64,
    pub high: u64,
}

impl Stretch {
    pub const ALL: Stretch = Stretch { low: 0, high: u64::MAX };

    pub fn intersect(self, other: Stretch) -> Stretch {
        Stretch { low: self.low.max(other.low), high: self.high.min(other.high) }
    }

    #[inline]
    pub fn contains(&self, address: u64) -> bool {
        address >= self.low && address < self.high
    }
}

/// Regions of one level, prepared for lookups by address.
#[derive(Debug, Default)]
pub struct Spans {
    /// Disjoint, ascending; each names the smallest region over it.
    spans: Vec<(Stretch, Region)>,
    /// Those with memory of the same owner around them.
    slack: Vec<Region>,
}

impl Spans {
    pub fn new(regions: &[Region]) -> Self {
        let mut by_rank: Vec<Region> = regions.iter().filter(|region| region.size() > 0).copied().collect();
        by_rank.sort_by_key(Region::rank);
        let slack = regions.iter().filter(|region| region.before > 0 || region.after > 0).copied().collect();
        Self { spans: flatten(&by_rank), slack }
    }

    /// The region that holds `address`, and for which addresses that answer holds.
    pub fn find(&self, address: u64) -> (Stretch, Option<Region>) {
        let next = self.spans.partition_point(|(stretch, _)| stretch.low <= address);
        let low = match next.checked_sub(1).map(|at| &self.spans[at]) {
            Some((stretch, region)) if stretch.contains(address) => return (*stretch, Some(*region)),
            Some((stretch, _)) => stretch.high,
            None => 0,
        };
        let high = self.spans.get(next).map_or(u64::MAX, |(stretch, _)| stretch.low);
        (Stretch { low, high }, None)
    }

    /// The nearest region whose owner's memory holds `address`, for an address in no region.
    pub fn near(&self, address: u64) -> (Stretch, Option<Region>) {
        let mut stretch = Stretch::ALL;
        let mut nearest: Option<Region> = None;
        for region in &self.slack {
            let (low, high) = region.owned();
            if address < low {
                stretch.high = stretch.high.min(low);
            } else if address >= high {
                stretch.low = stretch.low.max(high);
            } else {
                let key = |region: &Region| (region.distance(address), region.order, region.id);
                if nearest.is_none_or(|best| key(region) < key(&best)) {
                    nearest = Some(*region);
                }
            }
        }
        match nearest {
            // Where the next nearest takes over is not worked out: the answer is for this address alone.
            Some(region) => (Stretch { low: address, high: address + 1 }, Some(region)),
            None => (stretch, None),
        }
    }

    /// The nearest of the regions with slack around them that are wanted, no farther away than `reach`.
    pub fn nearest(&self, address: u64, reach: u64, is_wanted: impl Fn(&Region) -> bool) -> Option<Region> {
        let near = self.slack.iter().filter(|region| region.distance(address) <= reach && is_wanted(region));
        near.min_by_key(|region| (region.distance(address), region.order, region.id)).copied()
    }
}

/// Lays regions over each other, the first on top.
fn flatten(by_rank: &[Region]) -> Vec<(Stretch, Region)> {
    let mut edges: Vec<u64> = by_rank.iter().flat_map(|region| [region.start, region.end]).collect();
    edges.sort_unstable();
    edges.dedup();
    let mut owner: Vec<Option<Region>> = vec![None; edges.len()];
    for region in by_rank {
        let first = edges.partition_point(|edge| *edge < region.start);
        let last = edges.partition_point(|edge| *edge < region.end);
        for slot in &mut owner[first..last] {
            slot.get_or_insert(*region);
        }
    }
    let mut spans: Vec<(Stretch, Region)> = Vec::new();
    for (at, region) in owner.iter().enumerate() {
        let Some(region) = region else { continue };
        let stretch = Stretch { low: edges[at], high: edges[at + 1] };
        match spans.last_mut() {
            Some((last, same)) if same == region && last.high == stretch.low => last.high = stretch.high,
            _ => spans.push((stretch, *region)),
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    fn region(id: u32, start: u64, end: u64) -> Region {
        Region { id, start, end, before: 0, after: 0, order: id, lent: false, apart: false }
    }

    fn id(found: (Stretch, Option<Region>)) -> Option<u32> {
        found.1.map(|region| region.id)
    }

    #[test]
    fn what_is_unmapped_is_cut_off_at_either_end() {
        let cut = |start, end| {
            let mut region = region(1, 40, 60);
            region.cut(start, end).then_some((region.start, region.end))
        };
        let found = [cut(0, 50), cut(50, 90), cut(40, 60), cut(45, 50)];
        assert_eq!(found, [Some((50, 60)), Some((40, 50)), Some((40, 40)), None]);
    }

    #[test]
    fn the_smallest_region_over_an_address_wins() {
        let spans = Spans::new(&[region(1, 0, 100), region(2, 40, 50), region(3, 45, 47)]);
        let found = [0, 39, 40, 44, 45, 47, 50, 99].map(|address| id(spans.find(address)).unwrap());
        assert_eq!(found, [1, 1, 2, 2, 3, 2, 1, 1]);
        assert_eq!(spans.find(100), (Stretch { low: 100, high: u64::MAX }, None));
    }

    #[test]
    fn ties_go_to_the_lower_argument() {
        let spans = Spans::new(&[region(2, 8, 16), region(1, 8, 16)]);
        assert_eq!(id(spans.find(8)), Some(1));
    }

    #[test]
    fn a_gap_reaches_to_the_next_regions() {
        let spans = Spans::new(&[region(1, 10, 20), region(2, 30, 40)]);
        assert_eq!(spans.find(25), (Stretch { low: 20, high: 30 }, None));
        assert_eq!(spans.find(5), (Stretch { low: 0, high: 10 }, None));
    }

    #[test]
    fn slack_belongs_to_the_nearest_region() {
        let slack = |id, start, end| Region { before: 16, after: 16, ..region(id, start, end) };
        let spans = Spans::new(&[slack(1, 100, 110), slack(2, 130, 140)]);
        assert_eq!(id(spans.near(112)), Some(1));
        assert_eq!(id(spans.near(125)), Some(2));
        assert_eq!(spans.near(10), (Stretch { low: 0, high: 84 }, None));
        assert_eq!(spans.near(200), (Stretch { low: 156, high: u64::MAX }, None));
    }

    #[test]
    fn an_empty_region_holds_nothing_but_has_neighbours() {
        let spans = Spans::new(&[Region { after: 8, ..region(1, 50, 50) }]);
        assert_eq!(id(spans.find(50)), None);
        assert_eq!(id(spans.near(50)), Some(1));
    }
}
