/** Open while work goes on, closed while it is paused. */
export class PauseGate {
  #opened: Promise<void> | undefined;
  #open: (() => void) | undefined;

  close(): void {
    this.#opened ??= new Promise(resolve => {
      this.#open = resolve;
    });
  }

  open(): void {
    this.#open?.();
    this.#opened = undefined;
  }

  whenOpen(): Promise<void> {
    return this.#opened ?? Promise.resolve();
  }
}
