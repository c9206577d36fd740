//! `cargo run --release -p ffiscope-tracefile --example encode_speed -- FILE [MILLIONS]`: rows a second into a file.
use ffiscope_tracefile::{flags, AccessRow, End, Info, Writer};
use std::time::Instant;

fn main() {
    let path = std::env::args().nth(1).expect("which file?");
    let millions: u32 = std::env::args().nth(2).map_or(20, |text| text.parse().expect("a number"));
    let mut writer = Writer::create(path.as_ref()).expect("create");
    writer.info(&Info::default());
    let started = Instant::now();
    let rows = millions * 1_000_000;
    // A copy loop with a table look-up: four instructions, one of them jumping about.
    for step in 0..rows {
        let (insn, region) = (1 + step % 4, 1 + (step % 4) / 2);
        let offset = if insn == 3 { i64::from(scatter(step) % 4096) } else { i64::from(step / 4 * 8) };
        let flags = if insn == 4 { flags::WRITE } else { 0 };
        writer.access(1, &AccessRow { call: 1, insn, region, offset, size: 8, flags, ..AccessRow::default() });
        if step.is_multiple_of(4096) {
            writer.time(1, u64::from(step) * 3);
        }
    }
    let written = writer.finish(&End::default()).expect("finish");
    let seconds = started.elapsed().as_secs_f64();
    let bytes = written.bytes as f64 / f64::from(rows);
    println!("{:.1} million rows/s, {bytes:.2} bytes a row", f64::from(rows) / seconds / 1e6);
}

/// Looks random, as look-ups by content do.
fn scatter(step: u32) -> u32 {
    let mixed = (step ^ (step >> 16)).wrapping_mul(0x85eb_ca6b);
    (mixed ^ (mixed >> 13)).wrapping_mul(0xc2b2_ae35) >> 7
}
