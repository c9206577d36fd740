/** The isolate's connection to the recorder: the agent, and everything that describes calls to it. */
import { Blocks } from '../rows/blocks';
import { Marshaller } from '../rows/marshal';
import { Memories } from '../rows/memory';
import { RowTable } from '../rows/table';
import { Sites } from '../sites/sites';
import type { Agent } from '../agent';
import { Births } from './births';
import { Definitions } from './definitions';
import { errorText } from '../describe/value';

/** Problems of ours that are told; more of them would only repeat. */
const TOLD = 20;

export class Session {
  readonly agent: Agent;
  /** Path of the hook's bundle: frames in it are ours. */
  readonly file: string;
  readonly definitions: Definitions;
  readonly table = new RowTable();
  readonly blocks = new Blocks();
  readonly memories: Memories;
  readonly marshaller: Marshaller;
  readonly sites: Sites;
  readonly births: Births;
  readonly findsSites: boolean;
  readonly bindingFolders: string[] = [];
  #told = 0;

  /** `findsSites`: the agent tells a stack that it was told before. */
  constructor(agent: Agent, file: string, folder: string, findsSites = false) {
    this.agent = agent;
    this.findsSites = findsSites;
    this.file = file;
    this.definitions = new Definitions((json) => agent.define(json));
    this.memories = new Memories((buffer) => agent.addressOf(buffer));
    this.sites = new Sites(this.definitions, folder, this.bindingFolders);
    this.births = new Births((below) => this.sites.here(below));
    this.marshaller = new Marshaller(this.table, this.definitions, this.memories, this.blocks, this.births);
  }

  /** An error in our own code: the program goes on as if we were not there, the recording says so. */
  problem(what: string, error: unknown): void {
    if (this.#told++ >= TOLD) return;
    try {
      this.agent.note(`${what}: ${errorText(error)}`);
    } catch {
      // Nothing is left that could be told.
    }
  }
}
