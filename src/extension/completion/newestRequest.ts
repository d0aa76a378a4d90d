/** Tells when a caller is no longer interested: what is needed of a vscode.CancellationToken. */
export interface Cancellation {
  onCancellationRequested(listener: () => void): unknown;
}

interface Running<T> {
  key: string;
  answer: Promise<T>;
  stop: AbortController;
  /** Callers who have not cancelled. */
  callers: number;
}

/** Keeps one request under way: one for something newer ends it, one for the same thing joins it. */
export class NewestRequest<T> {
  #running: Running<T> | undefined;

  /** Undefined when a newer request took its place, or when all its callers cancelled. */
  async ask(
    key: string,
    cancellation: Cancellation,
    start: (signal: AbortSignal) => Promise<T>,
  ): Promise<T | undefined> {
    const running = this.#join(key) ?? this.#begin(key, start);
    running.callers++;
    cancellation.onCancellationRequested(() => {
      running.callers--;
      if (running.callers === 0) running.stop.abort();
    });
    try {
      const answer = await running.answer;
      return running.stop.signal.aborted ? undefined : answer;
    } finally {
      if (this.#running === running) this.#running = undefined;
    }
  }

  /** Ends the request under way. */
  stop(): void {
    this.#running?.stop.abort();
  }

  #join(key: string): Running<T> | undefined {
    const running = this.#running;
    return running?.key === key && !running.stop.signal.aborted ? running : undefined;
  }

  #begin(key: string, start: (signal: AbortSignal) => Promise<T>): Running<T> {
    this.stop();
    const stop = new AbortController();
    this.#running = { key, answer: start(stop.signal), stop, callers: 0 };
    return this.#running;
  }
}
