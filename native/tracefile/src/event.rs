//! The lines of CALLS blocks. Times are nanoseconds since the recording began; ids of functions, sites and
//! types are 0 where there is none.
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "ev", rename_all = "camelCase")]
pub enum Event {
    /// `flags`: `wire::ring::begin::flags`. `args`: printed values in parameter order.
    Begin {
        call: u32,
        function: u32,
        site: u32,
        thread: u32,
        time: u64,
        flags: u32,
        parent: Option<u32>,
        args: Vec<String>,
        regions: Vec<RegionRow>,
    },
    /// Counts and ordinals are filled in by the writer, which saw every access; `bytes_*` are distinct bytes.
    #[serde(rename_all = "camelCase")]
    End {
        call: u32,
        time: u64,
        /// `wire::ring::end_flags`.
        flags: u32,
        #[serde(default)]
        accesses: u64,
        #[serde(default)]
        reads: u64,
        #[serde(default)]
        writes: u64,
        bytes_read: u64,
        bytes_written: u64,
        #[serde(default)]
        first_ordinal: u64,
        #[serde(default)]
        last_ordinal: u64,
    },
    Result {
        call: u32,
        text: String,
        threw: bool,
    },
    Callback {
        call: u32,
        time: u64,
    },
    CallbackEnd {
        call: u32,
        time: u64,
    },
    Mark {
        time: u64,
        text: String,
        site: u32,
        thread: u32,
    },
    /// `ordinal` is filled in by the writer: see [`crate::Writer::syscall`].
    Syscall {
        call: u32,
        thread: u32,
        name: String,
        number: u32,
        args: Vec<Hex>,
        result: i64,
        time: u64,
        #[serde(default)]
        ordinal: u64,
    },
    /// A region outside calls appears.
    Region {
        #[serde(flatten)]
        region: RegionRow,
        time: u64,
    },
    RegionEnd {
        id: u32,
        time: u64,
    },
    Note {
        text: String,
        thread: u32,
        call: Option<u32>,
        time: u64,
    },
    Retcode {
        code: i32,
        site: u32,
        time: u64,
    },
    Crash {
        #[serde(flatten)]
        crash: crate::summary::Crash,
    },
    /// Contents of a region: page k of `pages` covers bytes [offset + k * 4096, ...) of it. See [`crate::Writer::snapshot`].
    Snapshot {
        call: u32,
        region: u32,
        when: When,
        pages: Vec<u32>,
        offset: u64,
        size: u64,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum When {
    Before,
    After,
}

/// Memory behind an argument, or alive outside calls.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RegionRow {
    /// Unique in the file, from 1.
    pub id: u32,
    /// Label id.
    pub label: u32,
    /// Type id, 0 none.
    #[serde(rename = "type")]
    pub ty: u32,
    /// "buffer", "struct", "array", "string", "alloc" or "watch": see [`RegionRow::kind_name`].
    pub kind: Cow<'static, str>,
    /// `wire::ring::begin::region_flags`.
    pub flags: u32,
    /// Index of the argument.
    pub arg: Option<u32>,
    /// Id of the region whose bytes hold the pointer to this one.
    pub parent: Option<u32>,
    pub memory: u64,
    pub address: Hex,
    pub size: u64,
    /// Bytes of the same owner in front of and behind it that are recorded too.
    pub before: u64,
    pub after: u64,
    /// Bytes of nobody further out that are recorded too.
    #[serde(rename = "slackBefore", default, skip_serializing_if = "is_zero")]
    pub slack_before: u32,
    #[serde(rename = "slackAfter", default, skip_serializing_if = "is_zero")]
    pub slack_after: u32,
    /// Site where the memory was made, 0: not known.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub made: u32,
}

fn is_zero(value: &u32) -> bool {
    *value == 0
}

impl RegionRow {
    /// Name of a `wire::ring::begin::kind`.
    pub fn kind_name(kind: u32) -> Cow<'static, str> {
        Cow::Borrowed(
            ["buffer", "struct", "array", "string", "alloc", "watch"].get(kind as usize).copied().unwrap_or("buffer"),
        )
    }
}

/// A 64-bit address; "0x..." in JSON, where numbers hold 53 bits only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Hex(pub u64);

impl Serialize for Hex {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{:#x}", self.0))
    }
}

impl<'de> Deserialize<'de> for Hex {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        let digits = text.strip_prefix("0x").unwrap_or(&text);
        u64::from_str_radix(digits, 16).map(Hex).map_err(serde::de::Error::custom)
    }
}
