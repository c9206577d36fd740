//! Many accesses at once.
use super::Writer;
use crate::access::{AccessRow, Columns};
use crate::block::BLOCK_ACCESSES;
use crate::thread::Thread;
use crate::values::Values;

/// Accesses of one thread and call, on their way into a block. There is room for [`BLOCK_ACCESSES`] less those that are in it.
pub struct Rows<'a> {
    pub(super) start: u64,
    pub(super) writer: &'a mut Writer,
}

impl Rows<'_> {
    fn thread(&mut self) -> &mut Thread {
        let at = self.writer.threads.current();
        self.writer.threads.get(at).1
    }

    fn columns(&mut self) -> &mut Columns {
        &mut self.thread().columns
    }

    /// Numbers of shapes hold as long as this stays the same; never 0.
    pub fn generation(&mut self) -> u64 {
        self.columns().generation()
    }

    /// Number of the shape that a row has: everything but its offset.
    pub fn shape(&mut self, row: &AccessRow) -> u16 {
        self.columns().shape(row)
    }

    /// Where the accesses go.
    pub fn block(&mut self) -> &mut Columns {
        self.columns()
    }

    /// Where values of so many writes go, by their row in the block; `None` when none are to be kept any more.
    pub fn values(&mut self, writes: usize) -> Option<&mut Values> {
        let wanted = self.writer.wants_values();
        let values = &mut self.thread().values;
        (wanted && values.has_room(writes)).then_some(values)
    }

    /// All accesses of these rows were of `call`, and so many of them wrote. `dropped`: values that were known and not kept.
    pub fn finish(self, call: u32, writes: u64, dropped: u64) {
        let Self { start, writer } = self;
        writer.values.dropped += dropped;
        let at = writer.threads.current();
        let thread = writer.threads.get(at).1;
        thread.count(call, start, writes);
        writer.writes += writes;
        writer.reads += thread.next() - start - writes;
        if thread.columns.len() == BLOCK_ACCESSES {
            writer.write_full(at);
        }
    }
}
