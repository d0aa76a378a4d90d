import type {
  AnswerTo,
  ErrorMessage,
  HostMessage,
  RequestShape,
  WorkerMessage,
} from '../../protocol/channel.ts';

/** The host's end of the line, as node:worker_threads has it. */
export interface WorkerLike {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
  terminate(): Promise<number>;
}

/** An error that came from a worker, or the news that the worker has died. */
export class WorkerError extends Error {
  override readonly name = 'WorkerError';
  /** True when the message is one clear line for the user; else it is a fault to log. */
  readonly expected: boolean;
  /** Which one it is, where the user can be offered a remedy. */
  readonly reason: ErrorMessage['reason'];

  constructor(description: ErrorMessage) {
    super(description.message);
    this.expected = description.expected;
    this.reason = description.reason;
    if (description.stack !== undefined) this.stack = description.stack;
  }
}

interface Pending {
  resolve: (answer: never) => void;
  reject: (error: Error) => void;
}

/**
 * Asks a worker and hears its events. Every promise settles: with the answer, with the error that the handler threw,
 * or, when the worker ends, with the news of that.
 */
export class WorkerClient<Request extends RequestShape, Answers, Event> {
  /** Resolves when the worker has ended, for whatever reason. */
  readonly ended: Promise<void>;
  readonly #worker: WorkerLike;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;
  #failure: Error | undefined;

  constructor(worker: WorkerLike, onEvent: (event: Event) => void) {
    this.#worker = worker;
    worker.on('message', raw => this.#receive(raw as WorkerMessage<unknown, Event>, onEvent));
    worker.on('error', error => this.#fail(new WorkerError({ ...errorText(error), expected: false })));
    this.ended = new Promise(resolve => {
      worker.on('exit', code => {
        this.#fail(new WorkerError({ message: `The worker ended (exit code ${code}).`, expected: false }));
        resolve();
      });
    });
  }

  /** Aborting the signal asks the worker to stop; the promise still waits for what the worker makes of that. */
  ask<R extends Request>(request: R, signal?: AbortSignal): Promise<AnswerTo<Answers, R>> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      if (this.#failure) {
        reject(this.#failure);
        return;
      }
      const cancel = () => this.#send({ cancel: id });
      const settled = () => {
        this.#pending.delete(id);
        signal?.removeEventListener('abort', cancel);
      };
      this.#pending.set(id, {
        resolve: answer => {
          settled();
          resolve(answer);
        },
        reject: error => {
          settled();
          reject(error);
        },
      });
      this.#send({ id, request });
      if (signal?.aborted) cancel();
      else signal?.addEventListener('abort', cancel, { once: true });
    });
  }

  /** Ends the worker at once. */
  async dispose(): Promise<void> {
    await this.#worker.terminate();
    this.#fail(new WorkerError({ message: 'The worker was ended.', expected: false }));
  }

  #send(message: HostMessage<Request>): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin to name
    this.#worker.postMessage(message);
  }

  #receive(message: WorkerMessage<unknown, Event>, onEvent: (event: Event) => void): void {
    if ('event' in message) {
      onEvent(message.event);
      return;
    }
    const pending = this.#pending.get(message.id);
    if (!pending) return;
    if ('error' in message) pending.reject(new WorkerError(message.error));
    else pending.resolve(message.answer as never);
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const pending of this.#pending.values()) pending.reject(this.#failure);
  }
}

function errorText(error: Error): { message: string; stack?: string } {
  const message = `The worker failed: ${error.message}`;
  return error.stack === undefined ? { message } : { message, stack: error.stack };
}
