import { recorderArguments, type Engine, type Redact } from '../../../cli/record/arguments';
import type { Parts } from '../../../cli/record/locate';
import { parseSize } from '../../../cli/record/size';
import { joinWords } from '../../record/words';

/** `"ffiscope"` in a configuration of the JavaScript debugger, as far as it differs from the settings. */
export interface RecordingOptions { readonly engine?: Engine; readonly snapshotLimit?: string | number; readonly redact?: Redact; readonly output?: string }

/** What of such a configuration says how the program is started. */
export interface NodeConfiguration {
  readonly type: string; readonly runtimeExecutable?: string | null; readonly runtimeArgs?: readonly string[]; readonly program?: string; readonly args?: readonly string[] | string;
  readonly command?: string; readonly killBehavior?: string;
}

/** A command that takes the place of the shell in which it is typed. */
const REPLACES = /^exec\s+/;

/** The command that a configuration runs, for the name of its trace. */
export function commandOf({ runtimeExecutable, runtimeArgs = [], program, command }: NodeConfiguration): string[] {
  if (command !== undefined) return command.replace(REPLACES, '').split(/\s+/);
  return [runtimeExecutable ?? 'node', ...runtimeArgs, ...(program === undefined || program === '' ? [] : [program])];
}

/** What is decided already when a configuration is completed. */
interface Known { readonly engine: Engine; readonly snapshotLimit?: string | number; readonly redact?: Redact | undefined }

/**
 * The same configuration with the recorder in front of its program. The debugger finds Node through the environment, which the
 * recorder passes on, so that children and workers come along. What ends the program lets the recorder finish the trace.
 */
export function wrapped<T extends NodeConfiguration>(config: T, parts: Parts, file: string, { engine, snapshotLimit, redact }: Known): T {
  const options = { command: [], file, engine, redact, snapshotLimit: snapshotLimit === undefined ? undefined : parseSize(String(snapshotLimit)) ?? undefined };
  const recorder = recorderArguments(parts, options, null);
  if (config.command !== undefined) {
    const replaces = REPLACES.test(config.command) ? ['exec'] : [];
    return { ...config, command: joinWords([...replaces, parts.recorder, ...recorder, '/bin/sh', '-c', config.command]) };
  }
  return {
    ...config,
    runtimeExecutable: parts.recorder,
    runtimeArgs: [...recorder, config.runtimeExecutable ?? 'node', ...config.runtimeArgs ?? []],
    killBehavior: config.killBehavior === undefined || config.killBehavior === 'forceful' ? 'polite' : config.killBehavior,
  };
}
