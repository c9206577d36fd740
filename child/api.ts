/** The module `ffiscope` for `require`. */
export { doFfi, isEnabled, mark, registerRetcode, watch } from './program-module';
