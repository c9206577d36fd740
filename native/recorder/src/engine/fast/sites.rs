//! Numbers for the places in the original code whose accesses are recorded.
use super::stored::Source;
use crate::engine::{Site, SiteAccess, Stored};
use ffiscope_decode::Plan;
use ffiscope_wire::ring::FIRST_SITE;
use std::sync::Arc;

/// What a record with the site's number means.
#[derive(Debug, Clone)]
pub enum Meaning {
    /// The cell's address tells everything.
    Fixed { pc: u64, accesses: Vec<SiteAccess>, source: Option<Source> },
    /// STATE records go through the instruction's plan.
    State { pc: u64, plan: Arc<Plan> },
}

/// Numbers count up from `FIRST_SITE` and are never used again.
#[derive(Default)]
pub struct Sites(Vec<Meaning>);

impl Sites {
    pub fn add(&mut self, meaning: Meaning) -> u32 {
        self.0.push(meaning);
        FIRST_SITE + self.0.len() as u32 - 1
    }

    pub fn get(&self, site: u32) -> Option<&Meaning> {
        self.0.get(site.checked_sub(FIRST_SITE)? as usize)
    }

    /// `None` also for a site that writes STATE records: it has no cells.
    pub fn describe(&self, site: u32) -> Option<Site> {
        match self.get(site)? {
            Meaning::Fixed { pc, accesses, source } => {
                let stored = stored(*source, accesses);
                Some(Site::Fixed { pc: *pc, accesses: accesses.clone(), stored })
            }
            Meaning::State { .. } => None,
        }
    }
}

fn stored(source: Option<Source>, accesses: &[SiteAccess]) -> Stored {
    match (source, accesses) {
        (Some(Source::Constant(value)), _) => Stored::Constant(value),
        (Some(_), [one]) if one.size <= 4 => Stored::InCell,
        (Some(_), [_]) => Stored::Before,
        _ => Stored::Unknown,
    }
}
