/**
 * Who comes first where several jobs share the worker's thread: a suggestion must not wait for a ranking, nor the colours
 * that one looks at for the line under them.
 */
export type Urgency = 'typing' | 'looking' | 'labelling' | 'background';

const rank: Record<Urgency, number> = { typing: 3, looking: 2, labelling: 1, background: 0 };

/**
 * Lets jobs that work in slices take turns on one thread: between two slices of a job waiting messages are handled,
 * and more urgent jobs, old and new, run to their end first.
 */
export class Turns {
  readonly #nextTurn: () => Promise<void>;
  readonly #running: Urgency[] = [];
  #waiting: (() => void)[] = [];

  /** `afterEvents` resolves after the thread has handled its waiting events. */
  constructor(afterEvents: () => Promise<void>) {
    this.#nextTurn = afterEvents;
  }

  /** Runs a job; it calls `yieldToEvents` after each slice of some milliseconds. */
  async run<T>(urgency: Urgency, job: (yieldToEvents: () => Promise<void>) => Promise<T>): Promise<T> {
    this.#running.push(urgency);
    try {
      return await job(() => this.#yield(urgency));
    } finally {
      this.#running.splice(this.#running.indexOf(urgency), 1);
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const wake of waiting) wake();
    }
  }

  async #yield(urgency: Urgency): Promise<void> {
    await this.#nextTurn();
    while (this.#running.some(other => rank[other] > rank[urgency]))
      await new Promise<void>(resolve => this.#waiting.push(resolve));
  }
}
