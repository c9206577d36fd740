//! Source lines and inlined functions of one file, and where the debug information lies.
use crate::elf::Image;
use crate::symbolizer::Inlined;
use addr2line::{demangle_auto, Loader};
use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// Where distributions put debug information.
const DEBUG_ROOT: &str = "/usr/lib/debug";

pub struct Lines(Loader);

/// What DWARF knows of an address.
#[derive(Debug, Default)]
pub struct Place {
    /// The function that was not inlined, demangled.
    pub function: Option<String>,
    pub file: Option<String>,
    pub line: Option<u32>,
    pub inlined: Vec<Inlined>,
}

impl Lines {
    /// None where the file can't be read as debug information.
    pub fn open(path: &Path) -> Option<Self> {
        Loader::new(path).ok().map(Self)
    }

    /// `address` in the file's own terms.
    pub fn place(&self, address: u64) -> Place {
        let mut place = Place::default();
        let Ok(mut frames) = self.0.find_frames(address) else { return place };
        let mut chain = Vec::new();
        while let Ok(Some(frame)) = frames.next() {
            let name = frame.function.as_ref().and_then(|function| function.demangle().ok()).map(Cow::into_owned);
            let location = frame.location.as_ref();
            let file = location.and_then(|at| at.file).map(str::to_owned);
            chain.push((name, file, location.and_then(|at| at.line).filter(|line| *line > 0)));
        }
        if let Some((_, file, line)) = chain.first() {
            (place.file, place.line) = (file.clone(), *line);
        }
        // The place of a frame is where the one inside it was called.
        place.inlined = chain
            .windows(2)
            .map(|pair| Inlined { name: name_of(&pair[0].0), file: pair[1].1.clone(), line: pair[1].2 })
            .collect();
        place.function = chain.pop().and_then(|outer| outer.0);
        place
    }
}

fn name_of(name: &Option<String>) -> String {
    name.clone().unwrap_or_else(|| "?".into())
}

pub fn demangled(name: &str) -> String {
    demangle_auto(Cow::Borrowed(name), None).into_owned()
}

/// The separate file with a stripped file's debug information: by build id, then by the link's name.
pub fn debug_file(path: &Path, image: &Image) -> Option<PathBuf> {
    let by_id = (image.build_id.len() > 2).then(|| {
        let (first, rest) = image.build_id.split_at(2);
        PathBuf::from(format!("{DEBUG_ROOT}/.build-id/{first}/{rest}.debug"))
    });
    let folder = path.parent()?;
    let by_link = image.debug_link.iter().flat_map(|name| {
        let below_root = Path::new(DEBUG_ROOT).join(folder.strip_prefix("/").unwrap_or(folder));
        [folder.join(name), folder.join(".debug").join(name), below_root.join(name)]
    });
    by_id.into_iter().chain(by_link).find(|candidate| candidate != path && matches(candidate, image))
}

/// A debug file of another build would give wrong lines: without equal build ids it is not taken.
fn matches(candidate: &Path, image: &Image) -> bool {
    candidate.is_file() && Image::open(candidate).is_some_and(|debug| debug.build_id == image.build_id)
}
