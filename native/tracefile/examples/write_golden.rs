//! `cargo run --release -p ffiscope-tracefile --example write_golden -- FILE`: writes the recording that
//! `trace/format/golden.test.ts` reads. Two threads take turns over more than one block each, a call is nested, pages
//! repeat, and one call is still running.
use ffiscope_tracefile::{
    flags, AccessRow, Def, End, Event, Exit, Field, Hex, Host, Info, Param, RegionRow, When, Writer,
};

fn main() {
    let path = std::env::args().nth(1).expect("which file?");
    let mut writer = Writer::create(path.as_ref()).expect("create");
    define(&mut writer);
    begin(&mut writer, 1, 1, None, 1);
    begin(&mut writer, 2, 2, None, 2);
    for step in 0..70_000_u32 {
        for (thread, call) in [(1, 1), (2, 2)] {
            if step % 1000 == 0 {
                writer.time(thread, u64::from(step) * 10 + u64::from(thread));
            }
            writer.access(thread, &row(call, step));
        }
    }
    begin(&mut writer, 3, 1, Some(1), 3);
    writer.access(
        1,
        &AccessRow {
            call: 3,
            insn: 3,
            region: 3,
            offset: 0,
            size: 64,
            flags: flags::WRITE | flags::KERNEL,
            ..AccessRow::default()
        },
    );
    writer.syscall(
        Event::Syscall {
            call: 3,
            thread: 1,
            name: "read".into(),
            number: 0,
            args: vec![Hex(3), Hex(0x7000), Hex(64)],
            result: 64,
            time: 710_000,
            ordinal: 0,
        },
        1,
    );
    writer.access(
        1,
        &AccessRow {
            call: 3,
            insn: 1,
            region: 0,
            anchor: 3,
            offset: -4,
            size: 4,
            flags: flags::UNCERTAIN,
            ..AccessRow::default()
        },
    );
    writer.event(end(3, 720_000));
    for (region, byte) in [(1, 7), (3, 7), (3, 9)] {
        let bytes = [byte; 5000];
        writer.snapshot(1, region, if byte == 9 { When::After } else { When::Before }, 0, &bytes);
    }
    writer.event(end(1, 800_000));
    writer.event(Event::Result { call: 1, text: "\"grüße\"".into(), threw: false });
    let exit = Exit { code: Some(3), native: Some(0), override_code: Some(3), override_site: Some(1), signal: None };
    let written = writer.finish(&End { exit, duration: 900_000, ..End::default() }).expect("finish");
    println!("{written:?}");
}

fn define(writer: &mut Writer) {
    let host = Host { os: "linux".into(), kernel: "6.1".into(), cpu: "x86_64".into(), node: Some("v20.0.0".into()) };
    writer.info(&Info {
        program: "node".into(),
        args: vec!["app.js".into()],
        host,
        engine: "fast".into(),
        recorder: "0.1.0".into(),
        ..Info::default()
    });
    for (id, text) in [(1, "arg 0 hdr"), (2, "arg 1 dst"), (3, "arg 0 s")] {
        writer.define(&Def::Label { id, text: text.into() });
    }
    let field = |name: &str, offset| Field { name: name.into(), ty: "uint32".into(), offset, size: 4 };
    writer.define(&Def::Type {
        id: 1,
        name: "Header".into(),
        size: 8192,
        fields: vec![field("count", 0), field("len", 4)],
    });
    let param = Param { name: Some("hdr".into()), ty: "Header *".into(), direction: "inout".into() };
    writer.define(&Def::Function {
        id: 1,
        name: "parse".into(),
        library: "libx.so".into(),
        result: "int".into(),
        params: vec![param],
    });
    writer.define(&Def::Site { id: 1, file: "/app.js".into(), line: 3, column: 9, stack: vec![] });
    writer.define(&Def::Module {
        id: 1,
        path: "/lib/libx.so".into(),
        build_id: Some("ab12".into()),
        base: Hex(0x7fff_ffff_f000_0000),
    });
    for id in 1..=3 {
        let pc = Hex(0x7fff_ffff_f000_0000 + u64::from(id));
        writer.define(&Def::Insn {
            id,
            pc,
            module: Some(1),
            offset: id.into(),
            symbol: Some("parse".into()),
            symbol_offset: 1,
            file: None,
            line: None,
            inlined: vec![],
            text: None,
        });
    }
}

fn begin(writer: &mut Writer, call: u32, thread: u32, parent: Option<u32>, region: u32) {
    let region = RegionRow {
        id: region,
        label: region,
        ty: 1,
        kind: RegionRow::kind_name(1),
        flags: 3,
        arg: Some(0),
        parent: None,
        memory: 1,
        address: Hex(0xffff_8000_0000_0000),
        size: 8192,
        before: 16,
        after: 16,
        slack_before: 0,
        slack_after: 0,
        made: 0,
    };
    let time = u64::from(call) * 100;
    writer.event(Event::Begin {
        call,
        function: 1,
        site: 1,
        thread,
        time,
        flags: 0,
        parent,
        args: vec!["[object]".into()],
        regions: vec![region],
    });
}

/// What access number `step` of a call is; the test computes the same.
fn row(call: u32, step: u32) -> AccessRow {
    AccessRow {
        call,
        insn: 1 + step % 2,
        region: call,
        offset: i64::from(step * 7 % 8188),
        size: 1 + u64::from(step / 100 % 4),
        flags: if step.is_multiple_of(3) { flags::WRITE } else { 0 },
        count: 1 + step % 5 / 4,
        anchor: 0,
    }
}

fn end(call: u32, time: u64) -> Event {
    Event::End {
        call,
        time,
        flags: 0,
        accesses: 0,
        reads: 0,
        writes: 0,
        bytes_read: 5,
        bytes_written: 6,
        first_ordinal: 0,
        last_ordinal: 0,
    }
}
