//! The Node-API surface, `child/agent.d.ts`. One instance of the exports for each isolate; all share the process's state.
mod exports;
pub mod places;
mod raw;
mod results;
mod scopes;
mod values;
