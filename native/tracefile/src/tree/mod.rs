//! The index that is built while recording: SUMMARY blocks, a tree over the ACCESSES blocks (FORMAT.md).
mod encode;
mod insns;
mod node;
mod region;
mod sizes;
mod tiles;

pub use node::Node;
pub use sizes::Sizes;
pub use tiles::Tiles;

use crate::block::{BlockInfo, BlockType};

/// Children of a node.
const FAN_OUT: usize = 8;

/// A SUMMARY block that is ready to be written.
pub struct Ready {
    pub info: BlockInfo,
    pub payload: Vec<u8>,
}

/// Nodes of one level that share a parent and have no block yet.
#[derive(Default)]
struct Level {
    nodes: Vec<Node>,
    /// Number of the first of them in the level.
    first: u64,
}

#[derive(Default)]
pub struct Tree {
    levels: Vec<Level>,
}

impl Tree {
    /// Adds the node of an ACCESSES block; the blocks that this completes.
    pub fn add(&mut self, node: Node) -> Vec<Ready> {
        let mut ready = Vec::new();
        self.push(0, node, &mut ready);
        ready
    }

    /// Everything that is left, up to the level with one node.
    pub fn finish(&mut self) -> Vec<Ready> {
        let mut ready = Vec::new();
        let mut at = 0;
        while at < self.levels.len() {
            let level = &self.levels[at];
            let is_root = level.first == 0 && level.nodes.len() == 1 && at + 1 == self.levels.len();
            if is_root {
                let block = self.close(at);
                ready.extend(block.map(|(block, _)| block));
                break;
            }
            if let Some((block, parent)) = self.close(at) {
                ready.push(block);
                self.push(at + 1, parent, &mut ready);
            }
            at += 1;
        }
        ready
    }

    fn push(&mut self, at: usize, node: Node, ready: &mut Vec<Ready>) {
        if at == self.levels.len() {
            self.levels.push(Level::default());
        }
        self.levels[at].nodes.push(node);
        if self.levels[at].nodes.len() == FAN_OUT {
            if let Some((block, parent)) = self.close(at) {
                ready.push(block);
                self.push(at + 1, parent, ready);
            }
        }
    }

    /// The block of a level's waiting nodes, and their parent.
    fn close(&mut self, at: usize) -> Option<(Ready, Node)> {
        let level = &mut self.levels[at];
        let nodes = std::mem::take(&mut level.nodes);
        let (head, last) = (nodes.first()?, nodes.last()?);
        let info = BlockInfo {
            thread: at as u32,
            first_ordinal: head.first_ordinal,
            time_start: nodes.iter().map(|node| node.times.0).min().unwrap_or(0),
            time_end: nodes.iter().map(|node| node.times.1).max().unwrap_or(last.times.1),
            ..BlockInfo::of(BlockType::Summary, nodes.len())
        };
        let payload = encode::block(at, level.first, &nodes);
        level.first += nodes.len() as u64;
        Some((Ready { info, payload }, Node::parent_of(nodes)))
    }
}
