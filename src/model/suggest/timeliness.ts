/**
 * How long an answer may take, in milliseconds, to a request that the editor made by itself. The pause between two keys
 * is some 200 ms, and the editor waits 50 ms of it before it asks. Whoever has not typed for half a second more is
 * reading or thinking, and text that springs up before him then is in his way.
 */
export const longestWait = 500;

/** Whether an answer still comes in time after so many milliseconds. Who asked for it himself waits for it. */
export function isTimely(milliseconds: number, { isInvoked }: { isInvoked: boolean }): boolean {
  return isInvoked || milliseconds <= longestWait;
}
