// Installs both packages in turn into a real workbench and uses them through a browser: `node test/host/drive.mjs [part]`
// Pictures of every view go to test/artifacts/.
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import * as debug from './drive/debug.mjs';
import * as faults from './drive/faults.mjs';
import * as findings from './drive/findings.mjs';
import * as recording from './drive/record.mjs';
import { withSession, screenshot } from './drive/session.mjs';
import * as start from './drive/start.mjs';
import * as sources from './drive/sources.mjs';
import * as viewer from './drive/viewer.mjs';
import * as views from './drive/views.mjs';
import { packages } from './extensions.mjs';
import { install } from './install.mjs';
import { Results } from './report.mjs';
import { makeWorkspace, recordInto } from './workspace.mjs';

const results = new Results('vscode-drive');
install(text => console.error(text));
const { recording: full, viewer: viewOnly } = packages();
const parts = { recording: recordingPart, findings: findingsPart, views: viewsPart, viewer: viewerPart, debug: debugPart, faults: faultsPart };
for (const [name, run] of Object.entries(parts)) {
  if (process.argv[2] && process.argv[2] !== name) continue;
  await run(makeWorkspace(`drive-${name}`)).catch(error => results.add(`the ${name} part runs to its end`, error, 0));
}
process.exit(results.finish());

/** Runs a step; what failed is pictured, and the next step goes on. */
async function step(session, title, body) {
  await results.test(title, () => body(session)).catch(async () => {
    await screenshot(session.page, `failed-${title.replaceAll(/\W+/g, '-')}`).catch(() => {});
    await session.page.keyboard.press('Escape').catch(() => {});
  });
}

function recordingPart(workspace) {
  return withSession({ vsix: full, workspace }, async session => {
    await step(session, 'context-only commands are not in the palette', recording.contextOnlyCommandsAreHidden);
    await step(session, 'a program is recorded from the palette, and its calls are shown', recording.recordFromPalette);
    await step(session, 'the output of the program is in a terminal', recording.programOutputIsInTheTerminal);
    await step(session, 'what is typed reaches the program', recording.inputReachesTheProgram);
    await step(session, 'cancelling keeps what was recorded', recording.cancelKeepsWhatWasRecorded);
    await step(session, 'programs without calls say so', recording.programsWithoutCallsSaySo);
    await step(session, 'both source lines open from a trace', sources.bothSourceLinesOpen);
    await step(session, 'an exit code in Problems leads to its line', sources.problemsLeadToTheLine);
    await step(session, 'a crash in Problems leads to both lines', sources.crashLeadsToBothLines);
    await step(session, 'missing sources can be located', sources.missingSourcesCanBeLocated);
    await step(session, 'the walkthrough has four steps with pictures', start.walkthroughHasItsPictures);
    await step(session, 'doctor looks at this computer, in a terminal', start.doctorLooksAtThisComputer);
  });
}

function viewsPart(workspace) {
  for (const program of ['app', 'override', 'crash']) recordInto(workspace, join('.ffiscope', `${program}.ffitrace`), `${program}.js`);
  return withSession({ vsix: full, workspace }, async session => {
    for (const theme of ['dark', 'light']) {
      await session.theme(theme);
      await step(session, `all calls of a trace, ${theme}`, () => views.clickThrough(session, 'app.ffitrace', theme));
      await step(session, `findings of a trace, ${theme}`, () => views.findings(session, 'override.ffitrace', theme));
      await step(session, `tables and keys, ${theme}`, () => views.tableTwins(session, 'app.ffitrace', theme));
      await step(session, `source lines and colours, ${theme}`, () => views.sourceAndColours(session, 'app.ffitrace', theme));
      await step(session, `two recordings are compared, ${theme}`, () => views.comparison(session, 'app.ffitrace', 'override.ffitrace', theme));
      await step(session, `the panel follows the editor, ${theme}`, () => views.panelFollows(session, 'app.ffitrace', 'override.ffitrace', theme));
    }
    await step(session, 'bookmarks are kept beside the trace', () => views.bookmarksAreKept(session, 'app'));
    await step(session, 'every view in high contrast', () => views.highContrast(session, 'app.ffitrace'));
    await step(session, 'a file that was replaced can be reloaded', () => views.replacedFileOffersReload(session, 'app', 'override'));
    await step(session, 'files that are no whole trace are explained', () => views.brokenFilesAreExplained(session, 'app'));
  });
}

function findingsPart(workspace) {
  findings.addCases(workspace);
  return withSession({ vsix: full, workspace }, async session => {
    await step(session, 'findings are in Problems, over calls and above bindings', findings.findingsAreShown);
    await step(session, 'code actions fix them, and the next recording is clean', findings.codeActionsFixThem);
    for (const name of findings.cases) await step(session, `${name}: recorded, fixed by code actions, recorded again clean`, () => findings.caseIsFixed(session, name));
    await step(session, 'each rule has a page', findings.rulesAreExplained);
  });
}

function viewerPart(workspace) {
  copyFileSync(recordInto(workspace, 'made.ffitrace', 'app.js'), join(workspace, 'kept.ffitrace'));
  return withSession({ vsix: viewOnly, workspace }, async session => {
    await step(session, 'the viewer package shows traces', viewer.showsTraces);
    await step(session, 'the policy of a view lets nothing run, load or connect', viewer.policyHolds);
    await step(session, 'the viewer package says why it cannot record', viewer.saysWhyItCannotRecord);
  });
}

function debugPart(workspace) {
  debug.addZlib(workspace);
  return withSession({ vsix: full, workspace }, async session => {
    await step(session, 'F5 records a program without launch.json, and replays it', debug.f5RecordsAndReplays);
    await step(session, 'steps go both ways', debug.stepsGoBothWays);
    await step(session, 'a data breakpoint on a byte of a variable finds its writers, both ways', debug.dataBreakpointFindsWriters);
    await step(session, 'views follow the session and lead it', debug.viewsFollowTheSession);
    await step(session, 'the debug console answers', debug.consoleAnswers);
    await step(session, 'a replay is stopped', debug.stop);
    await step(session, 'native lines open', debug.nativeLinesOpen);
    await step(session, 'the second replay is stopped', debug.stop);
    await step(session, 'JavaScript is debugged with recording, and calls appear while it is stopped', debug.javascriptIsDebuggedWithRecording);
    await step(session, 'stopping the session finishes the trace', debug.stoppingFinishesTheTrace);
    await step(session, 'a replay runs to what is selected in the recording', debug.selectedCallIsRunTo);
    await step(session, 'what is started in the terminal with recording is recorded', debug.terminalIsRecorded);
    await step(session, 'a native debugger gets a configuration that stops at a call', debug.nativeDebuggerIsConfigured);
  });
}

function faultsPart(workspace) {
  recordInto(workspace, join('.ffiscope', 'app.ffitrace'), 'app.js');
  return withSession({ vsix: full, workspace }, async session => {
    await step(session, 'a view that is thrown away comes back with what it showed', faults.reloadedViewsComeBack);
    await step(session, 'a window that is reloaded finishes its recording', faults.reloadedWindowFinishesTheTrace);
    await step(session, 'an extension host that is killed loses nothing', faults.killedHostLosesNothing);
    await step(session, 'a page that is killed loses nothing', faults.killedPageLosesNothing);
  });
}
