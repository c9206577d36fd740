//! `cargo run --release -p ffiscope-tracefile --example write_random -- FILE SEED`: writes a recording in which everything happens in
//! no order, in many small blocks. The tests of `trace/queries` compare each query with going through all accesses of it.
use ffiscope_tracefile::{flags, AccessRow, Def, End, Event, Hex, Info, RegionRow, ValuesLimit, When, Writer};

struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit.max(1)
    }
}

/// (region id, size, start in the memory) of a call.
type Lent = Vec<(u32, u64)>;

const SIZES: [u64; 4] = [24, 300, 5000, 20_000];

fn main() {
    let mut args = std::env::args().skip(1);
    let path = args.next().expect("which file?");
    let mut random = Random(args.next().and_then(|seed| seed.parse().ok()).expect("which seed?"));
    let mut writer = Writer::create(path.as_ref()).expect("create");
    writer.info(&Info { values: ValuesLimit { limit: 1 << 20 }, ..Info::default() });
    define(&mut writer);
    let mut memory: Vec<Vec<u8>> = SIZES.iter().map(|size| vec![0; *size as usize]).collect();
    let mut next_region = 1;
    for number in 0..30 {
        let (call, thread) = (number + 1, 1 + random.below(2) as u32);
        let begin = u64::from(call) * 1_000_000;
        let lent = begin_call(&mut writer, (call, thread, begin), &mut next_region, &memory);
        writer.time(thread, begin);
        for step in 0..40 + random.below(400) {
            access(&mut writer, &mut random, (call, thread), &lent, &mut memory);
            if step % 20 == 0 {
                writer.time(thread, begin + step * 1000);
            }
            if random.below(90) == 0 {
                writer.flush();
            }
        }
        writer.time(thread, begin + 900_000);
        for (region, place) in &lent {
            writer.snapshot(call, *region, When::After, 0, &memory[*place as usize]);
        }
        if call != 30 {
            writer.event(Event::End {
                call,
                time: begin + 900_000,
                flags: 0,
                accesses: 0,
                reads: 0,
                writes: 0,
                bytes_read: 0,
                bytes_written: 0,
                first_ordinal: 0,
                last_ordinal: 0,
            });
        }
    }
    println!("{:?}", writer.finish(&End { duration: 40_000_000, ..End::default() }).expect("finish"));
}

fn define(writer: &mut Writer) {
    for (id, text) in [(1, "arg 0 hdr"), (2, "arg 1 src"), (3, "arg 2 dst"), (4, "arg 3 big")] {
        writer.define(&Def::Label { id, text: text.into() });
    }
    for id in 1..=3 {
        let name = ["parse", "pack", "check"][id as usize - 1].to_owned();
        writer.define(&Def::Function { id, name, library: "libx.so".into(), result: "int".into(), params: vec![] });
    }
    for id in 1..=12_u32 {
        writer.define(&Def::Insn {
            id,
            pc: Hex(0x1000 + u64::from(id)),
            module: None,
            offset: id.into(),
            symbol: Some(format!("f{}", id % 3)),
            symbol_offset: 0,
            file: (id != 12).then(|| format!("/src/{}.c", ["codec", "other"][id as usize % 2])),
            line: (id != 12).then_some(100 + id / 2),
            inlined: vec![],
            text: None,
        });
    }
}

fn begin_call(
    writer: &mut Writer,
    (call, thread, time): (u32, u32, u64),
    next_region: &mut u32,
    memory: &[Vec<u8>],
) -> Lent {
    let mut lent = Lent::new();
    let mut regions = Vec::new();
    for (place, size) in SIZES.iter().enumerate().filter(|(place, _)| !(call as usize + place).is_multiple_of(3)) {
        lent.push((*next_region, place as u64));
        regions.push(RegionRow {
            id: *next_region,
            label: place as u32 + 1,
            ty: 0,
            kind: RegionRow::kind_name(0),
            flags: 3,
            arg: Some(place as u32),
            parent: None,
            memory: place as u64 + 1,
            address: Hex(0x7000_0000 + place as u64 * 0x10_0000),
            size: *size,
            before: 16,
            after: 16,
            slack_before: 0,
            slack_after: 0,
            made: 0,
        });
        *next_region += 1;
    }
    let function = 1 + call % 3;
    writer.event(Event::Begin { call, function, site: 0, thread, time, flags: 0, parent: None, args: vec![], regions });
    for (region, place) in &lent {
        writer.snapshot(call, *region, When::Before, 0, &memory[*place as usize]);
    }
    lent
}

fn access(writer: &mut Writer, random: &mut Random, (call, thread): (u32, u32), lent: &Lent, memory: &mut [Vec<u8>]) {
    let (region, place) = lent[random.below(lent.len() as u64) as usize];
    let bytes = &mut memory[place as usize];
    let size = [1, 2, 4, 8, 3, 16, 40][random.below(7) as usize].min(bytes.len() as u64);
    let offset = random.below(bytes.len() as u64 - size + 1);
    let write = random.below(3) == 0;
    let kernel = random.below(50) == 0;
    let near = random.below(40) == 0;
    let row = AccessRow {
        call,
        insn: 1 + random.below(12) as u32,
        region: if near { 0 } else { region },
        anchor: if near { region } else { 0 },
        offset: if near { bytes.len() as i64 + random.below(8) as i64 } else { offset as i64 },
        size,
        flags: if write { flags::WRITE } else { 0 }
            | if kernel { flags::KERNEL } else { 0 }
            | if random.below(30) == 0 { flags::UNCERTAIN } else { 0 },
        count: 1,
    };
    let mut value = vec![0; size as usize];
    if write {
        value.iter_mut().for_each(|byte| *byte = random.below(256) as u8);
        if !near {
            bytes[offset as usize..(offset + size) as usize].copy_from_slice(&value);
        }
    }
    let kept = write && random.below(4) != 0;
    writer.access_value(thread, &row, kept.then_some(value.as_slice()));
}
