import * as vscode from 'vscode';
import { declarationFixes } from '../fixes/fix';
import { offsetAt } from '../fixes/calls';
import { callFixes } from '../fixes/lengths';
import type { Fix, Mistake } from '../fixes/types';
import { commands } from '../ids';
import { findingsAt, registerChooser } from './choose';
import type { FindingDiagnostic } from './convert';

const SCRIPTS = '**/*.{js,cjs,mjs,ts,cts,mts}';
/** Files that are looked through for a binding at most. */
const FILES = 200;

/** What can be done about a finding: change the declaration where the right one is known, look at it, have it explained, silence it. */
export class FindingActions implements vscode.CodeActionProvider {
  static register(selector: vscode.DocumentSelector): vscode.Disposable {
    return vscode.Disposable.from(registerChooser(), vscode.languages.registerCodeActionsProvider(selector, new FindingActions(), { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] }));
  }

  async provideCodeActions(document: vscode.TextDocument, range: vscode.Range): Promise<vscode.CodeAction[]> {
    const here = findingsAt(document.uri, range.start.line);
    const [first] = here;
    if (!first) return [];
    const mends = once((await Promise.all(here.map(each => each.mistake ? fixes(document, each, each.mistake) : []))).flat());
    return [...mends, ...(here.length === 1 ? looks(first) : [choose(document, here)]), silence(document, here)];
  }
}

/** Several findings may have a fix in common: the first of each title. */
function once(actions: readonly vscode.CodeAction[]): vscode.CodeAction[] {
  return actions.filter(({ title }, at) => actions.findIndex(other => other.title === title) === at);
}

function looks(diagnostic: FindingDiagnostic): vscode.CodeAction[] {
  const rule = String(diagnostic.code);
  const { trace, finding, mistake } = diagnostic;
  const show = (title: string, view?: 'timeline') => action([diagnostic], title, { command: commands.revealFinding, title, arguments: [trace, finding, view] });
  const explain = vscode.l10n.t('Explain {0}', rule);
  return [
    show(mistake ? vscode.l10n.t('Show {0} of {1} in the trace', rule, mistake.name) : vscode.l10n.t('Show {0} in the trace', rule)),
    ...(mistake ? [show(vscode.l10n.t('Show bytes of {0}', mistake.name))] : []),
    show(mistake ? vscode.l10n.t('Show {0} of {1} in Timeline', rule, mistake.name) : vscode.l10n.t('Show {0} in Timeline', rule), 'timeline'),
    action([diagnostic], explain, { command: commands.explainFinding, title: explain, arguments: [rule] }),
  ];
}

/** Of several findings, one entry for all that can be looked at. */
function choose(document: vscode.TextDocument, diagnostics: readonly FindingDiagnostic[]): vscode.CodeAction {
  const title = vscode.l10n.t('Show or explain one of {0} findings...', diagnostics.length);
  return action(diagnostics, title, { command: commands.lookAtFindings, title, arguments: [document.uri, diagnostics[0]?.range.start.line] });
}

function action(diagnostics: readonly FindingDiagnostic[], title: string, command?: vscode.Command): vscode.CodeAction {
  const made = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  made.diagnostics = [...diagnostics];
  if (command) made.command = command;
  return made;
}

async function fixes(document: vscode.TextDocument, diagnostic: FindingDiagnostic, mistake: Mistake): Promise<vscode.CodeAction[]> {
  const text = document.getText();
  const offset = offsetAt(text, diagnostic.range.start.line + 1, diagnostic.range.start.character + 1);
  const own = [...callFixes(text, offset, mistake), ...declarationFixes(text, mistake)].map(fix => edit(document, diagnostic, mistake, fix));
  return own.length > 0 ? own : elsewhere(document, diagnostic, mistake);
}

/** The binding is in another file. */
async function elsewhere(document: vscode.TextDocument, diagnostic: FindingDiagnostic, mistake: Mistake): Promise<vscode.CodeAction[]> {
  if (mistake.fix === null) return [];
  for (const uri of await vscode.workspace.findFiles(SCRIPTS, '**/node_modules/**', FILES)) {
    if (uri.toString() === document.uri.toString()) continue;
    const other = await vscode.workspace.openTextDocument(uri);
    const found = declarationFixes(other.getText(), mistake);
    if (found.length > 0) return found.map(fix => edit(other, diagnostic, mistake, fix));
  }
  return [];
}

function edit(document: vscode.TextDocument, diagnostic: FindingDiagnostic, mistake: Mistake, fix: Fix): vscode.CodeAction {
  const { span, text, isGuess } = fix;
  const made = action([diagnostic], titleOf(fix, mistake));
  made.edit = new vscode.WorkspaceEdit();
  made.edit.replace(document.uri, new vscode.Range(document.positionAt(span.from), document.positionAt(span.to)), text);
  made.isPreferred = isGuess !== true;
  return made;
}

function titleOf({ kind, text, isGuess }: Fix, { name, fix }: Mistake): string {
  switch (kind) {
    case 'count': return vscode.l10n.t('Pass the number of elements: {0}', text);
    case 'length': return vscode.l10n.t('Pass the length of the view: {0}', text);
    case 'offset': return vscode.l10n.t('Pass {0}: a view begins at its own offset', text);
    case 'sizeof': return vscode.l10n.t('Make the buffer as long as its type: {0}', text);
    case 'type': return vscode.l10n.t('Declare {0} as {1}', name, `${fix?.kind === 'type' ? fix.to : text} *`);
    case 'member': return vscode.l10n.t('Declare {0} as {1}', fix?.kind === 'member' ? fix.member : name, text);
    case 'unpacked': return vscode.l10n.t('Declare {0} without packing', fix?.kind === 'unpacked' ? fix.type : name);
    default: return isGuess ? vscode.l10n.t('Declare {0} as {1}: what is not written keeps its value', name, kind) : vscode.l10n.t('Declare {0} as {1}', name, kind);
  }
}

/** All of the line at once, by a comment that names their rules. */
function silence(document: vscode.TextDocument, diagnostics: readonly FindingDiagnostic[]): vscode.CodeAction {
  const rules = [...new Set(diagnostics.map(({ code }) => String(code)))];
  const made = action(diagnostics, vscode.l10n.t('Silence {0} on this line', rules.join(', ')));
  const line = diagnostics[0]?.range.start.line ?? 0;
  const indent = /^\s*/.exec(document.lineAt(Math.min(line, document.lineCount - 1)).text)?.[0] ?? '';
  made.edit = new vscode.WorkspaceEdit();
  made.edit.insert(document.uri, new vscode.Position(line, 0), `${indent}// ffiscope-ignore-next-line ${rules.join(' ')}\n`);
  return made;
}
