//! The cache of modules and answers.
use crate::dwarf::{debug_file, demangled, Lines, Place};
use crate::elf::Image;
use crate::maps::{Mapping, Maps};
use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Number of a module in the order in which modules were first asked for, from 0; stable for the symbolizer's life.
pub type ModuleId = usize;

/// A loaded file (or "[vdso]").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Module {
    pub path: String,
    /// Lower-case hex; empty when the file has none or can't be read.
    pub build_id: String,
    /// Address at which the file's address 0 lies.
    pub base: u64,
}

/// What is known of an address. Everything but `pc` may be missing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Symbol {
    pub pc: u64,
    pub module: Option<ModuleId>,
    /// `pc` relative to the module's base; `pc` itself without module.
    pub offset: u64,
    /// Function (not the inlined one) or nearest export, demangled.
    pub name: Option<String>,
    /// `pc` relative to the start of `name`.
    pub name_offset: u64,
    /// Innermost source place: that of the innermost inlined function if there is one.
    pub file: Option<String>,
    pub line: Option<u32>,
    /// Functions inlined here, innermost first, without the outer function `name`.
    pub inlined: Vec<Inlined>,
}

/// A function inlined around an address, and where it was called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inlined {
    pub name: String,
    pub file: Option<String>,
    pub line: Option<u32>,
}

/// A module with what was read of its file.
struct Loaded {
    module: Module,
    mapping: Mapping,
    image: Option<Image>,
    lines: Option<Lines>,
}

/// Answers for one process.
pub struct Symbolizer {
    pid: u32,
    maps: Maps,
    modules: Vec<Loaded>,
    cache: HashMap<u64, Arc<Symbol>>,
}

impl Symbolizer {
    /// Knows nothing before [`Self::refresh`]; reads nothing.
    pub fn new(pid: u32) -> Self {
        Self { pid, maps: Maps::default(), modules: Vec::new(), cache: HashMap::new() }
    }

    /// Reads the process's mappings again. Answers about files that are no longer where they were are forgotten.
    pub fn refresh(&mut self) -> io::Result<()> {
        self.refresh_from(Maps::read(self.pid)?);
        Ok(())
    }

    /// The same from mappings read before (of a process that has ended, say).
    pub fn refresh_from(&mut self, maps: Maps) {
        self.maps = maps;
        let Self { maps, modules, cache, .. } = self;
        cache.retain(|pc, symbol| match (maps.find(*pc), symbol.module) {
            (Some(mapping), Some(id)) => mapping.same_file(&modules[id].mapping),
            (None, None) => true,
            _ => false,
        });
    }

    /// `pc` is the address of an instruction. For a return address ask for the one before it.
    pub fn lookup(&mut self, pc: u64) -> Arc<Symbol> {
        if let Some(known) = self.cache.get(&pc) {
            return known.clone();
        }
        let symbol = Arc::new(self.resolve(pc));
        self.cache.insert(pc, symbol.clone());
        symbol
    }

    /// The module that holds an address; reads its file's symbols at the first time.
    pub fn module_of(&mut self, pc: u64) -> Option<ModuleId> {
        let mapping = self.maps.find(pc)?;
        let lowest = self.maps.of_file(mapping).map(|other| other.start).min()?;
        let known =
            self.modules.iter().position(|loaded| loaded.mapping.same_file(mapping) && loaded.serves(mapping, lowest));
        known.or_else(|| {
            let loaded = Loaded::open(self.pid, mapping, lowest);
            self.modules.push(loaded);
            Some(self.modules.len() - 1)
        })
    }

    pub fn module(&self, id: ModuleId) -> Option<&Module> {
        self.modules.get(id).map(|loaded| &loaded.module)
    }

    pub fn modules(&self) -> impl Iterator<Item = &Module> {
        self.modules.iter().map(|loaded| &loaded.module)
    }

    fn resolve(&mut self, pc: u64) -> Symbol {
        let Some(id) = self.module_of(pc) else {
            return Symbol { pc, offset: pc, ..Symbol::default() };
        };
        let loaded = &self.modules[id];
        let offset = pc.wrapping_sub(loaded.module.base);
        let place = loaded.lines.as_ref().map_or_else(Place::default, |lines| lines.place(offset));
        let (name, start) = match loaded.image.as_ref().and_then(|image| image.symbol(offset)) {
            Some((name, start)) => (Some(demangled(name)), start),
            None => (place.function, offset),
        };
        Symbol {
            pc,
            module: Some(id),
            offset,
            name,
            name_offset: offset - start,
            file: place.file,
            line: place.line,
            inlined: place.inlined,
        }
    }
}

impl Loaded {
    fn open(pid: u32, mapping: &Mapping, lowest: u64) -> Self {
        let file = readable(pid, mapping);
        let mut image = file.as_deref().and_then(Image::open);
        let mut lines = None;
        if let (Some(path), Some(image)) = (&file, &mut image) {
            if image.has_dwarf {
                lines = Lines::open(path);
            } else if let Some(debug) = debug_file(Path::new(&mapping.path), image) {
                lines = Lines::open(&debug);
                if let Some(symbols) = Image::open(&debug) {
                    image.adopt(symbols);
                }
            }
        }
        let module = Module {
            path: mapping.path.clone(),
            build_id: image.as_ref().map(|image| image.build_id.clone()).unwrap_or_default(),
            base: image.as_ref().and_then(|image| base_in(image, mapping)).unwrap_or(lowest),
        };
        Self { module, mapping: mapping.clone(), image, lines }
    }

    /// The file may be mapped a second time elsewhere (unloaded and loaded again).
    fn serves(&self, mapping: &Mapping, lowest: u64) -> bool {
        let base = self.image.as_ref().and_then(|image| base_in(image, mapping)).unwrap_or(lowest);
        base == self.module.base
    }
}

fn base_in(image: &Image, mapping: &Mapping) -> Option<u64> {
    image.address_of(mapping.offset).map(|address| mapping.start.wrapping_sub(address))
}

/// A path under which the mapped file itself, and no later one of that name, can be read.
fn readable(pid: u32, mapping: &Mapping) -> Option<PathBuf> {
    if !mapping.is_file() {
        return None;
    }
    let candidates = if mapping.deleted {
        vec![format!("/proc/{pid}/map_files/{:x}-{:x}", mapping.start, mapping.end)]
    } else {
        // The program may live in another root folder.
        vec![mapping.path.clone(), format!("/proc/{pid}/root{}", mapping.path)]
    };
    candidates.into_iter().map(PathBuf::from).find(|path| path.is_file())
}
