/**
 * How long an answer may take, in milliseconds, to a request that the editor made by itself. The pause between two keys
 * is some 200 ms, and the editor waits 50 ms of it before it asks. Whoever has not typed for half a second more is
 * reading or thinking, and text that springs up before him then is in his way.
 */
export const longestWait = 500;

/** When a request was made and answered, in milliseconds from any origin. */
interface Times {
  asked: number;
  answered: number;
}

/** Whether an answer still comes in time. Who asked for it himself waits for it. */
export function isTimely({ asked, answered }: Times, { isInvoked }: { isInvoked: boolean }): boolean {
  return isInvoked || answered - asked <= longestWait;
}
