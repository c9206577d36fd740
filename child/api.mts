/** The same module for `import`. */
export { doFfi, isEnabled, mark, registerRetcode, watch } from './api';
