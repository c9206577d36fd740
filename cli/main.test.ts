import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleTrace } from '../trace/testing/sample';
import { TraceBuilder } from '../trace/testing/builder';
import { bundleCli, run } from './testing/run';

let cli: Awaited<ReturnType<typeof bundleCli>>;
let sample: string;
const at = (name: string) => join(cli.folder, name);
const objects = (text: string) => text.trimEnd().split('\n').map(line => JSON.parse(line) as Record<string, unknown>);

beforeAll(async () => {
  cli = await bundleCli();
  sample = at('sample.ffitrace');
  writeFileSync(sample, sampleTrace());
});
afterAll(() => cli.remove());

describe('calls', () => {
  it('gives one object a call with everything the contract names', async () => {
    const { status, stdout, stderr } = await cli.run('calls', sample, '--json');
    expect([status, stderr]).toEqual([0, '']);
    const calls = objects(stdout);
    expect(calls.map(call => call['id'])).toEqual(Array.from({ length: 13 }, (_, index) => index + 1));
    expect(calls[8]).toMatchObject({ function: 'utf8_len', library: 'libtext.so', parent: 8, async: false, reads: 7, writes: 0, bytesRead: 7, bytesWritten: 0, result: '5' });
    expect(calls[10]).toMatchObject({
      site: { file: '/home/dev/app/app.js', line: 22, column: 15 },
      args: [{ index: 0, name: 'hdr', direction: 'out', region: 15 }, { index: 1, name: 'buf', direction: 'in', region: 16 }, { index: 2, direction: 'value', value: '40', region: null }],
      regions: [{ id: 15, label: 'arg 0 hdr', size: 28, kind: 'struct', address: expect.stringMatching(/^0x[0-9a-f]+$/) as string }, { id: 16, kind: 'buffer', fields: [] }],
    });
  });

  it('prints an aligned table without colours into a pipe', async () => {
    const { stdout } = await cli.run('calls', sample);
    expect(stdout).toContain(' 2  deflate(strm, 4)  ');
    expect(stdout).toContain('53,464  3,612');
    expect(stdout).toContain('13 calls, 58,249 accesses in ');
    expect(stdout).not.toContain('\x1b');
  });
});

describe('accesses', () => {
  it('gives one object an access, in order, only those of the call', async () => {
    const { stdout } = await cli.run('accesses', sample, '--call', '11', '--json');
    const accesses = objects(stdout);
    expect(accesses).toHaveLength(12);
    expect(accesses[1]).toEqual({
      seq: 58_219, call: 11, thread: 1, kind: 'write', certain: true, address: '0x7f3a200c9000', size: 4, count: 1, region: 15, offset: 0, field: 'hdr.magic', near: null,
      by: 'instruction', syscall: null, time: expect.any(Number) as number, pc: expect.stringMatching(/^0x/) as string, module: '/usr/lib/x86_64-linux-gnu/libwire.so', symbol: 'parse_header',
      symbolOffset: 40, file: '/build/wire/header.c', line: 40, inlined: [],
    });
    expect(accesses[11]).toMatchObject({ region: null, offset: null, field: null, near: { region: 15, offset: 28 }, address: '0x7f3a200c901c' });
  });

  it('filters, and gives all of a recording', async () => {
    const kernel = objects((await cli.run('accesses', sample, '--filter', 'by:kernel', '--json')).stdout);
    expect(kernel.map(access => access['syscall'])).toEqual(Array(7).fill('pread64'));
    const all = (await cli.run('accesses', sample, '--json')).stdout;
    expect(all.split('\n').length - 1).toBe(58_249);
  });

  it('names a wrong term and a wrong call', async () => {
    expect(await cli.run('accesses', sample, '--filter', 'kind:both')).toMatchObject({ status: 2, stderr: `ffiscope: ${sample}: --filter: "kind:both" can't be understood; an example: kind:write\n` });
    expect(await cli.run('accesses', sample, '--call', '99', '--json')).toEqual({ status: 2, stdout: '', stderr: `ffiscope: ${sample}: there is no call 99; its calls are 1 to 13\n` });
  });

  it('ends quietly when the reader has seen enough', async () => {
    const { stdout, stderr } = await run('bash', ['-c', `"$0" "$1" accesses "$2" --json | head -1; echo "\${PIPESTATUS[0]}"`, process.execPath, at('cli.js'), sample]);
    expect(stderr).toBe('');
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('0');
  });
});

describe('check', () => {
  it('fails with status 1 when there is an error, and gives all that the contract names', async () => {
    const { status, stdout } = await cli.run('check', sample, '--json');
    expect(status).toBe(1);
    const findings = objects(stdout);
    expect(findings[0]).toMatchObject({ rule: 'out-of-bounds-write', call: 11, offset: 28, size: 3, related: [{ kind: 'native', line: 72 }] });
    expect(findings.find(({ rule }) => rule === 'exit-override')).toEqual({
      rule: 'exit-override', severity: 'warning', message: 'The program registered exit code 3; it ended with 0 itself.', call: null, function: null,
      site: { file: '/home/dev/app/app.js', line: 52, column: 15 }, region: null, offset: null, size: null, access: null, ordinal: null, module: null, symbol: null, file: null, line: null, count: 1, related: [], fix: null,
    });
  });

  it('succeeds without errors', async () => {
    const fine = at('fine.ffitrace');
    const builder = new TraceBuilder();
    builder.event({ ev: 'note', text: 'a call nested too deeply ran untraced', call: null, thread: 1 });
    writeFileSync(fine, builder.finish());
    const { status, stdout } = await cli.run('check', fine, '--json');
    expect([status, objects(stdout).map(({ rule }) => rule)]).toEqual([0, ['untraced']]);
  });

  it('fails with status 1 after a crash', async () => {
    const crashed = at('crash.ffitrace');
    const builder = new TraceBuilder();
    const { call, regions: [region = 0] } = builder.begin({ fn: { name: 'boom', library: 'l.so', params: [] }, line: 9, args: [], regions: [{ label: 'arg 0 p', size: 16, address: 0x1000n }] });
    builder.access({ region, offset: 12, size: 4, write: true, line: 5 });
    builder.event({ ev: 'crash', call, thread: 1, signal: 'SIGSEGV', code: 1, address: '0x1018', insn: 1, registers: {}, frames: [1], text: '' });
    writeFileSync(crashed, builder.finish());
    const { status, stdout } = await cli.run('check', crashed, '--json');
    expect(status).toBe(1);
    expect(objects(stdout)).toMatchObject([{ rule: 'crash', severity: 'error', call: 1, function: 'boom', access: 1, region: 1, offset: 24, line: 5, message: 'SIGSEGV ended `boom` at wire.c:5: address 0x1018, 8 bytes past the end of `p` (16 bytes).' }]);
  });
});

describe('check with settings', () => {
  const app = () => at('app');
  const source = (line: number, text: string) => ['// app', ...Array.from({ length: 60 }, (_, index) => (index + 2 === line ? text : ''))].join('\n');
  /** A recording of a program whose source lies in a folder of its own, with one error at its line 22. */
  const recorded = () => {
    mkdirSync(app(), { recursive: true });
    const file = join(app(), 'app.ffitrace');
    const builder = new TraceBuilder({ cwd: app(), program: 'node', args: ['app.js'] });
    const { regions: [region = 0] } = builder.begin({ fn: { name: 'fill', library: 'l.so', params: [['dst', 'uint8_t *', 'out']] }, line: 22, file: join(app(), 'app.js'), args: ['[object]'], regions: [{ label: 'arg 0 dst', size: 16, arg: 0, flags: 2 }] });
    builder.access({ region, offset: 0, size: 16, write: true, line: 5 });
    builder.access({ region: 0, anchor: region, offset: 16, size: 8, write: true, line: 6 });
    builder.end();
    writeFileSync(file, builder.finish());
    return file;
  };

  it('an ffiscope.json in a folder above decides severities, and --config names another', async () => {
    const file = recorded();
    expect(await cli.runIn(app(), 'check', file, '--json')).toMatchObject({ status: 1 });
    writeFileSync(at('ffiscope.json'), '{"functions": {"fi*": {"out-of-bounds-write": "info"}}}');
    writeFileSync(at('off.json'), '{"rules": {"out-of-bounds-write": "off"}}');
    const lower = await cli.runIn(app(), 'check', file, '--json');
    expect([lower.status, objects(lower.stdout).map(({ severity }) => severity)]).toEqual([0, ['info']]);
    expect(await cli.runIn(app(), 'check', file, '--config', at('off.json'))).toMatchObject({ status: 0, stdout: 'Nothing found.\n' });
    writeFileSync(at('ffiscope.json'), '{"rules": {"out-of-bound-write": "off"}}');
    const wrong = await cli.runIn(app(), 'check', file);
    rmSync(at('ffiscope.json'));
    expect(wrong).toEqual({ status: 2, stdout: '', stderr: `ffiscope: ${at('ffiscope.json')}: "rules.out-of-bound-write": there is no such rule; did you mean "out-of-bounds-write"?\n` });
    expect(await cli.runIn(app(), 'check', file, '--config', at('none.json'))).toMatchObject({ status: 2, stderr: expect.stringMatching(/none\.json: .*no such file/) as string });
  });

  it('a comment silences its line, and the table says so', async () => {
    const file = recorded();
    writeFileSync(join(app(), 'app.js'), source(22, 'fill(dst) // ffiscope-ignore out-of-bounds-write -- on purpose'));
    expect(await cli.runIn(app(), 'check', file)).toEqual({ status: 0, stderr: '', stdout: 'Nothing found; 1 finding is silenced by a comment.\n' });
    expect(await cli.runIn(app(), 'check', file, '--json')).toEqual({ status: 0, stdout: '', stderr: '' });
    rmSync(join(app(), 'app.js'));
  });

  it('writes SARIF into a file or to stdout, and annotations', async () => {
    const file = recorded();
    const both = await cli.runIn(app(), 'check', file, '--sarif', 'out.sarif', '--annotations');
    expect(both).toMatchObject({ status: 1, stdout: '::error file=app.js,line=22,col=15,title=ffiscope out-of-bounds-write::`fill` wrote 8 bytes at offset 16 of `dst` (16 bytes): 8 bytes past its end.\n' });
    const log = JSON.parse(readFileSync(join(app(), 'out.sarif'), 'utf8')) as object;
    expect(log).toMatchObject({ version: '2.1.0', runs: [{ results: [{ ruleId: 'out-of-bounds-write', level: 'error', locations: [{ physicalLocation: { artifactLocation: { uri: 'app.js' }, region: { startLine: 22 } } }] }] }] });
    expect(JSON.parse((await cli.runIn(app(), 'check', file, '--sarif')).stdout)).toEqual(log);
    expect(await cli.runIn(app(), 'check', file, '--sarif', 'none/out.sarif')).toMatchObject({ status: 2, stderr: expect.stringMatching(/^ffiscope: none\/out\.sarif: can't be written: /) as string });
    expect(await cli.runIn(app(), 'check', file, '--json', '--annotations')).toMatchObject({ status: 2, stderr: expect.stringContaining('choose one') as string });
  });
});

describe('info', () => {
  it('gives one object', async () => {
    const { stdout } = await cli.run('info', sample, '--json');
    expect(objects(stdout)).toMatchObject([{ program: 'node', arguments: ['app.js'], engine: 'fast', host: { os: 'linux' }, counts: { calls: 13, accesses: 58_249 }, exit: { override: 3, native: 0 }, cutShort: null }]);
  });
});

describe('report', () => {
  it('holds the recording, script and style, and admits nothing else', async () => {
    mkdirSync(at('webview'), { recursive: true });
    writeFileSync(at('webview/report.js'), 'let a = "</script><!--";');
    writeFileSync(at('webview/report.css'), 'body { color: red }');
    const { status, stderr } = await cli.run('report', sample, '-o', at('out.html'));
    expect([status, stderr]).toEqual([0, expect.stringContaining('out.html (')]);
    const html = readFileSync(at('out.html'), 'utf8');
    const embedded = /<script id="trace" type="application\/octet-stream;base64" data-name="sample.ffitrace">([^<]*)<\/script>/.exec(html)?.[1] ?? '';
    expect(Buffer.from(embedded, 'base64').equals(Buffer.from(sampleTrace()))).toBe(true);
    expect(html.match(/<\/script>/g)).toHaveLength(2);
    expect(html).toMatch(/default-src 'none'; script-src 'sha256-[^']+' 'wasm-unsafe-eval'; style-src 'sha256-[^']+'/);
    expect(await cli.run('report', sample, '-o', at('no/where.html'))).toMatchObject({ status: 2, stderr: `ffiscope: ${at('no/where.html')}: can't be written: there is no such file\n` });
  });
});

describe('bad files', () => {
  it.each([
    ['missing', null, "can't be opened: there is no such file"], ['empty', '', 'is empty'], ['text', 'hello, this is no trace at all', 'is not an ffiscope trace'],
  ])('%s: one line and status 2', async (name, contents, problem) => {
    const path = at(`${name}.ffitrace`);
    if (contents !== null) writeFileSync(path, contents);
    for (const command of ['calls', 'accesses', 'check', 'info', 'report']) {
      expect(await cli.run(command, path)).toEqual({ status: 2, stdout: '', stderr: `ffiscope: ${path}: ${problem}\n` });
    }
  });

  it('a folder', async () => {
    expect(await cli.run('info', cli.folder)).toEqual({ status: 2, stdout: '', stderr: `ffiscope: ${cli.folder}: can't be opened: it is a folder\n` });
  });

  it('cut short: works and says so', async () => {
    const path = at('cut.ffitrace');
    writeFileSync(path, sampleTrace().subarray(0, -2_000));
    const { status, stdout, stderr } = await cli.run('accesses', path, '--json');
    expect([status, objects(stdout).length]).toEqual([0, 58_249]);
    expect(stderr).toMatch(/^ffiscope: .*cut\.ffitrace: cut short at byte [\d,]+ \(the block there is incomplete or damaged\); the recording ends at .*\n$/);
    const calls = await cli.run('calls', path, '--json');
    expect([calls.status, objects(calls.stdout).length]).toEqual([0, 13]);
  });

  it('not readable', async () => {
    const path = at('secret.ffitrace');
    writeFileSync(path, 'x');
    chmodSync(path, 0);
    const { status, stderr } = await cli.run('info', path);
    expect(status).toBe(2);
    expect(stderr.split('\n')).toHaveLength(2);
  });
});

describe('the command line itself', () => {
  it('teaches', async () => {
    expect((await cli.run('--help')).stdout).toContain('$ ffiscope record -- node app.js');
    expect((await cli.run('accesses', '--help')).stdout).toContain('Terms of a filter: kind:write');
    expect((await cli.run('help', 'calls')).status).toBe(0);
  });

  it('refuses what it does not know with one line that says so', async () => {
    const { status, stderr } = await cli.run('cals', sample);
    expect(status).toBe(2);
    expect(stderr.split('\n')[0]).toBe("ffiscope: unknown command 'cals'");
    expect((await cli.run('calls')).stderr.split('\n')[0]).toBe("ffiscope: missing required argument 'file'");
  });
});
