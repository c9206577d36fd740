import type { DebugProtocol } from '@vscode/debugprotocol';

/** What the other side of the protocol said about itself. */
export interface Client {
  /** 1 where it counts lines from 1, else 0; likewise columns. */
  readonly firstLine: number;
  readonly firstColumn: number;
  readonly progress: boolean;
  readonly memoryEvents: boolean;
}

export const UNKNOWN_CLIENT: Client = { firstLine: 1, firstColumn: 1, progress: false, memoryEvents: false };

export function clientOf(args: DebugProtocol.InitializeRequestArguments): Client {
  return {
    firstLine: args.linesStartAt1 === false ? 0 : 1,
    firstColumn: args.columnsStartAt1 === false ? 0 : 1,
    progress: args.supportsProgressReporting === true,
    memoryEvents: args.supportsMemoryEvent === true,
  };
}

/** A line of ours, from 1, as the client counts; 0 stays 0: not known. */
export const lineFor = (client: Client, line: number): number => (line === 0 ? 0 : line - 1 + client.firstLine);
/** A line of the client as we count. */
export const lineFrom = (client: Client, line: number): number => line - client.firstLine + 1;
export const columnFor = (client: Client, column: number): number => (column === 0 ? 0 : column - 1 + client.firstColumn);
