import * as vscode from 'vscode';
import { DiagnosticsBoard } from './diagnostics/board';
import { DiagnosticsPublisher } from './diagnostics/publisher';
import { Followers } from './debug/follow';
import { registerDebugging } from './debug/register';
import { FindingActions } from './diagnostics/actions';
import { commands } from './ids';
import { FindingCount } from './insight/count';
import { LineHeat, toggleLineHeat } from './insight/heat';
import { CallHover } from './insight/hover';
import { BindingLens } from './insight/lens';
import { Overview } from './insight/overview';
import { Log } from './log';
import { registerRecordCommands } from './record/commands';
import { Recorder } from './record/recorder';
import { registerExplain } from './rules/explain';
import { openSource } from './source/open';
import { sourceText } from './source/text';
import { Sources } from './source/sources';
import { registerViewCommands } from './viewer/commands';
import { Comparisons } from './viewer/compare';
import { TraceEditor } from './viewer/editor';
import { OpenTraces } from './viewer/openTraces';
import { registerReportCommand } from './viewer/report';
import { viewServices } from './viewer/services';
import { ViewStates } from './viewer/states';
import { TimelineView } from './viewer/timeline';

/** Where findings stand and bindings are: JavaScript and TypeScript on disk. */
const SCRIPTS: vscode.DocumentSelector = ['javascript', 'typescript', 'javascriptreact', 'typescriptreact'].map(language => ({ scheme: 'file', language }));

/** Wires the parts together; each lives as long as the extension. */
export function activate({ subscriptions, workspaceState, extensionUri }: vscode.ExtensionContext): void {
  const dist = __dirname;
  const log = new Log();
  const traces = new OpenTraces();
  const sources = new Sources(workspaceState);
  const board = new DiagnosticsBoard();
  const overview = new Overview(sources);
  const publisher = new DiagnosticsPublisher(dist, traces, board, overview, sources, log);
  const services = viewServices(log, new ViewStates(workspaceState), { openSource: place => openSource(sources, place), sourceText: file => sourceText(sources, file) });
  const timeline = new TimelineView(dist, traces, services, workspaceState);
  const recorder = new Recorder(dist, workspaceState, log);
  subscriptions.push(
    log, traces, board, overview, publisher, timeline, recorder,
    TraceEditor.register(dist, traces, services),
    Comparisons.register(dist, traces, log),
    registerViewCommands(traces, timeline),
    registerReportCommand(dist, traces, log),
    registerRecordCommands(recorder, publisher, log),
    registerDebugging({ dist, traces, sources, log, followers: new Followers(traces, log) }),
    vscode.commands.registerCommand(commands.clearDiagnostics, () => { board.clear(); overview.clear(); }),
    FindingActions.register(SCRIPTS),
    CallHover.register(overview, SCRIPTS),
    BindingLens.register(overview, SCRIPTS),
    new LineHeat(overview),
    vscode.commands.registerCommand(commands.toggleLineHeat, toggleLineHeat),
    new FindingCount(overview),
    registerExplain(extensionUri),
  );
}
