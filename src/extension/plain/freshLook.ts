/**
 * Looks at what others change meanwhile, one look at a time: an older one never ends behind a newer one, and nobody gets
 * what was seen before they asked.
 */
export class FreshLook<T> {
  readonly #look: () => Promise<T>;
  #running: Promise<T> | undefined;
  /** Begins when the running one has ended. */
  #next: Promise<T> | undefined;

  constructor(look: () => Promise<T>) {
    this.#look = look;
  }

  /** The latest look that was asked for and has not ended; it may have begun before something changed. */
  get running(): Promise<T> | undefined {
    return this.#next ?? this.#running;
  }

  /** What a look gives that begins after this call. */
  ask(): Promise<T> {
    if (!this.#running && !this.#next) return this.#begin();
    this.#next ??= this.#afterRunning();
    return this.#next;
  }

  #begin(): Promise<T> {
    const running = this.#look().finally(() => {
      this.#running = undefined;
    });
    this.#running = running;
    return running;
  }

  async #afterRunning(): Promise<T> {
    // Whoever asked for that one is told when it fails.
    await this.#running?.catch(() => {});
    this.#next = undefined;
    return await this.#begin();
  }
}
