import { RequestFailed } from './errors';
import type { Children, Node } from './nodes';
import type { StackFrame } from './stack';
import type { Position } from '../../../trace/cursor/position';

/** A frame that was handed out: where it was seen, and how far from the top. */
export interface KnownFrame { readonly position: Position; readonly frame: StackFrame }

/** A variable that can be looked into, and those of its parts that were handed out. */
export interface KnownVariables { readonly children: Children; readonly shown: Map<string, Node> }

/** Numbers for frames and variables. They mean something until the next move: then `clear` takes them back. */
export class Handles {
  private next = 1;
  private first = 1;
  private readonly frames = new Map<number, KnownFrame>();
  private readonly variables = new Map<number, KnownVariables>();

  clear(): void {
    this.frames.clear();
    this.variables.clear();
    this.first = this.next;
  }

  addFrame(frame: KnownFrame): number {
    this.frames.set(this.next, frame);
    return this.next++;
  }

  addVariables(children: Children): number {
    this.variables.set(this.next, { children, shown: new Map() });
    return this.next++;
  }

  frame(id: number): KnownFrame { return this.frames.get(id) ?? this.missing(id, 'frame'); }

  variablesOf(id: number): KnownVariables { return this.variables.get(id) ?? this.missing(id, 'variable'); }

  private missing(id: number, what: string): never {
    throw new RequestFailed(id > 0 && id < this.first ? `this ${what} belongs to a moment that has passed` : `there is no ${what} ${id}`);
  }
}
