//! Contents of regions come in pieces; neighbouring pieces are told in one line.
use crate::event::{Event, When};

/// Pages of a line at most.
const MOST_PAGES: usize = 1024;
const PAGE: u64 = crate::pages::PAGE_BYTES as u64;

/// The piece that was given last, as long as its neighbour may still come.
#[derive(Default)]
pub struct Contents(Option<Piece>);

pub struct Piece {
    pub call: u32,
    pub region: u32,
    pub when: When,
    pub pages: Vec<u32>,
    pub offset: u64,
    pub size: u64,
}

impl Contents {
    /// Takes a piece; gives back what comes before it and is complete.
    pub fn add(&mut self, piece: Piece) -> Option<Event> {
        match &mut self.0 {
            Some(waiting) if waiting.is_followed_by(&piece) => {
                waiting.pages.extend(piece.pages);
                waiting.size += piece.size;
                None
            }
            waiting => waiting.replace(piece).map(Event::from),
        }
    }

    pub fn take(&mut self) -> Option<Event> {
        self.0.take().map(Event::from)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }
}

impl Piece {
    /// A page that is not full is the last one of its line.
    fn is_followed_by(&self, next: &Piece) -> bool {
        (self.call, self.region, self.when) == (next.call, next.region, next.when)
            && self.offset + self.size == next.offset
            && self.size.is_multiple_of(PAGE)
            && self.pages.len() + next.pages.len() <= MOST_PAGES
    }
}

impl From<Piece> for Event {
    fn from(Piece { call, region, when, pages, offset, size }: Piece) -> Event {
        Event::Snapshot { call, region, when, pages, offset, size }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(region: u32, when: When, offset: u64, size: u64) -> Piece {
        let pages = (0..size.div_ceil(PAGE) as u32).map(|page| page + (offset / PAGE) as u32).collect();
        Piece { call: 1, region, when, pages, offset, size }
    }

    /// (region, offset, size, pages) of the lines that pieces give.
    fn lines(pieces: Vec<Piece>) -> Vec<(u32, u64, u64, Vec<u32>)> {
        let mut contents = Contents::default();
        let mut events: Vec<_> = pieces.into_iter().filter_map(|piece| contents.add(piece)).collect();
        events.extend(contents.take());
        assert!(contents.is_empty());
        let line = |event| match event {
            Event::Snapshot { region, offset, size, pages, .. } => (region, offset, size, pages),
            other => unreachable!("{other:?}"),
        };
        events.into_iter().map(line).collect()
    }

    #[test]
    fn neighbours_are_one_line_and_others_are_not() {
        use When::{After, Before};
        let joined = lines(vec![piece(7, Before, 0, 8192), piece(7, Before, 8192, 4096), piece(7, Before, 12288, 100)]);
        assert_eq!(joined, [(7, 0, 12388, vec![0, 1, 2, 3])]);
        assert_eq!(lines(vec![piece(7, Before, 0, 4096), piece(8, Before, 4096, 4096)]).len(), 2, "another region");
        assert_eq!(lines(vec![piece(7, Before, 0, 4096), piece(7, After, 4096, 4096)]).len(), 2, "another moment");
        assert_eq!(lines(vec![piece(7, Before, 0, 4096), piece(7, Before, 8192, 4096)]).len(), 2, "a gap");
        assert_eq!(
            lines(vec![piece(7, Before, 0, 100), piece(7, Before, 100, 4096)]).len(),
            2,
            "a page that is not full"
        );
        let long = lines((0..1500).map(|page| piece(7, Before, page * 4096, 4096)).collect());
        assert_eq!(long.iter().map(|line| line.3.len()).collect::<Vec<_>>(), [1024, 476]);
    }
}
