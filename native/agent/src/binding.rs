//! koffi's addon in memory: its code is never traced, and the functions it looks up get stubs.
use crate::asm;
use crate::isolate;
use crate::state;
use crate::syscall;
use crate::thread;
use crate::{stub, sys, tls};
use core::ffi::{c_char, c_int, c_void, CStr};
use core::sync::atomic::{AtomicU64, Ordering};
use ffiscope_wire::session::MAX_FOREIGN;
use ffiscope_wire::tls::field;

const PT_LOAD: u32 = 1;
const PT_DYNAMIC: u32 = 2;
const PF_X: u32 = 1;
const R_X86_64_GLOB_DAT: u32 = 6;
const R_X86_64_JUMP_SLOT: u32 = 7;

/// One loaded object, as dl_iterate_phdr shows it.
struct Object<'a> {
    base: u64,
    name: &'a CStr,
    headers: &'a [libc::Elf64_Phdr],
}

/// Calls `visit` for each loaded object until it says true; whether it did.
fn any_object(mut visit: impl FnMut(&Object) -> bool) -> bool {
    unsafe extern "C" fn each(info: *mut libc::dl_phdr_info, _size: usize, data: *mut c_void) -> c_int {
        // SAFETY: the loader passes a valid description; `data` is the closure below.
        unsafe {
            let visit = &mut *data.cast::<&mut dyn FnMut(&Object) -> bool>();
            let info = &*info;
            let headers = core::slice::from_raw_parts(info.dlpi_phdr, info.dlpi_phnum.into());
            let name = if info.dlpi_name.is_null() { c"" } else { CStr::from_ptr(info.dlpi_name) };
            c_int::from(visit(&Object { base: info.dlpi_addr, name, headers }))
        }
    }
    let mut dynamic: &mut dyn FnMut(&Object) -> bool = &mut visit;
    // SAFETY: the callback gets a pointer to `dynamic`, which outlives the call.
    unsafe { libc::dl_iterate_phdr(Some(each), (&raw mut dynamic).cast()) != 0 }
}

impl Object<'_> {
    fn executable(&self) -> impl Iterator<Item = (u64, u64)> + '_ {
        let code = self.headers.iter().filter(|header| header.p_type == PT_LOAD && header.p_flags & PF_X != 0);
        code.map(|header| (self.base + header.p_vaddr, self.base + header.p_vaddr + header.p_memsz))
    }

    fn dynamic(&self) -> Option<u64> {
        self.headers.iter().find(|header| header.p_type == PT_DYNAMIC).map(|header| self.base + header.p_vaddr)
    }
}

/// Whether `address` lies in executable memory of a loaded object.
fn is_code(address: u64) -> bool {
    any_object(|object| object.executable().any(|(start, end)| (start..end).contains(&address)))
}

/// Records the agent's own code as foreign.
pub fn exclude_self() {
    let own = asm::entry();
    any_object(|object| {
        let ours = object.executable().any(|(start, end)| (start..end).contains(&own));
        if ours {
            // The way to the allocator is the program's.
            let (start, end) = isolate::hooks::pages();
            let parts = object.executable().flat_map(|(from, to)| [(from, to.min(start)), (from.max(end), to)]);
            parts.filter(|(from, to)| from < to).for_each(add_foreign);
        }
        ours
    });
}

fn add_foreign(range: (u64, u64)) {
    let Some(session) = state::session() else { return };
    let count = session.foreign_count.load(Ordering::Acquire) as usize;
    let known = session.foreign.iter().take(count).any(|pair| pair[0].load(Ordering::Relaxed) == range.0);
    if known || count >= MAX_FOREIGN {
        return;
    }
    if let Some(pair) = session.foreign.get(count) {
        pair[0].store(range.0, Ordering::Relaxed);
        pair[1].store(range.1, Ordering::Relaxed);
        session.foreign_count.store(count as u32 + 1, Ordering::Release);
    }
}

/// Finds the addon that was loaded from `path`, excludes its code from tracing and redirects its dlsym and dlclose.
pub fn attach(path: &[u8]) -> bool {
    in_addon(path, |object| {
        object.executable().for_each(add_foreign);
        object.dynamic().is_some_and(|dynamic| redirect(object.base, dynamic))
    })
}

/// Points the addon's imports of the allocator to ours; false, and nothing changed, unless it has all of them.
pub fn redirect_copies(path: &[u8]) -> bool {
    in_addon(path, |object| {
        let wanted = isolate::copies::table();
        let mut slots = [0; 4];
        if let Some(dynamic) = object.dynamic() {
            each_import(object.base, dynamic, |name, slot| {
                if let Some(at) = wanted.iter().position(|import| import.0 == name) {
                    slots[at] = slot;
                }
            });
        }
        let complete = slots.iter().all(|slot| *slot != 0);
        complete && slots.iter().zip(wanted).fold(true, |done, (slot, import)| done && replace(*slot, import.1))
    })
}

/// Asks `visit` about the addon that was loaded from `path`; false when there is none.
fn in_addon(path: &[u8], mut visit: impl FnMut(&Object) -> bool) -> bool {
    let wanted = identity(path);
    let mut answer = false;
    any_object(|object| {
        let name = object.name.to_bytes();
        let is_it = name == path || (wanted.is_some() && identity(name) == wanted);
        answer = is_it && visit(object);
        is_it
    });
    answer
}

/// Device and inode of a file.
fn identity(path: &[u8]) -> Option<(u64, u64)> {
    let mut text = [0; libc::PATH_MAX as usize];
    text.get_mut(..path.len())
        .filter(|_| !path.is_empty() && path.len() + 1 < libc::PATH_MAX as usize)?
        .copy_from_slice(path);
    // SAFETY: a terminated path and a buffer for the answer; zeroed bytes are a valid stat.
    unsafe {
        let mut stat: libc::stat = core::mem::zeroed();
        (libc::stat(text.as_ptr().cast(), &mut stat) == 0).then_some((stat.st_dev, stat.st_ino))
    }
}

/// What the dynamic section says about imported functions.
#[derive(Default)]
struct Dynamic {
    names: u64,
    symbols: u64,
    tables: [(u64, u64); 2],
}

impl Dynamic {
    /// # Safety
    /// `at` must be the dynamic section of a loaded object.
    unsafe fn read(at: u64) -> Self {
        const DT_PLTRELSZ: u64 = 2;
        const DT_STRTAB: u64 = 5;
        const DT_SYMTAB: u64 = 6;
        const DT_RELA: u64 = 7;
        const DT_RELASZ: u64 = 8;
        const DT_JMPREL: u64 = 23;
        let mut found = Self::default();
        let mut entry = sys::pointer::<[u64; 2]>(at);
        loop {
            // SAFETY: the section ends with a DT_NULL entry, where this stops.
            let [tag, value] = unsafe { *entry };
            match tag {
                0 => return found,
                DT_STRTAB => found.names = value,
                DT_SYMTAB => found.symbols = value,
                DT_JMPREL => found.tables[0].0 = value,
                DT_PLTRELSZ => found.tables[0].1 = value,
                DT_RELA => found.tables[1].0 = value,
                DT_RELASZ => found.tables[1].1 = value,
                _ => {}
            }
            // SAFETY: as above.
            entry = unsafe { entry.add(1) };
        }
    }
}

/// Points the object's imports of dlsym and dlclose to ours; whether it imports dlsym.
fn redirect(base: u64, dynamic: u64) -> bool {
    let mut done = false;
    each_import(base, dynamic, |name, slot| match name {
        b"dlsym" => done |= replace(slot, asm::dlsym()),
        b"dlclose" => drop(replace(slot, on_dlclose as *const () as u64)),
        _ => {}
    });
    done
}

/// Calls `visit` with the name and the place of the pointer of each function that the object imports.
fn each_import(base: u64, dynamic: u64, mut visit: impl FnMut(&[u8], u64)) {
    const RELA_BYTES: u64 = 24;
    // SAFETY: the loader gave this as the dynamic section of a loaded object; its tables are mapped and well-formed.
    unsafe {
        let dynamic = Dynamic::read(dynamic);
        for (table, bytes) in dynamic.tables {
            for index in 0..bytes / RELA_BYTES {
                let [offset, info, _] = *sys::pointer::<[u64; 3]>(table + index * RELA_BYTES);
                if !matches!(info as u32, R_X86_64_GLOB_DAT | R_X86_64_JUMP_SLOT) {
                    continue;
                }
                let name = *sys::pointer::<u32>(dynamic.symbols + (info >> 32) * 24);
                let name = CStr::from_ptr(sys::pointer::<c_char>(dynamic.names + u64::from(name)));
                visit(name.to_bytes(), base + offset);
            }
        }
    }
}

/// Points imports of the program itself elsewhere, in the order given, and keeps where they led to. Changes nothing and gives
/// false unless all of them but `malloc_usable_size` are there and lead out of the program already.
pub fn redirect_program(wanted: &[isolate::hooks::Import]) -> bool {
    let mut slots = [0; 8];
    // The first object is the program.
    any_object(|object| {
        if let Some(dynamic) = object.dynamic() {
            each_import(object.base, dynamic, |name, slot| {
                if let Some(at) = wanted.iter().position(|import| import.0 == name) {
                    slots[at] = slot;
                }
            });
        }
        for (slot, (name, _, kept)) in slots.iter_mut().zip(wanted) {
            let led = match *slot {
                0 => 0,
                // SAFETY: an aligned pointer in the import table of a loaded object.
                slot => unsafe { &*sys::pointer::<AtomicU64>(slot) }.load(Ordering::Acquire),
            };
            let outside = !object.executable().any(|(start, end)| (start..end).contains(&led)) && is_code(led);
            if outside {
                kept.store(led, Ordering::Release);
            } else if *name == b"malloc_usable_size" {
                *slot = 0;
            } else {
                slots = [0; 8];
                return true;
            }
        }
        true
    });
    let used = slots.iter().zip(wanted).filter(|(slot, _)| **slot != 0);
    slots[0] != 0 && used.fold(true, |done, (slot, import)| done && replace(*slot, import.1))
}

/// Stores a pointer in the table of imports, which may be read-only by now.
fn replace(slot: u64, value: u64) -> bool {
    let page = slot & !(sys::PAGE as u64 - 1);
    // SAFETY: the slot is an aligned pointer in the import table of a loaded object. Where the page was read-only it
    // is made so again.
    unsafe {
        let place = &*sys::pointer::<AtomicU64>(slot);
        if is_writable(page) {
            place.store(value, Ordering::Release);
            return true;
        }
        if libc::mprotect(sys::pointer(page), sys::PAGE, libc::PROT_READ | libc::PROT_WRITE) != 0 {
            return false;
        }
        place.store(value, Ordering::Release);
        libc::mprotect(sys::pointer(page), sys::PAGE, libc::PROT_READ);
    }
    true
}

/// Whether the kernel could write there, asked without writing anything else than what is there.
fn is_writable(page: u64) -> bool {
    let mut byte = [0; 1];
    // SAFETY: the kernel checks both sides of the copy; it stores the byte it has just read.
    crate::memory::read_exact(page, &mut byte)
        && unsafe {
            let local = libc::iovec { iov_base: byte.as_mut_ptr().cast(), iov_len: 1 };
            let remote = libc::iovec { iov_base: sys::pointer(page), iov_len: 1 };
            let process = u64::from(sys::process_id());
            sys::raw(libc::SYS_process_vm_writev, [process, &raw const local as u64, 1, &raw const remote as u64, 1, 0])
                == 1
        }
}

/// The C library's dlsym, which ours goes on to.
pub fn find_dlsym() {
    asm::REAL_DLSYM.store(libc::dlsym as *const () as u64, Ordering::Release);
}

/// dlsym while the binding resolves a function: the first function found gets a stub.
pub unsafe extern "C" fn on_dlsym(library: *mut c_void, name: *const c_char) -> *mut c_void {
    // SAFETY: the caller's own arguments.
    let found = unsafe { libc::dlsym(library, name) };
    if found.is_null() || !is_function(found) {
        return found;
    }
    let Some((id, address)) = stub::make(found as u64) else { return found };
    tls::set(field::RESOLVING, 0);
    tls::set(field::RESOLVED, id.into());
    sys::pointer(address)
}

/// A symbol's type must not say that it is data, and it must lie in code.
fn is_function(address: *mut c_void) -> bool {
    const NOTYPE: u8 = 0;
    const FUNCTION: u8 = 2;
    const INDIRECT: u8 = 10;
    const RTLD_DL_SYMENT: c_int = 1;
    unsafe extern "C" {
        fn dladdr1(address: *const c_void, info: *mut libc::Dl_info, extra: *mut *mut c_void, flags: c_int) -> c_int;
    }
    // SAFETY: out-parameters of the right sizes; zeroed bytes are a valid Dl_info.
    let kind = unsafe {
        let mut info: libc::Dl_info = core::mem::zeroed();
        let mut symbol: *mut c_void = core::ptr::null_mut();
        let known = dladdr1(address, &mut info, &mut symbol, RTLD_DL_SYMENT) != 0 && info.dli_saddr == address;
        if known && !symbol.is_null() {
            (*symbol.cast::<libc::Elf64_Sym>()).st_info & 15
        } else {
            NOTYPE
        }
    };
    matches!(kind, NOTYPE | FUNCTION | INDIRECT) && is_code(address as u64)
}

/// A stub for a pointer that came from elsewhere.
pub fn stub_for(address: u64) -> Option<(u32, u64)> {
    if is_code(address) {
        stub::make(address)
    } else {
        None
    }
}

/// dlclose by the binding: code that has gone must not keep its translation.
unsafe extern "C" fn on_dlclose(library: *mut c_void) -> c_int {
    // SAFETY: the caller's own argument.
    let result = unsafe { libc::dlclose(library) };
    let Some(thread) = thread::current() else { return result };
    loop {
        let gone = syscall::translated_ranges().find(|&(start, _)| !is_mapped(start));
        match gone {
            Some(range) if state::is_live() => syscall::forget(thread, range),
            _ => return result,
        }
    }
}

fn is_mapped(address: u64) -> bool {
    let mut state = 0u8;
    let page = address & !(sys::PAGE as u64 - 1);
    // SAFETY: the kernel writes one byte for one page.
    unsafe { sys::raw(libc::SYS_mincore, [page, sys::PAGE as u64, &raw mut state as u64, 0, 0, 0]) == 0 }
}
