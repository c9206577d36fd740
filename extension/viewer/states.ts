import type { Memento, Uri } from 'vscode';
import type { SavedState } from '../../webview/protocol';
import type { Mode } from './connection';

const KEY = 'viewStates';
const KEPT = 40;

/** What views want back when they are opened again, for the traces used last. */
export class ViewStates {
  constructor(private readonly memory: Memento) {}

  get(mode: Mode, uri: Uri): SavedState | null {
    return this.entries().find(([key]) => key === keyOf(mode, uri))?.[1] ?? null;
  }

  async set(mode: Mode, uri: Uri, state: SavedState): Promise<void> {
    const key = keyOf(mode, uri);
    const others = this.entries().filter(([other]) => other !== key);
    await this.memory.update(KEY, [...others, [key, state]].slice(-KEPT));
  }

  private entries(): [string, SavedState][] {
    return this.memory.get<[string, SavedState][]>(KEY, []);
  }
}

function keyOf(mode: Mode, uri: Uri): string {
  return `${mode} ${uri.toString()}`;
}
