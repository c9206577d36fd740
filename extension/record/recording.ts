import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { recorderArguments, type RecordOptions } from '../../cli/record/arguments';
import { programName } from '../../cli/record/fileName';
import type { Outcome } from '../../cli/record/launch';
import type { Parts } from '../../cli/record/locate';
import type { End, Status } from '../../cli/record/status';
import { StatusFile } from './statusFile';

const STATUS_FD = 3;
/** `$1` is the status file, the rest the recorder's command line. */
const REDIRECT = `exec ${STATUS_FD}>"$1"; shift; exec "$@"`;
/** The recorder ends the program within 2 s of being told to; then the terminal is closed. */
const STOP_LIMIT_MS = 10_000;
const START_LIMIT_MS = 30_000;

/**
 * A program being recorded in a terminal of its own: a real one, so that it can be typed into, Ctrl-C works and the
 * program sees the terminal that it would see without us.
 */
export class Recording {
  /** Resolves when the recorder has ended. Null: the terminal could not be started. */
  readonly done: Promise<Outcome | null>;
  private readonly ended: Promise<number | undefined>;
  private readonly processId: Promise<number | undefined>;
  private readonly listeners: vscode.Disposable[] = [];
  private stopping = false;
  private end: End | null = null;

  private constructor(
    private readonly execution: vscode.TaskExecution,
    private readonly statusFile: StatusFile,
    readonly options: RecordOptions,
    private readonly onStatus: (status: Status) => void,
  ) {
    this.processId = this.started();
    this.ended = this.processEnded();
    this.done = this.outcome();
  }

  static async start(parts: Parts, options: RecordOptions, cwd: string, onStatus: (status: Status) => void): Promise<Recording> {
    const folder = await mkdtemp(join(tmpdir(), 'ffiscope-'));
    const started: { recording?: Recording } = {};
    const statusFile = new StatusFile(join(folder, 'status'), status => started.recording?.take(status));
    const task = terminalTask([parts.recorder, ...recorderArguments(parts, options, STATUS_FD)], statusFile.path, options, cwd);
    started.recording = new Recording(await vscode.tasks.executeTask(task), statusFile, options, onStatus);
    return started.recording;
  }

  /** Ends the program and completes the trace; `done` tells when. */
  async stop(): Promise<void> {
    if (this.stopping) return;
    this.stopping = true;
    const pid = await this.processId;
    if (pid !== undefined) kill(pid);
    const timer = setTimeout(() => this.execution.terminate(), STOP_LIMIT_MS);
    void this.done.finally(() => clearTimeout(timer));
  }

  private take(status: Status): void {
    if (status.type === 'end') this.end = status;
    this.onStatus(status);
  }

  private async outcome(): Promise<Outcome | null> {
    const status = await this.ended;
    await this.statusFile.close();
    await rm(dirname(this.statusFile.path), { recursive: true, force: true });
    this.listeners.forEach(listener => listener.dispose());
    return status === undefined && this.end === null ? null : { status: status ?? 70, end: this.end };
  }

  private started(): Promise<number | undefined> {
    return new Promise(resolve => {
      const timer = setTimeout(() => resolve(undefined), START_LIMIT_MS);
      this.listeners.push(
        vscode.tasks.onDidStartTaskProcess(event => { if (event.execution === this.execution) resolve(event.processId); }),
        vscode.tasks.onDidEndTask(event => { if (event.execution === this.execution) resolve(undefined); }),
        { dispose: () => clearTimeout(timer) },
      );
    });
  }

  private processEnded(): Promise<number | undefined> {
    return new Promise(resolve => {
      this.listeners.push(
        vscode.tasks.onDidEndTaskProcess(event => { if (event.execution === this.execution) resolve(event.exitCode); }),
        vscode.tasks.onDidEndTask(event => {
          // The event with the exit code comes around the same time where there was a process.
          if (event.execution === this.execution) setTimeout(() => resolve(undefined), 1000);
        }),
      );
    });
  }
}

function terminalTask(command: readonly string[], statusPath: string, options: RecordOptions, cwd: string): vscode.Task {
  const execution = new vscode.ProcessExecution('/bin/sh', ['-c', REDIRECT, 'ffiscope', statusPath, ...command], { cwd });
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(cwd));
  const name = vscode.l10n.t('record {0}', programName(options.command));
  const task = new vscode.Task({ type: 'ffiscope' }, folder ?? vscode.TaskScope.Global, name, 'FFIScope', execution, []);
  task.presentationOptions = {
    reveal: vscode.TaskRevealKind.Always, panel: vscode.TaskPanelKind.Dedicated, echo: false, focus: false, clear: true, showReuseMessage: true,
  };
  return task;
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGTERM');
  } catch {
    // It ended by itself in the meantime.
  }
}
