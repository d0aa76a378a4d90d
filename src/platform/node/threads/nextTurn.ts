/** Resolves after this thread has handled the messages that wait. */
export function nextTurn(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}
