//! Tiles of a region while a block is counted, one place for each.
use super::region::Tile;
use super::sizes::TILES;

#[derive(Debug, Clone, Copy)]
struct Count {
    /// Reads and writes.
    accesses: [u32; 2],
    /// Numbers of accesses in the block.
    first: u32,
    last: u32,
}

const EMPTY: Count = Count { accesses: [0; 2], first: u32::MAX, last: 0 };

impl Count {
    fn is_empty(&self) -> bool {
        self.first == u32::MAX
    }
}

#[derive(Debug, Clone)]
pub struct Tiles {
    counts: Vec<Count>,
    /// A tile is 2^shift bytes; grows when the region turns out to be larger than 256 of them.
    shift: u8,
    /// False where there are no tiles.
    wanted: bool,
}

impl Tiles {
    pub fn new(shift: u8) -> Self {
        Self { counts: Vec::new(), shift, wanted: true }
    }

    /// Of accesses that are only near the region.
    pub fn none() -> Self {
        Self { counts: Vec::new(), shift: 0, wanted: false }
    }

    /// Counts an access, number `at` of its block, in the tiles that it touches from its offset to the byte `reach` behind it.
    #[inline]
    pub fn count(&mut self, offset: i64, reach: u64, write: bool, at: u32) {
        let last = (offset as u64).wrapping_add(reach);
        let (from, to) = ((offset as u64 >> self.shift) as usize, (last >> self.shift) as usize);
        match self.counts.get_mut(to) {
            Some(tile) if offset >= 0 => add(tile, write, at),
            _ => return self.beyond((offset, last), write, at),
        }
        if from == to {
            return;
        }
        // Mostly two of them.
        match self.counts.get_mut(from) {
            Some(tile) if from + 1 == to => add(tile, write, at),
            _ => self.others(from, to, write, at),
        }
    }

    /// Counts it in the tiles in front of its last one.
    #[inline(never)]
    fn others(&mut self, from: usize, to: usize, write: bool, at: u32) {
        if let Some(tiles) = self.counts.get_mut(from..to) {
            tiles.iter_mut().for_each(|tile| add(tile, write, at));
        }
    }

    #[cold]
    fn beyond(&mut self, (offset, last): (i64, u64), write: bool, at: u32) {
        if !self.wanted || offset < 0 || last > i64::MAX as u64 {
            return;
        }
        self.grow(last);
        let touched = (offset as u64 >> self.shift) as usize..=(last >> self.shift) as usize;
        self.counts[touched].iter_mut().for_each(|tile| add(tile, write, at));
    }

    /// Counts `count` accesses, numbers `at` and following, that all lie in bytes [first, last]; false, and nothing counted, when
    /// these are not one tile.
    #[inline]
    pub fn count_together(&mut self, (first, last): (i64, u64), write: bool, at: u32, count: u32) -> bool {
        if first < 0 || first as u64 >> self.shift != last >> self.shift {
            return false;
        }
        let Some(tile) = self.counts.get_mut((last >> self.shift) as usize) else { return false };
        tile.accesses[usize::from(write)] += count;
        tile.first = tile.first.min(at);
        tile.last = at + count - 1;
        true
    }

    fn grow(&mut self, last: u64) {
        while last >> self.shift >= TILES {
            self.shift += 1;
            self.counts = self.counts.chunks(2).map(joined).collect();
        }
        let needed = (last >> self.shift) as usize + 1;
        if needed > self.counts.len() {
            self.counts.resize(needed, EMPTY);
        }
    }

    pub fn shift(&self) -> u8 {
        self.shift
    }

    /// Those that were touched, by index, in ordinals of the file.
    pub fn settle(self, first_ordinal: u64) -> Vec<Tile> {
        let touched = self.counts.into_iter().zip(0..).filter(|(count, _)| !count.is_empty());
        let tile = |(count, index): (Count, u32)| Tile {
            index,
            reads: count.accesses[0].into(),
            writes: count.accesses[1].into(),
            first: first_ordinal + u64::from(count.first),
            last: first_ordinal + u64::from(count.last),
        };
        touched.map(tile).collect()
    }
}

#[inline]
fn add(tile: &mut Count, write: bool, at: u32) {
    tile.accesses[usize::from(write)] += 1;
    if at < tile.first {
        tile.first = at;
    }
    tile.last = at;
}

/// Two neighbours as one tile of twice the size. An access to both counts twice, which only regions of unknown size ever see.
fn joined(pair: &[Count]) -> Count {
    pair.iter().fold(EMPTY, |left, right| Count {
        accesses: [left.accesses[0] + right.accesses[0], left.accesses[1] + right.accesses[1]],
        first: left.first.min(right.first),
        last: left.last.max(right.last),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_access_counts_in_each_tile_it_touches() {
        let mut tiles = Tiles::new(2);
        tiles.count(3, 1, true, 7);
        tiles.count(4, 0, false, 9);
        let tiles = tiles.settle(100);
        assert_eq!(tiles.len(), 2);
        assert_eq!(tiles[0], Tile { index: 0, reads: 0, writes: 1, first: 107, last: 107 });
        assert_eq!(tiles[1], Tile { index: 1, reads: 1, writes: 1, first: 107, last: 109 });
    }

    #[test]
    fn tiles_get_coarser_rather_than_more() {
        let mut tiles = Tiles::new(0);
        tiles.count(0, 0, true, 0);
        tiles.count(1 << 20, 0, true, 1);
        assert_eq!(tiles.shift(), 13);
        assert_eq!(tiles.settle(0).iter().map(|tile| tile.index).collect::<Vec<_>>(), [0, 128]);
    }

    #[test]
    fn what_lies_in_front_of_the_region_has_no_tile() {
        let mut tiles = Tiles::new(0);
        tiles.count(4, 0, true, 0);
        tiles.count(-1, 3, true, 1);
        assert_eq!(tiles.settle(0).len(), 1);
        let mut none = Tiles::none();
        none.count(4, 0, true, 0);
        assert!(none.settle(0).is_empty());
    }
}
