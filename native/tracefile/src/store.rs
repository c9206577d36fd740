//! The part of the writer that makes blocks of what it is given, in order.
use crate::access::Block;
use crate::block::{BlockInfo, BlockType, END_MAGIC};
use crate::error::WriteError;
use crate::sink::Sink;
use crate::summary::End;
use crate::tree::{Node, Ready, Tree};
use crate::values::Values;
use serde::Serialize;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// The accesses of one block.
pub struct Full {
    pub info: BlockInfo,
    pub first_seq: u64,
    pub block: Block,
    /// Of the tiles of the region of each shape.
    pub shifts: Vec<u8>,
    pub values: Values,
}

/// Memory of a block that was written.
pub type Empty = (Block, Values);

/// How far the file is.
#[derive(Debug, Default)]
pub struct Progress {
    length: AtomicU64,
    /// Bytes in the file that are values.
    values: AtomicU64,
    failed: AtomicBool,
    error: Mutex<Option<WriteError>>,
}

impl Progress {
    pub fn length(&self) -> u64 {
        self.length.load(Ordering::Acquire)
    }

    pub fn values(&self) -> u64 {
        self.values.load(Ordering::Relaxed)
    }

    pub fn failed(&self) -> bool {
        self.failed.load(Ordering::Acquire)
    }

    pub fn take_error(&self) -> Option<WriteError> {
        self.error.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn follow(&self, sink: &mut Sink) {
        self.length.store(sink.length(), Ordering::Release);
        if sink.failed() && !self.failed() {
            *self.error.lock().unwrap_or_else(PoisonError::into_inner) = sink.take_error();
            self.failed.store(true, Ordering::Release);
        }
    }
}

pub struct Store {
    pub sink: Sink,
    tree: Tree,
    /// Whether the index is written.
    pub indexed: bool,
    scratch: Vec<u8>,
    /// For values.
    room: Vec<u8>,
    progress: Arc<Progress>,
}

impl Store {
    pub fn new(sink: Sink) -> Self {
        let progress = Arc::new(Progress::default());
        progress.length.store(sink.length(), Ordering::Relaxed);
        Self { sink, tree: Tree::default(), indexed: true, scratch: Vec::new(), room: Vec::new(), progress }
    }

    pub fn progress(&self) -> Arc<Progress> {
        self.progress.clone()
    }

    pub fn block(&mut self, info: BlockInfo, payload: &[u8]) {
        self.sink.block(info, payload);
        self.progress.follow(&mut self.sink);
    }

    /// Writes the accesses, their values, and what of the index is complete with them. Gives back the memory.
    pub fn accesses(&mut self, full: Full) -> Empty {
        let Full { info, first_seq, block, shifts, values } = full;
        self.scratch.clear();
        let node = Node::of_block(&block, self.indexed.then_some(&shifts), (&info, first_seq), &mut self.scratch);
        self.sink.block(info, &self.scratch);
        let kept = values.count() as u32;
        if let Some(payload) = values.payload(&block, node.writes, &mut self.room) {
            let before = self.sink.length();
            self.sink.block(BlockInfo { ty: BlockType::Values, items: kept, ..info }, payload);
            self.progress.values.fetch_add(self.sink.length() - before, Ordering::Relaxed);
        }
        if self.indexed {
            let ready = self.tree.add(node);
            self.index(ready);
        }
        (block, values)
    }

    /// Completes the file.
    pub fn finish(&mut self, end: &End) {
        let ready = self.tree.finish();
        self.index(ready);
        self.object(BlockType::End, end);
        let at = self.sink.length();
        for part in self.sink.take_index().parts() {
            self.object(BlockType::Index, &part);
        }
        let mut trailer = at.to_le_bytes().to_vec();
        trailer.extend_from_slice(END_MAGIC);
        self.sink.append(&trailer);
        self.progress.follow(&mut self.sink);
    }

    /// One line of JSON as a block. Strings and numbers into memory can't fail.
    fn object(&mut self, ty: BlockType, object: &impl Serialize) {
        let mut line = serde_json::to_vec(object).unwrap_or_default();
        line.push(b'\n');
        self.sink.block(BlockInfo::of(ty, 1), &line);
    }

    fn index(&mut self, blocks: Vec<Ready>) {
        for Ready { info, payload } in blocks {
            self.sink.block(info, &payload);
        }
        self.progress.follow(&mut self.sink);
    }
}
