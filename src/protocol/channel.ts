/**
 * What goes over a worker's port, whatever the worker does. A request is answered once, by an answer or an error;
 * it can be cancelled while it is not. Events go one way, from the worker to the host.
 */

/** From the host to the worker. */
export type HostMessage<Request> = { request: Request; id: number } | { cancel: number };

/** From the worker to the host. */
export type WorkerMessage<Answer, Event> =
  { answer: Answer; id: number } | { error: ErrorMessage; id: number } | { event: Event };

/** An error on its way over the port. */
export interface ErrorMessage {
  /** One line for the user when `expected`, else what a developer needs. */
  message: string;
  /** True for what can happen in a sound program: wrong input, a full disk, another window. Names the remedy. */
  expected: boolean;
  /** Which one it is, where the user can be offered a remedy. */
  reason?: 'filesChanged' | 'folderLost' | 'noRoom' | 'notWhole';
  /** Where it was thrown, for the log. */
  stack?: string;
}

/**
 * Requests as a discriminated union and their answers as a record keyed by `kind`, so that the type of an answer
 * follows from its request.
 */
export interface RequestShape {
  kind: string;
}

/** What request R is answered with, `Answers` being the record of all answers. */
export type AnswerTo<Answers, R extends RequestShape> = R['kind'] extends keyof Answers
  ? Answers[R['kind']]
  : never;
