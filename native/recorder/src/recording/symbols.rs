//! Names native instructions, on a thread of its own: reading debug information takes time that a program
//! waiting for ring space should not have to spend.
use super::ids::Ids;
use super::Recording;
use ffiscope_symbols::{Maps, Symbolizer};
use ffiscope_tracefile::{Def, Hex, Inlined};
use iced_x86::{Decoder, DecoderOptions, FastFormatter};
use std::collections::HashMap;
use std::sync::mpsc::Receiver;
use std::sync::Weak;

/// Bytes of the longest instruction.
pub const INSN_BYTES: usize = 15;

pub enum Request {
    /// What is mapped where in a process (number in the file, pid), from now on.
    Maps { process: u32, pid: u32, maps: Maps },
    /// Write the definition of an instruction.
    Insn { process: u32, id: u32, pc: u64, code: Vec<u8> },
}

struct ProcessSymbols {
    symbolizer: Symbolizer,
    /// Module ids in the file, by the symbolizer's.
    modules: HashMap<usize, u32>,
}

/// Runs until every sender is gone.
pub fn run(requests: &Receiver<Request>, recording: &Weak<Recording>) {
    let mut processes: HashMap<u32, ProcessSymbols> = HashMap::new();
    while let Ok(request) = requests.recv() {
        let Some(recording) = recording.upgrade() else { return };
        match request {
            Request::Maps { process, pid, maps } => {
                let fresh = || ProcessSymbols { symbolizer: Symbolizer::new(pid), modules: HashMap::new() };
                processes.entry(process).or_insert_with(fresh).symbolizer.refresh_from(maps);
            }
            Request::Insn { process, id, pc, code } => {
                if let Some(known) = processes.get_mut(&process) {
                    known.define(&recording, id, pc, &code);
                }
            }
        }
    }
}

impl ProcessSymbols {
    fn define(&mut self, recording: &Recording, id: u32, pc: u64, code: &[u8]) {
        let symbol = self.symbolizer.lookup(pc);
        let module = symbol.module.map(|module| self.module(recording, module));
        let inlined = symbol.inlined.iter();
        let inlined = inlined.map(|i| Inlined { symbol: i.name.clone(), file: i.file.clone(), line: i.line });
        recording.writer().define(&Def::Insn {
            id,
            pc: Hex(pc),
            module,
            offset: symbol.offset,
            symbol: symbol.name.clone(),
            symbol_offset: symbol.name_offset,
            file: symbol.file.clone(),
            line: symbol.line,
            inlined: inlined.collect(),
            text: text_of(pc, code),
        });
    }

    fn module(&mut self, recording: &Recording, module: usize) -> u32 {
        if let Some(known) = self.modules.get(&module) {
            return *known;
        }
        let id = Ids::take(&recording.ids.modules);
        self.modules.insert(module, id);
        if let Some(found) = self.symbolizer.module(module) {
            let build_id = Some(found.build_id.clone()).filter(|text| !text.is_empty());
            recording.writer().define(&Def::Module { id, path: found.path.clone(), build_id, base: Hex(found.base) });
        }
        id
    }
}

/// The instruction as text, Intel syntax.
fn text_of(pc: u64, code: &[u8]) -> Option<String> {
    let instruction = Decoder::with_ip(64, code, pc, DecoderOptions::NONE).decode();
    if code.is_empty() || instruction.is_invalid() {
        return None;
    }
    let mut text = String::new();
    FastFormatter::new().format(&instruction, &mut text);
    Some(text)
}
