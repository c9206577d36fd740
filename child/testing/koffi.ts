/** Real koffi, version 2 or 3, with our wrapping around its native module and an agent that writes down what it hears. */
import { createRequire } from 'node:module';
import { Session } from '../core/session';
import type { NativeKoffi } from '../koffi/detect';
import { installKoffi } from '../koffi/install';
import { RecordingAgent } from './recording-agent';

const paths = {
  koffi: '@koromix/koffi-linux-x64/linux_x64/koffi.node',
  koffi2: 'koffi2/build/koffi/linux_x64/koffi.node',
} as const;

export type Version = keyof typeof paths;
export const versions = Object.keys(paths) as Version[];

interface Library { func(...args: unknown[]): Function_; unload(): void; symbol(name: string, type?: unknown): unknown }
export interface Function_ { (...args: unknown[]): unknown; async: (...args: unknown[]) => unknown; info: unknown }
export interface Koffi extends NativeKoffi {
  load(path: string | null): Library;
  struct(...args: unknown[]): unknown; union(...args: unknown[]): unknown; array(type: unknown, length: number): unknown;
  pointer(...args: unknown[]): unknown; proto(...args: unknown[]): unknown; opaque(name?: string): unknown; disposable(...args: unknown[]): unknown;
}

/** A fresh instance each: type names are registered once in an instance. */
export function loadKoffi(version: Version): { koffi: Koffi; agent: RecordingAgent; session: Session; plain: Koffi } {
  const path = createRequire(import.meta.url).resolve(paths[version]);
  const [traced, plain] = [{ exports: {} }, { exports: {} }];
  process.dlopen(traced, path);
  process.dlopen(plain, path);
  const agent = new RecordingAgent();
  const session = new Session(agent, 'hook-bundle.cjs', '/nowhere');
  installKoffi(traced.exports as Koffi, path, session);
  return { koffi: traced.exports as Koffi, agent, session, plain: plain.exports as Koffi };
}
