import { Channel, RemoteError, type Speech } from '../../protocol/channel.ts';

/** A thread as node:worker_threads has it. */
export interface ThreadLike {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
  terminate(): Promise<number>;
}

/** A worker and the channel to it, which ends with the worker. `Says` is what the worker says, `Asks` what it is asked. */
export class WorkerThread<Asks extends Speech, Says extends Speech> {
  readonly channel: Channel<Asks, Says>;
  /** Resolves when the worker has ended, for whatever reason. */
  readonly ended: Promise<void>;
  readonly #thread: ThreadLike;

  constructor(thread: ThreadLike, onEvent: (event: Says['event']) => void) {
    this.#thread = thread;
    const channel = new Channel<Asks, Says>({
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin to name
      post: message => thread.postMessage(message),
      listen: listener => thread.on('message', listener),
    });
    channel.hear(onEvent);
    this.channel = channel;
    thread.on('error', error => {
      const { stack } = error;
      const message = `A part of Cellscope that works in the background has failed: ${error.message}`;
      channel.end(new RemoteError({ message, expected: false, ...(stack !== undefined && { stack }) }));
    });
    this.ended = new Promise(resolve => {
      thread.on('exit', code => {
        channel.end(new RemoteError({ message: `The worker ended (exit code ${code}).`, expected: false }));
        resolve();
      });
    });
  }

  /** Ends the worker at once. */
  async dispose(): Promise<void> {
    await this.#thread.terminate();
    this.channel.end(new RemoteError({ message: 'The worker was ended.', expected: false }));
  }
}
