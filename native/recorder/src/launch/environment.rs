//! The environment the program starts with: ours, and where to find the hook and the recorder.
use crate::options::Options;
use anyhow::{Context, Result};
use ffiscope_wire::{ENV_AGENT, ENV_CHILD_API, ENV_SOCKET};
use std::ffi::{CString, OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::Path;

/// `NAME=value` strings for execve.
pub fn build(options: &Options, socket: &Path) -> Result<Vec<CString>> {
    let hook = std::path::absolute(&options.hook).context("the hook's path")?;
    let node_options = with_require(std::env::var_os("NODE_OPTIONS"), &hook);
    let ours: [(&str, OsString); 4] = [
        ("NODE_OPTIONS", node_options),
        (ENV_SOCKET, socket.into()),
        (ENV_AGENT, std::path::absolute(&options.agent).context("the agent's path")?.into()),
        (ENV_CHILD_API, std::path::absolute(&options.child_api).context("the API's path")?.into()),
    ];
    let kept = std::env::vars_os().filter(|(name, _)| !ours.iter().any(|(own, _)| name == own));
    let added = ours.iter().map(|(name, value)| (OsString::from(name), value.clone()));
    Ok(kept.chain(added).filter_map(|(name, value)| pair(&name, &value)).collect())
}

fn pair(name: &OsStr, value: &OsStr) -> Option<CString> {
    let mut text = name.as_bytes().to_vec();
    text.push(b'=');
    text.extend_from_slice(value.as_bytes());
    CString::new(text).ok()
}

/// Appends `--require "<hook>"`; node takes backslash escapes inside double quotes.
fn with_require(present: Option<OsString>, hook: &Path) -> OsString {
    let mut text = present.unwrap_or_default().into_vec();
    if !text.is_empty() {
        text.push(b' ');
    }
    text.extend_from_slice(b"--require \"");
    for &byte in hook.as_os_str().as_bytes() {
        if matches!(byte, b'"' | b'\\') {
            text.push(b'\\');
        }
        text.push(byte);
    }
    text.push(b'"');
    OsString::from_vec(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_options_that_were_there() {
        let text = with_require(Some("--inspect".into()), Path::new("/x y/hook.cjs"));
        assert_eq!(text, OsString::from("--inspect --require \"/x y/hook.cjs\""));
    }

    #[test]
    fn quotes_in_the_path_are_escaped() {
        let text = with_require(None, Path::new("/a\"b\\c/hook.cjs"));
        assert_eq!(text, OsString::from("--require \"/a\\\"b\\\\c/hook.cjs\""));
    }
}
