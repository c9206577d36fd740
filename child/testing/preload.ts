/** The hook as it is preloaded, with an agent that only listens: what remains is our JavaScript inside a real program. */
import { Connection } from '../core/connect';
import { watchDlopen } from '../dlopen';
import { publish } from '../program-api';
import { RecordingAgent } from './recording-agent';

const agent = new RecordingAgent();
const connection = new Connection((module) => { module.exports = agent; }, '', __filename);
watchDlopen(connection, __filename);
publish(connection);
process.on('exit', () => {
  const report = process.env['HOOK_TEST_REPORT'];
  if (report) process.stderr.write(JSON.stringify({ calls: agent.calls.length, unfinished: agent.calls.filter((call) => call.threw === undefined).length, notes: agent.notes }) + '\n');
});
