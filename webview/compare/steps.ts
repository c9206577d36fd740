import { AccessFlag, type AccessBlock, type Trace } from '../../trace/model/types';
import { breathe } from '../canvas/breathe';
import { regionName } from '../text/names';

/**
 * What an access is apart from where memory and code happened to lie in that run: kind, region by label, offset, size, native function. The same
 * for both recordings when the program did the same.
 */
export class StepNames {
  readonly #regions = new Map<number, string>();
  readonly #insns = new Map<number, string>();

  constructor(readonly trace: Trace) {}

  of(block: AccessBlock, row: number): string {
    const write = (block.flags[row]! & AccessFlag.write) !== 0;
    return `${write ? 'W' : 'R'} ${this.region(block.region[row]! || block.anchor[row]!)} ${block.offset[row]} ${block.size[row]} ${this.insn(block.insn[row]!)}`;
  }

  region(id: number): string {
    let name = this.#regions.get(id);
    if (name === undefined) {
      const region = this.trace.regionById.get(id);
      this.#regions.set(id, name = region ? regionName(region) : '?');
    }
    return name;
  }

  insn(id: number): string {
    let name = this.#insns.get(id);
    if (name === undefined) this.#insns.set(id, name = this.trace.insnById.get(id)?.symbol ?? '?');
    return name;
  }
}

/** More than there are instructions in a recording. */
const INSNS = 2 ** 21;

/** A number for the accesses of each call, equal when these are the same in the same order. */
export async function digestCalls(trace: Trace, signal: AbortSignal): Promise<ReadonlyMap<number, number>> {
  const names = new StepNames(trace);
  const digests = new Map<number, number>();
  // By region and instruction, of which there are few: a text for each access would take longer than all the rest.
  const texts = new Map<number, number>();
  const pause = breathe();
  for await (const block of trace.blocks()) {
    signal.throwIfAborted();
    for (let row = 0; row < block.length; row++) {
      const [region, insn] = [block.region[row]! || block.anchor[row]!, block.insn[row]!];
      const key = region * INSNS + insn;
      let text = texts.get(key);
      if (text === undefined) texts.set(key, text = hashText(`${names.region(region)} ${names.insn(insn)}`));
      let digest = digests.get(block.call[row]!) ?? 0x811c9dc5;
      for (const word of [text, block.offset[row]!, block.size[row]!, block.flags[row]! & AccessFlag.write]) digest = Math.imul(digest ^ word, 0x01000193) ^ (digest >>> 13);
      digests.set(block.call[row]!, digest);
    }
    await pause();
  }
  return digests;
}

function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}
