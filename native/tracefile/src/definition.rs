//! The lines of DEFS blocks.
use crate::event::Hex;
use serde::{Deserialize, Serialize};

/// One definition. Ids of one kind are unique in the file; a definition may follow its first use.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "def", rename_all = "camelCase")]
pub enum Def {
    Label {
        id: u32,
        text: String,
    },
    Type {
        id: u32,
        name: String,
        size: u64,
        fields: Vec<Field>,
    },
    Function {
        id: u32,
        name: String,
        library: String,
        result: String,
        params: Vec<Param>,
    },
    /// A place in JavaScript, with the frames above it.
    Site {
        id: u32,
        file: String,
        line: u32,
        column: u32,
        stack: Vec<Frame>,
    },
    #[serde(rename_all = "camelCase")]
    Module {
        id: u32,
        path: String,
        build_id: Option<String>,
        base: Hex,
    },
    /// A native instruction. `module` is a module id, `offset` the address inside that module's file.
    #[serde(rename_all = "camelCase")]
    Insn {
        id: u32,
        pc: Hex,
        module: Option<u32>,
        offset: u64,
        symbol: Option<String>,
        symbol_offset: u64,
        /// Innermost source place.
        file: Option<String>,
        line: Option<u32>,
        /// Functions inlined into `symbol`, innermost first.
        inlined: Vec<Inlined>,
        text: Option<String>,
    },
    Thread {
        id: u32,
        tid: u32,
        name: String,
        process: u32,
    },
    Process {
        id: u32,
        pid: u32,
        program: String,
    },
}

/// One field of a declared type; offset and size in bytes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Field {
    pub name: String,
    #[serde(rename = "type")]
    pub ty: String,
    pub offset: u64,
    pub size: u64,
}

/// A parameter; `direction` is "in", "out", "inout" or "value".
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Param {
    pub name: Option<String>,
    #[serde(rename = "type")]
    pub ty: String,
    pub direction: String,
}

/// A JavaScript frame.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    pub name: Option<String>,
    pub file: String,
    pub line: u32,
    pub column: u32,
}

/// A function whose body was inlined around an instruction, and the place where it was called.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Inlined {
    pub symbol: String,
    pub file: Option<String>,
    pub line: Option<u32>,
}
