/**
 * Lets the agent see where node allocates backing stores, so that it keeps the program's buffers apart from then on
 * (`native/agent/src/isolate`). Buffers made before are where they are.
 */
import type { Agent } from '../agent';

/** Sizes that nobody else allocates in this moment. */
const ZEROED = 52_711;
const PLAIN = 51_283;

export function isolateBuffers(agent: Agent): void {
  if (!agent.learnAllocator(ZEROED)) return;
  new ArrayBuffer(ZEROED);
  agent.learnAllocator(PLAIN);
  Buffer.allocUnsafeSlow(PLAIN);
  agent.learnAllocator(0);
  // The pool of small Buffers was made before: what is left of it goes, and the next one lies apart.
  const half = (Buffer.poolSize >>> 1) - 1;
  for (let at = 0; at < 3 && half > 0; at++) Buffer.allocUnsafe(half);
}
