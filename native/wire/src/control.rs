//! Messages on the control socket and the definitions that travel in `DEFINE` records: both are JSON, one object a
//! message. The agent formats its few messages by hand (it has no allocator); the supervisor uses serde.
use serde::{Deserialize, Serialize};

/// Agent to supervisor.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Request {
    Hello {
        version: u32,
        pid: u32,
    },
    /// Session memory is filled. `shadow` tells whether the shadow table could be mapped.
    Ready {
        shadow: bool,
    },
    /// `site` is a JavaScript site id that an earlier DEFINE introduced.
    Retcode {
        code: i32,
        site: u32,
    },
    /// Accesses of a finished doFfi scope.
    Events {
        call: u64,
    },
}

/// Supervisor to agent.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Reply {
    /// Comes with four descriptors: session, ring and code memory of these sizes in bytes, and one page whose
    /// first u64 numbers the calls of all processes (`fetch_add`, ids from 1).
    Welcome {
        session: u64,
        ring: u64,
        code: u64,
        /// These parts of [`crate::session::RESERVED`] are kept free: they may be mapped over.
        code_reserved: bool,
        shadow_reserved: bool,
    },
    Ack {},
    Refused {
        reason: String,
    },
    /// In the order in which they happened; `more` follows while the list goes on in further messages.
    Events {
        events: Vec<EventLine>,
        more: bool,
    },
}

/// One access as `doFfi` returns it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EventLine {
    pub kind: String,
    pub address: String,
    pub size: u64,
    pub certain: bool,
}

/// The JSON objects of `DEFINE` records. Ids are chosen by the child, start at 1, and are unique in the process.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "define", rename_all = "snake_case")]
pub enum Define {
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
    /// A place in JavaScript (source maps applied) with the frames above it.
    Site {
        id: u32,
        file: String,
        line: u32,
        column: u32,
        #[serde(default)]
        stack: Vec<Frame>,
    },
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Field {
    pub name: String,
    #[serde(rename = "type")]
    pub ty: String,
    pub offset: u64,
    pub size: u64,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Param {
    pub name: Option<String>,
    #[serde(rename = "type")]
    pub ty: String,
    pub direction: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Frame {
    pub name: Option<String>,
    pub file: String,
    pub line: u32,
    pub column: u32,
}
