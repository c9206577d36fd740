import type { TraceInfo } from '../../trace/model/types';

/** The object of a recording (docs/cli.md). */
export function infoObject(file: string, info: TraceInfo): object {
  return {
    file, program: info.program, arguments: info.args, cwd: info.cwd, host: info.host, engine: info.engine, recorder: info.recorder,
    started: info.started, duration: info.duration, counts: info.counts, coverage: info.coverage, exit: info.exit, cutShort: info.cutShort,
  };
}
