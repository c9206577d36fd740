//! The payload of a SUMMARY block.
use super::insns::Work;
use super::node::Node;
use super::region::{Region, Tile};
use crate::varint::{put, zigzag};

pub fn block(level: usize, first: u64, nodes: &[Node]) -> Vec<u8> {
    let mut out = Vec::new();
    for number in [level as u64, first, nodes.len() as u64] {
        put(&mut out, number);
    }
    let mut part = Vec::new();
    for one in nodes {
        part.clear();
        node(&mut part, one);
        put(&mut out, part.len() as u64);
        out.extend_from_slice(&part);
    }
    out
}

fn node(out: &mut Vec<u8>, node: &Node) {
    let head = [node.first_ordinal, node.accesses, node.writes, node.kernel, node.uncertain, u64::from(node.thread)];
    head.into_iter().for_each(|number| put(out, number));
    let (calls, sizes) = (node.calls, node.sizes);
    for (low, high) in [node.times, (calls.0.into(), calls.1.into()), sizes] {
        put(out, low);
        put(out, high.saturating_sub(low));
    }
    put(out, node.insns.len() as u64);
    differences(out, node.insns.keys().map(|insn| u64::from(*insn)));
    let works: [fn(&Work) -> u64; 4] = [|w| w.reads, |w| w.writes, |w| w.bytes_read, |w| w.bytes_written];
    for of in works {
        node.insns.values().for_each(|work| put(out, of(work).min(LARGEST)));
    }
    put(out, u64::from(node.all));
    put(out, node.regions.len() as u64);
    let mut last = 0;
    for one in &node.regions {
        put(out, u64::from(one.id - last));
        region(out, one, node.first_ordinal);
        last = one.id;
    }
}

/// A varint holds 53 bits.
const LARGEST: u64 = (1 << 53) - 1;

fn region(out: &mut Vec<u8>, region: &Region, first_ordinal: u64) {
    put(out, u64::from(region.near));
    put(out, zigzag(region.low).min(LARGEST));
    put(out, region.high.saturating_sub(region.low).max(0) as u64 & LARGEST);
    for number in [region.reads, region.writes, u64::from(region.shift), region.tiles.len() as u64] {
        put(out, number);
    }
    let mut next = 0;
    for tile in &region.tiles {
        put(out, u64::from(tile.index - next));
        next = tile.index + 1;
    }
    let column = |out: &mut Vec<u8>, of: fn(&Tile) -> u64| region.tiles.iter().for_each(|tile| put(out, of(tile)));
    column(out, |tile| tile.reads);
    column(out, |tile| tile.writes);
    // Loops go from tile to tile: the differences are alike.
    let mut before = first_ordinal;
    for tile in &region.tiles {
        put(out, zigzag(tile.first.wrapping_sub(before) as i64));
        before = tile.first;
    }
    column(out, |tile| tile.last - tile.first);
}

/// Ascending numbers, each as the difference to the one before.
fn differences(out: &mut Vec<u8>, numbers: impl Iterator<Item = u64>) {
    let mut last = 0;
    for number in numbers {
        put(out, number - last);
        last = number;
    }
}
