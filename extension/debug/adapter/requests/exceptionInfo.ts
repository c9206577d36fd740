import type { DebugProtocol } from '@vscode/debugprotocol';
import { findingsAt } from '../breakpoints/findings';
import type { Debuggee } from '../debuggee';
import { RequestFailed } from '../errors';

/** The finding that the session stopped at, with the places that belong to it. */
export async function exceptionInfo(debuggee: Debuggee): Promise<DebugProtocol.ExceptionInfoResponse['body']> {
  const session = debuggee.session;
  const [finding, ...others] = await findingsAt(session, session.position);
  if (!finding) throw new RequestFailed('nothing was found at this place');
  const places = finding.related.map(({ message, file, line }) => `${message}${file === null ? '' : ` (${file}:${line})`}`);
  return {
    exceptionId: finding.rule, description: finding.message, breakMode: 'always',
    details: {
      message: finding.message, typeName: finding.rule, ...(places.length > 0 ? { stackTrace: places.join('\n') } : {}),
      ...(others.length > 0 ? { innerException: others.map(({ rule, message }) => ({ typeName: rule, message })) } : {}),
    },
  };
}
