import { readFileSync } from 'node:fs';
import { release } from 'node:os';
import { unsupported, type Platform } from '../record/locate';
import { error, ok, warning, type Check } from './result';

/** What node 20 itself asks for; the recorder needs nothing newer. */
const OLDEST_KERNEL: Version = [4, 18];
const OLDEST_NODE: Version = [20, 0];

export type Version = readonly [major: number, minor: number];

/** The first two numbers of a version text; missing ones are 0. */
export function versionOf(text: string): Version {
  const [major = 0, minor = 0] = (/\d+(?:\.\d+)?/.exec(text)?.[0] ?? '').split('.').map(Number);
  return [major, minor];
}

export function isOlder([major, minor]: Version, [thanMajor, thanMinor]: Version): boolean {
  return major < thanMajor || (major === thanMajor && minor < thanMinor);
}

export function checkPlatform(platform: Platform = { os: process.platform, cpu: process.arch }): Check {
  const reason = unsupported(platform);
  if (reason === null) return ok('system', `${platform.os} on ${platform.cpu}`);
  return error('system', `${platform.os} on ${platform.cpu} can show traces, not record them`, 'record on Linux x86-64 (a container or WSL 2 will do) and open the trace here');
}

export function checkKernel(version: string = release()): Check {
  if (!isOlder(versionOf(version), OLDEST_KERNEL)) return ok('kernel', version);
  return error('kernel', `${version} is too old`, `run on Linux ${OLDEST_KERNEL.join('.')} or newer`);
}

export function checkNode(version: string = process.versions.node): Check {
  if (!isOlder(versionOf(version), OLDEST_NODE)) return ok('node', version);
  return error('node', `${version} is too old`, `install node ${OLDEST_NODE[0]} or newer`);
}

/** Yama decides who may trace whom; the recorder traces its own child only, which all values but 3 allow. */
export function checkYama(scope: string | null = firstLine('/proc/sys/kernel/yama/ptrace_scope')): Check {
  if (scope === null) return ok('Yama', 'not there: no restriction');
  if (scope !== '3') return ok('Yama', `ptrace_scope ${scope} allows tracing one's own children`);
  return warning('Yama', 'ptrace_scope 3 forbids ptrace', 'set kernel.yama.ptrace_scope to 1 in /etc/sysctl.d and restart the machine');
}

function firstLine(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').split('\n', 1)[0]?.trim() ?? null;
  } catch {
    return null;
  }
}
