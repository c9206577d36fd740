//! What happened to one region under one node.
use super::tiles::Tiles;
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
    filling: Tiles,
}

impl Region {
    pub fn new(id: u32, near: bool, shift: u8) -> Self {
        let (reads, writes, tiles, filling) = Default::default();
        Self { id, near, low: i64::MAX, high: i64::MIN, reads, writes, shift, tiles, children: 1, filling }
    }

    /// Counts an access, number `at` of its block.
    #[inline]
    pub fn count(&mut self, offset: i64, size: u64, write: bool, at: u32) {
        *(if write { &mut self.writes } else { &mut self.reads }) += 1;
        let last = offset.saturating_add(size.clamp(1, i64::MAX as u64) as i64 - 1);
        self.low = self.low.min(offset);
        self.high = self.high.max(last.saturating_add(1));
        if !self.near && offset >= 0 {
            self.filling.count((offset as u64, last as u64), &mut self.shift, write, at);
        }
    }

    /// The block was written from this ordinal on.
    pub fn settle(&mut self, first_ordinal: u64) {
        self.tiles = std::mem::take(&mut self.filling).settle(first_ordinal);
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
