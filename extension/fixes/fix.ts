import { bindingFixes } from './bindings';
import { structFixes } from './structs';
import type { Fix, Mistake } from './types';

/** Fixes of declarations in a text that has them: of a binding (`int *x` to `_Out_ int *x`), of a struct. */
export function declarationFixes(text: string, mistake: Mistake): Fix[] {
  return [...bindingFixes(text, mistake), ...structFixes(text, mistake)];
}
