import { posix } from 'node:path';
import * as vscode from 'vscode';
import type { FileRef, HostMessage } from '../../webview/protocol';
import { parseViewMessage } from '../../webview/schema';
import { commands, TRACE_SUFFIX, views } from '../ids';
import type { Log } from '../log';
import { askForTrace, openTrace } from './commands';
import { page, webviewOptions } from './html';
import type { OpenTraces } from './openTraces';
import { answerRead } from './reads';
import { openTraceFile, type TraceFile } from './traceFile';

/** Compares two recordings in a panel of its own, which comes back after a restart. */
export class Comparisons implements vscode.WebviewPanelSerializer<{ compare?: readonly string[] }> {
  private constructor(private readonly dist: string, private readonly traces: OpenTraces, private readonly log: Log) {}

  static register(dist: string, traces: OpenTraces, log: Log): vscode.Disposable {
    const comparisons = new Comparisons(dist, traces, log);
    return vscode.Disposable.from(
      vscode.window.registerWebviewPanelSerializer(views.compare, comparisons),
      vscode.commands.registerCommand(commands.compareTraces, (first?: vscode.Uri, chosen?: readonly vscode.Uri[] | vscode.Uri) => comparisons.ask(first, chosen)),
    );
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: { compare?: readonly string[] } | undefined): Promise<void> {
    const [a, b] = state?.compare ?? [];
    if (a !== undefined && b !== undefined) await this.fill(panel, vscode.Uri.parse(a), vscode.Uri.parse(b));
    else panel.dispose();
  }

  /** From the explorer: two selected traces. Else the one in use, and one that people choose. */
  private async ask(first: vscode.Uri | undefined, chosen: readonly vscode.Uri[] | vscode.Uri | undefined): Promise<void> {
    const selected = chosen instanceof vscode.Uri ? [chosen] : (chosen ?? []).filter(uri => uri.toString() !== first?.toString() && uri.path.endsWith(TRACE_SUFFIX));
    const a = first ?? this.traces.active?.uri ?? await askForTrace(vscode.l10n.t('Compare: the Recording Before'));
    if (!a) return;
    const b = selected[0] ?? await askForTrace(vscode.l10n.t('Compare {0} With', posix.basename(a.path)), a);
    if (!b) return;
    const panel = vscode.window.createWebviewPanel(views.compare, titleOf(a, b), vscode.ViewColumn.Active, { ...webviewOptions(this.dist), retainContextWhenHidden: false });
    await this.fill(panel, a, b);
  }

  private async fill(panel: vscode.WebviewPanel, a: vscode.Uri, b: vscode.Uri): Promise<void> {
    let pair: readonly [vscode.Uri, vscode.Uri] = [a, b];
    let files: readonly TraceFile[];
    try {
      files = await Promise.all([openTraceFile(a), openTraceFile(b)]);
    } catch (error) {
      this.log.error('compare', error);
      void vscode.window.showErrorMessage(vscode.l10n.t('The recordings cannot be compared: {0}', error instanceof Error ? error.message : String(error)));
      return panel.dispose();
    }
    panel.title = titleOf(a, b);
    panel.webview.options = webviewOptions(this.dist);
    const post = (message: HostMessage): void => void panel.webview.postMessage(message);
    // Each start numbers its files anew, so that an answer to an earlier start is never taken for one to this.
    const served = new Map<number, TraceFile>();
    let generation = 0;
    const ref = (uri: vscode.Uri, file: TraceFile): FileRef => {
      served.set(++generation, file);
      return { name: posix.basename(uri.path), key: uri.toString(), size: file.size, generation };
    };
    const start = (): void => {
      served.clear();
      post({ type: 'compare', files: [ref(pair[0], files[0]!), ref(pair[1], files[1]!)] });
    };
    panel.webview.onDidReceiveMessage(async (data: unknown) => {
      const message = parseViewMessage(data);
      if (!message) return;
      switch (message.type) {
        case 'ready': return start();
        case 'read': return post(await answerRead(served.get(message.generation) ?? null, message));
        case 'swap':
          [pair, files] = [[pair[1], pair[0]], [...files].reverse()];
          panel.title = titleOf(...pair);
          return start();
        case 'showIn':
          await openTrace(pair[message.which]);
          return this.traces.find(pair[message.which])?.reveal(message.selection);
        case 'command': return void vscode.commands.executeCommand(`ffiscope.${message.command}`);
        case 'failed': return this.log.error('the comparison', message.message);
        default: return undefined;
      }
    });
    panel.onDidDispose(() => { for (const file of files) void file.close(); });
    panel.webview.html = page(panel.webview, this.dist);
  }
}

const titleOf = (a: vscode.Uri, b: vscode.Uri): string => `${posix.basename(a.path)} ↔ ${posix.basename(b.path)}`;
