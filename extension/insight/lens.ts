import * as vscode from 'vscode';
import { bindingsOf } from '../fixes/calls';
import { commands } from '../ids';
import { setting } from '../settings';
import type { Overview } from './overview';
import { callsOf, callWords, findingWords, shortUse } from './words';

/** Longer files are not looked through for bindings, characters. */
const LONGEST = 1024 * 1024;

/** Above the binding of a native function: how often the last recording saw it called, and what it did. */
export class BindingLens implements vscode.CodeLensProvider {
  readonly onDidChangeCodeLenses: vscode.Event<void>;

  static register(overview: Overview, selector: vscode.DocumentSelector): vscode.Disposable {
    return vscode.languages.registerCodeLensProvider(selector, new BindingLens(overview));
  }

  constructor(private readonly overview: Overview) { this.onDidChangeCodeLenses = overview.onDidChange; }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    if (!setting('codeLens.enabled', document.uri)) return [];
    const text = document.getText();
    if (text.length > LONGEST) return [];
    return [...this.overview.functions()].flatMap(name => bindingsOf(text, name).flatMap(({ at }) => this.lens(name, document.positionAt(at))));
  }

  private lens(name: string, position: vscode.Position): vscode.CodeLens[] {
    return this.overview.ofFunction(name).map(({ trace, places, findings }) => {
      const last = places.reduce((latest, place) => (place.lastCall > latest.lastCall ? place : latest));
      const parts = [callWords(callsOf(places)), ...last.uses.map(shortUse), ...(findings.length > 0 ? [findingWords(findings.length)] : [])];
      const line = new vscode.Range(position.line, 0, position.line, 0);
      return new vscode.CodeLens(line, { title: parts.join(' \u00b7 '), tooltip: vscode.l10n.t('What the last recording saw of {0}', name), command: commands.openTrace, arguments: [trace] });
    });
  }
}
