/** Preloaded into every Node process of a recorded program, and into its workers; does nothing without a recorder. */
import { Connection } from './core/connect';
import { watchDlopen } from './dlopen';
import { publish } from './program-api';

const agentPath = process.env['FFISCOPE_AGENT'];
if (process.env['FFISCOPE_SOCKET'] && agentPath) {
  const connection = new Connection(process.dlopen.bind(process), agentPath, __filename);
  watchDlopen(connection, __filename);
  publish(connection);
}
