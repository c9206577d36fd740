/** Loads the agent into this isolate and connects it, once; null where there is no recorder or it refused. */
import { dirname } from 'node:path';
import type { Agent } from '../agent';
import { isolateBuffers } from './isolate';
import { Session } from './session';

type Dlopen = (module: { exports: unknown }, path: string, flags?: number) => void;

export class Connection {
  readonly #dlopen: Dlopen;
  readonly #agentPath: string;
  readonly #file: string;
  #session: Session | null | undefined;

  constructor(dlopen: Dlopen, agentPath: string, file: string) {
    this.#dlopen = dlopen;
    this.#agentPath = agentPath;
    this.#file = file;
  }

  session(): Session | null {
    if (this.#session === undefined) this.#session = this.#open();
    return this.#session;
  }

  #open(): Session | null {
    try {
      const module = { exports: {} };
      this.#dlopen(module, this.#agentPath);
      const agent = module.exports as Agent;
      const connected = agent.connect();
      if (connected === null) return null;
      isolateBuffers(agent);
      const session = new Session(agent, this.#file, dirname(this.#file), connected.findsSites);
      session.births.watch(connected.allocations, this.#file);
      return session;
    } catch {
      return null; // the recorder sees a process that never said hello, and tells
    }
  }
}
