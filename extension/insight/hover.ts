import * as vscode from 'vscode';
import { commands } from '../ids';
import { setting } from '../settings';
import type { Overview, Seen } from './overview';
import { callWords, useWords } from './words';

/** Over a line that called native code: what the last recording saw there. */
export class CallHover implements vscode.HoverProvider {
  static register(overview: Overview, selector: vscode.DocumentSelector): vscode.Disposable {
    return vscode.languages.registerHoverProvider(selector, new CallHover(overview));
  }

  constructor(private readonly overview: Overview) {}

  provideHover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | null {
    if (!setting('hover.enabled', document.uri)) return null;
    const seen = this.overview.onLine(document.uri, position.line + 1);
    return seen.length === 0 ? null : new vscode.Hover(seen.map(text));
  }
}

function text({ trace, places, findings }: Seen): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString(undefined, true);
  markdown.isTrusted = { enabledCommands: [commands.openTrace] };
  for (const place of places) {
    markdown.appendMarkdown(`$(pulse) **${code(place.function)}** ${callWords(place.calls)}\n`);
    for (const use of place.uses) markdown.appendMarkdown(`- ${code(use.name)} ${useWords(use)}\n`);
    markdown.appendMarkdown('\n');
  }
  for (const { rule, severity } of findings) markdown.appendMarkdown(`${severity === 'error' ? '$(error)' : severity === 'warning' ? '$(warning)' : '$(info)'} ${code(rule)}  \n`);
  const link = vscode.Uri.parse(`command:${commands.openTrace}?${encodeURIComponent(JSON.stringify([trace]))}`);
  markdown.appendMarkdown(`\n[${vscode.l10n.t('Open the recording')}](${link.toString()})`);
  return markdown;
}

/** Names come from programs: they are shown as code, whatever is in them. */
const code = (name: string): string => `\`${name.replace(/[`\n\r]/g, ' ')}\``;
