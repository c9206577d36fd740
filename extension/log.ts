import * as vscode from 'vscode';
import type { Run } from './record/run';
import { joinWords } from './record/words';
import type { Status } from '../cli/record/status';

/** What happened, for people who look for the reason: the "FFIScope" output channel. */
export class Log implements vscode.Disposable {
  private readonly channel = vscode.window.createOutputChannel('FFIScope', { log: true });

  started(run: Run, recorder: string, args: readonly string[]): void {
    this.channel.info(`recording in ${run.cwd}: ${joinWords(run.command)}`);
    this.channel.debug(joinWords([recorder, ...args]));
  }

  status(status: Status): void {
    if (status.type === 'warning') this.channel.warn(status.message);
    else if (status.type === 'error') this.channel.error(status.message);
    else if (status.type === 'progress') this.channel.trace(JSON.stringify(status));
    else this.channel.info(JSON.stringify(status));
  }

  info(text: string): void { this.channel.info(text); }

  error(what: string, error: unknown): void {
    this.channel.error(`${what}: ${error instanceof Error ? error.stack ?? error.message : String(error)}`);
  }

  show(): void { this.channel.show(true); }

  dispose(): void { this.channel.dispose(); }
}
