//! Numbers for the places in the original code whose accesses are recorded.
use crate::engine::{Site, SiteAccess};
use ffiscope_decode::Plan;
use ffiscope_wire::ring::FIRST_SITE;
use std::sync::Arc;

/// What a record with the site's number means.
#[derive(Debug, Clone)]
pub enum Meaning {
    /// The cell's address tells everything.
    Fixed { pc: u64, accesses: Vec<SiteAccess> },
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
            Meaning::Fixed { pc, accesses } => Some(Site::Fixed { pc: *pc, accesses: accesses.clone() }),
            Meaning::State { .. } => None,
        }
    }
}
