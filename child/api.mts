/** The module `ffiscope` for `import`. */
export { doFfi, isEnabled, mark, registerRetcode, watch } from './program-module';
