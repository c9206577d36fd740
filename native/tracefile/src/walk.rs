//! One walk over the accesses of a block: differences of offsets for the file, and what the index says of each instruction and region.
//!
//! This is most of what an access costs behind the ring, so everything that a row needs is in the lane of its shape, and
//! stretches of a loop over neighbouring elements are taken at once.
use crate::access::{flags, AccessRow};
use crate::tree::Tiles;
use crate::varint::{put, zigzag};

/// Rows that are looked at together.
const CHUNK: usize = 32;
/// Bytes of a number at most.
const LONGEST: usize = 10;

/// What is known of the rows of one shape.
#[derive(Debug, Clone)]
#[repr(align(64))]
pub struct Lane {
    /// Offset of the one before.
    before: i64,
    /// Lowest and highest offset; meaningless without rows.
    pub low: i64,
    pub high: i64,
    pub rows: u32,
    /// From the first byte of an access to its last.
    reach: u64,
    /// Index of the region's tiles.
    pub region: u32,
    write: bool,
}

/// Reused from block to block.
#[derive(Debug, Default)]
pub struct Walk {
    /// By shape.
    pub lanes: Vec<Lane>,
    /// By region.
    pub tiles: Vec<Tiles>,
}

impl Walk {
    /// For a block with these shapes, each with the index of its region in `tiles`.
    pub fn new(shapes: &[AccessRow], region: impl Fn(&AccessRow) -> usize, tiles: Vec<Tiles>) -> Self {
        let lane = |row: &AccessRow| Lane {
            before: 0,
            low: i64::MAX,
            high: i64::MIN,
            rows: 0,
            region: region(row) as u32,
            reach: row.size.clamp(1, i64::MAX as u64) - 1,
            write: row.flags & flags::WRITE != 0,
        };
        Self { lanes: shapes.iter().map(lane).collect(), tiles }
    }

    /// Counts the rows and appends their offsets, each as the difference to the one of the same shape before.
    pub fn over(&mut self, which: &[u16], offsets: &[i64], out: &mut Vec<u8>) {
        let mut at = 0;
        for (shapes, offsets) in which.chunks(CHUNK).zip(offsets.chunks(CHUNK)) {
            if !self.stretch(at, shapes, offsets, out) {
                self.each(at, shapes, offsets, out);
            }
            at += shapes.len() as u32;
        }
    }

    /// Rows of one shape with equal distances; false when they are others.
    #[inline]
    fn stretch(&mut self, at: u32, shapes: &[u16], offsets: &[i64], out: &mut Vec<u8>) -> bool {
        let (Ok(shapes), Ok(offsets)) = (<&[u16; CHUNK]>::try_from(shapes), <&[i64; CHUNK]>::try_from(offsets)) else {
            return false;
        };
        if shapes[0] != shapes[1] || shapes.iter().fold(0, |other, shape| other | (shape ^ shapes[0])) != 0 {
            return false;
        }
        let step = offsets[1].wrapping_sub(offsets[0]);
        let steps = offsets.iter().zip(&offsets[1..]);
        let alike = steps.fold(0, |other, (one, next)| other | (next.wrapping_sub(*one) ^ step)) == 0;
        if !alike || zigzag(step) >= 0x80 {
            return false;
        }
        let lane = &mut self.lanes[usize::from(shapes[0])];
        put(out, zigzag(offsets[0].wrapping_sub(lane.before)));
        out.extend_from_slice(&[zigzag(step) as u8; CHUNK - 1]);
        let (first, last) = (offsets[0], offsets[CHUNK - 1]);
        let (low, high) = (first.min(last), first.max(last));
        lane.before = last;
        lane.low = lane.low.min(low);
        lane.high = lane.high.max(high);
        lane.rows += CHUNK as u32;
        let tiles = &mut self.tiles[lane.region as usize];
        if !tiles.count_together((low, high as u64 + lane.reach), lane.write, at, CHUNK as u32) {
            for (at, offset) in (at..).zip(offsets) {
                tiles.count(*offset, lane.reach, lane.write, at);
            }
        }
        true
    }

    fn each(&mut self, at: u32, shapes: &[u16], offsets: &[i64], out: &mut Vec<u8>) {
        let mut bytes = [0; CHUNK * LONGEST];
        let mut used = 0;
        if let [tiles] = self.tiles.as_mut_slice() {
            for (at, (shape, &offset)) in (at..).zip(shapes.iter().zip(offsets)) {
                let lane = &mut self.lanes[usize::from(*shape)];
                used += place(&mut bytes, used, lane.count(offset));
                tiles.count(offset, lane.reach, lane.write, at);
            }
        } else {
            for (at, (shape, &offset)) in (at..).zip(shapes.iter().zip(offsets)) {
                let lane = &mut self.lanes[usize::from(*shape)];
                used += place(&mut bytes, used, lane.count(offset));
                self.tiles[lane.region as usize].count(offset, lane.reach, lane.write, at);
            }
        }
        out.extend_from_slice(&bytes[..used]);
    }
}

impl Lane {
    /// Counts a row, but for its tiles; gives the number that stands for its offset.
    #[inline]
    fn count(&mut self, offset: i64) -> u64 {
        let number = zigzag(offset.wrapping_sub(self.before));
        self.before = offset;
        self.rows += 1;
        // Mostly neither: a branch that is predicted costs less than a store.
        if offset < self.low {
            self.low = offset;
        }
        if offset > self.high {
            self.high = offset;
        }
        number
    }
}

/// Writes a number as [`put`] does; how many bytes it takes.
#[inline]
fn place(bytes: &mut [u8; CHUNK * LONGEST], at: usize, value: u64) -> usize {
    if value < 0x80 {
        bytes[at] = value as u8;
        return 1;
    }
    if value < 1 << 28 {
        // How long a number is can't be predicted: all lengths take the same way.
        let length = (70 - value.leading_zeros() as usize) / 7;
        let spread = value & 0x7f | (value & 0x3f80) << 1 | (value & 0x1f_c000) << 2 | (value & 0xfe0_0000) << 3;
        let goes_on = 0x8080_8080_u32 & ((1 << (8 * (length - 1))) - 1);
        bytes[at..at + 4].copy_from_slice(&(spread as u32 | goes_on).to_le_bytes());
        return length;
    }
    let mut rest = value;
    let mut length = 0;
    while rest >= 0x80 {
        bytes[at + length] = rest as u8 | 0x80;
        rest >>= 7;
        length += 1;
    }
    bytes[at + length] = rest as u8;
    length + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_all_lengths_are_placed_as_they_are_put() {
        for bit in 0..64 {
            for value in [1 << bit, (1 << bit) - 1, (1 << bit) + 1, u64::MAX >> bit] {
                let (mut bytes, mut expected) = ([0; CHUNK * LONGEST], Vec::new());
                put(&mut expected, value);
                let length = place(&mut bytes, 3, value);
                assert_eq!(bytes[3..3 + length], expected, "{value}");
            }
        }
    }

    /// A stretch that is taken at once, and the same rows one by one.
    #[test]
    fn stretches_are_what_their_rows_are() {
        let shapes = [AccessRow { size: 4, region: 1, ..AccessRow::default() }];
        for (start, step) in [(0, 4), (400, -4), (8, 0), (1020, 8), (0, 63), (0, -64)] {
            let which = [0; CHUNK * 2];
            let offsets: [i64; CHUNK * 2] = std::array::from_fn(|at| 4096 + start + step * at as i64);
            let [mut together, mut single] = [(); 2].map(|()| Walk::new(&shapes, |_| 0, vec![Tiles::new(5)]));
            let (mut out, mut expected) = (Vec::new(), Vec::new());
            together.over(&which, &offsets, &mut out);
            for (at, (which, offset)) in (0..).zip(which.chunks(1).zip(offsets.chunks(1))) {
                single.each(at, which, offset, &mut expected);
            }
            assert_eq!(out, expected);
            assert_eq!(format!("{together:?}"), format!("{single:?}"), "{start} {step}");
        }
    }
}
