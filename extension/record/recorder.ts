import * as vscode from 'vscode';
import { recorderArguments, type RecordOptions } from '../../cli/record/arguments';
import { CannotRecord } from '../../cli/record/errors';
import { locate } from '../../cli/record/locate';
import type { Outcome } from '../../cli/record/launch';
import type { Status } from '../../cli/record/status';
import { contextKeys } from '../ids';
import type { Log } from '../log';
import { settings } from '../settings';
import { verdict, type Verdict } from './outcome';
import { findsPackage } from './packages';
import { RecordingProgress } from './progress';
import { Recording } from './recording';
import type { Run } from './run';
import { target } from './target';

export interface Finished { readonly run: Run; readonly file: string; readonly outcome: Outcome | null; readonly verdict: Verdict }

/** Recording runs code of the workspace, whatever the menus allow. */
export class NotTrusted extends CannotRecord {
  constructor() {
    super(vscode.l10n.t('Recording runs the program, so it needs a workspace that you trust. Traces can be opened without.'));
  }
}

/** Records one program at a time, and remembers the last. */
export class Recorder implements vscode.Disposable {
  private current: Recording | null = null;
  private busy = false;
  private stopped = false;

  /** `dist` is the folder of the running bundle. */
  constructor(private readonly dist: string, private readonly memory: vscode.Memento, private readonly log: Log) {}

  get lastRun(): Run | undefined { return this.memory.get<Run>('lastRun'); }

  /**
   * Records a program to its end.
   * @throws CannotRecord when nothing can be recorded here, or a recording is under way
   */
  async record(run: Run): Promise<Finished> {
    if (!vscode.workspace.isTrusted) throw new NotTrusted();
    if (this.busy) throw new CannotRecord(vscode.l10n.t('A program is being recorded already. Stop it first.'));
    await this.setBusy(true);
    try {
      return await this.run(run);
    } finally {
      this.current = null;
      await this.setBusy(false);
    }
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.current?.stop();
  }

  dispose(): void {
    void this.stop();
  }

  private async run(run: Run): Promise<Finished> {
    this.stopped = false;
    const parts = locate(this.dist);
    const options = await optionsFor(run);
    await this.memory.update('lastRun', run);
    this.log.started(run, parts.recorder, recorderArguments(parts, options, 3));
    let error: string | null = null;
    const progress = new RecordingProgress(run, () => void this.stop());
    try {
      this.current = await Recording.start(parts, options, run.cwd, (status: Status) => {
        this.log.status(status);
        if (status.type === 'error') error = status.message;
        progress.update(status);
      });
      if (this.stopped) await this.current.stop();
      const outcome = await this.current.done;
      return this.finished(run, outcome?.end?.file ?? options.file, outcome, error);
    } finally {
      progress.dispose();
    }
  }

  private finished(run: Run, file: string, outcome: Outcome | null, error: string | null): Finished {
    const circumstances = { error, stopped: this.stopped, koffi: findsPackage(run.cwd, 'koffi') };
    const finished = { run, file, outcome, verdict: verdict(run, outcome, circumstances) };
    this.log.info(finished.verdict.message);
    return finished;
  }

  private async setBusy(on: boolean): Promise<void> {
    this.busy = on;
    await vscode.commands.executeCommand('setContext', contextKeys.recording, on);
  }
}

async function optionsFor(run: Run): Promise<RecordOptions> {
  const chosen = settings(vscode.Uri.file(run.cwd));
  return {
    command: run.command,
    file: await target(run, chosen.outputFolder),
    engine: chosen.engine,
    snapshotLimit: chosen.snapshotLimit,
    redact: chosen.redact,
  };
}
