//! Rows and values of a batch on their way into the block of the file.
use ffiscope_tracefile::Rows;

/// Accesses handled at once at most.
pub const BATCH: usize = 1024;
/// There is no second access.
pub const NONE: u16 = u16::MAX;

/// Accesses on their way into the block.
pub struct Buffer {
    which: [u16; BATCH],
    offset: [i64; BATCH],
    pub used: usize,
    pub keeping: Keeping,
}

/// Values of writes on their way into the block.
pub struct Keeping {
    /// Row in the block of the first access of the batch.
    first: u32,
    rows: [u32; BATCH],
    words: [u64; 2 * BATCH],
    writes: usize,
    used: usize,
}

impl Keeping {
    fn begin(&mut self, first: usize) {
        (self.first, self.writes, self.used) = (first as u32, 0, 0);
    }

    /// What the access with this number in the batch writes.
    #[inline]
    pub fn put(&mut self, at: usize, value: Option<[u64; 2]>, size: u8) {
        let Some(value) = value else { return };
        self.rows[self.writes % BATCH] = self.first + at as u32;
        self.words[self.used % (2 * BATCH)] = value[0];
        self.words[(self.used + 1) % (2 * BATCH)] = value[1];
        self.writes += 1;
        self.used += if size > 8 { 2 } else { 1 };
    }

    /// Where the words of values that come now are to be put, before [`Self::put_words`].
    #[inline]
    pub fn words(&mut self) -> &mut [u64] {
        self.words.get_mut(self.used..).unwrap_or(&mut [])
    }

    /// So many accesses from this number on write the words that were put there, one each.
    pub fn put_words(&mut self, at: usize, count: usize) {
        let (first, writes) = (self.first + at as u32, self.writes);
        for (row, place) in (first..).zip(&mut self.rows[writes..writes + count]) {
            *place = row;
        }
        self.writes += count;
        self.used += count;
    }

    /// How many values were dropped.
    fn settle(&self, rows: &mut Rows<'_>) -> u64 {
        match rows.values(self.writes) {
            Some(values) => values.keep_words(&self.rows[..self.writes], &self.words[..self.used]),
            None => return self.writes as u64,
        }
        0
    }
}

impl Default for Buffer {
    fn default() -> Self {
        let keeping = Keeping { first: 0, rows: [0; BATCH], words: [0; 2 * BATCH], writes: 0, used: 0 };
        Self { which: [0; BATCH], offset: [0; BATCH], used: 0, keeping }
    }
}

impl Buffer {
    /// For accesses from this row of the block on.
    pub fn begin(&mut self, first: usize) {
        self.used = 0;
        self.keeping.begin(first);
    }

    #[inline]
    pub fn put(&mut self, shape: u16, second: u16, offset: u64) {
        self.add(shape, offset);
        if second != NONE {
            self.add(second, offset);
        }
    }

    #[inline]
    fn add(&mut self, shape: u16, offset: u64) {
        let at = self.used % BATCH;
        (self.which[at], self.offset[at]) = (shape, offset as i64);
        self.used += 1;
    }

    /// Accesses of one shape with equal distances.
    pub fn put_stretch(&mut self, shape: u16, (first, step): (u64, u64), count: usize) {
        let places = self.used..self.used + count;
        self.which[places.clone()].fill(shape);
        let mut next = first as i64;
        for place in &mut self.offset[places] {
            *place = next;
            next = next.wrapping_add(step as i64);
        }
        self.used += count;
    }

    /// Gives everything to the block; how many values were dropped.
    pub fn settle(&self, rows: &mut Rows<'_>) -> u64 {
        let dropped = self.keeping.settle(rows);
        rows.block().extend(&self.which[..self.used], &self.offset[..self.used]);
        dropped
    }

    /// Shapes and offsets, rows with values and their words.
    #[cfg(test)]
    pub fn filled(&self) -> (&[u16], &[i64], &[u32], &[u64]) {
        let Keeping { rows, words, writes, used, .. } = &self.keeping;
        (&self.which[..self.used], &self.offset[..self.used], &rows[..*writes], &words[..*used])
    }
}
