/** Epochs after the best one before it is taken to be past: at least so many, and such a share of those up to it. */
const MIN_PATIENCE = 2;
const PATIENCE_SHARE = 0.3;

/**
 * Remembers the end of the epoch at which the held-out files were predicted best. A small folder is soon known by
 * heart: from then on the training loss still falls, but held-out text is predicted worse and worse. Epochs end by
 * steps, not by the clock, so that the same run always decides alike.
 */
export class BestEpoch<State> {
  private epochs = 0;
  private bestAt = 0;
  private found: { bitsPerChar: number; state: State } | undefined;

  /** Takes in what was measured before the first epoch, of weights that have learnt something already. */
  async noteStart(bitsPerChar: number, copyState: () => Promise<State>): Promise<void> {
    this.found = { bitsPerChar, state: await copyState() };
  }

  /** Takes in what was measured on held-out text at the end of an epoch. */
  async observe(bitsPerChar: number, copyState: () => Promise<State>): Promise<void> {
    this.epochs++;
    if (this.found && !(bitsPerChar < this.found.bitsPerChar)) return;
    this.bestAt = this.epochs;
    this.found = { bitsPerChar, state: await copyState() };
  }

  /** Whether more epochs are not to be expected to help. */
  get isPast(): boolean {
    return this.epochs - this.bestAt >= Math.max(MIN_PATIENCE, PATIENCE_SHARE * this.bestAt);
  }

  /** The state at the best epoch's end, if held-out text was predicted better then. */
  betterThan(bitsPerChar: number): State | undefined {
    return this.found && this.found.bitsPerChar < bitsPerChar ? this.found.state : undefined;
  }
}
