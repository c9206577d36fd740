import { afterEach, describe, expect, it } from 'vitest';
import { doFfi, isEnabled, mark, registerRetcode, watch } from './program-module';
import { apiKey } from './api-types';
import { Connection } from './core/connect';
import { publish } from './program-api';
import { RecordingAgent } from './testing/recording-agent';

afterEach(() => { delete (globalThis as { [apiKey]?: unknown })[apiKey]; });

function connected(): RecordingAgent {
  const agent = new RecordingAgent();
  publish(new Connection((module) => { module.exports = agent; }, '', '/nowhere/hook.cjs'));
  return agent;
}

describe('without a recorder', () => {
  it('does nothing and still runs the function', () => {
    expect(isEnabled()).toBe(false);
    expect(doFfi([new Uint8Array(1)], () => 7)).toEqual({ result: 7, events: null });
    registerRetcode(3);
    mark('here');
    watch(new Uint8Array(4)).stop();
  });
  it('refuses what it would refuse with one', () => {
    expect(() => registerRetcode(256)).toThrow(/0 to 255/);
    expect(() => doFfi([{ address: 'nowhere', size: 1 }], () => 0)).toThrow(/buffers/);
    expect(() => watch(12n)).toThrow(/size/);
  });
});

describe('with a recorder', () => {
  it('is enabled, and gives the events of a scope', () => {
    connected();
    expect(isEnabled()).toBe(true);
    expect(doFfi([new Uint8Array(8), { address: '0x20', size: 4, label: 'header' }], () => 'result')).toEqual({ result: 'result', events: [] });
    expect(() => doFfi([], () => { throw new RangeError('mine'); })).toThrow(RangeError);
  });
  it('follows a buffer until it is told to stop', () => {
    const agent = connected();
    const { stop } = watch(new Uint8Array(8), { label: 'state', size: 6 });
    expect(agent.regions).toMatchObject([{ size: 6, live: true }]);
    stop();
    stop();
    expect(agent.regions).toMatchObject([{ live: false }]);
    expect(agent.defined('label', Number(agent.definitions[0]?.id))).toMatchObject({ text: 'state' });
  });
  it('names the line that called as the site', () => {
    const agent = connected();
    registerRetcode(4);
    expect(agent.definitions.find((one) => one.define === 'site')).toMatchObject({ file: expect.stringMatching(/program-module\.test\.ts$/) });
  });
  it('does nothing where the supervisor refuses', () => {
    const agent = new RecordingAgent();
    agent.connect = () => null as never;
    publish(new Connection((module) => { module.exports = agent; }, '', '/nowhere/hook.cjs'));
    expect([isEnabled(), doFfi([], () => 1)]).toEqual([false, { result: 1, events: null }]);
  });
});
