//! `cargo run --release -p ffiscope-tracefile --example write_large -- FILE ACCESSES`: writes a recording of so many accesses, in calls of a million:
//! a buffer is read word by word, and written in turn and at random places. For sizes that would take long to record (`npm run bench:store -- --billion`).
use ffiscope_tracefile::{flags, AccessRow, Def, End, Event, Hex, Info, RegionRow, ValuesLimit, Writer};

const PER_CALL: u64 = 1_000_000;
const SIZE: u64 = 1 << 20;

fn main() {
    let mut args = std::env::args().skip(1);
    let path = args.next().expect("which file?");
    let accesses: u64 = args.next().and_then(|count| count.parse().ok()).expect("how many accesses?");
    let mut writer = Writer::create(path.as_ref()).expect("create");
    writer.info(&Info { values: ValuesLimit { limit: 0 }, ..Info::default() });
    define(&mut writer);
    let calls = accesses.div_ceil(PER_CALL);
    for call in 1..=calls as u32 {
        let start = u64::from(call) * 10_000_000;
        begin(&mut writer, call, start);
        writer.time(1, start);
        let last = (accesses - u64::from(call - 1) * PER_CALL).min(PER_CALL);
        work(&mut writer, call, last);
        writer.time(1, start + 9_000_000);
        writer.event(Event::End {
            call,
            time: start + 9_000_000,
            flags: 0,
            accesses: 0,
            reads: 0,
            writes: 0,
            bytes_read: SIZE,
            bytes_written: SIZE,
            first_ordinal: 0,
            last_ordinal: 0,
        });
    }
    println!("{:?}", writer.finish(&End { duration: calls * 10_000_000, ..End::default() }).expect("finish"));
}

fn work(writer: &mut Writer, call: u32, accesses: u64) {
    let (source, target) = (call * 2 - 1, call * 2);
    let mut random = u64::from(call);
    for step in 0..accesses {
        let row = |insn, region, offset, size, flags| AccessRow {
            call,
            insn,
            region,
            anchor: 0,
            offset: offset as i64,
            size,
            flags,
            count: 1,
        };
        let row = match step % 4 {
            0 | 1 => row(1, source, (step * 4) % SIZE, 4, 0),
            2 => row(2, target, step % SIZE, 1, flags::WRITE),
            _ => {
                random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                row(3, target, (random >> 40) % (SIZE - 8), 8, flags::WRITE)
            }
        };
        writer.access(1, &row);
    }
}

fn define(writer: &mut Writer) {
    for (id, text) in [(1, "arg 0 source"), (2, "arg 1 target")] {
        writer.define(&Def::Label { id, text: text.into() });
    }
    writer.define(&Def::Function {
        id: 1,
        name: "convert".into(),
        library: "liblarge.so".into(),
        result: "int".into(),
        params: vec![],
    });
    for id in 1..=3_u32 {
        writer.define(&Def::Insn {
            id,
            pc: Hex(0x1000 + u64::from(id)),
            module: None,
            offset: id.into(),
            symbol: Some("convert".into()),
            symbol_offset: 0,
            file: Some("/src/convert.c".into()),
            line: Some(10 + id),
            inlined: vec![],
            text: None,
        });
    }
}

fn begin(writer: &mut Writer, call: u32, time: u64) {
    let regions = (0..2_u32).map(|arg| RegionRow {
        id: call * 2 - 1 + arg,
        label: arg + 1,
        ty: 0,
        kind: RegionRow::kind_name(0),
        flags: 1 + arg,
        arg: Some(arg),
        parent: None,
        memory: u64::from(arg) + 1,
        address: Hex(0x7000_0000 + u64::from(arg) * 0x100_0000),
        size: SIZE,
        before: 0,
        after: 0,
        slack_before: 0,
        slack_after: 0,
        made: 0,
    });
    let regions = regions.collect();
    writer.event(Event::Begin {
        call,
        function: 1,
        site: 0,
        thread: 1,
        time,
        flags: 0,
        parent: None,
        args: vec![],
        regions,
    });
}
