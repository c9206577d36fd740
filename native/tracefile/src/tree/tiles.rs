//! Tiles of a region while a block is being filled, one place for each.
use super::region::Tile;
use super::sizes::TILES;

#[derive(Debug, Default, Clone, Copy)]
struct Count {
    reads: u32,
    writes: u32,
    /// Numbers of accesses in the block.
    first: u32,
    last: u32,
}

impl Count {
    fn is_empty(&self) -> bool {
        self.reads + self.writes == 0
    }
}

#[derive(Debug, Default, Clone)]
pub struct Tiles {
    counts: Vec<Count>,
}

impl Tiles {
    /// Counts an access, number `at` of its block, in the tiles of bytes [first, last]; `shift` grows when they reach further than 256 tiles.
    #[inline]
    pub fn count(&mut self, (first, last): (u64, u64), shift: &mut u8, write: bool, at: u32) {
        if last >> *shift >= self.counts.len() as u64 {
            self.grow(last, shift);
        }
        for tile in &mut self.counts[(first >> *shift) as usize..=(last >> *shift) as usize] {
            if tile.is_empty() {
                tile.first = at;
            }
            *(if write { &mut tile.writes } else { &mut tile.reads }) += 1;
            tile.last = at;
        }
    }

    #[cold]
    fn grow(&mut self, last: u64, shift: &mut u8) {
        while last >> *shift >= TILES {
            *shift += 1;
            self.counts = self.counts.chunks(2).map(joined).collect();
        }
        let needed = (last >> *shift) as usize + 1;
        if needed > self.counts.len() {
            self.counts.resize(needed, Count::default());
        }
    }

    /// Those that were touched, by index, in ordinals of the file.
    pub fn settle(self, first_ordinal: u64) -> Vec<Tile> {
        let touched = self.counts.into_iter().zip(0..).filter(|(count, _)| !count.is_empty());
        let tile = |(count, index): (Count, u32)| Tile {
            index,
            reads: count.reads.into(),
            writes: count.writes.into(),
            first: first_ordinal + u64::from(count.first),
            last: first_ordinal + u64::from(count.last),
        };
        touched.map(tile).collect()
    }
}

/// Two neighbours as one tile of twice the size. An access to both counts twice, which only regions of unknown size ever see.
fn joined(pair: &[Count]) -> Count {
    let touched = pair.iter().filter(|count| !count.is_empty());
    touched
        .copied()
        .reduce(|left, right| Count {
            reads: left.reads + right.reads,
            writes: left.writes + right.writes,
            first: left.first.min(right.first),
            last: left.last.max(right.last),
        })
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_access_counts_in_each_tile_it_touches() {
        let (mut tiles, mut shift) = (Tiles::default(), 2);
        tiles.count((3, 4), &mut shift, true, 7);
        tiles.count((4, 4), &mut shift, false, 9);
        let tiles = tiles.settle(100);
        assert_eq!(tiles.len(), 2);
        assert_eq!(tiles[0], Tile { index: 0, reads: 0, writes: 1, first: 107, last: 107 });
        assert_eq!(tiles[1], Tile { index: 1, reads: 1, writes: 1, first: 107, last: 109 });
    }

    #[test]
    fn tiles_get_coarser_rather_than_more() {
        let (mut tiles, mut shift) = (Tiles::default(), 0);
        tiles.count((0, 0), &mut shift, true, 0);
        tiles.count((1 << 20, 1 << 20), &mut shift, true, 1);
        assert_eq!(shift, 13);
        assert_eq!(tiles.settle(0).iter().map(|tile| tile.index).collect::<Vec<_>>(), [0, 128]);
    }
}
