import * as vscode from 'vscode';
import type { LineUse } from '../../trace/summary/lines';
import { setting } from '../settings';
import type { Overview } from './overview';
import { heatHover, heatText, heightOf } from './heatwords';

/** Behind the lines of native code and behind calls in JavaScript: how much the last recording saw them read and write, and marks beside the scroll bar. */
export class LineHeat implements vscode.Disposable {
  private readonly bytes = vscode.window.createTextEditorDecorationType({ after: { margin: '0 0 0 3em', color: new vscode.ThemeColor('editorCodeLens.foreground') } });
  private readonly read = markType('read', vscode.OverviewRulerLane.Left);
  private readonly write = markType('write', vscode.OverviewRulerLane.Right);
  private readonly listeners: readonly vscode.Disposable[];

  constructor(private readonly overview: Overview) {
    this.listeners = [
      overview.onDidChange(() => this.showAll()),
      vscode.window.onDidChangeVisibleTextEditors(() => this.showAll()),
      vscode.workspace.onDidChangeConfiguration(change => { if (change.affectsConfiguration('ffiscope.lineHeat.enabled')) this.showAll(); }),
    ];
    this.showAll();
  }

  dispose(): void {
    for (const part of [this.bytes, this.read, this.write, ...this.listeners]) part.dispose();
  }

  private showAll(): void {
    for (const editor of vscode.window.visibleTextEditors) if (editor.document.uri.scheme === 'file') this.show(editor);
  }

  private show(editor: vscode.TextEditor): void {
    const { document } = editor;
    const lines = setting('lineHeat.enabled', document.uri) ? this.overview.linesOf(document.uri).filter(({ line }) => line <= document.lineCount) : [];
    const most = Math.max(1, ...lines.map(heightOf));
    const at = ({ line }: LineUse): vscode.Range => new vscode.Range(document.lineAt(line - 1).range.end, document.lineAt(line - 1).range.end);
    editor.setDecorations(this.read, lines.filter(({ reads }) => reads > 0).map(line => ({ range: at(line), renderOptions: { after: { contentText: heatText.reads(line) } } })));
    editor.setDecorations(this.write, lines.filter(({ writes }) => writes > 0).map(line => ({ range: at(line), renderOptions: { after: { contentText: heatText.writes(line) } } })));
    editor.setDecorations(this.bytes, lines.map(line => ({
      range: line.kind === 'native' ? document.lineAt(line.line - 1).range : at(line), hoverMessage: line.kind === 'native' ? hover(line) : [],
      renderOptions: { after: { contentText: heatText.bytes(line, most) } },
    })));
  }
}

/** Turns the setting round where it is set, in the workspace or for the user. */
export async function toggleLineHeat(): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('ffiscope');
  const inWorkspace = configuration.inspect('lineHeat.enabled')?.workspaceValue !== undefined;
  await configuration.update('lineHeat.enabled', !setting('lineHeat.enabled'), inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global);
}

function markType(colour: 'read' | 'write', lane: vscode.OverviewRulerLane): vscode.TextEditorDecorationType {
  const themed = new vscode.ThemeColor(`ffiscope.${colour}`);
  return vscode.window.createTextEditorDecorationType({ after: { margin: '0 0 0 1em', color: themed }, overviewRulerColor: themed, overviewRulerLane: lane });
}

function hover(line: LineUse): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString();
  markdown.appendText(heatHover(line));
  return markdown;
}
