//! How fine the tiles of each region are.

/// At most so many tiles cover a region.
pub const TILES: u64 = 256;

/// By region id.
#[derive(Debug, Default)]
pub struct Sizes {
    shifts: Vec<u8>,
}

impl Sizes {
    pub fn add(&mut self, region: u32, size: u64) {
        let at = region as usize;
        // Ids come from the recorder's own counter; a wild one gets coarse tiles instead of a huge table.
        if at >= self.shifts.len() {
            if at > self.shifts.len() + (1 << 20) {
                return;
            }
            self.shifts.resize((at + 1).next_power_of_two(), 0);
        }
        self.shifts[at] = shift_of(size);
    }

    #[inline]
    pub fn shift(&self, region: u32) -> u8 {
        self.shifts.get(region as usize).copied().unwrap_or(0)
    }
}

/// The smallest shift with which 256 tiles cover `size` bytes.
fn shift_of(size: u64) -> u8 {
    let tiles = size.div_ceil(TILES).max(1);
    tiles.next_power_of_two().trailing_zeros() as u8
}

#[cfg(test)]
mod tests {
    use super::shift_of;

    #[test]
    fn up_to_256_tiles_cover_a_region() {
        assert_eq!([0, 1, 256, 257, 512, 513, 1 << 20].map(shift_of), [0, 0, 0, 1, 1, 2, 12]);
        assert!((1_u64 << 20) >> shift_of(1 << 20) <= 256);
    }
}
