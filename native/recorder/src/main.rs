#![allow(dead_code)]
mod engine;
mod session;
mod supervise;

fn main() {}
