//! Looks up addresses of this test program and of the C library it runs with.
use ffiscope_symbols::{Maps, Symbolizer};

#[inline(always)]
fn add_inlined(values: &[u32]) -> u32 {
    values.iter().copied().fold(1, |sum, value| std::hint::black_box(sum ^ value))
}

#[no_mangle]
#[inline(never)]
extern "C" fn ffiscope_marker(values: &[u32; 8]) -> u32 {
    add_inlined(values)
}

fn symbolizer() -> Symbolizer {
    let mut symbolizer = Symbolizer::new(std::process::id());
    symbolizer.refresh().unwrap();
    symbolizer
}

#[test]
fn names_a_function_with_its_file_and_line() {
    let start = ffiscope_marker as *const () as u64;
    let mut symbolizer = symbolizer();
    let symbol = symbolizer.lookup(start);
    assert_eq!(symbol.name.as_deref(), Some("ffiscope_marker"));
    assert_eq!(symbol.name_offset, 0);
    let files = symbol.inlined.iter().map(|inlined| &inlined.file).chain([&symbol.file]);
    assert!(files.flatten().any(|file| file.ends_with("own_process.rs")), "{symbol:?}");
    let module = symbolizer.module(symbol.module.unwrap()).unwrap();
    assert_eq!(module.path, std::env::current_exe().unwrap().to_str().unwrap());
    assert_eq!(module.base + symbol.offset, start);
}

#[test]
fn names_what_was_inlined() {
    let start = ffiscope_marker as *const () as u64;
    let mut symbolizer = symbolizer();
    let found = (start..start + 64).map(|pc| symbolizer.lookup(pc)).find(|symbol| {
        symbol.name.as_deref() == Some("ffiscope_marker")
            && symbol.inlined.iter().any(|inlined| inlined.name.contains("add_inlined"))
    });
    let symbol = found.expect("an instruction of add_inlined in ffiscope_marker");
    assert!(symbol.line.is_some());
}

#[test]
fn a_library_without_debug_information_gives_its_exports() {
    let address = libc_function();
    let mut symbolizer = symbolizer();
    let symbol = symbolizer.lookup(address + 1);
    assert_eq!(symbol.name.as_deref(), Some("getpid"));
    assert_eq!(symbol.name_offset, 1);
    assert!(symbolizer.modules().any(|module| module.path.contains("libc") && !module.build_id.is_empty()));
}

#[test]
fn unknown_addresses_and_missing_files_give_what_is_known() {
    let mut symbolizer = Symbolizer::new(std::process::id());
    assert_eq!(symbolizer.lookup(0x1000).module, None);
    symbolizer.refresh_from(Maps::parse(
        "00001000-00002000 r-xp 00000000 08:01 5 /nowhere/lib.so\n00003000-00004000 r-xp 00000000 00:00 0 [vdso]\n",
    ));
    let missing = symbolizer.lookup(0x1234);
    assert_eq!((missing.offset, missing.name.as_deref()), (0x234, None));
    assert_eq!(symbolizer.module(missing.module.unwrap()).unwrap().path, "/nowhere/lib.so");
    let vdso = symbolizer.lookup(0x3010);
    assert_eq!((symbolizer.module(vdso.module.unwrap()).unwrap().path.as_str(), vdso.offset), ("[vdso]", 0x10));
}

/// Where `getpid` of the C library lies.
fn libc_function() -> u64 {
    extern "C" {
        fn getpid() -> i32;
    }
    getpid as *const () as u64
}
