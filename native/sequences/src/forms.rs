//! The instruction forms that sequences are made of: all that this processor has and whose effects depend only on
//! registers and memory that a sequence may use.
use iced_x86::{Code, CpuidFeature, FlowControl, Mnemonic, OpCodeOperandKind};
use std::collections::HashSet;

/// Features that every processor in 64-bit mode has, and those that /proc/cpuinfo names differently.
const ALWAYS: [CpuidFeature; 14] = [
    CpuidFeature::INTEL8086,
    CpuidFeature::INTEL186,
    CpuidFeature::INTEL386,
    CpuidFeature::INTEL486,
    CpuidFeature::X64,
    CpuidFeature::FPU,
    CpuidFeature::FPU287,
    CpuidFeature::FPU387,
    CpuidFeature::CMOV,
    CpuidFeature::MMX,
    CpuidFeature::SSE,
    CpuidFeature::SSE2,
    CpuidFeature::CX8,
    CpuidFeature::MULTIBYTENOP,
];

pub fn all() -> Vec<Code> {
    let flags = processor_flags();
    Code::values().filter(|&code| is_usable(code, &flags)).collect()
}

fn processor_flags() -> HashSet<String> {
    let text = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("flags")).unwrap_or("");
    line.split_ascii_whitespace().map(|flag| flag.replace('_', "")).collect()
}

fn has(feature: CpuidFeature, flags: &HashSet<String>) -> bool {
    let name = format!("{feature:?}").to_lowercase().replace('_', "");
    let listed = match name.as_str() {
        "sse3" => "pni",
        "lzcnt" => "abm",
        "cmpxchg16b" => "cx16",
        _ => &name,
    };
    ALWAYS.contains(&feature) || flags.contains(listed)
}

fn is_usable(code: Code, flags: &HashSet<String>) -> bool {
    let info = code.op_code();
    info.mode64()
        && info.is_instruction()
        && !code.is_privileged()
        && !info.must_be_cpl0()
        && code.flow_control() == FlowControl::Next
        && !code.is_stack_instruction()
        && code.cpuid_features().iter().all(|&feature| has(feature, flags))
        && !code.cpuid_features().iter().any(|&feature| is_excluded_feature(feature))
        && !is_excluded(code.mnemonic())
        && info.op_kinds().iter().all(|&kind| !is_excluded_operand(kind))
}

/// Tiles, shadow stacks, transactions, keys: what a sequence can't set up, or what looks at the processor itself.
fn is_excluded_feature(feature: CpuidFeature) -> bool {
    let name = format!("{feature:?}");
    [
        "AMX", "CET_SS", "RTM", "HLE", "KL", "AESKLE", "UINTR", "MPX", "PKU", "SGX", "SVM", "VMX", "SMX", "FSGSBASE",
        "WAITPKG",
    ]
    .iter()
    .any(|excluded| name.starts_with(excluded))
}

fn is_excluded(mnemonic: Mnemonic) -> bool {
    use Mnemonic::*;
    matches!(
        mnemonic,
        // Different each time.
        Rdtsc | Rdtscp | Rdrand | Rdseed | Cpuid | Rdpid | Rdpmc | Rdpru | Xgetbv | Sgdt | Sidt | Sldt | Str | Smsw
        // Fault on what random memory or registers hold.
        | Div | Idiv | Ldmxcsr | Vldmxcsr | Fldcw | Fldenv | Frstor | Fxrstor | Fxrstor64 | Xrstor | Xrstor64
        | Lgs | Lfs | Lss | Lar | Lsl | Verr | Verw | In | Out | Insb | Insw | Insd | Outsb | Outsw | Outsd
        | Popf | Popfq | Cli | Sti | Std | Cld | Ptwrite | Monitor | Mwait | Xsetbv
        // Store the address of an instruction, or what was in use of the registers.
        | Fnstenv | Fstenv | Fnsave | Fsave | Fxsave | Fxsave64 | Xsave | Xsave64 | Xsavec | Xsavec64 | Xsaveopt | Xsaveopt64
        // Write where a register points, whatever it holds.
        | Movdir64b | Enqcmd | Enqcmds | Clzero | Umonitor | Tpause | Umwait | Loadall | Xlatb
    )
}

fn is_excluded_operand(kind: OpCodeOperandKind) -> bool {
    use OpCodeOperandKind::*;
    matches!(
        kind,
        farbr2_2
            | farbr4_2
            | mem_offs
            | mem_mpx
            | mem_mib
            | seg_reg
            | cr_reg
            | dr_reg
            | tr_reg
            | bnd_reg
            | sibmem
            | tmm_reg
            | tmm_rm
            | tmm_vvvv
            | es
            | cs
            | ss
            | ds
            | fs
            | gs
            | bnd_or_mem_mpx
            | r32_or_mem_mpx
            | r64_or_mem_mpx
    )
}
