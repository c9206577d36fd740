//! Keeps what a program worked with out of its recording: values, contents, texts. What is left is who touched which bytes.
use crate::event::Event;
use crate::summary::{Crash, Info};
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;

/// What stands where a value would.
pub enum Redact {
    Omit,
    /// The same for equal values of this recording, and for no other: the key is random and kept nowhere.
    Hash(RandomState),
}

impl Redact {
    pub fn hash() -> Self {
        Self::Hash(RandomState::new())
    }

    fn text(&self, text: &mut String) {
        *text = match self {
            Self::Omit => "(left out)".into(),
            Self::Hash(key) => format!("#{:016x}", key.hash_one(text.as_str())),
        };
    }

    /// The program's arguments may hold passwords; what writes stored is not kept at all.
    pub fn info(&self, info: &mut Info) {
        info.args.iter_mut().for_each(|arg| self.text(arg));
        info.values.limit = 0;
    }

    pub fn event(&self, event: &mut Event) {
        match event {
            Event::Begin { args, .. } => args.iter_mut().for_each(|arg| self.text(arg)),
            Event::Result { text, .. } | Event::Mark { text, .. } => self.text(text),
            Event::Crash { crash } => self.crash(crash),
            _ => {}
        }
    }

    /// Registers hold values of the program; where it crashed stays.
    pub fn crash(&self, crash: &mut Crash) {
        crash.registers.retain(|name, _| name == "rip" || name == "rsp");
    }
}
