import { address, list, num, numOrNull, str, strOrNull, type Line } from '../format/lines';
import type { Field, Frame, Insn, Site, TypeDef } from './types';

export interface FunctionDef {
  readonly name: string; readonly library: string; readonly result: string;
  readonly params: readonly { readonly name: string | null; readonly type: string; readonly direction: string }[];
}
export interface ModuleDef { readonly path: string; readonly buildId: string | null; readonly base: bigint }
export interface ThreadDef { readonly id: number; readonly tid: number; readonly name: string; readonly process: number }
export interface ProcessDef { readonly id: number; readonly pid: number; readonly program: string }

/** Everything DEFS blocks define, by id. */
export class Definitions {
  readonly labels = new Map<number, string>();
  readonly types = new Map<number, TypeDef>();
  readonly functions = new Map<number, FunctionDef>();
  readonly sites = new Map<number, { site: Site; stack: readonly Frame[] }>();
  readonly modules = new Map<number, ModuleDef>();
  readonly threads = new Map<number, ThreadDef>();
  readonly processes = new Map<number, ProcessDef>();
  private readonly insnLines = new Map<number, Line>();

  add(line: Line): void {
    const id = num(line, 'id');
    switch (line['def']) {
      case 'label': this.labels.set(id, str(line, 'text')); break;
      case 'type': this.types.set(id, { id, name: str(line, 'name'), size: num(line, 'size'), fields: list(line, 'fields').map(fieldOf) }); break;
      case 'function': this.functions.set(id, functionOf(line)); break;
      case 'site': this.sites.set(id, { site: siteOf(line), stack: list(line, 'stack').map(frame => ({ ...siteOf(frame), name: strOrNull(frame, 'name') })) }); break;
      case 'module': this.modules.set(id, { path: str(line, 'path'), buildId: strOrNull(line, 'buildId'), base: address(line, 'base') }); break;
      case 'insn': this.insnLines.set(id, line); break;
      case 'thread': this.threads.set(id, { id, tid: num(line, 'tid'), name: str(line, 'name'), process: num(line, 'process') }); break;
      case 'process': this.processes.set(id, { id, pid: num(line, 'pid'), program: str(line, 'program') }); break;
      default: break;
    }
  }

  site(id: number): Site | null {
    return this.sites.get(id)?.site ?? null;
  }

  /** Instructions, once all modules are known. */
  insns(): Map<number, Insn> {
    return new Map([...this.insnLines].map(([id, line]) => [id, this.insnOf(id, line)]));
  }

  private insnOf(id: number, line: Line): Insn {
    return {
      id, pc: address(line, 'pc'), module: this.modules.get(num(line, 'module'))?.path ?? null, offset: num(line, 'offset'),
      symbol: strOrNull(line, 'symbol'), symbolOffset: num(line, 'symbolOffset'),
      file: strOrNull(line, 'file'), line: numOrNull(line, 'line'),
      inlined: list(line, 'inlined').map(one => ({ symbol: str(one, 'symbol', '?'), file: strOrNull(one, 'file'), line: numOrNull(one, 'line') })),
      text: strOrNull(line, 'text'),
    };
  }
}

function fieldOf(line: Line): Field {
  return { name: str(line, 'name'), type: str(line, 'type'), offset: num(line, 'offset'), size: num(line, 'size') };
}

function siteOf(line: Line): Site {
  return { file: str(line, 'file'), line: num(line, 'line'), column: num(line, 'column') };
}

function functionOf(line: Line): FunctionDef {
  const params = list(line, 'params').map(param => ({ name: strOrNull(param, 'name'), type: str(param, 'type'), direction: str(param, 'direction', 'value') }));
  return { name: str(line, 'name'), library: str(line, 'library'), result: str(line, 'result'), params };
}
