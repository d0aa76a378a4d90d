/** What is needed of a vscode.CancellationToken. */
interface Cancellation {
  readonly isCancellationRequested: boolean;
  onCancellationRequested(listener: () => void): { dispose(): unknown };
}

/** Waits so many milliseconds; ends at once when it is cancelled. */
export type Wait = (milliseconds: number, token: Cancellation) => Promise<void>;

export const waitByTimer: Wait = (milliseconds, token) =>
  new Promise(resolve => {
    if (milliseconds <= 0 || token.isCancellationRequested) return resolve();
    const end = () => {
      clearTimeout(timer);
      subscription.dispose();
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    const subscription = token.onCancellationRequested(end);
  });
