//! Reads the payloads of control records. They come from the traced process: nothing in them is believed.
use ffiscope_wire::ring::begin;

/// A payload that is too short or has impossible values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Malformed;

/// Takes numbers and strings off the front of a payload.
pub struct Payload<'a>(pub &'a [u8]);

impl<'a> Payload<'a> {
    fn take(&mut self, bytes: usize) -> Result<&'a [u8], Malformed> {
        let (head, rest) = self.0.split_at_checked(bytes).ok_or(Malformed)?;
        self.0 = rest;
        Ok(head)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Malformed> {
        self.take(N)?.try_into().map_err(|_| Malformed)
    }

    pub fn u8(&mut self) -> Result<u8, Malformed> {
        self.array::<1>().map(|[byte]| byte)
    }

    pub fn u32(&mut self) -> Result<u32, Malformed> {
        self.array().map(u32::from_le_bytes)
    }

    pub fn u64(&mut self) -> Result<u64, Malformed> {
        self.array().map(u64::from_le_bytes)
    }

    pub fn i64(&mut self) -> Result<i64, Malformed> {
        self.array().map(i64::from_le_bytes)
    }

    /// Bytes that are not UTF-8 are replaced.
    pub fn string(&mut self) -> Result<String, Malformed> {
        let length = self.u32()? as usize;
        self.take(length).map(|bytes| String::from_utf8_lossy(bytes).into_owned())
    }

    pub fn rest(self) -> &'a [u8] {
        self.0
    }
}

/// `BEGIN` and `SCOPE_BEGIN`, with ids as the child numbers them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begin {
    pub time: u64,
    pub function: u32,
    pub site: u32,
    pub flags: u32,
    /// 0: none.
    pub parent: u64,
    pub args: Vec<String>,
    pub regions: Vec<WireRegion>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WireRegion {
    pub label: u32,
    pub ty: u32,
    pub kind: u32,
    pub flags: u32,
    pub arg: Option<u32>,
    pub parent: Option<u32>,
    pub memory: u64,
    pub address: u64,
    pub size: u64,
    pub before: u64,
    pub after: u64,
    pub slack_before: u32,
    pub slack_after: u32,
    pub made: u32,
}

impl Begin {
    pub fn read(payload: &[u8]) -> Result<Self, Malformed> {
        let mut from = Payload(payload);
        let time = from.u64()?;
        let (function, site, flags) = (from.u32()?, from.u32()?, from.u32()?);
        let parent = from.u64()?;
        let args = serde_json::from_str(&from.string()?).unwrap_or_default();
        let count = from.u32()? as usize;
        if from.0.len() / begin::REGION < count {
            return Err(Malformed);
        }
        let regions = (0..count).map(|_| WireRegion::read(&mut from)).collect::<Result<_, _>>()?;
        Ok(Self { time, function, site, flags, parent, args, regions })
    }
}

impl WireRegion {
    pub fn read(from: &mut Payload<'_>) -> Result<Self, Malformed> {
        let optional = |value: u32| (value != u32::MAX).then_some(value);
        let region = Self {
            label: from.u32()?,
            ty: from.u32()?,
            kind: from.u32()?,
            flags: from.u32()?,
            arg: optional(from.u32()?),
            parent: optional(from.u32()?),
            memory: from.u64()?,
            address: from.u64()?,
            size: from.u64()?,
            before: from.u64()?,
            after: from.u64()?,
            slack_before: from.u32()?,
            slack_after: from.u32()?,
            made: from.u32()?,
        };
        region.address.checked_add(region.size).map(|_| region).ok_or(Malformed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_that_the_payload_cannot_hold_is_refused() {
        let mut bytes = vec![0; begin::FIXED];
        bytes.extend_from_slice(&2u32.to_le_bytes());
        bytes.extend_from_slice(b"[]");
        bytes.extend_from_slice(&u32::MAX.to_le_bytes());
        assert_eq!(Begin::read(&bytes), Err(Malformed));
        bytes.truncate(begin::FIXED + 6);
        bytes.extend_from_slice(&0u32.to_le_bytes());
        assert_eq!(Begin::read(&bytes).map(|begin| begin.regions.len()), Ok(0));
    }

    #[test]
    fn every_cut_of_a_payload_is_refused_without_panic() {
        let mut bytes = vec![0; begin::FIXED];
        bytes.extend_from_slice(&0u32.to_le_bytes());
        bytes.extend_from_slice(&1u32.to_le_bytes());
        bytes.extend_from_slice(&[1; begin::REGION]);
        assert!(Begin::read(&bytes).is_ok());
        for length in 0..bytes.len() {
            assert_eq!(Begin::read(&bytes[..length]), Err(Malformed));
        }
    }
}
