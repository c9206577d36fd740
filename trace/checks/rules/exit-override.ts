import type { Recording } from '../../model/recording';
import type { Call, Exit, Finding } from '../../model/types';
import { finding } from '../finding';
import { sitePlace } from '../../text/places';
import { caller, callPlace, placeOfCall } from '../words';

/** The exit status is not what the program's JavaScript decided: an override was registered, or native code ended the process. */
export function exitOverride(trace: Recording): readonly Finding[] {
  const { exit } = trace.info;
  const last = trace.retcodes.at(-1);
  const override = exit?.override ?? last?.code ?? null;
  const ended = endedBy(trace);
  if (override !== null) {
    const site = exit?.overrideSite ?? (last ? trace.site(last.site) : null);
    return [finding('exit-override', 'warning', `The program registered exit code ${override}${end(override, exit, ended)}.`, { site, related: ended ? [callPlace(ended, `${caller(ended)} ended the process`)] : [] })];
  }
  if (!ended || exit?.native === null || exit === null) return [];
  const message = `${caller(ended)} ended the process itself, with code ${exit.native}: native code decided the exit status, and no JavaScript ran after it.`;
  return [finding('exit-override', exit.native === 0 ? 'warning' : 'info', message, placeOfCall(ended))];
}

function end(override: number, exit: Exit | null, ended: Call | null): string {
  if (!exit) return '; how it ended was not recorded';
  if (exit.signal !== null) return `, but ${exit.signal} ended it: the signal decides`;
  if (exit.native === null) return '';
  if (ended) return `, and ${caller(ended)}${ended.site ? ` at ${sitePlace(ended.site)}` : ''} ended the process with ${exit.native} from native code: the override decides`;
  return exit.native === override ? ', which it also ended with' : `; it ended with ${exit.native} itself`;
}

/** The call in which the process ended without a signal: native code called `exit` there. */
function endedBy(trace: Recording): Call | null {
  const { exit, cutShort } = trace.info;
  if (!exit || exit.signal !== null || cutShort || trace.crashes.length > 0) return null;
  const [main] = trace.threads;
  const open = trace.calls.filter(call => call.end === null && !call.async && call.thread === main?.id && !inCallback(trace, call));
  return open.at(-1) ?? null;
}

/** JavaScript was running inside the call, and may have ended the process. */
function inCallback(trace: Recording, call: Call): boolean {
  return trace.callbacks.some(callback => callback.call === call.id && callback.end === null);
}
