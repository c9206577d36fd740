import * as vscode from 'vscode';
import { views } from '../ids';
import { Connection } from './connection';
import { TraceDocument } from './document';
import { page, webviewOptions } from './html';
import type { OpenTraces } from './openTraces';
import type { ViewServices } from './services';

/** Shows `*.ffitrace` files. */
export class TraceEditor implements vscode.CustomReadonlyEditorProvider<TraceDocument> {
  private constructor(private readonly dist: string, private readonly traces: OpenTraces, private readonly services: ViewServices) {}

  static register(dist: string, traces: OpenTraces, services: ViewServices): vscode.Disposable {
    const provider = new TraceEditor(dist, traces, services);
    return vscode.window.registerCustomEditorProvider(views.editor, provider, { supportsMultipleEditorsPerDocument: true });
  }

  async openCustomDocument(uri: vscode.Uri): Promise<TraceDocument> {
    const document = await TraceDocument.open(uri);
    offerReload(document);
    this.traces.add(document);
    return document;
  }

  resolveCustomEditor(document: TraceDocument, panel: vscode.WebviewPanel): void {
    panel.webview.options = webviewOptions(this.dist);
    const connection = new Connection(panel.webview, 'editor', this.services, { on: () => true, set: () => {} });
    panel.onDidDispose(() => connection.dispose());
    panel.onDidChangeViewState(() => {
      connection.setVisible(panel.visible);
      if (panel.active) this.traces.activate(document);
    });
    if (panel.active) this.traces.activate(document);
    connection.show(document);
    panel.webview.html = page(panel.webview, this.dist);
  }
}

function offerReload(document: TraceDocument): void {
  let asking = false;
  document.onDidReplace(async () => {
    if (asking) return;
    asking = true;
    const reload = vscode.l10n.t('Reload');
    const chosen = await vscode.window.showInformationMessage(vscode.l10n.t('{0} has changed on disk. The views show what it was.', document.name), reload);
    asking = false;
    if (chosen === reload) await document.reload();
  });
}
