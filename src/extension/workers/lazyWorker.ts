import type { Channel, Speech } from '../../protocol/channel.ts';
import type { WorkerThread } from './workerThread.ts';

/** A worker that begins when it is first asked; one that has ended is followed by another when it is asked again. */
export class LazyWorker<Asks extends Speech, Says extends Speech> {
  readonly #start: () => WorkerThread<Asks, Says>;
  #worker: WorkerThread<Asks, Says> | undefined;

  constructor(start: () => WorkerThread<Asks, Says>) {
    this.#start = start;
  }

  get channel(): Channel<Asks, Says> {
    this.#worker ??= this.#begin();
    return this.#worker.channel;
  }

  /** To the worker that is there; undefined where there is none. */
  get running(): Channel<Asks, Says> | undefined {
    return this.#worker?.channel;
  }

  async dispose(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.dispose();
  }

  #begin(): WorkerThread<Asks, Says> {
    const worker = this.#start();
    void worker.ended.then(() => {
      if (this.#worker === worker) this.#worker = undefined;
    });
    return worker;
  }
}
