import { isLit, type Parameter } from '../drawing/picture.ts';

/** Which parameters are pointed at, in whatever figure: they light up in all figures. */
export class Lights {
  #pointed: readonly Parameter[] = [];
  readonly #listeners = new Set<() => void>();

  /** Called when others are pointed at; gives how to end that. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  point(parameters: readonly Parameter[] = []): void {
    if (parameters.length === 0 && this.#pointed.length === 0) return;
    this.#pointed = parameters;
    for (const listener of this.#listeners) listener();
  }

  has(parameters: readonly Parameter[] = []): boolean {
    return parameters.some(other => this.#pointed.some(pointed => isLit(pointed, other)));
  }
}
