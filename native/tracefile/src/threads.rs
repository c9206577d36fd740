//! The threads whose accesses are being written, found by their numbers.
use crate::thread::Thread;
use std::collections::HashMap;

#[derive(Default)]
pub struct Threads {
    /// (number, its accesses), in no order.
    list: Vec<(u32, Thread)>,
    at: HashMap<u32, usize>,
    /// Where the latest one is in the list.
    current: usize,
    /// Numbers of those that have ended and still have something to write.
    ended: Vec<u32>,
}

impl Threads {
    /// Finds a thread, or begins it, and makes it the current one.
    #[inline]
    pub fn find(&mut self, number: u32) -> &mut Thread {
        if self.list.get(self.current).is_none_or(|(current, _)| *current != number) {
            let (list, fresh) = (&mut self.list, self.at.len());
            self.current = *self.at.entry(number).or_insert_with(|| {
                list.push((number, Thread::default()));
                fresh
            });
        }
        &mut self.list[self.current].1
    }

    /// Place of the thread that was found last; it holds until one is forgotten.
    pub fn current(&self) -> usize {
        self.current
    }

    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Number and thread at a place below [`Self::len`].
    #[inline]
    pub fn get(&mut self, at: usize) -> (u32, &mut Thread) {
        let (number, thread) = &mut self.list[at];
        (*number, thread)
    }

    /// Whether one has accesses that are not written, or events that wait for them.
    pub fn have_buffered(&self) -> bool {
        self.list.iter().any(|(_, thread)| thread.has_buffered())
    }

    /// No access of this thread comes any more; its number is not used again.
    pub fn ends(&mut self, number: u32) {
        if self.at.contains_key(&number) {
            self.ended.push(number);
        }
    }

    /// Forgets those that have ended and have nothing left to write: a program may start any number of threads.
    pub fn forget_ended(&mut self) {
        let ended = std::mem::take(&mut self.ended);
        for number in ended {
            let Some(at) = self.at.get(&number).copied() else { continue };
            if !self.list[at].1.is_written() {
                self.ended.push(number);
                continue;
            }
            self.at.remove(&number);
            self.list.swap_remove(at);
            if let Some((moved, _)) = self.list.get(at) {
                self.at.insert(*moved, at);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Threads;
    use crate::access::AccessRow;

    #[test]
    fn threads_that_have_ended_are_forgotten_once_all_is_written() {
        let mut threads = Threads::default();
        for number in 1..=4 {
            threads.find(number).push(&AccessRow { call: number, ..AccessRow::default() });
        }
        threads.find(3).columns.take(Default::default());
        threads.find(3).block_written(0, 1);
        threads.find(3).wait_end(crate::event::Event::RegionEnd { id: 1, time: 0 });
        threads.ends(1);
        threads.ends(3);
        threads.forget_ended();
        assert_eq!(threads.len(), 4, "one has accesses that are not written, the other an event that waits");

        for number in [1, 3] {
            let thread = threads.find(number);
            if number == 1 {
                thread.columns.take(Default::default());
                thread.block_written(1, 1);
            }
            let end = crate::event::Event::End {
                call: number,
                time: 0,
                flags: 0,
                accesses: 0,
                reads: 0,
                writes: 0,
                bytes_read: 0,
                bytes_written: 0,
                first_ordinal: 0,
                last_ordinal: 0,
            };
            thread.wait_end(end);
            thread.settled(2);
        }
        threads.forget_ended();
        assert_eq!(threads.len(), 2);
        for number in [2, 4] {
            assert_eq!(threads.find(number).next(), 1, "thread {number} is still found by its number");
        }
    }
}
