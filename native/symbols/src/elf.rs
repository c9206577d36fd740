//! What an ELF file says without its DWARF: build id, segments, symbols.
use object::elf::{FileHeader64, PF_X};
use object::read::elf::{ElfFile64, Sym, SymbolTable};
use object::read::{Object, ObjectSection, ObjectSegment, ObjectSymbol, ReadCache, ReadRef};
use object::{Endianness, SectionIndex, SectionKind, SegmentFlags, SymbolKind};
use std::ffi::CStr;
use std::fs::File;
use std::path::Path;

const PAGE: u64 = 4096;
/// How many symbols in front of an address are searched for one that spans it.
const SPAN_SEARCH: usize = 32;

#[derive(Debug)]
pub struct Image {
    /// Lower-case hex, empty without one.
    pub build_id: String,
    /// Name of the file with the debug information, from `.gnu_debuglink`.
    pub debug_link: Option<String>,
    pub has_dwarf: bool,
    segments: Vec<Segment>,
    symbols: Vec<Entry>,
}

/// Begins at a page, as the mapping of it does.
#[derive(Debug)]
struct Segment {
    file_offset: u64,
    file_size: u64,
    address: u64,
    executable: bool,
}

/// A function's start. Addresses are those of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    address: u64,
    size: u64,
    /// Lower is better among names of one address.
    rank: u8,
    name: String,
}

impl Image {
    /// None if the file is not there or no 64-bit ELF file.
    pub fn open(path: &Path) -> Option<Self> {
        let cache = ReadCache::new(File::open(path).ok()?);
        let file = ElfFile64::<Endianness, _>::parse(&cache).ok()?;
        let build_id = file.build_id().ok().flatten().unwrap_or_default();
        let link = file.gnu_debuglink().ok().flatten();
        Some(Self {
            build_id: build_id.iter().map(|byte| format!("{byte:02x}")).collect(),
            debug_link: link.map(|(name, _crc)| String::from_utf8_lossy(name).into_owned()),
            has_dwarf: file.section_by_name(".debug_info").is_some(),
            segments: file.segments().map(|segment| Segment::of(&segment)).collect(),
            symbols: symbols(&file),
        })
    }

    /// Address in the file's own terms of a byte of it.
    pub fn address_of(&self, file_offset: u64) -> Option<u64> {
        let holds = |segment: &&Segment| file_offset.wrapping_sub(segment.file_offset) < segment.file_size;
        let segment =
            self.segments.iter().find(|s| s.executable && holds(s)).or_else(|| self.segments.iter().find(holds))?;
        Some((file_offset - segment.file_offset).wrapping_add(segment.address))
    }

    /// Name and start of the function that spans an address, else of the nearest one in front of it.
    pub fn symbol(&self, address: u64) -> Option<(&str, u64)> {
        let after = self.symbols.partition_point(|entry| entry.address <= address);
        let before = &self.symbols[..after];
        let spanning = before.iter().rev().take(SPAN_SEARCH).find(|entry| address - entry.address < entry.size);
        spanning.or(before.last()).map(|entry| (plain(&entry.name), entry.address))
    }

    /// Adds the symbols of the file with the debug information.
    pub fn adopt(&mut self, debug: Image) {
        self.symbols.extend(debug.symbols);
        tidy(&mut self.symbols);
    }
}

impl Segment {
    fn of<'data>(segment: &impl ObjectSegment<'data>) -> Self {
        let (file_offset, file_size) = segment.file_range();
        let executable = matches!(segment.flags(), SegmentFlags::Elf { p_flags } if p_flags & PF_X != 0);
        let lead = file_offset % PAGE;
        Self {
            file_offset: file_offset - lead,
            file_size: file_size + lead,
            address: segment.address().wrapping_sub(lead),
            executable,
        }
    }
}

fn symbols<'data, R: ReadRef<'data>>(file: &ElfFile64<'data, Endianness, R>) -> Vec<Entry> {
    let code: Vec<_> =
        file.sections().filter(|section| section.kind() == SectionKind::Text).map(|section| section.index()).collect();
    let (own, exported) = (Names::of(file, file.elf_symbol_table()), Names::of(file, file.elf_dynamic_symbol_table()));
    let own = file.symbols().map(|symbol| (symbol, &own));
    let exported = file.dynamic_symbols().map(|symbol| (symbol, &exported));
    let mut entries: Vec<Entry> = own
        .chain(exported)
        .filter(|(symbol, _)| symbol.is_definition() || symbol.kind() == SymbolKind::Unknown)
        .filter(|(symbol, _)| symbol.section_index().is_some_and(|index| code.contains(&index)))
        .filter_map(|(symbol, names)| {
            let name = names.at(symbol.elf_symbol().st_name(file.endian()))?;
            let rank = u8::from(symbol.kind() != SymbolKind::Text) * 4
                + u8::from(symbol.is_local()) * 2
                + u8::from(name.starts_with('_'));
            Some(Entry { address: symbol.address(), size: symbol.size(), rank, name: name.into() })
        })
        .collect();
    tidy(&mut entries);
    entries
}

/// The names of a symbol table, read in one piece: a program like node has a hundred thousand of them.
struct Names<'data>(&'data [u8]);

impl<'data> Names<'data> {
    fn of<R: ReadRef<'data>>(
        file: &ElfFile64<'data, Endianness, R>,
        table: &SymbolTable<'data, FileHeader64<Endianness>, R>,
    ) -> Self {
        let section = Some(table.string_section()).filter(|index| *index != SectionIndex(0));
        let data = section.and_then(|index| file.section_by_index(index).ok()).and_then(|found| found.data().ok());
        Self(data.unwrap_or_default())
    }

    /// None for the empty name and for what is no text.
    fn at(&self, offset: u32) -> Option<&'data str> {
        let name = CStr::from_bytes_until_nul(self.0.get(offset as usize..)?).ok()?;
        name.to_str().ok().filter(|name| !name.is_empty())
    }
}

/// Sorted, one name an address.
fn tidy(entries: &mut Vec<Entry>) {
    entries.sort_by(|a, b| (a.address, a.rank, &a.name).cmp(&(b.address, b.rank, &b.name)));
    entries.dedup_by(|later, first| {
        let same = later.address == first.address;
        if same {
            first.size = first.size.max(later.size);
        }
        same
    });
}

/// Without symbol version and without the names compilers give to clones of a function.
fn plain(name: &str) -> &str {
    let name = name.split('@').next().unwrap_or(name);
    [".isra.", ".constprop.", ".part.", ".lto_priv."]
        .iter()
        .filter_map(|clone| name.find(clone))
        .min()
        .map_or(name, |end| &name[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(address: u64, size: u64, rank: u8, name: &str) -> Entry {
        Entry { address, size, rank, name: name.into() }
    }

    fn image(mut symbols: Vec<Entry>) -> Image {
        tidy(&mut symbols);
        Image { build_id: String::new(), debug_link: None, has_dwarf: false, segments: Vec::new(), symbols }
    }

    #[test]
    fn a_label_inside_a_function_does_not_hide_it() {
        let image = image(vec![entry(100, 50, 0, "outer"), entry(120, 0, 6, "label")]);
        assert_eq!(image.symbol(130), Some(("outer", 100)));
        assert_eq!(image.symbol(160), Some(("label", 120)), "nearest in front, where nothing spans it");
        assert_eq!(image.symbol(99), None);
    }

    #[test]
    fn exported_names_win_over_aliases() {
        let image = image(vec![entry(8, 0, 1, "__memcpy"), entry(8, 16, 0, "memcpy"), entry(8, 16, 2, "local")]);
        assert_eq!(image.symbol(20), Some(("memcpy", 8)));
    }

    #[test]
    fn names_lose_version_and_clone_suffix() {
        assert_eq!(plain("memcpy@@GLIBC_2.14"), "memcpy");
        assert_eq!(plain("deflate_fast.isra.0"), "deflate_fast");
        assert_eq!(plain("parse.cold"), "parse.cold");
    }

    #[test]
    fn reads_this_test_program() {
        let image = Image::open(&std::env::current_exe().unwrap()).unwrap();
        assert!(image.has_dwarf);
        assert!(!image.symbols.is_empty());
        assert!(Image::open(Path::new("/proc/self/maps")).is_none());
    }
}
