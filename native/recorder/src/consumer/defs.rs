//! Definitions of one process, renumbered so that their ids are unique in the file.
use crate::recording::ids::Ids;
use ffiscope_tracefile::{Def, Field, Frame, Param};
use ffiscope_wire::control::Define;
use std::collections::HashMap;
use std::sync::atomic::AtomicU32;
use std::sync::Arc;

/// A definition may arrive after its first use (on another thread's stream): then the use gives it its id.
pub struct Defs {
    ids: Arc<Ids>,
    labels: HashMap<u32, u32>,
    types: HashMap<u32, u32>,
    functions: HashMap<u32, u32>,
    sites: HashMap<u32, u32>,
}

impl Defs {
    pub fn new(ids: Arc<Ids>) -> Self {
        let (labels, types, functions, sites) = Default::default();
        Self { ids, labels, types, functions, sites }
    }

    pub fn label(&mut self, id: u32) -> u32 {
        renumber(&mut self.labels, id, &self.ids.labels)
    }

    pub fn ty(&mut self, id: u32) -> u32 {
        renumber(&mut self.types, id, &self.ids.types)
    }

    pub fn function(&mut self, id: u32) -> u32 {
        renumber(&mut self.functions, id, &self.ids.functions)
    }

    pub fn site(&mut self, id: u32) -> u32 {
        renumber(&mut self.sites, id, &self.ids.sites)
    }

    /// The line of the file that a definition of the child becomes.
    pub fn convert(&mut self, define: Define) -> Def {
        match define {
            Define::Label { id, text } => Def::Label { id: self.label(id), text },
            Define::Type { id, name, size, fields } => {
                let fields = fields.into_iter();
                let fields = fields.map(|f| Field { name: f.name, ty: f.ty, offset: f.offset, size: f.size }).collect();
                Def::Type { id: self.ty(id), name, size, fields }
            }
            Define::Function { id, name, library, result, params } => {
                let params = params.into_iter();
                let params = params.map(|p| Param { name: p.name, ty: p.ty, direction: p.direction }).collect();
                Def::Function { id: self.function(id), name, library, result, params }
            }
            Define::Site { id, file, line, column, stack } => {
                let stack = stack.into_iter();
                let stack =
                    stack.map(|f| Frame { name: f.name, file: f.file, line: f.line, column: f.column }).collect();
                Def::Site { id: self.site(id), file, line, column, stack }
            }
        }
    }
}

/// 0 stays 0: it means "none".
fn renumber(known: &mut HashMap<u32, u32>, id: u32, next: &AtomicU32) -> u32 {
    if id == 0 {
        return 0;
    }
    *known.entry(id).or_insert_with(|| Ids::take(next))
}
