//! What happened to one region under one node.
use std::cmp::Ordering;

/// One stretch of 2^shift bytes of a region.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tile {
    pub index: u32,
    pub reads: u64,
    pub writes: u64,
    /// Ordinals.
    pub first: u64,
    pub last: u64,
}

#[derive(Debug, Clone)]
pub struct Region {
    pub id: u32,
    /// The region is only the nearest one to these accesses.
    pub near: bool,
    pub low: i64,
    pub high: i64,
    pub reads: u64,
    pub writes: u64,
    pub shift: u8,
    /// By index; only those that were touched.
    pub tiles: Vec<Tile>,
    /// Children that touched it; of a block, 1.
    pub children: u32,
}

impl Region {
    /// Of a block in which nothing was counted yet.
    pub fn new(id: u32, near: bool) -> Self {
        let (reads, writes, shift, tiles) = Default::default();
        Self { id, near, low: i64::MAX, high: i64::MIN, reads, writes, shift, tiles, children: 1 }
    }

    /// Counts accesses of one size at offsets `low` to `high`, but for their tiles.
    pub fn count(&mut self, (low, high): (i64, i64), size: u64, write: bool, accesses: u64) {
        *(if write { &mut self.writes } else { &mut self.reads }) += accesses;
        self.low = self.low.min(low);
        let size = size.clamp(1, i64::MAX as u64) as i64;
        self.high = self.high.max(high.saturating_add(size));
    }

    /// Adds what happened under a later sibling.
    pub fn merge(&mut self, mut other: Region) {
        self.low = self.low.min(other.low);
        self.high = self.high.max(other.high);
        self.reads += other.reads;
        self.writes += other.writes;
        self.children += 1;
        let shift = self.shift.max(other.shift);
        self.coarsen(shift);
        other.coarsen(shift);
        self.tiles = merged(&self.tiles, &other.tiles);
    }

    fn coarsen(&mut self, shift: u8) {
        let by = shift - std::mem::replace(&mut self.shift, shift);
        if by == 0 {
            return;
        }
        let finer = std::mem::take(&mut self.tiles);
        for tile in finer {
            let coarse = Tile { index: tile.index >> by, ..tile };
            match self.tiles.last_mut() {
                Some(last) if last.index == coarse.index => *last = both(last, &coarse),
                _ => self.tiles.push(coarse),
            }
        }
    }
}

fn merged(left: &[Tile], right: &[Tile]) -> Vec<Tile> {
    let mut out = Vec::with_capacity(left.len().max(right.len()));
    let (mut left, mut right) = (left.iter().peekable(), right.iter().peekable());
    while let (Some(one), Some(other)) = (left.peek(), right.peek()) {
        match one.index.cmp(&other.index) {
            Ordering::Less => out.extend(left.next()),
            Ordering::Greater => out.extend(right.next()),
            Ordering::Equal => {
                out.push(both(one, other));
                left.next();
                right.next();
            }
        }
    }
    out.extend(left);
    out.extend(right);
    out
}

fn both(left: &Tile, right: &Tile) -> Tile {
    Tile {
        index: left.index,
        reads: left.reads + right.reads,
        writes: left.writes + right.writes,
        first: left.first.min(right.first),
        last: left.last.max(right.last),
    }
}
