//! The library stays in memory once it is loaded: stubs, thread destructors and replaced return addresses lead into it,
//! but node closes addons when the last worker that loaded them ends.
fn main() {
    println!("cargo::rustc-link-arg-cdylib=-Wl,-z,nodelete");
    println!("cargo::rerun-if-changed=build.rs");
}
