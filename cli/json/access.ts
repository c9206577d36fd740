import type { Access, Insn } from '../../trace/model/types';

/** Lines of accesses; what follows from the instruction alone is put into words once. */
export class AccessLines {
  private readonly natives = new Map<Insn | null, string>();

  /** The object of one access as JSON text (docs/cli.md). */
  line(access: Access): string {
    const inside = access.region !== null;
    return `{"seq":${access.seq},"call":${access.call || null},"thread":${access.thread},"kind":"${access.kind}","certain":${access.certain},`
      + `"address":"0x${access.address.toString(16)}","size":${access.size},"count":${access.count},`
      + `"region":${access.region},"offset":${inside ? access.offset : null},"field":${JSON.stringify(access.field)},`
      + `"near":${!inside && access.anchor !== null ? `{"region":${access.anchor},"offset":${access.offset}}` : null},`
      + `"by":"${access.by}","syscall":${JSON.stringify(access.syscall)},"time":${Math.round(access.time)},${this.native(access.insn)}}`;
  }

  private native(insn: Insn | null): string {
    let text = this.natives.get(insn);
    if (text === undefined) {
      const known = {
        pc: insn ? `0x${insn.pc.toString(16)}` : null, module: insn?.module ?? null, symbol: insn?.symbol ?? null, symbolOffset: insn?.symbol ? insn.symbolOffset : null,
        file: insn?.file ?? null, line: insn?.line ?? null, inlined: insn?.inlined ?? [],
      };
      text = JSON.stringify(known).slice(1, -1);
      this.natives.set(insn, text);
    }
    return text;
  }
}
