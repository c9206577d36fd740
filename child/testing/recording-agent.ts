/** An agent that writes down what the hook tells it. For unit tests of the JavaScript side; nothing native runs here. */
import type { Agent } from '../agent';
import { ROW } from '../rows/table';

export interface ArmedCall { stub: number; fn: number; site: number; flags: number; args: string[]; rows: number[][]; slot: number; result?: string; threw?: boolean }
type Definition = { define: string; id: number; [key: string]: unknown };

export class RecordingAgent implements Agent {
  readonly calls: ArmedCall[] = [];
  readonly definitions: Definition[] = [];
  readonly notes: string[] = [];
  readonly regions: { id: number; address: bigint; size: number; live: boolean }[] = [];
  #stubs = 0;

  defined(kind: string, id: number): Definition | undefined { return this.definitions.find((one) => one.define === kind && one.id === id); }

  connect() { return { engine: 'none' as const, snapshotLimit: 0, findsSites: false, allocations: 0 }; }
  attachKoffi() { return true; }
  learnAllocator() { return false; }
  keepCopiesApart() { return false; }
  prepared() {}
  beginResolve() {}
  endResolve() { return ++this.#stubs; }
  stubFor(address: bigint) { return { stub: ++this.#stubs, address }; }
  targetOf() { return 0n; }
  define(json: string) { this.definitions.push(JSON.parse(json) as Definition); }
  arm(stub: number, fn: number, site: number, flags: number, argsJson: string, rows: Uint32Array, count: number) {
    const copied = Array.from({ length: count }, (_, index) => [...rows.subarray(index * ROW, (index + 1) * ROW)]);
    this.calls.push({ stub, fn, site, flags, args: JSON.parse(argsJson) as string[], rows: copied, slot: this.calls.length + 1 });
    return this.calls.length;
  }
  learnSite() {}
  callOf(slot: number) { return slot; }
  finish(slot: number, result: string, threw: boolean) { Object.assign(this.calls[slot - 1] as ArmedCall, { result, threw }); }
  addRegion(address: bigint, size: number) { this.regions.push({ id: this.regions.length + 1, address, size, live: true }); return this.regions.length; }
  removeRegion(id: number) { const region = this.regions[id - 1]; if (region) region.live = false; }
  addressOf() { return 0x1000n; }
  scopeBegin() { return 1; }
  scopeEnd() { return []; }
  mark() {}
  registerRetcode() { return true; }
  note(text: string) { this.notes.push(text); }
}
