/**
 * A channel between two ends that share no memory: host and worker, host and page. Both ends are the same. Either asks
 * the other, tells it events, and answers what it is asked: once, with an answer or an error. What is asked can be
 * cancelled until it is answered. When the other end is gone, all that wait for it are told.
 */
import type { UserErrorReason } from '../model/base/userError.ts';
import type { Checked } from './fieldChecks.ts';

/** Requests are discriminated unions by their kind. */
export interface Kinded {
  kind: string;
}

/**
 * What one end says: what it asks, what it is answered by kind of request, and what it tells. Only types; `never` where
 * it asks or tells nothing.
 */
export interface Speech<
  Request extends Kinded = Kinded,
  Answers extends object = object,
  Event extends object = object,
> {
  request: Request;
  answers: Answers;
  event: Event;
}

/** What request R is answered with, `Answers` being the record of all answers. */
export type AnswerTo<Answers, R extends Kinded> = R['kind'] extends keyof Answers
  ? Answers[R['kind']]
  : never;

/** One handler for each kind of request: leaving one out does not compile. */
export type Handlers<Said extends Pick<Speech, 'request' | 'answers'>> = {
  [Kind in Said['request']['kind']]: (
    request: Extract<Said['request'], { kind: Kind }>,
    /** Aborted when nobody wants the answer any more. */
    signal: AbortSignal,
  ) => Promise<AnswerTo<Said['answers'], { kind: Kind }>> | AnswerTo<Said['answers'], { kind: Kind }>;
};

/** Where messages go out and come in. They arrive as copies, in their order. */
export interface Port {
  post: (message: ChannelMessage) => void;
  listen: (listener: (message: unknown) => void) => void;
}

/** What goes over a port. Numbers are those of the requests of whoever asked. */
export type ChannelMessage =
  | { ask: number; request: Kinded }
  | { cancel: number }
  | { answered: number; answer?: unknown }
  | { failed: number; error: ErrorMessage }
  | { event: object };

/** An error on its way. */
interface ErrorMessage {
  /** One line for the user when `expected`, else what a developer needs. */
  message: string;
  /** True for what can happen in a sound program: wrong input, a full disk, another window. Names the remedy. */
  expected: boolean;
  /** Which one it is, where the user can be offered a remedy. */
  reason?: UserErrorReason;
  /** Where it was thrown, for the log. */
  stack?: string;
}

/** Looks at what comes from an end that is not trusted. What it refuses is dropped; who asked gets an error. */
export interface Guard {
  request(value: unknown): Checked<Kinded>;
  event(value: unknown): Checked<object>;
  /** To what this end asked. */
  answer(kind: string, value: unknown): Checked<unknown>;
  /** Told of what was refused, in words. */
  refused(problem: string): void;
}

/** An error of the other end, or the news that it is gone. */
export class RemoteError extends Error {
  override readonly name = 'RemoteError';
  /** True when the message is one clear line for the user; else it is a fault to log. */
  readonly expected: boolean;
  /** Which one it is, where the user can be offered a remedy. */
  readonly reason: ErrorMessage['reason'];

  constructor({ message, expected, reason, stack }: ErrorMessage) {
    super(message);
    this.expected = expected;
    this.reason = reason;
    if (stack !== undefined) this.stack = stack;
  }
}

interface Waiting {
  kind: string;
  resolve: (answer: never) => void;
  reject: (error: Error) => void;
}

type Handler = (request: Kinded, signal: AbortSignal) => unknown;

/** One end: `Out` is what it says, `In` what the other end says. */
export class Channel<Out extends Speech, In extends Speech> {
  readonly #port: Port;
  readonly #guard: Guard | undefined;
  /** Own requests that are not answered. */
  readonly #waiting = new Map<number, Waiting>();
  /** The other end's requests that are not answered. */
  readonly #running = new Map<number, AbortController>();
  #handlers: Readonly<Record<string, Handler>> = {};
  #hear: (event: In['event']) => void = () => {};
  #lastId = 0;
  #ended: Error | undefined;

  constructor(port: Port, guard?: Guard) {
    this.#port = port;
    this.#guard = guard;
    port.listen(message => this.#receive(message));
  }

  /**
   * Answers what the other end asks. Handlers run side by side, in the order of their requests up to their first `await`;
   * one that throws rejects its caller and nothing else.
   */
  serve(handlers: Handlers<In>): void {
    this.#handlers = handlers as unknown as Record<string, Handler>;
  }

  /** Hears what the other end tells. */
  hear(listener: (event: In['event']) => void): void {
    this.#hear = listener;
  }

  readonly tell = (event: Out['event']): void => this.#post({ event });

  /** Aborting the signal asks the other end to stop; the promise still waits for what it makes of that. */
  ask<R extends Out['request']>(request: R, signal?: AbortSignal): Promise<AnswerTo<Out['answers'], R>> {
    const id = ++this.#lastId;
    const cancel = () => this.#post({ cancel: id });
    return new Promise<AnswerTo<Out['answers'], R>>((resolve, reject) => {
      if (this.#ended) {
        reject(this.#ended);
        return;
      }
      this.#waiting.set(id, { kind: request.kind, resolve, reject });
      this.#post({ ask: id, request });
      if (signal?.aborted) cancel();
      else signal?.addEventListener('abort', cancel, { once: true });
    }).finally(() => signal?.removeEventListener('abort', cancel));
  }

  /** Another one takes the place of the other end: it has asked nothing, and will answer nothing of what was asked. */
  renew(): void {
    this.#rejectAll(new RemoteError({ message: 'Whoever was asked is gone.', expected: false }));
    for (const controller of this.#running.values()) controller.abort();
    this.#running.clear();
  }

  /** The other end is gone for good. */
  end(error: Error): void {
    this.#ended ??= error;
    this.#rejectAll(this.#ended);
    for (const controller of this.#running.values()) controller.abort();
    this.#running.clear();
  }

  #rejectAll(error: Error): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(error);
  }

  #post(message: ChannelMessage): void {
    if (!this.#ended) this.#port.post(message);
  }

  #receive(raw: unknown): void {
    if (this.#ended) return;
    const message = typeof raw === 'object' && raw !== null ? (raw as Partial<Record<string, unknown>>) : {};
    const { ask, cancel, answered, failed } = message;
    if (isId(ask)) void this.#answer(ask, message.request);
    else if (isId(cancel)) this.#running.get(cancel)?.abort();
    else if (isId(answered)) this.#settle(answered, message.answer);
    else if (isId(failed)) this.#take(failed)?.reject(new RemoteError(readError(message.error)));
    else if ('event' in message) this.#heard(message.event);
    else this.#guard?.refused('it is no message');
  }

  async #answer(id: number, value: unknown): Promise<void> {
    const controller = new AbortController();
    this.#running.set(id, controller);
    let message: ChannelMessage;
    try {
      const request = this.#checked(this.#guard?.request(value) ?? { message: value as Kinded });
      if (!Object.hasOwn(this.#handlers, request.kind)) throw new Error(`Nobody answers ${request.kind}.`);
      message = { answered: id, answer: await this.#handlers[request.kind](request, controller.signal) };
    } catch (error) {
      message = { failed: id, error: describeError(error) };
    }
    // Whoever asks by this number now is another one.
    if (this.#running.get(id) !== controller) return;
    this.#running.delete(id);
    this.#post(message);
  }

  #settle(id: number, value: unknown): void {
    const waiting = this.#take(id);
    if (!waiting) return;
    try {
      const answer = this.#checked(this.#guard?.answer(waiting.kind, value) ?? { message: value });
      waiting.resolve(answer as never);
    } catch (error) {
      waiting.reject(error as Error);
    }
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }

  #heard(value: unknown): void {
    const checked = this.#guard?.event(value) ?? { message: value };
    if ('message' in checked) this.#hear(checked.message as In['event']);
    else this.#guard?.refused(checked.problem);
  }

  #checked<T>(checked: Checked<T>): T {
    if ('message' in checked) return checked.message;
    this.#guard?.refused(checked.problem);
    throw new Error(`A message was refused, since ${checked.problem}.`);
  }
}

/** An error as plain data. Expected are those that a user is meant to read, of this end or handed on from another. */
function describeError(error: unknown): ErrorMessage {
  if (!(error instanceof Error)) return { message: String(error), expected: false };
  const { message, name, stack } = error;
  const { reason } = error as { reason?: UserErrorReason };
  const expected = error instanceof RemoteError ? error.expected : name === 'UserError';
  return { message, expected, ...(expected && reason && { reason }), ...(stack && { stack }) };
}

function readError(value: unknown): ErrorMessage {
  const { message, expected, reason, stack } = (value ?? {}) as Partial<ErrorMessage>;
  return {
    message: String(message),
    expected: expected === true,
    ...(typeof reason === 'string' && { reason }),
    ...(typeof stack === 'string' && { stack }),
  };
}

function isId(value: unknown): value is number {
  return Number.isSafeInteger(value);
}
