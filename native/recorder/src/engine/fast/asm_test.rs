use super::*;
use iced_x86::{Decoder, DecoderOptions, Formatter, NasmFormatter};

const BASE: u64 = 0x7f00_0000_0000;

/// Disassembles what `emit` puts.
fn text(emit: impl FnOnce(&mut Asm)) -> String {
    let mut asm = Asm::new(BASE, Tls(-256));
    emit(&mut asm);
    let mut formatter = NasmFormatter::new();
    formatter.options_mut().set_space_after_operand_separator(true);
    formatter.options_mut().set_hex_prefix("0x");
    formatter.options_mut().set_hex_suffix("");
    formatter.options_mut().set_uppercase_hex(false);
    let mut lines = Vec::new();
    for instruction in Decoder::with_ip(64, &asm.bytes, BASE, DecoderOptions::NONE) {
        let mut line = String::new();
        formatter.format(&instruction, &mut line);
        lines.push(line);
    }
    lines.join("; ")
}

#[test]
fn thread_variables_are_named_relative_to_fs() {
    assert_eq!(text(|asm| asm.save(RCX, 8)), "mov [fs:0xffffffffffffff08], rcx");
    assert_eq!(text(|asm| asm.load(R11, 16)), "mov r11, [fs:0xffffffffffffff10]");
    assert_eq!(text(|asm| asm.set(0, -1)), "mov qword [fs:0xffffffffffffff00], 0xffffffffffffffff");
    assert_eq!(text(|asm| asm.jump_variable(24)), "jmp qword [fs:0xffffffffffffff18]");
    assert_eq!(text(|asm| asm.extract_rcx(RCX, 0)), "pext rcx, rcx, [fs:0xffffffffffffff00]");
    assert_eq!(text(|asm| asm.extract_rcx(R11, 0)), "pext rcx, r11, [fs:0xffffffffffffff00]");
}

#[test]
fn four_pages_are_compared_at_once() {
    assert_eq!(text(|asm| asm.compare_four(2, 0x7000_0000)), "cmp dword [rdx+0x70000000], 0");
    assert_eq!(text(|asm| asm.compare_four(R11, 0x7000_0000)), "cmp dword [r11+0x70000000], 0");
}

#[test]
fn every_operand_form_gives_its_address() {
    let operand = |base, index, scale, displacement: i64, address_bits| Address {
        base,
        index,
        scale,
        displacement: displacement as u64,
        address_bits,
        ..Address::at(0, 0)
    };
    let lea = |operand: Address| text(|asm| asm.address(RCX, &operand));
    assert_eq!(lea(operand(Some(4), None, 1, 8, 64)), "lea rcx, [rsp+8]");
    assert_eq!(lea(operand(Some(13), Some(12), 8, -16, 64)), "lea rcx, [r13+r12*8-0x10]");
    assert_eq!(lea(operand(Some(5), Some(0), 2, 0, 64)), "lea rcx, [rbp+rax*2]");
    assert_eq!(lea(operand(None, Some(9), 4, 0x100, 64)), "lea rcx, [r9*4+0x100]");
    assert_eq!(lea(operand(Some(0), None, 1, 1, 32)), "lea rcx, [eax+1]");
    assert_eq!(lea(operand(None, None, 1, 0x7f12_3456_789a, 64)), "mov rcx, 0x7f123456789a");
    assert_eq!(text(|asm| asm.load_operand(RCX, &operand(Some(1), Some(11), 8, 4, 64))), "mov rcx, [rcx+r11*8+4]");
}

#[test]
fn constants_and_copies_name_all_registers() {
    assert_eq!(text(|asm| asm.constant(R11, 5)), "mov r11d, 5");
    assert_eq!(text(|asm| asm.constant(RAX, 1 << 40)), "mov rax, 0x10000000000");
    assert_eq!(text(|asm| asm.copy(RCX, 13)), "mov rcx, r13");
    assert_eq!(text(|asm| asm.copy(R11, 0)), "mov r11, rax");
}

#[test]
fn aligned_links_end_on_a_multiple_of_four() {
    for lead in 0..4 {
        let mut asm = Asm::new(BASE, Tls(0));
        asm.put(&vec![0x90; lead]);
        asm.align_link(2);
        assert_eq!((asm.bytes.len() + 2) % 4, 0);
    }
}

#[test]
fn parts_of_checks_name_all_registers() {
    for (number, name, half, low) in
        [(RAX, "rax", "eax", "ax"), (6, "rsi", "esi", "si"), (R11, "r11", "r11d", "r11w"), (15, "r15", "r15d", "r15w")]
    {
        assert_eq!(text(|asm| asm.page_number(number)), format!("shr {name}, 0xc"));
        assert_eq!(text(|asm| asm.rotate(number, 13, 12)), format!("rorx {name}, r13, 0xc"));
        assert_eq!(text(|asm| asm.rotate(8, number, 20)), format!("rorx r8, {name}, 0x14"));
        assert_eq!(text(|asm| asm.clear_upper(number)), format!("mov {half}, {half}"));
        assert_eq!(
            text(|asm| asm.compare_zero(number, 0x7000_0000, false)),
            format!("cmp byte [{name}+0x70000000], 0")
        );
        assert_eq!(text(|asm| asm.compare_zero(number, 16, true)), format!("cmp word [{name}+0x10], 0"));
        assert_eq!(text(|asm| asm.store_at(number, 13)), format!("mov [{name}], r13"));
        assert_eq!(text(|asm| asm.store_at(3, number)), format!("mov [rbx], {name}"));
        assert_eq!(text(|asm| asm.store_second(number, 77)), format!("mov qword [{name}+8], 0x4d"));
        assert_eq!(text(|asm| asm.advance(number)), format!("lea {name}, [{name}+0x10]"));
        assert_eq!(text(|asm| asm.test_low(number)), format!("test {low}, {low}"));
        assert_eq!(text(|asm| asm.low_to_rcx(number)), format!("movzx ecx, {low}"));
    }
}

#[test]
fn cells_take_values_from_all_registers() {
    assert_eq!(text(|asm| asm.store_tag(1, 70)), "mov dword [rcx+8], 0x46");
    assert_eq!(text(|asm| asm.store_tag(15, 70)), "mov dword [r15+8], 0x46");
    assert_eq!(text(|asm| asm.store_aux(0, 12)), "mov [rax+0xc], r12d");
    assert_eq!(text(|asm| asm.store_aux(9, 6)), "mov [r9+0xc], esi");
    assert_eq!(text(|asm| asm.store_aux_vector(2, 13)), "movd [rdx+0xc], xmm13");
    assert_eq!(text(|asm| asm.store_vector(8, 1, false)), "movq [r8], xmm1");
    assert_eq!(text(|asm| asm.store_vector(3, 15, true)), "movhps [rbx], xmm15");
}
