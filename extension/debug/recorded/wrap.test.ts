import { expect, test } from 'vitest';
import { commandOf, wrapped, type NodeConfiguration } from './wrap';

const parts = { recorder: '/x/recorder', agent: '/x/agent.so', hook: '/x/hook.cjs', childApi: '/x/api.cjs' };
const own = ['--out', '/w/app.ffitrace', '--engine', 'fast', '--hook', '/x/hook.cjs', '--agent', '/x/agent.so', '--child-api', '/x/api.cjs'];

test('the recorder stands in front of node and its arguments, and has time to finish the trace', () => {
  const config = { type: 'pwa-node', program: '/w/app.js', runtimeArgs: ['--enable-source-maps'], args: ['x'], killBehavior: 'forceful', env: { A: '1' } };
  expect(wrapped(config, parts, '/w/app.ffitrace', { engine: 'fast' })).toEqual({
    ...config, runtimeExecutable: '/x/recorder', runtimeArgs: [...own, '--', 'node', '--enable-source-maps'], killBehavior: 'polite',
  });
});

test.each([
  [{ runtimeExecutable: 'npm', runtimeArgs: ['test'] }, ['--', 'npm', 'test']],
  [{ program: '/w/node_modules/mocha/bin/mocha.js', args: ['test'] }, ['--', 'node']],
  [{ runtimeExecutable: '/opt/node 22/bin/node', killBehavior: 'none' }, ['--', '/opt/node 22/bin/node']],
])('%o is recorded', (known, end) => {
  const config = wrapped<NodeConfiguration>({ type: 'node', ...known }, parts, '/w/app.ffitrace', { engine: 'fast' });
  expect(config.runtimeArgs).toEqual([...own, ...end]);
  expect(config.killBehavior).toBe('killBehavior' in known ? 'none' : 'polite');
});

test('contents are kept as far as the configuration says', () => {
  expect(wrapped<NodeConfiguration>({ type: 'node' }, parts, '/w/app.ffitrace', { engine: 'step', snapshotLimit: '64KiB' }).runtimeArgs).toContain('65536');
});

test('values are kept out of the trace where that is wanted', () => {
  expect(wrapped<NodeConfiguration>({ type: 'node' }, parts, '/w/app.ffitrace', { engine: 'fast', redact: 'omit' }).runtimeArgs).toContain('--redact');
});

test('a command of a terminal is recorded as a whole', () => {
  const { command } = wrapped({ type: 'node-terminal', command: "npm test -- --grep 'a b'" }, parts, '/w/app.ffitrace', { engine: 'fast' });
  expect(command).toBe(`/x/recorder ${own.join(' ')} -- /bin/sh -c 'npm test -- --grep '\\''a b'\\'''`);
});

test('a command that takes the place of its shell still does', () => {
  const { command } = wrapped({ type: 'node-terminal', command: 'exec /bin/bash' }, parts, '/w/app.ffitrace', { engine: 'fast' });
  expect(command).toBe(`exec /x/recorder ${own.join(' ')} -- /bin/sh -c 'exec /bin/bash'`);
  expect(commandOf({ type: 'node-terminal', command: 'exec /bin/bash' })).toEqual(['/bin/bash']);
});

test.each([
  [{ program: '/w/app.js' }, ['node', '/w/app.js']], [{ runtimeExecutable: 'npm', runtimeArgs: ['test'] }, ['npm', 'test']], [{ command: 'npm run x' }, ['npm', 'run', 'x']],
])('%o runs %j', (known, expected) => expect(commandOf({ type: 'node', ...known })).toEqual(expected));
