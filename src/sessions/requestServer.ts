import type {
  AnswerTo,
  ErrorMessage,
  HostMessage,
  RequestShape,
  WorkerMessage,
} from '../protocol/channel.ts';
import { UserError } from '../model/base/userError.ts';

/** The worker's end of the line, as node:worker_threads has it. */
export interface WorkerPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
}

/** One handler for each kind of request: leaving one out does not compile. */
export type Handlers<Request extends RequestShape, Answers> = {
  [Kind in Request['kind']]: (
    request: Extract<Request, { kind: Kind }>,
    /** Aborted when the host no longer wants the answer. */
    signal: AbortSignal,
  ) => Promise<AnswerTo<Answers, { kind: Kind }>> | AnswerTo<Answers, { kind: Kind }>;
};

/**
 * Answers the requests that come in over a port, by the handlers of a session that may emit events. Handlers run side
 * by side, in the order of their requests up to their first `await`; one that throws rejects its caller and nothing
 * else.
 */
export function serveRequests<Request extends RequestShape, Answers>(
  port: WorkerPort,
  createSession: (emit: (event: object) => void) => Handlers<Request, Answers>,
): void {
  type Handler = (request: Request, signal: AbortSignal) => unknown;
  const running = new Map<number, AbortController>();
  const send = (message: WorkerMessage<unknown, object>) => port.postMessage(message);
  const handlers = createSession(event => send({ event }));

  async function answer(id: number, request: Request): Promise<void> {
    const controller = new AbortController();
    running.set(id, controller);
    try {
      const handler = handlers[request.kind as Request['kind']] as Handler;
      send({ id, answer: await handler(request, controller.signal) });
    } catch (error) {
      send({ id, error: describeError(error) });
    } finally {
      running.delete(id);
    }
  }

  port.on('message', raw => {
    const message = raw as HostMessage<Request>;
    if ('cancel' in message) running.get(message.cancel)?.abort();
    else void answer(message.id, message.request);
  });
}

/** An error as plain data; a UserError is an expected one. */
export function describeError(error: unknown): ErrorMessage {
  if (!(error instanceof Error)) return { message: String(error), expected: false };
  const { message, name, stack } = error;
  const reason = error instanceof UserError ? error.reason : undefined;
  return { message, expected: name === 'UserError', ...(reason && { reason }), ...(stack && { stack }) };
}
