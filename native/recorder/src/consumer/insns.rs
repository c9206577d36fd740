//! Numbers the native instructions of one process and has them named.
use super::bytes::NumberMap;
use crate::engine::{Engine, Site, SiteAccess, Stored};
use crate::recording::ids::Ids;
use crate::recording::symbols::{Request, INSN_BYTES};
use crate::recording::Recording;
use crate::session::process::Process;
use ffiscope_symbols::Maps;
use ffiscope_wire::ring::FIRST_SITE;
use std::sync::Arc;

/// What a cell's site means, with the instruction's id in the file.
#[derive(Debug, Clone)]
pub enum KnownSite {
    Unknown,
    One {
        insn: u32,
        access: SiteAccess,
        stored: Stored,
    },
    /// An operand that is read, then written.
    Two {
        insn: u32,
        accesses: [SiteAccess; 2],
    },
    Several {
        insn: u32,
        accesses: Arc<[SiteAccess]>,
    },
}

pub struct Insns {
    recording: Arc<Recording>,
    process: u32,
    ids: NumberMap<u32>,
    sites: Vec<KnownSite>,
    maps: Maps,
}

impl Insns {
    pub fn new(recording: Arc<Recording>, process: u32) -> Self {
        Self { recording, process, ids: NumberMap::default(), sites: Vec::new(), maps: Maps::default() }
    }

    #[inline]
    pub fn site(&mut self, number: u32, engine: &mut dyn Engine, process: &Process) -> &KnownSite {
        let at = number.wrapping_sub(FIRST_SITE) as usize;
        if at >= self.sites.len() || matches!(self.sites[at], KnownSite::Unknown) {
            self.ask(at, number, engine, process);
        }
        self.sites.get(at).unwrap_or(&KnownSite::Unknown)
    }

    /// What is known of a cell's tag without asking.
    #[inline]
    pub fn known(&self, tag: u32) -> Option<&KnownSite> {
        self.sites.get(tag.wrapping_sub(FIRST_SITE) as usize)
    }

    #[cold]
    fn ask(&mut self, at: usize, number: u32, engine: &mut dyn Engine, process: &Process) {
        // Sites are numbered densely, so the table grows with those that there are, and not with numbers that a program makes up.
        let Some(Site::Fixed { pc, accesses, stored }) = engine.site(number) else { return };
        if at >= self.sites.len() {
            self.sites.resize((at + 1).next_power_of_two(), KnownSite::Unknown);
        }
        let insn = self.id(pc, process);
        self.sites[at] = match accesses.as_slice() {
            [access] => KnownSite::One { insn, access: *access, stored },
            [first, second] => KnownSite::Two { insn, accesses: [*first, *second] },
            _ => KnownSite::Several { insn, accesses: accesses.into() },
        };
    }

    /// Id in the file of the instruction at `pc`; 0 for no address.
    #[inline]
    pub fn id(&mut self, pc: u64, process: &Process) -> u32 {
        match self.ids.get(&pc) {
            Some(id) => *id,
            None if pc == 0 => 0,
            None => self.add(pc, process),
        }
    }

    #[cold]
    fn add(&mut self, pc: u64, process: &Process) -> u32 {
        let id = Ids::take(&self.recording.ids.insns);
        self.ids.insert(pc, id);
        if self.maps.find(pc).is_none() {
            self.refresh(process);
        }
        let mut code = vec![0; INSN_BYTES];
        let length = process.read_memory(pc, &mut code);
        code.truncate(length);
        self.recording.symbolize(Request::Insn { process: self.process, id, pc, code });
        id
    }

    /// Reads what is mapped now. Does nothing once the process has gone.
    pub fn refresh(&mut self, process: &Process) {
        let pid = process.pid as u32;
        let maps = Maps::read(pid).ok().filter(|maps| *maps != Maps::default());
        if let Some(maps) = maps {
            self.maps = maps.clone();
            self.recording.symbolize(Request::Maps { process: self.process, pid, maps });
        }
    }

    /// Code in this range was unmapped: what comes to lie there is other code.
    pub fn forget(&mut self, start: u64, end: u64) {
        self.ids.retain(|pc, _| !(start..end).contains(pc));
    }
}
