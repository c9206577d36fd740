/** `alloc`, `free` and `view`: memory that the program keeps between calls. */
import { apply } from '../core/intrinsics';
import { Kind } from '../rows/table';
import type { Block } from '../rows/blocks';
import type { Binding } from './binding';
import { around, quiet, replace } from './callable';

export class PersistentMemory {
  readonly #binding: Binding;
  readonly #windows: FinalizationRegistry<bigint>;

  constructor(binding: Binding) {
    this.#binding = binding;
    this.#windows = new FinalizationRegistry((start) => this.#remove(start));
  }

  install(exports: object): void {
    const { session } = this.#binding;
    replace(exports, 'alloc', (alloc) => {
      const allocate = quiet(session.file, (target, self, args) => {
        const pointer = apply(target, self, args);
        this.#safely('alloc', () => this.#allocated(pointer, args[0], args[1], session.births.here(allocate)));
        return pointer;
      });
      return around(alloc, allocate);
    });
    replace(exports, 'free', (free) => around(free, quiet(session.file, (target, self, args) => {
      const address = this.#binding.addressOf(args[0]);
      const result = apply(target, self, args);
      if (address !== null) this.#safely('free', () => this.#remove(address));
      return result;
    })));
    replace(exports, 'view', (view) => around(view, quiet(session.file, (target, self, args) => {
      const buffer = apply(target, self, args) as ArrayBuffer;
      this.#safely('view', () => this.#viewed(buffer, args[0], args[1]));
      return buffer;
    })));
  }

  #allocated(pointer: unknown, type: unknown, length: unknown, made: number): void {
    const address = this.#binding.addressOf(pointer);
    if (address === null || typeof length !== 'number') return;
    const { definitions, memories } = this.#binding.session;
    const node = this.#binding.types.read(type);
    const label = length === 1 ? `alloc ${node.name}` : `alloc ${node.name}[${length}]`;
    this.#add(address, node.size * length, definitions.label(label), definitions.type(node), memories.fresh(), made);
  }

  /** A window to memory we know is the same memory; to other memory it makes a block of its own. */
  #viewed(buffer: ArrayBuffer, pointer: unknown, length: unknown): void {
    const address = this.#binding.addressOf(pointer);
    if (address === null || address === 0n || typeof length !== 'number' || length <= 0) return;
    const { blocks, definitions, memories } = this.#binding.session;
    const block = blocks.find(address);
    if (block) { memories.adopt(buffer, block.memory); return; }
    const memory = memories.fresh();
    memories.adopt(buffer, memory);
    this.#add(address, length, definitions.label(`view ${length} bytes`), 0, memory, 0);
    this.#windows.register(buffer, address);
  }

  #add(start: bigint, size: number, label: number, type: number, memory: number, made: number): void {
    const { agent, blocks } = this.#binding.session;
    const region = agent.addRegion(start, size, Kind.alloc, label, type, memory, made);
    for (const stale of blocks.add({ start, end: start + BigInt(size), region, memory, made })) agent.removeRegion(stale.region);
  }

  #remove(start: bigint): void {
    const { agent, blocks } = this.#binding.session;
    const block: Block | undefined = blocks.remove(start);
    if (block) agent.removeRegion(block.region);
  }

  #safely(what: string, run: () => void): void {
    try { run(); } catch (error) { this.#binding.session.problem(`koffi.${what}() could not be followed`, error); }
  }
}
