/**
 * Of requests that take each other's place the newest wins: it begins, and then ends the one before it. In this order,
 * so that it may go on with what the older one has begun.
 */
export class Newest {
  #running: AbortController | undefined;

  run<T>(start: (signal: AbortSignal) => T): T {
    const older = this.#running;
    const running = new AbortController();
    this.#running = running;
    try {
      return start(running.signal);
    } finally {
      older?.abort();
    }
  }

  /** Ends what is under way. */
  stop(): void {
    this.#running?.abort();
    this.#running = undefined;
  }
}

/** Tells when a caller is no longer interested: what is needed of a vscode.CancellationToken. */
interface Cancellation {
  onCancellationRequested(listener: () => void): unknown;
}

interface Running<T> {
  key: string;
  answer: Promise<T>;
  /** No caller wants it, or there is a newer one. */
  isOver: boolean;
  /** Callers who have not cancelled. */
  callers: number;
}

/** As Newest, but a request for the same thing as the one under way joins it. */
export class NewestRequest<T> {
  readonly #newest = new Newest();
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
      if (running.callers > 0 || running.isOver) return;
      running.isOver = true;
      if (this.#running === running) this.#newest.stop();
    });
    try {
      const answer = await running.answer;
      return running.isOver ? undefined : answer;
    } finally {
      if (this.#running === running) this.#running = undefined;
    }
  }

  /** Ends the request under way. */
  stop(): void {
    if (this.#running) this.#running.isOver = true;
    this.#newest.stop();
  }

  #join(key: string): Running<T> | undefined {
    const running = this.#running;
    return running?.key === key && !running.isOver ? running : undefined;
  }

  #begin(key: string, start: (signal: AbortSignal) => Promise<T>): Running<T> {
    if (this.#running) this.#running.isOver = true;
    const running = { key, answer: this.#newest.run(start), isOver: false, callers: 0 };
    this.#running = running;
    return running;
  }
}
