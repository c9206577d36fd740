//! What a stretch of accesses contains: one ACCESSES block, or what lies under several nodes.
use super::insns::Work;
use super::region::Region;
use super::tiles::Tiles;
use crate::access::{flags, AccessRow, Block};
use crate::block::BlockInfo;
use crate::walk::Walk;
use std::collections::BTreeMap;

/// Regions listed in one node above blocks.
const MOST_REGIONS: usize = 4096;

#[derive(Debug, Default, Clone)]
pub struct Node {
    pub first_ordinal: u64,
    pub accesses: u64,
    pub writes: u64,
    pub kernel: u64,
    pub uncertain: u64,
    /// 0: several.
    pub thread: u32,
    /// Of the first and the last access, ns.
    pub times: (u64, u64),
    pub calls: (u32, u32),
    pub sizes: (u64, u64),
    pub insns: BTreeMap<u32, Work>,
    /// By id; those inside the region before those near it.
    pub regions: Vec<Region>,
    /// Whether all regions are listed.
    pub all: bool,
}

impl Node {
    pub fn parent_of(children: Vec<Node>) -> Node {
        let mut children = children.into_iter();
        let Some(mut parent) = children.next() else { return Node::default() };
        let mut regions: BTreeMap<(u32, bool), Region> = BTreeMap::new();
        for mut region in std::mem::take(&mut parent.regions) {
            region.children = 1;
            regions.insert((region.id, region.near), region);
        }
        for child in children {
            parent.add(&child);
            for mut region in child.regions {
                match regions.entry((region.id, region.near)) {
                    std::collections::btree_map::Entry::Occupied(mut known) => known.get_mut().merge(region),
                    std::collections::btree_map::Entry::Vacant(place) => {
                        region.children = 1;
                        place.insert(region);
                    }
                }
            }
        }
        parent.list(regions.into_values().collect());
        parent
    }

    /// Everything but regions.
    fn add(&mut self, other: &Node) {
        self.accesses += other.accesses;
        self.writes += other.writes;
        self.kernel += other.kernel;
        self.uncertain += other.uncertain;
        self.thread = if self.thread == other.thread { self.thread } else { 0 };
        self.times = (self.times.0.min(other.times.0), self.times.1.max(other.times.1));
        self.calls = (self.calls.0.min(other.calls.0), self.calls.1.max(other.calls.1));
        self.sizes = (self.sizes.0.min(other.sizes.0), self.sizes.1.max(other.sizes.1));
        self.all &= other.all;
        for (insn, work) in &other.insns {
            self.insns.entry(*insn).or_default().add(work);
        }
    }

    /// Takes over the regions of the children: those that one child alone touched leave their tiles with it.
    fn list(&mut self, mut regions: Vec<Region>) {
        if regions.len() > MOST_REGIONS {
            self.all = false;
            regions.sort_by_key(|region| std::cmp::Reverse((region.children, region.reads + region.writes)));
            regions.truncate(MOST_REGIONS);
            regions.sort_by_key(|region| (region.id, region.near));
        }
        for region in &mut regions {
            if region.children < 2 {
                region.tiles = Vec::new();
                region.shift = NO_TILES;
            }
        }
        self.regions = regions;
    }
}

/// Stands for "the child has the tiles".
pub const NO_TILES: u8 = 63;

impl Node {
    /// Of a block whose payload is appended to `out`. `shifts`: of the region of each shape.
    pub fn of_block(
        block: &Block,
        shifts: Option<&Vec<u8>>,
        (info, first_seq): (&BlockInfo, u64),
        out: &mut Vec<u8>,
    ) -> Node {
        let rows = &block.shapes;
        let mut node = Node {
            first_ordinal: info.first_ordinal,
            accesses: block.which.len() as u64,
            thread: info.thread,
            times: (info.time_start, info.time_end),
            calls: bounds(rows.iter().map(|row| row.call)),
            sizes: bounds(rows.iter().map(|row| row.size)),
            all: true,
            ..Node::default()
        };
        let shift_of = |at: usize| shifts.and_then(|shifts| shifts.get(at)).copied().unwrap_or_default();
        let mut keys: Vec<_> = rows.iter().enumerate().map(|(at, row)| (key(row), shift_of(at))).collect();
        keys.sort_unstable();
        keys.dedup();
        let region_of = |row: &AccessRow| keys.binary_search_by_key(&key(row), |(key, _)| *key).unwrap_or(0);
        let tiles = keys
            .iter()
            .map(|((_, near), shift)| if *near || shifts.is_none() { Tiles::none() } else { Tiles::new(*shift) });
        let mut walk = Walk::new(rows, region_of, tiles.collect());
        block.encode(out, (info.first_ordinal, first_seq), &mut walk);
        node.regions = keys.iter().map(|((id, near), _)| Region::new(*id, *near)).collect();
        for (row, lane) in rows.iter().zip(&walk.lanes).filter(|(_, lane)| lane.rows > 0) {
            node.count(row, lane.rows.into());
            let write = row.flags & flags::WRITE != 0;
            node.regions[lane.region as usize].count((lane.low, lane.high), row.size, write, lane.rows.into());
        }
        for (region, tiles) in node.regions.iter_mut().zip(walk.tiles) {
            region.shift = tiles.shift();
            region.tiles = tiles.settle(info.first_ordinal);
        }
        node.regions.retain(|region| region.reads + region.writes > 0);
        node
    }

    /// Adds so many rows like this one, but for their region.
    fn count(&mut self, row: &AccessRow, rows: u64) {
        let has = |flag: u8| if row.flags & flag != 0 { rows } else { 0 };
        self.writes += has(flags::WRITE);
        self.kernel += has(flags::KERNEL);
        self.uncertain += has(flags::UNCERTAIN);
        let bytes = rows.saturating_mul(row.size);
        self.insns.entry(row.insn).or_default().count(rows, bytes, row.flags & flags::WRITE != 0);
    }
}

/// Region, and whether it is only near.
fn key(row: &AccessRow) -> (u32, bool) {
    if row.region == 0 {
        (row.anchor, true)
    } else {
        (row.region, false)
    }
}

fn bounds<T: Ord + Copy + Default>(values: impl Iterator<Item = T>) -> (T, T) {
    values.map(|value| (value, value)).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1))).unwrap_or_default()
}
