/** Called after a change, with the state as it is now and as it was at the last call. */
type Listener<State> = (state: State, previous: State) => void;

/**
 * One immutable state and those who draw it. Listeners are called once an animation frame however many changes came
 * before it, in the order in which they subscribed.
 */
export class Store<State extends object> {
  #state: State;
  #drawn: State;
  #scheduled = false;
  readonly #listeners: Listener<State>[] = [];

  constructor(initial: State) {
    this.#state = initial;
    this.#drawn = initial;
  }

  get state(): State {
    return this.#state;
  }

  update(change: Partial<State>): void {
    this.#state = { ...this.#state, ...change };
    if (this.#scheduled) return;
    this.#scheduled = true;
    requestAnimationFrame(() => this.#draw());
  }

  subscribe(listener: Listener<State>): void {
    this.#listeners.push(listener);
  }

  #draw(): void {
    this.#scheduled = false;
    const previous = this.#drawn;
    this.#drawn = this.#state;
    for (const listener of this.#listeners) listener(this.#drawn, previous);
  }
}
