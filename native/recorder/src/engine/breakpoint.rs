//! One hardware breakpoint on an instruction (Intel SDM volume 3, 18.2). It needs no change of the program's code, and
//! only its own thread sees it.
use crate::supervise::tracee::Tracee;
use nix::errno::Errno;

const CONTROL: usize = 7;
const STATUS: usize = 6;
/// Local enable of breakpoint 0; length and kind 0 mean "execution".
const ENABLE: u64 = 1;

/// Sets the thread's breakpoint, or removes it.
pub fn set(tracee: &Tracee, address: Option<u64>) -> Result<(), Errno> {
    tracee.set_debug_register(CONTROL, 0)?;
    if let Some(address) = address {
        tracee.set_debug_register(0, address)?;
        tracee.set_debug_register(CONTROL, ENABLE)?;
    }
    Ok(())
}

/// Whether the thread stopped at its breakpoint; forgets it.
pub fn take_hit(tracee: &Tracee) -> Result<bool, Errno> {
    let status = tracee.debug_register(STATUS)?;
    if status & 1 != 0 {
        tracee.set_debug_register(STATUS, 0)?;
    }
    Ok(status & 1 != 0)
}
